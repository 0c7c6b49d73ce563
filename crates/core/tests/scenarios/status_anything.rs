//! Whatever is pressed, pushed, answered, lost, changed elsewhere or killed: the status stays true.

use crate::desk::*;
use crate::status_desk::*;
use deskbell_core::*;
use proptest::prelude::*;
use proptest::sample::select;
use std::collections::VecDeque;
use std::time::Duration;

use Presence::{Available, Away, DoNotDisturb, Offline};

/// One thing that happens.
#[derive(Clone, Debug)]
enum Step {
    Press(Presence),
    PressAfterCall(Presence),
    Again(&'static str),
    Adopt(&'static str),
    /// The service answers the push on its way.
    Answer(Option<PushProblem>),
    /// The service took it, and the answer was lost.
    LoseAnswer,
    /// The phone's widget does what it was asked, and tells.
    PhoneObeys,
    PhoneElsewhere(Presence),
    HubElsewhere(&'static str),
    /// The vendor's news arrive, the last of them perhaps twice.
    Deliver(bool),
    Call(ObservedState),
    Locked(bool),
    Online(bool),
    SignedOut,
    SignedIn,
    Wait(u64),
    Sleep,
    Kill,
}

fn step() -> impl Strategy<Value = Step> {
    let presences = || select(vec![Available, Available, Away, DoNotDisturb, Offline]);
    let accounts = || select(vec!["phone", "hub"]);
    let problems = vec![
        None,
        None,
        None,
        Some(PushProblem::Unauthorized),
        Some(PushProblem::Server { status: 500 }),
        Some(PushProblem::RateLimited { retry_after: Some(30_000) }),
        Some(PushProblem::Broken),
    ];
    prop_oneof![
        4 => presences().prop_map(Step::Press),
        1 => presences().prop_map(Step::PressAfterCall),
        1 => accounts().prop_map(Step::Again),
        1 => accounts().prop_map(Step::Adopt),
        6 => select(problems).prop_map(Step::Answer),
        1 => Just(Step::LoseAnswer),
        6 => Just(Step::PhoneObeys),
        2 => presences().prop_map(Step::PhoneElsewhere),
        2 => select(vec!["online", "pause", "offline"]).prop_map(Step::HubElsewhere),
        4 => any::<bool>().prop_map(Step::Deliver),
        3 => select(vec![ObservedState::Alerting, ObservedState::Connected, ObservedState::Ended])
            .prop_map(Step::Call),
        1 => any::<bool>().prop_map(Step::Locked),
        1 => any::<bool>().prop_map(Step::Online),
        1 => Just(Step::SignedOut),
        1 => Just(Step::SignedIn),
        4 => (0_u64..90_000).prop_map(Step::Wait),
        1 => Just(Step::Sleep),
        1 => Just(Step::Kill),
    ]
}

/// Both vendors as they really are, beside what Deskbell knows of them.
struct World {
    desk: Desk,
    phone: Presence,
    phone_asked: VecDeque<Presence>,
    hub: String,
    /// News on their way to us.
    fact: VecDeque<(String, Timestamp)>,
    last: Option<(String, Timestamp)>,
    /// What each vendor last confirmed or told us, to the letter.
    phone_told: Option<Presence>,
    hub_told: Vec<String>,
    chosen: Option<Presence>,
    queued: Option<Presence>,
}

impl World {
    fn new() -> Self {
        let mut world = Self {
            desk: Desk::both(),
            phone: Available,
            phone_asked: VecDeque::new(),
            hub: "online".to_owned(),
            fact: VecDeque::new(),
            last: None,
            phone_told: Some(Available),
            hub_told: Vec::new(),
            chosen: None,
            queued: None,
        };
        world.desk.change_rules(|rules| rules.wrap_up = true);
        world.listen();
        world
    }

    /// Takes in what Deskbell asked for since last time.
    fn listen(&mut self) {
        for effect in &self.desk.effects {
            if let Effect::Post { command: VendorCommand::SetPresence { word: asked }, .. } = effect
            {
                let all = [Available, Away, DoNotDisturb, Offline, Presence::WrapUp];
                self.phone_asked.extend(all.into_iter().find(|p| word(*p) == asked));
            }
        }
        let keep = |effect: &Effect| {
            matches!(effect, Effect::PushStatus { .. } | Effect::SaveSettings { .. })
        };
        self.desk.effects.retain(keep);
    }

    fn hub_becomes(&mut self, word: &str) {
        if self.hub != word {
            self.hub = word.to_owned();
            // No two changes at one moment of the vendor's clock.
            let at = self.fact.back().or(self.last.as_ref()).map_or(Timestamp(0), |(_, at)| *at);
            let at = self.desk.now.max(at + Duration::from_millis(1));
            self.fact.push_back((word.to_owned(), at));
        }
    }

    fn tell_phone(&mut self, presence: Presence) {
        let signed_in = self.row("phone").sign_in == SignIn::SignedIn;
        self.phone = presence;
        if signed_in {
            self.phone_told = Some(presence);
            self.desk.presence_is("phone", presence);
        }
    }

    fn row(&self, account: &str) -> AccountRow {
        let rows = self.desk.view().accounts;
        rows.into_iter().find(|row| row.config.id == id(account)).unwrap()
    }

    fn deliver(&mut self, twice: bool) {
        let fact: Vec<_> = self.fact.drain(..).collect();
        let last = fact.last().cloned();
        for (word, at) in fact.into_iter().chain(last.clone().filter(|_| twice)) {
            self.desk.told(&word, at);
            self.hub_told.push(word);
        }
        self.last = last.or(self.last.take());
    }

    fn play(&mut self, step: Step) {
        let on_call = self.desk.view().calls.iter().any(|call| {
            matches!(call.state, CallState::Connected | CallState::Held | CallState::Dialing)
        });
        match step {
            Step::Press(presence) => {
                self.desk.request(set(presence));
                (self.chosen, self.queued) = (Some(presence), None);
            }
            Step::PressAfterCall(presence) => {
                self.desk.request(Intent::SetPresence {
                    presence,
                    note: None,
                    after_call: true,
                    until: None,
                });
                if on_call {
                    self.queued = Some(presence);
                } else {
                    (self.chosen, self.queued) = (Some(presence), None);
                }
            }
            Step::Again(account) => {
                self.desk.request(Intent::PushStatus { account: id(account) });
            }
            Step::Adopt(account) => {
                let told = self.desk.status(account).told;
                self.desk.request(Intent::AdoptStatus { account: id(account) });
                if let Some(told) = told.filter(|told| *told != Presence::WrapUp) {
                    (self.chosen, self.queued) = (Some(told), None);
                }
            }
            Step::Answer(problem) => {
                let Some((push, word)) = self.desk.pushing() else { return };
                match problem {
                    None => {
                        self.hub_becomes(&word);
                        self.hub_told.push(word);
                        self.desk.accepted(push);
                    }
                    Some(problem) => self.desk.refuse(problem),
                }
            }
            Step::LoseAnswer => {
                let Some((_, word)) = self.desk.pushing() else { return };
                self.hub_becomes(&word);
                self.desk.refuse(PushProblem::Broken);
            }
            Step::PhoneObeys => {
                let Some(presence) = self.phone_asked.pop_front() else { return };
                if self.phone != presence {
                    self.tell_phone(presence);
                }
            }
            Step::PhoneElsewhere(presence) => self.tell_phone(presence),
            Step::HubElsewhere(word) => self.hub_becomes(word),
            Step::Deliver(twice) => self.deliver(twice),
            Step::Call(state) => {
                self.desk.call(leg(state));
            }
            Step::Locked(locked) => {
                self.desk.os(SystemFact::Locked { locked });
            }
            Step::Online(online) => {
                self.desk.os(SystemFact::Network { online });
            }
            Step::SignedOut => {
                self.phone_asked.clear();
                self.phone_told = None;
                self.desk.receive(WidgetFact::SignedOut);
            }
            Step::SignedIn => {
                self.desk.receive(WidgetFact::SignedIn { line: OwnLine::default() });
                self.tell_phone(self.phone);
            }
            Step::Wait(milliseconds) => {
                self.desk.wait_alive(Duration::from_millis(milliseconds));
            }
            Step::Sleep => {
                self.desk.now = self.desk.now + HOUR * 8;
                self.desk.os(SystemFact::Woke);
            }
            Step::Kill => self.restart(),
        }
        self.listen();
        // What was queued is chosen when no call runs any more.
        if self.queued.is_some() && self.desk.view().status.next.is_none() {
            self.chosen = self.queued.take();
        }
    }

    fn restart(&mut self) {
        let now = self.desk.now;
        let settings = self.desk.state.settings();
        self.desk = Desk::from(settings, "en");
        self.desk.now = now;
        self.queued = None;
        self.phone_asked.clear();
        self.desk.open_both();
        self.phone_told = Some(Available);
        self.tell_phone(self.phone);
    }

    fn check(&self) {
        let view = self.desk.view();
        let status = &view.status;
        assert_eq!(status.chosen.as_ref().map(|chosen| chosen.presence), self.chosen);
        let ruled: Vec<Presence> = status.rules.iter().map(|rule| of(rule.rule)).collect();
        for row in &status.accounts {
            let by_choice = row.aim == self.chosen;
            let by_rule = row.aim.is_some_and(|aim| ruled.contains(&aim));
            assert!(by_choice || by_rule, "{row:?} {:?} {ruled:?}", self.chosen);
            if !ruled.is_empty() {
                assert_eq!(self.chosen, Some(Available), "rules only take from available");
            }
        }
        let [phone, hub] = ["phone", "hub"].map(|account| self.desk.status(account));
        if phone.standing == SyncState::Confirmed {
            assert_eq!(self.phone_told, phone.aim, "the phone never said so");
        }
        if hub.standing == SyncState::Confirmed {
            let aim = hub.aim.unwrap();
            let said = self.hub_told.iter().any(|word| shows(word, aim));
            assert!(said, "the chat vendor never said so: {aim:?} {:?}", self.hub_told);
        }
        let next = next_deadline(&self.desk.state);
        assert!(next.is_none_or(|at| at > self.desk.now), "{next:?} is over");
    }

    /// Everything that is on its way arrives, and nothing fails any more.
    fn come_to_rest(&mut self) {
        self.play(Step::Call(ObservedState::Ended));
        self.play(Step::Locked(false));
        self.play(Step::Online(true));
        self.play(Step::SignedIn);
        for _ in 0..20 {
            self.play(Step::Answer(None));
            self.play(Step::PhoneObeys);
            self.play(Step::Deliver(false));
            self.play(Step::Wait(70_000));
            self.check();
        }
    }
}

/// The chat vendor's word stands for this status.
fn shows(word: &str, presence: Presence) -> bool {
    match presence {
        Available => word == "online",
        Offline => word != "online",
        _ => word == "pause",
    }
}

const fn of(rule: Rule) -> Presence {
    match rule {
        Rule::OffShift => Offline,
        Rule::QuietHours => DoNotDisturb,
        Rule::Locked | Rule::Idle => Away,
        Rule::OnCall => Presence::OnContact,
        Rule::WrapUp => Presence::WrapUp,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_status_stays_true(steps in proptest::collection::vec(step(), 1..60)) {
        let mut world = World::new();
        world.check();
        for step in steps {
            world.play(step);
            world.check();
        }
        world.come_to_rest();
        let Some(chosen) = world.chosen else { return Ok(()) };
        let [phone, hub] = ["phone", "hub"].map(|account| world.desk.status(account));
        assert_eq!((phone.aim, hub.aim), (Some(chosen), Some(chosen)), "at rest it is the choice");
        match phone.standing {
            SyncState::Confirmed => assert_eq!(world.phone, chosen),
            SyncState::Drifted { .. } | SyncState::GaveUp { .. } => assert_ne!(world.phone, chosen),
            other => panic!("the phone does not come to rest: {other:?}"),
        }
        match hub.standing {
            SyncState::Confirmed => assert!(shows(&world.hub, chosen), "{} {chosen:?}", world.hub),
            SyncState::Drifted { .. } => assert!(!shows(&world.hub, chosen), "{}", world.hub),
            SyncState::GaveUp { .. } => {}
            other => panic!("the chat vendor does not come to rest: {other:?}"),
        }
    }
}
