// Brings the callback URI home: to the opener's function, to the opener, to the parent, and last into localStorage, where nobody looks.

const BUILD_PREFIX = 'rc-widget';
const POLL_MS = 1000;
const callbackUri = location.href;

addEventListener('load', () => {
  if (handOverToOpener()) return;
  if (window.opener) {
    window.opener.postMessage({ callbackUri }, location.origin);
    window.close(); // and goes on, should the window stay
  }
  if (window.parent !== window) {
    const isSso = window.name === 'SSOIframe';
    window.parent.postMessage(isSso ? { callbackUri } : { refreshCallbackUri: callbackUri }, location.origin);
  }
  leaveInStorage();
});

function handOverToOpener() {
  try {
    if (!window.opener?.oAuthCallback) return false;
    window.opener.oAuthCallback(callbackUri);
  } catch {
    return false; // an opener of another origin
  }
  window.close();
  return true;
}

/** The widget listens for another key, so without an opener this page stays as it is: the host must take the URL itself. */
function leaveInStorage() {
  const state = new URL(callbackUri).searchParams.get('state') ?? '';
  const key = `${BUILD_PREFIX}-${state.slice(state.indexOf('-') + 1)}-redirect-callbackUri`;
  localStorage.setItem(key, callbackUri);
  const timer = setInterval(() => {
    if (localStorage.getItem(key) !== null) return;
    clearInterval(timer);
    window.close();
  }, POLL_MS);
}
