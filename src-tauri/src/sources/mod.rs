//! What comes from outside and becomes events: the local socket and the system's news.

pub mod socket;
pub mod system;
pub mod webhooks;
