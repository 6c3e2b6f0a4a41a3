// Buttons: those under a message, and those that stand in for the keyboard.
import { buttonEl, el } from "./dom.js";
import { icon } from "./icons.js";

const STYLES = new Set(["primary", "success", "danger"]);

/** The rows under a bubble. `act` has tap(data), follow(event, url) and copy(text). */
export function inlineKeyboard(rows, act) {
  return el("div", { class: "keyboard inline", role: "group", "aria-label": "Buttons of this message" },
    rows.map((row) => el("div", { class: "row" }, row.map((button) => inlineButton(button, act)))));
}

function inlineButton(button, act) {
  const style = STYLES.has(button.style) ? button.style : "plain";
  const node = buttonEl({ class: `key ${style}` }, el("span", { class: "key-text" }, button.text));
  if (button.url) node.append(icon("link"));
  else if (button.copy) node.append(icon("copy"));
  node.addEventListener("click", async (event) => {
    if (button.url) return act.follow(event, button.url);
    if (button.copy) return act.copy(button.copy);
    if (node.getAttribute("aria-busy") === "true") return undefined;
    node.setAttribute("aria-busy", "true");
    try { await act.tap(button.data); } finally { node.removeAttribute("aria-busy"); }
    return undefined;
  });
  return node;
}

/** The keyboard under the composer. `act` has say(text), askLocation() and askContact(). */
export function replyKeyboard(rows, act) {
  return rows.map((row) => el("div", { class: "row" }, row.map((button) => replyButton(button, act))));
}

function replyButton(button, act) {
  const style = STYLES.has(button.style) ? button.style : "plain";
  const node = buttonEl({ class: `key ${style}` }, el("span", { class: "key-text" }, button.text));
  if (button.request_location) node.prepend(icon("location"));
  if (button.request_contact) node.prepend(icon("contact"));
  node.addEventListener("click", () => {
    if (button.request_location) act.askLocation();
    else if (button.request_contact) act.askContact();
    else act.say(button.text);
  });
  return node;
}
