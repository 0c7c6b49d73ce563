//! SmartAgent webchat (on Amazon Connect): what its `saEvents` tell into our facts; its window is all that can be moved.
//!
//! `tap.js` listens in the page, `messages` reads what it reports, `encode` goes the other way, `form` knows the
//! account. What is known of the interface, with sources, is in `docs/vendors/smartagent.md`.

mod encode;
mod form;
mod messages;

use crate::tapped::TappedWidget;

/// The adapter.
pub static WIDGET: TappedWidget = TappedWidget {
    dialect: messages::DIALECT,
    form: form::form,
    own_page: form::OWN_PAGE,
    tap: include_str!("tap.js"),
    abilities: encode::ABILITIES,
    write: encode::request_message,
};
