//! Words about links of other programs, in both languages.

/// One language.
#[derive(Debug)]
pub(crate) struct LinkWords {
    pub(crate) shown: &'static str,
    pub(crate) shown_in_part: &'static str,
    pub(crate) too_many: &'static str,
    pub(crate) too_long: &'static str,
    pub(crate) other_kind: &'static str,
    pub(crate) escape: &'static str,
    pub(crate) no_recipient: &'static str,
    pub(crate) no_number: &'static str,
    pub(crate) letters: &'static str,
    pub(crate) service_code: &'static str,
    pub(crate) several: &'static str,
    pub(crate) too_many_digits: &'static str,
    pub(crate) extension: &'static str,
    pub(crate) sign: &'static str,
    pub(crate) only_shown: &'static str,
}

pub(super) const ENGLISH: LinkWords = LinkWords {
    shown: "The number is in the dialer; nothing is dialled or sent before you press it.",
    shown_in_part: "The number is in the dialer; nothing is dialled or sent before you press it. The window names what of the link is left out.",
    too_many: "Links come faster than anybody can press them. They are ignored for some seconds.",
    too_long: "The link is too long: at most {} bytes, and a text of at most 1000 characters.",
    other_kind: "Deskbell follows only tel:, callto: and sms: links.",
    escape: "The link is damaged: a % in it begins no valid character. Copy the number from where the link stands.",
    no_recipient: "The link names nobody to write to. Choose the number yourself.",
    no_number: "The link names no telephone number.",
    letters: "The link has letters where a number should be: a name, or a word for the keys of a telephone. Ask for the number in digits.",
    service_code: "The link holds a service code with * or #, which could redirect your calls. If you want that, dial it yourself.",
    several: "The link names more than one number. Choose the one you want and type it yourself.",
    too_many_digits: "The link has more digits than any telephone number.",
    extension: "The extension in the link is none: it has no digits, too many, or there are two. Type the number yourself.",
    sign: "The link has a character that belongs to no telephone number. Copy the number from where the link stands.",
    only_shown: "A link can only fill in a number.",
};

pub(super) const GERMAN: LinkWords = LinkWords {
    shown: "Die Nummer steht im Wählfeld; gewählt oder gesendet wird erst, wenn Sie es wollen.",
    shown_in_part: "Die Nummer steht im Wählfeld; gewählt oder gesendet wird erst, wenn Sie es wollen. Das Fenster nennt, was vom Link weggelassen wird.",
    too_many: "Links kommen schneller, als jemand sie drücken kann. Sie werden einige Sekunden lang übergangen.",
    too_long: "Der Link ist zu lang: höchstens {} Bytes, und ein Text von höchstens 1000 Zeichen.",
    other_kind: "Deskbell folgt nur Links mit tel:, callto: und sms:.",
    escape: "Der Link ist beschädigt: Ein % darin leitet kein gültiges Zeichen ein. Übernehmen Sie die Nummer von dort, wo der Link steht.",
    no_recipient: "Der Link nennt niemanden, dem zu schreiben wäre. Wählen Sie die Nummer selbst.",
    no_number: "Der Link nennt keine Rufnummer.",
    letters: "Im Link stehen Buchstaben statt einer Nummer: ein Name oder ein Wort für die Tasten eines Telefons. Fragen Sie nach der Nummer in Ziffern.",
    service_code: "Der Link enthält einen Steuercode mit * oder #, der Ihre Anrufe umleiten könnte. Wenn Sie das wollen, wählen Sie ihn selbst.",
    several: "Der Link nennt mehr als eine Nummer. Wählen Sie die gewünschte und geben Sie sie selbst ein.",
    too_many_digits: "Der Link hat mehr Ziffern als jede Rufnummer.",
    extension: "Die Durchwahl im Link ist keine: Sie hat keine Ziffern, zu viele, oder es sind zwei. Geben Sie die Nummer selbst ein.",
    sign: "Im Link steht ein Zeichen, das zu keiner Rufnummer gehört. Übernehmen Sie die Nummer von dort, wo der Link steht.",
    only_shown: "Ein Link kann nur eine Nummer eintragen.",
};
