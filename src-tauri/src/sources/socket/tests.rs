//! The socket for real: a listener, clients, and a stand-in for the core.

#[path = "attack_tests.rs"]
mod attacks;

use super::*;
use crate::journal::{Journal, JournalEntry};
use deskbell_core::{CommandId, Effect, Event, Outcome, Settings, State, Timestamp};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::sync::Mutex;
use std::time::Instant;

#[derive(Clone)]
struct FakeCore {
    asked: Arc<Mutex<Vec<(Intent, Source)>>>,
    journal: Journal,
}

impl Core for FakeCore {
    fn objection(&self, intent: &Intent) -> Option<String> {
        matches!(intent, Intent::AddAccount { .. }).then(|| "no such vendor".to_owned())
    }

    fn ask(&self, intent: Intent, from: Source) -> oneshot::Receiver<Answer> {
        let (reply, answer) = oneshot::channel();
        let said = match &intent {
            Intent::Dial { .. } => {
                Answer::Failed { code: deskbell_core::ErrorCode::NoCall, message: "No.".to_owned() }
            }
            // One that waits for the other side of a call.
            Intent::Call { .. } => {
                std::mem::forget(reply);
                return answer;
            }
            // Dropping the reply is what a leaving engine does.
            Intent::Quit { .. } => return answer,
            _ => Answer::Done { message: "Done.".to_owned() },
        };
        self.asked.lock().unwrap().push((intent, from));
        reply.send(said).unwrap();
        answer
    }

    fn view(&self) -> Arc<AppView> {
        let account = deskbell_core::AccountConfig {
            id: deskbell_core::AccountId::new("a").unwrap(),
            vendor: deskbell_core::VendorId("ringcentral".to_owned()),
            label: "A".to_owned(),
            enabled: true,
            options: [("clientSecret".to_owned(), "SECRET".to_owned())].into(),
            simulated: false,
        };
        let settings = Settings { accounts: vec![account], ..Settings::default() };
        let state = State::new(settings, "en", Timestamp(1));
        Arc::new(AppView { revision: 3, ..deskbell_core::view(&state, Timestamp(1)) })
    }

    fn follow(&self, after: Option<u64>) -> Following {
        self.journal.follow(after)
    }

    fn incident(&self) -> Option<Value> {
        None
    }

    async fn answer(&self, _query: Query) -> QueryAnswer {
        QueryAnswer::Vendors { vendors: Vec::new() }
    }
}

fn serve_core(profile: &Path, core: FakeCore) -> anyhow::Result<SocketName> {
    claim(profile)?.context("another app has it")?.serve_core(core)
}

struct Desk {
    core: FakeCore,
    path: PathBuf,
    profile: tempfile::TempDir,
}

/// A served profile. Its folder is short enough for the socket to be where the runtime folder is not.
fn desk() -> Desk {
    let profile = tempfile::tempdir().unwrap();
    let core = FakeCore { asked: Arc::default(), journal: Journal::new() };
    let SocketName::File(path) = serve_core(profile.path(), core.clone()).unwrap() else {
        panic!("unix has socket files");
    };
    Desk { core, path, profile }
}

impl Desk {
    fn connect(&self) -> Peer {
        let stream = UnixStream::connect(&self.path).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        Peer(BufReader::new(stream))
    }

    fn happen(&self, seq: u64) {
        let outcome = Outcome::CommandPosted { command: CommandId(1) };
        let effects = vec![Effect::OpenSignIn {
            account: deskbell_core::AccountId::new("a").unwrap(),
            address: "https://x/?code=SECRET".into(),
        }];
        let event = Event::Outcome { outcome };
        let entry = JournalEntry { seq, at: Timestamp(9), event: Arc::new(event), effects };
        self.core.journal.add(entry, Timestamp(9));
    }
}

struct Peer(BufReader<UnixStream>);

impl Peer {
    fn say(&mut self, line: &str) {
        writeln!(self.0.get_mut(), "{line}").unwrap();
    }

    /// As [`Self::ask`], where it may be turned away before it has said anything.
    fn try_ask(&mut self, line: &str) -> std::io::Result<Value> {
        writeln!(self.0.get_mut(), "{line}")?;
        let mut answer = String::new();
        self.0.read_line(&mut answer)?;
        Ok(serde_json::from_str(&answer)?)
    }

    fn receive(&mut self) -> Value {
        let mut line = String::new();
        self.0.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap()
    }

    fn ask(&mut self, line: &str) -> Value {
        self.say(line);
        self.receive()
    }
}

#[test]
fn intents_queries_and_views_are_answered() {
    let desk = desk();
    let mut peer = desk.connect();
    let done = peer.ask(r#"{"v":1,"id":1,"intent":{"intent":"showWindow"}}"#);
    assert_eq!(done, json!({ "v": 1, "id": 1, "ok": true, "message": "Done." }));
    let refused =
        peer.ask(r#"{"v":1,"id":2,"intent":{"intent":"dial","number":"1","callNow":true}}"#);
    assert_eq!(
        refused,
        json!({ "v": 1, "id": 2, "ok": false, "code": "no-call", "message": "No." })
    );
    let query = peer.ask(r#"{"v":1,"id":3,"query":{"query":"vendors"}}"#);
    assert_eq!(query["answer"]["answer"], "vendors");
    assert_eq!(peer.ask(r#"{"v":1,"id":4,"view":true}"#)["view"]["revision"], 3);
    assert_eq!(peer.ask(r#"{"v":1,"id":5,"intent":{"intent":"quit"}}"#)["code"], "no-answer");
    let config =
        r#"{"id":"a","vendor":"x","label":"A","enabled":true,"options":{},"simulated":false}"#;
    let line = format!(r#"{{"v":1,"id":6,"intent":{{"intent":"addAccount","config":{config}}}}}"#);
    assert_eq!(peer.ask(&line)["code"], "bad-input");
    assert_eq!(desk.core.asked.lock().unwrap()[0], (Intent::ShowWindow, Source::CommandLine));
}

#[test]
fn a_bad_or_endless_line_leaves_the_connection_alive() {
    let desk = desk();
    let mut peer = desk.connect();
    assert_eq!(peer.ask("nonsense")["code"], "bad-request");
    assert_eq!(peer.ask(&"x".repeat(200 * 1024))["code"], "too-long");
    let longest = format!(r#"{{"v":1,"id":1,"view":true}}{}"#, " ".repeat(wire::LINE_MAX - 26));
    assert_eq!(peer.ask(&longest)["ok"], true);
    assert_eq!(peer.ask(&format!("{longest} "))["code"], "too-long");
    assert_eq!(peer.ask("\n\r\n{\"v\":1,\"id\":2,\"view\":true}")["id"], 2);
}

#[test]
fn a_follower_hears_events_without_secrets() {
    let desk = desk();
    let mut plain = desk.connect();
    let mut all = desk.connect();
    assert_eq!(plain.ask(r#"{"v":1,"id":1,"follow":{}}"#)["ok"], true);
    assert_eq!(all.ask(r#"{"v":1,"id":1,"follow":{"effects":true}}"#)["ok"], true);
    desk.happen(5);
    desk.happen(6);
    let first = plain.receive();
    assert_eq!((&first["seq"], &first["at"]), (&json!(5), &json!(9)));
    assert_eq!(first["event"]["kind"], "outcome");
    assert_eq!(plain.receive()["seq"], 6, "no effects unless asked for");
    all.receive();
    let effect = all.receive();
    assert_eq!(effect["effect"]["effect"], "openSignIn");
    assert!(!effect.to_string().contains("SECRET"), "{effect}");
    let view = plain.ask(r#"{"v":1,"id":2,"view":true}"#);
    assert_eq!(view["id"], 2, "a follower may go on asking");
    let reported = view.to_string();
    assert!(reported.contains("clientSecret") && !reported.contains("SECRET"), "{reported}");
}

#[test]
fn a_slow_follower_loses_entries_and_is_told() {
    let desk = desk();
    let mut peer = desk.connect();
    peer.ask(r#"{"v":1,"id":1,"follow":{"effects":true}}"#);
    let started = Instant::now();
    let count = 20_000;
    for seq in 1..=count {
        desk.happen(seq);
    }
    assert!(started.elapsed() < Duration::from_secs(2), "the app does not wait");
    let (mut lost, mut heard) = (0, 0);
    while lost + heard < count {
        let line = peer.receive();
        lost += line["lost"].as_u64().unwrap_or(0);
        heard += u64::from(line.get("event").is_some());
    }
    assert!(lost > 0);
    assert_eq!(lost + heard, count, "every entry is heard or counted as lost");
}

#[test]
fn a_flood_is_refused_and_other_programs_go_on() {
    let desk = desk();
    let mut flood = desk.connect();
    let mut calm = desk.connect();
    let lines: String =
        (0..400).map(|id| format!("{{\"v\":1,\"id\":{id},\"view\":true}}\n")).collect();
    let mut writer = flood.0.get_ref().try_clone().unwrap();
    let writing = std::thread::spawn(move || writer.write_all(lines.as_bytes()).unwrap());
    assert_eq!(calm.ask(r#"{"v":1,"id":1,"view":true}"#)["ok"], true);
    let replies: Vec<_> = (0..400).map(|_| flood.receive()).collect();
    writing.join().unwrap();
    let refused = replies.iter().filter(|reply| reply["code"] == "too-many").count();
    assert!((100..=399).contains(&refused), "{refused} of 400 refused");
}

#[test]
fn so_many_may_wait_for_their_answers_and_no_more() {
    let desk = desk();
    let mut peer = desk.connect();
    let line = r#"{"v":1,"id":1,"intent":{"intent":"call","action":"answer"}}"#;
    for _ in 0..64 {
        peer.say(line);
    }
    let refused = peer.ask(line);
    assert_eq!(refused["code"], "too-many", "{refused}");
    assert_eq!(desk.core.asked.lock().unwrap().len(), 0);
    // Others are not made to suffer.
    assert_eq!(desk.connect().ask(r#"{"v":1,"id":1,"view":true}"#)["ok"], true);
}

#[test]
fn one_connection_too_many_is_told_so() {
    let desk = desk();
    let mut peers: Vec<_> = (0..CONNECTIONS_MAX).map(|_| desk.connect()).collect();
    for peer in &mut peers {
        assert_eq!(peer.ask(r#"{"v":1,"id":1,"view":true}"#)["ok"], true);
    }
    let mut extra = desk.connect();
    assert_eq!(extra.receive()["code"], "too-many");
    let mut rest = Vec::new();
    extra.0.read_to_end(&mut rest).unwrap();
    drop(peers);
    std::thread::sleep(Duration::from_millis(200));
    assert_eq!(desk.connect().ask(r#"{"v":1,"id":1,"view":true}"#)["ok"], true, "places come free");
}

#[test]
fn only_the_owner_can_reach_it() {
    let desk = desk();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&desk.path), 0o600);
    assert_eq!(mode(desk.path.parent().unwrap()), 0o700);
}

#[test]
fn a_second_start_finds_the_first_and_may_not_take_its_place() {
    let desk = desk();
    assert!(poke(desk.profile.path()));
    assert_eq!(*desk.core.asked.lock().unwrap(), [(Intent::ShowWindow, Source::SecondStart)]);
    assert!(claim(desk.profile.path()).unwrap().is_none(), "the first came to front instead");
    assert_eq!(desk.core.asked.lock().unwrap().len(), 2);
    assert!(poke(desk.profile.path()), "the first still answers");
    assert!(!poke(tempfile::tempdir().unwrap().path()), "another profile is another app");
}

#[test]
fn of_two_starts_at_the_same_moment_the_later_waits_for_the_earlier() {
    let profile = tempfile::tempdir().unwrap();
    let first = claim(profile.path()).unwrap().unwrap();
    let path = profile.path().to_path_buf();
    let second = std::thread::spawn(move || claim(&path).unwrap().is_none());
    std::thread::sleep(Duration::from_millis(50));
    let core = FakeCore { asked: Arc::default(), journal: Journal::new() };
    first.serve_core(core.clone()).unwrap();
    assert!(second.join().unwrap());
    assert_eq!(*core.asked.lock().unwrap(), [(Intent::ShowWindow, Source::SecondStart)]);
}

#[test]
fn what_a_killed_app_left_behind_is_replaced() {
    let profile = tempfile::tempdir().unwrap();
    let SocketName::File(path) = platform::socket_name(profile.path()).unwrap() else {
        panic!("unix has socket files");
    };
    drop(std::os::unix::net::UnixListener::bind(&path).unwrap());
    assert!(path.exists() && !poke(profile.path()));
    let core = FakeCore { asked: Arc::default(), journal: Journal::new() };
    serve_core(profile.path(), core).unwrap();
    assert!(poke(profile.path()));
}
