//! What an answer is worth: whether it belongs to the request it came for, and what it says.

use super::request::{ADDRESS_MAX, Flow, place};
use deskbell_vendors::Vendor;
use std::borrow::Cow;
use std::collections::BTreeMap;
use subtle::ConstantTimeEq as _;
use url::Url;

/// Longest error name that is told, in characters; the standard's are shorter.
const ERROR_MAX: usize = 60;
/// What a widget would obey in an answer, and no platform sends with a code.
const FOREIGN: [&str; 4] = ["access_token", "code_verifier", "id_token", "jwt"];

/// Parameters of an answer that say where to take it.
const LEADS: [&str; 2] = ["token_uri", "discovery_uri"];

/// What an answer says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum AnswerResult {
    /// Signed in; the answer carries the proof.
    Granted,
    /// OAuth's name of what went wrong, nothing else.
    Failed(String),
    /// It does not belong to the request, or could be read in two ways.
    Refused,
}

/// `to` is the redirect address, whatever it carries behind its path.
pub(super) fn is_redirect(redirect: &Url, to: &Url) -> bool {
    place(redirect) == place(to)
}

/// Evaluates `to`, which came to the redirect address of a request with `state`.
pub(super) fn evaluate(to: &Url, state: &str, flow: Flow) -> AnswerResult {
    if to.as_str().len() > ADDRESS_MAX {
        return AnswerResult::Refused;
    }
    let mut said: Vec<(Cow<'_, str>, Cow<'_, str>)> = to.query_pairs().collect();
    let fragment = url::form_urlencoded::parse(to.fragment().unwrap_or_default().as_bytes());
    let proof = match flow {
        // A widget reads the fragment too, and believes it rather than the query.
        Flow::Code if fragment.clone().any(|(name, _)| counts(&name)) => {
            return AnswerResult::Refused;
        }
        Flow::Code => "code",
        Flow::Token => {
            said.extend(fragment);
            "access_token"
        }
    };
    let all = |name: &str| {
        let named = said.iter().filter(|(found, _)| found == name);
        named.map(|(_, value)| value.as_ref()).collect::<Vec<&str>>()
    };
    let is_foreign = |name: &&str| *name != proof && !all(name).is_empty();
    let [returned] = all("state")[..] else { return AnswerResult::Refused };
    if !bool::from(returned.as_bytes().ct_eq(state.as_bytes())) || FOREIGN.iter().any(is_foreign) {
        return AnswerResult::Refused;
    }
    match (&all("error")[..], &all(proof)[..]) {
        ([], [proof]) if !proof.is_empty() => AnswerResult::Granted,
        ([error], []) => AnswerResult::Failed(plain(error)),
        _ => AnswerResult::Refused,
    }
}

/// Answers may say where the widget shall take them (RingCentral's discovery): a code, its proof and perhaps a client
/// secret go there, so it must be the platform.
pub(super) fn stays_home(
    vendor: &dyn Vendor,
    options: &BTreeMap<String, String>,
    to: &Url,
) -> bool {
    let fragment = url::form_urlencoded::parse(to.fragment().unwrap_or_default().as_bytes());
    let said = to.query_pairs().chain(fragment);
    let mut leads = said.filter(|(name, _)| LEADS.contains(&name.as_ref()));
    leads
        .all(|(_, place)| Url::parse(&place).is_ok_and(|place| vendor.is_platform(options, &place)))
}

/// A widget would obey it.
fn counts(name: &str) -> bool {
    ["code", "error", "state"].contains(&name) || FOREIGN.contains(&name)
}

fn plain(error: &str) -> String {
    error.chars().filter(|c| c.is_ascii_lowercase() || *c == '_').take(ERROR_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATE: &str = "MTc-undefined-x=";
    const GOOD: &str = "https://a.example/r.html?code=c1&expires_in=60&state=MTc-undefined-x%3D";

    fn code(to: &str) -> AnswerResult {
        evaluate(&Url::parse(to).unwrap(), STATE, Flow::Code)
    }

    #[test]
    fn only_the_redirect_itself_carries_the_answer() {
        let is = |redirect: &str, to: &str| {
            is_redirect(&Url::parse(redirect).unwrap(), &Url::parse(to).unwrap())
        };
        assert!(is("https://a.example/r.html", "https://a.example/r.html?code=1#x"));
        assert!(is("https://A.example:443/r.html", "HTTPS://a.EXAMPLE/r.html?code=1"));
        assert!(is("https://a.example", "https://a.example/?code=1"));
        assert!(is("desk://localhost/r.html", "desk://localhost/r.html?code=1"));
        assert!(is("desk://localhost/r.html", "http://desk.localhost/r.html?code=1"));
        for other in [
            "https://a.example.evil.test/?code=1",
            "https://a.example@evil.test/?code=1",
            "https://a.example/r.html.evil?code=1",
            "https://a.example/R.html?code=1",
            "http://a.example/?code=1",
            "https://a.example:8443/?code=1",
        ] {
            assert!(!is("https://a.example", other), "{other}");
        }
    }

    #[test]
    fn an_answer_is_worth_something_with_its_state_only() {
        assert_eq!(code(GOOD), AnswerResult::Granted);
        for other in [
            GOOD.replace("&state=MTc-undefined-x%3D", ""),
            GOOD.replace("x%3D", "y%3D"),
            GOOD.replace("x%3D", "x"),
            GOOD.replace("state=", "State="),
            GOOD.replace("state=MTc", "state=mtc"),
            GOOD.replace("state=MTc-undefined-x%3D", "state="),
            GOOD.replace('?', "#"),
            GOOD.replace("&state=", "#state="),
            format!("{GOOD}&state=another"),
            format!("{GOOD}&state=MTc-undefined-x%3D"),
            GOOD.replace("code=", "state=another&code="),
        ] {
            assert_eq!(code(&other), AnswerResult::Refused, "{other}");
        }
    }

    #[test]
    fn an_answer_is_read_in_one_way_or_not_at_all() {
        for other in [
            format!("{GOOD}&code=c2"),
            format!("{GOOD}&error=access_denied"),
            format!("{GOOD}&access_token=theirs"),
            format!("{GOOD}&jwt=theirs"),
            format!("{GOOD}&code_verifier=theirs"),
            GOOD.replace("code=c1", "code="),
            GOOD.replace("code=c1", "Code=c1"),
            GOOD.replace("code=c1&", ""),
            format!("{GOOD}&x={}", "x".repeat(ADDRESS_MAX)),
        ] {
            assert_eq!(code(&other), AnswerResult::Refused, "{other}");
        }
        for hidden in
            ["access_token=theirs", "x=1&code=c2", "state=another", "error=x", "co%64e=c2"]
        {
            let other = format!("{GOOD}#{hidden}");
            assert_eq!(
                code(&other),
                AnswerResult::Refused,
                "its page reads the fragment too: {other}"
            );
        }
        assert_eq!(code(&format!("{GOOD}#_=_")), AnswerResult::Granted, "says nothing");
    }

    #[test]
    fn an_error_is_told_by_its_name_only() {
        let failed = |error: &str| code(&GOOD.replace("code=c1", &format!("error={error}")));
        assert_eq!(failed("access_denied"), AnswerResult::Failed("access_denied".to_owned()));
        assert_eq!(failed("<b>Secret%20x_1"), AnswerResult::Failed("becretx_".to_owned()));
        let stranger = GOOD.replace("code=c1", "error=access_denied").replace("x%3D", "y");
        assert_eq!(code(&stranger), AnswerResult::Refused);
    }

    #[test]
    fn a_token_comes_in_the_fragment() {
        let token = |to: &str| evaluate(&Url::parse(to).unwrap(), STATE, Flow::Token);
        let good = "https://a.example/r.html#access_token=t&state=MTc-undefined-x%3D";
        assert_eq!(token(good), AnswerResult::Granted);
        assert_eq!(token(&good.replace("x%3D", "y")), AnswerResult::Refused);
        assert_eq!(token(&format!("{good}&state=another")), AnswerResult::Refused);
        let twice = good.replace('#', "?state=another#");
        assert_eq!(token(&twice), AnswerResult::Refused, "in the query as well");
    }

    #[test]
    fn an_answer_is_taken_to_the_platform_only() {
        let vendor = deskbell_vendors::vendor("ringcentral").unwrap();
        let options = [("clientId".to_owned(), "abc".to_owned())].into();
        let stays = |more: &str| {
            let to = format!("https://a.example/r.html?code=c&state=s{more}");
            stays_home(vendor, &options, &Url::parse(&to).unwrap())
        };
        assert!(stays(""));
        assert!(stays(
            "&token_uri=https%3A%2F%2Fplatform.ringcentral.com%2Frestapi%2Foauth%2Ftoken"
        ));
        for evil in [
            "&token_uri=https://evil.test/",
            "&discovery_uri=https%3A%2F%2Fevil.test",
            "&%74oken_uri=https://evil.test/",
            "&token_uri=https://platform.ringcentral.com/&token_uri=https://evil.test/",
            "&token_uri=//evil.test",
            "#token_uri=https://evil.test/",
            "&token_uri=",
        ] {
            assert!(!stays(evil), "{evil}");
        }
    }
}
