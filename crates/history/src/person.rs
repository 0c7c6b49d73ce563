//! Who somebody is, by number or address: what rows of the same person have in common.

use deskbell_numbers::{Identity, read_identity};

/// Digits by which numbers are brought together before they are compared: with or without the country's code.
const LAST: usize = 7;

/// What every way of writing a number has in common; none for what is no number.
pub(crate) fn person(number: &str) -> Option<String> {
    match read_identity(number, None) {
        Identity::Number(_) | Identity::Code(_) => {
            let digits: String =
                number.split(";ext=").next()?.chars().filter(char::is_ascii_digit).collect();
            let from = digits.len().saturating_sub(LAST);
            digits.get(from..).filter(|last| !last.is_empty()).map(str::to_owned)
        }
        Identity::Withheld | Identity::Name(_) | Identity::Absent => None,
    }
}

/// A number or an e-mail address of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// A telephone number, as it was written.
    Number(String),
    /// An e-mail address, in small letters.
    Address(String),
}

impl Who {
    /// Reads what was typed; none if it is neither.
    #[must_use]
    pub fn read(typed: &str) -> Option<Self> {
        let typed = typed.trim();
        if person(typed).is_some() {
            return Some(Self::Number(typed.to_owned()));
        }
        let (user, host) = typed.rsplit_once('@')?;
        let whole = !user.is_empty() && !host.is_empty() && !typed.contains(char::is_whitespace);
        whole.then(|| Self::Address(typed.to_lowercase()))
    }

    /// This is how it may be written in `number`.
    pub(crate) fn is_number(&self, number: &str) -> bool {
        match self {
            Self::Number(known) => {
                let (one, other) = (read_identity(known, None), read_identity(number, None));
                one.same_line(&other)
                    || matches!((&one, &other), (Identity::Code(a), Identity::Code(b)) if a == b)
            }
            Self::Address(_) => false,
        }
    }

    /// This is how it may be written in `address`.
    pub(crate) fn is_address(&self, address: &str) -> bool {
        match self {
            Self::Number(_) => false,
            Self::Address(known) => address.trim().to_lowercase() == *known,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_addresses_are_told_apart() {
        assert_eq!(Who::read(" +1 650 555 0100 "), Some(Who::Number("+1 650 555 0100".into())));
        assert_eq!(Who::read("Ada@Example.ORG"), Some(Who::Address("ada@example.org".into())));
        for nobody in ["", "Ada", "@", "a@", "anonymous", "a b@c"] {
            assert_eq!(Who::read(nobody), None, "{nobody}");
        }
    }

    #[test]
    fn a_number_is_known_however_it_is_written() {
        let who = Who::read("+16505550100").unwrap();
        for (other, same) in [
            ("6505550100", true),
            ("(650) 555-0100", true),
            ("+16505550101", false),
            ("anonymous", false),
        ] {
            assert_eq!(who.is_number(other), same, "{other}");
        }
        assert_eq!(person("(650) 555-0100"), person("+16505550100"));
    }
}
