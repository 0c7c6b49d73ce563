//! Choosing a status, now or after the call, and for all what one vendor tells.

use super::change::Change;
use super::circumstances::Circumstances;
use super::desired::on_call;
use super::memory::{ChosenStatus, NOTE_MAX};
use super::presence::Presence;
use super::rows::{StatusCause, StatusChange, StatusChangeKind};
use super::rules::WRAP_UP_SECONDS;
use super::state::Status;
use crate::accounts::AccountId;
use crate::base::answer::{Reply, failed};
use crate::base::text::fill;
use crate::base::{Answer, ErrorCode, RequestId, Source, Timestamp};
use crate::calls::state::Calls;
use crate::words::Words;
use std::time::Duration;

/// How much longer a wrap-up lasts each time it is asked for.
const WRAP_UP_STEP: Duration = Duration::from_secs(60);

/// A status somebody asks for.
pub(crate) struct Request {
    pub(crate) presence: Presence,
    pub(crate) note: Option<String>,
    pub(crate) after_call: bool,
    /// When it ends by itself, if it does.
    pub(crate) until: Option<Timestamp>,
}

impl Status {
    /// Chooses a status for all accounts, now or at the end of the call.
    pub(crate) fn choose(
        &mut self,
        calls: &Calls,
        words: &Words,
        asked: Request,
        from: Source,
        request: Option<RequestId>,
        now: Timestamp,
    ) -> Result<Reply, Answer> {
        if matches!(asked.presence, Presence::OnContact | Presence::WrapUp) {
            return Err(failed(ErrorCode::BadInput, words.status.not_to_choose.to_owned()));
        }
        let note = asked.note.map(|note| note.trim().to_owned()).filter(|note| !note.is_empty());
        if let Some(note) = &note
            && (note.chars().count() > NOTE_MAX || note.chars().any(char::is_control))
        {
            let message = fill(words.status.bad_note, &[&NOTE_MAX.to_string()]);
            return Err(failed(ErrorCode::BadInput, message));
        }
        let Request { presence, after_call, until, .. } = asked;
        let chosen = ChosenStatus { presence, note, at: now, by: from, until };
        self.drop_next(from, now);
        if after_call && on_call(calls) {
            let message = fill(words.status.queued, &[chosen.presence.name(words)]);
            self.record_choice(StatusChangeKind::Queued, &chosen, now);
            self.next = Some(chosen);
            return Ok(Reply::Done(message));
        }
        self.decide(chosen, now);
        Ok(self.wait(request, None, now))
    }

    /// Forgets what was to be chosen at the end of the call, and gives it.
    pub(crate) fn drop_next(&mut self, from: Source, now: Timestamp) -> Option<Presence> {
        let next = self.next.take()?;
        let dropped = next.presence;
        self.record_choice(StatusChangeKind::Dropped, &ChosenStatus { by: from, ..next }, now);
        Some(dropped)
    }

    /// The program ends: what waited is dropped, and no rule holds any more. Gives what was dropped.
    pub(crate) fn quit(&mut self, from: Source, now: Timestamp) -> Option<Presence> {
        let dropped = self.drop_next(from, now);
        self.over = true;
        for condition in std::mem::take(&mut self.holding) {
            let by = StatusCause::Rule { rule: condition.rule };
            self.record(StatusChange::new(StatusChangeKind::RuleEnded, by, now));
        }
        dropped
    }

    /// What was chosen counts from now on, also where something else was shown before.
    pub(super) fn decide(&mut self, chosen: ChosenStatus, now: Timestamp) {
        self.record_choice(StatusChangeKind::Chosen, &chosen, now);
        self.memory.after = self.after(&chosen);
        self.memory.chosen = Some(chosen);
        self.unsaved = true;
        self.wrap_up = None;
        for follower in self.followers.values_mut() {
            follower.again();
        }
        self.replace_waiters();
    }

    /// The wrap-up that runs ends a minute later; never later than the longest there can be from now.
    pub(crate) fn extend_wrap_up(&mut self, words: &Words, now: Timestamp) -> Result<(), Answer> {
        let running = self.wrap_up.as_mut().filter(|wrap_up| now < wrap_up.until);
        let Some(wrap_up) = running else {
            let message = words.status.no_wrap_up.to_owned();
            return Err(failed(ErrorCode::NotPossible, message));
        };
        let longest = Duration::from_secs(u64::from(*WRAP_UP_SECONDS.end()));
        wrap_up.until = (wrap_up.until + WRAP_UP_STEP).min(now + longest);
        self.changes.push(Change::Updated);
        Ok(())
    }

    /// Sets the status at one vendor again.
    pub(crate) fn push_again(
        &mut self,
        around: Circumstances<'_>,
        account: &AccountId,
        request: Option<RequestId>,
        now: Timestamp,
    ) -> Result<Reply, Answer> {
        around.accounts.known(account, around.words)?;
        let words = &around.words.status;
        if self.memory.chosen.is_none() {
            return Err(failed(ErrorCode::NotPossible, words.choose_first.to_owned()));
        }
        let config = around.accounts.config(account);
        let linked = config.is_some_and(|config| self.linked(config).is_some());
        let Some(follower) = self.followers.get_mut(account).filter(|_| linked) else {
            return Err(failed(ErrorCode::NotPossible, words.not_linked.to_owned()));
        };
        follower.again();
        self.changes.push(Change::Updated);
        Ok(self.wait(request, Some(account.clone()), now))
    }

    /// Chooses for all what one vendor tells.
    pub(crate) fn adopt(
        &mut self,
        around: Circumstances<'_>,
        account: &AccountId,
        from: Source,
        request: Option<RequestId>,
        now: Timestamp,
    ) -> Result<Reply, Answer> {
        around.accounts.known(account, around.words)?;
        let Some(presence) = self.reported_presence(around.accounts, account) else {
            let message = around.words.status.nothing_told.to_owned();
            return Err(failed(ErrorCode::NotPossible, message));
        };
        let told = self.followers.get(account).and_then(|follower| follower.reported.as_ref());
        let note = told.and_then(|told| told.note.clone());
        let asked = Request { presence, note, after_call: false, until: None };
        self.choose(around.calls, around.words, asked, from, request, now)
    }
}
