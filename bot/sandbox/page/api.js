// Asking the local server to do something.

/** POST JSON; the answer, or an Error whose message can be shown as it is. */
export async function post(path, body = {}) {
  let response;
  try {
    response = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  } catch {
    throw new Error("The local server does not answer.");
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw Object.assign(new Error(answer.error || `The local server answered ${response.status}.`),
      { status: response.status });
  }
  return answer;
}

export async function readState() {
  const response = await fetch("/sandbox/state", { cache: "no-store" });
  if (!response.ok) throw new Error(`The local server answered ${response.status}.`);
  return response.json();
}

const ACTIONS = [
  "say", "tap", "edit", "location", "contact", "photo", "voice", "sticker", "start", "block", "unblock",
];

/** What one person does on their phone, each a POST; they leave in the order they were asked for. */
export function actionsOf(personId) {
  let last = Promise.resolve();
  const ask = (what) => (body) => {
    const answer = last.then(() => post(`/sandbox/people/${personId}/${what}`, body));
    last = answer.catch(() => {});
    return answer;
  };
  return Object.fromEntries(ACTIONS.map((name) => [name, ask(name)]));
}
