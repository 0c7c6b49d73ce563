//! Deskbell's core: what is true and what should happen. Pure: no I/O, no clock, no vendor names.
//!
//! ```text
//!   Event, Intent ──► update ──facts──► calls chats pages …  ──changes──► update/changes ──► neighbours
//!                       │                    │ own state                      └──► Vec<Effect> ──► executors
//!                       ▼                    ▼
//!                     World ──── read only ───────► attention ──► notifications, notices, tray
//!                     └───────── read only ───────► reachability, view(&State, now) ──► AppView
//! ```
//!
//! A domain takes facts and requests, changes its own state and says what changed; it names no event, effect or whole
//! state, calls no sibling and tells nobody. Folders import only downwards (`xtask/src/tidy/floors.rs`).
//!
//! Six nouns: a *RawMessage* is what the widget sent (it lives with the adapters), an [`Event`] is a
//! fact in our words, [`State`] is everything true now, an [`Effect`] is a thing to be done outside,
//! [`AppView`] is what the windows show, and a [`VendorCommand`] is what we ask a widget to do.

#![deny(clippy::wildcard_enum_match_arm)]

mod accounts;
mod attention;
mod base;
mod calls;
mod change;
mod chats;
mod clock;
mod commands;
mod downloads;
mod effect;
mod event;
mod funnel;
mod history;
mod incident;
mod intent;
mod links;
mod messages;
mod pages;
mod permissions;
mod query;
mod reachability;
pub mod settings;
mod sign_in;
mod sound;
mod state;
mod status;
mod system;
mod update;
mod view;
mod window;
mod words;
mod world;

pub use accounts::*;
pub use attention::*;
pub use base::*;
pub use calls::*;
pub use chats::*;
pub use clock::view;
pub use commands::*;
pub use downloads::*;
pub use effect::*;
pub use event::*;
pub use funnel::*;
pub use history::*;
pub use incident::*;
pub use intent::*;
pub use links::*;
pub use messages::*;
pub use pages::*;
pub use permissions::*;
pub use query::*;
pub use reachability::*;
pub use settings::*;
pub use sign_in::*;
pub use sound::*;
pub use state::State;
pub use status::*;
pub use system::*;
pub use update::{next_deadline, not_saved, start, update};
pub use view::*;
pub use window::*;
pub use words::{BrowserPage, BrowserWords, browser_words, open_label};
