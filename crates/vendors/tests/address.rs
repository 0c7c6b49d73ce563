//! What the user types becomes one URL, or a sentence at every field that is wrong.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use deskbell_core::FieldInput;
use deskbell_vendors::{Vendor as _, ringcentral::RingCentral, ringcentral::simulated_desk};
use expect_test::{Expect, expect};
use std::collections::BTreeMap;
use std::fmt::Write as _;

fn check(options: &[(&str, &str)], expected: &Expect) {
    let options: BTreeMap<_, _> =
        options.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let said = match RingCentral.address(&options) {
        Ok(address) => format!(
            "{}\norigins {:?}\nredirect {}\n",
            address.url,
            address.origins,
            address.redirect.as_deref().unwrap_or("-")
        ),
        Err(problems) => problems.iter().fold(String::new(), |mut out, problem| {
            writeln!(out, "{}: {}", problem.field, problem.message).unwrap();
            out
        }),
    };
    expected.assert_eq(&said);
}

#[test]
fn official_widget_with_defaults() {
    check(
        &[("clientId", " abc-DEF_1 ")],
        &expect![[r#"
        https://apps.ringcentral.com/integration/ringcentral-embeddable/latest/app.html?clientId=abc-DEF_1&appServer=https%3A%2F%2Fplatform.ringcentral.com&disableLoginPopup=1
        origins ["https://apps.ringcentral.com"]
        redirect https://apps.ringcentral.com/integration/ringcentral-embeddable/latest/redirect.html
    "#]],
    );
    check(
        &[
            ("clientId", "abc"),
            ("version", "2.3.1"),
            ("callingMode", "ringout"),
            ("disableLoginPopup", ""),
        ],
        &expect![[r#"
        https://apps.ringcentral.com/integration/ringcentral-embeddable/2.3.1/app.html?clientId=abc&appServer=https%3A%2F%2Fplatform.ringcentral.com&defaultCallWith=callingOptions-ringout
        origins ["https://apps.ringcentral.com"]
        redirect https://apps.ringcentral.com/integration/ringcentral-embeddable/2.3.1/redirect.html
    "#]],
    );
}

#[test]
fn own_build_brings_its_own_client_id() {
    check(
        &[("url", "https://phone.example.com/widget/app.html"), ("version", "ignored")],
        &expect![[r#"
        https://phone.example.com/widget/app.html?disableLoginPopup=1
        origins ["https://phone.example.com"]
        redirect https://phone.example.com/widget/redirect.html
    "#]],
    );
    check(
        &[("url", "http://localhost:8080/app.html")],
        &expect![[r#"
        http://localhost:8080/app.html?disableLoginPopup=1
        origins ["http://localhost:8080"]
        redirect http://localhost:8080/redirect.html
    "#]],
    );
    check(
        &[("url", "http://[::1]:8080/app.html")],
        &expect![[r#"
        http://[::1]:8080/app.html?disableLoginPopup=1
        origins ["http://[::1]:8080"]
        redirect http://[::1]:8080/redirect.html
    "#]],
    );
}

#[test]
fn a_pasted_address_brings_its_parameters() {
    check(
        &[(
            "url",
            "https://apps.ringcentral.com/integration/ringcentral-embeddable/2.x/app.html?enableSmartNote=1&clientId=abc&appServer=https%3A%2F%2Fplatform.devtest.ringcentral.com",
        )],
        &expect![[r#"
            https://apps.ringcentral.com/integration/ringcentral-embeddable/2.x/app.html?clientId=abc&appServer=https%3A%2F%2Fplatform.devtest.ringcentral.com&disableLoginPopup=1&enableSmartNote=1
            origins ["https://apps.ringcentral.com"]
            redirect https://apps.ringcentral.com/integration/ringcentral-embeddable/2.x/redirect.html
        "#]],
    );
}

#[test]
fn parameters_keep_the_documented_order_and_are_escaped() {
    check(
        &[
            ("clientId", "abc"),
            (
                "parameters",
                "userAgent=Desk bell&disableGlip=false&mainTab=true&prefix=desk-1&enableWebRTCPlanB=true",
            ),
            ("redirectUri", "https://host.example/cb?a=1"),
            ("appServer", "https://platform.devtest.ringcentral.com/"),
            ("showMyLocationNumbers", "1"),
        ],
        &expect![[r#"
            https://apps.ringcentral.com/integration/ringcentral-embeddable/latest/app.html?clientId=abc&appServer=https%3A%2F%2Fplatform.devtest.ringcentral.com&redirectUri=https%3A%2F%2Fhost.example%2Fcb%3Fa%3D1&disableLoginPopup=1&prefix=desk-1&userAgent=Desk%20bell&showMyLocationNumbers=1&mainTab=true&disableGlip=false&enableWebRTCPlanB=1
            origins ["https://apps.ringcentral.com"]
            redirect https://host.example/cb?a=1
        "#]],
    );
}

#[test]
fn the_simulated_desk() {
    check(
        simulated_desk(),
        &expect![[r#"
        desk://localhost/ringcentral/index.html?disableLoginPopup=1&signedIn=1
        origins ["desk://localhost"]
        redirect desk://localhost/ringcentral/redirect.html
    "#]],
    );
    check(
        &[("url", "http://desk.localhost/ringcentral/index.html?signedIn=1"), ("clientId", "any")],
        &expect![[r#"
        http://desk.localhost/ringcentral/index.html?clientId=any&disableLoginPopup=1&signedIn=1
        origins ["http://desk.localhost"]
        redirect http://desk.localhost/ringcentral/redirect.html
    "#]],
    );
    check(
        &[("url", "desk://elsewhere/index.html")],
        &expect![[r#"
        url: The simulated desk is at desk://localhost.
    "#]],
    );
}

#[test]
fn a_web_browser_is_answered_on_this_machine() {
    check(
        &[("clientId", "abc"), ("signInWith", "browser"), ("disableLoginPopup", "")],
        &expect![[r#"
            https://apps.ringcentral.com/integration/ringcentral-embeddable/latest/app.html?clientId=abc&appServer=https%3A%2F%2Fplatform.ringcentral.com&redirectUri=http%3A%2F%2F127.0.0.1%3A28370%2Fsigned-in&disableLoginPopup=1
            origins ["https://apps.ringcentral.com"]
            redirect http://127.0.0.1:28370/signed-in
        "#]],
    );
    check(
        &[
            ("url", "http://127.0.0.1:8200/app.html?redirectUri=http://127.0.0.1/cb"),
            ("signInWith", "browser"),
        ],
        &expect![[r#"
            http://127.0.0.1:8200/app.html?redirectUri=http%3A%2F%2F127.0.0.1%2Fcb&disableLoginPopup=1
            origins ["http://127.0.0.1:8200"]
            redirect http://127.0.0.1/cb
        "#]],
    );
    for elsewhere in [
        "https://127.0.0.1:28370/cb",
        "https://host.example/redirect.html",
        "http://127.0.0.1.evil.test:28370/cb",
        "http://127.0.0.2:28370/cb",
        "http://[::1]:28370/cb",
        "http://127.0.0.1:28370/cb?code=1",
        "http://127.0.0.1:28370/cb#code=1",
        "org.deskbell.deskbell.evil:/signed-in",
        "org.deskbell.deskbell://evil.test/signed-in",
        "org.deskbell.deskbell:signed-in",
        "org.deskbell.deskbell:/",
        "org.deskbell.deskbell:/signed-in?code=1",
    ] {
        let options = [("clientId", "abc"), ("signInWith", "browser"), ("redirectUri", elsewhere)];
        let options = options.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let problems = RingCentral.address(&options.into()).unwrap_err();
        assert!(problems.iter().all(|one| one.field == "redirectUri"), "{elsewhere}: {problems:?}");
    }
    check(
        &[("url", "desk://localhost/ringcentral/index.html"), ("signInWith", "browser")],
        &expect![[r#"
            signInWith: The simulated desk has no address a web browser could open; sign in in a window.
        "#]],
    );
    check(
        &[("clientId", "abc"), ("signInWith", "smoke")],
        &expect![[r#"
        signInWith: Write window or browser.
    "#]],
    );
}

#[test]
fn a_web_browser_may_come_back_by_a_link() {
    let link = "org.deskbell.deskbell:/signed-in";
    check(
        &[("clientId", "abc"), ("signInWith", "browser"), ("redirectUri", link)],
        &expect![[r#"
        https://apps.ringcentral.com/integration/ringcentral-embeddable/latest/app.html?clientId=abc&appServer=https%3A%2F%2Fplatform.ringcentral.com&redirectUri=org.deskbell.deskbell%3A%2Fsigned-in&disableLoginPopup=1
        origins ["https://apps.ringcentral.com"]
        redirect org.deskbell.deskbell:/signed-in
    "#]],
    );
}

#[test]
fn a_page_names_the_port_it_is_answered_at() {
    let options = [
        ("clientId", "abc"),
        ("signInWith", "browser"),
        ("redirectUri", "http://127.0.0.1/cb"),
        ("parameters", "userAgent=127.0.0.1"),
    ];
    let options = options.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let typed = RingCentral.address(&options.into()).unwrap();
    let bound = typed.answered_at(40123);
    assert_eq!(bound.redirect.as_deref(), Some("http://127.0.0.1:40123/cb"));
    let port = "redirectUri=http%3A%2F%2F127.0.0.1%3A40123%2Fcb&";
    let shown = bound.url.as_str().replace(port, "redirectUri=http%3A%2F%2F127.0.0.1%2Fcb&");
    assert_eq!(shown, typed.url.as_str(), "nothing else changed");
}

#[test]
fn every_wrong_field_is_told_at_once() {
    check(
        &[
            ("url", "http://phone.example.com/app.html"),
            ("clientId", "abc def"),
            ("appServer", "http://platform.ringcentral.com"),
            ("redirectUri", "ftp://x"),
            ("callingMode", "smoke"),
            ("disableLoginPopup", "0"),
            ("disableMessages", "maybe"),
            ("parameters", "enableSmartNotes=1"),
            ("colour", "red"),
            ("clientid", "abc"),
            ("enableSmartNote", "1"),
        ],
        &expect![[r#"
            clientid: A RingCentral account has no setting clientid; did you mean clientId?
            colour: A RingCentral account has no setting colour.
            enableSmartNote: A RingCentral account has no setting enableSmartNote; write it into the parameters, as name=value.
            url: This address is not encrypted; use https (http works only for this machine).
            clientId: Only letters, digits, '-', '_' and '.' can be part of it; check what was pasted.
            appServer: The server must begin with https://; the widget ignores any other.
            redirectUri: The address must begin with https://.
            disableLoginPopup: The widget reads any value, even 0, as on; leave it empty or out to switch it off.
            disableMessages: Write 1 to switch it on, or leave it empty.
            callingMode: The calling mode is one of browser, ringout, jupiter and softphone.
            parameters: The widget knows no parameter enableSmartNotes; did you mean enableSmartNote?
        "#]],
    );
}

#[test]
fn addresses_that_are_refused() {
    for (url, expected) in [
        (
            "phone.example.com",
            expect![[r#"
            url: This is not an address; it should look like https://host/path.
        "#]],
        ),
        (
            "javascript:alert(1)",
            expect![[r#"
            url: The address must begin with https://.
        "#]],
        ),
        (
            "https://user:pass@phone.example.com/app.html",
            expect![[r#"
            url: Leave the user name and password out of the address; sign in on the page instead.
        "#]],
        ),
        (
            "https://phone.example.com/adapter.js",
            expect![[r#"
            url: This is the script for web pages; use the address of the app.html beside it.
        "#]],
        ),
        (
            "https://phone.example.com/app.html#/dialer",
            expect![[r#"
            url: Leave out the part from # on; the widget finds its pages by itself.
        "#]],
        ),
        (
            "file:///etc/passwd",
            expect![[r#"
            url: The address must begin with https://.
        "#]],
        ),
        (
            "http://localhost.example.com/app.html",
            expect![[r#"
            url: This address is not encrypted; use https (http works only for this machine).
        "#]],
        ),
        (
            "https://phone.example.com/\u{7}app.html",
            expect![[r#"
            url: This contains a line break or another invisible character; paste it again without.
        "#]],
        ),
    ] {
        check(&[("url", url)], &expected);
    }
}

#[test]
fn parameters_that_are_refused() {
    for (parameters, expected) in [
        (
            "disableCall=0",
            expect![[r#"
            parameters: disableCall: The widget reads any value, even 0, as on; leave it empty or out to switch it off.
        "#]],
        ),
        (
            "disableCall=False",
            expect![[r#"
            parameters: disableCall: The widget reads any value, even False, as on; leave it empty or out to switch it off.
        "#]],
        ),
        (
            "disableCall",
            expect![[r#"
            parameters: disableCall: It has no value; write one, or leave the name out too.
        "#]],
        ),
        (
            "disableGlip=0",
            expect![[r#"
            parameters: disableGlip: It is on by itself; write false to switch it off, or leave it out.
        "#]],
        ),
        (
            "defaultCallWith=ringout",
            expect![[r#"
            parameters: defaultCallWith: It must be one of callingOptions-browser, callingOptions-ringout, callingOptions-jupiter, callingOptions-softphone.
        "#]],
        ),
        (
            "clientSecret=hush",
            expect![[r#"
            parameters: clientSecret: This is a secret; write it into its own field, which is kept in the key store.
        "#]],
        ),
        (
            "clientId=other",
            expect![[r#"
            parameters: clientId is given twice with different values; keep one of them.
        "#]],
        ),
        (
            "clientID=other",
            expect![[r#"
            parameters: The widget knows no parameter clientID; did you mean clientId?
        "#]],
        ),
        (
            "nonsense=1",
            expect![[r#"
            parameters: The widget knows no parameter nonsense.
        "#]],
        ),
        (
            "appServer=https://x.example/?a",
            expect![[r#"
            parameters: appServer: The server must be a plain address without ?, # and the word javascript; the widget ignores any other.
        "#]],
        ),
        (
            "stylesUri=http://x.example/a.css",
            expect![[r#"
            parameters: stylesUri: This address is not encrypted; use https (http works only for this machine).
        "#]],
        ),
        (
            "userAgent=a%0Ab",
            expect![[r#"
            parameters: userAgent: The value is too long or contains an invisible character.
        "#]],
        ),
        (
            "a%00b=1",
            expect![[r#"
            parameters: The widget knows no parameter ab.
        "#]],
        ),
    ] {
        check(&[("clientId", "abc"), ("parameters", parameters)], &expected);
    }
}

#[test]
fn version_and_server_quirks() {
    check(
        &[("clientId", "abc"), ("version", "../evil")],
        &expect![[r#"
        version: This is not a version; write latest, or a number such as 2.3.1.
    "#]],
    );
    check(
        &[("clientId", "abc"), ("appServer", "https://x.example/javascript")],
        &expect![[r#"
        appServer: The server must be a plain address without ?, # and the word javascript; the widget ignores any other.
    "#]],
    );
    check(
        &[("clientId", "abc"), ("appServer", "https://")],
        &expect![[r#"
        appServer: This is not an address; it should look like https://host/path.
    "#]],
    );
    check(
        &[],
        &expect![[r#"
        clientId: The official widget needs a client ID; copy it from your app in the RingCentral developer console.
    "#]],
    );
}

#[test]
fn length_caps() {
    let long = "x".repeat(4001);
    check(
        &[("clientId", "abc"), ("jwt", &long)],
        &expect![[r#"
        jwt: This is longer than 4000 characters; check what was pasted.
    "#]],
    );
    let many = "y".repeat(3900);
    check(
        &[
            ("clientId", "abc"),
            ("jwt", &many),
            ("clientSecret", &many),
            ("parameters", &format!("userAgent={}", "z".repeat(3000))),
        ],
        &expect![[r#"
            parameters: The whole address is longer than 8000 characters; leave some parameters out.
        "#]],
    );
}

#[test]
fn secrets_are_in_the_url_and_nowhere_else() {
    let options = [("clientId", "abc"), ("clientSecret", "hush-1"), ("jwt", "hush-2")];
    let options = options.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    let address = RingCentral.address(&options).unwrap();
    assert!(
        address.url.as_str().contains("clientSecret=hush-1&")
            && address.url.as_str().contains("jwt=hush-2")
    );
    for shown in [address.shown(), format!("{address:?}")] {
        assert!(!shown.contains("hush") && shown.contains("clientId=abc"), "{shown}");
    }
}

#[test]
fn every_form_field_is_understood_and_every_message_is_a_sentence() {
    let form = RingCentral.form();
    for field in &form.fields {
        assert!(field.help.ends_with('.'), "{}", field.key);
        // Nonsense in any field must be refused at that field, unless any text will do.
        let nonsense = BTreeMap::from([
            ("clientId".to_owned(), "abc".to_owned()),
            (field.key.clone(), "\u{1}?".to_owned()),
        ]);
        let problems = RingCentral.address(&nonsense).unwrap_err();
        assert!(
            problems.iter().any(|problem| problem.field == field.key),
            "{}: {problems:?}",
            field.key
        );
        for problem in problems {
            assert!(
                problem.message.ends_with(['.', '?']) || problem.message.contains(';'),
                "{problem:?}"
            );
        }
    }
    let keys: Vec<_> = form.fields.iter().map(|field| field.key.as_str()).collect();
    let mut unique = keys.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), keys.len());
    let secrets = form.fields.iter().filter(|field| matches!(field.input, FieldInput::Secret));
    assert_eq!(
        secrets.map(|field| field.key.as_str()).collect::<Vec<_>>(),
        ["clientSecret", "jwt"]
    );
}

/// Options, and what is wrong with them or the address they make.
fn within(options: &[(&str, &str)]) -> Result<deskbell_vendors::Address, Vec<String>> {
    let hosted = [("hosting", "companyPage")];
    let options: BTreeMap<_, _> = hosted
        .iter()
        .chain(options)
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    let problems = |problems: Vec<deskbell_core::FieldProblem>| {
        problems.into_iter().map(|problem| problem.field).collect()
    };
    RingCentral.address(&options).map_err(problems)
}

#[test]
fn a_companys_page_is_loaded_as_it_is_and_the_widget_speaks_from_its_frame() {
    let crm = "https://crm.company.example/desk?tab=phone#/calls";
    let address = within(&[("page", crm)]).unwrap();
    assert_eq!(address.url.as_str(), crm, "its query is its own");
    assert_eq!(address.origins, ["https://crm.company.example"]);
    assert_eq!(address.widget.as_deref(), Some("https://apps.ringcentral.com"));
    let beside =
        "https://apps.ringcentral.com/integration/ringcentral-embeddable/latest/redirect.html";
    assert_eq!(address.redirect.as_deref(), Some(beside));
    assert!(address.secrets.is_empty());

    let own = [("page", crm), ("url", "https://phone.company.example:8443/rc/app.html")];
    let address = within(&own).unwrap();
    assert_eq!(address.widget.as_deref(), Some("https://phone.company.example:8443"));
    let redirect = "https://phone.company.example:8443/rc/redirect.html";
    assert_eq!(address.redirect.as_deref(), Some(redirect));

    let browser = [("page", crm), ("signInWith", "browser")];
    let address = within(&browser).unwrap();
    assert_eq!(address.redirect.as_deref(), Some("http://127.0.0.1:28370/signed-in"));
    assert_eq!(address.sign_in, deskbell_vendors::SignInWay::Browser);
}

#[test]
fn a_companys_page_that_is_missing_or_cannot_be_loaded_is_said_at_its_field() {
    for page in ["", "crm", "ftp://crm.example/", "javascript:alert(1)"] {
        assert_eq!(within(&[("page", page)]).unwrap_err(), ["page"], "{page}");
    }
    let wrong = BTreeMap::from([("hosting".to_owned(), "ownPage".to_owned())]);
    let problems = RingCentral.address(&wrong).unwrap_err();
    assert!(problems.iter().any(|problem| problem.field == "hosting"), "{problems:?}");
}

#[test]
fn the_sign_in_of_a_framed_phone_is_its_own_hosts_and_the_platforms() {
    let options: BTreeMap<String, String> = [
        ("hosting", "companyPage"),
        ("page", "https://crm.company.example/"),
        ("url", "https://phone.company.example/rc/app.html"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into();
    for (target, is) in [
        ("https://platform.ringcentral.com/restapi/oauth/authorize?x=1", true),
        ("https://phone.company.example/rc/redirect.html?code=1", true),
        ("https://crm.company.example/redirect.html", false),
        ("https://crm.company.example/restapi/oauth/authorize", false),
        ("https://evil.example/restapi/oauth/authorize", false),
    ] {
        let parsed = url::Url::parse(target).unwrap();
        assert_eq!(RingCentral.is_sign_in(&options, &parsed), is, "{target}");
    }
}
