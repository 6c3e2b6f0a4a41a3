// One message: its bubble, the buttons under it, its reaction.
import { attachment } from "./attachment.js";
import { buttonEl, el } from "./dom.js";
import { richText } from "./entities.js";
import { icon } from "./icons.js";
import { inlineKeyboard } from "./keyboard.js";
import { timeOf } from "./time.js";

/** `look`: the reader's zone, clock and names, and what the message's parts can do (see phone.js). */
export function messageNode(message, look) {
  const id = { "data-message-id": message.id, "data-testid": "message" };
  if (message.kind === "service") {
    return el("div", { class: "message service", ...id }, el("span", {}, message.text ?? ""));
  }
  const who = message.from === "bot" ? look.botName : look.personName;
  const node = el("div", { class: `message from-${message.from} kind-${message.kind}`, ...id, role: "article",
    "aria-label": `${who}, ${timeOf(message.at, look.zone)}`, "data-from": message.from });
  node.append(bubble(message, look));
  if (message.reaction) {
    const label = `Reaction ${message.reaction}`;
    node.append(el("span", { class: "reaction", role: "img", "aria-label": label }, message.reaction));
  }
  if (message.buttons?.length) {
    node.classList.add("with-buttons");
    node.append(inlineKeyboard(message.buttons, { ...look, tap: (data) => look.tap(message.id, data) }));
  }
  return node;
}

function bubble(message, look) {
  const node = el("div", { class: "bubble" });
  const quoted = message.reply_to ? look.find(message.reply_to) : null;
  if (quoted) node.append(quote(quoted, look));
  const carried = attachment(message, look);
  if (carried) node.append(carried);
  const text = message.kind === "sticker" ? "" : message.text ?? "";
  const foot = meta(message, look);
  node.append(text ? el("div", { class: "text" }, richText(text, message.entities, look), foot) : foot);
  return node;
}

function meta(message, look) {
  return el("span", { class: "meta" },
    message.silent ? mark("bell_off", "Sent without a sound") : null,
    message.protected ? mark("lock", "Cannot be forwarded or saved") : null,
    message.edited ? el("span", { class: "edited" }, "edited") : null,
    el("time", { datetime: message.at }, timeOf(message.at, look.zone)));
}

function mark(name, words) {
  return el("span", { class: "mark", role: "img", "aria-label": words, title: words }, icon(name));
}

function quote(message, look) {
  return buttonEl({ class: "quoted", onclick: () => look.jump(message.id) },
    el("strong", {}, message.from === "bot" ? look.botName : look.personName),
    el("span", {}, snippet(message)));
}

const KINDS = {
  photo: "Photo", document: "File", animation: "Animation", video: "Video", audio: "Audio", contact: "Contact",
  location: "Location", voice: "Voice note", sticker: "Sticker",
};

/** One line about a message, for quotes and the pinned bar. */
export function snippet(message) {
  const words = covered(message).replace(/\s+/g, " ").trim();
  return words || (KINDS[message.kind] ?? "Message");
}

/** The text with its spoilers still hidden. */
function covered({ text, entities }) {
  return (entities ?? []).filter((entity) => entity.type === "spoiler").reduce((shown, { offset, length }) => (
    shown.slice(0, offset) + "▒".repeat(length) + shown.slice(offset + length)), text ?? "");
}

/** Does the new version show anything else than the old one? (A reaction is no news to flash about.) */
export function differs(before, after) {
  const shown = ["text", "entities", "buttons", "file", "contact"];
  return shown.some((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}
