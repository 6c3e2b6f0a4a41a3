// The top of a phone: who it belongs to, its own time, its menu, and the pinned message.
import { buttonEl, el } from "./dom.js";
import { icon, iconButton } from "./icons.js";
import { menuButton } from "./menu.js";
import { snippet } from "./message.js";
import { timeOf, zoneName } from "./time.js";

/** `act`: pickZone, pasteLink, block, jump(messageId). */
export function createHead(person, act) {
  const hour = el("strong", {});
  const name = el("h2");
  const place = el("small", {});
  const zoneButton = buttonEl({ class: "zone", "data-testid": "zone", onclick: act.pickZone }, hour, place);
  const blockedMark = el("span", { class: "blocked-mark", hidden: true }, "blocked");
  const pinned = el("div", { class: "pinned", hidden: true });
  let blocked = false;

  const menu = menuButton(iconButton("more", `${person.first_name}’s menu`, "phone-menu"), {
    label: `${person.first_name}’s menu`, testid: "phone-menu-items",
    items: () => [
      { icon: "clock", label: "Time zone of this phone…", testid: "pick-zone", run: act.pickZone },
      { icon: "link", label: "Open a link…", testid: "paste-link", run: act.pasteLink },
      { icon: "block", label: `Block ${name.textContent}`, testid: "block", checked: blocked, run: act.block },
    ],
  });

  const title = el("div", { class: "who" },
    el("div", { class: "who-line" }, name, blockedMark),
    el("p", {}, person.about ? `${person.about} · ${person.first_name}` : person.first_name));

  const avatar = el("span", { class: "avatar", "aria-hidden": "true" }, initials(person));

  let next = 0;
  function showPinned(messages) {
    pinned.hidden = !messages.length;
    if (!messages.length) { pinned.replaceChildren(); return; }
    const newest = messages.at(-1);
    const title = messages.length > 1 ? `${messages.length} pinned messages` : "Pinned message";
    const bar = buttonEl({ class: "pinned-bar", "data-testid": "pinned" }, icon("pin"),
      el("span", {}, el("strong", {}, title), snippet(newest)));
    // Each press goes to the one before, as Telegram's bar does.
    next = messages.length - 1;
    bar.addEventListener("click", () => {
      act.jump(messages[next].id);
      next = (next - 1 + messages.length) % messages.length;
    });
    pinned.replaceChildren(bar);
  }

  let drawn = "";
  return {
    node: el("header", { class: "head", "data-about": person.about },
      el("div", { class: "head-line" }, avatar, title, zoneButton, menu), pinned),
    render(now, { zone, clock, name: botName }) {
      name.textContent = botName;
      blocked = now.blocked;
      blockedMark.hidden = !blocked;
      hour.textContent = timeOf(clock, zone);
      place.textContent = zoneName(zone);
      zoneButton.setAttribute("aria-label",
        `${hour.textContent} in ${place.textContent}. Change the time zone of this phone.`);
      const messages = now.messages.filter((message) => now.pinned?.includes(message.id));
      const key = JSON.stringify(messages.map((message) => [message.id, message.text]));
      if (key !== drawn) showPinned(messages);
      drawn = key;
    },
  };
}

/** Two letters, because Ana and Ada share the first. */
function initials({ first_name: first, last_name: last }) {
  return last ? first[0] + last[0] : first.slice(0, 2);
}
