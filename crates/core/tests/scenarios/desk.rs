//! A desk to play scenarios on: a state, a clock in our hands, and every effect it ever asked for.

use deskbell_core::*;
use std::collections::BTreeMap;
use std::time::Duration;

pub(crate) const T0: Timestamp = Timestamp(1_700_000_000_000);
pub(crate) const CALLER: &str = "+16505550100";

#[derive(Clone)]
pub(crate) struct Desk {
    pub(crate) state: State,
    pub(crate) now: Timestamp,
    /// Effects since the last [`Desk::take`].
    pub(crate) effects: Vec<Effect>,
    next_request: u64,
}

pub(crate) fn id(name: &str) -> AccountId {
    AccountId::new(name).unwrap()
}

pub(crate) fn config(name: &str) -> AccountConfig {
    AccountConfig {
        id: id(name),
        vendor: VendorId("some".to_owned()),
        label: format!("My {name}"),
        enabled: true,
        options: BTreeMap::new(),
        simulated: false,
    }
}

/// A label that reads the same in every language.
pub(crate) fn same_label(text: &str) -> StatusLabel {
    StatusLabel { english: text.to_owned(), german: text.to_owned() }
}

/// What the vendor `some` calls a status.
pub(crate) const fn word(presence: Presence) -> &'static str {
    match presence {
        Presence::Available => "open",
        Presence::Away => "away",
        Presence::DoNotDisturb => "quiet",
        Presence::Offline => "gone",
        Presence::OnContact => "talking",
        Presence::WrapUp => "after",
    }
}

/// The vendor `some` takes a status through its widget, the vendor `chat` through a service.
pub(crate) fn dialects() -> BTreeMap<VendorId, StatusDialect> {
    use Presence::{Available, Away, DoNotDisturb, Offline, OnContact, WrapUp};
    let words = |all: &[(&str, Presence)]| {
        let one = |(word, presence): &(&str, Presence)| StatusWord {
            word: (*word).to_owned(),
            presence: *presence,
            label: same_label(&word.to_uppercase()),
            settable: *word != "offline",
            second_session: *word == "pause",
        };
        all.iter().map(one).collect()
    };
    let own = |all: &[Presence]| {
        all.iter().map(|presence| (*presence, word(*presence).to_owned())).collect()
    };
    let some = StatusDialect {
        channel: Channel::Phone,
        route: StatusRoute::Widget,
        notes: false,
        words: words(
            &[Available, Away, DoNotDisturb, Offline, OnContact, WrapUp].map(|p| (word(p), p)),
        ),
        mapping: own(&[Available, Away, DoNotDisturb, Offline, WrapUp]),
    };
    let pause = [OnContact, WrapUp, Away, DoNotDisturb, Offline];
    let mut mapping: BTreeMap<_, _> = pause.map(|p| (p, "pause".to_owned())).into();
    mapping.insert(Available, "online".to_owned());
    let chat = StatusDialect {
        channel: Channel::Chat,
        route: StatusRoute::Service,
        notes: true,
        words: words(&[("online", Available), ("pause", Away), ("offline", Offline)]),
        mapping,
    };
    BTreeMap::from([(VendorId("some".to_owned()), some), (VendorId("chat".to_owned()), chat)])
}

/// An intent that chooses a status now.
pub(crate) fn set(presence: Presence) -> Intent {
    Intent::SetPresence { presence, note: None, after_call: false, until: None }
}

/// An intent that marks everything of a kind as seen.
pub(crate) fn mark_all(kind: SeenKind) -> Intent {
    let (account, call, conversation, message) = (None, None, None, None);
    Intent::MarkSeen { call, account, conversation, message, kind: Some(kind) }
}

/// An intent that opens one thing.
pub(crate) fn open(item: Item) -> Intent {
    Intent::Open { item }
}

pub(crate) fn abilities(web_rtc: bool) -> EngineAbilities {
    EngineAbilities { web_rtc, media_devices: true, set_sink_id: false, credentials: false }
}

pub(crate) fn service() -> NotificationAbilities {
    NotificationAbilities {
        actions: true,
        body: true,
        persistence: true,
        body_markup: false,
        inline_reply: false,
    }
}

pub(crate) fn seen(source: CallSource, keys: &[&str], state: ObservedState) -> CallObservation {
    let keys = keys.iter().map(|key| CallKey((*key).to_owned())).collect();
    CallObservation { state: Some(state), ..CallObservation::new(source, keys) }
}

/// The widget's own leg of an inbound call from [`CALLER`].
pub(crate) fn leg(state: ObservedState) -> CallObservation {
    CallObservation {
        direction: Some(Direction::Inbound),
        party: Party { number: Some(CALLER.into()), name: Some("Ada".into()) },
        controllable: Some(true),
        recording: Some(Recording::Off),
        muted: Some(false),
        ..seen(CallSource::Leg, &["sip:a", "telephony:t"], state)
    }
}

pub(crate) fn outbound(state: ObservedState) -> CallObservation {
    CallObservation { direction: Some(Direction::Outbound), ..leg(state) }
}

pub(crate) fn session(state: ObservedState) -> CallObservation {
    CallObservation {
        direction: Some(Direction::Inbound),
        ..seen(CallSource::Session, &["telephony:t", "session:9"], state)
    }
}

pub(crate) fn presence(state: ObservedState) -> CallObservation {
    CallObservation {
        direction: Some(Direction::Inbound),
        party: Party { number: Some(CALLER.into()), name: None },
        ..seen(CallSource::Presence, &["session:9", "telephony:t"], state)
    }
}

pub(crate) fn ended_as(observation: CallObservation, end: EndReason) -> CallObservation {
    CallObservation { end: Some(end), ..observation }
}

impl Desk {
    /// One signed-in account `phone` in browser mode, line up, with a full notification service.
    pub(crate) fn new() -> Self {
        Self::with(&["phone"])
    }

    pub(crate) fn with(accounts: &[&str]) -> Self {
        let mut desk = Self::bare(accounts);
        for account in accounts {
            desk.sign_in(account, CallingMode::Browser);
        }
        desk.take();
        desk
    }

    /// Started, but no widget has spoken yet.
    pub(crate) fn bare(accounts: &[&str]) -> Self {
        let settings = Settings {
            accounts: accounts.iter().map(|name| config(name)).collect(),
            ..Settings::default()
        };
        Self::from(settings, "en")
    }

    pub(crate) fn from(settings: Settings, locale: &str) -> Self {
        let mut state = State::new(settings, locale, T0).speaking(dialects());
        let effects = start(&mut state, None::<String>, Opening::Shown, T0);
        let mut desk = Self { state, now: T0, effects, next_request: 0 };
        desk.os(SystemFact::NotificationService { abilities: Some(service()) });
        desk.os(SystemFact::TrayHost { present: true });
        desk
    }

    pub(crate) fn sign_in(&mut self, account: &str, mode: CallingMode) {
        self.page_of(account, PageFact::Started { abilities: abilities(true) });
        let line = OwnLine { number: Some("+18885550100".into()), extension: Some("101".into()) };
        self.receive_at(account, WidgetFact::SignedIn { line });
        self.receive_at(account, WidgetFact::CallingModeChanged { mode });
        let connection = Connection::Connected;
        self.receive_at(account, WidgetFact::ConnectionChanged { connection });
        self.receive_at(account, WidgetFact::DialerReady { ready: true });
        self.presence_is(account, Presence::Available);
    }

    pub(crate) fn presence_is(&mut self, account: &str, presence: Presence) {
        self.receive_at(
            account,
            WidgetFact::PresenceChanged {
                presence: Some(presence),
                word: Some(word(presence).to_owned()),
                user_status: None,
                dnd_status: None,
            },
        );
    }

    /// Plays one event and gives its effects.
    pub(crate) fn play(&mut self, event: Event) -> Vec<Effect> {
        let effects = update(&mut self.state, event, self.now);
        self.effects.extend(effects.iter().cloned());
        effects
    }

    pub(crate) fn receive_at(&mut self, account: &str, fact: WidgetFact) -> Vec<Effect> {
        self.play(Event::Widget { account: id(account), fact })
    }

    pub(crate) fn receive(&mut self, fact: WidgetFact) -> Vec<Effect> {
        self.receive_at("phone", fact)
    }

    pub(crate) fn call(&mut self, observation: CallObservation) -> Vec<Effect> {
        self.receive(WidgetFact::Call { observation })
    }

    pub(crate) fn page_of(&mut self, account: &str, fact: PageFact) -> Vec<Effect> {
        self.play(Event::Page { account: id(account), fact })
    }

    pub(crate) fn page(&mut self, fact: PageFact) -> Vec<Effect> {
        self.page_of("phone", fact)
    }

    pub(crate) fn os(&mut self, fact: SystemFact) -> Vec<Effect> {
        self.play(Event::Os { fact })
    }

    pub(crate) fn outcome(&mut self, outcome: Outcome) -> Vec<Effect> {
        self.play(Event::Outcome { outcome })
    }

    /// A wish from the window; nobody waits for an answer.
    pub(crate) fn request(&mut self, intent: Intent) -> Vec<Effect> {
        self.play(Event::Intent { intent, from: Source::Window, request: None })
    }

    /// A wish from the command line; gives its request.
    pub(crate) fn ask(&mut self, intent: Intent) -> RequestId {
        self.next_request += 1;
        let request = RequestId(self.next_request);
        self.play(Event::Intent { intent, from: Source::CommandLine, request: Some(request) });
        request
    }

    pub(crate) fn act(&mut self, action: CallAction) -> RequestId {
        self.ask(Intent::Call { call: None, action, argument: None })
    }

    /// Lets time pass with every deadline met in time, as the engine does.
    pub(crate) fn wait(&mut self, time: Duration) -> Vec<Effect> {
        let until = self.now + time;
        let mut effects = Vec::new();
        while let Some(deadline) = next_deadline(&self.state).filter(|at| *at <= until) {
            self.now = self.now.max(deadline);
            effects.extend(self.play(Event::Tick));
        }
        self.now = until;
        effects
    }

    /// [`Desk::wait`] with the pages' heartbeats.
    pub(crate) fn wait_alive(&mut self, time: Duration) -> Vec<Effect> {
        let accounts: Vec<AccountId> =
            self.view().accounts.iter().map(|row| row.config.id.clone()).collect();
        let (until, mut effects) = (self.now + time, Vec::new());
        while self.now < until {
            let step = until.since(self.now).min(Duration::from_secs(10));
            effects.extend(self.wait(step));
            for account in &accounts {
                let fact = PageFact::Heartbeat;
                effects.extend(self.play(Event::Page { account: account.clone(), fact }));
            }
        }
        effects
    }

    pub(crate) fn take(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    pub(crate) fn view(&self) -> AppView {
        view(&self.state, self.now)
    }

    /// The only live call.
    pub(crate) fn live(&self) -> CallRow {
        let view = self.view();
        assert_eq!(view.calls.len(), 1, "live calls: {:#?}", view.calls);
        view.calls.into_iter().next().unwrap()
    }

    /// The only ended call, with no live one.
    pub(crate) fn over(&self) -> CallRow {
        let view = self.view();
        assert_eq!((view.calls.len(), view.recent.len()), (0, 1), "{view:#?}");
        view.recent.into_iter().next().unwrap()
    }

    /// The answer `request` got so far: `done`, or the failure's code.
    pub(crate) fn answer(&self, request: RequestId) -> Option<String> {
        let mut answers = self.effects.iter().filter_map(|effect| match effect {
            Effect::Answer { request: to, answer } if *to == request => Some(match answer {
                Answer::Done { .. } => "done".to_owned(),
                Answer::Unconfirmed { .. } => "unconfirmed".to_owned(),
                Answer::Failed { code, .. } => code.as_str().to_owned(),
            }),
            _ => None,
        });
        let answer = answers.next();
        assert_eq!(answers.next(), None, "answered twice");
        answer
    }

    /// The last command handed to a widget.
    pub(crate) fn posted(&self) -> Option<(CommandId, VendorCommand)> {
        self.effects.iter().rev().find_map(|effect| match effect {
            Effect::Post { id, command, .. } => Some((*id, command.clone())),
            _ => None,
        })
    }

    pub(crate) fn posts(&self) -> usize {
        self.effects.iter().filter(|effect| matches!(effect, Effect::Post { .. })).count()
    }

    pub(crate) fn notices(&self) -> Vec<NoticeKind> {
        self.view().notices.into_iter().map(|notice| notice.kind).collect()
    }
}

/// Notifications as lines: `+key: title | body [buttons]` shown, `-key` withdrawn.
pub(crate) fn banners(effects: &[Effect]) -> String {
    let mut lines = String::new();
    for effect in effects {
        match effect {
            Effect::Notify { notification: n } => {
                let buttons: Vec<_> = n.buttons.iter().map(|b| b.label.as_str()).collect();
                let buttons =
                    if buttons.is_empty() { String::new() } else { format!(" {buttons:?}") };
                let body = n.body.reveal().replace('\n', " / ");
                lines += &format!("+{}: {} | {body}{buttons}\n", n.key, n.title.reveal());
            }
            Effect::WithdrawNotification { key } => lines += &format!("-{key}\n"),
            _ => {}
        }
    }
    lines
}

/// The moods the tray went through.
pub(crate) fn moods(effects: &[Effect]) -> Vec<TrayState> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::SetTray { tray } => Some(tray.mood),
            _ => None,
        })
        .collect()
}

pub(crate) const SECOND: Duration = Duration::from_secs(1);
