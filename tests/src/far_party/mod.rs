//! The other end of a phone's call: what answers, speaks and listens there.

mod nobody;
mod relay;
pub mod sound;

pub use nobody::Nobody;
pub use relay::{Relayed, Weather};

use anyhow::Result;
use std::fmt::Debug;

/// Whoever is at the other end. Each is asked from several threads, one question at a time.
pub trait FarParty: Debug + Send + Sync {
    /// The offer of a call that begins, or of one that goes on as it is.
    ///
    /// # Errors
    /// If it cannot make one.
    fn offer(&self) -> Result<String>;

    /// An offer that says who sends, such as `sendonly`, as seen from here; it behaves so too.
    ///
    /// # Errors
    /// If it cannot make one.
    fn offer_direction(&self, direction: &str) -> Result<String>;

    /// An offer to begin anew from another address.
    ///
    /// # Errors
    /// If it cannot make one.
    fn offer_restart(&self) -> Result<String>;

    /// The answer to an offer of the phone.
    ///
    /// # Errors
    /// If the offer cannot be used.
    fn answer(&self, offer: &str) -> Result<String>;

    /// The phone's answer to the last offer.
    ///
    /// # Errors
    /// If it cannot be used.
    fn accept(&self, answer: &str) -> Result<()>;

    /// The call is over.
    fn end(&self);
}

/// Who sends, as a description of one stream says it.
#[must_use]
pub fn direction(description: &str) -> &'static str {
    let said = ["sendonly", "recvonly", "inactive"];
    let says = |one: &&&str| description.lines().any(|line| line.strip_prefix("a=") == Some(**one));
    said.iter().find(says).unwrap_or(&"sendrecv")
}

/// Who sends according to the answer of a side that would send and listen, to an offer that says this.
#[must_use]
pub fn answering_direction(offered: &str) -> &'static str {
    match offered {
        "sendonly" => "recvonly",
        "recvonly" => "sendonly",
        "inactive" => "inactive",
        _ => "sendrecv",
    }
}
