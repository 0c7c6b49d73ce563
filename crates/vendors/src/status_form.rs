//! What a form asks about the status: which of the vendor's words each of ours means.

use crate::form::{choice, field};
use deskbell_core::{
    Field, FieldInput, FieldProblem, LEAVE_ALONE, Presence, StatusDialect, mapping_option,
};
use std::collections::BTreeMap;

/// Our statuses with their labels, in the order of the form.
const STATUSES: [(Presence, &str); 6] = [
    (Presence::Available, "Available means"),
    (Presence::Away, "Away means"),
    (Presence::DoNotDisturb, "Do not disturb means"),
    (Presence::Offline, "Offline means"),
    (Presence::OnContact, "On a call means"),
    (Presence::WrapUp, "Wrap-up means"),
];

/// A field for each of our statuses.
pub(crate) fn fields(dialect: &StatusDialect) -> Vec<Field> {
    let words = dialect.words.iter().filter(|word| word.settable);
    let mut choices: Vec<_> = words.map(|word| choice(&word.word, &word.label.english)).collect();
    choices.push(choice(LEAVE_ALONE, "Leave it as it is"));
    let one = |(presence, label): &(Presence, &str)| Field {
        default: Some(dialect.mapping.get(presence).map_or(LEAVE_ALONE, String::as_str).to_owned()),
        ..field(
            mapping_option(*presence),
            label,
            "What the vendor is told for this status.",
            FieldInput::Choice { choices: choices.clone() },
        )
    };
    STATUSES.iter().map(one).collect()
}

/// Every mapping that names no word of the vendor's.
pub(crate) fn problems(
    dialect: &StatusDialect,
    options: &BTreeMap<String, String>,
) -> Vec<FieldProblem> {
    let given = STATUSES.iter().filter_map(|(presence, _)| {
        let option = mapping_option(*presence);
        Some((option, options.get(option)?.as_str()))
    });
    given
        .filter(|(_, value)| {
            let known = dialect.word(value).is_some_and(|word| word.settable);
            !known && !value.is_empty() && *value != LEAVE_ALONE
        })
        .map(|(option, _)| FieldProblem {
            field: option.to_owned(),
            message: "Choose one of the statuses offered.".to_owned(),
        })
        .collect()
}
