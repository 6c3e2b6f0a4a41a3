// The page's own icons: strokes on a 24 by 24 grid, in the colour of the text around them.
import { buttonEl, svg } from "./dom.js";

const PATHS = {
  attach: "M20 11.5 11.8 19.7a5 5 0 0 1-7-7L13 4.5a3.3 3.3 0 0 1 4.7 4.7l-8.2 8.2a1.65 1.65 0 0 1-2.35-2.35L14.5 7.7",
  bell_off: "M8.5 5.2A6 6 0 0 1 18 10c0 3 .7 4.8 1.5 6M6.2 8.5 6 10c0 5-2 7-2 7h12.5M10 20.5a2.3 2.3 0 0 0 4 0M3.5 3.5l17 17",
  block: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM5.7 5.7l12.6 12.6",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM12 7.5V12l3 2",
  close: "M6 6l12 12M18 6 6 18",
  contact: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5c.8-3.8 3.8-6 7.5-6s6.7 2.2 7.5 6",
  copy: "M9 9h10.5v10.5H9ZM15 9V4.5H4.5V15H9",
  document: "M13.5 3H6v18h12V7.5ZM13.5 3v4.5H18M9 12.5h6M9 16.5h6",
  down: "M6 9.5l6 6 6-6",
  download: "M12 4v11M7.5 10.5 12 15l4.5-4.5M5 20h14",
  edit: "M4.5 19.5l1-4L16 5l3 3L8.5 18.5ZM13.5 7.5l3 3",
  keyboard: "M3 6.5h18v11H3ZM7 10h.01M11 10h.01M15 10h.01M17.5 10h.01M8 14h8",
  link: "M7 17 17 7M9.5 7H17v7.5",
  location: "M12 21.5s7-6.5 7-12a7 7 0 0 0-14 0c0 5.5 7 12 7 12ZM12 12a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z",
  lock: "M6.5 11h11v9h-11ZM9 11V8a3 3 0 0 1 6 0v3",
  microphone: "M12 3.5a3 3 0 0 0-3 3V11a3 3 0 0 0 6 0V6.5a3 3 0 0 0-3-3ZM5.5 11a6.5 6.5 0 0 0 13 0M12 17.5v3.5",
  more: "M12 5.5v.01M12 12v.01M12 18.5v.01",
  moon: "M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10Z",
  phone: "M6 3.5h3.5l1.5 5-2.2 1.7a12 12 0 0 0 5 5L15.5 13l5 1.5V18a2.5 2.5 0 0 1-2.7 2.5C10 20 4 14 3.5 6.2A2.5 2.5 0 0 1 6 3.5Z",
  photo: "M3.5 5h17v14h-17ZM3.5 16l4.7-4.7 4 4L15 12.5l5.5 5M15.5 8.5v.01",
  pin: "M9 3.5h6l-.7 6.5 3.2 3.5h-11L9.7 10ZM12 13.5v7",
  play: "M8 5.5v13l10.5-6.5Z",
  search: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM15.3 15.3 20.5 20.5",
  send: "M4 12 20.5 4.5 15.5 20 12 13.5ZM12 13.5l8.5-9",
  smile: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM8 14c.9 1.7 2.3 2.5 4 2.5s3.1-.8 4-2.5M9 9.5v.01M15 9.5v.01",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4",
};

export function icon(name) {
  return svg("svg", { class: `icon icon-${name}`, viewBox: "0 0 24 24", "aria-hidden": "true" },
    svg("path", { d: PATHS[name] }));
}

export function iconButton(name, label, testid) {
  return buttonEl({ class: "icon-button", "aria-label": label, title: label, "data-testid": testid },
    icon(name));
}
