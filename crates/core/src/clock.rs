//! Where times cross between the state's own and the wall clock's: an event's on the way in, a snapshot's on the way out.

use crate::base::{Timestamp, WallClock};
use crate::event::{Event, WidgetFact};
use crate::pages::PageState;
use crate::state::State;
use crate::status::SyncState;
use crate::view::{AppView, snapshot};

/// An event with the times that a vendor named as moments of ours. Visits are counted by the wall clock, since they go
/// on over starts of the program: their times stay.
pub(crate) fn received(clock: WallClock, mut event: Event) -> Event {
    if clock.ahead == 0 {
        return event;
    }
    let moment = |at: &mut Option<Timestamp>| *at = at.map(|at| clock.moment(at));
    match &mut event {
        Event::Widget { fact, .. } => match fact {
            WidgetFact::Call { observation } => {
                moment(&mut observation.began_at);
                moment(&mut observation.connected_at);
            }
            WidgetFact::LegsListed { legs } => legs.iter_mut().for_each(|leg| {
                moment(&mut leg.began_at);
                moment(&mut leg.connected_at);
            }),
            WidgetFact::Message { observation } => moment(&mut observation.created_at),
            WidgetFact::Chat { observation } => moment(&mut observation.at),
            WidgetFact::SignedIn { .. }
            | WidgetFact::SignedOut
            | WidgetFact::SignInRequested { .. }
            | WidgetFact::ConnectionChanged { .. }
            | WidgetFact::DialerReady { .. }
            | WidgetFact::CallingModeChanged { .. }
            | WidgetFact::PresenceChanged { .. }
            | WidgetFact::NoCalls
            | WidgetFact::WidgetRecognised { .. }
            | WidgetFact::AvailabilityChanged { .. }
            | WidgetFact::WindowChanged { .. }
            | WidgetFact::Funnel { .. }
            | WidgetFact::ChatAnswered { .. }
            | WidgetFact::CommandRefused { .. }
            | WidgetFact::HomeRegion { .. }
            | WidgetFact::Detail { .. }
            | WidgetFact::Ignored => {}
        },
        Event::StatusReported { told, .. } | Event::ColleagueStatusReported { told, .. } => {
            moment(&mut told.changed_at)
        }
        Event::ChatReported { observation, .. } => moment(&mut observation.at),
        // The system's are ours already, and the others name none.
        Event::Unparsed { .. }
        | Event::Page { .. }
        | Event::Download { .. }
        | Event::Intent { .. }
        | Event::Os { .. }
        // They are read with the clock at hand.
        | Event::Restored { .. }
        | Event::Outcome { .. }
        | Event::Tick => {}
    }
    event
}

/// Everything the windows show, as it is now. `now` is our own time, the snapshot's times are the wall clock's.
#[must_use]
pub fn view(state: &State, now: Timestamp) -> AppView {
    let mut view = snapshot(state, now);
    show(state.world.clock, &mut view);
    view
}

fn show(clock: WallClock, view: &mut AppView) {
    if clock.ahead == 0 {
        return;
    }
    let shift = |at: &mut Timestamp| *at = clock.shows(*at);
    let maybe = |at: &mut Option<Timestamp>| *at = at.map(|at| clock.shows(at));
    shift(&mut view.now);
    for call in view.calls.iter_mut().chain(&mut view.recent) {
        shift(&mut call.since);
        maybe(&mut call.connected_at);
        maybe(&mut call.held_since);
        maybe(&mut call.ended_at);
        call.pending.iter_mut().for_each(|pending| shift(&mut pending.since));
    }
    view.messages.iter_mut().for_each(|message| shift(&mut message.at));
    for row in &mut view.conversations {
        shift(&mut row.since);
        maybe(&mut row.ended_at);
        maybe(&mut row.waiting_since);
        row.last.iter_mut().for_each(|last| shift(&mut last.at));
        row.pending.iter_mut().for_each(|pending| shift(&mut pending.since));
    }
    if let Some(panel) = &mut view.conversation {
        panel.transcript.iter_mut().for_each(|line| shift(&mut line.at));
        panel.sending.iter_mut().for_each(|sending| shift(&mut sending.since));
    }
    view.downloads.iter_mut().for_each(|download| shift(&mut download.at));
    view.notices.iter_mut().for_each(|notice| shift(&mut notice.at));
    view.withheld.iter_mut().for_each(|withheld| shift(&mut withheld.at));
    view.asks.iter_mut().for_each(|ask| shift(&mut ask.since));
    for account in &mut view.accounts {
        if let PageState::Broken { retry_at, .. } = &mut account.page {
            maybe(retry_at);
        }
    }
    view.reach.checks.iter_mut().for_each(|check| maybe(&mut check.next_try));
    let status = &mut view.status;
    let chosen = status.chosen.iter_mut().chain(&mut status.after).chain(&mut status.next);
    chosen.for_each(|chosen| chosen.map_times(|at| clock.shows(at)));
    status.rules.iter_mut().for_each(|rule| maybe(&mut rule.until));
    status.history.iter_mut().for_each(|change| shift(&mut change.at));
    for account in &mut status.accounts {
        maybe(&mut account.told_at);
        if let SyncState::Retrying { at, .. } = &mut account.standing {
            shift(at);
        }
    }
}
