// The scrolling list of messages: in step with the state, at its end unless the reader scrolled up.
import { arrange, buttonEl, el, scrollBehaviour } from "./dom.js";
import { icon } from "./icons.js";
import { differs, messageNode } from "./message.js";
import { dayLabel, dayOf } from "./time.js";

const NEAR_END = 60;

export function createChat(label) {
  const content = el("div", { class: "messages-content" });
  const list = el("div", {
    class: "messages", role: "log", "aria-live": "polite", "aria-label": label, tabindex: "0",
    "data-testid": "messages",
  }, content);
  const fresh = el("span", { class: "badge", hidden: true });
  const down = buttonEl({
    class: "to-newest", "data-testid": "to-newest", "aria-label": "Scroll to newest", hidden: true,
  }, icon("down"), fresh);
  const typing = el("div", {
    class: "typing", "data-testid": "typing", role: "img", "aria-label": "The bot is typing",
  }, el("i"), el("i"), el("i"));
  const shown = new Map();
  const days = new Map();
  let atEnd = true;
  let lastSize = "";
  let unseen = 0;

  const toEnd = (behavior = "instant") => list.scrollTo({ top: list.scrollHeight, behavior });
  const settle = () => {
    if (!list.clientHeight) return;
    const size = `${list.scrollHeight} ${list.clientHeight}`;
    // When something grew or shrank it was not the reader who moved: who was at the end stays there.
    if (size !== lastSize && atEnd) toEnd();
    lastSize = size;
    atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_END;
    if (atEnd) unseen = 0;
    down.hidden = atEnd;
    fresh.hidden = !unseen;
    fresh.textContent = String(unseen);
  };
  list.addEventListener("scroll", settle, { passive: true });
  down.addEventListener("click", () => { toEnd(scrollBehaviour()); list.focus({ preventScroll: true }); });
  const watch = new ResizeObserver(settle);
  watch.observe(list);
  watch.observe(content);

  /** Nodes of messages that did not change stay as they are: focus, open spoilers and videos with them. */
  function nodeFor(message, look, mood) {
    const old = shown.get(message.id);
    const same = old && old.mood === mood && JSON.stringify(old.message) === JSON.stringify(message);
    if (same) { old.message = message; return old.node; }
    const node = messageNode(message, look);
    if (old) {
      if (message.edited && differs(old.message, message)) node.classList.add("flash");
      replaceKeepingFocus(old.node, node, list);
    } else if (shown.size && message.from === "person") atEnd = true;
    else if (shown.size && !atEnd) unseen += 1;
    shown.set(message.id, { message, node, mood });
    return node;
  }

  function separator(message, look) {
    const key = dayOf(message.at, look.zone);
    if (!days.has(key)) days.set(key, el("div", { class: "day" }, el("span")));
    days.get(key).firstChild.textContent = dayLabel(message.at, look.zone, look.clock);
    return days.get(key);
  }

  return {
    list,
    node: el("div", { class: "chat" }, list, down),
    /** `empty` is shown instead of messages when there are none. */
    render({ messages, typing: isTyping }, look, empty) {
      const wanted = [];
      let day = null;
      let before = null;
      for (const message of messages) {
        const itsDay = dayOf(message.at, look.zone);
        if (itsDay !== day) wanted.push(separator(message, look));
        day = itsDay;
        const relative = message.entities?.some((entity) => entity.type === "date_time");
        const node = nodeFor(message, look, relative ? `${look.zone} ${look.clock}` : look.zone);
        node.classList.toggle("joined", Boolean(message.album) && message.album === before?.album);
        before = message;
        wanted.push(node);
      }
      const ids = new Set(messages.map((message) => message.id));
      for (const id of shown.keys()) if (!ids.has(id)) shown.delete(id);
      if (!messages.length) wanted.push(empty);
      if (isTyping) wanted.push(typing);
      const hadFocus = content.contains(document.activeElement);
      arrange(content, [...new Set(wanted)]);
      if (hadFocus && !content.contains(document.activeElement)) list.focus({ preventScroll: true });
      if (atEnd) toEnd();
      settle();
    },
    jump(id) {
      const found = shown.get(id)?.node;
      if (!found) return;
      found.scrollIntoView({ block: "center", behavior: scrollBehaviour() });
      found.classList.remove("found");
      requestAnimationFrame(() => found.classList.add("found"));
    },
  };
}

/** Put `after` in the place of `before`; a focus inside it goes to the same button, or its neighbour, or the list. */
function replaceKeepingFocus(before, after, list) {
  const focused = before.contains(document.activeElement) ? document.activeElement : null;
  const index = [...before.querySelectorAll("button, a")].indexOf(focused);
  before.replaceWith(after);
  if (!focused) return;
  const buttons = [...after.querySelectorAll("button, a")];
  const same = buttons.find((button) => button.textContent === focused.textContent);
  (same ?? buttons[Math.min(Math.max(index, 0), buttons.length - 1)] ?? list).focus({ preventScroll: true });
}
