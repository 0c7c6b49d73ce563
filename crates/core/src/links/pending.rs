//! The number of a link of another program, until it is used.

use super::change::Change;
use super::read::{BadLink, LINK_MAX, Link, read_link};
use crate::base::answer::{Reply, failed};
use crate::base::changes::Changes;
use crate::base::text::fill;
use crate::base::{Answer, ErrorCode, Private, Timestamp};
use crate::words::Words;
use crate::words::link::LinkWords;
use deskbell_numbers::BadNumber;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Most links followed within [`PERIOD`]: a person presses one now and then, a page can fire them in a loop.
const LINKS_MAX: usize = 5;

/// The time over which they are counted.
const PERIOD: Duration = Duration::from_secs(10);

/// What links have done lately.
#[derive(Clone, Debug, Default)]
pub(crate) struct Links {
    /// The one whose number stands in the dialer field.
    held: Option<(u32, Link)>,
    next: u32,
    /// When links came lately.
    came: Vec<Timestamp>,
    /// When sign-ins came back lately: counted by themselves, so that a flood of numbers cannot keep one out.
    returned: Vec<Timestamp>,
    pub(crate) changes: Changes<Change>,
}

impl Links {
    /// Takes a link. It is an invitation, so it can confirm nothing, choose no account and send nothing.
    pub(crate) fn open(
        &mut self,
        link: &Private<String>,
        words: &Words,
        now: Timestamp,
    ) -> Result<Reply, Answer> {
        let read = read_link(link.reveal());
        let came = match &read {
            Ok(Link::SignIn { .. }) => &mut self.returned,
            Ok(Link::Call { .. } | Link::Text { .. }) | Err(_) => &mut self.came,
        };
        came.retain(|at| now.since(*at) < PERIOD);
        if came.len() >= LINKS_MAX {
            let why = words.link.too_many.to_owned();
            self.refuse(Change::TooMany { why: why.clone() });
            return Err(failed(ErrorCode::TooMany, why));
        }
        came.push(now);
        match read {
            Ok(Link::SignIn { address }) => {
                self.changes.push(Change::SignInReturned { address });
                Ok(Reply::Done(words.done.to_owned()))
            }
            Ok(link @ (Link::Call { .. } | Link::Text { .. })) => {
                let whole = left_out(&link).is_none();
                self.next = self.next.wrapping_add(1);
                self.held = Some((self.next, link));
                self.changes.push(Change::Opened);
                let said = if whole { words.link.shown } else { words.link.shown_in_part };
                Ok(Reply::Done(said.to_owned()))
            }
            Err(bad) => {
                let why = reason(bad, &words.link);
                self.refuse(Change::Refused { why: why.clone() });
                Err(failed(ErrorCode::BadInput, why))
            }
        }
    }

    /// No number of an earlier link is shown beside what is said of a later one.
    fn refuse(&mut self, refusal: Change) {
        self.held = None;
        self.changes.push(refusal);
    }

    /// The number was used or is not wanted.
    pub(crate) fn drop_held(&mut self) {
        if self.held.take().is_some() {
            self.changes.push(Change::Updated);
        }
    }

    /// For the windows.
    pub(crate) fn view(&self) -> Option<PendingLink> {
        let (id, link) = self.held.as_ref()?;
        let (number, extension, text) = match link {
            Link::Call { number, extension, .. } => (number, extension.as_ref(), None),
            Link::Text { number, text, .. } => (number, None, text.as_ref()),
            // Never held.
            Link::SignIn { .. } => return None,
        };
        Some(PendingLink {
            id: *id,
            number: number.reveal().clone(),
            extension: extension.map(|extension| extension.reveal().clone()),
            text: text.map(|text| text.reveal().clone()),
            left_out: left_out(link).map(|left_out| left_out.reveal().clone()),
        })
    }
}

fn reason(bad: BadLink, words: &LinkWords) -> String {
    let known = match bad {
        BadLink::TooLong => {
            return fill(words.too_long, &[&LINK_MAX.to_string()]);
        }
        BadLink::OtherKind => words.other_kind,
        BadLink::Escape => words.escape,
        BadLink::NoRecipient => words.no_recipient,
        BadLink::Number(BadNumber::Empty) => words.no_number,
        BadLink::Number(BadNumber::Letters) => words.letters,
        BadLink::Number(BadNumber::Code) => words.service_code,
        BadLink::Number(BadNumber::Several) => words.several,
        BadLink::Number(BadNumber::TooLong) => words.too_many_digits,
        BadLink::Number(BadNumber::Extension) => words.extension,
        BadLink::Number(BadNumber::Sign) => words.sign,
    };
    known.to_owned()
}

const fn left_out(link: &Link) -> Option<&Private<String>> {
    match link {
        Link::Call { left_out, .. } | Link::Text { left_out, .. } => left_out.as_ref(),
        Link::SignIn { .. } => None,
    }
}

/// What a link of another program asks for, put where the agent can use it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct PendingLink {
    /// Another one for every link, also for the same number again.
    pub id: u32,
    /// Only digits, perhaps after one `+`.
    pub number: String,
    /// Digits to be typed once the call is taken.
    pub extension: Option<String>,
    /// What to begin a text message with.
    pub text: Option<String>,
    /// What stands in the link and is neither dialled nor sent, as it stands there.
    pub left_out: Option<String>,
}
