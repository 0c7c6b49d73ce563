//! What a page asks for when somebody is to sign in, read from its authorise address; and the same asked for ourselves.

use deskbell_core::{Private, SignInStop};
use deskbell_vendors::Vendor;
use std::collections::BTreeMap;
use url::Url;
use url::form_urlencoded::Serializer;

/// Longest address that is looked into, in bytes: real ones have one or two thousand.
pub(super) const ADDRESS_MAX: usize = 8000;
/// What a browser's answer can bring; the other flow's answer stays behind in the fragment.
const CODE: &str = "code";

/// What an authorise address asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Where the answer is to be brought.
    pub(super) redirect: Url,
    /// What must come back with it.
    pub(super) state: Private<String>,
    /// How it is brought.
    pub(super) flow: Flow,
}

/// How an answer is brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// A code in the query.
    Code,
    /// A token in the fragment.
    Token,
}

impl Request {
    /// Reads `address`; none unless it asks once, plainly, to be answered at `redirect`, the account's own.
    pub(super) fn read(address: &Url, redirect: Option<&str>) -> Option<Self> {
        if address.as_str().len() > ADDRESS_MAX {
            return None;
        }
        let wanted = Url::parse(&only(address, "redirect_uri")?).ok()?;
        let own = Url::parse(redirect?).ok()?;
        if place(&wanted) != place(&own) || wanted.query() != own.query() || carries_more(&wanted) {
            return None;
        }
        let state = only(address, "state").filter(|state| !state.is_empty())?;
        let flow = match only(address, "response_type")?.as_str() {
            CODE => Flow::Code,
            "token" => Flow::Token,
            _ => return None,
        };
        Some(Self { redirect: wanted, state: Private::new(state), flow })
    }
}

/// What a page of `vendor` with these options asks for with `address`, if that is its platform's and the answer is to
/// come to `redirect`, where the page is answered.
///
/// # Errors
/// For the agent: what it was instead.
pub fn asked(
    vendor: &dyn Vendor,
    options: &BTreeMap<String, String>,
    redirect: Option<&str>,
    address: &Private<String>,
) -> Result<(Url, Request), SignInStop> {
    let strange = |host: &str| SignInStop::StrangeAddress { host: host.to_owned() };
    let target = Url::parse(address.reveal()).map_err(|_| strange("?"))?;
    let is_ours = vendor.is_sign_in(options, &target);
    let request = is_ours.then(|| Request::read(&target, redirect)).flatten();
    let request = request.ok_or_else(|| strange(target.host_str().unwrap_or(target.scheme())))?;
    Ok((target, request))
}

/// The value of a parameter that is there exactly once.
pub(super) fn only(address: &Url, name: &str) -> Option<String> {
    let mut found = address.query_pairs().filter(|(found, _)| found == name);
    let (_, value) = found.next()?;
    found.next().is_none().then(|| value.into_owned())
}

/// Scheme, host, port and path. Compared part by part: a mere beginning may go on into another host's name, and an
/// address may be spelled in several ways. Windows spells the simulated desk's scheme as a host.
pub(super) fn place(url: &Url) -> (String, String, Option<u16>, String) {
    let path = url.path().to_owned();
    match (url.scheme(), url.host_str().unwrap_or_default()) {
        ("http", "desk.localhost") => ("desk".to_owned(), "localhost".to_owned(), None, path),
        (scheme, host) => (scheme.to_owned(), host.to_owned(), url.port_or_known_default(), path),
    }
}

/// A redirect address with a fragment would bring that along with the answer; one with a name in it is spelled in too
/// many ways to be told apart.
fn carries_more(redirect: &Url) -> bool {
    redirect.fragment().is_some() || redirect.authority().contains('@')
}

/// `address` with a state of ours and, where it proves who asked by a challenge, a challenge of ours.
pub(super) fn asked_by_us(address: &Url, state: &str, challenge: &str) -> Url {
    let mut query = Serializer::new(String::new());
    for (name, value) in address.query_pairs() {
        let value = match name.as_ref() {
            "state" => state,
            "code_challenge" => challenge,
            "code_challenge_method" => "S256",
            _ => &value,
        };
        query.append_pair(&name, value);
    }
    let mut ours = address.clone();
    ours.set_query(Some(&query.finish()));
    ours
}

#[cfg(test)]
mod tests {
    use super::*;

    const REDIRECT: &str = "http://127.0.0.1:28370/signed-in";
    const ASKED: &str = "https://p.example/restapi/oauth/authorize?response_type=code\
        &redirect_uri=http%3A%2F%2F127.0.0.1%3A28370%2Fsigned-in&client_id=abc&state=MTc-undefined-x%3D\
        &ui_options=hide_remember_me&ui_options=hide_tos&code_challenge=theirs&code_challenge_method=S256";

    fn read(address: &str) -> Option<Request> {
        Request::read(&Url::parse(address).unwrap(), Some(REDIRECT))
    }

    #[test]
    fn an_address_says_what_must_come_back_and_where() {
        let request = read(ASKED).unwrap();
        assert_eq!(request.redirect.as_str(), REDIRECT);
        assert_eq!(request.state.reveal(), "MTc-undefined-x=");
        assert_eq!(request.flow, Flow::Code);
        assert_eq!(read(&ASKED.replace("=code&", "=token&")).unwrap().flow, Flow::Token);
        assert!(!format!("{request:?}").contains("MTc"), "a secret");
    }

    #[test]
    fn anything_that_is_not_plain_is_refused() {
        let huge = format!("{ASKED}&x={}", "x".repeat(ADDRESS_MAX));
        for other in [
            ASKED.replace("127.0.0.1%3A28370", "127.0.0.1.evil.test"),
            ASKED.replace("127.0.0.1%3A28370", "127.0.0.1%3A28371"),
            ASKED.replace("signed-in", "signed-in%2Fx"),
            ASKED.replace("signed-in", "signed-in%3Fx%3D1"),
            ASKED.replace("redirect_uri=", "redirect_uri=https%3A%2F%2Fevil.test%2F&redirect_uri="),
            ASKED.replace("redirect_uri", "Redirect_URI"),
            ASKED.replace("signed-in", "signed-in%23x"),
            ASKED.replace("signed-in", "signed-in%23"),
            ASKED.replace("127.0.0.1%3A", "x%40127.0.0.1%3A"),
            ASKED.replace("127.0.0.1%3A", "%3Ax%40127.0.0.1%3A"),
            ASKED.replace("&state=MTc-undefined-x%3D", ""),
            ASKED.replace("&state=MTc-undefined-x%3D", "&state="),
            format!("{ASKED}&state=another"),
            ASKED.replace("response_type=code", "response_type=code%20token"),
            format!("{ASKED}&response_type=token"),
            huge,
        ] {
            assert_eq!(read(&other), None, "{other}");
        }
        assert_eq!(Request::read(&Url::parse(ASKED).unwrap(), None), None);
        for scheme in
            ["javascript:alert(1)//?state=1", "data:text/html,x?state=1", "file:///x?state=1"]
        {
            assert_eq!(read(scheme), None, "{scheme}");
        }
    }

    #[test]
    fn ours_differs_in_state_and_challenge_only() {
        let theirs = Url::parse(ASKED).unwrap();
        let ours = asked_by_us(&theirs, "our state&", "our-challenge");
        assert_eq!(only(&ours, "state").as_deref(), Some("our state&"));
        assert_eq!(only(&ours, "code_challenge").as_deref(), Some("our-challenge"));
        let rest = |url: &Url| {
            let ours = ["state", "code_challenge"];
            let pairs = url.query_pairs().into_owned();
            pairs.filter(|(name, _)| !ours.contains(&name.as_str())).collect::<Vec<_>>()
        };
        assert_eq!(rest(&ours), rest(&theirs));
        let bare = Url::parse("https://p.example/?state=x").unwrap();
        assert!(
            !asked_by_us(&bare, "s", "c").as_str().contains("challenge"),
            "no proof, none added"
        );
    }
}
