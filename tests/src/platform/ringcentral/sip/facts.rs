//! What there is on the SIP side of the stand-in, how a test tells it to behave, and what a test sees of it.

use super::super::CallRef;
use super::message::Message;
use crate::far_party::FarParty;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The domain of every address.
pub const SIP_DOMAIN: &str = "sip.test";
/// Of the phone in its addresses.
pub const SIP_USER: &str = "16505550101*101";
/// With this it authenticates.
pub const SIP_AUTHORIZATION_ID: &str = "17737006";
/// And this.
pub const SIP_PASSWORD: &str = "stand-in-sip-passw0rd";

/// What is answered to a registration instead of 200.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegistrationFault {
    /// 403.
    Forbidden,
    /// 503: the widget goes to another proxy, if it has one.
    Unavailable,
    /// 504, alike.
    TimedOut,
    /// 603: too many phones are registered.
    TooMany,
    /// Nothing at all.
    Silence,
}

impl RegistrationFault {
    pub(super) fn status(self) -> Option<(u16, &'static str)> {
        match self {
            Self::Forbidden => Some((403, "Forbidden")),
            Self::Unavailable => Some((503, "Service Unavailable")),
            Self::TimedOut => Some((504, "Server Time-out")),
            Self::TooMany => Some((603, "Too Many Contacts")),
            Self::Silence => None,
        }
    }
}

/// How a call of the phone's goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Callee {
    /// It rings for so long, then somebody answers.
    Answers(Duration),
    /// 183 with early media for so long, then somebody answers.
    AnswersAfterEarlyMedia(Duration),
    /// 200 at once, without ringing: some of RingCentral's servers do not wait for the callee.
    AnswersAtOnce,
    /// It is refused with this, such as 486 *Busy Here*.
    Refuses(u16, String),
    /// It rings, and nobody ever answers.
    NeverAnswers,
}

/// Whether a call of the phone's must be authorised by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Authorisation {
    /// By 407: web-phone 2 cannot call without.
    PerCall,
    /// The registration is enough.
    Registration,
}

/// How a call arrives at the phone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// Their number.
    pub number: String,
    /// Their name.
    pub name: String,
    /// The call queue they called, if they did.
    pub queue: Option<String>,
    /// Where the offer is.
    pub offer: OfferPlace,
    /// Whether the phone is to answer by itself.
    pub answering: Answering,
}

/// Where the offer of a call to the phone is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfferPlace {
    /// In the INVITE.
    Invite,
    /// In the phone's 200; the answer is in the ACK. So it is after a pickup.
    Answer,
}

/// Whether the phone is to answer by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answering {
    /// A person does.
    ByPerson,
    /// `Alert-Info: Auto Answer`.
    ByItself,
}

impl Caller {
    /// Somebody with a number and a name.
    #[must_use]
    pub fn new(number: &str, name: &str) -> Self {
        Self {
            number: number.to_owned(),
            name: name.to_owned(),
            queue: None,
            offer: OfferPlace::Invite,
            answering: Answering::ByPerson,
        }
    }
}

/// Why a call that rings stops doing so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cancelled {
    /// The caller hung up.
    CallerLeft,
    /// Another phone of the user's answered.
    AnsweredElsewhere,
}

/// What RingCentral's side changes about a call that is up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Who sends, as RingCentral's side sees it, such as `sendonly`.
    Direction(&'static str),
    /// Its media come from elsewhere.
    NewAddress,
    /// The phone is asked for an offer.
    WithoutOffer,
}

/// How far a call of the phone's has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhoneCallState {
    /// It was asked for.
    Trying,
    /// It rings.
    Ringing,
    /// It was answered.
    Up,
    /// The phone holds it.
    Held,
    /// It is over.
    Ended,
}

/// One call over the phone.
#[derive(Clone, Debug)]
pub struct PhoneCall {
    /// `Call-Id`.
    pub id: String,
    /// What the platform's other doors call it.
    pub call: CallRef,
    /// How far it has come.
    pub state: PhoneCallState,
    /// How it ended, in the words of what ended it, such as `480` or `BYE of the phone`.
    pub end: Option<String>,
    /// Where the phone transferred it, if it did: `Refer-To`.
    pub transferred: Option<String>,
    /// Who speaks.
    pub far: Arc<dyn FarParty>,
}

/// Who said something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// The phone.
    FromPhone,
    /// The stand-in.
    ToPhone,
}

/// One message that went over the wire.
#[derive(Clone, Debug)]
pub struct Traffic {
    /// When.
    pub at: Instant,
    /// Who said it.
    pub way: Way,
    /// What.
    pub message: Message,
}

/// Makes the other end of a call.
pub type Summon = Arc<dyn Fn() -> anyhow::Result<Arc<dyn FarParty>> + Send + Sync>;

/// Everything a test can set.
pub(super) struct Behaviour {
    pub(super) registration: Option<RegistrationFault>,
    /// What a `Contact` is good for, whatever was asked.
    pub(super) lifetime: Duration,
    pub(super) callee: Callee,
    pub(super) authorisation: Authorisation,
    /// Code and words of the result of a command such as `startcallrecord`.
    pub(super) command_result: (i32, String),
    /// What a transfer comes to: the status in the NOTIFY.
    pub(super) transfer: (u16, String),
    /// A hold or any other change the phone asks for is refused with this.
    pub(super) change_refusal: Option<u16>,
    pub(super) summon: Summon,
}
