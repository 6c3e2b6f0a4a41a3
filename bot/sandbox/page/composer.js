// The foot of a phone: the text field and everything a person can send from it.
import { createCommandMenu } from "./commands.js";
import { buttonEl, el } from "./dom.js";
import { icon, iconButton } from "./icons.js";
import { replyKeyboard } from "./keyboard.js";
import { menuButton } from "./menu.js";
import { snippet } from "./message.js";

/** `act`: say, edit, attach (menu items), start, unblock, askLocation, askContact; all show their own failures. */
export function createComposer(name, act) {
  const field = el("textarea", {
    class: "field", rows: "1", placeholder: "Message", "aria-label": `Message as ${name}`, "data-testid": "composer",
    role: "combobox", "aria-haspopup": "listbox", "aria-expanded": "false", "aria-autocomplete": "list",
    autocomplete: "off",
  });
  const send = iconButton("send", "Send", "send");
  const slash = buttonEl({
    class: "icon-button slash", "aria-label": "Commands", title: "Commands", "data-testid": "command-button",
  }, "/");
  const toggle = iconButton("keyboard", "Hide the buttons", "keyboard-toggle");
  const attach = menuButton(iconButton("attach", "Attach", "attach"),
    { label: "Attach", testid: "attach-menu", items: () => act.attach });
  const editing = el("div", { class: "editing", "data-testid": "editing", hidden: true });
  const keys = el("div", {
    class: "keyboard reply", role: "group", "aria-label": "The bot’s buttons", "data-testid": "reply-keyboard",
    hidden: true,
  });
  const restart = buttonEl({
    class: "restart", "data-testid": "restart", hidden: true, onclick: () => act.unblock(),
  }, "Unblock the bot");
  const line = el("div", { class: "line" }, attach, slash, field, toggle, send);
  const commands = createCommandMenu(field, (text) => { field.value = ""; fit(); act.say(text); });
  let person = null;
  let edited = null;
  let folded = false;

  const fit = () => { field.style.height = "auto"; field.style.height = `${field.scrollHeight}px`; };

  async function submit() {
    const text = field.value;
    if (!text.trim()) return;
    const target = edited;
    setEdited(null);
    field.value = "";
    fit();
    commands.typed();
    const done = target ? await act.edit(target.id, text) : await act.say(text);
    if (!done && !field.value) { field.value = text; fit(); }
  }

  function setEdited(message) {
    edited = message;
    editing.hidden = !message;
    const cancel = iconButton("close", "Stop editing", "stop-editing");
    cancel.addEventListener("click", () => { setEdited(null); field.value = ""; fit(); field.focus(); });
    const words = el("span", { class: "editing-text" }, el("strong", {}, "Editing"), message ? snippet(message) : "");
    editing.replaceChildren(icon("edit"), words, cancel);
  }

  function editLast() {
    const last = person?.messages.findLast((message) => message.from === "person" && message.kind === "text");
    if (!last) return;
    setEdited(last);
    field.value = last.text;
    fit();
  }

  field.addEventListener("input", () => { fit(); commands.typed(); });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (commands.key(event)) { event.preventDefault(); event.stopPropagation(); return; }
    if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); submit(); }
    else if (event.key === "ArrowUp" && !field.value) { event.preventDefault(); editLast(); }
    else if (event.key === "Escape" && edited) { setEdited(null); field.value = ""; fit(); }
  });
  send.addEventListener("click", () => { submit(); field.focus(); });
  slash.addEventListener("pointerdown", (event) => event.preventDefault());
  slash.addEventListener("click", () => commands.toggle());
  toggle.addEventListener("click", () => { folded = !folded; showKeys(person.keyboard); });

  let drawn = null;
  function showKeys(keyboard) {
    if (keyboard && JSON.stringify(keyboard) !== drawn) {
      keys.replaceChildren(...replyKeyboard(keyboard.rows, act));
      folded = false;
    }
    drawn = JSON.stringify(keyboard);
    keys.hidden = !keyboard || folded || person.blocked;
    toggle.hidden = !keyboard;
    const words = folded ? "Show the bot’s buttons" : "Hide the bot’s buttons";
    toggle.setAttribute("aria-label", words);
    toggle.setAttribute("aria-pressed", String(!folded));
    toggle.title = words;
    field.placeholder = keyboard?.placeholder || "Message";
  }

  return {
    node: el("div", { class: "composer" }, commands.list, editing, line, keys, restart),
    focus: () => field.focus(),
    render(next) {
      person = next;
      commands.setCommands(person.commands ?? []);
      line.hidden = person.blocked;
      restart.hidden = !person.blocked;
      showKeys(person.keyboard);
    },
  };
}
