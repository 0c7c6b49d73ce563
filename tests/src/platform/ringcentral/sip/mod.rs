//! RingCentral's SIP over WebSocket, as its web phones speak it: registration with digest, calls both ways, and every way
//! in which they go wrong.

mod book;
mod dialog;
mod digest;
mod drive;
mod facts;
mod in_call;
mod inbound;
mod message;
mod outbound;
mod provision;
mod rc_message;
mod registrar;
mod server;
mod socket;
mod stun;

pub use digest::authorization;
pub use drive::Sip;
pub use facts::*;
pub use message::{Message, parameter, uri, user};
pub use rc_message::{Command, attribute};

pub(super) use provision::router;
pub(super) use server::{Input, Server};
pub(super) use stun::answer_stun;
