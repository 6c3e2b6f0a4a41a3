// In which zone each phone tells the time: the browser's, until somebody picks another.
import { browserZone } from "./time.js";

const key = (personId) => `zone-${personId}`;

export function zoneOf(personId) {
  try { return sessionStorage.getItem(key(personId)) || browserZone; } catch { return browserZone; }
}

export function setZone(personId, zone) {
  try {
    sessionStorage.setItem(key(personId), zone);
  } catch { /* a window that keeps nothing stays in its own zone */ }
}
