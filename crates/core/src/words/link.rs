//! Words about links of other programs, in both languages.

/// One language.
#[derive(Debug)]
pub(crate) struct LinkWords {
    pub(crate) shown: &'static str,
    pub(crate) too_many: &'static str,
    pub(crate) too_long: &'static str,
    pub(crate) other_kind: &'static str,
    pub(crate) no_number: &'static str,
    pub(crate) service_code: &'static str,
    pub(crate) only_shown: &'static str,
}

pub(super) const ENGLISH: LinkWords = LinkWords {
    shown: "The number is in the dialer; nothing is dialled or sent before you press it.",
    too_many: "Links come faster than anybody can press them. They are ignored for some seconds.",
    too_long: "The link is too long: at most {} bytes, and a text of at most 1000 characters.",
    other_kind: "Deskbell follows only tel:, callto: and sms: links.",
    no_number: "The link names no single telephone number. Ask for the number and dial it yourself.",
    service_code: "The link holds a service code with * or #, which could redirect your calls. If you want that, dial it yourself.",
    only_shown: "A link can only fill in a number.",
};

pub(super) const GERMAN: LinkWords = LinkWords {
    shown: "Die Nummer steht im Wählfeld; gewählt oder gesendet wird erst, wenn Sie es wollen.",
    too_many: "Links kommen schneller, als jemand sie drücken kann. Sie werden einige Sekunden lang übergangen.",
    too_long: "Der Link ist zu lang: höchstens {} Bytes, und ein Text von höchstens 1000 Zeichen.",
    other_kind: "Deskbell folgt nur Links mit tel:, callto: und sms:.",
    no_number: "Der Link nennt keine einzelne Rufnummer. Fragen Sie nach der Nummer und wählen Sie selbst.",
    service_code: "Der Link enthält einen Steuercode mit * oder #, der Ihre Anrufe umleiten könnte. Wenn Sie das wollen, wählen Sie ihn selbst.",
    only_shown: "Ein Link kann nur eine Nummer eintragen.",
};
