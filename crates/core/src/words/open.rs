//! What the click on a notification is called, where a service lists it among the buttons.

use super::Locale;

/// The label in the language nearest to the system's locale name `locale`, such as `de_DE.UTF-8`.
#[must_use]
pub fn open_label(locale: &str) -> &'static str {
    match Locale::from_name(locale) {
        Locale::English => "Open",
        Locale::German => "Öffnen",
    }
}
