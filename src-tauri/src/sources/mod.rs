//! What comes from outside and becomes events: the local socket, vendors' deliveries and the system's news.

mod deliveries;
pub mod relay;
pub mod socket;
pub mod system;
pub mod webhooks;
