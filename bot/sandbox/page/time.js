// Instants as a person in some zone reads them: built from parts, so that every browser writes the same.

const PARTS = {
  weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit",
};
const formats = new Map();

function parts(iso, zone) {
  if (!formats.has(zone)) {
    formats.set(zone, new Intl.DateTimeFormat("en-US", { ...PARTS, timeZone: zone, hourCycle: "h23" }));
  }
  const found = formats.get(zone).formatToParts(new Date(iso)).map(({ type, value }) => [type, value]);
  return Object.fromEntries(found);
}

export const browserZone = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

export function timeOf(iso, zone) {
  const p = parts(iso, zone);
  return `${p.hour}:${p.minute}`;
}

/** The day as a key: equal for two instants of the same day in that zone. */
export function dayOf(iso, zone) {
  const p = parts(iso, zone);
  return `${p.year} ${p.month} ${p.day}`;
}

export function dayLabel(iso, zone, clock) {
  const p = parts(iso, zone);
  const now = parts(clock, zone);
  const yesterday = new Date(new Date(clock).getTime() - 24 * 3600 * 1000).toISOString();
  if (dayOf(iso, zone) === dayOf(clock, zone)) return "Today";
  if (dayOf(iso, zone) === dayOf(yesterday, zone)) return "Yesterday";
  return `${p.weekday} ${p.day} ${p.month}${p.year === now.year ? "" : ` ${p.year}`}`;
}

/** "Sun 22 Nov, 09:02" */
export function momentOf(iso, zone) {
  const p = parts(iso, zone);
  return `${p.weekday} ${p.day} ${p.month}, ${p.hour}:${p.minute}`;
}

/** "Lord Howe" for Australia/Lord_Howe. */
export function zoneName(zone) {
  return zone.split("/").pop().replaceAll("_", " ");
}

/** A `date_time` entity in the reader's zone: the format letters are Telegram's (r, w, d, D, t, T). */
export function dateTimeText(unix, format, zone, clock, fallback) {
  const iso = new Date(unix * 1000).toISOString();
  if (!format) return fallback;
  if (format === "r") return relative(unix - new Date(clock).getTime() / 1000);
  const p = parts(iso, zone);
  const year = /D/.test(format) ? ` ${p.year}` : "";
  const day = /d/i.test(format) ? `${p.day} ${p.month}${year}` : "";
  const weekday = /w/.test(format) ? p.weekday : "";
  const time = /t/i.test(format) ? `${p.hour}:${p.minute}` : "";
  return [[weekday, day].filter(Boolean).join(" "), time].filter(Boolean).join(", ") || fallback;
}

function relative(seconds) {
  const words = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  const minutes = Math.round(seconds / 60);
  if (Math.abs(minutes) < 60) return words.format(minutes, "minute");
  if (Math.abs(minutes) < 24 * 60) return words.format(Math.round(minutes / 60), "hour");
  return words.format(Math.round(minutes / 60 / 24), "day");
}
