//! The reachability light: for each thing that can be wrong its colour, its words and its remedy.

use crate::desk::*;
use crate::status_desk::*;
use deskbell_core::*;

use CheckId as Id;
use ReachLevel::{Bad, Good, Look, Off, Wait};

/// What makes the light as it is.
type Situation = fn(&mut Desk);

#[test]
fn each_cause_has_its_colour_its_words_and_its_remedy() {
    let table: [(&str, Situation, ReachLevel, Option<Id>); 24] = [
        ("all is well", |_| {}, Good, None),
        ("away by choice", |desk| choose(desk, Presence::Away), Off, None),
        (
            "no network",
            |desk| drop(desk.os(SystemFact::Network { online: false })),
            Bad,
            Some(Id::Network),
        ),
        (
            "the page crashed",
            |desk| drop(desk.page(PageFact::Broke { problem: PageProblem::Crashed })),
            Bad,
            Some(Id::Page),
        ),
        ("signed out", |desk| drop(desk.receive(WidgetFact::SignedOut)), Bad, Some(Id::SignIn)),
        (
            "signing in",
            |desk| {
                desk.receive(WidgetFact::SignedOut);
                desk.page(PageFact::SignInOpened);
            },
            Wait,
            Some(Id::SignIn),
        ),
        ("no line", |desk| line(desk, Connection::Disconnected), Bad, Some(Id::Line)),
        ("the vendor gave up", |desk| line(desk, Connection::Failed), Bad, Some(Id::Line)),
        ("connecting", |desk| line(desk, Connection::Connecting), Wait, Some(Id::Line)),
        (
            "another window has the line",
            |desk| line(desk, Connection::InactiveHere),
            Look,
            Some(Id::Line),
        ),
        (
            "the dialer is not ready",
            |desk| drop(desk.receive(WidgetFact::DialerReady { ready: false })),
            Wait,
            Some(Id::Dialer),
        ),
        ("no microphone", |desk| microphones(desk, Some(0)), Bad, Some(Id::Microphone)),
        ("a microphone", |desk| microphones(desk, Some(1)), Good, None),
        ("nobody knows of a microphone", |desk| microphones(desk, None), Good, None),
        (
            "no microphone is needed for RingOut",
            |desk| {
                microphones(desk, Some(0));
                desk.receive(WidgetFact::CallingModeChanged { mode: CallingMode::RingOut });
            },
            Good,
            None,
        ),
        (
            "a browser phone without WebRTC",
            |desk| {
                desk.page(PageFact::Started { abilities: abilities(false) });
                desk.receive(WidgetFact::SignedIn { line: OwnLine::default() });
                desk.receive(WidgetFact::CallingModeChanged { mode: CallingMode::Browser });
                desk.presence_is("phone", Presence::Available);
            },
            Bad,
            Some(Id::CallingMode),
        ),
        (
            "a vendor refused the status",
            |desk| {
                desk.request(set(Presence::Away));
                desk.presence_is("phone", Presence::Away);
                desk.refuse(PushProblem::Unauthorized);
            },
            Look,
            Some(Id::Status),
        ),
        (
            "the status was changed elsewhere",
            |desk| {
                desk.presence_is("phone", Presence::Offline);
                desk.wait_alive(SECOND * 2);
            },
            Look,
            Some(Id::Status),
        ),
        (
            "no notification service",
            |desk| drop(desk.os(SystemFact::NotificationService { abilities: None })),
            Look,
            Some(Id::Notifications),
        ),
        (
            "the system does not want to be disturbed",
            |desk| drop(desk.os(SystemFact::DoNotDisturb { on: Some(true) })),
            Look,
            Some(Id::SystemDoNotDisturb),
        ),
        (
            "no key store",
            |desk| drop(desk.os(SystemFact::KeyStore { problem: Some("it is locked".to_owned()) })),
            Look,
            Some(Id::KeyStore),
        ),
        (
            "the listener cannot listen",
            |desk| {
                let listener = ListenerPreferences { on: true, ..ListenerPreferences::default() };
                desk.request(Intent::ChangeSetting { change: SettingChange::Listener(listener) });
                let state = ListenerState::Failed { reason: "the port is taken".to_owned() };
                desk.os(SystemFact::Listener { state });
            },
            Look,
            Some(Id::Listener),
        ),
        (
            "what a vendor posts is refused",
            |desk| {
                let listener = ListenerPreferences { on: true, ..ListenerPreferences::default() };
                desk.request(Intent::ChangeSetting { change: SettingChange::Listener(listener) });
                desk.os(SystemFact::Listener { state: ListenerState::Listening { port: 47816 } });
                desk.os(SystemFact::DeliveriesRefused { count: 3, status: 401 });
            },
            Look,
            Some(Id::Listener),
        ),
        ("no tray", |desk| drop(desk.os(SystemFact::TrayHost { present: false })), Good, None),
    ];
    for (name, situation, level, cause) in table {
        let mut desk = Desk::at(Presence::Available);
        situation(&mut desk);
        let reach = desk.view().reach;
        assert_eq!(reach.level, level, "{name}: {:#?}", reach.checks.first());
        let first = &reach.checks[0];
        let Some(cause) = cause else {
            // What this system does not tell is neither well nor wrong.
            let unknown = |check: &Check| check.id == Id::SystemDoNotDisturb;
            let mut all = reach.checks.iter();
            assert!(all.all(|it| it.level == if unknown(it) { Off } else { Good }), "{name}");
            continue;
        };
        assert_eq!((first.id, first.level), (cause, level), "{name}");
        assert_eq!(reach.summary, first.text, "{name}");
        // What waits mends itself; everything else says what to do, or has a button that does it.
        let remedy = first.fix.is_some() || first.action.is_some();
        assert!(remedy || level == Wait, "{name} has no remedy");
    }
}

fn choose(desk: &mut Desk, presence: Presence) {
    desk.request(set(presence));
    desk.all_confirm();
}

fn line(desk: &mut Desk, connection: Connection) {
    desk.receive(WidgetFact::ConnectionChanged { connection });
}

fn microphones(desk: &mut Desk, count: Option<u32>) {
    desk.page(PageFact::Microphones { count });
}

#[test]
fn a_page_without_its_widget_and_one_that_turns_visitors_away_are_told() {
    let mut settings = both_settings();
    let hosting = Hosting::CompanyPage.as_option().to_owned();
    settings.accounts[1].options.insert(HOSTING_OPTION.to_owned(), hosting);
    let mut desk = Desk::both_with(settings);
    desk.request(set(Presence::Available));
    desk.all_confirm();
    let top = |desk: &Desk| desk.view().reach.checks.remove(0);
    assert_eq!((top(&desk).id, top(&desk).level), (Id::Widget, Look), "nothing was heard yet");
    let vendor = VendorId("chat".to_owned());
    let widget = RecognisedWidget { vendor, ..crate::chat_desk::console() };
    desk.receive_at("hub", WidgetFact::WidgetRecognised { widget });
    assert_eq!(desk.view().reach.level, Good);
    let turned_away = |availability| WidgetFact::AvailabilityChanged {
        vendor: VendorId("chat".to_owned()),
        availability,
    };
    desk.receive_at("hub", turned_away(Availability::Offline));
    assert_eq!((top(&desk).id, top(&desk).level), (Id::Widget, Look));
    desk.request(set(Presence::Away));
    desk.all_confirm();
    assert_eq!(desk.view().reach.level, Off, "as wanted");
    desk.request(set(Presence::Available));
    desk.all_confirm();
    desk.receive_at("hub", turned_away(Availability::Online));
    assert_eq!(desk.view().reach.level, Good);
}

#[test]
fn without_accounts_nobody_can_be_reached() {
    let desk = Desk::bare(&[]);
    let reach = desk.view().reach;
    assert_eq!((reach.level, reach.checks[0].id), (Bad, Id::Accounts));
    assert!(reach.checks[0].action.is_some());
}

#[test]
fn what_holds_is_said_in_a_sentence_in_both_languages() {
    for locale in ["en", "de"] {
        let settings = Settings { accounts: vec![config("phone")], ..Settings::default() };
        let mut desk = Desk::from(settings, locale);
        desk.sign_in("phone", CallingMode::Browser);
        let checks = desk.view().reach.checks;
        let accounts = checks.iter().find(|check| check.id == Id::Accounts);
        assert_eq!(accounts.map(|check| check.level), Some(Good));
        for check in checks {
            assert!(check.text.ends_with('.') && check.text.contains(' '), "{locale}: {check:?}");
        }
    }
}

#[test]
fn refused_deliveries_are_told_once_with_their_remedy_until_one_is_taken() {
    let mut desk = Desk::at(Presence::Available);
    let listener = ListenerPreferences { on: true, ..ListenerPreferences::default() };
    desk.request(Intent::ChangeSetting { change: SettingChange::Listener(listener) });
    desk.os(SystemFact::Listener { state: ListenerState::Listening { port: 47816 } });
    let told = |desk: &mut Desk| {
        let kind = NoticeKind::DeliveriesRefused;
        desk.view().notices.into_iter().find(|notice| notice.kind == kind)
    };
    let checked = |desk: &mut Desk| {
        let checks = desk.view().reach.checks;
        checks.into_iter().find(|check| check.id == CheckId::Listener).unwrap()
    };
    for (status, remedy) in [
        (401, "token"),
        (404, "address"),
        (421, "public address"),
        (415, "content"),
        (413, "content"),
        (400, "content"),
        (503, "disk"),
    ] {
        desk.os(SystemFact::DeliveriesRefused { count: 1, status });
        let first = told(&mut desk).unwrap();
        assert!(first.detail.as_ref().unwrap().contains(remedy), "{status}: {first:?}");
        desk.os(SystemFact::DeliveriesRefused { count: 200, status });
        assert_eq!(told(&mut desk).unwrap(), first, "told once");
        let check = checked(&mut desk);
        assert!(check.text.contains("200") && check.fix.unwrap().contains(remedy), "{status}");
        desk.os(SystemFact::DeliveriesRefused { count: 0, status: 0 });
        assert_eq!((told(&mut desk), checked(&mut desk).level), (None, Good));
    }
}

#[test]
fn a_companys_page_without_a_phone_says_so_until_the_phone_speaks() {
    let mut account = config("phone");
    account.options.insert(HOSTING_OPTION.to_owned(), Hosting::CompanyPage.as_option().to_owned());
    let settings = Settings { accounts: vec![account], ..Settings::default() };
    let mut desk = Desk::from(settings, "en");
    desk.page(PageFact::Started { abilities: abilities(true) });
    let found = |desk: &Desk, id| desk.view().reach.checks.into_iter().find(|check| check.id == id);
    let missing = found(&desk, CheckId::Widget).unwrap();
    assert_eq!(missing.level, Look);
    assert!(missing.text.contains("no phone was found") && missing.fix.is_some(), "{missing:?}");
    desk.receive(WidgetFact::SignedOut);
    assert_eq!(found(&desk, CheckId::Widget), None);
    assert_eq!(found(&desk, CheckId::SignIn).unwrap().level, Bad);
}

#[test]
fn what_the_system_does_not_tell_is_neither_well_nor_worth_a_look() {
    let desk = Desk::at(Presence::Available);
    let reach = desk.view().reach;
    let check = reach.checks.iter().find(|check| check.id == Id::SystemDoNotDisturb);
    assert_eq!((check.map(|check| check.level), reach.level), (Some(Off), Good));
}
