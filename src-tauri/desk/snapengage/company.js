// What a company's own scripts do with the widget: the oddities seen on real pages, each on request.

/** `page` has the globals, `note` shows what the company's handlers heard. */
export function createCompany(page, note) {
  const listener = (name, as = name) => function (...args) {
    note(`${as} ${JSON.stringify(args)}`);
    return `value of ${as}`;
  };
  return {
    /** The integration every shop has. */
    listen() {
      for (const name of ['StartChat', 'ChatMessageReceived', 'ChatMessageSent', 'Close']) page.SnapEngage.setCallback(name, listener(name));
    },
    /** A second one, which silences the first: the last handler counts, whatever the case of its name. */
    clobber: () => page.SnapABug.setCallback('startchat', listener('StartChat', 'second StartChat')),
    /** The vendor's own way to stop listening. */
    clear(name = 'StartChat') {
      page.SnapEngage.setCallback(name, '');
    },
    throws: () => page.SnapEngage.setCallback('ChatMessageSent', () => {
      throw new Error('a handler of the company');
    }),
    /** Takes the place of the built-in form for a call. */
    'own-call-form': () => page.SnapEngage.setCallback('BeforeCallme', () => true),
    'watch-agents': () => page.SnapEngage.setCallback('agentOnline', listener('agentOnline')),
    'ask-agents': () => page.SnapEngage.getAgentStatusAsync(listener('getAgentStatusAsync')),
    /** A script that wraps setCallback itself. */
    wrap() {
      const before = page.SnapEngage.setCallback;
      page.SnapEngage.setCallback = function (name, handler) {
        note(`setCallback ${name}`);
        return before.call(this, name, handler);
      };
    },
  };
}
