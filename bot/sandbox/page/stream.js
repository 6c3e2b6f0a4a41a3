// The server's events, and coming back after a break.

const RETRY_MS = 1500;

/**
 * Calls `hello()` on each new connection and `event(e)` for everything else; `lost()` when the line breaks.
 * The browser itself reconnects after a broken line, but not after a refusal: then this tries again.
 */
export function listen(url, { hello, event, lost }) {
  const source = new EventSource(url);
  source.onmessage = (raw) => {
    const data = JSON.parse(raw.data);
    if (data.type === "hello") hello();
    else event(data);
  };
  source.onerror = () => {
    lost();
    const refused = source.readyState === EventSource.CLOSED;
    if (refused) setTimeout(() => listen(url, { hello, event, lost }), RETRY_MS);
  };
}
