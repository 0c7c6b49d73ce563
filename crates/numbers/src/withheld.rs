//! What stands where a number should be when nobody is told the number: words, their spelling on a keypad, and noughts.

use crate::answers::{Answers, remembered};
use crate::words::{FILLERS, WORDS};
use crate::{PhoneNumber, Region, plan};
use std::collections::HashSet;
use std::sync::LazyLock;

/// Shortest word that may have another ending.
const STEM_MIN: usize = 6;
/// Most letters of an ending.
const ENDING_MAX: usize = 2;
/// No word or filler has more letters.
const PART_MAX: usize = 16;

/// English words that some networks spell on a keypad where a number should be (`+266696687` is ANONYMOUS).
const SPELLED: &str =
    "anonymous unavailable restricted blocked unknown private withheld hidden nonumber";

/// Fewest digits of a spelled word without a `+` that is believed to be one: shorter ones may be local numbers.
const SPELLED_MIN: usize = 9;

/// Whether a name or a number's text names nobody: `Anonymous`, `Unknown Caller`, `Rufnummer unterdrückt`, `非通知`.
#[must_use]
pub fn names_nobody(text: &str) -> bool {
    NOBODIES.with(|known| remembered(known, None, text, says_nobody))
}

thread_local! {
    static NOBODIES: Answers<bool> = Answers::default();
}

fn says_nobody(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    if is_code_of_a_switch(&text) {
        return true;
    }
    // None of the words below is without a letter, and most of what is read here are digits.
    if !text.contains(char::is_alphabetic) {
        return false;
    }
    let apart = |c: char| !c.is_alphanumeric() && !('\u{300}'..='\u{36f}').contains(&c);
    let mut said = false;
    for word in text.split(apart).filter(|word| !word.is_empty()) {
        let known = WORD_SET.contains(word) || is_inflected(word) || is_written_together(word);
        said |= known;
        if !known && !FILLER_SET.contains(word) {
            return false;
        }
    }
    // "Not available" and "No number" say it in words that are none by themselves.
    said || ["no number", "no name", "no id", "no caller id", "no caller", "keine nummer"]
        .contains(&text.as_str())
}

/// One of the words with another ending (`anonymer`, `неизвестного`).
fn is_inflected(word: &str) -> bool {
    let ends = word.char_indices().rev().take(ENDING_MAX);
    ends.filter_map(|(end, _)| word.get(..end))
        .any(|stem| WORD_SET.contains(stem) && stem.chars().count() >= STEM_MIN)
}

/// Two of them without a space (`privatenumber`), as in the user part of an address.
fn is_written_together(word: &str) -> bool {
    let parts = word.char_indices().skip(1).take(PART_MAX);
    parts.map(|(at, _)| word.split_at(at)).any(|(first, rest)| {
        (WORD_SET.contains(first) && FILLER_SET.contains(rest))
            || (FILLER_SET.contains(first) && WORD_SET.contains(rest))
    })
}

static WORD_SET: LazyLock<HashSet<&str>> =
    LazyLock::new(|| WORDS.iter().flat_map(|language| language.split(' ')).collect());
static FILLER_SET: LazyLock<HashSet<&str>> = LazyLock::new(|| FILLERS.split(' ').collect());

/// `P` and `O` are how North American networks say "private" and "out of area"; `-1` to `-3` how phones store the same, and `n/a`
/// how exchanges print it.
fn is_code_of_a_switch(text: &str) -> bool {
    ["p", "o", "n/a", "-1", "-2", "-3"].contains(&text)
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
    let spelled = |digits: &str| SPELLED.split(' ').any(|word| is_on_keypad(word, digits));
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

fn is_on_keypad(word: &str, digits: &str) -> bool {
    let key = |letter: u8| match letter {
        b'a'..=b'c' => b'2',
        b'd'..=b'f' => b'3',
        b'g'..=b'i' => b'4',
        b'j'..=b'l' => b'5',
        b'm'..=b'o' => b'6',
        b'p'..=b's' => b'7',
        b't'..=b'v' => b'8',
        _ => b'9',
    };
    word.bytes().map(key).eq(digits.bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_part_of_a_word_written_together_is_longer_than_is_looked_at() {
        for known in WORD_SET.iter().chain(FILLER_SET.iter()) {
            assert!((1..=PART_MAX).contains(&known.chars().count()), "{known}");
            assert!(known.contains(char::is_alphabetic), "{known}");
        }
    }
}
