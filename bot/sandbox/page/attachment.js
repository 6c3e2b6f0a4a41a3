// What a message carries besides its text: pictures, files, contacts, places, voice notes, stickers.
import { cityAt } from "./cities.js";
import { buttonEl, calm, el, svg } from "./dom.js";
import { icon } from "./icons.js";

const MAKERS = {
  photo: picture, animation, video, document: row, audio: row, contact, location, voice, sticker,
};

/** The message's attachment, or null. `look` has enlarge(url, alt) and call(number, name). */
export function attachment(message, look) {
  const maker = MAKERS[message.kind];
  return maker ? maker(message, look) : null;
}

function picture(message, look, what = "Picture") {
  if (!message.file?.url) return placeholder("photo", "Photo");
  const alt = message.text ? `${what}: ${message.text.slice(0, 120)}` : what;
  const image = el("img", { src: message.file.url, alt, draggable: "false" });
  return buttonEl({ class: "picture", "aria-label": `${alt}. Enlarge.`,
    onclick: () => look.enlarge(message.file.url, alt) }, image);
}

function animation(message, look) {
  if (!message.file?.url) return placeholder("play", "Animation");
  if (!message.file.mime?.startsWith("video/")) return picture(message, look, "Animation");
  const label = message.file.name ?? "Animation";
  const moving = movie(message, { loop: true, controls: calm(), "aria-label": label });
  moving.muted = true;
  moving.autoplay = !calm();
  return moving;
}

function video(message) {
  if (!message.file?.url) return placeholder("play", "Video");
  return movie(message, { controls: true, "aria-label": "Video" });
}

function movie(message, attributes) {
  return el("video", { class: "animation", src: message.file.url, playsinline: true, ...attributes });
}

function row(message) {
  const { file } = message;
  const name = file?.name ?? "File";
  const inside = [el("span", { class: "disc" }, icon("document")),
    el("span", { class: "row-text" }, el("strong", {}, name), el("small", {}, sizeText(file?.size))),
    file?.url ? icon("download") : null];
  if (!file?.url) return el("div", { class: "file-row" }, inside);
  return el("a", { class: "file-row", href: file.url, download: name, "aria-label": `Download ${name}` },
    inside);
}

function sizeText(bytes) {
  if (!Number.isFinite(bytes)) return "file";
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function contact(message, look) {
  const { phone_number: number, first_name: first, last_name: last } = message.contact ?? {};
  const name = [first, last].filter(Boolean).join(" ") || "Contact";
  const href = `tel:${(number ?? "").replace(/[^+\d*#]/g, "")}`;
  const call = el("a", { class: "call", href }, icon("phone"), `Call ${number ?? ""}`);
  call.addEventListener("click", (event) => { event.preventDefault(); look.call(number, name); });
  return el("div", { class: "contact-card", "data-testid": "contact-card" },
    el("div", { class: "contact-who" }, el("span", { class: "disc" }, icon("contact")),
      el("span", { class: "row-text" }, el("strong", {}, name), el("span", { class: "number" }, number ?? ""))),
    number ? call : null);
}

function location(message) {
  const { latitude, longitude } = message.location ?? {};
  const near = Number.isFinite(latitude) ? cityAt({ latitude, longitude }) : null;
  const where = Number.isFinite(latitude) ? `${latitude.toFixed(4)}, ${longitude.toFixed(4)}` : "";
  const map = svg("svg",
    { class: "map", viewBox: "0 0 240 100", preserveAspectRatio: "xMidYMid slice", "aria-hidden": "true" },
    svg("path", { class: "map-water", d: "M0 74C40 60 70 92 120 82s80-26 120-10v28H0Z" }),
    svg("path", { class: "map-road",
      d: "M-5 30 80 44l60-24 105 22M60-5l22 49 12 62M170-5l-14 32 26 78M-5 58l100 8" }),
    svg("path", { class: "map-pin", d: "M120 62s16-14 16-28a16 16 0 0 0-32 0c0 14 16 28 16 28Z" }),
    svg("circle", { class: "map-dot", cx: 120, cy: 34, r: 6 }));
  return el("div", { class: "place" }, map,
    el("div", { class: "row-text" }, el("strong", {}, near ? `${near.name}, ${near.country}` : "Location"),
      el("small", {}, where)));
}

function voice() {
  const heights = [6, 12, 18, 10, 22, 14, 8, 16, 24, 12, 18, 8, 14, 20, 10, 6, 12, 8];
  const bars = heights.map((height, i) => (
    svg("rect", { x: i * 6, y: 13 - height / 2, width: 3, height, rx: 1.5 })));
  return el("div", { class: "voice", role: "img", "aria-label": "Voice note" },
    el("span", { class: "disc" }, icon("play")),
    svg("svg", { class: "wave", viewBox: "0 0 108 26", "aria-hidden": "true" }, bars),
    el("small", {}, "Voice note"));
}

function sticker() {
  return el("div", { class: "sticker", role: "img", "aria-label": "Sticker" }, icon("smile"));
}

function placeholder(name, words) {
  return el("div", { class: "placeholder" }, icon(name), el("span", {}, words));
}
