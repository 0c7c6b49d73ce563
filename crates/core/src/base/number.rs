//! Numbers as vendors tell them, and what may be dialled or pressed on a keypad.

use super::{Party, Private};
use deskbell_numbers::{Identity, Region, names_nobody, read_dialled, read_identity};

/// Longest number or tone row.
const NUMBER_MAX: usize = 64;

/// Only characters of phone numbers, at least one of them dialable; or a number with its extension.
pub(crate) fn is_number(text: &str) -> bool {
    let dialable = |c: char| c.is_ascii_digit() || matches!(c, '*' | '#');
    let allowed = |c: char| dialable(c) || matches!(c, '+' | '(' | ')' | '-' | '.' | ' ');
    let plain = text.chars().all(allowed) && text.chars().any(dialable);
    text.len() <= NUMBER_MAX
        && (plain || read_dialled(text, None).is_ok_and(|it| it.left_out.is_empty()))
}

/// Only keypad tones and pauses.
pub(crate) fn is_tones(text: &str) -> bool {
    let allowed = |c: char| c.is_ascii_digit() || matches!(c, '*' | '#' | ',');
    !text.is_empty() && text.len() <= NUMBER_MAX && text.chars().all(allowed)
}

/// The other side without what only stands where a number should be. An extension gets a place of its own
/// (`+14385550139;ext=227`, RFC 3966). What is told as a number and is none, but means somebody, is a name.
pub(crate) fn plain(party: Party) -> Party {
    let name = party.name.filter(|name| !names_nobody(name.reveal()));
    let Some(told) = party.number else { return Party { number: None, name } };
    match read_identity(told.reveal(), None) {
        Identity::Number(number) => {
            let told = told.reveal().trim();
            let is_plain =
                number.extension().is_none() && !told.contains([':', '@', '<', ';', '%']);
            let number = if is_plain { told.to_owned() } else { number.to_string() };
            Party { number: Some(Private::new(number)), name }
        }
        Identity::Code(code) => Party { number: Some(Private::new(code)), name },
        Identity::Withheld | Identity::Absent => Party { number: None, name },
        Identity::Name(word) => {
            Party { number: None, name: name.or_else(|| Some(Private::new(word))) }
        }
    }
}

/// The same line, however each vendor message wrote it: with or without `+`, country code and extension. A code for the phone
/// system is only itself.
pub(crate) fn same_number(a: &str, b: &str) -> bool {
    let (a, b) = (read_identity(a, None), read_identity(b, None));
    a.same_line(&b) || (matches!(a, Identity::Code(_)) && a == b)
}

/// Digits at the end in which two spellings of one number agree, whatever stands before them: a country code, or what an exchange
/// wants before numbers outside.
const TAIL: usize = 7;

/// Certainly two lines. Short numbers and codes may lead anywhere, so that nothing can be said of them.
pub(crate) fn differ(a: &str, b: &str) -> bool {
    let tail = |text| match read_identity(text, None) {
        Identity::Number(number) => {
            let digits = number.dialable();
            digits.len().checked_sub(TAIL).and_then(|at| digits.get(at..)).map(str::to_owned)
        }
        Identity::Code(_) | Identity::Withheld | Identity::Name(_) | Identity::Absent => None,
    };
    matches!((tail(a), tail(b)), (Some(a), Some(b)) if a != b)
}

/// How numbers are set for reading: one way in the windows, in notifications, in the tray and on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberFormat {
    /// The region that digits without `+` are dialled in; none where nobody told.
    pub(crate) home: Option<Region>,
    /// What stands before an extension in the reader's language.
    pub(crate) extension_word: &'static str,
}

impl NumberFormat {
    /// The number set for reading; what is none stays as it came.
    #[must_use]
    pub fn show(&self, text: &str) -> String {
        match read_identity(text, self.home) {
            Identity::Number(number) if number.e164().is_some() || number.extension().is_some() => {
                number.international(self.extension_word)
            }
            Identity::Number(_)
            | Identity::Code(_)
            | Identity::Withheld
            | Identity::Name(_)
            | Identity::Absent => text.to_owned(),
        }
    }
}

/// What is dialled of a number that [`plain`] gave, and its extension.
pub(crate) fn parted(number: &str) -> (String, Option<String>) {
    match number.split_once(";ext=") {
        Some((number, extension)) => (number.to_owned(), Some(extension.to_owned())),
        None => (number.to_owned(), None),
    }
}

/// A code of the company's exchange or a short number, as against a number of the whole world.
pub(crate) fn is_code(number: &str) -> bool {
    !number.starts_with('+') || number.contains(['*', '#'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_tones() {
        for (text, number, tones) in [
            ("+1 (650) 555-0100", true, false),
            ("101", true, true),
            ("*67#", true, true),
            ("1,,2", false, true),
            ("", false, false),
            ("+", false, false),
            ("javascript:1", false, false),
            ("１２３", false, false),
        ] {
            assert_eq!((is_number(text), is_tones(text)), (number, tones), "{text}");
        }
        assert!(!is_number(&"1".repeat(65)));
        assert!(!is_tones(&"1".repeat(65)));
    }

    #[test]
    fn the_same_line_however_it_is_written() {
        for (a, b, same) in [
            ("+16505550100", "6505550100", true),
            ("(650) 555-0100", "+1 650 555 0100", true),
            ("+14385550139*227", "+14385550139", true),
            ("+14385550139*227", "+14385550139;ext=228", false),
            ("101", "101", true),
            ("101", "+16505550101", false),
            ("*8701", "*8701", true),
            ("*8701", "8701", false),
            ("", "", false),
            ("anonymous", "anonymous", false),
            ("+266696687", "+266696687", false),
        ] {
            assert_eq!(same_number(a, b), same, "{a} {b}");
        }
    }

    #[test]
    fn what_may_lead_to_one_line_is_not_called_different() {
        for (a, b, different) in [
            ("+16505550111", "+16505550222", true),
            ("6505550111", "+16505550111", false),
            ("9,16505550111", "+16505550111", false),
            ("0 030 901820", "+4930901820", false),
            ("101", "+16505550101", false),
            ("*8701", "+16505550133", false),
            ("+16505550111", "+16505550111;ext=7", false),
            ("anonymous", "+16505550111", false),
        ] {
            assert_eq!((differ(a, b), differ(b, a)), (different, different), "{a} {b}");
        }
    }

    #[test]
    fn numbers_are_set_for_reading() {
        for (told, home, shown) in [
            ("+16505550100", None, "+1 650-555-0100"),
            ("+442079460000", Some("US"), "+44 20 7946 0000"),
            ("+14385550139*227", None, "+1 438-555-0139 ext. 227"),
            ("101", Some("US"), "101"),
            ("*8701", Some("US"), "*8701"),
            ("1éééééé", Some("US"), "1éééééé"),
            ("6505550100", None, "6505550100"),
            ("6505550100", Some("US"), "+1 650-555-0100"),
            ("(650) 555-0100 x7", Some("US"), "+1 650-555-0100 ext. 7"),
            ("02079460000", Some("GB"), "+44 20 7946 0000"),
            ("030 901820", Some("DE"), "+49 30 901820"),
            ("02079460000", Some("US"), "02079460000"),
        ] {
            let home = home.and_then(Region::from_code);
            let format = NumberFormat { home, extension_word: "ext." };
            assert_eq!(format.show(told), shown, "{told} {home:?}");
        }
    }
}
