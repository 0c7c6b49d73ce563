//! Words and the parts of them by which a text is found: two and three letters in a row, of any script.
//!
//! SQLite's own `trigram` tokenizer finds nothing by two letters, which is a whole word in Chinese and the beginning of
//! most searches. So the index holds every two and every three letters of each word as words of their own, without their
//! places: a search asks for the rows that have all parts of what was typed, and [`Terms::fit`] looks whether they stand there in
//! a row.

use icu_casemap::CaseMapper;
use icu_normalizer::DecomposingNormalizer;

/// Most letters of one text that are found again.
const LETTERS_MAX: usize = 2000;
/// Most words of a search.
const TERMS_MAX: usize = 12;
/// Most parts of one word that the index is asked for: the rest is compared.
const PARTS_MAX: usize = 8;
/// From here on one letter can be a word: the scripts of East Asia.
const WHOLE_WORDS_FROM: char = '\u{2e80}';

/// The words of a text, in the form in which equal words are equal: however capitalised, with accents or without, wide or
/// narrow. Groups of digits that belong together (`(650) 555-0100`) are one word more, of all of them.
pub(crate) fn words(text: &str) -> Vec<String> {
    let folded = folded(text);
    let mut words = Vec::new();
    let mut word = String::new();
    let mut digits = Digits::default();
    for letter in folded.chars().filter(|c| !is_accent(*c)).take(LETTERS_MAX) {
        // Small letters without a dot fall together with those that have one: whoever types does not know.
        let letter = if letter == 'ı' { 'i' } else { letter };
        if letter.is_alphanumeric() {
            word.push(letter);
            continue;
        }
        if !word.is_empty() {
            digits.word(&word, &mut words);
            words.push(std::mem::take(&mut word));
        }
        digits.between(letter, &mut words);
    }
    if !word.is_empty() {
        digits.word(&word, &mut words);
        words.push(word);
    }
    digits.end(&mut words);
    words
}

/// Equal for texts that differ in capitals, accents or width alone.
fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let apart = DecomposingNormalizer::new_nfkd().normalize(text);
    CaseMapper::new().fold_string(&apart).into_owned()
}

/// Groups of digits with only what people put between them.
#[derive(Default)]
struct Digits {
    joined: String,
    groups: usize,
}

impl Digits {
    fn word(&mut self, word: &str, words: &mut Vec<String>) {
        if word.bytes().all(|byte| byte.is_ascii_digit()) {
            self.joined.push_str(word);
            self.groups += 1;
        } else {
            self.end(words);
        }
    }

    fn between(&mut self, letter: char, words: &mut Vec<String>) {
        if !is_between_digits(letter) {
            self.end(words);
        }
    }

    fn end(&mut self, words: &mut Vec<String>) {
        if self.groups > 1 {
            words.push(std::mem::take(&mut self.joined));
        }
        self.joined.clear();
        self.groups = 0;
    }
}

/// Stands between the digits of one number.
pub(crate) fn is_between_digits(letter: char) -> bool {
    matches!(letter, ' ' | '-' | '.' | '/' | '(' | ')' | '\u{a0}' | '\u{2010}'..='\u{2013}')
}

/// An accent that stands by itself after its letter was taken apart.
fn is_accent(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}')
}

/// Everything by which these texts are found, as the index takes it.
pub(crate) fn grams<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<String> = texts.into_iter().flat_map(words).collect();
    let mut parts = Vec::new();
    for word in &words {
        let ends = ends(word);
        for from in 0..ends.len().saturating_sub(1) {
            for length in 1..=3 {
                let Some(part) = part(word, &ends, from, length) else { break };
                if length > 1 || is_whole_word(part) {
                    parts.push(part);
                }
            }
        }
    }
    parts.sort_unstable();
    parts.dedup();
    let mut all = String::with_capacity(parts.len() * 4);
    for part in parts {
        all.push_str(part);
        all.push(' ');
    }
    all
}

fn is_whole_word(part: &str) -> bool {
    part.chars().next().is_some_and(|letter| letter >= WHOLE_WORDS_FROM)
}

/// Where each letter begins, and the end.
fn ends(word: &str) -> Vec<usize> {
    word.char_indices().map(|(at, _)| at).chain([word.len()]).collect()
}

/// So many letters of a word from one of them on.
fn part<'a>(word: &'a str, ends: &[usize], from: usize, letters: usize) -> Option<&'a str> {
    word.get(*ends.get(from)?..*ends.get(from + letters)?)
}

/// What was typed into a search: every term must be part of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Terms(Vec<String>);

impl Terms {
    /// Reads what was typed. A number is one term, however it is set, with or without its leading zeros.
    pub(crate) fn read(typed: &str) -> Self {
        let is_number = typed.chars().any(|c| c.is_ascii_digit())
            && typed.chars().all(|c| c.is_ascii_digit() || c == '+' || is_between_digits(c));
        if is_number {
            let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
            let short = digits.trim_start_matches('0');
            let term = if short.len() < 3 { digits.as_str() } else { short };
            return Self(vec![term.chars().take(32).collect()]);
        }
        let mut words = words(typed);
        // Of a number inside a text its groups are enough.
        words.dedup();
        words.truncate(TERMS_MAX);
        Self(words)
    }

    /// What the index is asked for; none if too little was typed to ask it.
    pub(crate) fn question(&self) -> Option<String> {
        let mut asked: Vec<String> = Vec::new();
        for term in &self.0 {
            let ends = ends(term);
            let letters = ends.len() - 1;
            let length = letters.min(3);
            if length == 0 || (length == 1 && !is_whole_word(term)) {
                continue;
            }
            let last = letters - length;
            let step = (last / (PARTS_MAX - 1)).max(1);
            let places = (0..=last).step_by(step).chain([last]);
            asked.extend(
                places.filter_map(|from| Some(format!("\"{}\"", part(term, &ends, from, length)?))),
            );
        }
        asked.sort_unstable();
        asked.dedup();
        (!asked.is_empty()).then(|| asked.join(" "))
    }

    /// Whether the index alone answers: it does not know whether parts of a longer term stand in a row, nor single letters.
    pub(crate) fn is_exact(&self) -> bool {
        self.0.iter().all(|term| match term.chars().count() {
            1 => is_whole_word(term),
            letters => letters <= 3,
        })
    }

    /// Each term is part of a word of these texts.
    pub(crate) fn fit<'a>(&self, texts: impl IntoIterator<Item = &'a str>) -> bool {
        let words: Vec<String> = texts.into_iter().flat_map(words).collect();
        self.0.iter().all(|term| words.iter().any(|word| word.contains(term.as_str())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    /// What the index would find.
    fn finds(text: &str, typed: &str) -> bool {
        let terms = Terms::read(typed);
        let grams = grams([text]);
        let has: BTreeSet<&str> = grams.split(' ').collect();
        let Some(question) = terms.question() else { return false };
        question.split(' ').all(|part| has.contains(part.trim_matches('"'))) && terms.fit([text])
    }

    #[test]
    fn parts_of_numbers_and_of_words_of_any_script_are_found() {
        for (text, typed, found) in [
            ("+16505550100", "5550", true),
            ("+16505550100", "50", true),
            ("+16505550100", "(650) 555-01", true),
            ("+4917012345678", "0170 1234", true),
            ("call (650) 555-0100 back", "6505550100", true),
            ("call (650) 555-0100 back", "+1 650 555 0100", false),
            ("Müller", "mull", true),
            ("MULLER", "müll", true),
            ("Straße", "strasse", true),
            ("İstanbul", "istan", true),
            ("王小明来电", "小明", true),
            ("王小明来电", "王", true),
            ("Иванов Пётр", "петр ив", true),
            ("שלום עולם", "לו", true),
            ("ada@example.org", "ada@exam", true),
            ("refund for order", "refnd", false),
            ("abcd xbcde", "abcde", false),
            ("a b", "a", false),
        ] {
            assert_eq!(finds(text, typed), found, "{typed:?} in {text:?}");
        }
    }

    proptest! {
        #[test]
        fn any_part_of_any_word_is_found(text in "\\PC{0,60}", from in 0_usize..60, length in 2_usize..12) {
            for word in words(&text) {
                let part: String = word.chars().skip(from % word.chars().count()).take(length).collect();
                if part.chars().count() >= 2 && !part.bytes().all(|b| b.is_ascii_digit()) {
                    // What is folded once more must stay what it is.
                    prop_assume!(words(&part) == [part.clone()]);
                    prop_assert!(finds(&text, &part), "{part:?} in {text:?}");
                }
            }
        }

        #[test]
        fn nothing_typed_breaks_the_question(typed in ".{0,80}") {
            let connection = rusqlite::Connection::open_in_memory().unwrap();
            connection.execute_batch("CREATE VIRTUAL TABLE gram USING fts5(grams, detail=none, tokenize='ascii')").unwrap();
            if let Some(question) = Terms::read(&typed).question() {
                let count = connection.query_row("SELECT count(*) FROM gram(?1)", [question], |row| row.get::<_, i64>(0));
                prop_assert_eq!(count.unwrap(), 0);
            }
        }
    }
}
