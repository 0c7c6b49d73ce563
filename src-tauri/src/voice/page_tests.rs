//! What a page may ask of its voice, and what abuse of it comes to.

use super::*;
use crate::platform::sound::{DevicesKnown, SoundServer, Streams};
use deskbell_core::{SoundDevice, SoundDevices};
use deskbell_voice::FRAME_TIME;
use serde_json::json;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};

const PATIENCE: Duration = Duration::from_secs(20);

/// A page whose account may reach what `may_reach` says; `allowed` is what its agent says about the microphone.
fn page(may_reach: fn(IpAddr) -> bool, allowed: bool) -> Arc<Page> {
    Arc::new(Page::new(access(may_reach, allowed), mixer(), Arc::default()))
}

fn access(may_reach: fn(IpAddr) -> bool, allowed: bool) -> VoiceAccess {
    VoiceAccess {
        may_reach: Box::new(may_reach),
        microphone: Box::new(move || Box::pin(async move { allowed })),
        sounds: Box::new(|_, _| ()),
    }
}

/// Sound of a server with one microphone and one speaker, which are never heard of.
fn mixer() -> Arc<Mixer> {
    struct Server;
    impl SoundServer for Server {
        fn open(&self, _: Streams) {}

        fn devices(&self) -> DevicesKnown {
            let one = |name: &str| {
                let name = name.to_owned();
                vec![SoundDevice { label: name.clone(), name, is_default: true }]
            };
            let devices = SoundDevices { microphones: one("ear"), speakers: one("mouth") };
            Box::pin(async move { Ok(devices) })
        }
    }
    Arc::new(Mixer::with(|_| Box::new(Server)))
}

async fn ask(page: &Arc<Page>, ask: Value) -> Result<Value, VoiceError> {
    Arc::clone(page).ask("document".to_owned(), ask).await
}

async fn with_peers(count: u32, may_reach: fn(IpAddr) -> bool) -> Arc<Page> {
    let page = page(may_reach, true);
    ask(&page, json!({ "ask": "microphone", "exact": null })).await.unwrap();
    for peer in 1..=count {
        ask(&page, json!({ "ask": "open", "peer": peer, "stun": [] })).await.unwrap();
    }
    page
}

fn text(value: &Value, path: &str) -> String {
    value
        .pointer(path)
        .and_then(Value::as_str)
        .unwrap_or_else(|| panic!("{path}: {value}"))
        .to_owned()
}

/// The first peer of a page calls the second of a page.
async fn connect(page: &Arc<Page>, other: &Arc<Page>) {
    agree(page, other, false).await;
}

/// One round of offer and answer.
async fn agree(page: &Arc<Page>, other: &Arc<Page>, restarts: bool) {
    let offer = json!({ "ask": "offer", "peer": 1, "restarts": restarts });
    let offer = ask(page, offer).await.unwrap();
    let local = json!({ "ask": "local", "peer": 1, "kind": "offer", "sdp": text(&offer, "/sdp") });
    let local = ask(page, local).await.unwrap();
    assert_eq!(local["gathered"], true);
    let offer = text(&local, "/state/local/sdp");
    let remote = json!({ "ask": "remote", "peer": 2, "kind": "offer", "sdp": offer });
    assert_eq!(ask(other, remote).await.unwrap()["track"], !restarts);
    let answer = ask(other, json!({ "ask": "answer", "peer": 2 })).await.unwrap();
    let local =
        json!({ "ask": "local", "peer": 2, "kind": "answer", "sdp": text(&answer, "/sdp") });
    let answer = text(&ask(other, local).await.unwrap(), "/state/local/sdp");
    let remote = json!({ "ask": "remote", "peer": 1, "kind": "answer", "sdp": answer });
    assert_eq!(text(&ask(page, remote).await.unwrap(), "/state/signaling"), "stable");
}

/// News until both peers have told that they are connected.
async fn connected(page: &Arc<Page>) -> Vec<Value> {
    let mut all = Vec::new();
    while all.iter().filter(|news| is_connected(news)).count() < 2 {
        all.extend(ask(page, json!({ "ask": "wait" })).await.unwrap().as_array().unwrap().clone());
        assert!(all.len() < 40, "{all:?}");
    }
    all
}

fn is_connected(news: &Value) -> bool {
    news["told"] == "connection" && news["state"] == "connected"
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_peers_of_a_page_reach_each_other_whatever_the_account_may_reach() {
    let page = with_peers(2, |_| false).await;
    connect(&page, &page).await;
    connected(&page).await;
    tokio::time::sleep(20 * FRAME_TIME).await;
    for peer in [1, 2] {
        let stats = ask(&page, json!({ "ask": "stats", "peer": peer })).await.unwrap();
        let count = |kind: &str, key: &str| {
            let records = stats.as_array().unwrap().iter();
            records.filter(|record| record["type"] == kind).find_map(|record| record[key].as_u64())
        };
        assert!(count("inbound-rtp", "packetsReceived") > Some(5), "{stats}");
        assert!(count("outbound-rtp", "packetsSent") > Some(5), "{stats}");
    }
    page.close();
    assert_eq!(ask(&page, json!({ "ask": "devices" })).await, Err(VoiceError::not_allowed()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_goes_on_from_another_address_when_its_own_has_gone() {
    static LAST: AtomicU8 = AtomicU8::new(1);
    let moving = Arc::new(Page::at(access(|_| true, true), mixer(), Arc::default(), |_| {
        vec![[127, 0, 0, LAST.load(Ordering::Relaxed)].into()]
    }));
    let staying = Arc::new(Page::at(access(|_| true, true), mixer(), Arc::default(), |_| {
        vec![[127, 0, 0, 1].into()]
    }));
    for (page, peer) in [(&moving, 1), (&staying, 2)] {
        ask(page, json!({ "ask": "microphone", "exact": null })).await.unwrap();
        ask(page, json!({ "ask": "open", "peer": peer, "stun": [] })).await.unwrap();
    }
    connect(&moving, &staying).await;
    // Pages that are there ask for news.
    for page in [Arc::clone(&moving), Arc::clone(&staying)] {
        tokio::spawn(async move { while ask(&page, json!({ "ask": "wait" })).await.is_ok() {} });
    }
    let received = async |page: &Arc<Page>, peer: u32| {
        let stats = ask(page, json!({ "ask": "stats", "peer": peer })).await.unwrap();
        let all = stats.as_array().unwrap();
        let inbound = all.iter().find(|one| one["type"] == "inbound-rtp");
        inbound.and_then(|one| one["packetsReceived"].as_u64()).unwrap_or_default()
    };
    let hears = async |page: &Arc<Page>, peer: u32| {
        let hearing = async {
            let enough = received(page, peer).await + 50;
            while received(page, peer).await < enough {
                tokio::time::sleep(FRAME_TIME).await;
            }
        };
        tokio::time::timeout(PATIENCE, hearing).await.is_ok()
    };
    assert!(hears(&moving, 1).await && hears(&staying, 2).await);
    LAST.store(2, Ordering::Relaxed);
    let peer_of = |page: &Arc<Page>| page.document("document".to_owned()).unwrap().addresses_of(1);
    let has_moved = async || {
        while peer_of(&moving) != ["127.0.0.2".parse::<IpAddr>().unwrap()] {
            tokio::time::sleep(FRAME_TIME).await;
        }
    };
    tokio::time::timeout(PATIENCE, has_moved()).await.expect("it follows");
    assert!(hears(&staying, 2).await, "it is spoken from there at once");
    // The other side keeps to the way it knows; a phone that sees this restarts ICE.
    let is_told = async || {
        while received(&moving, 1).await > 0 {
            tokio::time::sleep(FRAME_TIME).await;
        }
    };
    tokio::time::timeout(PATIENCE, is_told()).await.expect("the page can see it");
    agree(&moving, &staying, true).await;
    assert!(hears(&moving, 1).await && hears(&staying, 2).await);
    [moving, staying].iter().for_each(|page| page.close());
}

#[tokio::test]
async fn addresses_outside_the_accounts_zones_are_not_tried() {
    let page = with_peers(1, |_| false).await;
    let other = with_peers(1, |_| true).await;
    let offer = ask(&other, json!({ "ask": "offer", "peer": 1, "restarts": false })).await.unwrap();
    let local = json!({ "ask": "local", "peer": 1, "kind": "offer", "sdp": text(&offer, "/sdp") });
    let offer = text(&ask(&other, local).await.unwrap(), "/state/local/sdp");
    let remote = json!({ "ask": "remote", "peer": 1, "kind": "offer", "sdp": offer });
    ask(&page, remote).await.unwrap();
    let answer = ask(&page, json!({ "ask": "answer", "peer": 1 })).await.unwrap();
    let local =
        json!({ "ask": "local", "peer": 1, "kind": "answer", "sdp": text(&answer, "/sdp") });
    let refused = ask(&page, local).await.unwrap_err();
    assert!(refused.message.contains("may be used by this account"), "{refused:?}");
}

#[tokio::test]
async fn without_a_yes_to_the_microphone_a_page_learns_no_address_and_sends_no_sound() {
    let page = page(|_| true, false);
    let asked = ask(&page, json!({ "ask": "microphone", "exact": null })).await;
    assert_eq!(asked.unwrap_err().name, "NotAllowedError");
    ask(&page, json!({ "ask": "open", "peer": 1, "stun": [] })).await.unwrap();
    let offer = ask(&page, json!({ "ask": "offer", "peer": 1, "restarts": false })).await.unwrap();
    let sdp = text(&offer, "/sdp");
    assert!(!sdp.contains("a=candidate"), "{sdp}");
    let local = json!({ "ask": "local", "peer": 1, "kind": "offer", "sdp": sdp });
    assert_eq!(ask(&page, local).await.unwrap_err().name, "NotAllowedError");
}

#[tokio::test]
async fn a_page_that_opens_a_hundred_peers_gets_eight() {
    let page = page(|_| true, true);
    let mut opened = 0;
    for peer in 0..100 {
        let open = json!({ "ask": "open", "peer": peer, "stun": [] });
        opened += u32::from(ask(&page, open).await.is_ok());
    }
    assert_eq!(opened, 8);
    // What was closed makes room, and a number counts once.
    ask(&page, json!({ "ask": "close", "peer": 0 })).await.unwrap();
    ask(&page, json!({ "ask": "open", "peer": 1, "stun": [] })).await.unwrap_err();
    ask(&page, json!({ "ask": "open", "peer": 200, "stun": [] })).await.unwrap();
}

#[tokio::test]
async fn descriptions_that_are_bombs_are_refused() {
    let page = with_peers(1, |_| true).await;
    let bombs = [
        "v=0\r\n".repeat(30_000),
        "m=audio 9 RTP/AVP 0\r\n".repeat(3000),
        format!("v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF{}\r\n", " 0".repeat(30_000)),
        String::new(),
    ];
    for sdp in bombs {
        for kind in ["offer", "answer"] {
            for ask_of in ["local", "remote"] {
                let bomb = json!({ "ask": ask_of, "peer": 1, "kind": kind, "sdp": sdp });
                ask(&page, bomb).await.unwrap_err();
            }
        }
    }
    // And it still works.
    ask(&page, json!({ "ask": "offer", "peer": 1, "restarts": false })).await.unwrap();
}

#[tokio::test]
async fn what_is_not_understood_and_what_is_too_much_is_refused() {
    let page = page(|_| true, true);
    for wrong in [
        json!(null),
        json!({ "ask": "everything" }),
        json!({ "ask": "open", "peer": -1, "stun": [] }),
        json!({ "ask": "sound", "peer": 1, "turn": 1, "source": "file", "microphone": "live", "volume": 1 }),
        json!({ "ask": "digits", "peer": 1, "keys": "1".repeat(5000), "held": 100, "gap": 70 }),
    ] {
        assert_eq!(ask(&page, wrong.clone()).await.unwrap_err().name, "TypeError", "{wrong}");
    }
    let mut refused = 0;
    for _ in 0..1000 {
        refused += u32::from(ask(&page, json!({ "ask": "devices" })).await.is_err());
    }
    assert!(refused > 500, "{refused}");
}

#[tokio::test]
async fn a_reload_takes_back_the_question_that_the_old_document_waits_for() {
    let dropped = Arc::new(AtomicBool::new(false));
    struct Told(Arc<AtomicBool>);
    impl Drop for Told {
        fn drop(&mut self) {
            self.0.store(true, Ordering::Release);
        }
    }
    let told = Arc::clone(&dropped);
    let access = VoiceAccess {
        may_reach: Box::new(|_| true),
        microphone: Box::new(move || {
            let told = Told(Arc::clone(&told));
            Box::pin(async move {
                std::future::pending::<()>().await;
                drop(told);
                true
            })
        }),
        sounds: Box::new(|_, _| ()),
    };
    let page = Arc::new(Page::new(access, mixer(), Arc::default()));
    let first = tokio::spawn({
        let page = Arc::clone(&page);
        async move { ask(&page, json!({ "ask": "microphone", "exact": null })).await }
    });
    tokio::time::sleep(FRAME_TIME).await;
    assert!(!dropped.load(Ordering::Acquire));
    Arc::clone(&page).ask("another".to_owned(), json!({ "ask": "devices" })).await.unwrap();
    assert!(first.await.unwrap().is_err());
    assert!(dropped.load(Ordering::Acquire));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_outlive_a_page_that_has_crashed_by_ten_seconds() {
    let page = with_peers(2, |_| true).await;
    connect(&page, &page).await;
    connected(&page).await;
    let open = |page: &Arc<Page>| page.locked().documents.iter().any(|one| one.has_peers());
    tokio::time::sleep(Duration::from_secs(8)).await;
    assert!(open(&page), "a page may be busy for a while");
    tokio::time::sleep(Duration::from_secs(5)).await;
    assert!(!open(&page));
    assert!(page.locked().looking.is_none());
}

#[tokio::test]
async fn devices_have_names_once_the_page_may_record() {
    let page = page(|_| true, true);
    let names = |devices: Value| {
        let all = devices.as_array().unwrap().clone();
        let shown = |one: &Value| format!("{} {}", text(one, "/id"), text(one, "/label"));
        all.iter().map(shown).collect::<Vec<_>>()
    };
    let before = names(ask(&page, json!({ "ask": "devices" })).await.unwrap());
    assert_eq!(before, ["default Microphone", "default Speaker"]);
    let exact = |name: &str| json!({ "ask": "microphone", "exact": name });
    assert_eq!(ask(&page, exact("other")).await.unwrap_err().name, "OverconstrainedError");
    ask(&page, exact("ear")).await.unwrap();
    assert_eq!(ask(&page, json!({ "ask": "wait" })).await.unwrap(), json!([{ "told": "devices" }]));
    let after = names(ask(&page, json!({ "ask": "devices" })).await.unwrap());
    assert_eq!(
        after,
        ["default Microphone: ear", "ear ear", "default Speaker: mouth", "mouth mouth"]
    );
}
