// The simulated vendor script: `saEvents` with its history, and `_sa` with the slide-out.

const INSTANCE = { chatInstanceName: 'help_faq_bot' };
const SLIDE_MS = 300;

/** `replay` is 'now' (told inside subscribe) or 'later'; `ui` has show(state); `tell` hears each event once. */
export function createEvents(window, { replay = 'now', ui, tell = () => {}, now = () => Date.now(), wait = (run, ms) => setTimeout(run, ms) }) {
  const history = [];
  const subscribers = [];
  let contact = null;
  let isOpen = false;

  const hand = (handler, event) => {
    try {
      handler(event);
    } catch {
      // A subscriber that fails does not keep the next from hearing.
    }
  };

  const saEvents = {
    subscribe(handler) {
      const before = [...history];
      const retell = () => before.forEach((event) => hand(handler, event));
      if (replay === 'now') retell();
      else wait(retell, 0);
      subscribers.push(handler);
    },
  };

  function emit(type, data, timestamp = now()) {
    const event = { type, data, timestamp };
    history.push(event);
    tell(type, data);
    for (const handler of [...subscribers]) hand(handler, event);
  }

  /** Only slides after a while, as seen. */
  function slide(open) {
    wait(() => {
      isOpen = open;
      ui.show(open ? 'open' : 'button');
    }, SLIDE_MS);
  }

  const _sa = { toggleChat: () => slide(!isOpen), isOpen: () => isOpen };

  return {
    saEvents,
    _sa,
    history,
    emit,
    slide,
    /** The script is there: its names appear, and its first events are in the history. */
    load() {
      emit('CHAT_LOADED', INSTANCE);
      window.saEvents = saEvents;
      window._sa = _sa;
    },
    visible() {
      ui.show('button');
      emit('CHAT_VISIBLE', INSTANCE);
    },
    isChatting: () => contact !== null,
    begin(contactId) {
      if (contact !== null) return;
      contact = { contactId };
      emit('CONTACT_STARTED', contact);
    },
    queue: () => contact && emit('TRANSFER_TO_QUEUE', contact),
    connect: () => contact && emit('CONNECT_TO_AGENT', contact),
    end() {
      if (contact === null) return;
      const ended = contact;
      contact = null;
      emit('CONTACT_ENDED', ended);
    },
    /** Tells everybody the latest event once more. */
    repeat: () => subscribers.forEach((handler) => history.length && hand(handler, history.at(-1))),
    /** Another object under the old name, with the same history: as when the script is loaded twice. */
    replace() {
      window.saEvents = { subscribe: (handler) => saEvents.subscribe(handler) };
    },
  };
}
