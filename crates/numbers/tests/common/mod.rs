//! The one entry of both the fuzz target and the property tests: what must hold for any text.

use deskbell_numbers::{
    DIGITS_MAX, EXTENSION_MAX, Identity, PhoneNumber, Region, names_nobody, read_dialled,
    read_identity,
};

/// Panics if a promise is broken on `text`.
pub(crate) fn check(text: &str) {
    let _ = names_nobody(text);
    for home in [None, Region::from_code("US"), Region::from_code("DE")] {
        if let Ok(read) = read_dialled(text, home) {
            holds(&read.number);
            assert!(
                read.left_out.iter().all(|part| !part.is_empty()),
                "a part without text was left out"
            );
        }
        match read_identity(text, home) {
            Identity::Number(number) => holds(&number),
            Identity::Code(code) => assert!(code.contains(['*', '#']), "{code:?}"),
            Identity::Name(name) => assert!(!name.chars().any(char::is_control), "{name:?}"),
            Identity::Withheld | Identity::Absent => {}
        }
    }
}

fn holds(number: &PhoneNumber) {
    let digits = number.dialable().strip_prefix('+').unwrap_or(number.dialable());
    let only_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    assert!(only_digits(digits) && digits.len() <= DIGITS_MAX, "{digits}");
    if let Some(extension) = number.extension() {
        assert!(only_digits(extension) && extension.len() <= EXTENSION_MAX, "{extension}");
    }
    assert!(number.same_line(number));
    assert!(!number.international("ext.").is_empty());
    let again = read_dialled(&number.to_string(), None).map(|read| read.number.to_string());
    assert_eq!(again, Ok(number.to_string()));
}
