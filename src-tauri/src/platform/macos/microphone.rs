//! macOS asks its user once per program and keeps the answer.

use crate::platform::polls::poll;
use deskbell_core::MicrophoneSwitch;
use objc2_av_foundation::{AVAuthorizationStatus, AVCaptureDevice, AVMediaTypeAudio};

/// Asks for the answer.
pub(in crate::platform) fn watch_microphone(
    tell: impl Fn(bool, MicrophoneSwitch) + Send + Sync + 'static,
) {
    poll("deskbell-microphone", is_allowed, move |on| tell(on, MicrophoneSwitch::MacOs));
}

/// None while macOS has not asked yet: it does when a page first records.
fn is_allowed() -> Option<bool> {
    // SAFETY: a constant of the framework, set before any program runs.
    #[allow(unsafe_code)]
    let audio = unsafe { AVMediaTypeAudio }?;
    // SAFETY: takes a constant of the same framework and gives a number.
    #[allow(unsafe_code)]
    let status = unsafe { AVCaptureDevice::authorizationStatusForMediaType(audio) };
    match status {
        AVAuthorizationStatus::Authorized => Some(true),
        AVAuthorizationStatus::Denied | AVAuthorizationStatus::Restricted => Some(false),
        _ => None,
    }
}
