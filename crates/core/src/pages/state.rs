//! One account as it stands now: its page, its sign-in, its line, and what was heard through it.

use super::facts::{EngineAbilities, PageProblem, PageState};
use crate::accounts::VendorId;
use crate::base::{Private, Timestamp};
use crate::calls::dial::DialWish;
use crate::calls::resync::Resync;
use crate::calls::{CallingMode, Connection};
use crate::chats::widgets::ChatWidget;
use crate::messages::book::MessageBook;
use crate::permissions::{MicrophoneProblem, Right};
use crate::sign_in::{OwnLine, SignIn};
use crate::status::follower::Follower;
use std::collections::{BTreeMap, VecDeque};

/// One account as it stands now.
#[derive(Clone, Debug)]
pub(crate) struct AccountState {
    pub(crate) page: PageState,
    /// When `page` last changed its kind.
    pub(crate) page_since: Timestamp,
    /// Last sign of life of the page.
    pub(crate) beat: Timestamp,
    /// Tries since the page last worked.
    pub(crate) tries: u32,
    pub(crate) abilities: Option<EngineAbilities>,
    pub(crate) sign_in: SignIn,
    /// Signed in before and not signed out by wish since: a sign-out now is news.
    pub(crate) was_signed_in: bool,
    /// A sign-out was withheld in do-not-disturb: it is told when that ends.
    pub(crate) owes_sign_out: bool,
    pub(crate) sign_in_until: Option<Timestamp>,
    pub(crate) sign_in_address: Option<Private<String>>,
    /// The answer was handed to the widget.
    pub(crate) sign_in_answered: bool,
    /// When the page asked for sign-in windows lately.
    pub(crate) sign_in_asked: Vec<Timestamp>,
    /// Its page waits until somebody gives a name and a password.
    pub(crate) password_wanted: bool,
    pub(crate) connection: Connection,
    pub(crate) dialer_ready: bool,
    pub(crate) calling_mode: Option<CallingMode>,
    pub(crate) line: OwnLine,
    pub(crate) status: Follower,
    /// Microphones the page could use.
    pub(crate) microphones: Option<u32>,
    /// Why it could not record when it tried last.
    pub(crate) microphone_problem: Option<MicrophoneProblem>,
    pub(crate) heard: u32,
    pub(crate) unparsed: BTreeMap<String, u32>,
    pub(crate) dropped: u32,
    pub(crate) details: BTreeMap<String, String>,
    pub(crate) messages: MessageBook,
    /// Chat widgets recognised on the page.
    pub(crate) widgets: BTreeMap<VendorId, ChatWidget>,
    /// When notifications about its conversations were shown lately.
    pub(crate) chat_banners: VecDeque<Timestamp>,
    pub(crate) dial: Option<DialWish>,
    pub(crate) resync: Resync,
    /// Phone legs must be listed by then, or they are lost.
    pub(crate) resync_until: Option<Timestamp>,
    pub(crate) told_no_web_rtc: bool,
    /// What the agent said about rights until the page is loaded anew.
    pub(crate) passing_rights: BTreeMap<Right, bool>,
    /// When questions about rights came up lately.
    pub(crate) rights_asked: Vec<Timestamp>,
    /// A yes was taken back that an engine keeps while its page lives: it must be loaded again.
    pub(crate) rights_stale: bool,
    /// It was recorded that there are too many of them.
    pub(crate) told_many_rights: bool,
    /// What was refused without a question since the page started, by the engine's name.
    pub(crate) rights_refused: BTreeMap<String, u32>,
    /// When a notification about them was shown.
    pub(crate) ask_told_at: Option<Timestamp>,
}

impl AccountState {
    /// An account of which nothing is known; its page is closed.
    pub(crate) fn new(now: Timestamp) -> Self {
        Self {
            page: PageState::Closed,
            page_since: now,
            beat: now,
            tries: 0,
            abilities: None,
            sign_in: SignIn::Unknown,
            was_signed_in: false,
            owes_sign_out: false,
            sign_in_until: None,
            sign_in_address: None,
            sign_in_answered: false,
            sign_in_asked: Vec::new(),
            password_wanted: false,
            connection: Connection::Unknown,
            dialer_ready: false,
            calling_mode: None,
            line: OwnLine::default(),
            status: Follower::default(),
            microphones: None,
            microphone_problem: None,
            heard: 0,
            unparsed: BTreeMap::new(),
            dropped: 0,
            details: BTreeMap::new(),
            messages: MessageBook::default(),
            widgets: BTreeMap::new(),
            chat_banners: VecDeque::new(),
            dial: None,
            resync: Resync::Needed,
            resync_until: None,
            told_no_web_rtc: false,
            passing_rights: BTreeMap::new(),
            rights_asked: Vec::new(),
            rights_stale: false,
            told_many_rights: false,
            rights_refused: BTreeMap::new(),
            ask_told_at: None,
        }
    }

    /// The page can take commands.
    pub(crate) fn alive(&self) -> bool {
        self.page == PageState::Alive
    }

    /// The page is silent, but its document is still there and may come back: what it is handed waits for it.
    pub(crate) fn may_come_back(&self) -> bool {
        match &self.page {
            PageState::Closed | PageState::Loading | PageState::Alive => false,
            PageState::Broken { problem, .. } => match problem {
                PageProblem::Hung | PageProblem::Silent | PageProblem::Offline => true,
                PageProblem::Crashed
                | PageProblem::LoadFailed { .. }
                | PageProblem::Certificate { .. }
                | PageProblem::BadConfig { .. } => false,
            },
        }
    }
}
