//! A recording written for others: nothing private is in it, and played again it does the same.

use crate::chat_desk::*;
use crate::desk::*;
use crate::messages::sms;
use deskbell_core::*;
use std::collections::BTreeMap;

/// Records what is told one after the other, as the shell does.
struct Recorder {
    recording: Incident,
    state: State,
    now: Timestamp,
}

impl Recorder {
    fn new(settings: Settings) -> Self {
        let start = IncidentStart {
            at: T0,
            settings,
            problem: Some("/home/ada/settings.json is damaged".into()),
            german: false,
            utc_offset: 60,
            history: Vec::new(),
            hidden: false,
        };
        let (state, _) = start.play(BTreeMap::new());
        let recording = Incident {
            format: INCIDENT_FORMAT,
            written_by: IncidentVersion(1, 2, 3),
            start,
            moments: Vec::new(),
            cut_off: false,
        };
        Self { recording, state, now: T0 }
    }

    fn tell(&mut self, event: Event) {
        self.now = Timestamp(self.now.0 + 1500);
        let effects = update(&mut self.state, event.clone(), self.now);
        let effects = effects.iter().map(EffectName::of).collect();
        self.recording.moments.push(Moment { at: self.now, event, effects });
    }

    fn widget(&mut self, account: &str, fact: WidgetFact) {
        self.tell(Event::Widget { account: id(account), fact });
    }
}

fn recorded() -> Recorder {
    let mut settings = Settings::default();
    for (name, label) in [("desk-1", "Desk of Ada"), ("site-2", "Shop")] {
        settings.accounts.push(AccountConfig {
            id: id(name),
            vendor: VendorId("some".to_owned()),
            label: label.to_owned(),
            enabled: true,
            options: BTreeMap::from([("clientSecret".to_owned(), "hunter".to_owned())]),
            simulated: false,
        });
    }
    let mut it = Recorder::new(settings);
    for account in ["desk-1", "site-2"] {
        let fact = PageFact::Started { abilities: abilities(true) };
        it.tell(Event::Page { account: id(account), fact });
    }
    // Missed, and called again by the same caller, in another manner of writing.
    it.widget("desk-1", WidgetFact::Call { observation: leg(ObservedState::Alerting) });
    it.widget("desk-1", WidgetFact::Call { observation: leg(ObservedState::Ended) });
    (0..10).for_each(|_| it.tell(Event::Tick));
    let keys = vec![CallKey("sip:zz9".to_owned()), CallKey("telephony:s-77".to_owned())];
    let again = CallObservation {
        keys,
        party: Party { number: Some("(650) 555-0100".into()), name: Some("Ada Lovelace".into()) },
        ..leg(ObservedState::Alerting)
    };
    it.widget("desk-1", WidgetFact::Call { observation: again });
    it.widget("desk-1", WidgetFact::Message { observation: sms("4711", true) });
    it.widget("site-2", WidgetFact::Chat { observation: of("ada@example.com", offered()) });
    it.widget("site-2", WidgetFact::Chat { observation: of("ada@example.com", asks("hello")) });
    it.widget(
        "site-2",
        WidgetFact::Chat { observation: of("ada@example.com", asks("My order is late")) },
    );
    it.widget("site-2", WidgetFact::Chat { observation: of("ada@example.com", answers("I look")) });
    let who = Intent::Dial { account: None, number: "0650 555 0177".to_owned(), call_now: true };
    it.tell(Event::Intent { intent: who, from: Source::Window, request: None });
    it
}

/// What a view says, in figures.
fn figures(state: &State, now: Timestamp) -> String {
    let view = view(state, now);
    let calls: Vec<_> = view.calls.iter().map(|row| (row.state, row.since)).collect();
    let chats: Vec<_> = view.conversations.iter().map(|row| (row.status, row.unread)).collect();
    format!("{calls:?} {chats:?} {} {} {:?}", view.missed, view.unread, view.reach.level)
}

#[test]
fn played_again_it_does_the_same_and_nothing_private_is_in_it() {
    let recorder = recorded();
    let blank = |value: &mut serde_json::Value| {
        value["start"]["settings"]["accounts"][0]["options"]["clientSecret"] = "".into();
        value["start"]["settings"]["accounts"][1]["options"]["clientSecret"] = "".into();
    };
    let written = recorder.recording.written_for_others(blank).unwrap();
    let text = written.to_string();
    for private in [
        "555-0100",
        "5550100",
        "0177",
        "Ada",
        "ada",
        "Lovelace",
        "hello",
        "order",
        "look",
        "example.com",
        "hunter",
        "Shop",
        "4711",
        "zz9",
        "s-77",
        "/home",
    ] {
        assert!(!text.contains(private), "{private} in {text}");
    }
    let read: Incident = serde_json::from_value(written).unwrap();
    let (state, differences) = read.play(BTreeMap::new());
    assert_eq!(differences, []);
    assert_eq!(figures(&state, recorder.now), figures(&recorder.state, recorder.now));
    let rows = view(&state, recorder.now);
    let local = |number: &Option<String>| -> String {
        let digits: String =
            number.iter().flat_map(|it| it.chars()).filter(char::is_ascii_digit).collect();
        digits[digits.len() - 10..].to_owned()
    };
    assert_eq!(
        local(&rows.recent[0].number),
        local(&rows.calls[0].number),
        "the same caller twice"
    );
}

#[test]
fn what_happens_otherwise_is_found() {
    let Recorder { mut recording, .. } = recorded();
    recording.moments[2].effects.clear();
    let (_, differences) = recording.play(BTreeMap::new());
    assert_eq!(differences.len(), 1);
    assert_eq!(differences[0].moment, 2);
}
