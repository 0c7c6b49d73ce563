//! Conversations of chat widgets: transcript, visitor, requests, canned replies. It rings for nobody.

pub(crate) mod act;
pub(crate) mod action;
pub(crate) mod canned;
pub(crate) mod check;
pub(crate) mod confirm;
pub(crate) mod conversation;
pub(crate) mod deferred;
pub(crate) mod facts;
pub(crate) mod lifecycle;
pub(crate) mod limits;
pub(crate) mod locate;
pub(crate) mod observe;
pub(crate) mod placeholders;
pub(crate) mod possible;
pub(crate) mod request;
pub(crate) mod rows;
pub(crate) mod same_words;
pub(crate) mod state;
pub(crate) mod status;
pub(crate) mod transcript;
pub(crate) mod unconfirmed;
pub(crate) mod view;
pub(crate) mod visitor;
pub(crate) mod widget_facts;
pub(crate) mod widgets;

pub use action::*;
pub use canned::*;
pub use facts::*;
pub use limits::*;
pub use request::*;
pub use rows::*;
pub use widget_facts::*;
