//! Promises that hold for any text, tried with texts made at random.

mod common;

use deskbell_numbers::{Identity, PhoneNumber, Region, names_nobody, read_dialled, read_identity};
use proptest::prelude::*;

/// Texts that are nearly numbers.
fn nearly() -> impl Strategy<Value = String> {
    r"(sip:|tel:|)[+]?(.|[0-9]|[-+*#;=,.@() x]|ext|;ext=|;isub=|p[0-9]|anonymous|%[0-9a-f]{2}){0,40}"
}

/// Numbers as people write them.
fn written() -> impl Strategy<Value = String> {
    r"[+]?[0-9]{1,4}[-. ()]{0,2}[0-9]{2,5}[- ]?[0-9]{0,6}(( ?x|[*]|;ext=)[0-9]{1,5})?"
}

fn home() -> impl Strategy<Value = Option<Region>> {
    prop_oneof![Just("US"), Just("GB"), Just("DE"), Just("IT"), Just("RU"), Just("")]
        .prop_map(Region::from_code)
}

proptest! {
    #[test]
    fn nothing_breaks_a_promise(text in prop_oneof![any::<String>(), nearly(), written()]) {
        common::check(&text);
    }

    #[test]
    fn written_back_a_number_is_the_same(text in written(), home in home()) {
        if let Ok(read) = read_dialled(&text, home) {
            let again = read_dialled(&read.number.to_string(), None).unwrap();
            prop_assert_eq!(again.number.to_string(), read.number.to_string());
            prop_assert!(again.left_out.is_empty());
            prop_assert!(again.number.same_line(&read.number));
        }
    }

    #[test]
    fn the_same_line_is_the_same_both_ways(a in written(), b in written(), home in home()) {
        let read = |text: &str| read_dialled(text, home).ok().map(|read| read.number);
        if let (Some(a), Some(b)) = (read(&a), read(&b)) {
            prop_assert!(a.same_line(&a));
            prop_assert_eq!(a.same_line(&b), b.same_line(&a));
        }
    }

    #[test]
    fn separators_change_nothing(digits in "[1-9][0-9]{6,12}", places in prop::collection::vec(0_usize..12, 0..5)) {
        let mut spaced = digits.clone();
        for place in places {
            let at = place.min(spaced.len());
            spaced.insert(at, ' ');
        }
        let plain = read_dialled(&format!("+{digits}"), None).unwrap().number;
        let spaced = read_dialled(&format!("+{spaced}"), None).unwrap().number;
        prop_assert_eq!(plain.to_string(), spaced.to_string());
    }

    #[test]
    fn a_text_without_a_digit_is_never_a_number(text in r"[^0-9]{0,40}") {
        prop_assert!(read_identity(&text, None).number().is_none());
    }

    #[test]
    fn two_withheld_numbers_are_never_one_caller(
        a in prop_oneof![Just("anonymous"), Just("+266696687"), Just("Rufnummer unterdrückt"), Just("sip:x@y.invalid")],
        b in prop_oneof![Just("anonymous"), Just("+266696687"), Just("unknown"), Just("0000000")],
    ) {
        let (a, b) = (read_identity(a, None), read_identity(b, None));
        prop_assert!(a == Identity::Withheld && b == Identity::Withheld && !a.same_line(&b));
    }

    #[test]
    fn words_for_unknown_need_no_case(text in "(anonymous|UNKNOWN|Private|Withheld)[ ]{0,2}(number|Caller|ID)?") {
        prop_assert!(names_nobody(&text));
    }
}

/// What is valid of each region is read in its own country's form and in the world's.
#[test]
fn both_forms_of_a_number_are_one_line() {
    for e164 in [
        "+16505550100",
        "+442079460000",
        "+4930123456",
        "+390236618300",
        "+33123456789",
        "+78001234567",
        "+81312345678",
    ] {
        let number: PhoneNumber = read_dialled(e164, None).unwrap().number;
        let region = number.region().unwrap();
        for form in [number.national(region, "ext."), number.international("ext.")] {
            let again = read_dialled(&form, Some(region)).unwrap().number;
            assert_eq!(again.e164(), Some(e164), "{form}");
        }
    }
}
