//! Dialling: a number waits for the dialer, is handed over once, and is done when a call appears.

use super::change::Change;
use super::facts::{CallId, CallingMode, Connection};
use super::limits::DIAL_TIMEOUT;
use super::line::{DialRequest, Line};
use super::state::{Calls, Circumstances};
use crate::accounts::AccountId;
use crate::accounts::state::Accounts;
use crate::base::answer::failed;
use crate::base::number::is_number;
use crate::base::text::fill;
use crate::base::{Answer, ErrorCode, Private, RequestId, Timestamp};
use crate::pages::state::{Page, Pages};
use crate::words::Words;
use deskbell_numbers::Region;

/// What is to be dialled.
pub(crate) struct Dialling<'w> {
    /// On whose line; none means the only one that can.
    pub(crate) account: Option<AccountId>,
    pub(crate) number: &'w str,
    /// Dial at once, instead of filling the dialer only.
    pub(crate) call_now: bool,
    /// Who waits for the answer.
    pub(crate) request: Option<RequestId>,
}

/// The account meant: the named one if it is there and on, else the only one that can.
pub(crate) fn choose(
    around: Circumstances<'_>,
    account: Option<AccountId>,
) -> Result<AccountId, Answer> {
    let Circumstances { accounts, sign_in, words, .. } = around;
    if let Some(account) = account {
        let Some(config) = accounts.config(&account) else {
            let message = fill(words.unknown_account, &[account.as_str()]);
            return Err(failed(ErrorCode::UnknownAccount, message));
        };
        if !config.enabled {
            return Err(failed(ErrorCode::NotPossible, fill(words.account_off, &[&config.label])));
        }
        return Ok(account);
    }
    let on = || accounts.all().iter().filter(|config| config.enabled);
    let signed_in: Vec<_> = on().filter(|config| sign_in.is_signed_in(&config.id)).collect();
    let able = if signed_in.is_empty() { on().collect() } else { signed_in };
    match able.as_slice() {
        [] => Err(failed(ErrorCode::NotPossible, words.no_account.to_owned())),
        [one] => Ok(one.id.clone()),
        _ => Err(failed(ErrorCode::Ambiguous, words.several_accounts.to_owned())),
    }
}

/// Longest text quoted back as no phone number, in characters.
const QUOTED_MAX: usize = 40;

/// What is said of a text that is no phone number.
pub(crate) fn no_number(words: &Words, text: &str) -> String {
    let quoted: String = text.chars().filter(|c| !c.is_control()).take(QUOTED_MAX).collect();
    fill(words.bad_number, &[&quoted])
}

impl Calls {
    /// Browser mode on an engine without WebRTC: no call can ring in this widget. The simulated desk
    /// needs no WebRTC, unless it plays a widget that does and so never connects.
    pub(crate) fn cannot_ring_here(
        &self,
        accounts: &Accounts,
        pages: &Pages,
        account: &AccountId,
    ) -> bool {
        let simulated = accounts.config(account).is_some_and(|config| config.simulated);
        let abilities = pages.get(account).and_then(Page::abilities);
        self.lines.get(account).is_some_and(|line| {
            line.calling_mode == Some(CallingMode::Browser)
                && abilities.is_some_and(|abilities| !abilities.web_rtc)
                && (!simulated || line.connection == Connection::Failed)
        })
    }

    /// Takes a number for dialling; a newer one takes the place of one that still waits.
    pub(crate) fn dial(
        &mut self,
        around: Circumstances<'_>,
        dialling: Dialling<'_>,
        now: Timestamp,
    ) -> Result<(), Answer> {
        let Circumstances { accounts, pages, words, .. } = around;
        let Dialling { account, number, call_now, request } = dialling;
        if !is_number(number) {
            return Err(failed(ErrorCode::BadInput, no_number(words, number)));
        }
        let account = choose(around, account)?;
        if self.cannot_ring_here(accounts, pages, &account) {
            let label = accounts.label(&account);
            return Err(failed(ErrorCode::NotPossible, fill(words.dialer_dead, &[&label])));
        }
        let Some(line) = self.lines.get_mut(&account) else { return Ok(()) };
        let until = now + DIAL_TIMEOUT;
        let wish = DialRequest { number: Private::from(number), call_now, until, request };
        let older = line.dial.replace(wish);
        self.give_up_dial(older, ErrorCode::NotPossible, words.replaced);
        self.changes.push(Change::Updated);
        Ok(())
    }

    /// Who waits for a number that is not dialled is told so.
    fn give_up_dial(&mut self, wish: Option<DialRequest>, code: ErrorCode, why: &str) {
        if let Some(request) = wish.and_then(|wish| wish.request) {
            let answer = failed(code, why.to_owned());
            self.changes.push(Change::Answered { request, answer });
        }
    }

    /// Hands over the numbers whose dialer is ready.
    pub(crate) fn dial_when_ready(&mut self, pages: &Pages) {
        let next = CallId(self.next);
        for (account, line) in &mut self.lines {
            if !line.dialer_ready || !pages.is_alive(account) {
                continue;
            }
            let Some(DialRequest { number, call_now, request, .. }) = line.dial.take() else {
                continue;
            };
            let account = account.clone();
            self.changes.push(Change::Dial { account, number, call_now, next, request });
        }
    }

    /// Numbers whose dialer did not get ready in time are given up.
    pub(crate) fn give_up_late_dials(&mut self, words: &Words, now: Timestamp) {
        let mut expired = Vec::new();
        for (account, line) in &mut self.lines {
            if let Some(wish) = line.dial.take_if(|wish| now >= wish.until) {
                self.changes.push(Change::DialExpired { account: account.clone() });
                expired.push(wish);
            }
        }
        for wish in expired {
            self.give_up_dial(Some(wish), ErrorCode::NoAnswer, words.dial_expired);
        }
    }

    /// The line goes with its page, and a number that waits for it is not dialled.
    pub(crate) fn page_closed(&mut self, words: &Words, account: &AccountId) {
        let Some(line) = self.lines.get_mut(account) else { return };
        let wish = std::mem::take(line).dial;
        self.give_up_dial(wish, ErrorCode::NotPossible, words.dial_expired);
    }

    /// The line is connected, or not.
    pub(crate) fn connection_is(&mut self, account: &AccountId, connection: Connection) {
        self.line_is(account, |line| &mut line.connection, connection);
    }

    /// The dialer can take a number, or not.
    pub(crate) fn dialer_is(&mut self, account: &AccountId, ready: bool) {
        self.line_is(account, |line| &mut line.dialer_ready, ready);
    }

    /// How the account makes and takes calls.
    pub(crate) fn home_is(&mut self, account: &AccountId, home: Option<Region>) {
        self.line_is(account, |line| &mut line.home, home);
    }

    pub(crate) fn calling_mode_is(&mut self, account: &AccountId, mode: CallingMode) {
        self.line_is(account, |line| &mut line.calling_mode, Some(mode));
    }

    fn line_is<T: PartialEq>(
        &mut self,
        account: &AccountId,
        part: fn(&mut Line) -> &mut T,
        told: T,
    ) {
        let Some(line) = self.lines.get_mut(account) else { return };
        let known = part(line);
        if *known != told {
            *known = told;
            self.changes.push(Change::Updated);
        }
    }
}
