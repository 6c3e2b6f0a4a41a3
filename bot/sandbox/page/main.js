// The page: three phones drawn from one state, and the stream that keeps it true.
import { readState } from "./api.js";
import { createClock } from "./clock.js";
import { askFields, choose } from "./dialog.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { safeAddress, startLink } from "./links.js";
import { createPhone } from "./phone.js";
import { createStore } from "./state.js";
import { listen } from "./stream.js";
import { createTabs } from "./tabs.js";

const RETRY_MS = 1500;
const at = (id) => document.getElementById(id);

const store = createStore();
const phones = new Map();
const tabs = createTabs(at("tabs"));
const clock = createClock({ time: at("clock"), buttons: at("clock-buttons"), said: at("clock-said") },
  (iso) => store.apply({ type: "clock", clock: iso }));

let drawing = false;
/** However many events come at once, the page is drawn once after them. */
function draw() {
  if (drawing || !store.state) return;
  drawing = true;
  queueMicrotask(() => {
    drawing = false;
    clock.render(store.state.clock);
    for (const person of store.state.people) phoneOf(person).render(person, store.state);
    tabs.render(store.state.people);
  });
}

function phoneOf(person) {
  if (!phones.has(person.id)) {
    phones.set(person.id, createPhone(person, store.state.bot, { follow, pasteLink, changed: draw }));
    at("phones").append(phones.get(person.id).node);
  }
  return phones.get(person.id);
}

/** A link to this bot opens on one of the phones; any other goes its way, if it is safe to follow. */
function follow(event, address) {
  const link = startLink(address, store.state.bot.username);
  const onAnchor = event.currentTarget instanceof HTMLAnchorElement;
  if (link) { event.preventDefault(); offerPhones(link.payload); return; }
  const safe = safeAddress(address);
  if (!safe) event.preventDefault();
  else if (!onAnchor) window.open(safe, "_blank", "noopener,noreferrer");
}

function offerPhones(payload) {
  const words = payload ? "The link starts the bot with its code." : "The link starts the bot.";
  choose({ title: "Open the link on whose phone?", testid: "open-link", words },
    store.state.people.map((person) => ({
    label: `Open on ${person.first_name}’s phone`,
    run: () => { tabs.show(person.id); phones.get(person.id).start(payload); phones.get(person.id).focus(); },
  })));
}

function pasteLink() {
  askFields({ title: "Open a link", testid: "paste-link-form", button: "Open" },
    [{ name: "address", label: `A t.me/${store.state.bot.username} link` }],
    ({ address }) => {
      const link = startLink(address.trim(), store.state.bot.username);
      if (link) offerPhones(link.payload);
      else refuseLink();
    });
}

function refuseLink() {
  const words = `It should look like https://t.me/${store.state.bot.username}?start=…`;
  choose({ title: "Not a link to this bot", words }, [{ label: "OK", style: "primary" }]);
}

function banner(words) {
  at("banner").textContent = words;
  at("banner").hidden = !words;
}

let newest = 0;
/** Only the newest reading counts: an older one that comes late would undo events. */
async function refresh() {
  const mine = newest += 1;
  store.expect();
  try {
    const state = await readState();
    if (mine !== newest) return;
    store.arrived(state);
    banner("");
  } catch {
    if (mine !== newest) return;
    banner("Lost the connection, trying again…");
    setTimeout(refresh, RETRY_MS);
  }
}

at("theme").append(el("span", { class: "sun" }, icon("sun")), el("span", { class: "moon" }, icon("moon")));
store.on("change", draw);
store.on("toast", (id, toast) => phones.get(id)?.toast(toast));
store.on("arrival", (id, message) => tabs.arrived(id, message));
listen("/sandbox/events", {
  hello: refresh,
  event: store.apply,
  lost: () => { store.expect(); banner("Lost the connection, trying again…"); },
});
