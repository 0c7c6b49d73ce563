// Alerts inside the widget. The host is never told about them, except that it may add and remove some itself.

const WORDS = {
  'authMessages-accessDenied': ['warning', 'Sign-in was cancelled or denied.'],
  'authMessages-internalError': ['danger', 'Sign-in failed. Please try again.'],
  'authMessages-sessionExpired': ['warning', 'Your session is over. Sign in again.'],
  'webphone-browserNotSupported': ['warning', 'This browser cannot make calls. Use RingOut instead.'],
  'webphone-noMicrophone': ['danger', 'The microphone is not there or not allowed.'],
  'webphone-notReady': ['warning', 'The phone is not ready to call.'],
  'callingSettingsMessages-phoneNumberChanged': ['danger', 'Your calling number changed. Check the calling settings.'],
};
const STICKY = ['webphone-browser', 'authMessages-session'];
const SHOWN_MS = 5000;

export function createAlerts() {
  const shown = [];
  let last = 0;
  const alerts = { shown, show, add, dismiss, onChange: () => {} };

  function show(name) {
    const [level, message] = WORDS[name];
    return add({ name, level, message, ttl: STICKY.some((beginning) => name.startsWith(beginning)) ? 0 : SHOWN_MS });
  }

  /** `ttl` 0 stays until dismissed. */
  function add({ name, level = 'info', message, ttl = SHOWN_MS }) {
    const same = name && shown.find((alert) => alert.name === name);
    if (same) return same.id;
    last += 1;
    const id = String(last);
    shown.push({ id, name, level, message: String(message) });
    if (ttl > 0) setTimeout(() => dismiss(id), ttl);
    alerts.onChange();
    return id;
  }

  /** Without an id everything goes. */
  function dismiss(id) {
    for (let i = shown.length - 1; i >= 0; i -= 1) if (id === undefined || shown[i].id === id) shown.splice(i, 1);
    alerts.onChange();
  }
  return alerts;
}
