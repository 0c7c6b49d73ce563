// The buttons of the sign-in page: "Sign in" issues a code for the challenge it was given, "Cancel" refuses.
import { issueCode } from './code.js';

const query = new URLSearchParams(location.search);
const redirect = URL.canParse(query.get('redirect_uri')) ? new URL(query.get('redirect_uri')) : undefined;
const RUNS_IN_PLACE = ['javascript:', 'data:', 'blob:'];
const isComplete = redirect !== undefined && !RUNS_IN_PLACE.includes(redirect.protocol) && query.get('response_type') === 'code' && query.get('code_challenge');

document.getElementById('login-sign-in').onclick = () => answer({ code: issueCode(query.get('code_challenge')), expires_in: '60' });
document.getElementById('login-cancel').onclick = () => answer({ error: 'access_denied', error_description: 'The person cancelled' });
if (!isComplete) {
  for (const button of document.querySelectorAll('button')) button.disabled = true;
  document.getElementById('login-problem').textContent = 'This sign-in link is incomplete. Start again from the widget.';
}

function answer(result) {
  for (const [name, value] of Object.entries({ ...result, state: query.get('state') ?? '' })) redirect.searchParams.set(name, value);
  location.assign(redirect.href);
}
