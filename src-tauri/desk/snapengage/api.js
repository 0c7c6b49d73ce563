// A stand-in for the vendor's script: one slot per event, a list for availability, and the methods a page can call.
//
// It behaves as the served script was seen to: setCallback replaces, names ignore case, a handler that throws is swallowed, its
// value is given back, and asking for the agents' status goes through setCallback and empties the list afterwards.

const WIDGET_ID = '31a11b98-ffd2-425d-aa69-2c6ff8a40a16';
const ANSWER_MS = 40;

/** `changed` is told when there is something to draw. Returns the API object, the second one, and what the widget itself does. */
export function createApi({ changed = () => {}, later = (act, ms) => setTimeout(act, ms), log = () => {} } = {}) {
  const slots = { open: null, openproactive: null, close: null, messagesubmit: null, startchat: null, chatmessagesent: null, chatmessagereceived: null,
    beforecallme: null, startcallme: null, agentcommand: null, minimize: null, switchwidget: null, inlinebuttonclicked: null, chatended: null, ratingpromptclicked: null };
  let watchers = [];
  const state = { online: true, open: false, minimised: false, chatting: false, proactive: null, button: true, sound: true, invitations: true, locale: 'en',
    widgetId: WIDGET_ID, name: '', email: '', locked: false, description: '', fields: {}, lines: [], restDelay: 30, autoclose: 2, rulesRestarted: 0 };

  function callCallback(name, a, b, c) {
    const event = name.toLowerCase();
    log(name, [a, b, c].filter((value) => value !== undefined));
    try {
      if (event === 'agentonline') {
        for (const watcher of watchers) watcher(a);
        return undefined;
      }
      const handler = slots[event];
      return handler(a, b, c);
    } catch {
      return undefined; // also when there is no handler
    }
  }

  const status = () => (state.online ? 'online' : 'offline');
  function add(by, text, name) {
    state.lines.push({ by, text, name });
    changed();
  }
  function openWindow() {
    state.open = true;
    state.minimised = false;
    callCallback('Open', status());
    changed();
  }
  function endChat(byVisitor) {
    if (!state.chatting) return;
    state.chatting = false;
    add('system', 'The chat is over.');
    callCallback('ChatEnded', { endedByUser: byVisitor });
  }

  const api = {
    callbacks: { CHAT_ENDED: 'ChatEnded' },
    setCallback(name, handler) {
      const event = name.toLowerCase();
      if (event === 'agentonline') watchers = handler === null ? [] : [...watchers, handler];
      else if (event in slots) slots[event] = handler;
    },
    getAgentStatusAsync(answer) {
      this.setCallback('agentOnline', answer);
      later(() => {
        callCallback('agentOnline', state.online);
        this.setCallback('agentOnline', null);
      }, ANSWER_MS);
    },
    getWidgetId: () => state.widgetId,
    startLink: openWindow,
    startChat(text) {
      openWindow();
      state.chatting = true;
      add('agent', text, 'Sam Sample');
    },
    openProactiveChat(forced, offlineFallback, text = 'Can I help you?', minimised = false) {
      if (!state.online) return offlineFallback ? openWindow() : undefined;
      if (!forced && !state.invitations) return undefined;
      state.open = true;
      state.minimised = minimised;
      state.proactive = text;
      callCallback('OpenProactive', 'Sam Sample', text);
      return changed();
    },
    sendTextToChat(text, to) {
      if (!state.chatting) return false;
      add(to === 'visitor' ? 'agent' : 'system', to === 'visitor' ? text : `To the agent only: ${text}`, 'Sam Sample');
      return to !== 'visitor';
    },
    endChat({ closeChatBox = false } = {}) {
      endChat(false);
      if (closeChatBox) state.open = false;
      changed();
    },
    setUserEmail(email, locked = false) {
      if (email === 'invalid@example.com') return;
      Object.assign(state, { email, locked });
      changed();
    },
    setUserName: (name) => set({ name }),
    setDescription: (description) => set({ description }),
    setCustomField: (name, value) => set({ fields: { ...state.fields, [name]: value } }),
    setLocale: (locale) => set({ locale }),
    switchWidget(id, done) {
      if (!id) return false;
      set({ widgetId: id });
      later(() => done?.(), ANSWER_MS);
      return undefined;
    },
    allowChatSound: (sound) => set({ sound }),
    allowProactiveChat: (invitations) => set({ invitations }),
    hideButton: () => set({ button: false }),
    showButton: () => set({ button: true }),
    setNoProactiveChatDelay: (restDelay) => set({ restDelay }),
    setProactiveAutocloseDelay: (autoclose) => set({ autoclose }),
    clearAllCookies: () => set({ name: '', email: '', locked: false, fields: {} }),
  };
  const chat = { reInitProactiveRules: () => set({ rulesRestarted: state.rulesRestarted + 1 }) };

  function set(values) {
    Object.assign(state, values);
    changed();
  }

  /** What happens in the widget: by its visitor, by agents elsewhere, by itself. */
  const happens = {
    open: openWindow,
    close() {
      const type = state.chatting ? 'chat' : state.proactive === null ? 'form' : 'proactive';
      state.open = false;
      state.proactive = null;
      callCallback('Close', type, status());
      changed();
    },
    /** By itself, and nobody is told. */
    slideOut: () => set({ open: false, proactive: null }),
    minimise(minimised = true) {
      state.minimised = minimised;
      callCallback('Minimize', minimised, 'manual', state.chatting ? 'chatManual' : 'prechat');
      changed();
    },
    write(text) {
      if (!state.online && !state.chatting) {
        callCallback('MessageSubmit', state.email, text);
        return add('system', 'Your message was sent.');
      }
      add('visitor', text || '(none)');
      if (state.chatting) return callCallback('ChatMessageSent', text);
      state.chatting = true;
      callCallback('StartChat', state.email, text || '(none)', state.proactive === null ? 'manual' : 'proactive');
      state.proactive = null;
      return undefined;
    },
    reply(text, agent = 'Sam Sample') {
      state.chatting = true;
      add('agent', text, agent);
      callCallback('ChatMessageReceived', agent, text);
    },
    /** After a reload the chat goes on from a cookie, and no StartChat tells of it. */
    resume: () => set({ chatting: true, open: true }),
    end: endChat,
    /** A true value of BeforeCallme takes the place of the built-in form. */
    callMe(phone) {
      if (callCallback('BeforeCallme')) return add('system', 'The page has a form of its own.');
      return callCallback('StartCallme', phone);
    },
    press: (label) => callCallback('InlineButtonClicked', { botName: 'Guide', buttonLabel: label, buttonValue: label.toLowerCase() }),
    rate: (value, scale = 'NUMBER') => callCallback('RatingPromptClicked', 'Sam Sample', scale, value),
    switchWidget(id) {
      set({ widgetId: id });
      callCallback('SwitchWidget', id);
    },
    online(online) {
      set({ online });
      callCallback('agentOnline', online);
    },
  };
  return { api, chat, state, happens };
}
