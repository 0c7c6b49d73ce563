//! Deskbell's core: what is true and what should happen. Pure: no I/O, no clock, no vendor names.
//!
//! ```text
//!   widget ──raw──► adapter (deskbell-vendors) ──Event──►  update(&mut State, Event, now) ──► Vec<Effect>
//!   user, OS ──────────────────────────────────Event──►        │ call.rs presence.rs            │
//!   outcome of an effect ──────────────────────Event──►        │ attention.rs (the policy)      ▼
//!                                                          view(&State, now) ──► AppView    executors
//! ```
//!
//! Six nouns: a *RawMessage* is what the widget sent (it lives with the adapters), an [`Event`] is a
//! fact in our words, [`State`] is everything true now, an [`Effect`] is a thing to be done outside,
//! [`AppView`] is what the windows show, and a [`VendorCommand`] is what we ask a widget to do.

mod account;
mod call;
mod command;
mod effect;
mod event;
mod intent;
mod message;
mod presence;
mod private;
mod query;
pub mod settings;
mod time;
mod view;

pub use account::*;
pub use call::*;
pub use command::*;
pub use effect::*;
pub use event::*;
pub use intent::*;
pub use message::*;
pub use presence::*;
pub use private::*;
pub use query::*;
pub use settings::{Language, Preferences, SettingChange, Settings, WindowPlace};
pub use time::*;
pub use view::*;
