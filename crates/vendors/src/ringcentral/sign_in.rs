//! Which windows that the widget opens belong to signing in (facts: OAuth, "Opening").

use super::form::PRODUCTION;
use crate::Address;
use crate::page_url::origin;
use std::collections::BTreeMap;
use url::{Origin, Url};

/// Path of the platform's authorise address.
const AUTHORISE: &str = "/restapi/oauth/authorize";
/// Domains of the platform's own hosts, where discovery may lead to another one than `appServer`.
pub(super) const PLATFORM: [&str; 2] = ["ringcentral.com", "ringcentral.biz"];

/// True for the page's own host (its redirect page, the simulated desk's sign-in page, a platform beside it), and
/// for the authorise address on the platform. Meeting links and other pages of the vendor are not.
pub(super) fn is_sign_in(options: &BTreeMap<String, String>, page: &Address, target: &Url) -> bool {
    if target.as_str() == "about:blank" {
        return true;
    }
    let widget = page.widget.as_ref().and_then(|origin| Url::parse(origin).ok());
    if same_place(widget.as_ref().unwrap_or(&page.url), target) {
        let path = target.path();
        // A company may serve widget and platform from one place.
        return path == AUTHORISE
            || path.ends_with("login.html")
            || path.ends_with("redirect.html");
    }
    let server = options.get("appServer").map_or(PRODUCTION, |typed| typed.trim());
    let chosen = Url::parse(server).is_ok_and(|server| server.origin() == target.origin());
    let platform = target.scheme() == "https"
        && target
            .host_str()
            .and_then(|host| PLATFORM.iter().find_map(|domain| host.strip_suffix(domain)))
            .is_some_and(|below| below.ends_with('.'));
    target.path() == AUTHORISE && (chosen || platform)
}

/// The authorise address beside `url`.
pub(super) fn authorise_at(url: &Url) -> Url {
    let mut there = url.clone();
    there.set_path(AUTHORISE);
    there
}

/// Same scheme, host and port; schemes of our own have no origin to compare, and Windows spells them
/// `http://scheme.localhost`.
fn same_place(one: &Url, other: &Url) -> bool {
    let is_desk =
        |url: &Url| ["desk://localhost", "http://desk.localhost"].contains(&&*origin(url));
    if is_desk(one) && is_desk(other) {
        return true;
    }
    match one.origin() {
        Origin::Opaque(_) => one.scheme() == other.scheme() && one.host() == other.host(),
        origin => origin == other.origin(),
    }
}

#[cfg(test)]
mod tests {
    use super::is_sign_in;
    use crate::{Vendor, ringcentral::RingCentral};
    use std::collections::BTreeMap;
    use url::Url;

    fn asks(options: &[(&str, &str)], target: &str) -> bool {
        let options: BTreeMap<String, String> =
            options.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let page = RingCentral.address(&options).unwrap();
        is_sign_in(&options, &page, &Url::parse(target).unwrap())
    }

    #[test]
    fn secrets_go_to_the_platform_only() {
        let is = |server: &str, url: &str| {
            let mut options = BTreeMap::from([("clientId".to_owned(), "abc".to_owned())]);
            options.insert("appServer".to_owned(), server.to_owned());
            RingCentral.is_platform(&options, &Url::parse(url).unwrap())
        };
        let real = "https://platform.ringcentral.com";
        for good in [
            "https://platform.ringcentral.com/restapi/oauth/token",
            "https://discovery.ringcentral.com/.well-known/entry-points/external",
            "https://platform.ringcentral.biz/restapi/oauth/token",
        ] {
            assert!(is(real, good), "{good}");
        }
        for evil in [
            "https://evil.test/restapi/oauth/token",
            "https://platform.ringcentral.com.evil.test/",
            "https://platform.ringcentral.com@evil.test/",
            "http://platform.ringcentral.com/restapi/oauth/token",
            "https://evilringcentral.com/",
            "javascript:alert(1)",
            "data:text/html,x",
            "about:blank",
        ] {
            assert!(!is(real, evil), "{evil}");
        }
        assert!(is("https://rc.example:8443", "https://rc.example:8443/token"));
        assert!(!is("https://rc.example:8443", "https://rc.example/token"));
    }

    #[test]
    fn only_sign_in_opens_inside() {
        let real = [("clientId", "abc")];
        assert!(asks(
            &real,
            "https://platform.ringcentral.com/restapi/oauth/authorize?client_id=abc"
        ));
        assert!(asks(&real, "https://platform.devtest.ringcentral.com/restapi/oauth/authorize?x"));
        assert!(asks(&real, "about:blank"));
        for outside in [
            "https://v.ringcentral.com/join/123",
            "https://evil.test/restapi/oauth/authorize",
            "https://platform.ringcentral.com.evil.test/restapi/oauth/authorize",
            "http://platform.ringcentral.com/restapi/oauth/authorize",
            "https://evil.test/?authorize",
        ] {
            assert!(!asks(&real, outside), "{outside} opened inside");
        }
        let own = [("clientId", "abc"), ("appServer", "https://rc.example:8443")];
        assert!(asks(&own, "https://rc.example:8443/restapi/oauth/authorize"));
        assert!(!asks(&own, "https://rc.example/restapi/oauth/authorize"));
        let both = [("url", "http://127.0.0.1:8200/app.html?clientId=abc")];
        assert!(asks(&both, "http://127.0.0.1:8200/restapi/oauth/authorize?state=1"));
        assert!(!asks(&both, "http://127.0.0.1:8200/restapi/oauth/authorize/x"));
        assert!(!asks(&both, "http://127.0.0.1:8201/restapi/oauth/authorize?state=1"));
        assert!(!asks(&both, "https://127.0.0.1:8200/restapi/oauth/authorize?state=1"));
        let desk = [("url", "desk://localhost/ringcentral/index.html")];
        assert!(asks(&desk, "desk://localhost/ringcentral/login.html?state=1"));
        assert!(asks(&desk, "http://desk.localhost/ringcentral/login.html?state=1"), "on Windows");
        assert!(!asks(&desk, "desk://elsewhere/ringcentral/login.html"));
    }
}
