//! One status: what the agent chose, what rules make of it, and what each vendor has confirmed.
//!
//! `dialect` is what an adapter says about its vendor's statuses, `memory` what outlives the program, `rules`
//! and `schedule` are the user's rules, `problem` why a push failed, `rows` what windows show.

pub(crate) mod answers;
pub(crate) mod change;
pub(crate) mod choose;
pub(crate) mod circumstances;
pub(crate) mod desired;
pub(crate) mod dialect;
pub(crate) mod end;
pub(crate) mod facts;
pub(crate) mod feed;
pub(crate) mod follower;
pub(crate) mod history;
pub(crate) mod limits;
pub(crate) mod listener;
pub(crate) mod memory;
pub(crate) mod overview;
pub(crate) mod presence;
pub(crate) mod problem;
pub(crate) mod push;
pub(crate) mod reported;
pub(crate) mod rows;
pub(crate) mod rules;
pub(crate) mod schedule;
pub(crate) mod state;
pub(crate) mod sync;
pub(crate) mod team;
pub(crate) mod watch;

pub use dialect::*;
pub use end::*;
pub use facts::*;
pub use limits::*;
pub use memory::*;
pub use presence::*;
pub use problem::*;
pub use rows::*;
pub use rules::*;
pub use schedule::*;
pub use team::TEAM_MAX;
pub use watch::*;
