//! Numbers that are none: what platforms and carriers write where a caller withholds the number.

use super::number::is_number;
use super::{Party, Private};

/// Words that stand for "not told", in lower case.
const WORDS: [&str; 12] = [
    "anonymous",
    "blocked",
    "no caller id",
    "private",
    "private number",
    "restricted",
    "unavailable",
    "unknown",
    "unknown caller",
    "unknown number",
    "withheld",
    "withheld number",
];

/// `ANONYMOUS` on a keypad: some carriers send words as digits. No plan of numbers has it.
const ANONYMOUS: &str = "266696687";
/// `BLOCKED`, `RESTRICTED`, `UNAVAILABLE` and `UNKNOWN`, which without the `+` could be somebody's number.
const SPELLED: [&str; 4] = ["+2562533", "+7378742833", "+86282452253", "+8656696"];

fn is_word(text: &str) -> bool {
    WORDS.contains(&text.trim().to_lowercase().as_str())
}

/// The number in what was told as one; none where it is a word, or a word in digits.
fn number_in(told: &str) -> Option<&str> {
    let told = told.trim();
    let scheme = ["sip:", "sips:", "tel:"].into_iter();
    let bare = scheme.fold(told, |text, scheme| text.strip_prefix(scheme).unwrap_or(text));
    let user = bare.split(['@', ';']).next().unwrap_or_default();
    let spelled = user.trim_start_matches('+') == ANONYMOUS || SPELLED.contains(&user);
    (is_number(user) && !spelled).then_some(user)
}

/// The other side without stand-ins. A word that is told as a number and means somebody is a name.
pub(crate) fn plain(party: Party) -> Party {
    let told = party.number;
    let number = told.as_ref().and_then(|told| number_in(told.reveal())).map(Private::from);
    let name = party.name.filter(|name| !is_word(name.reveal()));
    let named = || {
        let word = told.filter(|told| !told.reveal().contains(['@', ':']))?;
        let means_somebody = number.is_none()
            && !is_word(word.reveal())
            && word.reveal().chars().any(char::is_alphabetic);
        means_somebody.then_some(word)
    };
    let name = name.or_else(named);
    Party { number, name }
}
