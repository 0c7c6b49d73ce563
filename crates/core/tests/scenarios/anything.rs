//! Whatever happens: no panic, bounded memory, a view that agrees with itself, and no busy loop.

use crate::anything_chats::*;
use crate::desk::*;
use deskbell_core::*;
use proptest::prelude::*;
use proptest::sample::select;
use std::collections::BTreeSet;
use std::time::Duration;

fn account() -> impl Strategy<Value = AccountId> {
    select(vec!["phone", "other", "nobody"]).prop_map(id)
}

pub(crate) fn text() -> impl Strategy<Value = Option<Private<String>>> {
    let long = Just("é".repeat(2100));
    let some = prop_oneof![1 => long, 9 => "[a-z+0-9 ]{0,8}", 9 => Just(CALLER.to_owned())];
    proptest::option::of(some.prop_map(Private::new))
}

fn end() -> impl Strategy<Value = Option<EndReason>> {
    use EndReason::*;
    proptest::option::weighted(
        0.2,
        select(vec![
            Answered,
            Missed,
            Declined,
            Cancelled,
            Transferred,
            AnsweredElsewhere,
            Voicemail,
            Failed,
        ]),
    )
}

fn observation() -> impl Strategy<Value = CallObservation> {
    use ObservedState::*;
    let key = select(vec![
        "sip:a",
        "sip:b",
        "sip:c",
        "telephony:t",
        "telephony:u",
        "session:1",
        "session:2",
        "odd",
        "",
    ]);
    let states = vec![Dialing, Alerting, Connected, Held, Queued, Ended, PerhapsEnded];
    (
        proptest::collection::vec(key.prop_map(|key| CallKey(key.to_owned())), 0..4),
        select(vec![CallSource::Leg, CallSource::Session, CallSource::Presence]),
        proptest::option::of(select(vec![Direction::Inbound, Direction::Outbound])),
        proptest::option::weighted(0.9, select(states)),
        end(),
        (text(), text(), text()),
        proptest::option::of(any::<bool>()),
        proptest::option::of(select(vec![
            Recording::Off,
            Recording::Pending,
            Recording::On,
            Recording::NotAllowed,
        ])),
        (proptest::option::of(any::<bool>()), any::<bool>()),
    )
        .prop_map(|(keys, source, direction, state, end, texts, muted, recording, flags)| {
            CallObservation {
                direction,
                state,
                end,
                party: Party { number: texts.0, name: texts.1 },
                queue: texts.2,
                connected_at: muted.map(|_| Timestamp(u64::MAX)),
                muted,
                recording,
                controllable: flags.0,
                conference: flags.1,
                ..CallObservation::new(source, keys)
            }
        })
}

fn message() -> impl Strategy<Value = MessageObservation> {
    let kinds =
        vec![MessageKind::Sms, MessageKind::Voicemail, MessageKind::Fax, MessageKind::Other];
    (0_u32..40, select(kinds), any::<[bool; 3]>(), (text(), text(), text()), any::<bool>())
        .prop_map(|(n, kind, [unread, arrived, gone], (number, name, text), inbound)| {
            MessageObservation {
                id: n.to_string(),
                kind,
                direction: Some(if inbound { Direction::Inbound } else { Direction::Outbound }),
                party: Party { number, name },
                text,
                conversation: None,
                unread,
                arrived,
                gone: gone && unread,
                created_at: Some(Timestamp(T0.0 + u64::from(n))),
                seconds: Some(n),
                pages: Some(n),
                attachments: n,
            }
        })
}

fn fact() -> impl Strategy<Value = WidgetFact> {
    use WidgetFact::*;
    let presences =
        vec![Presence::Available, Presence::Away, Presence::DoNotDisturb, Presence::Offline];
    let connections = vec![Connection::Connected, Connection::Disconnected, Connection::Failed];
    let modes = vec![CallingMode::Browser, CallingMode::RingOut, CallingMode::OtherApp];
    prop_oneof![
        8 => observation().prop_map(|observation| Call { observation }),
        4 => message().prop_map(|observation| Message { observation }),
        12 => chat().prop_map(|observation| Chat { observation }),
        3 => widget_fact(),
        1 => Just(SignedIn { line: OwnLine::default() }),
        1 => Just(SignedOut),
        1 => Just(SignInRequested { address: Private::from("https://a.example/") }),
        1 => select(connections).prop_map(|connection| ConnectionChanged { connection }),
        1 => any::<bool>().prop_map(|ready| DialerReady { ready }),
        1 => select(modes).prop_map(|mode| CallingModeChanged { mode }),
        1 => proptest::option::of(select(presences)).prop_map(|presence| PresenceChanged {
            presence,
            word: None,
            user_status: None,
            dnd_status: None,
        }),
        1 => Just(NoCalls),
        1 => proptest::collection::vec(observation(), 0..4).prop_map(|legs| LegsListed { legs }),
        1 => Just(CommandRefused { keys: vec![], reason: "no".repeat(1000) }),
        1 => (0_u32..500).prop_map(|n| Detail { name: n.to_string(), value: "v".repeat(500) }),
        1 => Just(Ignored),
    ]
}

fn right() -> impl Strategy<Value = Permission> {
    let program = |scheme: &str| Permission::OtherProgram { scheme: scheme.to_owned() };
    let mut all: Vec<Permission> = (0..9).map(|n| program(&format!("s{n}"))).collect();
    all.extend([Permission::Microphone, Permission::Screen, Permission::Location, program("a b")]);
    select(all)
}

fn intent() -> impl Strategy<Value = Intent> {
    use CallAction::*;
    let actions = vec![
        Answer,
        Decline,
        Voicemail,
        Forward,
        Hold,
        Resume,
        Mute,
        Unmute,
        Keypad,
        Transfer,
        Record,
        StopRecording,
        HangUp,
    ];
    let call = proptest::option::of((1_u32..6).prop_map(CallId));
    let conversation = proptest::option::of((1_u32..6).prop_map(ConversationId));
    let number = select(vec!["101", "+1 650-555-0100", "no number", ""]).prop_map(str::to_owned);
    let statuses = vec![Presence::Available, Presence::Away, Presence::DoNotDisturb];
    prop_oneof![
        6 => (call.clone(), select(actions), proptest::option::of(number.clone()))
            .prop_map(|(call, action, argument)| Intent::Call { call, action, argument }),
        1 => (proptest::option::of(account()), number.clone(), any::<bool>())
            .prop_map(|(account, number, call_now)| Intent::Dial { account, number, call_now }),
        1 => (account(), number).prop_map(|(account, number)| Intent::OpenSms {
            account: Some(account),
            number,
            text: None,
        }),
        1 => select(vec!["tel:101", "sms:101?body=x", "tel:*1#", "org.deskbell.deskbell:/?code=x"])
            .prop_map(|link| Intent::OpenLink { link: link.into() }),
        1 => Just(Intent::DropLink),
        1 => select(statuses).prop_map(set),
        1 => account().prop_map(|account| Intent::SignIn { account }),
        1 => account().prop_map(|account| Intent::CancelSignIn { account }),
        1 => account().prop_map(|account| Intent::SignOut { account }),
        1 => account().prop_map(|account| Intent::UseRingOut { account }),
        1 => account().prop_map(|account| Intent::Show { stage: Stage::Widget { account } }),
        1 => Just(Intent::Show { stage: Stage::Activity }),
        1 => (call, proptest::option::of(account()), conversation.clone()).prop_map(
            |(call, account, conversation)| Intent::MarkSeen {
                call,
                account,
                conversation,
                message: None,
                kind: None,
            }
        ),
        1 => select(vec![SeenKind::Calls, SeenKind::Messages, SeenKind::Chats, SeenKind::All])
            .prop_map(mark_all),
        1 => Just(Intent::UndoSeen { mark: None }),
        1 => select(vec![
            Item::Call { call: CallId(1) },
            Item::MissedCalls,
            Item::Unread { account: None },
            Item::Conversation { conversation: ConversationId(2) },
        ])
        .prop_map(open),
        6 => (conversation, proptest::option::of(account()), chat_request(), any::<bool>())
            .prop_map(|(conversation, account, request, confirmed)| Intent::Chat {
                conversation,
                account,
                vendor: None,
                request,
                confirmed,
            }),
        1 => Just(Intent::ReplyCanned { conversation: None, shortcut: "hi".to_owned() }),
        1 => (1_u32..9).prop_map(|n| Intent::Dismiss { conversation: ConversationId(n) }),
        2 => (1_u32..9).prop_map(|n| Intent::Show {
            stage: Stage::Conversation { conversation: ConversationId(n) },
        }),
        1 => any::<bool>()
            .prop_map(|on| Intent::ChangeSetting { change: SettingChange::ChatRings(on) }),
        1 => (0_u32..90)
            .prop_map(|n| Intent::ChangeSetting { change: SettingChange::FirstReplyAmber(n) }),
        1 => (account(), any::<bool>())
            .prop_map(|(account, confirmed)| Intent::Reload { account, confirmed }),
        1 => account().prop_map(|account| Intent::AddAccount { config: config(account.as_str()) }),
        1 => (account(), any::<bool>())
            .prop_map(|(account, enabled)| Intent::EnableAccount { account, enabled }),
        1 => account().prop_map(|account| Intent::RemoveAccount { account, forget_history: false }),
        1 => (account(), any::<u32>())
            .prop_map(|(account, to)| Intent::MoveAccount { account, to }),
        1 => any::<bool>()
            .prop_map(|on| Intent::ChangeSetting { change: SettingChange::HideContent(on) }),
        1 => any::<bool>().prop_map(|confirmed| Intent::Quit { confirmed }),
        1 => Just(Intent::CancelQuestion),
        4 => (0_u32..60, any::<bool>(), any::<bool>()).prop_map(|(n, allowed, remember)| {
            Intent::AnswerAsk { ask: PermissionId(n), allowed, remember }
        }),
        1 => (account(), right(), any::<bool>())
            .prop_map(|(account, right, allowed)| Intent::SetGrant { account, right, allowed }),
        1 => (account(), right()).prop_map(|(account, right)| Intent::ForgetGrant { account, right }),
        1 => (0_u32..9).prop_map(|notice| Intent::DismissNotice { notice }),
    ]
}

fn event() -> impl Strategy<Value = Event> {
    use PageProblem::*;
    let page_fact = prop_oneof![
        3 => any::<bool>().prop_map(|web_rtc| PageFact::Started { abilities: abilities(web_rtc) }),
        3 => Just(PageFact::Heartbeat),
        1 => select(vec![Crashed, Hung, Silent, Offline, LoadFailed { reason: "r".repeat(999) }])
            .prop_map(|problem| PageFact::Broke { problem }),
        1 => proptest::option::of(select(vec![
            MicrophoneProblem::NotAllowed,
            MicrophoneProblem::NoDevice,
            MicrophoneProblem::NotReadable,
        ]))
        .prop_map(|problem| PageFact::MicrophoneTried { problem }),
        1 => Just(PageFact::SignInOpened),
        1 => Just(PageFact::SignInCancelled),
        1 => Just(PageFact::SignInTimedOut),
        4 => (0_u32..60, right()).prop_map(|(n, right)| PageFact::RightWanted {
            ask: PermissionId(n),
            right,
            detail: Some("d".repeat(999)),
        }),
        1 => (60_u32..90, right())
            .prop_map(|(n, right)| PageFact::RightMissed { ask: PermissionId(n), right }),
        1 => (0_u32..90).prop_map(|n| PageFact::RightUnwanted { ask: PermissionId(n) }),
        1 => Just(PageFact::SignInAnswered),
        1 => Just(PageFact::SignInStopped { why: SignInStop::StrangeAnswer }),
        1 => (0_u32..90).prop_map(|n| PageFact::RightRefused { what: n.to_string().repeat(200) }),
    ];
    let os = prop_oneof![
        any::<bool>().prop_map(|focused| SystemFact::Focus { focused }),
        any::<bool>().prop_map(|present| SystemFact::TrayHost { present }),
        proptest::option::of(Just(service()))
            .prop_map(|abilities| SystemFact::NotificationService { abilities }),
        any::<bool>().prop_map(|online| SystemFact::Network { online }),
        Just(SystemFact::CloseRequested),
        Just(SystemFact::Woke),
    ];
    let key = select(vec![
        "call-1",
        "missed-1",
        "message-phone-1",
        "messages-phone",
        "chat-1",
        "chat-2",
        "x",
    ]);
    let outcome = prop_oneof![
        (1_u32..40).prop_map(|n| Outcome::CommandPosted { command: CommandId(n) }),
        (1_u32..40).prop_map(|n| Outcome::CommandNotPosted {
            command: CommandId(n),
            reason: "gone".to_owned(),
        }),
        key.clone().prop_map(|key| Outcome::NotificationClosed { key: key.to_owned() }),
        key.prop_map(|key| Outcome::NotificationFailed {
            key: key.to_owned(),
            reason: String::new(),
        }),
    ];
    let sources = vec![Source::Window, Source::Tray, Source::Notification, Source::CommandLine];
    let problem =
        (0_u32..400).prop_map(|n| Problem::UnknownType { name: n.to_string().repeat(99) });
    prop_oneof![
        30 => (account(), fact()).prop_map(|(account, fact)| Event::Widget { account, fact }),
        6 => (account(), page_fact).prop_map(|(account, fact)| Event::Page { account, fact }),
        10 => (intent(), select(sources), any::<bool>(), any::<u64>()).prop_map(
            |(intent, from, waits, n)| Event::Intent {
                intent,
                from,
                request: waits.then_some(RequestId(n)),
            }
        ),
        3 => os.prop_map(|fact| Event::Os { fact }),
        3 => outcome.prop_map(|outcome| Event::Outcome { outcome }),
        2 => (account(), problem).prop_map(|(account, problem)| Event::Unparsed {
            account,
            problem,
            count: u32::MAX,
        }),
        3 => Just(Event::Tick),
    ]
}

/// Follows what is on screen by the effects alone, as an executor would.
#[derive(Default)]
struct Screen {
    shown: BTreeSet<String>,
    waiting: BTreeSet<u64>,
    answered: BTreeSet<PermissionId>,
}

impl Screen {
    fn carry_out(&mut self, effects: &[Effect]) {
        for effect in effects {
            match effect {
                Effect::Notify { notification } => {
                    self.shown.insert(notification.key.clone());
                }
                Effect::WithdrawNotification { key } => {
                    self.shown.remove(key);
                }
                Effect::Answer { request, .. } => {
                    assert!(self.waiting.remove(&request.0), "answered twice or unasked");
                }
                Effect::AnswerAsk { ask, .. } => {
                    assert!(self.answered.insert(*ask), "a page was answered twice");
                }
                _ => {}
            }
        }
    }

    fn check(&self, view: &AppView) {
        let ids: BTreeSet<CallId> = view.calls.iter().chain(&view.recent).map(|c| c.id).collect();
        assert_eq!(ids.len(), view.calls.len() + view.recent.len(), "one id, two rows");
        let ringing: BTreeSet<String> = view
            .calls
            .iter()
            .filter(|c| c.state == CallState::Alerting && c.direction == Direction::Inbound)
            .map(|c| format!("call-{}", c.id.0))
            .collect();
        for key in self.shown.iter().filter(|key| key.starts_with("call-")) {
            assert!(ringing.contains(key), "{key} is shown and nothing rings");
        }
        assert_eq!(view.unread, view.accounts.iter().map(|a| a.unread).sum::<u32>());
        let lines: u32 = view.conversations.iter().map(|row| row.unread).sum();
        let messages = view.messages.iter().filter(|message| message.unread).count();
        assert_eq!(view.unread as usize, lines as usize + messages);
        assert_eq!(view.missed, view.accounts.iter().map(|a| a.missed).sum::<u32>());
        assert!(view.calls.len() <= 200 && view.recent.len() <= 250, "too many rows");
        assert!(
            view.messages.len() <= 100 && view.notices.len() <= 50 && view.withheld.len() <= 50
        );
        assert_eq!(view.mood == TrayState::Ringing, !ringing.is_empty());
        self.check_chats(view);
        for account in view.accounts.iter().map(|row| &row.config.id) {
            let of = view.asks.iter().filter(|ask| ask.account == *account);
            assert!(of.count() <= OPEN_ASKS, "too many questions");
        }
        for ask in &view.asks {
            let known =
                view.grants.iter().any(|g| g.account == ask.account && g.right == ask.right);
            assert!(!known, "asked although it was said: {ask:?}");
        }
        for row in &view.recent {
            assert_eq!((row.state, row.actions.len()), (CallState::Ended, 0));
            assert!(row.ended_at.is_some());
        }
        for row in &view.calls {
            assert!(row.state != CallState::Ended && row.end.is_none() && row.ended_at.is_none());
            assert!(!row.elsewhere || row.actions.is_empty(), "dead buttons");
            let name = row.name.as_deref().unwrap_or_default();
            assert!(name.chars().count() <= 200, "a name of {}", name.chars().count());
        }
        for account in &view.accounts {
            assert!(account.unparsed.len() <= 201 && account.details.len() <= 72);
        }
        for message in &view.messages {
            assert!(message.text.as_deref().unwrap_or_default().chars().count() <= 2000);
        }
    }

    fn check_chats(&self, view: &AppView) {
        use ConversationStatus::{Active, Closed, Offered, Queued};
        let rows = &view.conversations;
        let ids: BTreeSet<ConversationId> = rows.iter().map(|row| row.id).collect();
        assert_eq!(ids.len(), rows.len(), "one id, two rows");
        assert!(rows.len() <= 151, "too many rows");
        for key in self.shown.iter().filter(|key| key.starts_with("chat-")) {
            let row = rows.iter().find(|row| *key == format!("chat-{}", row.id.0));
            let row = row.unwrap_or_else(|| panic!("{key} is shown for nothing"));
            assert!(row.unread > 0 || row.status == Queued, "{key} is shown and nothing is new");
        }
        for row in rows {
            let over = row.status == Closed;
            assert_eq!(over, row.ended_at.is_some() && row.closed_by.is_some());
            assert!(!over || (row.actions.is_empty() && row.clock.is_none() && !row.typing));
            assert!(!row.missed || (over && !row.replied), "{row:#?}");
            assert!(!(row.status == Offered && row.replied), "taken by a reply: {row:#?}");
            assert!(row.position.is_none() || row.status == Queued, "{row:#?}");
            assert!(matches!(row.status, Queued | Offered | Active | Closed));
            assert!(row.labels.len() <= 30);
            let name = row.who.as_deref().unwrap_or_default();
            assert!(name.chars().count() <= 200, "a name of {}", name.chars().count());
            assert!(row.waiting_since.is_none_or(|since| since <= view.now));
        }
        let waits = |row: &&ConversationRow| matches!(row.status, Queued | Offered);
        let offered = rows.iter().filter(waits).count();
        assert!(view.waiting as usize <= offered);
        let ringing = matches!(view.mood, TrayState::Ringing);
        assert_eq!(view.mood == TrayState::Waiting, !ringing && view.waiting > 0);
        let Some(panel) = &view.conversation else { return };
        assert!(ids.contains(&panel.id) && panel.visitor.fields.len() <= 30);
        assert!(panel.transcript.len() <= TRANSCRIPT_LINES);
        let numbers: BTreeSet<u32> = panel.transcript.iter().map(|line| line.line).collect();
        assert_eq!(numbers.len(), panel.transcript.len(), "one number, two lines");
        assert!(panel.transcript.windows(2).all(|pair| pair[0].at <= pair[1].at), "out of order");
    }
}

fn add_canned(desk: &mut Desk) {
    let hi = CannedReply { shortcut: "hi".to_owned(), text: "Hi {visitor.name}".to_owned() };
    desk.request(Intent::ChangeSetting { change: SettingChange::CannedReplies(vec![hi]) });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_state_stays_sound(
        events in proptest::collection::vec((event(), 0_u64..4000, 0_u8..20), 1..100)
    ) {
        let mut desk = Desk::with(&["phone", "other"]);
        add_canned(&mut desk);
        let mut screen = Screen::default();
        for (event, millis, leap) in events {
            let leap = if leap == 0 { 50 } else { 1 };
            desk.now = desk.now + Duration::from_millis(millis * leap);
            if let Event::Intent { request: Some(request), .. } = &event {
                screen.waiting.insert(request.0);
            }
            if let Event::Outcome { outcome: Outcome::NotificationClosed { key } } = &event {
                screen.shown.remove(key);
            }
            let effects = desk.play(event);
            screen.carry_out(&effects);
            screen.check(&desk.view());
            // Every deadline that has passed is dealt with by one tick: no busy loop.
            let due = next_deadline(&desk.state).is_some_and(|at| at <= desk.now);
            if due {
                let effects = desk.play(Event::Tick);
                screen.carry_out(&effects);
                let next = next_deadline(&desk.state);
                prop_assert!(next.is_none_or(|at| at > desk.now), "{next:?} at {:?}", desk.now);
            }
        }
        // In the end everybody who waits is answered, however silent the widgets are.
        for _ in 0..2000 {
            let Some(deadline) = next_deadline(&desk.state) else { break };
            if deadline > desk.now + Duration::from_secs(1000) { break }
            desk.now = desk.now.max(deadline);
            let effects = desk.play(Event::Tick);
            screen.carry_out(&effects);
            screen.check(&desk.view());
        }
        prop_assert!(screen.waiting.is_empty(), "never answered: {:?}", screen.waiting);
    }

    /// A view travels as JSON and comes back the same.
    #[test]
    fn views_and_events_survive_json(events in proptest::collection::vec(event(), 1..40)) {
        let mut desk = Desk::with(&["phone"]);
        for event in events {
            let json = serde_json::to_string(&event).unwrap();
            let back: Event = serde_json::from_str(&json).unwrap();
            prop_assert_eq!(&back, &event);
            let effects = desk.play(event);
            let json = serde_json::to_string(&effects).unwrap();
            let back: Vec<Effect> = serde_json::from_str(&json).unwrap();
            prop_assert_eq!(back, effects);
        }
        let view = desk.view();
        let back: AppView = serde_json::from_str(&serde_json::to_string(&view).unwrap()).unwrap();
        prop_assert_eq!(back, view);
    }
}
