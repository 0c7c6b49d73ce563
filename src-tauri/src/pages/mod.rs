//! Hosted pages: opened on a thread of their own, guarded, and listened to.

pub mod batch;
mod guard;
pub mod hosting;
pub mod intake;
mod outside;
mod page;
mod saving;
mod sign_in;

#[cfg(test)]
pub use page::page_capability;
pub use sign_in::SignInWindows;
