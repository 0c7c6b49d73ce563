//! The world's numbering plans: the only file that asks `libphonenumber`. It is given digits, perhaps after a `+`, never text.

use crate::Region;
use crate::answers::{Answers, remembered};
use rlibphonenumber::{PHONE_NUMBER_UTIL as PLANS, PhoneNumber, PhoneNumberFormat};

thread_local! {
    static INTERNATIONAL: Answers<Option<String>> = Answers::default();
}

/// Whether the region has a numbering plan.
pub(crate) fn has_plan(region: Region) -> bool {
    PLANS.get_country_code_for_region(region.0).is_some()
}

/// Every region with a numbering plan.
pub(crate) fn regions() -> impl Iterator<Item = Region> {
    PLANS.get_supported_regions().map(Region)
}

/// Digits after a `+`, as E.164 where they are a number somebody could have, without a trunk prefix that people leave in
/// (`+44 (0)20…`).
pub(crate) fn global(number: &str) -> Option<String> {
    e164(&PLANS.parse(number, None).ok()?)
}

/// Digits as they are dialled in `home`, as E.164. None for what nobody there dials over a distance like that: an extension, or a
/// number without its area code or trunk prefix.
pub(crate) fn national(digits: &str, home: Region) -> Option<String> {
    let parsed = PLANS.parse(digits, Some(home.0)).ok()?;
    let e164 = e164(&parsed)?;
    let with_prefix = parsed.get_national_significant_number() != digits;
    let as_dialled = || digits_of(&parsed.format_as(PhoneNumberFormat::National)) == digits;
    (with_prefix || as_dialled()).then_some(e164)
}

fn digits_of(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// The region of a number in E.164.
pub(crate) fn region(e164: &str) -> Option<Region> {
    PLANS.parse(e164, None).ok()?.get_region_code().map(Region)
}

/// A number in E.164 in groups, with its country code (`+44 20 7946 0000`). None for a number no plan knows.
pub(crate) fn international(e164: &str) -> Option<String> {
    let ask = |e164: &str| shown(e164, PhoneNumberFormat::International);
    INTERNATIONAL.with(|answers| remembered(answers, None, e164, ask))
}

/// A number in E.164 in groups, as it is dialled in its own country (`020 7946 0000`). None for a number no plan knows.
pub(crate) fn in_its_country(e164: &str) -> Option<String> {
    shown(e164, PhoneNumberFormat::National)
}

fn shown(number: &str, format: PhoneNumberFormat) -> Option<String> {
    let parsed = PLANS.parse(number, None).ok().filter(PhoneNumber::is_valid)?;
    Some(parsed.format_as(format).into_owned())
}

fn e164(parsed: &PhoneNumber) -> Option<String> {
    parsed.is_valid().then(|| parsed.format_as(PhoneNumberFormat::E164).into_owned())
}
