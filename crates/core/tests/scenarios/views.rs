//! Representative snapshots for tests and pictures of the windows. With `TS_RS_EXPORT_DIR` set they are
//! written beside the wire types: `cargo xtask codegen` keeps them in `ui/src/wire/views`.

use crate::desk::*;
use crate::messages::sms;
use ObservedState::{Alerting, Connected, Dialing, Ended, Held};
use deskbell_core::*;

/// Every situation by name.
fn situations() -> Vec<(&'static str, AppView)> {
    let mut all: Vec<(&str, AppView)> = Vec::new();
    let mut add = |name, desk: Desk| all.push((name, desk.view()));
    add("welcome", Desk::bare(&[]));
    add("loading", Desk::bare(&["phone"]));
    add("idle", Desk::with(&["phone", "other"]));
    add("ringing", on(&[leg(Alerting)]));
    add("answering", {
        let mut desk = on(&[leg(Alerting)]);
        desk.request(Intent::Call { call: None, action: CallAction::Answer, argument: None });
        desk
    });
    add("trouble", {
        let mut desk = on(&[leg(Alerting)]);
        desk.request(Intent::Call { call: None, action: CallAction::Answer, argument: None });
        desk.wait(COMMAND_TIMEOUT);
        desk
    });
    add("ringing-on-phone", {
        let mut desk = Desk::bare(&["phone"]);
        desk.sign_in("phone", CallingMode::RingOut);
        desk.call(presence(Alerting));
        desk
    });
    add("ringing-in-do-not-disturb", {
        let mut desk = Desk::new();
        desk.presence_is("phone", Presence::DoNotDisturb);
        desk.call(leg(Alerting));
        desk
    });
    add("dialing", on(&[outbound(Dialing)]));
    add("on-call", talking());
    add("muted-and-recording", {
        let mut desk = talking();
        desk.call(CallObservation {
            muted: Some(true),
            recording: Some(Recording::On),
            queue: Some("Sales".into()),
            ..leg(Connected)
        });
        desk
    });
    add("held", {
        let mut desk = talking();
        desk.call(leg(Held));
        desk
    });
    add("two-calls", {
        let mut desk = talking();
        desk.call(second(Alerting));
        desk
    });
    add("elsewhere", {
        let mut desk = on(&[leg(Alerting), presence(Connected), leg(Ended)]);
        desk.wait(SECOND * 30);
        desk
    });
    add("settling", on(&[leg(Alerting), leg(Ended)]));
    add("missed", missed());
    add("ends", every_end());
    add("messages", {
        let mut desk = Desk::new();
        add_messages(&mut desk);
        desk
    });
    add("broken-page", {
        let mut desk = Desk::new();
        let problem = PageProblem::LoadFailed { reason: "apps.example: host not found".to_owned() };
        desk.page(PageFact::Broke { problem });
        desk
    });
    add("offline", {
        let mut desk = Desk::new();
        desk.os(SystemFact::Network { online: false });
        desk.page(PageFact::Broke { problem: PageProblem::LoadFailed { reason: String::new() } });
        desk
    });
    add("hung-during-call", {
        let mut desk = talking();
        desk.wait(HEARTBEAT_LOST);
        desk.request(Intent::Reload { account: id("phone"), confirmed: false });
        desk
    });
    add("quit-during-call", {
        let mut desk = talking();
        desk.request(Intent::Quit { confirmed: false });
        desk
    });
    add("signed-out", {
        let mut desk = Desk::new();
        desk.receive(WidgetFact::SignedOut);
        desk
    });
    add("signing-in", {
        let mut desk = Desk::bare(&["phone"]);
        desk.page(PageFact::Started { abilities: abilities(true) });
        let address = Private::from("https://login.example/authorize");
        desk.receive(WidgetFact::SignInRequested { address });
        desk
    });
    add("no-web-rtc", no_web_rtc());
    add("status-wanted", {
        let mut desk = Desk::with(&["phone", "other"]);
        desk.request(set(Presence::DoNotDisturb));
        desk.presence_is("other", Presence::DoNotDisturb);
        desk
    });
    add("notices", notices());
    add("disabled-account", {
        let mut desk = Desk::with(&["phone", "other"]);
        desk.request(Intent::EnableAccount { account: id("phone"), enabled: false });
        desk
    });
    add("settings", {
        let mut desk = Desk::new();
        desk.request(Intent::Show { stage: Stage::Settings });
        desk
    });
    add("activity", {
        let mut desk = every_end();
        add_messages(&mut desk);
        desk.request(Intent::Show { stage: Stage::Activity });
        desk
    });
    add("add-account", {
        let mut desk = Desk::bare(&[]);
        let vendor = VendorId("some".to_owned());
        desk.request(Intent::Show { stage: Stage::AddAccount { vendor } });
        desk
    });
    add("too-much-data", too_much());
    add("long-names", long_names());
    add("german", german());
    all.extend(crate::chat_views::situations());
    all.extend(crate::status_views::situations());
    all
}

fn on(observations: &[CallObservation]) -> Desk {
    let mut desk = Desk::new();
    for observation in observations {
        desk.call(observation.clone());
    }
    desk
}

fn talking() -> Desk {
    let mut desk = on(&[leg(Alerting)]);
    desk.wait(SECOND * 4);
    desk.call(leg(Connected));
    desk.wait_alive(SECOND * 83);
    desk
}

fn second(state: ObservedState) -> CallObservation {
    CallObservation {
        keys: vec![CallKey("sip:second".to_owned())],
        party: Party { number: Some("+4930123456".into()), name: Some("Bo Berg".into()) },
        ..leg(state)
    }
}

fn missed() -> Desk {
    let mut desk = on(&[leg(Alerting), leg(Ended)]);
    desk.wait(SECOND * 5);
    desk
}

/// One ended call for every reason there is.
fn every_end() -> Desk {
    use EndReason::*;
    let mut desk = Desk::new();
    let reasons =
        [Answered, Missed, Declined, Cancelled, Transferred, AnsweredElsewhere, Voicemail, Failed];
    for (n, reason) in reasons.into_iter().enumerate() {
        let key = |it| CallObservation { keys: vec![CallKey(format!("sip:{n}"))], ..it };
        let turned = |it| match reason {
            Cancelled => CallObservation { direction: Some(Direction::Outbound), ..it },
            _ => it,
        };
        desk.call(turned(key(leg(if reason == Cancelled { Dialing } else { Alerting }))));
        desk.wait_alive(SECOND * 7);
        desk.call(turned(ended_as(key(leg(Ended)), reason)));
        desk.wait_alive(SECOND * 13);
    }
    desk
}

fn add_messages(desk: &mut Desk) {
    let kinds = [MessageKind::Sms, MessageKind::Voicemail, MessageKind::Fax, MessageKind::Pager];
    for (n, kind) in kinds.into_iter().enumerate() {
        desk.wait_alive(SECOND * 61);
        let now = desk.now;
        desk.message(MessageObservation {
            kind,
            created_at: Some(now),
            unread: n != 3,
            text: matches!(kind, MessageKind::Sms | MessageKind::Pager)
                .then(|| Private::from("Could you call me back about the order?")),
            seconds: (kind == MessageKind::Voicemail).then_some(32),
            pages: (kind == MessageKind::Fax).then_some(2),
            ..sms(&n.to_string(), true)
        });
    }
}

fn no_web_rtc() -> Desk {
    let mut desk = Desk::bare(&["phone"]);
    desk.page(PageFact::Started { abilities: abilities(false) });
    desk.receive(WidgetFact::SignedIn { line: OwnLine::default() });
    desk.receive(WidgetFact::CallingModeChanged { mode: CallingMode::Browser });
    desk
}

/// Every kind of notice.
fn notices() -> Desk {
    let mut desk = no_web_rtc();
    let account = id("phone");
    let (problem, reason) = (Problem::Dropped, "disk full".to_owned());
    desk.play(Event::Unparsed { account: account.clone(), problem, count: 1200 });
    desk.outcome(Outcome::SaveFailed { reason });
    desk.outcome(Outcome::DataNotDeleted { account, reason: "in use".to_owned() });
    desk.os(SystemFact::NotificationService { abilities: None });
    desk.os(SystemFact::TrayHost { present: false });
    desk.os(SystemFact::CloseRequested);
    desk.receive(WidgetFact::CommandRefused { keys: vec![], reason: "RecordError".to_owned() });
    desk.call(leg(Connected));
    desk.request(Intent::Call { call: None, action: CallAction::Hold, argument: None });
    desk.wait_alive(COMMAND_TIMEOUT);
    desk.page(PageFact::Broke { problem: PageProblem::Crashed });
    desk.wait(NO_CALL_GRACE);
    desk.page(PageFact::Started { abilities: abilities(false) });
    desk.receive(WidgetFact::SignedIn { line: OwnLine::default() });
    desk.receive(WidgetFact::CallingModeChanged { mode: CallingMode::RingOut });
    let call_now = true;
    desk.request(Intent::Dial { account: None, number: "101".to_owned(), call_now });
    desk.wait_alive(DIAL_TIMEOUT);
    desk.receive(WidgetFact::CallingModeChanged { mode: CallingMode::Browser });
    desk.receive(WidgetFact::SignedOut);
    for n in 0..3 {
        let address = Private::new(format!("https://login.example/{n}"));
        desk.receive(WidgetFact::SignInRequested { address });
        desk.page(match n {
            0 => PageFact::SignInCancelled,
            1 => PageFact::SignInFailed { error: "access_denied".to_owned() },
            _ => PageFact::SignInTimedOut,
        });
    }
    desk
}

/// As many of everything as there can be.
fn too_much() -> Desk {
    let names: Vec<String> = (1..=24).map(|n| format!("account-{n}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut desk = Desk::with(&names);
    for n in 0..60_u32 {
        let account = names[n as usize % names.len()];
        let keyed =
            |state| CallObservation { keys: vec![CallKey(format!("sip:{n}"))], ..leg(state) };
        desk.receive_at(account, WidgetFact::Call { observation: keyed(Alerting) });
        let observation = keyed(if n < 52 { Ended } else { Connected });
        desk.receive_at(account, WidgetFact::Call { observation });
        let problem = Problem::UnknownType { name: format!("unheard-of-{n}-notify") };
        desk.play(Event::Unparsed { account: id(account), problem, count: n + 1 });
        let fact = WidgetFact::Detail { name: format!("detail {n}"), value: "value".to_owned() };
        desk.receive_at(names[0], fact);
    }
    for n in 0..150 {
        let observation = sms(&n.to_string(), true);
        desk.receive_at(names[n % names.len()], WidgetFact::Message { observation });
    }
    desk.wait(END_REASON_DELAY);
    desk
}

fn long_names() -> Desk {
    let settings = Settings {
        accounts: vec![AccountConfig {
            label: "Kundendienstzentrale Donaudampfschifffahrtsgesellschaft, Niederlassung Ost"
                .to_owned(),
            ..config("phone")
        }],
        ..Settings::default()
    };
    let mut desk = Desk::from(settings, "en");
    desk.sign_in("phone", CallingMode::Browser);
    let party = Party {
        number: Some("+1 (650) 555-0100 ext. 123456789012345678901234567890".into()),
        name: Some(
            "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh, Hubert Blaine "
                .repeat(3)
                .as_str()
                .into(),
        ),
    };
    let queue =
        Some("Second-level support for customers of the premium programme (weekends)".into());
    desk.call(CallObservation { party: party.clone(), queue, ..leg(Alerting) });
    desk.call(CallObservation { party: party.clone(), ..second(Connected) });
    let text = Some("A message without any end in sight. ".repeat(80).as_str().into());
    desk.message(MessageObservation { party, text, ..sms("1", true) });
    desk
}

fn german() -> Desk {
    let accounts = vec![config("phone")];
    let mut desk = Desk::from(Settings { accounts, ..Settings::default() }, "de_DE.UTF-8");
    desk.sign_in("phone", CallingMode::Browser);
    desk.request(Intent::ChangeSetting { change: SettingChange::Language(Language::German) });
    desk.call(leg(Connected));
    desk.request(Intent::Call { call: None, action: CallAction::Hold, argument: None });
    desk.wait_alive(COMMAND_TIMEOUT);
    desk.call(second(Alerting));
    desk
}

/// What stands before the regions whose numbering plans are known.
const REGIONS_HEAD: &str =
    "// Regions with a numbering plan. Written by `cargo xtask codegen`; do not edit.
export const REGIONS: readonly string[] = ";

#[test]
fn export_bindings_views() {
    let situations = situations();
    assert_eq!(situations, self::situations(), "snapshots must not depend on anything outside");
    #[allow(clippy::disallowed_methods, reason = "a test that writes where it is told")]
    let Ok(folder) = std::env::var("TS_RS_EXPORT_DIR") else { return };
    let regions: Vec<String> = deskbell_numbers::Region::all()
        .into_iter()
        .map(|region| format!("'{}'", region.code()))
        .collect();
    #[allow(clippy::disallowed_methods, reason = "a test that writes where it is told")]
    std::fs::write(
        std::path::Path::new(&folder).join("regions.ts"),
        format!("{REGIONS_HEAD}[{}];\n", regions.join(", ")),
    )
    .unwrap();
    let folder = std::path::Path::new(&folder).join("views");
    std::fs::create_dir_all(&folder).unwrap();
    for (name, view) in situations {
        let json = serde_json::to_string_pretty(&view).unwrap();
        #[allow(clippy::disallowed_methods, reason = "a test that writes where it is told")]
        std::fs::write(folder.join(format!("{name}.json")), json + "\n").unwrap();
    }
}

#[test]
fn the_snapshots_show_what_their_names_say() {
    let all = situations();
    let view = |name: &str| {
        all.iter().find(|(known, _)| *known == name).map(|(_, view)| view.clone()).unwrap()
    };
    let first = |name: &str| view(name).calls.into_iter().next().unwrap();
    assert_eq!(view("welcome").stage, Stage::Welcome);
    assert_eq!(view("ringing").mood, TrayState::Ringing);
    assert!(first("answering").pending.is_some() && first("trouble").trouble.is_some());
    assert!(first("ringing-on-phone").actions.is_empty());
    assert!(first("elsewhere").elsewhere);
    assert_eq!(view("two-calls").calls.len(), 2);
    assert_eq!(view("missed").missed, 1);
    let ends: std::collections::BTreeSet<_> =
        view("ends").recent.iter().map(|row| format!("{:?}", row.end)).collect();
    assert_eq!(ends.len(), 8, "{ends:?}");
    assert!(
        view("hung-during-call").question.is_some() && view("quit-during-call").question.is_some()
    );
    let kinds: Vec<_> = view("notices").notices.iter().map(|notice| notice.kind).collect();
    assert!(kinds.len() >= 12, "{kinds:?}");
    assert_eq!(view("status-wanted").presence_wanted, Some(Presence::DoNotDisturb));
    assert_eq!(view("too-much-data").recent.len(), RECENT_CALLS);
    assert!(first("german").state == CallState::Alerting);
}
