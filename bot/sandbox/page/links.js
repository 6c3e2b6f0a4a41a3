// Which addresses may be followed, and which of them open a chat with this very bot.

const OPENABLE = new Set(["http:", "https:", "mailto:", "tel:"]);

/** The address if it is safe to follow, else null: `javascript:` and the like never become links. */
export function safeAddress(text) {
  const url = parse(text);
  return url && OPENABLE.has(url.protocol) ? url.href : null;
}

/** `{payload}` when the address starts a chat with the bot of that name (also inside a share link), else null. */
export function startLink(text, username) {
  const url = parse(text);
  if (!url) return null;
  if (url.protocol === "tg:" && (url.host || url.pathname.replace(/\W/g, "")) === "resolve") {
    return matches(url.searchParams.get("domain"), username) ? answer(url) : null;
  }
  if (!["t.me", "www.t.me", "telegram.me"].includes(url.hostname)) return null;
  if (url.pathname.startsWith("/share/url")) return startLink(url.searchParams.get("url") ?? "", username);
  return matches(url.pathname.split("/")[1], username) ? answer(url) : null;
}

const matches = (name, username) => (name ?? "").toLowerCase() === (username ?? "").toLowerCase();
const answer = (url) => ({ payload: url.searchParams.get("start") ?? "" });

function parse(text) {
  const address = /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`;
  try { return new URL(address); } catch { return null; }
}
