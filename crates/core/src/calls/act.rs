//! What the user asks of a call: found, checked, handed to its widget, never shown as done here.

use super::call::Call;
use super::change::Change;
use super::dial::no_number;
use super::facts::{CallAction, CallId};
use super::names::name;
use super::possible::impossible;
use super::rows::Group;
use super::state::{Calls, Circumstances};
use crate::base::answer::failed;
use crate::base::number::{is_number, is_tones};
use crate::base::text::fill;
use crate::base::{Answer, ErrorCode, Private, RequestId};
use crate::words::Words;

impl Calls {
    /// Acts on a call, or says why not.
    pub(crate) fn act(
        &mut self,
        around: Circumstances<'_>,
        call: Option<CallId>,
        (action, argument): (CallAction, Option<&str>),
        request: Option<RequestId>,
    ) -> Result<(), Answer> {
        let Circumstances { pages, words, .. } = around;
        let id = self.find(words, call, action)?;
        check_argument(words, action, argument)?;
        let Some(row) = self.get(id) else {
            return Err(failed(ErrorCode::NoCall, words.unknown_call.to_owned()));
        };
        if let Some(why) = impossible(words, pages, row, action) {
            return Err(failed(ErrorCode::NotPossible, why));
        }
        self.changes.push(Change::Ask {
            account: row.account.clone(),
            call: id,
            keys: row.keys.clone(),
            action,
            argument: argument.map(Private::from),
            request,
        });
        Ok(())
    }

    /// The call meant: the named one, or the one it can only be.
    fn find(
        &self,
        words: &Words,
        call: Option<CallId>,
        action: CallAction,
    ) -> Result<CallId, Answer> {
        if let Some(id) = call {
            let known = self.get(id).map(|call| call.id);
            return known.ok_or_else(|| failed(ErrorCode::NoCall, words.unknown_call.to_owned()));
        }
        let wants_ringing = match action {
            CallAction::Answer
            | CallAction::Decline
            | CallAction::Voicemail
            | CallAction::Forward => true,
            CallAction::Hold
            | CallAction::Resume
            | CallAction::Mute
            | CallAction::Unmute
            | CallAction::Keypad
            | CallAction::Transfer
            | CallAction::Record
            | CallAction::StopRecording
            | CallAction::HangUp => false,
        };
        let live = self.rows.group(Group::Live);
        let candidates: Vec<&Call> = live.filter(|call| call.rings() == wants_ringing).collect();
        let able: Vec<&Call> =
            candidates.iter().copied().filter(|call| call.actions().contains(&action)).collect();
        match (candidates.as_slice(), able.as_slice()) {
            ([], _) => {
                let none =
                    if wants_ringing { words.no_ringing_call } else { words.no_running_call };
                Err(failed(ErrorCode::NoCall, none.to_owned()))
            }
            ([one], _) | (_, [one]) => Ok(one.id),
            _ => Err(failed(ErrorCode::Ambiguous, words.ambiguous_call.to_owned())),
        }
    }
}

fn check_argument(words: &Words, action: CallAction, argument: Option<&str>) -> Result<(), Answer> {
    let (good, needed): (fn(&str) -> bool, _) = match action {
        CallAction::Forward | CallAction::Transfer => {
            (is_number, no_number(words, argument.unwrap_or_default()))
        }
        CallAction::Keypad => (is_tones, words.bad_digits.to_owned()),
        CallAction::Answer
        | CallAction::Decline
        | CallAction::Voicemail
        | CallAction::Hold
        | CallAction::Resume
        | CallAction::Mute
        | CallAction::Unmute
        | CallAction::Record
        | CallAction::StopRecording
        | CallAction::HangUp => return Ok(()),
    };
    match argument {
        None => {
            let name = name(&words.actions, action);
            Err(failed(ErrorCode::BadInput, fill(words.needs_argument, &[name])))
        }
        Some(argument) if !good(argument) => Err(failed(ErrorCode::BadInput, needed)),
        Some(_) => Ok(()),
    }
}
