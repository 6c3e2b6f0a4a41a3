// On a narrow screen one phone is seen at a time: a button for each, and what waits on the others.
import { buttonEl, el } from "./dom.js";

const narrow = matchMedia("(max-width: 899px)");

export function createTabs(nav) {
  const unread = new Map();
  const buttons = new Map();
  let current = null;

  function show(id) {
    current = id;
    unread.delete(id);
    for (const phone of document.querySelectorAll(".phone")) {
      phone.classList.toggle("current", phone.id === `phone-${id}`);
    }
    draw();
  }

  function draw() {
    for (const [id, { node, badge }] of buttons) {
      node.setAttribute("aria-pressed", String(id === current));
      badge.textContent = String(unread.get(id) ?? "");
      badge.hidden = !unread.get(id);
    }
  }

  nav.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const all = [...nav.children];
    const at = all.indexOf(document.activeElement);
    if (step && at >= 0) all[(at + step + all.length) % all.length].focus();
  });

  return {
    show,
    render(people) {
      for (const person of people) {
        if (buttons.has(person.id)) continue;
        const badge = el("span", { class: "badge", hidden: true, "aria-label": "new messages" });
        const node = buttonEl({
          class: "tab", "data-testid": `tab-${person.id}`, "aria-controls": `phone-${person.id}`,
          onclick: () => show(person.id),
        }, el("strong", {}, person.first_name), el("small", {}, person.about), badge);
        buttons.set(person.id, { node, badge });
        nav.append(node);
      }
      if (!people.some((person) => person.id === current) && people.length) show(people[0].id);
    },
    arrived(id, message) {
      if (message.from !== "bot" || id === current || !narrow.matches) return;
      unread.set(id, (unread.get(id) ?? 0) + 1);
      draw();
    },
  };
}
