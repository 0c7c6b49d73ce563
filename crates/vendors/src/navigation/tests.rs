//! NavigationPolicy as tables: what attackers write, and what becomes of it.

use super::{
    ExternalLink, FILTERED_ZONES, NavigationDecision, NavigationPolicy, NetworkZone, rules,
};
use crate::vendor;
use deskbell_core::LinkRefusal::{self, *};
use proptest::prelude::*;
use regex::Regex;
use std::collections::BTreeMap;
use url::Url;

const LINUX: &str = "desk://localhost";
const WINDOWS: &str = "http://desk.localhost";

fn url(text: &str) -> Url {
    Url::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn policy_on(desk: &'static str, options: &[(&str, &str)]) -> NavigationPolicy {
    let options: BTreeMap<String, String> =
        options.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    let vendor = vendor("ringcentral").unwrap();
    let address = vendor.address(&options).unwrap_or_else(|problems| panic!("{problems:?}"));
    NavigationPolicy::of(vendor, &address, &options, desk)
}

fn policy(options: &[(&str, &str)]) -> NavigationPolicy {
    policy_on(LINUX, options)
}

fn official() -> NavigationPolicy {
    policy(&[("clientId", "abc")])
}

fn at(address: &str) -> NavigationPolicy {
    policy(&[("url", address)])
}

#[test]
fn hosts_are_in_the_zone_their_name_or_number_says() {
    let rows: &[(NetworkZone, &[&str])] = &[
        (
            NetworkZone::Public,
            &[
                "apps.ringcentral.com",
                "evil.test",
                "8.8.8.8",
                "1.1.1.1",
                "[2606:4700::1111]",
                "172.15.0.1",
                "172.32.0.1",
                "192.169.0.1",
                "100.63.0.1",
                "100.128.0.1",
                "126.0.0.1",
                "128.0.0.1",
                "223.255.255.255",
                "localhost.evil.test",
                "127.0.0.1.evil.test",
                "locallan.example",
                "xlocal.example",
                "10.example",
            ],
        ),
        (
            NetworkZone::Loopback,
            &[
                "localhost",
                "LOCALHOST",
                "localhost.",
                "a.localhost",
                "desk.localhost",
                "127.0.0.1",
                "127.1",
                "127.255.255.254",
                "2130706433",
                "0x7f000001",
                "0177.0.0.1",
                "127.0.0.1.",
                "0.0.0.0",
                "0",
                "[::1]",
                "[::]",
                "[0:0:0:0:0:0:0:1]",
                "ip6-localhost",
                "localhost.localdomain",
                "ⓛocalhost",
            ],
        ),
        (
            NetworkZone::Private,
            &[
                "10.0.0.1",
                "10.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.0.1",
                "3232235521",
                "100.64.0.1",
                "100.127.0.1",
                "198.18.0.1",
                "[fc00::1]",
                "[fd12:3456::1]",
                "[fec0::1]",
                "printer.local",
                "printer.local.",
                "metadata.google.internal",
                "nas.lan",
                "box.home.arpa",
                "wiki.corp",
                "intranet",
                "router.",
                "x.localdomain",
            ],
        ),
        (
            NetworkZone::LinkLocal,
            &["169.254.169.254", "169.254.0.1", "0xa9fea9fe", "[fe80::1]", "[febf::1]"],
        ),
        (
            NetworkZone::Reserved,
            &[
                "[::ffff:127.0.0.1]",
                "[::ffff:8.8.8.8]",
                "[::127.0.0.1]",
                "[::2]",
                "[64:ff9b::10.0.0.1]",
                "[2002:7f00:1::]",
                "[2001:0:1::1]",
                "[2001::1]",
                "[ff02::1]",
                "[4000::1]",
                "[1::1]",
                "[fe00::1]",
                "224.0.0.1",
                "239.1.1.1",
                "255.255.255.255",
                "192.0.0.8",
                ".",
            ],
        ),
    ];
    for (zone, hosts) in rows {
        for host in *hosts {
            if let Ok(url) = Url::parse(&format!("http://{host}/")) {
                assert_eq!(NetworkZone::of(&url), *zone, "{host}");
            } else {
                // No engine would make a request to what does not parse.
                assert_eq!(*host, ".", "{host} does not parse");
            }
        }
    }
}

#[test]
fn the_top_frame_stays_at_the_accounts_own_origin() {
    let page = official();
    for own in [
        "https://apps.ringcentral.com/integration/ringcentral-embeddable/latest/app.html?x#y",
        "https://APPS.RINGCENTRAL.COM:443/",
        "about:blank",
        "about:srcdoc",
    ] {
        assert_eq!(page.top(&url(own)), NavigationDecision::Stay, "{own}");
    }
    for elsewhere in [
        "https://apps.ringcentral.com.evil.test/",
        "https://apps.ringcentral.com./",
        "https://apps.ringcentral.com:8443/",
        "http://apps.ringcentral.com/",
        "https://evil.test/https://apps.ringcentral.com/",
        "https://evil.test\\@apps.ringcentral.com/",
        "https://аpps.ringcentral.com/",
        "http://desk.evil.test/",
        "http://tauri.evil.test/",
        "http://desk.localhost.evil.test/",
    ] {
        assert_eq!(page.top(&url(elsewhere)), NavigationDecision::Outside, "{elsewhere}");
    }
    let rows: &[(&str, LinkRefusal)] = &[
        ("https://apps.ringcentral.com@evil.test/", UserName),
        ("https://user:pass@apps.ringcentral.com/", UserName),
        ("http://127.0.0.1:9/", OwnMachine),
        ("http://desk.localhost/", OwnMachine),
        ("http://tauri.localhost/", OwnMachine),
        ("http://[::1]/", OwnMachine),
        ("http://192.168.1.1/", LocalNetwork),
        ("http://169.254.169.254/latest/meta-data", LocalNetwork),
        ("http://[::ffff:127.0.0.1]/", NoHost),
        ("javascript:alert(1)", Scheme),
        ("data:text/html,x", Scheme),
        ("blob:https://apps.ringcentral.com/1-2", Scheme),
        ("file:///etc/passwd", Scheme),
        ("file://server/share/x.desktop", Scheme),
        ("\\\\server\\share", Scheme),
        ("view-source:https://apps.ringcentral.com/", Scheme),
        ("about:config", Scheme),
        ("desk://localhost/ringcentral/index.html", Scheme),
        ("tauri://localhost/", Scheme),
        ("ipc://localhost/dispatch", Scheme),
        ("zoommtg://x", Scheme),
    ];
    for (address, why) in rows {
        let Ok(parsed) = Url::parse(address) else {
            assert!(address.starts_with('\\'), "{address} does not parse");
            continue;
        };
        assert_eq!(page.top(&parsed), NavigationDecision::Refused(*why), "{address}");
    }
}

#[test]
fn an_account_reaches_the_zone_it_lives_in_and_no_other() {
    let rows: &[(&str, &[NetworkZone])] = &[
        ("https://phone.example/app.html", &[]),
        ("http://127.0.0.1:4000/app.html", &[NetworkZone::Loopback]),
        ("http://localhost:4000/app.html", &[NetworkZone::Loopback]),
        ("https://10.1.2.3/app.html", &[NetworkZone::Private]),
        ("https://phone.corp/app.html", &[NetworkZone::Private]),
        ("https://169.254.1.1/app.html", &[NetworkZone::LinkLocal]),
        ("https://[::ffff:10.0.0.1]/app.html", &[]),
        ("desk://localhost/ringcentral/index.html", &[]),
    ];
    for (address, permitted) in rows {
        let policy = at(address);
        for zone in FILTERED_ZONES {
            assert_eq!(policy.permits(zone), permitted.contains(&zone), "{address}: {zone:?}");
        }
        assert!(policy.permits(NetworkZone::Public));
        assert_eq!(policy.top(&url(address)), NavigationDecision::Stay, "{address}");
    }
    let local = at("http://127.0.0.1:4000/app.html");
    assert_eq!(local.frame(&url("http://127.0.0.1:4001/")), Ok(()));
    assert_eq!(local.top(&url("http://127.0.0.1:4001/")), NavigationDecision::Outside);
    assert_eq!(local.frame(&url("http://10.0.0.1/")), Err(LocalNetwork));
}

#[test]
fn our_own_pages_reach_only_themselves() {
    for (desk, own, other) in [
        (LINUX, "desk://localhost/x", "http://desk.localhost/x"),
        (WINDOWS, "http://desk.localhost/x", "http://desk.localhost:81/x"),
    ] {
        let page = policy_on(desk, &[("url", "desk://localhost/ringcentral/index.html")]);
        assert_eq!(page.top(&url(own)), NavigationDecision::Stay, "{own}");
        assert_eq!(page.frame(&url(own)), Ok(()), "{own}");
        assert_eq!(page.sign_in(&url(own)), Ok(()), "{own}");
        assert_eq!(page.top(&url(other)), NavigationDecision::Refused(OwnMachine), "{other}");
        assert_eq!(page.frame(&url("http://localhost/")), Err(OwnMachine));
        assert_eq!(page.top(&url("desk://elsewhere/x")), NavigationDecision::Refused(Scheme));
    }
    for desk in [LINUX, WINDOWS] {
        let page = policy_on(desk, &[("clientId", "abc")]);
        assert_eq!(page.frame(&url("desk://localhost/x")), Err(Scheme));
        assert_eq!(page.frame(&url("http://desk.localhost/x")), Err(OwnMachine));
    }
}

#[test]
fn frames_are_the_pages_business_while_they_are_public() {
    let page = official();
    for fine in [
        "https://ads.example/",
        "http://ads.example:81/",
        "about:srcdoc",
        "data:text/html,x",
        "blob:null/1",
    ] {
        assert_eq!(page.frame(&url(fine)), Ok(()), "{fine}");
    }
    for (bad, why) in [
        ("http://127.0.0.1/", OwnMachine),
        ("http://2130706433/", OwnMachine),
        ("https://router/", LocalNetwork),
        ("http://169.254.169.254/", LocalNetwork),
        ("https://a:b@ads.example/", UserName),
        ("file:///etc/passwd", Scheme),
        ("view-source:https://ads.example/", Scheme),
        ("ipc://localhost/", Scheme),
        ("zoommtg:x", Scheme),
    ] {
        assert_eq!(page.frame(&url(bad)), Err(why), "{bad}");
    }
}

#[test]
fn a_sign_in_window_visits_public_hosts_or_those_the_user_named() {
    let open = official();
    for fine in
        ["https://login.company.example/", "https://platform.ringcentral.com/x", "about:blank"]
    {
        assert_eq!(open.sign_in(&url(fine)), Ok(()), "{fine}");
    }
    for (bad, why) in [
        ("http://login.company.example/", NotEncrypted),
        ("http://127.0.0.1:8080/", OwnMachine),
        ("https://intranet/", LocalNetwork),
        ("https://login@evil.test/", UserName),
        ("data:text/html,x", Scheme),
        ("file:///x", Scheme),
    ] {
        assert_eq!(open.sign_in(&url(bad)), Err(why), "{bad}");
    }
    let narrow = policy(&[
        ("clientId", "abc"),
        ("loginHosts", "login.company.example, *.idp.example bücher.example"),
    ]);
    for fine in [
        "https://login.company.example/a",
        "https://idp.example/",
        "https://eu.idp.example/",
        "https://xn--bcher-kva.example/",
        "https://login.ringcentral.com/sso",
    ] {
        assert_eq!(narrow.sign_in(&url(fine)), Ok(()), "{fine}");
    }
    for bad in [
        "https://company.example/",
        "https://login.company.example.evil.test/",
        "https://xlogin.company.example/",
        "https://evilidp.example/",
        "https://evilringcentral.com/",
        "https://login.company.example./",
    ] {
        assert_eq!(narrow.sign_in(&url(bad)), Err(NotALoginHost), "{bad}");
    }
    assert_eq!(narrow.top(&url("https://login.company.example/")), NavigationDecision::Stay);
    assert_eq!(narrow.top(&url("http://login.company.example/")), NavigationDecision::Outside);
    let local = at("http://127.0.0.1:4000/app.html");
    assert_eq!(local.sign_in(&url("http://127.0.0.1:4001/login")), Ok(()));
    let caught = policy(&[("clientId", "abc"), ("redirectUri", "http://localhost:7000/back.html")]);
    assert_eq!(caught.sign_in(&url("http://localhost:7000/back.html?code=1")), Ok(()));
    assert_eq!(caught.sign_in(&url("http://localhost:7001/")), Err(OwnMachine));
}

#[test]
fn a_list_of_hosts_holds_only_hosts() {
    for bad in [
        "https://login.example",
        "login.example/path",
        "login.example:443",
        "user@login.example",
        "localhost",
        "*.",
        "*",
        "a.*.example",
        "127.0.0.1",
        "[::1]",
        "login.example.",
        "-",
        "a b.c/d",
    ] {
        let options = [("clientId", "abc"), ("loginHosts", bad)];
        let options: BTreeMap<String, String> =
            options.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        let problems = vendor("ringcentral").unwrap().address(&options).unwrap_err();
        assert!(
            problems.iter().any(|problem| problem.field == "loginHosts"),
            "{bad}: {problems:?}"
        );
    }
}

#[test]
fn links_leave_as_what_they_parsed_to() {
    let page = official();
    let browser = |text: &str| ExternalLink::Browser(url(text));
    for (link, out) in [
        ("https://EXAMPLE.com:443/a b?c", browser("https://example.com/a%20b?c")),
        ("http://example.com", browser("http://example.com/")),
        ("https://аpple.example/", browser("https://xn--pple-43d.example/")),
        ("http://127.0.0.1:631/", ExternalLink::Refused(OwnMachine)),
        ("http://router/", ExternalLink::Refused(LocalNetwork)),
        ("https://bank.example@evil.test/", ExternalLink::Refused(UserName)),
        ("desk://localhost/x", ExternalLink::Refused(Scheme)),
        ("file:///etc/passwd", ExternalLink::Refused(Scheme)),
        ("file://evil.test/share/x.desktop", ExternalLink::Refused(Scheme)),
        ("javascript:alert(1)", ExternalLink::Refused(Scheme)),
        ("JaVaScRiPt:alert(1)", ExternalLink::Refused(Scheme)),
        ("vbscript:x", ExternalLink::Refused(Scheme)),
        ("data:text/html,x", ExternalLink::Refused(Scheme)),
        ("blob:https://a.example/1", ExternalLink::Refused(Scheme)),
        ("ms-msdt:/id PCWDiagnostic", ExternalLink::Refused(Scheme)),
        ("ms-officecmd:{}", ExternalLink::Refused(Scheme)),
        ("search-ms:query=x", ExternalLink::Refused(Scheme)),
        ("ms-word:ofe|u|https://evil.test/x.doc", ExternalLink::Refused(Scheme)),
        ("ldap://evil.test/x", ExternalLink::Refused(Scheme)),
        ("smb://evil.test/x", ExternalLink::Refused(Scheme)),
        ("ssh://-oProxyCommand=x/", ExternalLink::Refused(Scheme)),
        ("ftp://evil.test/", ExternalLink::Refused(Scheme)),
        ("jar:https://evil.test/x!/", ExternalLink::Refused(Scheme)),
        ("view-source:https://a.example/", ExternalLink::Refused(Scheme)),
        ("deskbell://open?x", ExternalLink::Refused(Scheme)),
        ("org.deskbell.deskbell:/sign-in?code=1", ExternalLink::Refused(Scheme)),
        ("tel:+16505550100", ExternalLink::Dial("tel:+16505550100".to_owned())),
        ("SMS:+16505550100?body=x", ExternalLink::Dial("sms:+16505550100?body=x".to_owned())),
        ("c:\\windows\\system32\\calc.exe", ExternalLink::Refused(Scheme)),
        ("about:config", ExternalLink::Refused(Scheme)),
    ] {
        assert_eq!(page.external_link(&url(link)), out, "{link}");
    }
    let long = format!("https://a.example/{}", "x".repeat(9000));
    assert_eq!(page.external_link(&url(&long)), ExternalLink::Refused(TooLong));
    // The account's own zone is open to its links too.
    let local = at("http://127.0.0.1:4000/app.html");
    assert_eq!(
        local.external_link(&url("http://127.0.0.1:4001/")),
        browser("http://127.0.0.1:4001/")
    );
}

#[test]
fn mail_fills_in_text_and_attaches_nothing() {
    let page = official();
    let mail = |link: &str| match page.external_link(&url(link)) {
        ExternalLink::Mail(url) => url.to_string(),
        other => panic!("{link}: {other:?}"),
    };
    assert_eq!(
        mail("mailto:a@b.example?subject=Hi there"),
        "mailto:a@b.example?subject=Hi%20there"
    );
    assert_eq!(mail("mailto:a@b.example?attach=/etc/passwd&Body=x"), "mailto:a@b.example?body=x");
    assert_eq!(mail("mailto:\"x\" --attach=/etc/passwd"), "mailto:%22x%22%20--attach=/etc/passwd");
}

#[test]
fn other_programs_are_named_by_their_scheme_and_get_nothing_a_shell_would_read() {
    let page = official();
    for (link, scheme, address) in [
        ("zoommtg://zoom.us/join?confno=1", "zoommtg", "zoommtg://zoom.us/join?confno=1"),
        ("MSTEAMS:/l/call", "msteams", "msteams:/l/call"),
        (
            "rcapp:x\" & calc `id` $(id) 'y' |z",
            "rcapp",
            "rcapp:x%22%20&%20calc%20%60id%60%20%24(id)%20%27y%27%20%7Cz",
        ),
    ] {
        let out = ExternalLink::Program { scheme: scheme.to_owned(), address: address.to_owned() };
        assert_eq!(page.external_link(&url(link)), out, "{link}");
    }
}

/// The rules of one zone, as WebKit reads them: later rules may take back earlier ones.
struct Filter(Vec<(Regex, bool)>);

impl Filter {
    fn of(zone: NetworkZone) -> Self {
        let rules: Vec<serde_json::Value> = serde_json::from_str(&rules(zone)).unwrap();
        let rule = |rule: &serde_json::Value| {
            let filter = rule.pointer("/trigger/url-filter").and_then(|it| it.as_str()).unwrap();
            // What WebKit's own small language does not know.
            for unknown in ["|", "{", "\\d", "\\w", "\\b", "(?"] {
                assert!(!filter.contains(unknown), "{filter}");
            }
            (
                Regex::new(filter).unwrap(),
                rule.pointer("/action/type").is_some_and(|it| it == "block"),
            )
        };
        Self(rules.iter().map(rule).collect())
    }

    fn blocks(&self, url: &Url) -> bool {
        let mut matching = self.0.iter().filter(|(filter, _)| filter.is_match(url.as_str()));
        matching.next_back().is_some_and(|(_, blocks)| *blocks)
    }
}

fn filters() -> Vec<(NetworkZone, Filter)> {
    FILTERED_ZONES.iter().map(|zone| (*zone, Filter::of(*zone))).collect()
}

fn agrees(filters: &[(NetworkZone, Filter)], url: &Url) -> Result<(), String> {
    let blocked: Vec<NetworkZone> =
        filters.iter().filter(|(_, f)| f.blocks(url)).map(|(zone, _)| *zone).collect();
    let expected: Vec<NetworkZone> =
        FILTERED_ZONES.into_iter().filter(|r| *r == NetworkZone::of(url)).collect();
    if blocked == expected { Ok(()) } else { Err(format!("{url}: {blocked:?}, not {expected:?}")) }
}

#[test]
fn our_own_schemes_pass_every_filter() {
    for (_, filter) in filters() {
        for own in [
            "desk://localhost/x",
            "ipc://localhost/widget_message",
            "tauri://localhost/",
            "data:,127.0.0.1/",
            "blob:http://localhost/",
        ] {
            assert!(!filter.blocks(&url(own)), "{own}");
        }
    }
}

fn number() -> impl Strategy<Value = String> {
    let edge = prop::sample::select(vec![
        0u8, 10, 15, 16, 31, 32, 63, 64, 100, 127, 128, 168, 169, 172, 192, 198, 224, 254, 255,
    ]);
    let octet = prop_oneof![edge, any::<u8>()];
    (octet.clone(), octet.clone(), octet, any::<u8>())
        .prop_map(|(a, b, c, d)| format!("{a}.{b}.{c}.{d}"))
}

fn long_number() -> impl Strategy<Value = String> {
    let edge = prop::sample::select(vec![
        0u16, 1, 0xf, 0x10, 0x64, 0xff, 0x100, 0xfff, 0x1000, 0x1fff, 0x2000, 0x2001, 0x2002,
        0x3fff, 0x4000, 0x7f00, 0xfbff, 0xfc00, 0xfdff, 0xfe00, 0xfe7f, 0xfe80, 0xfebf, 0xfec0,
        0xfeff, 0xff00, 0xffff, 0xff9b,
    ]);
    let group = prop_oneof![3 => Just(0u16), 3 => edge, 1 => any::<u16>()];
    prop::array::uniform8(group)
        .prop_map(|groups| format!("[{}]", std::net::Ipv6Addr::from(groups)))
}

fn name() -> impl Strategy<Value = String> {
    let label = prop::sample::select(vec![
        "localhost",
        "local",
        "lan",
        "internal",
        "home",
        "arpa",
        "corp",
        "localdomain",
        "ip6-localhost",
        "example",
        "com",
        "127",
        "10",
        "x",
        "localhost6",
    ]);
    (prop::collection::vec(label, 1..4), any::<bool>())
        .prop_map(|(labels, dot)| format!("{}{}", labels.join("."), if dot { "." } else { "" }))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, ..ProptestConfig::default() })]

    #[test]
    fn filters_and_zones_agree(
        scheme in prop::sample::select(vec!["http", "https", "ws", "wss"]),
        user in prop::sample::select(vec!["", "u@", "u:p@", "127.0.0.1@", "localhost:80@"]),
        host in prop_oneof![number(), long_number(), name()],
        port in prop::sample::select(vec!["", ":8080"]),
        rest in prop::sample::select(vec!["/", "/x?http://127.0.0.1/", "/@localhost/", "?@10.0.0.1/"]),
    ) {
        thread_local!(static FILTERS: Vec<(NetworkZone, Filter)> = filters());
        if let Ok(url) = Url::parse(&format!("{scheme}://{user}{host}{port}{rest}")) {
            FILTERS.with(|filters| agrees(filters, &url)).map_err(TestCaseError::fail)?;
        }
    }

    #[test]
    fn nothing_that_is_let_pass_is_anything_else_than_it_seems(text in "\\PC{0,60}", prefix in prop::sample::select(vec!["", "http://", "https://", "https://apps.ringcentral.com", "file:", "\\\\", "zoommtg:"])) {
        thread_local!(static PAGE: NavigationPolicy = official());
        if let Ok(url) = Url::parse(&format!("{prefix}{text}")) {
            PAGE.with(|page| {
                if page.top(&url) == NavigationDecision::Stay && url.scheme() != "about" {
                    assert_eq!(url.origin().ascii_serialization(), "https://apps.ringcentral.com");
                }
                match page.external_link(&url) {
                    ExternalLink::Browser(out) => {
                        assert!(out.host_str().is_some_and(|host| host.is_ascii()));
                        assert!(out.username().is_empty() && NetworkZone::of(&out) == NetworkZone::Public);
                    }
                    ExternalLink::Program { address, .. } => {
                        assert!(!address.contains(|c: char| c.is_control() || " \"'`$|<>\\^".contains(c)));
                    }
                    ExternalLink::Mail(out) => assert_eq!(out.scheme(), "mailto"),
                    ExternalLink::Dial(_) | ExternalLink::Refused(_) => {}
                }
            });
        }
    }
}
