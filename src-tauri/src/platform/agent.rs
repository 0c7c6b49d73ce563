//! What the system tells of the agent: input idle, locked, not to be disturbed, and what time it is there.

use super::os;
use deskbell_core::MicrophoneSwitch;
use std::time::Duration;

/// Calls `tell` with how long keyboard and mouse have been untouched, once that is half a minute, and
/// with `None` as soon as they are used again. Never called where the system does not tell.
pub fn watch_idle(tell: impl Fn(Option<Duration>) + Send + Sync + 'static) {
    os::watch_idle(tell);
}

/// Calls `tell` with whether the session is locked: once soon, then on every change.
/// Never called where the system does not tell.
pub fn watch_lock(tell: impl Fn(bool) + Send + Sync + 'static) {
    os::watch_lock(tell);
}

/// Calls `tell` with whether the system holds notifications back: once soon, then on every change;
/// `None` while it does not say. Never called where it has no way to say.
pub fn watch_do_not_disturb(tell: impl Fn(Option<bool>) + Send + Sync + 'static) {
    os::watch_do_not_disturb(tell);
}

/// Calls `tell` with whether the system lets programs use the microphone and where its switch for that is:
/// once soon, then on every change. Never called where there is no such switch, or nobody tells.
pub fn watch_microphone(tell: impl Fn(bool, MicrophoneSwitch) + Send + Sync + 'static) {
    os::watch_microphone(tell);
}

/// Minutes to add to UTC for local time, as the system's clock is set now.
#[must_use]
pub fn utc_offset() -> i32 {
    // Who travels sets the zone while we run; it is read rarely enough to be read afresh.
    jiff::tz::reset_system_time_zone_cache();
    jiff::Zoned::now().offset().seconds().div_euclid(60)
}

#[cfg(test)]
mod tests {
    use super::utc_offset;

    #[test]
    fn local_time_is_less_than_a_day_from_utc_and_on_a_quarter_hour() {
        let offset = utc_offset();
        assert!((-24 * 60..=24 * 60).contains(&offset) && offset % 15 == 0, "{offset}");
    }
}
