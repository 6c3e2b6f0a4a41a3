// What the bot answers to a tap: a line that goes by itself, or an alert that waits for OK.
import { buttonEl, el } from "./dom.js";

const SHORTEST_MS = 4000;
const PER_LETTER_MS = 60;
const MOST = 3;

export function createToasts() {
  const stack = el("div", { class: "toasts", role: "status", "aria-live": "polite" });
  const alerts = el("div", { class: "alerts" });

  function line(text, kind) {
    const node = el("div", { class: `toast ${kind}`, "data-testid": "toast" }, text);
    const leave = () => node.remove();
    let timer = setTimeout(leave, SHORTEST_MS + text.length * PER_LETTER_MS);
    node.addEventListener("pointerenter", () => clearTimeout(timer));
    node.addEventListener("pointerleave", () => { timer = setTimeout(leave, SHORTEST_MS); });
    node.addEventListener("click", leave);
    stack.append(node);
    while (stack.children.length > MOST) stack.firstChild.remove();
  }

  function alert(text, from) {
    const before = document.activeElement;
    const ok = buttonEl({ class: "wide-button primary" }, "OK");
    const node = el("div", { class: "alert", role: "alertdialog", "aria-label": from, "data-testid": "alert" },
      el("div", { class: "alert-box" }, el("strong", {}, from), el("p", {}, text), ok));
    const close = () => { node.remove(); if (before?.isConnected) before.focus({ preventScroll: true }); };
    ok.addEventListener("click", close);
    node.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
    alerts.append(node);
    ok.focus({ preventScroll: true });
  }

  return {
    nodes: [stack, alerts],
    show: (toast, from) => { if (toast.text) (toast.alert ? alert(toast.text, from) : line(toast.text, "")); },
    fail: (words) => line(words, "failed"),
  };
}
