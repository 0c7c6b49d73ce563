//! Which of our notifications are on screen under which number. It touches no bus: what the service says goes in, what
//! to do about it comes out.
//!
//! The specification promises little, and services keep less of it. Nobody says whether `NotificationClosed` comes
//! before or after `ActionInvoked`; some services close on replace, give another number than the one to be replaced,
//! repeat a signal, use a number again, or give 0. So a number means something for a moment after it was closed, a
//! signal older than the answer that gave the number is about whoever had it before, and a number that two of ours may
//! have answers no call.
//!
//! More than 400 lines: every signal is judged by what is shown, what is being sent and what went a moment ago at once,
//! and nobody else may touch these three.

use super::wire::SILENCE;
use crate::platform::Reaction;
use deskbell_core::{Notification, Private, Urgency};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long after a notification went a press on it, or a typed reply, still counts.
const LATE: Duration = Duration::from_secs(2);
/// The same signal again within this time is the same press.
const REPEATED: Duration = Duration::from_secs(1);
/// A press so soon after a number passed from one of ours, gone so shortly before, to another may be meant for either.
const UNSEEN: (Duration, Duration) = (Duration::from_millis(150), Duration::from_millis(500));
/// For so long after a replacement `NotificationClosed` may be about what was replaced.
const REPLACING: Duration = Duration::from_secs(2);
/// A service that has not answered for this long is told of.
const SLOW: Duration = Duration::from_secs(5);
/// An answer that has not come for this long is not waited for: it is asked again.
const LOST: Duration = Duration::from_secs(12);
/// First pause after a refusal, and the longest for a ringing call and for the rest.
const PAUSE: Duration = Duration::from_millis(500);
const PAUSE_RINGING: Duration = Duration::from_secs(2);
const PAUSE_MAX: Duration = Duration::from_secs(30);
/// What passes by itself is worth nothing later than this.
const PASSING: Duration = Duration::from_secs(120);
/// What was taken away for a ringing call is tried again after this.
const ROOM: Duration = Duration::from_secs(30);
/// The user closed it (reason 2 of the specification).
pub(super) const DISMISSED: u32 = 2;

/// A notification's number, and the connection that gave it: numbers of an earlier service mean nothing.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Number {
    pub(super) id: u32,
    pub(super) by: String,
}

/// What is to be done.
#[derive(Debug)]
pub(super) enum Step {
    /// Send it in place of number `replaces` (0: a new one); the answer comes back with `key` and `serial`.
    Send { key: String, serial: u64, notification: Arc<Notification>, replaces: u32 },
    /// Take this number away.
    Close(Number),
    /// Tell the core.
    Tell(Reaction),
}

/// Why a notification is not on screen.
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    /// In words.
    pub(super) reason: String,
    /// The service itself said no, perhaps for want of room.
    pub(super) by_service: bool,
}

/// One key: what should be on screen, what is, and what is on its way. `P` orders what came over one connection.
#[derive(Debug)]
struct Slot<P> {
    /// None after it was withdrawn, while an answer is awaited.
    wanted: Option<Arc<Notification>>,
    shown: Option<Showing<P>>,
    sending: Option<Sending>,
    retry: Option<Instant>,
    refusals: u32,
    /// Since when it has been wanted as it is.
    since: Instant,
    /// The trouble the core knows of.
    told: Option<String>,
}

#[derive(Debug)]
struct Showing<P> {
    number: Number,
    notification: Arc<Notification>,
    /// Where in the stream of messages the answer with the number stood.
    answered: P,
    since: Instant,
    /// It took the place of another under the same number.
    in_place: bool,
}

#[derive(Debug)]
struct Sending {
    serial: u64,
    notification: Arc<Notification>,
    /// The number it is to take over; 0 for a new one.
    replaces: u32,
    since: Instant,
}

/// One that is off the screen, as far as we know.
#[derive(Debug)]
struct Past {
    key: String,
    number: Number,
    notification: Arc<Notification>,
    gone: Instant,
    /// The service closed it, and not because we asked.
    by_itself: bool,
    /// It may only have been replaced, so that it is still there.
    unsure: bool,
}

/// Why one is off the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gone {
    /// We asked for it.
    Asked,
    /// The service closed it.
    ByItself,
    /// The service says so, but may mean what was replaced.
    Unsure,
}

/// All of ours.
#[derive(Debug)]
pub(super) struct Tracking<P> {
    slots: BTreeMap<String, Slot<P>>,
    past: Vec<Past>,
    /// What was pressed or typed last under a number.
    pressed: Vec<(Number, String, Instant)>,
    /// Numbers that two of ours had at a time.
    doubtful: Vec<Number>,
    /// Whose 0 was, by service: the specification has no such number, and services cannot take it away.
    zero: Option<(String, String)>,
    /// Who shows notifications since the last change; none while that is not known, empty if nobody does.
    owner: Option<String>,
    serial: u64,
}

impl<P: Copy + Ord> Tracking<P> {
    pub(super) fn new() -> Self {
        let (slots, past) = (BTreeMap::new(), Vec::new());
        let (pressed, doubtful) = (Vec::new(), Vec::new());
        Self { slots, past, pressed, doubtful, zero: None, owner: None, serial: 0 }
    }

    /// It should be on screen as it is here.
    pub(super) fn show(&mut self, notification: Arc<Notification>, now: Instant) -> Vec<Step> {
        let key = notification.key.clone();
        let slot = self.slots.entry(key.clone()).or_insert_with(|| Slot::new(now));
        slot.wanted = Some(notification);
        slot.since = now;
        // What was refused a moment ago is refused again: the next try sends what is wanted then.
        if slot.retry.is_some() || slot.sending.is_some() {
            return Vec::new();
        }
        self.send(&key, now).into_iter().collect()
    }

    /// It should not be on screen, nor come there.
    pub(super) fn withdraw(&mut self, key: &str, now: Instant) -> Vec<Step> {
        let Some(slot) = self.slots.get_mut(key) else {
            return self.close_again(key, now);
        };
        (slot.wanted, slot.retry) = (None, None);
        let shown = slot.shown.take();
        if slot.sending.is_none() {
            self.slots.remove(key);
        }
        let close = shown.map(|shown| self.leave(key, shown, Gone::Asked, now));
        close.into_iter().collect()
    }

    /// Nothing should be on screen.
    pub(super) fn withdraw_all(&mut self, now: Instant) -> Vec<Step> {
        let keys: Vec<String> = self.slots.keys().cloned().collect();
        keys.iter().flat_map(|key| self.withdraw(key, now)).collect()
    }

    /// All that should be on screen, for another connection.
    pub(super) fn take_wanted(&mut self) -> Vec<Arc<Notification>> {
        std::mem::take(&mut self.slots).into_values().filter_map(|slot| slot.wanted).collect()
    }

    /// An answer is awaited: a number that is not known may be in it.
    pub(super) fn is_sending(&self) -> bool {
        self.slots.values().any(|slot| slot.sending.is_some())
    }

    /// When [`Self::tick`] has something to do.
    pub(super) fn wake(&self) -> Option<Instant> {
        let due = |slot: &Slot<P>| {
            let sending = slot.sending.as_ref().map(|sending| match slot.told {
                None => sending.since + SLOW,
                Some(_) => sending.since + LOST,
            });
            slot.retry.into_iter().chain(sending).min()
        };
        self.slots.values().filter_map(due).min()
    }

    /// Time passed: tries again what was refused, ringing calls first.
    pub(super) fn tick(&mut self, now: Instant) -> Vec<Step> {
        self.forget_old(now);
        let mut steps = Vec::new();
        let mut due = Vec::new();
        for (key, slot) in &mut self.slots {
            if slot.sending.as_ref().is_some_and(|sending| now >= sending.since + LOST) {
                slot.sending = None;
                slot.retry = Some(now);
            } else if slot.sending.as_ref().is_some_and(|sending| now >= sending.since + SLOW) {
                let reason = SILENCE.to_owned();
                steps.extend(slot.tell_trouble(reason));
            }
            if slot.retry.is_some_and(|at| now >= at) {
                slot.retry = None;
                due.push((std::cmp::Reverse(slot.urgency()), key.clone()));
            }
        }
        due.sort();
        self.slots.retain(|_, slot| {
            // Withdrawn, and its answer is not waited for; or no news any more.
            let over =
                slot.wanted.as_ref().is_none_or(|it| !it.sticky && now >= slot.since + PASSING);
            slot.sending.is_some() || slot.shown.is_some() || !over
        });
        steps.extend(due.iter().filter_map(|(_, key)| self.send(key, now)));
        steps
    }

    /// The service gave a number.
    pub(super) fn answered(
        &mut self,
        key: &str,
        serial: u64,
        number: Number,
        answered: P,
        now: Instant,
    ) -> Vec<Step> {
        let current = |slot: &&mut Slot<P>| {
            slot.sending.as_ref().is_some_and(|sending| sending.serial == serial)
        };
        let Some(slot) = self.slots.get_mut(key).filter(current) else {
            // Not waited for any more.
            return vec![Step::Close(number)];
        };
        let Some(Sending { notification, replaces, .. }) = slot.sending.take() else {
            return Vec::new();
        };
        if self.owner.as_ref().is_some_and(|owner| *owner != number.by) {
            // From a service that has gone, or does not show it to anybody any more.
            slot.retry = slot.wanted.as_ref().map(|_| now + PAUSE);
            return vec![Step::Close(number)];
        }
        let before = slot.shown.take();
        let wanted = slot.wanted.clone();
        (slot.refusals, slot.told) = (0, None);
        let in_place = replaces != 0 && replaces == number.id;
        let new = Arc::clone(&notification);
        slot.shown =
            Some(Showing { number: number.clone(), notification, answered, since: now, in_place });
        let mut steps = Vec::new();
        if let Some(before) = before.filter(|before| before.number != number) {
            steps.push(self.leave(key, before, Gone::Asked, now));
        }
        self.doubt(key, &number);
        match wanted {
            None => steps.extend(self.withdraw(key, now)),
            Some(wanted) if wanted == new => steps.push(Step::Tell(Reaction::Shown(new))),
            Some(_) => steps.extend(self.send(key, now)),
        }
        steps
    }

    /// The service, or the bus, refused it.
    pub(super) fn refused(
        &mut self,
        key: &str,
        serial: u64,
        refusal: Refusal,
        now: Instant,
    ) -> Vec<Step> {
        let Some(slot) = self.slots.get_mut(key) else { return Vec::new() };
        if slot.sending.as_ref().is_none_or(|sending| sending.serial != serial) {
            return Vec::new();
        }
        slot.sending = None;
        let Some(wanted) = &slot.wanted else {
            return self.withdraw(key, now);
        };
        let ringing = wanted.urgency == Urgency::Critical;
        let pause = PAUSE.saturating_mul(1 << slot.refusals.min(10));
        slot.refusals = slot.refusals.saturating_add(1);
        slot.retry = Some(now + pause.min(if ringing { PAUSE_RINGING } else { PAUSE_MAX }));
        let mut steps: Vec<Step> = slot.tell_trouble(refusal.reason).into_iter().collect();
        if ringing && refusal.by_service {
            steps.extend(self.make_room(now));
        }
        steps
    }

    /// The service says that a number is closed, and why. False if it is none of ours.
    pub(super) fn closed(
        &mut self,
        number: &Number,
        why: u32,
        at: P,
        now: Instant,
    ) -> (bool, Vec<Step>) {
        let mut steps = Vec::new();
        let mut ours = self.past.iter().any(|past| past.number == *number);
        let keys: Vec<String> = self.slots.keys().cloned().collect();
        for key in keys {
            let Some(slot) = self.slots.get_mut(&key) else { continue };
            let Some(shown) = slot.shown.take_if(|shown| shown.number == *number) else { continue };
            ours = true;
            // Some services close what they replace, and tell it under the number that goes on.
            let replaced = shown.in_place && now < shown.since + REPLACING;
            if at < shown.answered || (replaced && why != DISMISSED) {
                slot.shown = Some(shown);
                continue;
            }
            let notification = Arc::clone(&shown.notification);
            // One on its way in its place is not gone with it.
            if slot.sending.is_none() {
                self.slots.remove(&key);
                steps.push(Step::Tell(Reaction::Closed(notification)));
            }
            let gone = if replaced { Gone::Unsure } else { Gone::ByItself };
            self.leave(&key, shown, gone, now);
        }
        (ours, steps)
    }

    /// The service says that an action of a number was invoked, or that something was typed into its field. False if
    /// the number is none of ours.
    pub(super) fn pressed(
        &mut self,
        number: &Number,
        what: Press,
        at: P,
        now: Instant,
    ) -> (bool, Vec<Step>) {
        // The answer with its number may be on its way.
        let held = self.slots.values().filter_map(|slot| slot.shown.as_ref());
        if self.is_sending() && !held.into_iter().any(|shown| shown.number == *number) {
            return (false, Vec::new());
        }
        let Some((notification, sure)) = self.meant(number, &what, at, now) else {
            return (false, Vec::new());
        };
        let word = what.word();
        self.forget_old(now);
        if self.pressed.iter().any(|(on, said, _)| on == number && *said == word) {
            return (true, Vec::new());
        }
        self.pressed.push((number.clone(), word, now));
        let reaction = match what {
            // Which of two was meant cannot be known: the window shows both.
            _ if !sure => Reaction::Clicked(notification),
            Press::Click => Reaction::Clicked(notification),
            Press::Button(action) => Reaction::Pressed(notification, action),
            Press::Reply(text) => Reaction::Replied(notification, text),
        };
        (true, vec![Step::Tell(reaction)])
    }

    /// The service went (empty) or another took over: what the old one showed is gone or will be. Gives whether
    /// something must come back; it is tried at `again`.
    pub(super) fn new_owner(
        &mut self,
        owner: &str,
        again: Instant,
        now: Instant,
    ) -> (bool, Vec<Step>) {
        self.owner = Some(owner.to_owned());
        self.doubtful.retain(|number| number.by == owner);
        let mut steps = Vec::new();
        let mut wanted = false;
        let keys: Vec<String> = self.slots.keys().cloned().collect();
        for key in keys {
            let Some(slot) = self.slots.get_mut(&key) else { continue };
            if slot.shown.as_ref().is_some_and(|shown| shown.number.by == owner) {
                continue;
            }
            let sticky = slot.wanted.as_ref().is_some_and(|it| it.sticky);
            let shown = slot.shown.take();
            wanted |= sticky;
            if sticky {
                slot.retry = slot.sending.is_none().then_some(again);
                slot.refusals = 0;
            } else if shown.is_some() && slot.sending.is_none() {
                let gone = slot.wanted.take();
                self.slots.remove(&key);
                steps.extend(gone.map(|gone| Step::Tell(Reaction::Closed(gone))));
            }
            if let Some(shown) = shown {
                // One that lost the name may live on and show it for ever.
                steps.push(self.leave(&key, shown, Gone::Asked, now));
            }
        }
        (wanted, steps)
    }

    fn send(&mut self, key: &str, now: Instant) -> Option<Step> {
        let slot = self.slots.get_mut(key)?;
        let notification = Arc::clone(slot.wanted.as_ref()?);
        // After some refusals it may be the replacing that is refused.
        let replaces = slot.shown.as_ref().filter(|_| slot.refusals < 2);
        let replaces = replaces.map_or(0, |shown| shown.number.id);
        self.serial += 1;
        let serial = self.serial;
        slot.retry = None;
        let copy = Arc::clone(&notification);
        slot.sending = Some(Sending { serial, notification: copy, replaces, since: now });
        Some(Step::Send { key: key.to_owned(), serial, notification, replaces })
    }

    /// It goes off the screen; its number is remembered for what comes late.
    fn leave(&mut self, key: &str, shown: Showing<P>, why: Gone, now: Instant) -> Step {
        let Showing { number, notification, .. } = shown;
        let step = Step::Close(number.clone());
        let (by_itself, unsure) = (why != Gone::Asked, why == Gone::Unsure);
        self.forget_old(now);
        let key = key.to_owned();
        self.past.push(Past { key, number, notification, gone: now, by_itself, unsure });
        step
    }

    /// One that the service called closed when it was replaced may still be there.
    fn close_again(&mut self, key: &str, now: Instant) -> Vec<Step> {
        self.forget_old(now);
        let slots = &self.slots;
        let held = |number: &Number| {
            slots.values().any(|slot| slot.shown.as_ref().is_some_and(|it| it.number == *number))
        };
        let again = self.past.iter_mut().filter(|past| past.key == key && !held(&past.number));
        let again = again.filter_map(|past| {
            std::mem::take(&mut past.unsure).then(|| Step::Close(past.number.clone()))
        });
        again.collect()
    }

    fn forget_old(&mut self, now: Instant) {
        let kept = |past: &Past| if past.unsure { PASSING } else { LATE };
        self.past.retain(|past| now < past.gone + kept(past));
        self.pressed.retain(|(_, _, at)| now < *at + REPEATED);
    }

    /// A number that another of ours has too says nothing any more; 0 never says much.
    fn doubt(&mut self, key: &str, number: &Number) {
        let twice = self.slots.iter().any(|(other, slot)| {
            other != key && slot.shown.as_ref().is_some_and(|shown| shown.number == *number)
        });
        let mut zero_again = false;
        if number.id == 0 {
            let ours = (number.by.clone(), key.to_owned());
            let first = self.zero.get_or_insert_with(|| ours.clone());
            zero_again = first.0 == ours.0 && first.1 != ours.1;
            *first = ours;
        }
        if (twice || zero_again) && !self.doubtful.contains(number) {
            self.doubtful.push(number.clone());
        }
    }

    /// Whose press it is, and whether that is sure.
    fn meant(
        &self,
        number: &Number,
        what: &Press,
        at: P,
        now: Instant,
    ) -> Option<(Arc<Notification>, bool)> {
        let shown = self.slots.values().filter_map(|slot| slot.shown.as_ref());
        let shown = shown.filter(|shown| shown.number == *number && shown.answered <= at).last();
        let late = self.past.iter().rev().find(|past| {
            let wanted = self.slots.get(&past.key).is_some_and(|slot| slot.wanted.is_some());
            past.number == *number
                && now < past.gone + LATE
                && (past.by_itself || wanted)
                && what.fits(&past.notification)
        });
        let (notification, since) = match (shown, late) {
            (Some(shown), _) => (&shown.notification, Some(shown.since)),
            (None, late) => (&late?.notification, None),
        };
        let just_passed_on = late.zip(since).is_some_and(|(late, since)| {
            late.by_itself && now < since + UNSEEN.0 && now < late.gone + UNSEEN.1
        });
        let sure = !just_passed_on && !self.doubtful.contains(number);
        Some((Arc::clone(notification), sure))
    }

    /// Takes the least urgent and oldest of the others away; it comes back later if it is to stay.
    fn make_room(&mut self, now: Instant) -> Vec<Step> {
        let rank = |(_, slot): &(&String, &Slot<P>)| {
            let shown = slot.shown.as_ref()?;
            let urgency = slot.urgency();
            (urgency < 2 && slot.sending.is_none()).then_some((urgency, shown.since))
        };
        let least = self.slots.iter().filter(|entry| rank(entry).is_some()).min_by_key(rank);
        let Some(key) = least.map(|(key, _)| key.clone()) else { return Vec::new() };
        let Some(slot) = self.slots.get_mut(&key) else { return Vec::new() };
        let Some(shown) = slot.shown.take() else { return Vec::new() };
        let mut steps = Vec::new();
        match slot.wanted.take_if(|wanted| !wanted.sticky) {
            Some(passing) => {
                self.slots.remove(&key);
                steps.push(Step::Tell(Reaction::Closed(passing)));
            }
            None => slot.retry = Some(now + ROOM),
        }
        steps.push(self.leave(&key, shown, Gone::Asked, now));
        // The ringing one is next, and finds room.
        for slot in self.slots.values_mut() {
            if slot.urgency() == 2 && slot.retry.is_some() {
                slot.retry = Some(now);
            }
        }
        steps
    }
}

impl<P> Slot<P> {
    const fn new(now: Instant) -> Self {
        let (wanted, shown, sending, retry, told) = (None, None, None, None, None);
        Self { wanted, shown, sending, retry, refusals: 0, since: now, told }
    }

    fn urgency(&self) -> u8 {
        self.wanted.as_ref().map_or(0, |wanted| match wanted.urgency {
            Urgency::Low => 0,
            Urgency::Normal => 1,
            Urgency::Critical => 2,
        })
    }

    /// Tells of a trouble once, not at every try.
    fn tell_trouble(&mut self, reason: String) -> Option<Step> {
        let wanted = self.wanted.as_ref().filter(|_| self.told.as_ref() != Some(&reason))?;
        let failed = Reaction::Failed(Arc::clone(wanted), reason.clone());
        self.told = Some(reason);
        Some(Step::Tell(failed))
    }
}

/// What a user did with a notification.
#[derive(Clone, Debug)]
pub(super) enum Press {
    /// Its body.
    Click,
    /// A button, by the name of its action.
    Button(String),
    /// This was typed into its field.
    Reply(Private<String>),
}

impl Press {
    /// Tells one press from another.
    fn word(&self) -> String {
        match self {
            Self::Click => "click".to_owned(),
            Self::Button(action) => format!("button {action}"),
            Self::Reply(text) => format!("reply {}", text.reveal()),
        }
    }

    /// It can be done to this one.
    fn fits(&self, notification: &Notification) -> bool {
        match self {
            Self::Click => true,
            Self::Button(action) => notification.buttons.iter().any(|it| it.action == *action),
            Self::Reply(_) => notification.reply.is_some(),
        }
    }
}

#[cfg(test)]
#[path = "tracking_tests.rs"]
mod tests;
