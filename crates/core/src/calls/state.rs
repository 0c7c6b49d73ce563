//! Live and recent calls.

use super::call::Call;
use super::dial::DialWish;
use super::facts::{CallId, CallingMode, Connection};
use super::resync::Resync;
use crate::accounts::AccountId;
use crate::attention;
use crate::base::Timestamp;
use crate::effect::Effect;
use crate::state::State;
use std::collections::BTreeMap;

/// Everything known of calls.
#[derive(Clone, Debug)]
pub(crate) struct Calls {
    /// Live and recent calls, oldest first.
    pub(crate) rows: Vec<Call>,
    pub(crate) next: u32,
    /// Each account's line to the phone network.
    pub(crate) lines: BTreeMap<AccountId, Line>,
}

/// One account's line.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) connection: Connection,
    pub(crate) dialer_ready: bool,
    pub(crate) calling_mode: Option<CallingMode>,
    pub(crate) dial: Option<DialWish>,
    pub(crate) resync: Resync,
    /// Phone legs must be listed by then, or they are lost.
    pub(crate) resync_until: Option<Timestamp>,
}

impl Default for Line {
    fn default() -> Self {
        Self {
            connection: Connection::Unknown,
            dialer_ready: false,
            calling_mode: None,
            dial: None,
            resync: Resync::Needed,
            resync_until: None,
        }
    }
}

impl Default for Calls {
    fn default() -> Self {
        Self { rows: Vec::new(), next: 1, lines: BTreeMap::new() }
    }
}

impl Calls {
    /// One call row.
    pub(crate) fn get(&self, id: CallId) -> Option<&Call> {
        self.rows.iter().find(|call| call.id == id)
    }

    /// One call row, to change it.
    pub(crate) fn get_mut(&mut self, id: CallId) -> Option<&mut Call> {
        self.rows.iter_mut().find(|call| call.id == id)
    }

    /// Reloading or leaving would drop a phone leg of `account`, or of any account for none.
    pub(crate) fn would_drop(&self, account: Option<&AccountId>) -> bool {
        self.rows.iter().any(|call| call.leg_live() && account.is_none_or(|a| call.account == *a))
    }

    /// Missed calls not seen, of one account or of all.
    pub(crate) fn missed(&self, account: Option<&AccountId>) -> u32 {
        let unseen = |call: &&Call| call.unseen() && account.is_none_or(|a| call.account == *a);
        u32::try_from(self.rows.iter().filter(unseen).count()).unwrap_or(u32::MAX)
    }
}

/// Takes the rows of an account away, with their notifications.
pub(crate) fn forget_calls(state: &mut State, account: &AccountId, out: &mut Vec<Effect>) {
    let all = std::mem::take(&mut state.world.calls.rows).into_iter();
    let (gone, kept): (Vec<Call>, Vec<Call>) = all.partition(|call| call.account == *account);
    state.world.calls.rows = kept;
    for call in gone {
        attention::notifications::withdraw(state, &attention::keys::call_key(call.id), out);
        attention::notifications::withdraw(state, &attention::keys::missed_key(call.id), out);
    }
}

pub(crate) fn mark_calls(state: &mut State, of: impl Fn(&Call) -> bool) {
    for call in state.world.calls.rows.iter_mut().filter(|call| of(call)) {
        state.dirty |= call.unseen();
        call.seen |= call.went_unanswered();
    }
}
