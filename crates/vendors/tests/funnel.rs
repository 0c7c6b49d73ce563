//! The engagement funnel from a widget's messages to the counts: every condition of the vendors' documents.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use deskbell_core::{
    AccountConfig, AccountId, EngineAbilities, Event, FunnelRow, Intent, Opening, PageFact,
    Settings, Source, Stage, State, Timestamp, VendorId, start, update, view,
};
use deskbell_vendors::vendor;
use serde_json::{Value, json};

/// A noon.
const NOW: Timestamp = Timestamp(1_700_049_600_000);
const HOUR: u64 = 60 * 60 * 1000;

/// What the window is shown after a page of `id` said all this.
fn funnel(id: &str, messages: &[Value]) -> FunnelRow {
    let account = AccountId::new("site").unwrap();
    let config = AccountConfig {
        id: account.clone(),
        vendor: VendorId(id.to_owned()),
        label: "Site".to_owned(),
        enabled: true,
        options: [].into(),
        simulated: false,
    };
    let settings = Settings { accounts: vec![config], ..Settings::default() };
    let mut state = State::new(settings, "en", NOW);
    start(&mut state, None::<String>, Opening::Shown, NOW);
    let abilities = EngineAbilities {
        web_rtc: true,
        media_devices: true,
        set_sink_id: true,
        credentials: true,
    };
    let fact = PageFact::Started { abilities };
    update(&mut state, Event::Page { account: account.clone(), fact }, NOW);
    for message in messages {
        let parsed = vendor(id).unwrap().parse(&message.to_string());
        assert!(parsed.problems.is_empty(), "{:?}", parsed.problems);
        for fact in parsed.facts {
            update(&mut state, Event::Widget { account: account.clone(), fact }, NOW);
        }
    }
    let intent = Intent::Show { stage: Stage::Activity };
    update(&mut state, Event::Intent { intent, from: Source::Window, request: None }, NOW);
    // Two days later every visit is over.
    view(&state, Timestamp(NOW.0 + 48 * HOUR)).funnel.into_iter().next().unwrap()
}

/// Visits, offered, tried, refused, received, failed, over all days.
fn sums(row: &FunnelRow) -> [u32; 6] {
    row.days.iter().fold([0; 6], |sum, day| {
        let of = [day.visits, day.offered, day.tried, day.refused, day.received, day.failed];
        std::array::from_fn(|n| sum[n] + of[n])
    })
}

fn engage(event: &str, trigger: Value, mode: &str, continuation: bool) -> Value {
    let data = json!({
        "event": event,
        "trigger_id": trigger,
        "trigger_continuation": continuation,
        "mode": mode,
    });
    json!({ "type": format!("chatq:{event}"), "data": data })
}

#[test]
fn the_questions_of_engage_are_answered_as_its_document_defines_them() {
    let executed = || engage("trigger_executed", json!("54be"), "online", false);
    let engaged = |continuation| engage("chat_engaged", json!("54be"), "online", continuation);
    let received = || engage("message_received", json!("54be"), "online", false);
    let table: Vec<(&str, Vec<Value>, [u32; 6])> = vec![
        ("the chain", vec![executed(), engaged(false), received()], [1, 1, 1, 0, 1, 0]),
        ("Q1, Q3", vec![executed()], [1, 1, 0, 1, 0, 0]),
        ("Q2, Q5", vec![executed(), engaged(false)], [1, 1, 1, 0, 0, 1]),
        (
            "Q1 needs mode online",
            vec![engage("trigger_executed", json!("54be"), "offline", false)],
            [1, 0, 0, 0, 0, 0],
        ),
        (
            "Q1 needs a trigger: the vendor's own have none",
            vec![engage("trigger_executed", Value::Null, "online", true)],
            [1, 0, 0, 0, 0, 0],
        ),
        (
            "activated is not executed, and a shown item is an alias",
            vec![
                engage("trigger_activated", json!("54be"), "online", false),
                engage("item_shown", json!("54be"), "online", false),
                engage("button_shown", json!("54be"), "online", false),
                engage("started", Value::Null, "online", false),
            ],
            [1, 0, 0, 0, 0, 0],
        ),
        (
            "a chat shown again after a change of page answers nothing",
            vec![executed(), engage("chat_shown", json!("54be"), "online", true)],
            [1, 1, 0, 1, 0, 0],
        ),
        ("an engagement in a chat that came again", vec![engaged(true)], [1, 0, 1, 0, 0, 1]),
        (
            "everything twice",
            vec![executed(), executed(), engaged(false), engaged(true), received(), received()],
            [1, 1, 1, 0, 1, 0],
        ),
    ];
    for (name, mut messages, wanted) in table {
        messages.insert(0, json!({ "type": "chatq:recognised", "live": true }));
        assert_eq!(sums(&funnel("engage", &messages)), wanted, "{name}");
    }
}

#[test]
fn history_told_again_counts_for_its_own_day_and_once() {
    let event = |kind: &str, hours: u64| {
        let timestamp = NOW.0 - hours * HOUR;
        let data = json!({ "contactId": "c", "chatInstanceName": "help" });
        let event = json!({ "type": kind, "timestamp": timestamp, "data": data });
        json!({ "type": format!("saEvents:{kind}"), "event": event, "historic": true })
    };
    let history = [
        event("CHAT_LOADED", 50),
        event("CHAT_VISIBLE", 50),
        event("CONTACT_STARTED", 49),
        event("CONNECT_TO_AGENT", 48),
        event("CHAT_VISIBLE", 20),
    ];
    let mut messages = vec![json!({ "type": "saEvents:recognised", "window": false })];
    messages.extend(history.iter().cloned());
    messages.extend(history);
    let row = funnel("smartagent", &messages);
    assert_eq!(sums(&row), [2, 2, 1, 1, 1, 0]);
    assert_eq!(row.days.len(), 2);
}

#[test]
fn each_conversation_of_the_hub_is_a_visit_and_offers_are_not_known() {
    let hub = |kind: &str, conversation: &str| {
        let data = json!({ "type": "Text", "text": "Hello" });
        json!({ "type": kind, "conversationId": conversation, "data": data })
    };
    let row = funnel(
        "snapengage",
        &[
            hub("conversation_started", "a"),
            hub("conversation_started", "b"),
            hub("agent_message_received", "a"),
            hub("visitor_message_received", "a"),
        ],
    );
    assert_eq!(sums(&row), [2, 0, 2, 0, 1, 1]);
    let known = serde_json::to_value(row.known).unwrap();
    assert_eq!((&known["offered"], &known["refused"]), (&json!("notKnown"), &json!("notKnown")));
}

#[test]
fn of_an_answer_onwebchat_tells_nothing() {
    let called = |name: &str| json!({ "type": format!("onwebchat:{name}") });
    let found = json!({ "type": "onwebchat:recognised", "live": true, "set": true, "get": true });
    let row = funnel("onwebchat", &[found, called("onTrigger"), called("onStartWriting")]);
    assert_eq!(sums(&row)[..4], [1, 1, 1, 0]);
    let known = serde_json::to_value(row.known).unwrap();
    let wanted = json!({
        "offered": "atLeast", "tried": "known", "refused": "atLeast",
        "received": "notKnown", "failed": "notKnown",
    });
    assert_eq!(known, wanted);
}
