// Authorization codes of the simulated sign-in: the login page issues them, the widget checks them; both sides share this file only.
//
// A code carries its own challenge and a checksum, so it also works when the login page ran in another browser with other storage.

const SALT = 'deskbell-desk';
const LIFETIME_MS = 10 * 60 * 1000;

export function issueCode(challenge) {
  const body = encode(JSON.stringify({ challenge, issued: Date.now(), nonce: randomText(9) }));
  return `${body}.${checksum(body)}`;
}

/** The challenge a code was issued for, or undefined if the code is none of ours or too old. */
export function challengeOf(code) {
  const [body, sum] = code.split('.');
  if (sum === undefined || checksum(body) !== sum) return undefined;
  const { challenge, issued } = JSON.parse(decode(body));
  return Date.now() - issued < LIFETIME_MS ? challenge : undefined;
}

/** S256 where the engine offers digests, plain where it does not (insecure origins). */
export async function challengeFor(verifier) {
  if (globalThis.crypto?.subtle === undefined) return { challenge: verifier, method: 'plain' };
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  return { challenge: base64Url(new Uint8Array(digest)), method: 'S256' };
}

export function randomText(bytes) {
  return base64Url(crypto.getRandomValues(new Uint8Array(bytes)));
}

function base64Url(bytes) {
  return encode(String.fromCharCode(...bytes));
}

function encode(text) {
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function decode(text) {
  return atob(text.replaceAll('-', '+').replaceAll('_', '/'));
}

/** FNV-1a: enough to tell a wrong code from a right one; nothing is protected by it. */
function checksum(text) {
  let hash = 0x811c9dc5;
  for (const letter of SALT + text) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193) >>> 0;
  return hash.toString(36);
}
