// Dialogs over the whole page. The browser's own <dialog> keeps the focus inside and closes on Escape.
import { buttonEl, el } from "./dom.js";
import { icon } from "./icons.js";

/** Opens a dialog and removes it once closed; returns `close`. A click on the backdrop closes it too. */
export function openDialog({ title, testid, bare = false }, ...content) {
  const heading = el("h2", {}, title);
  const cross = buttonEl({ class: "icon-button", "aria-label": "Close" }, icon("close"));
  const dialog = el("dialog", { class: bare ? "dialog bare" : "dialog", "aria-label": title, "data-testid": testid },
    el("div", { class: "dialog-head" }, heading, cross), ...content);
  const close = () => dialog.close();
  cross.addEventListener("click", close);
  dialog.addEventListener("click", (event) => { if (event.target === dialog) close(); });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return close;
}

/** A question with a button for each answer: `{label, run, style?, href?}`. */
export function choose({ title, testid, words }, answers) {
  const nodes = answers.map(({ label, run, style, href }) => {
    const look = { class: `wide-button ${style ?? ""}`, onclick: () => { close(); run?.(); } };
    return href ? el("a", { ...look, href }, label) : buttonEl(look, label);
  });
  const choices = el("div", { class: "choices" }, nodes);
  const close = openDialog({ title, testid }, words ? el("p", { class: "dialog-words" }, words) : "", choices);
}

/** Fields to fill in: `{name, label, value, type?}`; `send(values)` on Enter or the button. */
export function askFields({ title, testid, button }, fields, send) {
  const form = el("form", { class: "fields" },
    fields.map((field) => el("label", {}, el("span", {}, field.label),
      el("input", { type: "text", value: "", required: true, autocomplete: "off", ...field, label: null }))),
    el("button", { class: "wide-button primary" }, button));
  const close = openDialog({ title, testid }, form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    close();
    send(Object.fromEntries(new FormData(form)));
  });
  form.querySelector("input").select();
}

export function enlarge(url, alt) {
  openDialog({ title: "Picture", testid: "lightbox", bare: true },
    el("img", { class: "enlarged", src: url, alt }));
}

/** A demo must never ring a real emergency number because of a curious click. */
export function confirmCall(number, name) {
  const who = name ? `${number} (${name})` : number;
  const words = `This is only a trial, but the call would be real: on a phone it rings ${who} at once.`;
  choose({ title: "Call for real?", testid: "confirm-call", words }, [
    { label: "Do not call", style: "primary" },
    { label: `Call ${number}`, href: `tel:${number.replace(/[^+\d*#]/g, "")}` },
  ]);
}
