// A small menu that opens from a button: arrow keys move, Escape and a click elsewhere close.
import { buttonEl, el } from "./dom.js";
import { icon } from "./icons.js";

/** `items()` gives `{icon, label, run, testid?, checked?}` each time it opens. */
export function menuButton(button, { label, testid, items }) {
  const panel = el("div",
    { class: "menu", role: "menu", "aria-label": label, "data-testid": testid, hidden: true });
  button.setAttribute("aria-haspopup", "menu");
  button.setAttribute("aria-expanded", "false");
  const holder = el("div", { class: "menu-holder" }, button, panel);

  const close = (refocus) => {
    if (panel.hidden) return;
    panel.hidden = true;
    button.setAttribute("aria-expanded", "false");
    if (refocus) button.focus();
    panel.replaceChildren();
  };
  const open = () => {
    panel.replaceChildren(...items().map((item) => itemNode(item, () => close(true))));
    panel.hidden = false;
    button.setAttribute("aria-expanded", "true");
    panel.firstElementChild?.focus();
  };

  button.addEventListener("click", () => (panel.hidden ? open() : close(true)));
  panel.addEventListener("keydown", (event) => moveFocus(event, [...panel.children]));
  holder.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden) { event.stopPropagation(); close(true); }
  });
  holder.addEventListener("focusout", (event) => { if (!holder.contains(event.relatedTarget)) close(false); });
  document.addEventListener("pointerdown", (event) => { if (!holder.contains(event.target)) close(false); });
  return holder;
}

function itemNode(item, close) {
  const isSwitch = item.checked !== undefined;
  return buttonEl({ class: "menu-item", tabindex: "-1", "data-testid": item.testid,
    role: isSwitch ? "menuitemcheckbox" : "menuitem", "aria-checked": isSwitch ? String(item.checked) : null,
    onclick: () => { close(); item.run(); },
  }, icon(item.icon), el("span", {}, item.label), isSwitch && el("span", { class: "switch", "aria-hidden": "true" }));
}

/** Up, Down, Home and End among `nodes`, from the one that has the focus. */
export function moveFocus(event, nodes) {
  const at = nodes.indexOf(document.activeElement);
  const target = {
    ArrowDown: (at + 1) % nodes.length,
    ArrowUp: (at - 1 + nodes.length) % nodes.length,
    Home: 0,
    End: nodes.length - 1,
  }[event.key];
  if (target === undefined || !nodes.length) return;
  event.preventDefault();
  nodes[target].focus();
}
