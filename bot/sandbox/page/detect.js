// Links and commands that nobody marked: Telegram's apps find these in plain text themselves.

const TAKEN = new Set(["url", "text_link", "code", "pre", "bot_command", "email", "mention"]);
const ADDRESS = /(?:https?:\/\/|tg:\/\/|\bt\.me\/)[^\s<>"]+/gi;
const COMMAND = /(?<=^|[\s(«“])\/[a-z0-9_]{1,32}(?![\w/@])/gi;
const TRAILING = /[.,;:!?)\]}'"»”]+$/;

export function detected(text, entities) {
  const taken = entities.filter((entity) => TAKEN.has(entity.type));
  const found = [];
  const add = (type, offset, length) => {
    const meets = (other) => offset < other.offset + other.length && other.offset < offset + length;
    if (![...taken, ...found].some(meets)) found.push({ type, offset, length });
  };
  for (const match of text.matchAll(ADDRESS)) add("url", match.index, match[0].replace(TRAILING, "").length);
  for (const match of text.matchAll(COMMAND)) add("bot_command", match.index, match[0].length);
  return found;
}
