// Everything the page shows, and how an event changes it. Nothing here touches the DOM.

const TYPING_MS = 5000;
/** Events that carry the whole new value under their own name. */
const WHOLE = new Set(["commands", "keyboard", "blocked", "pinned"]);

export function createStore() {
  const listeners = { change: new Set(), toast: new Set(), arrival: new Set() };
  const typing = new Map();
  let early = [];
  let waiting = true;
  const store = {
    state: null,
    on: (what, listener) => listeners[what].add(listener),
    person: (id) => store.state.people.find((person) => person.id === id),

    /** Events from now on wait for `arrived`, so that none is lost between the stream and the answer. */
    expect() { waiting = true; early = []; },
    arrived(state) {
      store.state = state;
      waiting = false;
      const held = early;
      early = [];
      held.forEach(store.apply);
      tell("change");
    },

    apply(event) {
      if (waiting) { early.push(event); return; }
      if (event.type === "clock") store.state.clock = event.clock;
      else {
        const person = store.person(event.person);
        if (!person) return;
        if (event.type === "toast") { tell("toast", person.id, event.toast ?? event); return; }
        if (event.type === "typing") markTyping(person);
        else change(person, event);
      }
      tell("change");
    },
  };

  function tell(what, ...details) { listeners[what].forEach((listener) => listener(...details)); }

  function change(person, event) {
    if (event.type === "message") {
      const known = person.messages.some((message) => message.id === event.message.id);
      putMessage(person, event.message);
      stopTyping(person);
      if (!known) tell("arrival", person.id, event.message);
    } else if (event.type === "edit") putMessage(person, event.message);
    else if (event.type === "delete") {
      const gone = new Set(event.message_ids ?? [event.message_id ?? event.message?.id]);
      person.messages = person.messages.filter((message) => !gone.has(message.id));
    } else if (event.type === "reaction") {
      const old = person.messages.find((message) => message.id === (event.message_id ?? event.message?.id));
      if (event.message || old) putMessage(person, event.message ?? { ...old, reaction: event.reaction });
    } else if (WHOLE.has(event.type)) person[event.type] = event[event.type];
  }

  function markTyping(person) {
    clearTimeout(typing.get(person.id));
    person.typing = true;
    const end = () => { stopTyping(store.person(person.id)); tell("change"); };
    typing.set(person.id, setTimeout(end, TYPING_MS));
  }

  function stopTyping(person) {
    if (!person) return;
    clearTimeout(typing.get(person.id));
    person.typing = false;
  }

  return store;
}

/** Messages are known by their id and stand in its order; an old one is replaced, never changed. */
function putMessage(person, message) {
  const others = person.messages.filter((other) => other.id !== message.id);
  person.messages = [...others, message].sort((a, b) => a.id - b.id);
}
