//! What may be dialled, and what may be pressed on a keypad.

/// Longest number or tone row.
const NUMBER_MAX: usize = 64;

/// Only characters of phone numbers, at least one of them dialable.
pub(crate) fn is_number(text: &str) -> bool {
    let dialable = |c: char| c.is_ascii_digit() || matches!(c, '*' | '#');
    let allowed = |c: char| dialable(c) || matches!(c, '+' | '(' | ')' | '-' | '.' | ' ');
    text.len() <= NUMBER_MAX && text.chars().all(allowed) && text.chars().any(dialable)
}

/// Only keypad tones and pauses.
pub(crate) fn is_tones(text: &str) -> bool {
    let allowed = |c: char| c.is_ascii_digit() || matches!(c, '*' | '#' | ',');
    !text.is_empty() && text.len() <= NUMBER_MAX && text.chars().all(allowed)
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
}
