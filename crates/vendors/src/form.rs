//! Account forms: the small pieces every vendor's form is made of.

use deskbell_core::{Choice, Field, FieldCondition, FieldInput, VendorMark};
use std::collections::BTreeMap;

/// An optional field among "More options"; change the rest with `..field(…)`.
pub(crate) fn field(key: &str, label: &str, help: &str, input: FieldInput) -> Field {
    Field {
        key: key.to_owned(),
        label: label.to_owned(),
        help: help.to_owned(),
        input,
        required: false,
        default: None,
        advanced: true,
        when: None,
    }
}

/// One choice of a field.
pub(crate) fn choice(value: &str, label: &str) -> Choice {
    Choice { value: value.to_owned(), label: label.to_owned() }
}

/// Shown only while `field` has one of the values `is`.
pub(crate) fn when(field: &str, is: &[&str]) -> Option<FieldCondition> {
    let is = is.iter().map(|value| (*value).to_owned()).collect();
    Some(FieldCondition { field: field.to_owned(), is })
}

/// A field's value without the blanks that copying brings; empty means not given.
pub(crate) fn typed<'o>(options: &'o BTreeMap<String, String>, name: &str) -> Option<&'o str> {
    options.get(name).map(|value| value.trim()).filter(|value| !value.is_empty())
}

/// Options as an account keeps them.
pub(crate) fn owned(options: &[(&str, &str)]) -> BTreeMap<String, String> {
    options.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

/// The vendor's mark.
pub(crate) fn mark(letters: &str, colour: &str) -> VendorMark {
    VendorMark { letters: letters.to_owned(), colour: colour.to_owned() }
}
