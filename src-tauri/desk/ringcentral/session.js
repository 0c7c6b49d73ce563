// A session at a real platform over HTTP, instead of the simulated one: tokens for a code, new ones for old ones, and their end.
//
// Set the way the real widget's hidden dialog "Environment" sets it: localStorage keys <prefix>-GlobalStorage-environment-*.

const ALMOST_OVER_MS = 60_000;
const TOKEN = '/restapi/oauth/token';

/** The platform that was chosen, or undefined: then everything is simulated. */
export function chosenPlatform(prefix) {
  const read = (name) => JSON.parse(localStorage.getItem(`${prefix}-GlobalStorage-environment-${name}`) ?? 'null')?.value;
  return read('enabled') ? { server: read('server'), clientId: read('clientId') } : undefined;
}

/** `ended()` is called when the platform takes the session back. */
export function createSession({ server, clientId }, store, ended) {
  let refreshing = false;

  async function post(path, fields) {
    const body = new URLSearchParams({ ...fields, client_id: clientId });
    return fetch(server + path, { method: 'POST', body, credentials: 'include' });
  }

  function keep(tokens, verifier) {
    store.saveSession({ ...tokens, code_verifier: verifier, expire_time: Date.now() + tokens.expires_in * 1000 });
  }

  /** True once there are tokens and the extension could be read: without it nobody is told of a sign-in. */
  async function exchange({ code, verifier, redirectUri }) {
    const answer = await post(TOKEN, { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier });
    if (!answer.ok) return false;
    keep(await answer.json(), verifier);
    return (await ask('/restapi/v1.0/account/~/extension/~')).ok;
  }

  async function ask(path) {
    const headers = { Authorization: `Bearer ${store.session()?.access_token}`, 'Client-Id': clientId };
    return fetch(server + path, { headers, credentials: 'include' });
  }

  /** Less than a minute left: new tokens. A refusal ends the session; a platform that is away does not. */
  async function refresh() {
    const session = store.session();
    if (!session || refreshing || session.expire_time - Date.now() > ALMOST_OVER_MS) return;
    refreshing = true;
    try {
      const answer = await post(TOKEN, { grant_type: 'refresh_token', refresh_token: session.refresh_token });
      if (answer.ok) keep(await answer.json(), session.code_verifier);
      else if (answer.status < 500) ended();
    } catch {
      // No network: tried again.
    } finally {
      refreshing = false;
    }
  }

  function revoke() {
    const token = store.session()?.access_token;
    if (token) post('/restapi/oauth/revoke', { token }).catch(() => {});
  }

  return { server, clientId, exchange, refresh, revoke };
}
