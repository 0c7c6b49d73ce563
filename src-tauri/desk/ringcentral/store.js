// What the widget remembers between loads, in localStorage under its prefix, with the key of the real widget for the session.

export function createStore(prefix) {
  const sessionKey = `sdk-${prefix}platform`;
  const settingsKey = `${prefix}-desk-settings`;
  const presenceKey = `${prefix}-desk-presence`;
  const openedKey = `${prefix}-desk-opened`;
  const read = (key) => JSON.parse(localStorage.getItem(key) ?? 'null');
  const write = (key, value) => localStorage.setItem(key, JSON.stringify(value));
  return {
    session: () => read(sessionKey),
    saveSession: (tokens = { token_type: 'bearer', access_token: 'simulated', refresh_token: 'simulated', owner_id: '208594004' }) => write(sessionKey, tokens),
    clearSession: () => localStorage.removeItem(sessionKey),
    settings: () => read(settingsKey) ?? {},
    /** The platform's memory, not the widget's: the status stays as it was set. */
    presence: () => read(presenceKey),
    savePresence: (presence) => write(presenceKey, presence),
    saveSettings: (change) => write(settingsKey, { ...read(settingsKey), ...change }),
    /** True once in the life of this storage. */
    isFirstLoad() {
      const first = read(openedKey) === null;
      write(openedKey, true);
      return first;
    },
    /** True the first time a thing is seen; the last `length` of a kind are remembered, across reloads. */
    isNew(kind, id, length) {
      const key = `${prefix}-deduplicate-${kind}`;
      const known = read(key) ?? [];
      if (known.includes(String(id))) return false;
      write(key, [...known, String(id)].slice(-length));
      return true;
    },
    /** The tab that last had the focus speaks for all tabs of this origin. */
    mainTab(id) {
      const key = `${prefix}-active-tab`;
      const claim = () => localStorage.setItem(key, id);
      if (localStorage.getItem(key) === null || document.visibilityState === 'visible') claim();
      addEventListener('focus', claim);
      addEventListener('pagehide', () => {
        if (localStorage.getItem(key) === id) localStorage.removeItem(key);
      });
      return () => [null, id].includes(localStorage.getItem(key));
    },
  };
}
