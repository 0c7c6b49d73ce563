// A desk follows a real relay: what a vendor posts there becomes its conversations, once, whatever is away for a while.

use super::Feeds;
use crate::engine::{EffectRunner, Engine, EngineHandle};
use deskbell_core::{
    AccountConfig, AccountId, AppView, CheckId, ConversationStatus, Effect, FeedPlan, Intent,
    Private, ReachLevel, RelayGrant, Settings, Source, State, Timestamp, VendorId,
};
use deskbell_relay::{Client, Config, Desks, EnrolmentLink, Relay};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tempfile::TempDir;

const TOKEN: &str = "0123456789abcdef";
const PATIENCE: Duration = Duration::from_secs(30);

/// Carries out the one effect that matters here.
struct Shell(Feeds);

impl EffectRunner for Shell {
    fn run(&mut self, effect: Effect) {
        if let Effect::FollowFeeds { plan } = effect {
            self.0.follow(plan);
        }
    }

    fn after_saving(&mut self, done: Box<dyn FnOnce(Result<(), String>) + Send>) {
        done(Ok(()));
    }
}

fn hub() -> AccountId {
    AccountId::new("hub").unwrap()
}

/// A desk with one Hub whose agent is Ada.
fn desk() -> EngineHandle {
    let options = [("hosting", "agentConsole"), ("statusAgent", "ada@example.com")];
    let account = AccountConfig {
        id: hub(),
        vendor: VendorId("snapengage".to_owned()),
        label: "Shop".to_owned(),
        enabled: true,
        options: options.map(|(key, value)| (key.to_owned(), value.to_owned())).into(),
        simulated: false,
    };
    let settings = Settings { accounts: vec![account], ..Settings::default() };
    let mut state = State::new(settings, "en", Timestamp(1)).speaking(deskbell_vendors::dialects());
    let first = deskbell_core::start(&mut state, None::<String>, false, Timestamp(1));
    let (event_loop, engine) = Engine::new(state, crate::history::Keeper::without());
    let feeds = Feeds::new(engine.clone());
    std::thread::spawn(move || event_loop.run(&mut Shell(feeds), first));
    engine
}

async fn relay(folder: &Path, listen: SocketAddr) -> Relay {
    let text = json!({
        "listen": listen.to_string(), "publicUrl": "http://127.0.0.1", "data": "log",
        "sources": { "acme": { "vendor": "snapengage", "token": TOKEN } },
        "rules": [{ "to": ["everyone"] }],
    });
    let file = folder.join("relay.json");
    std::fs::write(&file, text.to_string()).unwrap();
    Relay::start(Config::read(&file).unwrap()).await.unwrap()
}

async fn enrol(engine: &EngineHandle, relay: &Relay, folder: &TempDir) {
    let desks = Desks::open(&folder.path().join("log")).unwrap();
    let address = format!("http://{}", relay.address());
    let code = desks.code_for("ada@example.com").unwrap();
    let link = EnrolmentLink { relay: address.parse().unwrap(), code };
    let enrolled = Client::enrol(&link).await.unwrap();
    let relay = Some(RelayGrant { address, token: Private::new(enrolled.token) });
    engine.ask(Intent::UseRelay { account: hub(), relay }, Source::CommandLine).await.unwrap();
}

async fn post(relay: &Relay, body: &Value) {
    let url = format!("http://{}/snapengage/acme/conversation-events", relay.address());
    let request = reqwest::Client::new().post(url).header("Authorization", TOKEN);
    let request = request.header("Content-Type", "application/json").body(body.to_string());
    assert_eq!(request.send().await.unwrap().status().as_u16(), 204);
}

fn event(case: &str, happening: &str, agent: Option<&str>, at: u64) -> Value {
    json!({ "case_id": case, "event": happening, "agent_id": agent, "timestamp": at })
}

/// Waits until the view shows that.
async fn shown(engine: &EngineHandle, wanted: impl Fn(&AppView) -> bool) -> Arc<AppView> {
    let until = Instant::now() + PATIENCE;
    loop {
        let view = engine.view();
        if wanted(&view) {
            return view;
        }
        assert!(Instant::now() < until, "it never came: {:#?}", view.conversations);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

fn light(view: &AppView) -> Option<ReachLevel> {
    view.reach.checks.iter().find(|check| check.id == CheckId::Feed).map(|check| check.level)
}

fn stands(view: &AppView, number: usize, status: ConversationStatus) -> bool {
    view.conversations.len() == number && view.conversations.iter().any(|row| row.status == status)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_rings_here_is_gone_when_a_colleague_takes_it_and_waits_for_a_desk_that_is_away()
{
    let folder = tempfile::tempdir().unwrap();
    let running = relay(folder.path(), ([127, 0, 0, 1], 0).into()).await;
    let engine = desk();
    enrol(&engine, &running, &folder).await;
    post(&running, &event("a", "caseQueued", None, 1)).await;
    shown(&engine, |view| stands(view, 1, ConversationStatus::Queued)).await;
    assert_eq!(light(&engine.view()), Some(ReachLevel::Good));
    post(&running, &event("a", "caseResponded", Some("wc:bo@example.com"), 2)).await;
    let view = shown(&engine, |view| stands(view, 1, ConversationStatus::Closed)).await;
    assert!(!view.conversations[0].missed);
    // The relay goes and comes back at its place.
    let address = running.address();
    running.drain().await;
    shown(&engine, |view| light(view) == Some(ReachLevel::Look)).await;
    let running = relay(folder.path(), address).await;
    post(&running, &event("b", "caseAssigned", Some("wc:Ada@example.com"), 3)).await;
    shown(&engine, |view| stands(view, 2, ConversationStatus::Offered)).await;
    shown(&engine, |view| light(view) == Some(ReachLevel::Good)).await;
    // Here again, and nothing comes from there any more.
    engine
        .ask(Intent::UseRelay { account: hub(), relay: None }, Source::CommandLine)
        .await
        .unwrap();
    post(&running, &event("c", "caseQueued", None, 4)).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(engine.view().conversations.len(), 2);
    assert_eq!(light(&engine.view()), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_that_was_taken_back_is_told_so() {
    let folder = tempfile::tempdir().unwrap();
    let running = relay(folder.path(), ([127, 0, 0, 1], 0).into()).await;
    let engine = desk();
    enrol(&engine, &running, &folder).await;
    shown(&engine, |view| light(view).is_some()).await;
    Desks::open(&folder.path().join("log")).unwrap().revoke("ada@example.com").unwrap();
    post(&running, &event("a", "caseQueued", None, 1)).await;
    let view = shown(&engine, |view| light(view) == Some(ReachLevel::Look)).await;
    let check = view.reach.checks.iter().find(|check| check.id == CheckId::Feed).unwrap();
    assert!(check.text.contains("does not know this desk"), "{check:?}");
    assert!(view.conversations.is_empty());
}

#[test]
fn what_an_unknown_version_wrote_is_passed_over() {
    let record = |vendor: &str, delivery: &str| deskbell_relay::Record {
        seq: 1,
        at: 1,
        vendor: vendor.to_owned(),
        delivery: serde_json::value::RawValue::from_string(delivery.to_owned()).unwrap(),
    };
    let plan = FeedPlan {
        vendor: VendorId("snapengage".to_owned()),
        agent: "ada@example.com".into(),
        relay: String::new(),
        token: "t".into(),
    };
    let good = r#"{"account":"a","change":{"org":null,"agent":"b@c.example","status":"pause","sub_status":null,"at":1}}"#;
    let records = [
        record("snapengage", r#"{"account":"a","later":{}}"#),
        record("other", good),
        record("snapengage", good),
    ];
    assert_eq!(super::events(&hub(), &plan, &records).len(), 1);
}
