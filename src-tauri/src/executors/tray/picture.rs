//! Which picture the tray shows: a pure function of the tray state and the background.

use deskbell_core::Mood;

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
pub(super) const fn picture(mood: Mood, ground: Ground) -> &'static [u8] {
    match (mood, ground) {
        (Mood::Idle, Ground::Dark) => icon!("idle-dark"),
        (Mood::Idle, Ground::Light) => icon!("idle-light"),
        (Mood::Unread, Ground::Dark) => icon!("unread-dark"),
        (Mood::Unread, Ground::Light) => icon!("unread-light"),
        (Mood::Waiting, Ground::Dark) => icon!("waiting-dark"),
        (Mood::Waiting, Ground::Light) => icon!("waiting-light"),
        (Mood::SignedOut, Ground::Dark) => icon!("signed-out-dark"),
        (Mood::SignedOut, Ground::Light) => icon!("signed-out-light"),
        (Mood::OnCall, Ground::Dark) => icon!("on-call-dark"),
        (Mood::OnCall, Ground::Light) => icon!("on-call-light"),
        (Mood::Ringing, Ground::Dark) => icon!("ringing-dark"),
        (Mood::Ringing, Ground::Light) => icon!("ringing-light"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mood_looks_different_and_is_a_png_of_44_pixels() {
        let moods =
            [Mood::Idle, Mood::Unread, Mood::Waiting, Mood::SignedOut, Mood::OnCall, Mood::Ringing];
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
