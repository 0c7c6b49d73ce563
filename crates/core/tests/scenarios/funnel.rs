//! The engagement funnel: what is known of visits, what is saved, and what the window is shown.

use crate::chat_desk::*;
use crate::desk::*;
use deskbell_core::VISIT_OVER;
use deskbell_core::*;
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(60 * 60);
const SAVED: Duration = Duration::from_secs(5);

/// Every question has its event.
pub(crate) const ALL: FunnelAnswers = FunnelAnswers {
    visits: VisitScope::Page,
    offered: Certainty::Known,
    tried: Certainty::Known,
    received: Certainty::Known,
};

/// The console: one visit per conversation, and nothing of offers.
pub(crate) const CONVERSATIONS: FunnelAnswers = FunnelAnswers {
    visits: VisitScope::Conversation,
    offered: Certainty::NotKnown,
    tried: Certainty::Known,
    received: Certainty::Known,
};

pub(crate) fn recognised(widget: RecognisedWidget, funnel: FunnelAnswers) -> WidgetFact {
    WidgetFact::WidgetRecognised { widget: RecognisedWidget { funnel, ..widget } }
}

pub(crate) fn sign(name: &str, moment: FunnelMoment) -> FunnelSign {
    FunnelSign::new(vendor(name), moment)
}

pub(crate) fn heard(sign: FunnelSign) -> WidgetFact {
    WidgetFact::Funnel { sign }
}

fn desk() -> Desk {
    let mut desk = Desk::chats();
    desk.request(Intent::Show { stage: Stage::Activity });
    desk.receive_at("site", recognised(bubble(), ALL));
    desk.wait_alive(SAVED);
    desk.take();
    desk
}

fn saved(effects: &[Effect]) -> Vec<Settings> {
    let settings = effects.iter().filter_map(|effect| match effect {
        Effect::SaveSettings { settings } => Some((**settings).clone()),
        _ => None,
    });
    settings.collect()
}

/// Offered, tried, refused, received, failed of the first row, over all its days.
fn sums(desk: &Desk) -> [u32; 5] {
    let view = desk.view();
    let days = view.funnel.first().map(|row| row.days.clone()).unwrap_or_default();
    days.iter().fold([0; 5], |sum, day| {
        let of = [day.offered, day.tried, day.refused, day.received, day.failed];
        std::array::from_fn(|n| sum[n] + of[n])
    })
}

#[test]
fn the_chain_of_the_document_through_state() {
    let mut desk = desk();
    for moment in [FunnelMoment::Offered, FunnelMoment::Tried, FunnelMoment::Received] {
        desk.receive_at("site", heard(sign(BUBBLE, moment)));
    }
    assert_eq!(sums(&desk), [1, 1, 0, 1, 0]);
    // The page is loaded again: the same visit goes on.
    desk.page_of("site", PageFact::Started { abilities: abilities(true) });
    desk.receive_at("site", recognised(bubble(), ALL));
    desk.receive_at("site", heard(sign(BUBBLE, FunnelMoment::Offered)));
    assert_eq!(sums(&desk), [1, 1, 0, 1, 0]);
}

#[test]
fn only_the_page_that_shows_it_carries_it() {
    let mut desk = desk();
    desk.receive_at("site", heard(sign(BUBBLE, FunnelMoment::Offered)));
    assert_eq!(desk.view().funnel.len(), 1);
    desk.request(Intent::Show { stage: Stage::Settings });
    assert!(desk.view().funnel.is_empty());
}

#[test]
fn what_has_no_event_is_not_known() {
    let mut desk = desk();
    desk.receive_at("site", recognised(console(), CONVERSATIONS));
    let known: Vec<FunnelCertainty> = desk.view().funnel.iter().map(|row| row.known).collect();
    use Certainty::{AtLeast, Known, NotKnown};
    let of = |offered, tried, refused, received, failed| FunnelCertainty {
        offered,
        tried,
        refused,
        received,
        failed,
    };
    assert_eq!(
        known,
        [of(Known, Known, Known, Known, Known), of(NotKnown, Known, NotKnown, Known, Known)]
    );
    let partly = FunnelAnswers { offered: AtLeast, received: NotKnown, ..ALL };
    assert_eq!(partly.all(), of(AtLeast, Known, AtLeast, NotKnown, NotKnown));
    let partly = FunnelAnswers { received: AtLeast, ..ALL };
    assert_eq!(partly.all().failed, NotKnown, "somebody may have helped without an event");
}

#[test]
fn a_widget_that_tells_nothing_has_no_row() {
    let mut desk = Desk::chats();
    desk.request(Intent::Show { stage: Stage::Activity });
    assert!(desk.view().funnel.is_empty());
}

#[test]
fn conversations_are_visits_of_their_own_where_the_widget_says_so() {
    let mut desk = Desk::chats();
    desk.request(Intent::Show { stage: Stage::Activity });
    desk.receive_at("site", recognised(console(), CONVERSATIONS));
    for name in ["a", "b", "a"] {
        let sign =
            FunnelSign { conversation: Some(key(name)), ..sign(CONSOLE, FunnelMoment::Tried) };
        desk.receive_at("site", heard(sign));
    }
    assert_eq!(sums(&desk), [0, 2, 0, 0, 0]);
    // The bubble names conversations too, but all of them are of one visitor.
    desk.receive_at("site", recognised(bubble(), ALL));
    for name in ["a", "b"] {
        let sign =
            FunnelSign { conversation: Some(key(name)), ..sign(BUBBLE, FunnelMoment::Tried) };
        desk.receive_at("site", heard(sign));
    }
    let row = desk.view().funnel.into_iter().find(|row| row.vendor == vendor(BUBBLE)).unwrap();
    assert_eq!(row.days[0].visits, 1);
}

#[test]
fn counts_are_saved_together_and_outlive_a_restart() {
    let mut desk = desk();
    for moment in [FunnelMoment::Offered, FunnelMoment::Tried] {
        let effects = desk.receive_at("site", heard(sign(BUBBLE, moment)));
        assert!(saved(&effects).is_empty(), "not one file per sign");
    }
    desk.take();
    desk.wait_alive(SAVED);
    let files = saved(&desk.take());
    assert_eq!(files.len(), 1);
    let text = serde_json::to_string(&files[0]).unwrap();
    let read: Settings = serde_json::from_str(&text).unwrap();
    let mut again = Desk::from(read, "en");
    again.request(Intent::Show { stage: Stage::Activity });
    assert_eq!(sums(&again), [1, 1, 0, 0, 0]);
    again.page_of("site", PageFact::Started { abilities: abilities(true) });
    again.receive_at("site", heard(sign(BUBBLE, FunnelMoment::Tried)));
    again.receive_at("site", heard(sign(BUBBLE, FunnelMoment::Received)));
    assert_eq!(sums(&again), [1, 1, 0, 1, 0], "the visit goes on");
}

#[test]
fn leaving_saves_what_waits_to_be_saved() {
    let mut desk = desk();
    desk.receive_at("site", heard(sign(BUBBLE, FunnelMoment::Offered)));
    let effects = desk.request(Intent::Quit { confirmed: true });
    assert_eq!(saved(&effects).len(), 1);
    assert_eq!(effects.last(), Some(&Effect::Quit));
}

#[test]
fn a_visit_that_is_over_is_refused_or_failed_by_time_alone() {
    let mut desk = desk();
    desk.receive_at("site", heard(sign(BUBBLE, FunnelMoment::Offered)));
    desk.wait_alive(HOUR * 23);
    assert_eq!(sums(&desk), [1, 0, 0, 0, 0]);
    let before = desk.state.revision();
    desk.wait_alive(VISIT_OVER);
    assert_eq!(sums(&desk), [1, 0, 1, 0, 0]);
    assert_ne!(desk.state.revision(), before, "the window is told");
}

#[test]
fn what_a_conversation_tells_keeps_its_visit_going() {
    let mut desk = desk();
    desk.receive_at("site", heard(sign(BUBBLE, FunnelMoment::Tried)));
    for _ in 0..3 {
        desk.wait_alive(HOUR * 20);
        desk.receive_at("site", WidgetFact::Chat { observation: current(asks("Hello?")) });
    }
    assert_eq!(sums(&desk), [0, 1, 0, 0, 0]);
    for _ in 0..3 {
        desk.wait_alive(HOUR * 20);
        desk.receive_at("site", WidgetFact::Chat { observation: current(visitor("Ada")) });
    }
    assert_eq!(sums(&desk), [0, 1, 0, 0, 1], "a visitor known again is no sign of life");
}

#[test]
fn an_account_that_goes_takes_its_counts_along() {
    let mut desk = desk();
    desk.receive_at("site", heard(sign(BUBBLE, FunnelMoment::Tried)));
    desk.request(Intent::RemoveAccount { account: id("site"), forget_history: false });
    assert!(desk.state.settings().funnel.is_empty());
}

#[test]
fn no_flood_of_conversations_grows_the_file() {
    let mut desk = Desk::chats();
    desk.request(Intent::Show { stage: Stage::Activity });
    desk.receive_at("site", recognised(console(), CONVERSATIONS));
    desk.take();
    for n in 0..2000 {
        let conversation = Some(key(&n.to_string()));
        let sign = FunnelSign { conversation, ..sign(CONSOLE, FunnelMoment::Tried) };
        desk.receive_at("site", heard(sign));
    }
    assert!(saved(&desk.take()).is_empty());
    assert_eq!(sums(&desk)[1], 2000);
    let text = serde_json::to_string_pretty(&desk.state.settings()).unwrap();
    assert!(text.len() < 100_000, "{} bytes", text.len());
}
