//! What Windows tells of the agent: the time since the last input, a locked session, and do-not-disturb.

use crate::platform::polls::{poll, poll_idle};
use std::time::Duration;
use windows_sys::Win32::System::RemoteDesktop::{
    WTS_CURRENT_SERVER_HANDLE, WTS_CURRENT_SESSION, WTS_SESSIONSTATE_LOCK, WTS_SESSIONSTATE_UNLOCK,
    WTSFreeMemory, WTSINFOEXW, WTSQuerySessionInformationW, WTSSessionInfoEx,
};
use windows_sys::Win32::System::SystemInformation::GetTickCount;
use windows_sys::Win32::UI::Input::KeyboardAndMouse::{GetLastInputInfo, LASTINPUTINFO};
use windows_sys::Win32::UI::Shell::{
    QUNS_BUSY, QUNS_PRESENTATION_MODE, QUNS_QUIET_TIME, QUNS_RUNNING_D3D_FULL_SCREEN,
    SHQueryUserNotificationState,
};
use winrt::UI::Notifications::{ToastNotificationManager, ToastNotificationMode};

/// Asks for the time since the last input.
pub(in crate::platform) fn watch_idle(tell: impl Fn(Option<Duration>) + Send + Sync + 'static) {
    poll_idle(untouched, tell);
}

/// The time since the last input.
fn untouched() -> Option<Duration> {
    let size = u32::try_from(size_of::<LASTINPUTINFO>()).ok()?;
    let mut last = LASTINPUTINFO { cbSize: size, dwTime: 0 };
    // SAFETY: fills in a structure of ours that carries its own size.
    #[allow(unsafe_code)]
    let succeeded = unsafe { GetLastInputInfo(&raw mut last) } != 0;
    // SAFETY: takes nothing and gives a number.
    #[allow(unsafe_code)]
    let now = unsafe { GetTickCount() };
    // Both clocks begin anew every 50 days.
    succeeded.then(|| Duration::from_millis(now.wrapping_sub(last.dwTime).into()))
}

/// Asks whether the session is locked.
pub(in crate::platform) fn watch_lock(tell: impl Fn(bool) + Send + Sync + 'static) {
    poll("deskbell-lock", is_locked, tell);
}

/// None if Windows does not know.
fn is_locked() -> Option<bool> {
    let (mut info, mut bytes) = (std::ptr::null_mut(), 0);
    // SAFETY: asks for our own session; gives memory that is freed below, and its size.
    #[allow(unsafe_code)]
    let succeeded = unsafe {
        WTSQuerySessionInformationW(
            WTS_CURRENT_SERVER_HANDLE,
            WTS_CURRENT_SESSION,
            WTSSessionInfoEx,
            &raw mut info,
            &raw mut bytes,
        )
    } != 0;
    if !succeeded || info.is_null() {
        return None;
    }
    let is_whole = bytes as usize >= size_of::<WTSINFOEXW>();
    // SAFETY: this kind of question is answered by this structure, of which level 1 is the only one.
    #[allow(unsafe_code)]
    let flags = is_whole.then(|| unsafe {
        std::ptr::read_unaligned(info.cast::<WTSINFOEXW>()).Data.WTSInfoExLevel1.SessionFlags
    });
    // SAFETY: given to us above, and read for the last time.
    #[allow(unsafe_code)]
    unsafe {
        WTSFreeMemory(info.cast());
    }
    match flags?.cast_unsigned() {
        WTS_SESSIONSTATE_LOCK => Some(true),
        WTS_SESSIONSTATE_UNLOCK => Some(false),
        _ => None,
    }
}

/// Asks whether notifications are shown.
pub(in crate::platform) fn watch_do_not_disturb(
    tell: impl Fn(Option<bool>) + Send + Sync + 'static,
) {
    poll("deskbell-quiet", || Some(is_quiet()), tell);
}

/// None if Windows does not say, which before Windows 11 is how a switched off Focus Assist looks, too.
fn is_quiet() -> Option<bool> {
    // A full screen, a presentation: nothing is shown whatever the switch says.
    if is_busy() {
        return Some(true);
    }
    let mode = ToastNotificationManager::GetDefault().and_then(|toasts| toasts.NotificationMode());
    mode.ok().map(|mode| mode != ToastNotificationMode::Unrestricted)
}

/// Whether something fills the screen over which Windows shows nothing.
fn is_busy() -> bool {
    let mut state = 0;
    // SAFETY: writes one number of ours.
    #[allow(unsafe_code)]
    let succeeded = unsafe { SHQueryUserNotificationState(&raw mut state) } >= 0;
    let busy = [QUNS_BUSY, QUNS_RUNNING_D3D_FULL_SCREEN, QUNS_PRESENTATION_MODE, QUNS_QUIET_TIME];
    succeeded && busy.contains(&state)
}
