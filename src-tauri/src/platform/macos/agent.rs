//! What macOS tells of the agent: the time since the last input, and whether the screen is locked.

use crate::platform::polls::{poll, poll_idle};
use objc2_core_foundation::{CFBoolean, CFDictionary, CFString, CFType};
use objc2_core_graphics::{
    CGEventSource, CGEventSourceStateID, CGEventType, CGSessionCopyCurrentDictionary,
};
use std::time::Duration;

/// "Any kind of input" (`kCGAnyInputEventType`, which the binding leaves out).
const ANY_INPUT: CGEventType = CGEventType(u32::MAX);
/// Says that the screen is locked.
const LOCKED: &str = "CGSSessionScreenIsLocked";

/// Asks for the time since the last input.
pub(in crate::platform) fn watch_idle(tell: impl Fn(Option<Duration>) + Send + Sync + 'static) {
    poll_idle(untouched, tell);
}

/// The time since the last input.
fn untouched() -> Option<Duration> {
    // What people do, and not what programs pretend they did.
    let state = CGEventSourceStateID::HIDSystemState;
    let seconds = CGEventSource::seconds_since_last_event_type(state, ANY_INPUT);
    Duration::try_from_secs_f64(seconds).ok()
}

/// Asks whether the session is locked.
pub(in crate::platform) fn watch_lock(tell: impl Fn(bool) + Send + Sync + 'static) {
    poll("deskbell-lock", is_locked, tell);
}

/// None where no session is on screen.
fn is_locked() -> Option<bool> {
    let session = CGSessionCopyCurrentDictionary()?;
    // SAFETY: the keys of this dictionary are strings, and every value is some Core Foundation object.
    #[allow(unsafe_code)]
    let session = unsafe { session.cast_unchecked::<CFString, CFType>() };
    let locked = CFDictionary::get(session, &CFString::from_str(LOCKED));
    // It is there only while locked, as a truth or as the number 1.
    let is_true = |value: &CFType| value.downcast_ref().is_none_or(CFBoolean::as_bool);
    Some(locked.is_some_and(|value| is_true(&value)))
}

/// Not told here: macOS keeps a Focus from other programs.
pub(in crate::platform) fn watch_do_not_disturb(
    _tell: impl Fn(Option<bool>) + Send + Sync + 'static,
) {
}
