// A message's text with its entities, as DOM nodes. Offsets count UTF-16 units, as strings here do.
import { buttonEl, el } from "./dom.js";
import { detected } from "./detect.js";
import { safeAddress } from "./links.js";
import { dateTimeText } from "./time.js";

const PLAIN = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code",
  blockquote: "blockquote", mention: "span", text_mention: "span", hashtag: "span", cashtag: "span",
};
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);

/** `look` tells what depends on the reader: `{zone, clock, follow(event, address), say(text), call(number)}`. */
export function richText(text, entities, look) {
  const all = [...(entities ?? []), ...detected(text, entities ?? [])];
  const ordered = all
    .filter((entity) => entity.length > 0 && entity.offset >= 0 && entity.offset < text.length)
    .sort((a, b) => a.offset - b.offset || b.length - a.length);
  return span(text, 0, text.length, ordered, look);
}

function span(text, start, end, entities, look) {
  const nodes = [];
  let at = start;
  let afterBlock = false;
  const plain = (until, beforeBlock) => {
    let piece = text.slice(at, until);
    // A block begins and ends its own line, so the newline beside it would show as an empty one.
    if (afterBlock) piece = piece.replace(/^\n/, "");
    if (beforeBlock) piece = piece.replace(/\n$/, "");
    if (piece) nodes.push(document.createTextNode(piece));
  };
  const queue = [...entities];
  while (queue.length) {
    const entity = queue.shift();
    const from = Math.max(entity.offset, at);
    const to = Math.min(entity.offset + entity.length, end);
    if (from >= to) continue;
    const inside = [];
    while (queue.length && queue[0].offset < to) inside.push(queue.shift());
    const block = BLOCKS.has(entity.type);
    plain(from, block);
    nodes.push(wrap(entity, text.slice(from, to), span(text, from, to, inside, look), look));
    queue.unshift(...inside.map((other) => tail(other, to)).filter(Boolean));
    at = to;
    afterBlock = block;
  }
  plain(end, false);
  return nodes;
}

/** What is left of an entity that crosses the end of the one it began in. */
function tail(entity, from) {
  const end = entity.offset + entity.length;
  return end > from ? { ...entity, offset: from, length: end - from } : null;
}

function wrap(entity, text, children, look) {
  const { type } = entity;
  if (PLAIN[type]) return el(PLAIN[type], { class: type }, children);
  if (type === "pre") return el("pre", { "data-language": entity.language }, el("code", {}, children));
  if (type === "spoiler") return spoiler(children);
  if (type === "expandable_blockquote") return expandable(children);
  if (type === "text_link" || type === "url") return link(entity.url ?? text, children, look);
  if (type === "email") return el("a", { href: `mailto:${text}` }, children);
  if (type === "phone_number") {
    const onclick = (event) => { event.preventDefault(); look.call(text); };
    return el("a", { href: `tel:${text.replace(/[^+\d]/g, "")}`, onclick }, children);
  }
  if (type === "bot_command") {
    return buttonEl({ class: "command-link", onclick: () => look.say(text) }, children);
  }
  if (type === "date_time" && entity.unix_time) {
    const shown = dateTimeText(entity.unix_time, entity.date_time_format, look.zone, look.clock, text);
    return el("time", { datetime: new Date(entity.unix_time * 1000).toISOString() }, shown);
  }
  return el("span", {}, children);
}

function link(address, children, look) {
  const href = safeAddress(address);
  const onclick = (event) => look.follow(event, address);
  if (!href && !/^tg:/i.test(address)) return el("span", {}, children);
  const where = { href: href ?? "#", target: "_blank", rel: "noopener noreferrer", title: address };
  return el("a", { ...where, onclick }, children);
}

function spoiler(children) {
  const text = el("span", { class: "spoiler-text", "aria-hidden": "true" }, children);
  const cover = el("span", {
    class: "spoiler", role: "button", tabindex: "0", "aria-label": "Hidden text. Show it.",
  }, text);
  const show = () => {
    text.removeAttribute("aria-hidden");
    cover.replaceWith(el("span", { class: "spoiler-shown" }, text));
  };
  cover.addEventListener("click", (event) => { event.preventDefault(); show(); });
  cover.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); show(); }
  });
  return cover;
}

function expandable(children) {
  const body = el("div", { class: "quote-body" }, children);
  const toggle = buttonEl({ class: "quote-toggle", "aria-expanded": "false" }, "Show more");
  toggle.addEventListener("click", () => {
    const open = body.classList.toggle("open");
    toggle.setAttribute("aria-expanded", String(open));
    toggle.textContent = open ? "Show less" : "Show more";
  });
  return el("blockquote", { class: "expandable" }, body, toggle);
}
