//! Hosted pages: opened on a thread of their own, guarded, and listened to.

mod address;
pub mod batch;
mod capability;
mod external_links;
mod guard;
pub mod hosting;
pub mod intake;
pub mod order;
mod page;
mod saving;
mod scripts;
mod sign_in;
mod voice;

#[cfg(test)]
pub use capability::{PageVoice, page_capability};
pub use sign_in::SignInWindows;
