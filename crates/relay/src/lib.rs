//! The company's relay: a vendor posts once, and every desk that may see it gets it, also one that was away.
//!
//! ```text
//!   SnapEngage ──POST──► Reception ──► log (SQLite) ──► feeds ──GET /feed──► desks
//!                        answered once it is committed     resumed by sequence number
//! ```
//!
//! It carries facts and decides nothing about attention. How to run one: `docs/relay.md`.

mod client;
mod config;
mod desks;
mod enrol;
mod feed;
mod link;
mod log;
mod metrics;
mod routing;
mod schema;
mod server;
mod token;
mod wire;

pub use client::{Client, ClientProblem, Followed};
pub use config::{Config, ConfigProblem, Retention, SourceConfig};
pub use desks::{Desk, Desks};
pub use link::{BadLink, EnrolmentLink};
pub use log::{Log, LogProblem};
pub use routing::{About, Rule, Target};
pub use server::{CannotServe, Relay};
pub use wire::{Enrolled, FeedAnswer, Record};
