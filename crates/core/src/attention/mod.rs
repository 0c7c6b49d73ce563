//! Who is told what, how loudly, and why not. Called by `update` alone.

pub(crate) mod accounts;
pub(crate) mod calls;
pub(crate) mod change;
pub(crate) mod chat_text;
pub(crate) mod chats;
pub(crate) mod commands;
pub(crate) mod counts;
pub(crate) mod downloads;
pub(crate) mod facts;
pub(crate) mod keys;
pub(crate) mod limits;
pub(crate) mod links;
pub(crate) mod messages;
pub(crate) mod notices;
pub(crate) mod notifications;
pub(crate) mod outcomes;
pub(crate) mod pages;
pub(crate) mod permissions;
pub(crate) mod policy;
pub(crate) mod sign_in;
pub(crate) mod sound;
pub(crate) mod state;
pub(crate) mod status;
pub(crate) mod system;
pub(crate) mod tray;
pub(crate) mod turns;
pub(crate) mod window;

pub use facts::*;
pub use limits::*;
pub use policy::*;

use crate::base::Timestamp;
use crate::change::{Change, Touched};
use crate::funnel::change::Change as FunnelChange;
use crate::world::World;
use state::Memory;

/// Lets attention see what the domains did.
pub(crate) fn follow(world: &World, attention: &mut Memory, changes: &[Change], now: Timestamp) {
    for change in changes {
        match change {
            Change::Chats(change) => attention.follow_chats(world, change, now),
            Change::Funnel(FunnelChange::Counted | FunnelChange::Save) => {}
            Change::Accounts(change) => attention.follow_accounts(change),
            Change::Pages(change) => attention.follow_pages(world, change, now),
            Change::SignIn(change) => attention.follow_sign_in(world, change, now),
            Change::Permissions(change) => attention.follow_permissions(world, change, now),
            Change::Downloads(change) => attention.follow_downloads(world, change, now),
            Change::Sound(change) => attention.follow_sound(world, change, now),
            Change::Messages(change) => attention.follow_messages(world, change, now),
            Change::Links(change) => attention.follow_links(change, now),
            Change::Calls(change) => attention.follow_calls(world, change, now),
            Change::Status(change) => attention.follow_status(world, change, now),
            Change::Window(change) => attention.follow_window(change, now),
            Change::System(change) => attention.follow_system(world, change, now),
            Change::Commands(change) => attention.follow_commands(world, change, now),
            Change::Settings(_) => {}
        }
    }
}

/// Compares the world with what was told, and tells what is new.
pub(crate) fn review(world: &World, attention: &mut Memory, touched: Touched, now: Timestamp) {
    attention.review_sign_outs(world, now);
    attention.review_status(world, now);
    attention.review_engines(world, now);
    attention.review_chats(world, touched, now);
    attention.make_room();
}
