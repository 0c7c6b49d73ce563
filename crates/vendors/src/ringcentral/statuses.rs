//! The statuses of an extension: a user status and a do-not-disturb status together (facts §1, §2).

use deskbell_core::{Channel, Presence, StatusDialect, StatusLabel, StatusRoute, StatusWord};

/// `dndStatus` that refuses every call.
pub(super) const DND_ALL: &str = "DoNotAcceptAnyCalls";

/// `userStatus` of an agent whom nobody sees.
pub(super) const INVISIBLE: &str = "Offline";

/// What agents may be, with our word and a label in each language.
const USERS: [(&str, Presence, [&str; 2]); 3] = [
    ("Available", Presence::Available, ["Available", "Verfügbar"]),
    ("Busy", Presence::Away, ["Busy", "Beschäftigt"]),
    (INVISIBLE, Presence::Offline, ["Invisible", "Unsichtbar"]),
];

/// Which calls they take, with a label in each language.
const CALLS: [(&str, [&str; 2]); 4] = [
    ("TakeAllCalls", ["all calls", "alle Anrufe"]),
    ("DoNotAcceptDepartmentCalls", ["no queue calls", "keine Anrufe aus Warteschlangen"]),
    ("TakeDepartmentCallsOnly", ["queue calls only", "nur Anrufe aus Warteschlangen"]),
    (DND_ALL, ["no calls", "keine Anrufe"]),
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
/// read back as what was meant; in wrap-up queues pass the agent over and direct calls still ring. Its preset for
/// *invisible* still takes every call: who chose *offline* is gone, so that none rings.
pub(super) fn dialect() -> StatusDialect {
    let pairs = USERS.iter().flat_map(|user| CALLS.iter().map(move |calls| (user, calls)));
    let words = pairs.map(|((user, presence, [en, de]), (calls, [taken, genommen]))| StatusWord {
        word: word(user, calls),
        presence: match (*user, *calls) {
            (user, DND_ALL) if user != INVISIBLE => Presence::DoNotDisturb,
            _ => *presence,
        },
        label: StatusLabel {
            english: format!("{en}, {taken}"),
            german: format!("{de}, {genommen}"),
        },
        settable: true,
        second_session: false,
    });
    let mapping = [
        (Presence::Available, "Available/TakeAllCalls"),
        (Presence::Away, "Busy/TakeAllCalls"),
        (Presence::DoNotDisturb, "Busy/DoNotAcceptAnyCalls"),
        (Presence::Offline, "Offline/DoNotAcceptAnyCalls"),
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
