// The bot's clock in the page's head, and the buttons that move it.
import { post } from "./api.js";
import { buttonEl } from "./dom.js";
import { browserZone, momentOf, zoneName } from "./time.js";

const SAID_MS = 7000;
const MOVES = [
  { forward: "15m", label: "+15 min", title: "Forward by 15 minutes" },
  { forward: "1h", label: "+1 hour", title: "Forward by an hour" },
  { forward: "morning", label: "Tomorrow morning", title: "Forward to tomorrow morning" },
  { forward: "next", label: "Next thing due", title: "Forward to the next thing that is due" },
];

/** `moved(clock)` is told the server's answer at once, without waiting for the stream. */
export function createClock({ time, buttons, said }, moved) {
  let timer = null;
  const say = (words) => {
    clearTimeout(timer);
    said.textContent = words;
    timer = setTimeout(() => { said.textContent = ""; }, SAID_MS);
  };

  async function forward(move, button) {
    if (buttons.getAttribute("aria-busy") === "true") return;
    buttons.setAttribute("aria-busy", "true");
    button.classList.add("working");
    try {
      const answer = await post("/sandbox/clock", { forward: move.forward });
      if (answer.clock) moved(answer.clock);
      const now = momentOf(answer.clock, browserZone);
      say(answer.said || (answer.moved ? `Now it is ${now}.` : "Nothing is due."));
    } catch (failure) {
      say(failure.status === 404 ? "This clock cannot be moved: no bot is listening to it." : failure.message);
    } finally {
      buttons.removeAttribute("aria-busy");
      button.classList.remove("working");
    }
  }

  buttons.append(...MOVES.map((move) => {
    const button = buttonEl({
      class: "clock-button", title: move.title, "data-testid": `clock-${move.forward}`,
    }, move.label);
    button.addEventListener("click", () => forward(move, button));
    return button;
  }));

  return {
    render(clock) {
      time.setAttribute("datetime", clock);
      time.textContent = momentOf(clock, browserZone);
      time.title = `In your browser’s zone, ${zoneName(browserZone)}`;
    },
  };
}
