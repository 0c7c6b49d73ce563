// Signing in: opens the login page as a popup or asks the host to (disableLoginPopup), and judges the callback URI that comes back.
import { challengeFor, challengeOf, randomText } from './code.js';

const POLL_MS = 1000;
const DENIED = ['access_denied', 'invalid_request', 'unauthorized_client', 'unsupported_response_type', 'invalid_scope', 'login_required', 'interaction_required'];

/** `signedIn()` is called when a callback was good; `alert(id)` when it was not: the host is told neither. `session` is one at a real platform. */
export function createOAuth({ query, wire, session, isReady, signedIn, alert }) {
  const redirectUri = new URL(query.get('redirectUri') || './redirect.html', location.href).href;
  const usedCodes = new Set();
  let newest; // verifier and challenge of the newest URI: only that one can complete
  let prepared = prepare();

  async function prepare() {
    const verifier = randomText(32);
    return { verifier, ...(await challengeFor(verifier)) };
  }

  /** Every reading makes a new verifier; a reload loses it. */
  async function readUri() {
    newest = await prepared; // made ahead, so that a click still counts as one when the popup opens
    prepared = prepare();
    const uri = session ? new URL('/restapi/oauth/authorize', session.server) : new URL('./login.html', location.href);
    const state = `${btoa(String(Date.now()))}-undefined-${encodeURIComponent(btoa(randomText(16)))}`;
    const parameters = [
      ['response_type', 'code'], ['redirect_uri', redirectUri], ['client_id', session?.clientId ?? query.get('clientId') ?? ''], ['state', state],
      ['brand_id', ''], ['display', 'page'], ['prompt', ''], ['ui_options', 'hide_remember_me'], ['ui_options', 'hide_tos'],
      ['ui_locales', ''], ['localeId', 'en-US'], ['code_challenge', newest.challenge], ['code_challenge_method', newest.method],
    ];
    for (const [name, value] of parameters) uri.searchParams.append(name, value);
    return uri.href;
  }

  async function open() {
    if (query.get('disableLoginPopup')) { // any value counts, 0 and false too
      wire.post('rc-login-popup-notify', { oAuthUri: await readUri() });
      return;
    }
    if (!isReady()) return;
    window.oAuthCallback = (uri) => complete(uri);
    const popup = window.open(await readUri(), 'rc-oauth', 'scrollbars=yes, width=600, height=600');
    if (popup !== null && redirectUri.startsWith(`${location.protocol}//${location.host}`)) watch(popup);
  }

  /** No time limit, and nothing is said when the person closes the window. */
  function watch(popup) {
    const timer = setInterval(() => {
      if (popup.closed) return clearInterval(timer);
      let address = '';
      try {
        address = popup.location.href;
      } catch {
        return; // on a foreign page right now
      }
      if (!address.startsWith(redirectUri)) return;
      clearInterval(timer);
      popup.close();
      complete(address);
    }, POLL_MS);
  }

  /** Taken in any login state; `state` is never compared. */
  async function complete(callbackUri) {
    const { searchParams, hash } = new URL(callbackUri, location.href);
    const inHash = new URLSearchParams(hash.slice(1));
    const error = searchParams.get('error') ?? inHash.get('error');
    if (error) return alert(DENIED.includes(error) ? 'authMessages-accessDenied' : 'authMessages-internalError');
    const code = searchParams.get('code');
    if (code === null) {
      if (inHash.get('access_token') || searchParams.get('access_token') || searchParams.get('jwt')) signedIn();
      return;
    }
    const verifier = searchParams.get('code_verifier') ?? newest?.verifier;
    const good = session ? await session.exchange({ code, verifier, redirectUri }).catch(() => false) : await isOurs(code, verifier);
    if (good) signedIn();
    else alert('authMessages-internalError');
  }

  /** What the simulated sign-in page issued, for this verifier and never used before. */
  async function isOurs(code, verifier) {
    const expected = verifier && (await challengeFor(verifier)).challenge;
    const good = expected && challengeOf(code) === expected && !usedCodes.has(code);
    usedCodes.add(code);
    return good;
  }

  return { open, complete };
}
