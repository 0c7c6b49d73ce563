//! What is shared between the SIP side's own thread and the tests: settings, calls, and all that was said.

use super::facts::{Authorisation, Behaviour, Callee, PhoneCall, PhoneCallState, Traffic, Way};
use super::message::Message;
use crate::far_party::Nobody;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long a registration lasts: real ones last 45 to 60 s whatever is asked.
const LIFETIME: Duration = Duration::from_secs(60);
/// How long a callee lets it ring.
const RINGING: Duration = Duration::from_millis(300);

pub(super) struct Book {
    pub(super) behaviour: Behaviour,
    /// The address of the phone that is registered.
    pub(super) contact: Option<String>,
    pub(super) calls: Vec<PhoneCall>,
    pub(super) traffic: Vec<Traffic>,
}

impl Book {
    pub(super) fn new() -> Self {
        let behaviour = Behaviour {
            registration: None,
            lifetime: LIFETIME,
            callee: Callee::Answers(RINGING),
            authorisation: Authorisation::PerCall,
            command_result: (0, "Success".to_owned()),
            transfer: (200, "OK".to_owned()),
            change_refusal: None,
            summon: Arc::new(|| Ok(Arc::new(Nobody))),
        };
        Self { behaviour, contact: None, calls: Vec::new(), traffic: Vec::new() }
    }

    pub(super) fn note(&mut self, way: Way, message: Message) {
        self.traffic.push(Traffic { at: Instant::now(), way, message });
    }

    pub(super) fn call_mut(&mut self, id: &str) -> Option<&mut PhoneCall> {
        self.calls.iter_mut().find(|call| call.id == id)
    }

    /// A call is over; what ended it first counts.
    pub(super) fn end(&mut self, id: &str, why: impl Into<String>) {
        if let Some(call) = self.call_mut(id) {
            call.state = PhoneCallState::Ended;
            call.end.get_or_insert(why.into());
        }
    }
}

impl fmt::Debug for Book {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Book")
            .field("contact", &self.contact)
            .field("calls", &self.calls)
            .finish_non_exhaustive()
    }
}
