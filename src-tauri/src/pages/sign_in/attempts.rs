//! Sign-ins that wait for the system's browser: one per account, told apart by the state that must come back.

use super::answer::{AnswerResult, evaluate, is_redirect};
use super::callback_server::CallbackServer;
use super::request::{Flow, Request, asked_by_us, only};
use crate::engine::EngineHandle;
use crate::pages::order::{HostingHandle, Order};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use deskbell_core::{AccountId, BrowserPage, Event, PageFact, Private, VendorCommand};
use sha2::{Digest as _, Sha256};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use subtle::ConstantTimeEq as _;
use url::Url;

/// A server goes on so long after a sign-in, for a browser that asks once more.
const LINGER: Duration = Duration::from_secs(30);

/// One sign-in that waits.
pub(super) struct Attempt {
    account: AccountId,
    /// None where the answer comes as a link.
    server: Option<Arc<CallbackServer>>,
    request: Request,
    /// What the widget asked for.
    asked: Private<String>,
    /// What the browser was sent to.
    pub(super) opened: Private<String>,
    /// Ours, in place of the widget's.
    state: Private<String>,
    /// Ours, in place of the widget's; none where the widget uses none.
    verifier: Option<Private<String>>,
}

impl Attempt {
    /// `state` and `verifier` are fresh random texts.
    pub(super) fn new(
        account: &AccountId,
        server: Option<Arc<CallbackServer>>,
        address: &Url,
        request: Request,
        state: Private<String>,
        verifier: Private<String>,
    ) -> Self {
        let opened = asked_by_us(address, state.reveal(), &challenge(verifier.reveal()));
        let verifier = only(address, "code_challenge").map(|_| verifier);
        let (asked, opened) =
            (Private::new(address.as_str().to_owned()), Private::new(opened.into()));
        Self { account: account.clone(), server, request, asked, opened, state, verifier }
    }

    /// The answer as the widget would have got it: its own state, and the proof that goes with our challenge.
    fn callback(&self, to: &Url) -> Private<String> {
        let mut callback = self.request.redirect.clone();
        {
            let mut query = callback.query_pairs_mut();
            for (name, value) in to.query_pairs().filter(|(name, _)| name != "state") {
                query.append_pair(&name, &value);
            }
            query.append_pair("state", self.request.state.reveal());
            if let Some(verifier) = &self.verifier {
                query.append_pair("code_verifier", verifier.reveal());
            }
        }
        Private::new(callback.into())
    }
}

/// The challenge of a verifier, method S256 (RFC 7636, section 4.2).
fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

/// What an answer gave, for whom.
#[derive(Debug)]
pub(super) struct Answered {
    account: AccountId,
    /// OAuth's error name where the answer is no.
    error: Option<String>,
    callback: Private<String>,
}

impl Answered {
    /// Hands the answer to the widget and says what the browser shall show.
    pub(super) fn deliver(self, hosting: &HostingHandle, engine: &EngineHandle) -> BrowserPage {
        let Self { account, error, callback } = self;
        let (fact, page) = match error {
            None => (PageFact::SignInAnswered, BrowserPage::Done),
            Some(error) => (PageFact::SignInFailed { error }, BrowserPage::Failed),
        };
        engine.send(Event::Page { account: account.clone(), fact });
        let command = VendorCommand::FinishSignIn { callback };
        hosting.send(Order::FinishSignIn { account, window: None, command });
        page
    }
}

/// Every sign-in that waits.
#[derive(Default)]
pub(super) struct Attempts(Mutex<Vec<Attempt>>);

impl Attempts {
    /// The account waits for this one from now on, and for no other.
    pub(super) fn begin(&self, attempt: Attempt) {
        let account = attempt.account.clone();
        let mut waiting = self.lock();
        let older = take(&mut waiting, |one| one.account == account);
        waiting.push(attempt);
        drop(waiting);
        older.into_iter().for_each(linger);
    }

    /// Where the browser was sent for `address`, if the account still waits for that.
    pub(super) fn opened(&self, account: &AccountId, address: &Url) -> Option<Private<String>> {
        let waiting = self.lock();
        let same =
            |one: &&Attempt| one.account == *account && one.asked.reveal() == address.as_str();
        waiting.iter().find(same).map(|one| one.opened.clone())
    }

    /// The account waits no longer.
    pub(super) fn end(&self, account: &AccountId) {
        let ended = take(&mut self.lock(), |one| one.account == *account);
        ended.into_iter().for_each(linger);
    }

    /// Takes the answer `to`. What belongs to nobody changes nothing: any page can send a browser here.
    pub(super) fn answer(&self, to: &Url) -> Option<Answered> {
        let state = only(to, "state")?;
        let mut waiting = self.lock();
        let place = waiting.iter().position(|one| {
            let same = one.state.reveal().as_bytes().ct_eq(state.as_bytes());
            bool::from(same) && is_redirect(&one.request.redirect, to)
        })?;
        let attempt = waiting.get(place)?;
        let error = match evaluate(to, attempt.state.reveal(), Flow::Code) {
            AnswerResult::Granted => None,
            AnswerResult::Failed(error) => Some(error),
            AnswerResult::Refused => return None,
        };
        let attempt = waiting.remove(place);
        drop(waiting);
        let callback = attempt.callback(to);
        let account = attempt.account.clone();
        linger(attempt);
        Some(Answered { account, error, callback })
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Attempt>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn take(waiting: &mut Vec<Attempt>, which: impl Fn(&Attempt) -> bool) -> Vec<Attempt> {
    let (taken, left) = waiting.drain(..).partition(which);
    *waiting = left;
    taken
}

/// Keeps its server for a little longer.
fn linger(attempt: Attempt) {
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(LINGER).await;
        drop(attempt.server);
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    const REDIRECT: &str = "http://127.0.0.1:28370/signed-in";

    fn account(name: &str) -> AccountId {
        AccountId::new(name).unwrap()
    }

    fn address(state: &str) -> Url {
        let text = format!(
            "https://p.example/restapi/oauth/authorize?response_type=code&redirect_uri={REDIRECT}\
             &client_id=abc&state={state}&code_challenge=theirs&code_challenge_method=S256"
        );
        Url::parse(&text).unwrap()
    }

    /// The account begins to sign in; gives where the browser was sent.
    fn begin(attempts: &Attempts, name: &str, widget_state: &str, ours: &str) -> Url {
        let server = None;
        let address = address(widget_state);
        let request = Request::read(&address, Some(REDIRECT)).unwrap();
        let (state, verifier) = (Private::from(ours), Private::new(format!("verifier-{ours}")));
        let attempt = Attempt::new(&account(name), server, &address, request, state, verifier);
        let opened = Url::parse(attempt.opened.reveal()).unwrap();
        attempts.begin(attempt);
        opened
    }

    fn answer(attempts: &Attempts, with: &str) -> Option<(String, Option<String>, String)> {
        let to = Url::parse(&format!("{REDIRECT}?{with}")).unwrap();
        let answered = attempts.answer(&to)?;
        Some((answered.account.to_string(), answered.error, answered.callback.reveal().clone()))
    }

    #[test]
    fn the_widget_gets_its_own_state_and_our_proof() {
        let attempts = Attempts::default();
        let opened = begin(&attempts, "a", "theirs-1", "s1");
        assert_eq!(only(&opened, "state").as_deref(), Some("s1"));
        // RFC 7636, appendix B.
        assert_eq!(
            challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
        assert_eq!(only(&opened, "code_challenge"), Some(challenge("verifier-s1")));
        let (who, error, callback) = answer(&attempts, "code=c1&state=s1").unwrap();
        assert_eq!((who.as_str(), error), ("a", None));
        let wanted = format!("{REDIRECT}?code=c1&state=theirs-1&code_verifier=verifier-s1");
        assert_eq!(callback, wanted);
    }

    #[test]
    fn an_answer_is_taken_once() {
        let attempts = Attempts::default();
        assert!(answer(&attempts, "code=c1&state=s1").is_none(), "before any sign-in");
        begin(&attempts, "a", "t1", "s1");
        assert!(answer(&attempts, "code=c1&state=s1").is_some());
        assert!(answer(&attempts, "code=c1&state=s1").is_none(), "replayed");
        assert!(answer(&attempts, "code=c2&state=s1").is_none(), "a second one");
    }

    #[test]
    fn what_belongs_to_nobody_changes_nothing() {
        let attempts = Attempts::default();
        begin(&attempts, "a", "t1", "s1");
        for stranger in [
            "code=c1",
            "code=c1&state=",
            "code=c1&state=s2",
            "code=c1&state=t1",
            "code=c1&state=s1&state=s1",
            "code=c1&code=c2&state=s1",
            "code=c1&state=s1&code_verifier=theirs",
            "error=access_denied&state=s2",
            "state=s1",
        ] {
            assert!(answer(&attempts, stranger).is_none(), "{stranger}");
        }
        let elsewhere = Url::parse("http://127.0.0.1:28370/other?code=c1&state=s1").unwrap();
        assert!(attempts.answer(&elsewhere).is_none());
        assert!(answer(&attempts, "code=c1&state=s1").is_some(), "it still waits");
    }

    #[test]
    fn only_the_newest_attempt_waits() {
        let attempts = Attempts::default();
        begin(&attempts, "a", "t1", "s1");
        begin(&attempts, "a", "t2", "s2");
        assert!(attempts.opened(&account("a"), &address("t1")).is_none());
        let again = attempts.opened(&account("a"), &address("t2")).unwrap();
        assert!(again.reveal().contains("state=s2"), "opened again, nothing new in it");
        assert!(answer(&attempts, "code=c1&state=s1").is_none(), "an older attempt");
        attempts.end(&account("a"));
        assert!(answer(&attempts, "code=c1&state=s2").is_none(), "given up");
    }

    #[test]
    fn two_accounts_at_one_port_do_not_mix() {
        let attempts = Attempts::default();
        begin(&attempts, "a", "ta", "sa");
        begin(&attempts, "b", "tb", "sb");
        let (who, _, callback) = answer(&attempts, "code=cb&state=sb").unwrap();
        assert!(who == "b" && callback.contains("state=tb") && callback.contains("verifier-sb"));
        let (who, error, _) = answer(&attempts, "error=access_denied&state=sa").unwrap();
        assert_eq!((who.as_str(), error.as_deref()), ("a", Some("access_denied")));
    }

    #[test]
    fn an_answer_may_come_as_a_link() {
        let attempts = Attempts::default();
        let link = "org.deskbell.deskbell:/signed-in";
        let address = Url::parse(&address("t1").as_str().replace(REDIRECT, link)).unwrap();
        let request = Request::read(&address, Some(link)).unwrap();
        let attempt =
            Attempt::new(&account("a"), None, &address, request, "s1".into(), "v1".into());
        attempts.begin(attempt);
        let answer = |to: &str| {
            let answered = attempts.answer(&Url::parse(to).unwrap());
            answered.map(|answered| answered.callback.reveal().clone())
        };
        for stranger in [
            format!("{link}?code=c&state=s2"),
            format!("{link}/x?code=c&state=s1"),
            format!("{link}?state=s1&code=c&code=d"),
            "org.deskbell.deskbell://evil.test/signed-in?code=c&state=s1".to_owned(),
        ] {
            assert_eq!(answer(&stranger), None, "{stranger}");
        }
        let wanted = format!("{link}?code=c&state=t1&code_verifier=v1");
        assert_eq!(answer("ORG.deskbell.Deskbell:/signed-in?code=c&state=s1"), Some(wanted));
    }

    #[test]
    fn a_widget_without_a_proof_gets_none() {
        let attempts = Attempts::default();
        let server = None;
        let plain =
            address("t1").as_str().replace("&code_challenge=theirs&code_challenge_method=S256", "");
        let plain = Url::parse(&plain).unwrap();
        let request = Request::read(&plain, Some(REDIRECT)).unwrap();
        let attempt =
            Attempt::new(&account("a"), server, &plain, request, "s1".into(), "v1".into());
        assert!(!attempt.opened.reveal().contains("challenge"));
        attempts.begin(attempt);
        assert!(!answer(&attempts, "code=c&state=s1").unwrap().2.contains("v1"));
    }
}
