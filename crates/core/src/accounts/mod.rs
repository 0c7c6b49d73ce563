//! Accounts: one sign-in at one vendor each, their list and their forms. It opens no page and signs nobody in.

pub(crate) mod change;
pub(crate) mod edit;
pub(crate) mod facts;
pub(crate) mod form;
mod number_formats;
pub(crate) mod state;

pub use facts::*;
pub use form::*;
pub use number_formats::NumberFormats;
