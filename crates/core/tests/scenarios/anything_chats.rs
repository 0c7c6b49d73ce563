//! Anything a chat widget may say, and anything that may be asked of one.

use crate::anything::text;
use crate::desk::T0;
use deskbell_core::*;
use proptest::prelude::*;
use proptest::sample::select;

pub(crate) fn author() -> impl Strategy<Value = Author> {
    select(vec![Author::Visitor, Author::Agent, Author::Bot, Author::System])
}

pub(crate) fn closer() -> impl Strategy<Value = ClosedBy> {
    use ClosedBy::*;
    select(vec![Visitor, Agent, System, Transferred, Unknown])
}

pub(crate) fn page_seen() -> impl Strategy<Value = PageSeen> {
    (text(), text()).prop_map(|(url, title)| PageSeen { url, title })
}

pub(crate) fn conversation_fact() -> impl Strategy<Value = ConversationFact> {
    use ConversationFact::*;
    let id = proptest::option::weighted(0.3, "[0-9]{1,2}");
    let message =
        (id, author(), text(), text(), any::<bool>()).prop_map(|(id, author, name, text, file)| {
            let file = file.then(|| ChatFile { name: text.clone(), url: text.clone(), mime: None });
            ChatMessage { id, author, name, text, file }
        });
    let seen =
        (text(), text(), page_seen(), 0_usize..60).prop_map(|(name, email, page, fields)| {
            let field = |n: usize| VisitorField {
                name: "n".repeat(n),
                value: Private::new("v".repeat(n * 9)),
            };
            let fields = (0..fields).map(field).collect();
            Visitor { name, email, page, fields, ..Visitor::default() }
        });
    let steps = {
        use TransferStep::*;
        vec![Requested, Accepted, Rejected, Reclaimed]
    };
    let notes = vec![ChatNote::FileRequested, ChatNote::Banned, ChatNote::Recorded];
    prop_oneof![
        2 => (text(), proptest::option::of(any::<u32>()))
            .prop_map(|(queue, position)| Queued { queue, position }),
        4 => text().prop_map(|queue| Offered { queue }),
        3 => text().prop_map(|agent| Active { agent }),
        4 => closer().prop_map(|by| Closed { by, reason: Some("r".repeat(999)) }),
        10 => message.prop_map(|message| Message { message }),
        1 => text().prop_map(|text| OfflineMessage { text }),
        1 => text().prop_map(|phone| CallRequested { phone }),
        2 => text().prop_map(|preview| VisitorTyping { preview }),
        2 => seen.prop_map(|visitor| VisitorSeen { visitor: Box::new(visitor) }),
        1 => page_seen().prop_map(|page| PageViewed { page }),
        2 => (select(steps), text()).prop_map(|(step, to)| Transfer { step, to }),
        1 => (0_u32..60, text()).prop_map(|(n, value)| LabelAdded {
            label: Label { name: n.to_string(), value, free_form: None },
        }),
        1 => (0_u32..60).prop_map(|n| LabelRemoved { label: Label { name: n.to_string(), value: None, free_form: None } }),
        1 => text().prop_map(|comment| Rated {
            rating: Rating { comment, ..Rating::default() },
        }),
        1 => (select(notes), text()).prop_map(|(note, detail)| Noted { note, detail }),
    ]
}

pub(crate) fn chat_vendor() -> impl Strategy<Value = VendorId> {
    select(vec!["console", "bubble"]).prop_map(|name| VendorId(name.to_owned()))
}

pub(crate) fn chat() -> impl Strategy<Value = ChatObservation> {
    let key = proptest::option::weighted(0.7, select(vec!["a", "b", "c", "d", "e", ""]));
    let at = proptest::option::weighted(
        0.4,
        prop_oneof![
            9 => (0_u64..60).prop_map(|n| Timestamp(T0.0 + n * 500)),
            1 => Just(Timestamp(u64::MAX)),
            1 => Just(Timestamp(0)),
        ],
    );
    let historic = proptest::bool::weighted(0.2);
    (chat_vendor(), key, at, historic, text(), conversation_fact()).prop_map(
        |(vendor, key, at, historic, agent, fact)| ChatObservation {
            vendor,
            conversation: key.map(|key| ConversationKey(key.to_owned())),
            at,
            historic,
            agent,
            fact,
        },
    )
}

pub(crate) fn widget_fact() -> impl Strategy<Value = WidgetFact> {
    use WidgetFact::*;
    let windows = vec![WidgetWindow::Open, WidgetWindow::Minimised, WidgetWindow::Closed];
    let recognised = (chat_vendor(), any::<bool>()).prop_map(|(vendor, needs_window)| {
        let visits = if needs_window { VisitScope::Page } else { VisitScope::Conversation };
        let funnel = FunnelAnswers { visits, tried: Certainty::Known, ..FunnelAnswers::default() };
        let ability = |action| ChatAbility { action, confirmed: !needs_window, needs_window };
        let abilities = CHAT_ACTIONS.iter().copied().map(ability).collect();
        let no_end_signal = needs_window;
        let widget = RecognisedWidget { vendor, version: None, abilities, funnel, no_end_signal };
        WidgetRecognised { widget }
    });
    let refused = proptest::option::of(Just("no".repeat(1000)));
    let moments = vec![
        FunnelMoment::Seen,
        FunnelMoment::Offered,
        FunnelMoment::Tried,
        FunnelMoment::Received,
    ];
    let key = proptest::option::of(select(vec!["a", "b", "c"]));
    let at = proptest::option::of((0_u64..400_000_000).prop_map(|ms| Timestamp(T0.0 - ms)));
    let sign = (chat_vendor(), select(moments), key, at).prop_map(|(vendor, moment, key, at)| {
        FunnelSign {
            conversation: key.map(|key| ConversationKey(key.to_owned())),
            at,
            ..FunnelSign::new(vendor, moment)
        }
    });
    prop_oneof![
        2 => sign.prop_map(|sign| Funnel { sign }),
        3 => recognised,
        2 => (chat_vendor(), select(windows))
            .prop_map(|(vendor, window)| WindowChanged { vendor, window }),
        1 => chat_vendor().prop_map(|vendor| AvailabilityChanged {
            vendor,
            availability: Availability::Online,
        }),
        2 => (chat_vendor(), select(CHAT_ACTIONS.to_vec()), refused).prop_map(
            |(vendor, action, refused)| ChatAnswered { vendor, conversation: None, action, refused }
        ),
    ]
}

pub(crate) const CHAT_ACTIONS: [ChatAction; 8] = [
    ChatAction::Reply,
    ChatAction::Close,
    ChatAction::AddLabel,
    ChatAction::Transfer,
    ChatAction::Ban,
    ChatAction::PopulateText,
    ChatAction::AddMessage,
    ChatAction::PageChange,
];

pub(crate) fn chat_request() -> impl Strategy<Value = ChatRequest> {
    let text = || select(vec!["hi", "", "hello there"]).prop_map(Private::from);
    prop_oneof![
        4 => text().prop_map(|text| ChatRequest::Reply { text }),
        2 => Just(ChatRequest::Close),
        1 => Just(ChatRequest::AddLabel { label: Label { name: "1".to_owned(), value: None, free_form: None } }),
        1 => Just(ChatRequest::Transfer { to: TransferTarget::Widget { id: "w".to_owned() } }),
        1 => select(vec![BanBy::Cookie, BanBy::Address]).prop_map(|by| ChatRequest::Ban { by }),
        1 => text().prop_map(|text| ChatRequest::PopulateText { text }),
        2 => text().prop_map(|text| ChatRequest::AddMessage { text, from: AddedFrom::Agent }),
        1 => Just(ChatRequest::PageChange),
        1 => Just(ChatRequest::ForgetVisitor),
    ]
}
