//! What stands where a number should be when nobody is told the number: words, their spelling on a keypad, and noughts.

use crate::words::{FILLERS, WORDS};
use crate::{PhoneNumber, Region, plan};

/// Shortest word that may have another ending.
const STEM_MIN: usize = 6;
/// Most letters of an ending.
const ENDING_MAX: usize = 2;

/// English words that some networks spell on a keypad where a number should be (`+266696687` is ANONYMOUS).
const SPELLED: &str =
    "anonymous unavailable restricted blocked unknown private withheld hidden nonumber";

/// Fewest digits of a spelled word without a `+` that is believed to be one: shorter ones may be local numbers.
const SPELLED_MIN: usize = 9;

/// Whether a name or a number's text names nobody: `Anonymous`, `Unknown Caller`, `Rufnummer unterdrückt`, `非通知`.
#[must_use]
pub fn names_nobody(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    if is_code_of_a_switch(&text) {
        return true;
    }
    let apart = |c: char| !c.is_alphanumeric() && !('\u{300}'..='\u{36f}').contains(&c);
    let mut said = false;
    for word in text.split(apart).filter(|word| !word.is_empty()) {
        let known = words().any(|known| word == known || is_inflected(word, known));
        let known = known || is_written_together(word);
        said |= known;
        if !known && !fillers().any(|filler| word == filler) {
            return false;
        }
    }
    // "Not available" and "No number" say it in words that are none by themselves.
    said || ["no number", "no name", "no id", "no caller id", "no caller", "keine nummer"]
        .contains(&text.as_str())
}

/// The word with another ending (`anonymer`, `неизвестного`).
fn is_inflected(word: &str, known: &str) -> bool {
    let ending = word.strip_prefix(known).map(|ending| ending.chars().count());
    known.chars().count() >= STEM_MIN && ending.is_some_and(|letters| letters <= ENDING_MAX)
}

/// Two of them without a space (`privatenumber`), as in the user part of an address.
fn is_written_together(word: &str) -> bool {
    let behind = |first: &str| word.strip_prefix(first);
    words().filter_map(behind).any(|rest| fillers().any(|filler| rest == filler))
        || fillers().filter_map(behind).any(|rest| words().any(|known| rest == known))
}

fn words() -> impl Iterator<Item = &'static str> {
    WORDS.iter().flat_map(|language| language.split(' '))
}

fn fillers() -> impl Iterator<Item = &'static str> {
    FILLERS.split(' ')
}

/// `P` and `O` are how North American networks say "private" and "out of area"; `-1` to `-3` how phones store the same.
fn is_code_of_a_switch(text: &str) -> bool {
    ["p", "o", "-1", "-2", "-3"].contains(&text)
}

/// Whether a number is none: a word spelled on a keypad, or nothing but noughts.
pub(crate) fn is_no_number(number: &PhoneNumber, home: Option<Region>) -> bool {
    let dialled = number.dialable();
    let digits = dialled.trim_start_matches('+');
    // Behind the country code of North America, which some gateways put before everything.
    let behind_code = dialled.strip_prefix("+1").unwrap_or(digits);
    if [digits, behind_code].iter().any(|digits| digits.bytes().all(|b| b == b'0')) {
        return true;
    }
    let spelled = |digits: &str| SPELLED.split(' ').any(|word| on_keypad(word) == digits);
    if !spelled(digits) && !spelled(behind_code) {
        return false;
    }
    let plausible = match (dialled.starts_with('+'), home) {
        (true, _) => number.is_valid(),
        (false, Some(home)) => digits.len() < SPELLED_MIN || plan::national(digits, home).is_some(),
        (false, None) => digits.len() < SPELLED_MIN,
    };
    !plausible
}

fn on_keypad(word: &str) -> String {
    let key = |c: char| match c {
        'a'..='c' => '2',
        'd'..='f' => '3',
        'g'..='i' => '4',
        'j'..='l' => '5',
        'm'..='o' => '6',
        'p'..='s' => '7',
        't'..='v' => '8',
        _ => '9',
    };
    word.chars().map(key).collect()
}
