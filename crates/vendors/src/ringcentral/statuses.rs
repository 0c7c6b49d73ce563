//! The statuses of an extension: a user status and a do-not-disturb status together (facts §1, §2).

use deskbell_core::{Channel, Presence, StatusDialect, StatusRoute, StatusWord};

/// `dndStatus` that refuses every call.
pub(super) const DND_ALL: &str = "DoNotAcceptAnyCalls";

/// What agents may be, with our word and a label.
const USERS: [(&str, Presence, &str); 3] = [
    ("Available", Presence::Available, "Available"),
    ("Busy", Presence::Away, "Busy"),
    ("Offline", Presence::Offline, "Invisible"),
];

/// Which calls they take, with a label.
const CALLS: [(&str, &str); 4] = [
    ("TakeAllCalls", "all calls"),
    ("DoNotAcceptDepartmentCalls", "no queue calls"),
    ("TakeDepartmentCallsOnly", "queue calls only"),
    (DND_ALL, "no calls"),
];

/// Both statuses as one word.
pub(super) fn word(user: &str, dnd: &str) -> String {
    format!("{user}/{dnd}")
}

/// The two statuses of a word of ours.
pub(super) fn parts(word: &str) -> Option<(&'static str, &'static str)> {
    let (user, dnd) = word.split_once('/')?;
    let user = USERS.iter().map(|(name, ..)| *name).find(|name| *name == user)?;
    let dnd = CALLS.iter().map(|(name, _)| *name).find(|name| *name == dnd)?;
    Some((user, dnd))
}

/// How the statuses work. What is set for ours are the widget's own presets for its presence menu, so that they
/// read back as what was meant; in wrap-up queues pass the agent over and direct calls still ring.
pub(super) fn dialect() -> StatusDialect {
    let pairs = USERS.iter().flat_map(|user| CALLS.iter().map(move |calls| (user, calls)));
    let words = pairs.map(|((user, presence, label), (calls, taken))| StatusWord {
        word: word(user, calls),
        presence: if *calls == DND_ALL { Presence::DoNotDisturb } else { *presence },
        label: format!("{label}, {taken}"),
        settable: true,
        second_session: false,
    });
    let mapping = [
        (Presence::Available, "Available/TakeAllCalls"),
        (Presence::Away, "Busy/TakeAllCalls"),
        (Presence::DoNotDisturb, "Busy/DoNotAcceptAnyCalls"),
        (Presence::Offline, "Offline/TakeAllCalls"),
        (Presence::WrapUp, "Busy/DoNotAcceptDepartmentCalls"),
    ];
    StatusDialect {
        channel: Channel::Phone,
        route: StatusRoute::Widget,
        notes: false,
        words: words.collect(),
        mapping: mapping.map(|(presence, word)| (presence, word.to_owned())).into(),
    }
}
