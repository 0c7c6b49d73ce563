//! SnapEngage's server-side API: a client for what it can be asked, and a listener for what it posts to us.
//!
//! ```text
//!   Client::set_agent_status ──POST──► SnapEngage            what went wrong is one Problem
//!   SnapEngage ──POST──► Listener ──Delivery──► keep(…)      stored before it is answered
//! ```
//!
//! Facts are from the vendor's developer reference, section *Agent Status API*, unless said otherwise.

mod agent_status;
mod client;
mod problem;
mod refusal;
mod webhooks;

pub use agent_status::{AgentStatus, StatusUpdate};
pub use client::{BadAddress, Client, DEFAULT_BASE, Limits};
pub use problem::Problem;
pub use webhooks::{AgentStatusChange, BadDelivery, ReceivedStatus};
