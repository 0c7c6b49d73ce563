//! What is asked of a widget beside calls, chats and signing in: its pages, its way of calling, the simulated desk.

use super::facts::VendorCommand;
use super::kind::CommandKind;
use super::state::{Circumstances, Outbox};
use crate::accounts::AccountId;
use crate::base::answer::{Reply, failed};
use crate::base::number::is_number;
use crate::base::text::{TEXT_MAX, fill};
use crate::base::{Answer, ErrorCode, Private, RequestId, Timestamp};
use crate::calls::CallingMode;
use crate::calls::dial::{choose, no_number};
use crate::words::Words;

/// Longest path or action name handed to a widget, in characters.
const PATH_MAX: usize = 500;

/// Text for the SMS composer, and whom it is for.
pub(crate) struct Sms<'w> {
    /// On whose line; none means the only one that can.
    pub(crate) account: Option<AccountId>,
    pub(crate) number: &'w str,
    pub(crate) text: Option<String>,
}

impl Outbox {
    /// Opens the SMS composer; it never sends.
    pub(crate) fn open_sms(
        &mut self,
        around: Circumstances<'_>,
        Sms { account, number, text }: Sms<'_>,
        request: Option<RequestId>,
        now: Timestamp,
    ) -> Result<Reply, Answer> {
        let words = around.words;
        if !is_number(number) {
            return Err(failed(ErrorCode::BadInput, no_number(words, number)));
        }
        check_length(words, text.as_deref().unwrap_or_default(), TEXT_MAX)?;
        let account = choose(around.of_calls(), account)?;
        reachable(around, &account)?;
        if !around.sign_ins.is_signed_in(&account) {
            let label = around.accounts.label(&account);
            return Err(failed(ErrorCode::NotPossible, fill(words.not_signed_in, &[&label])));
        }
        let number = Private::from(number);
        let command = VendorCommand::OpenSms { number, text: text.map(Private::new) };
        self.post(around, &account, (CommandKind::Page, command), request, now);
        Ok(Reply::Later)
    }

    /// Opens a page inside the widget.
    pub(crate) fn navigate(
        &mut self,
        around: Circumstances<'_>,
        account: &AccountId,
        path: String,
        request: Option<RequestId>,
        now: Timestamp,
    ) -> Result<Reply, Answer> {
        check_length(around.words, &path, PATH_MAX)?;
        reachable(around, account)?;
        let command = VendorCommand::Navigate { path };
        self.post(around, account, (CommandKind::Page, command), request, now);
        Ok(Reply::Later)
    }

    /// Chooses the way of calling that needs no WebRTC.
    pub(crate) fn use_ring_out(
        &mut self,
        around: Circumstances<'_>,
        account: &AccountId,
        request: Option<RequestId>,
        now: Timestamp,
    ) -> Result<Reply, Answer> {
        reachable(around, account)?;
        let line = around.calls.line(account);
        if line.is_some_and(|line| line.calling_mode == Some(CallingMode::RingOut)) {
            return Ok(Reply::Done(around.words.done.to_owned()));
        }
        let command = VendorCommand::UseRingOut;
        self.post(around, account, (CommandKind::RingOut, command), request, now);
        Ok(Reply::Later)
    }

    /// Drives the simulated desk; no other account obeys.
    pub(crate) fn simulate(
        &mut self,
        around: Circumstances<'_>,
        account: Option<AccountId>,
        (action, arguments): (String, serde_json::Map<String, serde_json::Value>),
        request: Option<RequestId>,
        now: Timestamp,
    ) -> Result<Reply, Answer> {
        let Circumstances { accounts, words, .. } = around;
        check_length(words, &action, PATH_MAX)?;
        let mut desks = accounts.all().iter().filter(|c| c.simulated && c.enabled);
        let account = match (account, desks.next(), desks.next()) {
            (Some(account), _, _) => account,
            (None, Some(desk), None) => desk.id.clone(),
            (None, Some(_), Some(_)) => {
                return Err(failed(ErrorCode::Ambiguous, words.several_accounts.to_owned()));
            }
            (None, None, _) => {
                return Err(failed(ErrorCode::BadInput, words.not_simulated.to_owned()));
            }
        };
        accounts.known(&account, words)?;
        if !accounts.config(&account).is_some_and(|config| config.simulated) {
            return Err(failed(ErrorCode::BadInput, words.not_simulated.to_owned()));
        }
        reachable(around, &account)?;
        let command = VendorCommand::Simulate { action, arguments };
        self.post(around, &account, (CommandKind::Page, command), request, now);
        Ok(Reply::Later)
    }
}

fn reachable(around: Circumstances<'_>, account: &AccountId) -> Result<(), Answer> {
    around.pages.reachable(around.accounts, account, around.words)
}

fn check_length(words: &Words, text: &str, max: usize) -> Result<(), Answer> {
    if text.chars().count() <= max {
        return Ok(());
    }
    Err(failed(ErrorCode::BadInput, fill(words.bad_text, &[&max.to_string()])))
}
