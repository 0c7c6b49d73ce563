//! The one entry of both the fuzz target and `fuzz_smoke`: what must hold for any bytes a page can send.

use deskbell_core::{CallAction, Problem, VendorCommand, WidgetFact};
use deskbell_vendors::VENDORS;

/// Panics if an adapter breaks a promise on `data`.
pub(crate) fn check(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    for vendor in VENDORS {
        let parsed = vendor.parse(&text);
        assert_eq!(parsed, vendor.parse(&text), "an adapter has no memory");
        assert!(parsed.problems.len() <= 1, "one message is counted once");
        for problem in &parsed.problems {
            match problem {
                Problem::UnknownType { name } => {
                    assert!(name.chars().count() <= 80 && !name.chars().any(char::is_control));
                }
                Problem::Malformed { name, reason } => {
                    assert!(name.len() <= 80 && (1..=600).contains(&reason.len()), "{reason}");
                }
                _ => {}
            }
        }
        for fact in &parsed.facts {
            match fact {
                WidgetFact::Call { observation } => {
                    assert!(!observation.keys.is_empty(), "a call without a key joins nothing");
                    let keys = observation.keys.clone();
                    let answer =
                        VendorCommand::Call { keys, action: CallAction::Answer, argument: None };
                    let can = vendor.encode(&answer).is_some();
                    assert_eq!(can, observation.controllable == Some(true), "a button is dead");
                }
                WidgetFact::Detail { name, value } => {
                    assert!(name.len() <= 40 && value.len() <= 80, "{name}: {value}");
                }
                _ => {}
            }
        }
        // A report must not fail on what was read either.
        assert!(format!("{parsed:?}").len() < text.len() * 8 + 4000);
    }
}
