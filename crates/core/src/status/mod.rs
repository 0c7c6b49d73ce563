//! One status: what the agent chose, what rules make of it, and what each vendor has confirmed.
//!
//! `dialect` is what an adapter says about its vendor's statuses, `memory` what outlives the program, `rules`
//! and `schedule` are the user's rules, `problem` why a push failed, `view` and `reach` what windows show.

mod dialect;
mod memory;
mod problem;
mod reach;
mod rules;
mod schedule;
mod view;

pub use dialect::*;
pub use memory::*;
pub use problem::*;
pub use reach::*;
pub use rules::*;
pub use schedule::*;
pub use view::*;
