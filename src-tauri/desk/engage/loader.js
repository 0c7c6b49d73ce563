// The simulated vendor script: takes the queue over in one of the two ways that fit what is known, and tells its eleven events.
//
// `style` is 'object' (an object with push replaces the array) or 'override' (the array gets another push).

export const TRIGGER = { trigger_id: '54be84696d61786d2f160000', trigger_label: 'Home Button', trigger_human_id: 'Home Button #54be84696d61786d2f160000', trigger_continuation: false };
const CONTINUATION = { trigger_id: null, trigger_label: null, trigger_human_id: null, trigger_continuation: true };
const ITEM = { item_id: '55a7d1986d6178585b000002', item_label: 'Floating button', item_human_id: 'Floating button #55a7d1986d6178585b000002' };

/** `ui` has show(state), say(author, text), clear(); `tell` hears each event as the page's handlers do. */
export function createManager(window, { style = 'object', ui, tell = () => {} }) {
  const handlers = [];
  const chat = { mode: 'online', isOpen: false, isEngaged: false, trigger: TRIGGER };

  const methods = {
    _onEvent: (name, handler) => handlers.push({ name, handler }),
    _addMessage({ body = '', agent = false, engage = false }) {
      if (!chat.isOpen) return; // dropped without a word
      ui.say(agent ? 'agent' : 'visitor', body);
      if (!agent && engage) engaged();
    },
    _pageChange: () => offer('button'),
  };

  function execute([name, ...given]) {
    methods[name]?.(...given);
  }

  /** Every handler gets an object of its own, and one that fails does not keep the next from hearing. */
  function emit(event, data = {}) {
    tell(event, data);
    for (const { name, handler } of [...handlers]) {
      if (name !== event) continue;
      try {
        handler({ event, ...data });
      } catch {
        // The vendor's script goes on.
      }
    }
  }

  /** What the loader does with the name; it may run again, as on a page that loads it twice. */
  function takeQueue() {
    const queued = window._chatq ?? [];
    if (typeof queued.splice !== 'function') return; // its own object is in place already
    const push = (...entries) => entries.forEach(execute);
    if (style === 'override') {
      const waiting = queued.splice(0);
      queued.push = push;
      window._chatq = queued;
      waiting.forEach(execute);
    } else {
      window._chatq = { push };
      for (const entry of queued) execute(entry);
    }
  }

  function start({ continued = false } = {}) {
    takeQueue();
    emit('started');
    if (continued) open(CONTINUATION);
    else offer('button');
  }

  function offer(item) {
    const data = { ...TRIGGER, mode: chat.mode };
    emit('trigger_activated', data);
    emit('trigger_executed', data);
    emit('item_shown', { ...data, ...ITEM, item_type: item });
    emit(`${item}_shown`, { ...data, ...ITEM, item_type: item });
    if (!chat.isOpen) ui.show('button');
  }

  function open(trigger = TRIGGER) {
    if (chat.isOpen) return;
    Object.assign(chat, { isOpen: true, trigger });
    ui.show('open');
    emit('chat_shown', trigger);
  }

  function engaged() {
    if (chat.isEngaged) return;
    chat.isEngaged = true;
    emit('chat_engaged', chat.trigger);
  }

  return {
    chat,
    start,
    takeQueue,
    offer,
    open,
    say(text) {
      open();
      ui.say('visitor', text);
      emit('message_sent', chat.trigger);
      engaged();
    },
    reply(text) {
      if (!chat.isOpen) return;
      ui.say('agent', text);
      emit('message_received', chat.trigger);
    },
    close() {
      if (!chat.isOpen) return;
      Object.assign(chat, { isOpen: false, isEngaged: false });
      ui.clear();
      ui.show('button');
      emit('chat_closed');
    },
    emit,
  };
}
