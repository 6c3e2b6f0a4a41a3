// Choosing a city, to stand in for where the phone is.
import { readCoordinates, searchCities } from "./cities.js";
import { openDialog } from "./dialog.js";
import { buttonEl, el } from "./dom.js";
import { moveFocus } from "./menu.js";

/** `pick(place)` gets `{latitude, longitude, name?, zone?}`. `first` are extra choices above the cities. */
export function pickCity({ title, first = [], coordinates = true }, pick) {
  const search = el("input", {
    type: "search", class: "search", "aria-label": "Search cities", "data-testid": "city-search", autocomplete: "off",
    placeholder: coordinates ? "City, country, or 40.4, -3.7" : "City or country",
  });
  const results = el("div", { class: "cities", role: "group", "aria-label": "Cities" });
  const close = openDialog({ title, testid: "city-picker" }, search, results);

  const choice = (place) => buttonEl({ class: "city", onclick: () => { close(); pick(place); } },
    el("strong", {}, place.name), el("small", {}, place.country ?? ""));

  const show = () => {
    const point = coordinates ? readCoordinates(search.value) : null;
    const extra = search.value ? [] : first;
    const places = [...extra, ...(point ? [exactly(point)] : []), ...searchCities(search.value)];
    results.replaceChildren(...places.map(choice));
    if (!places.length) results.append(el("p", { class: "nothing" }, "No such city here."));
  };
  search.addEventListener("input", show);
  search.addEventListener("keydown", (event) => {
    // Without preventDefault the same Enter would press the button that the focus returns to.
    if (event.key === "Enter") { event.preventDefault(); results.querySelector("button")?.click(); }
    if (event.key === "ArrowDown") { event.preventDefault(); results.querySelector("button")?.focus(); }
  });
  results.addEventListener("keydown",
    (event) => moveFocus(event, [search, ...results.querySelectorAll("button")]));
  show();
  search.focus();
}

const exactly = ({ latitude, longitude }) => (
  { latitude, longitude, name: `${latitude}, ${longitude}`, country: "This exact point" });
