// One person's phone: the head, the chat and the composer, drawn from that person's state.
import { actionsOf } from "./api.js";
import { createChat } from "./chat.js";
import { pickCity } from "./citypicker.js";
import { createComposer } from "./composer.js";
import { askFields, confirmCall, enlarge } from "./dialog.js";
import { buttonEl, el } from "./dom.js";
import { createHead } from "./head.js";
import { browserZone, zoneName } from "./time.js";
import { createToasts } from "./toast.js";
import { setZone, zoneOf } from "./zones.js";

/** `page`: follow(event, address) for links, pasteLink(), and changed() to draw everything anew. */
export function createPhone(person, bot, page) {
  const ask = actionsOf(person.id);
  const toasts = createToasts();
  const chat = createChat(`${person.first_name}’s chat with ${bot.name}`);
  const id = `phone-${person.id}`;
  let now = person;

  /** Do it; a refusal becomes a toast. True when it was done. */
  const attempt = async (answer) => {
    try { await answer; return true; } catch (failure) { toasts.fail(failure.message); return false; }
  };
  const say = (text) => attempt(ask.say({ text }));
  const askContact = () => askFields({ title: "Share a contact", testid: "contact-form", button: "Share" }, [
    { name: "first_name", label: "Name", value: person.first_name },
    { name: "phone_number", label: "Number", value: "+12025550101", type: "tel" },
  ], (values) => attempt(ask.contact(values)));
  const askLocation = () => pickCity({ title: `Where is ${person.first_name}?` },
    ({ latitude, longitude, zone }) => {
    // A phone that is in Kathmandu shows the time of Kathmandu.
    if (zone) setZone(person.id, zone);
    page.changed();
    attempt(ask.location({ latitude, longitude }));
  });
  const pickZone = () => pickCity({
    title: `The clock of ${person.first_name}’s phone`, coordinates: false,
    first: [{ name: "This browser’s zone", country: zoneName(browserZone), zone: browserZone }],
  }, ({ zone }) => { setZone(person.id, zone); page.changed(); });
  const copy = async (text) => {
    const done = await attempt(navigator.clipboard.writeText(text));
    if (done) toasts.show({ text: "Copied." });
  };
  const start = (payload) => attempt(ask.start(payload ? { payload } : {}));

  const composer = createComposer(person.first_name, {
    say, askLocation, askContact,
    edit: (id, text) => attempt(ask.edit({ message_id: id, text })),
    unblock: () => attempt(ask.unblock()),
    attach: [
      { icon: "photo", label: "Photo", testid: "attach-photo", run: () => attempt(ask.photo()) },
      { icon: "microphone", label: "Voice note", testid: "attach-voice", run: () => attempt(ask.voice()) },
      { icon: "smile", label: "Sticker", testid: "attach-sticker", run: () => attempt(ask.sticker()) },
      { icon: "location", label: "Location…", testid: "attach-location", run: askLocation },
      { icon: "contact", label: "Contact…", testid: "attach-contact", run: askContact },
    ],
  });
  const head = createHead(person, {
    pickZone, jump: chat.jump, pasteLink: page.pasteLink,
    block: () => attempt(now.blocked ? ask.unblock() : ask.block()),
  });
  const description = el("p", { class: "description" });
  const empty = el("div", { class: "empty", "data-testid": "empty" },
    el("div", { class: "empty-card" }, el("strong", {}, "What can this bot do?"),
      description),
    buttonEl({ class: "start", "data-testid": "start", onclick: () => start() }, "START"));
  const look = {
    personName: person.first_name, enlarge, copy, say,
    call: confirmCall, follow: page.follow, jump: chat.jump,
    find: (id) => now.messages.find((message) => message.id === id),
    tap: (messageId, data) => attempt(ask.tap({ message_id: messageId, data })),
  };

  return {
    start,
    focus: composer.focus,
    toast: (toast) => toasts.show(toast, look.botName),
    node: el("section", { class: "phone", id, "data-testid": id, "aria-label": `${person.first_name}’s phone` },
      head.node, el("div", { class: "screen" }, chat.node, ...toasts.nodes), composer.node),
    render(next, { clock, bot: { name, description: purpose } }) {
      now = next;
      const zone = zoneOf(person.id);
      description.textContent = purpose || name;
      head.render(next, { zone, clock, name });
      chat.render(next, Object.assign(look, { zone, clock, botName: name }), empty);
      composer.render(next);
    },
  };
}
