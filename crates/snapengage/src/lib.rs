//! SnapEngage's server-side API: a client for what it can be asked, and a listener for what it posts to us.
//!
//! ```text
//!   Client::set_agent_status ──POST──► SnapEngage            what went wrong is one Problem
//!   SnapEngage ──POST──► Listener ──Delivery──► keep(…)      stored before it is answered
//! ```
//!
//! Facts are from the vendor's developer reference; the sections are named where they are used.

mod access;
mod address;
mod agent_status;
mod case_record;
mod case_xml;
mod client;
mod connections;
mod conversation;
mod delivery;
mod lenient;
mod limits;
mod listener;
mod problem;
mod receive;
mod refusal;
mod seen;
mod webhooks;

pub use access::{Access, Token};
pub use address::{BadAddress, DEFAULT_BASE};
pub use agent_status::{AgentStatus, StatusUpdate};
pub use case_record::{CaseKind, CaseLine, CaseRecord, EndedBy, Sender};
pub use client::{Client, Limits};
pub use connections::Ends;
pub use conversation::{ConversationEvent, Happening, NamedValue};
pub use delivery::{Delivery, KeepFailed, Webhook, WebhookKind};
pub use limits::ListenerLimits;
pub use listener::{CannotListen, Listener, Options, serve};
pub use problem::Problem;
pub use receive::{Reception, Refused};
pub use webhooks::{AgentStatusChange, BadDelivery, ReceivedStatus};
