// The list of commands above the text field: opened by its button, or by typing "/".
import { el } from "./dom.js";

let lists = 0;

/** `pick(command)` sends it. The field keeps the focus: arrow keys mark a command, Enter takes the marked one. */
export function createCommandMenu(field, pick) {
  const listId = `commands-${lists += 1}`;
  const list = el("ul", {
    class: "command-menu", id: listId, role: "listbox", "aria-label": "Commands", "data-testid": "command-menu",
    hidden: true,
  });
  let commands = [];
  let marked = -1;
  let asked = false;

  field.setAttribute("aria-controls", listId);
  const filter = () => /^\/([a-z0-9_]*)$/i.exec(field.value)?.[1].toLowerCase();
  const matching = () => commands.filter(({ command }) => command.startsWith(filter() ?? ""));
  const isOpen = () => !list.hidden;

  function show() {
    const wanted = asked || filter() !== undefined ? matching() : [];
    marked = Math.min(marked, wanted.length - 1);
    list.replaceChildren(...wanted.map((item, index) => option(item, index)));
    list.hidden = !wanted.length && !(asked && !commands.length);
    if (asked && !commands.length) list.append(el("li", { class: "nothing" }, "The bot has set no commands."));
    field.setAttribute("aria-expanded", String(isOpen()));
    const active = list.querySelector("[aria-selected=true]");
    active?.scrollIntoView({ block: "nearest" });
    if (active) field.setAttribute("aria-activedescendant", active.id);
    else field.removeAttribute("aria-activedescendant");
  }

  function option({ command, description }, index) {
    return el("li", {
      id: `${listId}-${index}`, role: "option", "aria-selected": String(index === marked), class: "command",
      onpointerdown: (event) => event.preventDefault(), onclick: () => take(command),
    }, el("strong", {}, `/${command}`), el("span", {}, description));
  }

  function mark(index, count) {
    marked = count ? (index + count) % count : -1;
    show();
  }

  function take(command) { close(); pick(`/${command}`); }

  function close() {
    asked = false;
    marked = -1;
    list.replaceChildren();
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  field.addEventListener("blur", close);
  return {
    list,
    typed() { asked = false; marked = -1; show(); },
    toggle() { if (isOpen()) close(); else { asked = true; field.focus(); show(); } },
    setCommands(next) {
      if (JSON.stringify(next) === JSON.stringify(commands)) return;
      commands = next;
      if (isOpen()) show();
    },
    /** True when the key was for the menu. Enter without a marked command is not: what was typed is sent as it is. */
    key(event) {
      if (!isOpen()) return false;
      const found = matching();
      const chosen = event.shiftKey ? undefined : found[marked]?.command;
      if (event.key === "Escape") close();
      else if (event.key === "ArrowDown") mark(marked + 1, found.length);
      else if (event.key === "ArrowUp") mark(Math.max(marked, 0) - 1, found.length);
      else if (event.key === "Enter" && chosen) take(chosen);
      else if (event.key === "Tab" && chosen) { field.value = `/${chosen}`; close(); }
      else return false;
      return true;
    },
  };
}
