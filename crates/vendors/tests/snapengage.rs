//! SnapEngage: commands as the tap takes them, addresses, and what hostile messages cannot do.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]
#![allow(clippy::disallowed_methods, reason = "tests read fixtures and documents")]

mod common;
#[path = "common/entry.rs"]
mod entry;

use deskbell_core::{
    BanBy, ChatAction, ChatRequest, ConversationKey, FieldInput, HOSTING_OPTION, Label, Private,
    SecureData, TransferTarget, VendorCommand, VisitorDetail, WhisperTo, WidgetFact, WidgetWindow,
};
use deskbell_vendors::Vendor as _;
use deskbell_vendors::snapengage::{SnapEngage, hub_events, page_events};
use expect_test::{Expect, expect};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

fn private(text: &str) -> Private<String> {
    Private::from(text)
}

fn label(name: &str, value: Option<&str>) -> Label {
    Label { name: name.to_owned(), value: value.map(private), free_form: None }
}

fn detail(detail: VisitorDetail, value: &str, locked: bool) -> ChatRequest {
    ChatRequest::SetVisitor { detail, value: private(value), locked }
}

/// Everything that can be asked.
fn requests() -> Vec<ChatRequest> {
    use ChatRequest as R;
    let text = || private("Hello \"Ada\"");
    vec![
        R::Reply { text: text() },
        R::Close,
        R::AddLabel { label: label("vip", None) },
        R::AddLabel { label: label("order", Some("4711")) },
        R::RemoveLabel { label: label("order", Some("4711")) },
        R::AddLabel { label: Label { free_form: Some(false), ..label("colour", Some("red")) } },
        R::RemoveLabel { label: Label { free_form: Some(true), ..label("note", None) } },
        R::Transfer { to: TransferTarget::Widget { id: "w-1".to_owned() } },
        R::Transfer { to: TransferTarget::Agent { id: private("b@desk.example") } },
        R::Reclaim,
        R::RequestFile,
        R::RequestSecureData { data: SecureData::SocialSecurityNumber },
        R::RequestSecureData { data: SecureData::CreditCard },
        R::RequestSecureData { data: SecureData::Note },
        R::Ban { by: BanBy::Cookie },
        R::Ban { by: BanBy::Address },
        R::PopulateText { text: text() },
        R::Whisper { text: text(), to: WhisperTo::Agent },
        R::Whisper { text: text(), to: WhisperTo::Visitor },
        R::StartChat { text: text() },
        R::OpenChat,
        R::Invite { text: None, force: true, offline_form: false, minimised: true },
        R::Invite { text: Some(text()), force: false, offline_form: true, minimised: false },
        R::PageChange,
        detail(VisitorDetail::Name, "Ada", false),
        detail(VisitorDetail::Email, "ada@mail.example", true),
        detail(VisitorDetail::Description, "Order", false),
        detail(VisitorDetail::Field { name: "Company".to_owned() }, "Sample", false),
        detail(VisitorDetail::Phone, "1", false),
        detail(VisitorDetail::Notes, "n", false),
        R::SetLanguage { language: "de".to_owned() },
        R::SetLanguage { language: "he".to_owned() },
        R::SwitchWidget { widget: "w-2".to_owned() },
        R::AllowSound { on: false },
        R::AllowInvitations { on: true },
        R::RestartInvitations { force: true },
        R::DelayInvitations { minutes: 10 },
        R::ExpireInvitations { seconds: 30 },
        R::ShowButton { shown: true },
        R::ShowButton { shown: false },
        R::SetWindow { window: WidgetWindow::Open },
        R::ReadState,
        R::ForgetVisitor,
    ]
}

fn said(conversation: Option<&str>, agent: Option<&str>) -> String {
    let conversation = conversation.map(|key| ConversationKey(key.to_owned()));
    let mut out = String::new();
    for request in requests() {
        let command = VendorCommand::Chat {
            conversation: conversation.clone(),
            agent: agent.map(private),
            request: request.clone(),
        };
        if let Some(messages) = SnapEngage.encode(&command) {
            messages.iter().for_each(|message| writeln!(out, "{message}").unwrap());
        }
    }
    out
}

#[test]
fn every_command_for_the_hub() {
    expect![[r#"
        {"hub":{"agent":"a@desk.example","conversationId":"c&d","data":{"message":"Hello \"Ada\"","text":"Hello \"Ada\""},"type":"agent_message_received"}}
        {"hub":{"agent":"a@desk.example","conversationId":"c&d","type":"conversation_closed_by_agent"}}
        {"hub":{"agent":"a@desk.example","conversationId":"c&d","data":{"freeForm":false,"labelName":"vip","value":""},"type":"label_added"}}
        {"hub":{"agent":"a@desk.example","conversationId":"c&d","data":{"freeForm":true,"labelName":"order","value":"4711"},"type":"label_added"}}
        {"hub":{"agent":"a@desk.example","conversationId":"c&d","data":{"freeForm":true,"labelName":"order","value":"4711"},"type":"label_removed"}}
        {"hub":{"agent":"a@desk.example","conversationId":"c&d","data":{"freeForm":false,"labelName":"colour","value":"red"},"type":"label_added"}}
        {"hub":{"agent":"a@desk.example","conversationId":"c&d","data":{"freeForm":true,"labelName":"note","value":""},"type":"label_removed"}}
        {"hub":{"agent":"a@desk.example","conversationId":"c&d","data":{"type":"widget","widgetId":"w-1"},"type":"transfer_request"}}
        {"hub":{"agent":"a@desk.example","conversationId":"c&d","data":{"agentEmail":"b@desk.example","type":"agent"},"type":"transfer_request"}}
        {"hub":{"agent":"a@desk.example","conversationId":"c&d","type":"reclaim_transfer_request"}}
        {"hub":{"agent":"a@desk.example","conversationId":"c&d","type":"request_file"}}
        {"hub":{"agent":"a@desk.example","conversationId":"c&d","data":{"secureDataType":"SSN","secure_data_type":"SSN"},"type":"request_secure_data"}}
        {"hub":{"agent":"a@desk.example","conversationId":"c&d","data":{"secureDataType":"Credit Card","secure_data_type":"Credit Card"},"type":"request_secure_data"}}
        {"hub":{"agent":"a@desk.example","conversationId":"c&d","data":{"secureDataType":"Secure Note","secure_data_type":"Secure Note"},"type":"request_secure_data"}}
        {"hub":{"agent":"a@desk.example","conversationId":"c&d","data":{"type":"cookie"},"type":"ban_user"}}
        {"hub":{"agent":"a@desk.example","conversationId":"c&d","data":{"type":"IP"},"type":"ban_user"}}
        {"hub":{"agent":"a@desk.example","conversationId":"c&d","data":{"message":"Hello \"Ada\""},"type":"populate_text"}}
    "#]].assert_eq(&said(Some("c&d"), Some("a@desk.example")));
}

#[test]
fn every_call_of_the_javascript_api() {
    expect![[r#"
        {"args":[{"closeChatBox":false}],"method":"endChat"}
        {"args":["Hello \"Ada\""],"method":"sendTextToChat"}
        {"args":["Hello \"Ada\"","visitor"],"method":"sendTextToChat"}
        {"args":["Hello \"Ada\""],"method":"startChat"}
        {"args":[],"method":"startLink"}
        {"args":[true,false,null,true],"method":"openProactiveChat"}
        {"args":[false,true,"Hello \"Ada\"",false],"method":"openProactiveChat"}
        {"args":["Ada"],"method":"setUserName"}
        {"args":["ada@mail.example",true],"method":"setUserEmail"}
        {"args":["Order"],"method":"setDescription"}
        {"args":["Company","Sample"],"method":"setCustomField"}
        {"args":["de"],"method":"setLocale"}
        {"args":["iw"],"method":"setLocale"}
        {"args":["w-2"],"method":"switchWidget"}
        {"args":[false],"method":"allowChatSound"}
        {"args":[true],"method":"allowProactiveChat"}
        {"args":[{"force":true}],"method":"reInitProactiveRules"}
        {"args":[10],"method":"setNoProactiveChatDelay"}
        {"args":[0.5],"method":"setProactiveAutocloseDelay"}
        {"args":[],"method":"showButton"}
        {"args":[],"method":"hideButton"}
        {"args":[],"method":"state"}
        {"args":[],"method":"clearAllCookies"}
    "#]]
    .assert_eq(&said(None, Some("a@desk.example")));
}

#[test]
fn an_agent_the_hub_never_named_is_left_out() {
    let first = said(Some("c"), None);
    assert!(
        first.starts_with("{\"hub\":{\"conversationId\":\"c\",\"data\":{")
            && !first.contains("\"agent\":")
    );
}

#[test]
fn only_a_word_the_hub_knows_can_ban_by_address() {
    let bans: Vec<_> = said(Some("c"), None)
        .lines()
        .filter(|line| line.contains("ban_user"))
        .map(str::to_owned)
        .collect();
    assert_eq!(bans.len(), 2);
    assert!(bans.iter().all(|ban| ban.contains("\"cookie\"") != ban.contains("\"IP\"")));
}

#[test]
fn every_ability_of_the_hub_and_the_page_can_be_encoded() {
    let all = requests();
    let abilities = |message: &str| -> Vec<ChatAction> {
        let found = SnapEngage.parse(message).facts.into_iter().find_map(|fact| match fact {
            WidgetFact::WidgetRecognised { widget } => Some(widget.abilities),
            _ => None,
        });
        found.unwrap().into_iter().map(|ability| ability.action).collect()
    };
    let hub = abilities(r#"{"type":"call_me","conversationId":"c"}"#);
    let page = abilities(
        &common::all_messages("snapengage")
            .into_iter()
            .find(|m| m.contains("js:recognised"))
            .unwrap(),
    );
    for (actions, conversation) in [(hub, Some("c")), (page, None)] {
        for action in actions {
            let can = all.iter().filter(|request| request.action() == action).any(|request| {
                let conversation = conversation.map(|key| ConversationKey(key.to_owned()));
                let request = request.clone();
                SnapEngage
                    .encode(&VendorCommand::Chat { conversation, agent: None, request })
                    .is_some()
            });
            assert!(can, "{action:?} is offered and cannot be done");
        }
    }
}

#[test]
fn what_is_a_phones_is_not_ours() {
    for command in [VendorCommand::SignIn, VendorCommand::ListLegs, VendorCommand::UseRingOut] {
        assert_eq!(SnapEngage.encode(&command), None);
    }
    let arguments =
        json!({ "text": "x", "type": "conversation_started" }).as_object().unwrap().clone();
    let simulate = VendorCommand::Simulate { action: "say".to_owned(), arguments };
    let message = SnapEngage.encode(&simulate).unwrap().remove(0);
    assert_eq!(message, json!({ "type": "deskbell-desk", "action": "say", "text": "x" }));
    assert_eq!(SnapEngage.parse(&message.to_string()), deskbell_vendors::Parsed::default());
}

fn check(options: &[(&str, &str)], expected: &Expect) {
    let options: BTreeMap<_, _> =
        options.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    let told = match SnapEngage.address(&options) {
        Ok(address) => format!("{}\norigins {:?}\n", address.url, address.origins),
        Err(problems) => problems.iter().fold(String::new(), |mut out, problem| {
            writeln!(out, "{}: {}", problem.field, problem.message).unwrap();
            out
        }),
    };
    expected.assert_eq(&told);
}

#[test]
fn the_hub() {
    check(
        &[],
        &expect![[r#"
        https://www.snapengage.com/hub
        origins ["https://www.snapengage.com", "https://snapengage.com"]
    "#]],
    );
    check(
        &[
            ("hosting", "agentConsole"),
            ("url", "https://hub.company.example/x"),
            ("origins", "https://eu.example, https://hub.company.example"),
        ],
        &expect![[r#"
            https://hub.company.example/x
            origins ["https://hub.company.example", "https://eu.example"]
        "#]],
    );
    check(
        &[("origins", "https://a.example/path http://b.example *")],
        &expect![[r#"
        origins: Write only the beginning of each address, like https://www.snapengage.com, without a path.
        origins: This address is not encrypted; use https (http works only for this machine).
        origins: This is not an address; it should look like https://host/path.
    "#]],
    );
    check(
        &[
            ("hosting", "agentConsole"),
            ("url", "desk://localhost/snapengage/hub.html"),
            ("origins", "desk://localhost"),
        ],
        &expect![[r#"
            desk://localhost/snapengage/hub.html
            origins ["desk://localhost"]
        "#]],
    );
}

#[test]
fn a_page_of_the_companys() {
    check(
        &[("hosting", "companyPage"), ("url", "https://shop.example/help?x=1")],
        &expect![[r#"
        https://shop.example/help?x=1
        origins ["https://shop.example"]
    "#]],
    );
    check(
        &[("hosting", "companyPage"), ("url", "http://127.0.0.1:8080/")],
        &expect![[r#"
        http://127.0.0.1:8080/
        origins ["http://127.0.0.1:8080"]
    "#]],
    );
    check(
        &[("hosting", "companyPage")],
        &expect![[r#"
        url: Write the address of a page of yours that has the SnapEngage widget.
    "#]],
    );
    check(
        &[("hosting", "companyPage"), ("url", "http://shop.example/"), ("provider", "a b")],
        &expect![[r#"
            provider: The provider name is one word of letters and digits, like SnapEngage; check it on the company's web page.
            url: This address is not encrypted; use https (http works only for this machine).
        "#]],
    );
    check(
        &[("hosting", "companyPage"), ("url", "https://a:b@shop.example/"), ("widgt", "1")],
        &expect![[r#"
            widgt: A SnapEngage account has no setting widgt.
            url: Leave the user name and password out of the address; sign in on the page instead.
        "#]],
    );
}

#[test]
fn a_page_of_our_own() {
    let id = "31a11b98-ffd2-425d-aa69-2c6ff8a40a16";
    check(
        &[("hosting", "ownPage"), ("widgetId", id)],
        &expect![[r#"
        desk://localhost/own/snapengage.html?widgetId=31a11b98-ffd2-425d-aa69-2c6ff8a40a16&region=us&provider=SnapEngage
        origins ["desk://localhost"]
    "#]],
    );
    check(
        &[
            ("hosting", "ownPage"),
            ("widgetId", &format!(" {id} ")),
            ("region", "eu"),
            ("provider", "SonicTeleservices"),
        ],
        &expect![[r#"
            desk://localhost/own/snapengage.html?widgetId=31a11b98-ffd2-425d-aa69-2c6ff8a40a16&region=eu&provider=SonicTeleservices
            origins ["desk://localhost"]
        "#]],
    );
    check(
        &[
            ("hosting", "ownPage"),
            ("widgetId", "x\" onload=alert(1)"),
            ("region", "mars"),
            ("provider", "__proto__"),
        ],
        &expect![[r#"
            provider: The provider name is one word of letters and digits, like SnapEngage; check it on the company's web page.
            widgetId: A widget ID is letters and digits with dashes between them, like 31a11b98-ffd2-425d-aa69-2c6ff8a40a16.
            region: The region is us or eu.
        "#]],
    );
    check(
        &[("hosting", "elsewhere")],
        &expect![[r#"
        hosting: Choose the Agent Hub, a page of yours, or a page made by Deskbell.
    "#]],
    );
}

#[test]
fn the_simulated_accounts_have_addresses() {
    let form = SnapEngage.form();
    assert!(SnapEngage.address(&form.simulated).is_ok());
    let defaults: BTreeMap<_, _> =
        form.fields.iter().filter_map(|f| Some((f.key.clone(), f.default.clone()?))).collect();
    assert!(SnapEngage.address(&defaults).is_ok(), "the defaults are an account");
    let hosting = form.fields.iter().find(|field| field.key == HOSTING_OPTION).unwrap();
    let FieldInput::Choice { choices } = &hosting.input else { panic!("hosting is a choice") };
    for field in &form.fields {
        for value in field.when.iter().flat_map(|when| &when.is) {
            assert!(
                choices.iter().any(|choice| choice.value == *value),
                "{} waits for {value}",
                field.key
            );
        }
    }
}

#[test]
fn the_simulated_hub_and_the_tap_know_every_event() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let hub =
        std::fs::read_to_string(root.join("src-tauri/desk/snapengage/hub-events.js")).unwrap();
    for name in hub_events() {
        let says = hub.contains(&format!("{name}:")) || hub.contains(&format!("'{name}'"));
        assert!(says, "the simulated Hub never says {name}");
    }
    let tap = SnapEngage.tap().unwrap();
    for name in page_events() {
        let bare = name.strip_prefix("js:").unwrap();
        assert!(tap.contains(bare), "the tap never reports {name}");
    }
}

/// What a customer or agent could be recognised by, if it got out.
const SENTINEL: &str = "Zaphod +16505550199 «x»";

fn with_sentinels(value: &mut Value) {
    match value {
        Value::Object(fields) => fields
            .iter_mut()
            // Ids name records, kinds are the vendor's words.
            .filter(|(key, _)| {
                ![
                    "type",
                    "conversationId",
                    "conversationPublicId",
                    "caseId",
                    "senderType",
                    "id",
                    "mimeType",
                    "widgetId",
                ]
                .contains(&key.as_str())
            })
            .for_each(|(_, value)| with_sentinels(value)),
        Value::Array(items) => items.iter_mut().for_each(with_sentinels),
        Value::String(text) => SENTINEL.clone_into(text),
        _ => {}
    }
}

#[test]
fn no_private_value_is_ever_printed() {
    for message in common::all_messages("snapengage") {
        let Ok(mut changed) = serde_json::from_str::<Value>(&message) else { continue };
        with_sentinels(&mut changed);
        // The name of a label and of a rating's scale are the company's and the vendor's words.
        let is_word = ["label_", "RatingPrompt"].iter().any(|word| message.contains(word));
        let printed = format!("{:?}", SnapEngage.parse(&changed.to_string()));
        assert!(is_word || !printed.contains("Zaphod"), "{changed}\n{printed}");
        let printed = format!("{:?}", SnapEngage.parse(&message));
        for secret in ["Example", "secret-", "+1650", "@desk.example"] {
            assert!(!printed.contains(secret), "{message}\n{printed}");
        }
    }
}

/// Keys and words of the dialect, so that random JSON reaches the typed paths.
const WORDS: &[&str] = &[
    "type",
    "data",
    "message",
    "text",
    "Text",
    "File",
    "sender",
    "senderType",
    "id",
    "AGENT",
    "args",
    "name",
    "timestamp",
    "url",
    "labelName",
    "methods",
    "endedByUser",
];

fn any_json() -> impl Strategy<Value = Value> {
    let word = prop::sample::select(WORDS);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        word.clone().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 60, 10, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((word.clone().prop_map(str::to_owned), inner), 0..10)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

#[test]
fn arbitrary_json_under_every_type() {
    let config = Config { cases: 4000, failure_persistence: None, ..Config::default() };
    let mut runner =
        TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let types: Vec<_> = hub_events().iter().chain(page_events()).copied().collect();
    let strategy = (prop::sample::select(types), any_json(), any_json(), any_json());
    runner
        .run(&strategy, |(kind, mut message, content, sender)| {
            if !message.is_object() {
                message = json!({});
            }
            let fields = message.as_object_mut().unwrap();
            fields.insert("data".to_owned(), content.clone());
            fields.insert("args".to_owned(), content);
            fields.insert("sender".to_owned(), sender);
            fields.insert("conversationId".to_owned(), "c".into());
            fields.insert("type".to_owned(), kind.into());
            entry::check(message.to_string().as_bytes());
            Ok(())
        })
        .unwrap();
}

#[test]
fn depth_and_length_are_no_danger() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let deep = format!("{}1{}", open.repeat(200_000), close.repeat(200_000));
        for message in [
            format!("{{\"type\":\"visitor_typing\",\"conversationId\":\"c\",\"data\":{deep}}}"),
            format!("{{\"type\":\"js:StartChat\",\"args\":[{deep}]}}"),
            format!("{{\"unknown\":{deep},\"type\":\"call_me\"}}"),
        ] {
            entry::check(message.as_bytes());
        }
    }
    let many = vec!["\"startLink\""; 100_000].join(",");
    let facts =
        SnapEngage.parse(&format!("{{\"type\":\"js:recognised\",\"methods\":[{many}]}}")).facts;
    let [WidgetFact::WidgetRecognised { widget }, WidgetFact::Funnel { .. }] = facts.as_slice()
    else {
        panic!("{}", facts.len())
    };
    assert_eq!(widget.abilities.len(), 1);
}
