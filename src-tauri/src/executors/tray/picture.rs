//! Which picture the tray shows: a pure function of the tray state and the background.

use deskbell_core::TrayState;

/// What the icon stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ground {
    /// A dark panel: light strokes.
    Dark,
    /// A light panel: dark strokes.
    Light,
}

macro_rules! icon {
    ($name:literal) => {
        include_bytes!(concat!("../../../../icons/tray/", $name, "@2x.png"))
    };
}

/// The picture as PNG, 44 pixels wide: sharp on double resolution, scaled down by the system elsewhere.
pub(super) const fn picture(mood: TrayState, ground: Ground) -> &'static [u8] {
    match (mood, ground) {
        (TrayState::Idle, Ground::Dark) => icon!("idle-dark"),
        (TrayState::Idle, Ground::Light) => icon!("idle-light"),
        (TrayState::Unread, Ground::Dark) => icon!("unread-dark"),
        (TrayState::Unread, Ground::Light) => icon!("unread-light"),
        (TrayState::Waiting, Ground::Dark) => icon!("waiting-dark"),
        (TrayState::Waiting, Ground::Light) => icon!("waiting-light"),
        (TrayState::SignedOut, Ground::Dark) => icon!("signed-out-dark"),
        (TrayState::SignedOut, Ground::Light) => icon!("signed-out-light"),
        (TrayState::OnCall, Ground::Dark) => icon!("on-call-dark"),
        (TrayState::OnCall, Ground::Light) => icon!("on-call-light"),
        (TrayState::Ringing, Ground::Dark) => icon!("ringing-dark"),
        (TrayState::Ringing, Ground::Light) => icon!("ringing-light"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mood_looks_different_and_is_a_png_of_44_pixels() {
        let moods = [
            TrayState::Idle,
            TrayState::Unread,
            TrayState::Waiting,
            TrayState::SignedOut,
            TrayState::OnCall,
            TrayState::Ringing,
        ];
        let all: Vec<_> = moods
            .into_iter()
            .flat_map(|mood| [Ground::Dark, Ground::Light].map(|ground| picture(mood, ground)))
            .collect();
        for (at, bytes) in all.iter().enumerate() {
            assert!(bytes.starts_with(b"\x89PNG"), "picture {at}");
            assert_eq!(bytes[16..24], [0, 0, 0, 44, 0, 0, 0, 44], "picture {at}");
            assert!(!all[at + 1..].contains(bytes), "picture {at} is used twice");
        }
    }
}
