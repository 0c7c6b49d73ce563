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

#![deny(clippy::wildcard_enum_match_arm)]

mod account;
mod account_state;
mod accounts;
mod ask_banners;
mod attention;
mod banners;
mod call;
mod call_banners;
mod call_end;
mod call_merge;
mod call_observe;
mod call_sync;
mod call_wishes;
mod calls;
mod canned;
mod chat;
mod chat_action;
mod chat_banners;
mod chat_canned;
mod chat_check;
mod chat_commands;
mod chat_handed;
mod chat_held;
mod chat_notifications;
mod chat_request;
mod chat_signs;
mod chat_snapshot;
mod chat_view;
mod chat_widget;
mod chat_widgets;
mod chat_wishes;
mod command;
mod command_signs;
mod commands;
mod conversation;
mod conversation_observe;
mod conversation_place;
mod conversation_status;
mod conversations;
mod dial;
mod download;
mod downloads;
mod effect;
mod event;
mod file_name;
mod funnel;
mod funnel_visits;
mod funnels;
mod guard;
mod guarded;
mod intent;
mod intents;
mod link;
mod links;
mod listener;
mod message;
mod message_banners;
mod messages;
mod microphone;
mod notices;
mod os;
mod pages;
mod presence;
mod private;
mod query;
mod reachability;
mod reachability_account;
mod right;
mod rights;
mod same_name;
mod scheme;
mod setting_wishes;
pub mod settings;
mod sign_in;
mod snapshot;
mod state;
mod status;
mod status_aim;
mod status_answers;
mod status_banners;
mod status_follower;
mod status_history;
mod status_push;
mod status_view;
mod statuses;
mod text;
mod time;
mod transcript;
mod tray;
mod update;
mod view;
mod visitor;
mod widget;
mod widget_wishes;
mod words;

pub use account::*;
pub use attention::{Attention, Circumstances, Occasion, Verdict, decide};
pub use call::*;
pub use canned::*;
pub use chat::*;
pub use chat_action::*;
pub use chat_request::*;
pub use chat_view::*;
pub use chat_widget::*;
pub use command::*;
pub use commands::not_saved;
pub use download::*;
pub use effect::*;
pub use event::*;
pub use file_name::{FILE_NAME_MAX, numbered_file_name, safe_file_name};
pub use funnel::*;
pub use funnel_visits::FunnelCounter;
pub use guard::*;
pub use intent::*;
pub use link::*;
pub use message::*;
pub use presence::*;
pub use private::*;
pub use query::*;
pub use right::*;
pub use same_name::same_name;
pub use scheme::{SCHEME_MAX, opens_program};
pub use settings::{
    Language, ListenerPreferences, Preferences, SettingChange, Settings, WindowPlace,
};
pub use snapshot::view;
pub use state::State;
pub use status::*;
pub use time::*;
pub use update::{Opening, next_deadline, start, update};
pub use view::*;
pub use words::{BrowserPage, BrowserWords, browser_words};
