//! The durable history: what happened is on the disk before it is counted on, and found again by a few letters.
//!
//! ```text
//!   Vec<Entry> ──keep()──► writer thread ──one commit for many──► history.db ──► after(Ok)
//!                            │ found again by its keys: more is known of one row, never a second row
//!                            │ secrets are taken out first
//!   Reader (any thread) ◄── timeline by pages, search, one row with its lines, what waits, figures of the day
//! ```
//!
//! | File | What it knows |
//! |---|---|
//! | `schema` | the tables, each format's step to the next, how a connection is set up |
//! | `writer` | the thread, commits of many, a disk that refuses |
//! | `keep`, `row` | one entry becomes or changes one row |
//! | `words` | which parts of words a row is found by |
//! | `read`, `stats` | questions |
//! | `forget`, `retain`, `scrub`, `person` | what must go, and what never comes in |
//! | `salvage`, `files` | a damaged file; who may have it open |
//!
//! It knows no vendor and no window. What an entry means is the core's.

mod files;
mod forget;
mod keep;
mod person;
mod problem;
mod read;
mod retain;
mod row;
mod salvage;
mod schema;
pub mod scrub;
mod stats;
mod words;
mod writer;

pub use deskbell_core::HistoryFilter as Filter;
pub use forget::{FORGOTTEN, Forgotten};
pub use person::Who;
pub use problem::Problem;
pub use read::{Hit, PAGE_MAX, Page, Place, Reader};
pub use retain::{Retention, RetentionRule};
pub use row::Kept;
pub use salvage::{Completeness, Salvaged};
pub use writer::{After, History, Report, WAITING_MAX};
