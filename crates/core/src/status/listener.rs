//! The listener for news from vendors: where it listens and for which accounts.

use super::dialect::{STATUS_AGENT_OPTION, STATUS_HOOK_OPTION, StatusRoute};
use super::facts::{Hook, ListenerPlan, ListenerPreferences};
use super::state::linked;
use crate::attention::{NoticeKind, notices};
use crate::base::{Private, Timestamp};
use crate::effect::Effect;
use crate::state::State;
use crate::words::status::StatusWords;

/// Longest public address in characters.
const ADDRESS_MAX: usize = 200;

/// Ports below need rights that no desktop program should have.
const PORT_MIN: u16 = 1024;

impl ListenerPreferences {
    /// The port may be used, and the public address is none or `https://host[:port][/path]`.
    #[must_use]
    pub fn is_good(&self) -> bool {
        let address = self.public_address.trim();
        self.port >= PORT_MIN && (address.is_empty() || self.public_host().is_some())
    }

    /// Host of the public address.
    #[must_use]
    pub fn public_host(&self) -> Option<&str> {
        let address = self.public_address.trim();
        if address.len() > ADDRESS_MAX {
            return None;
        }
        let rest = address.strip_prefix("https://")?;
        let authority = rest.split('/').next()?;
        let host = authority.split(':').next()?;
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
        let good = !host.is_empty()
            && host.chars().all(plain)
            && rest.chars().all(|c| c.is_ascii_graphic() && !"?#@\\\"'<>".contains(c));
        good.then_some(host)
    }
}

/// Where and for whom the listener is to listen now.
fn plan(state: &State) -> Option<ListenerPlan> {
    let wanted = &state.world.preferences.listener;
    let hooks = state.world.accounts.configs.iter().filter_map(|config| {
        let concerned = linked(state, config)?.route == StatusRoute::Service;
        let token = config.option(STATUS_HOOK_OPTION).filter(|_| concerned)?;
        let agent = config.option(STATUS_AGENT_OPTION)?;
        let vendor = config.vendor.clone();
        let hook = Hook { vendor, agent: Private::from(agent), token: Private::from(token) };
        Some((config.id.clone(), hook))
    });
    wanted.on.then(|| ListenerPlan {
        port: wanted.port,
        public_host: wanted.public_host().map(str::to_owned),
        hooks: hooks.collect(),
    })
}

/// Has the listener follow a plan that changed.
pub(crate) fn review(state: &mut State, out: &mut Vec<Effect>) {
    // Off at the start, as it is by default: nothing to be told.
    if !state.world.preferences.listener.on && state.world.status.listener.is_none() {
        return;
    }
    let plan = plan(state).filter(|plan| !plan.hooks.is_empty());
    if state.world.status.listener.as_ref() != Some(&plan) {
        state.world.status.listener = Some(plan.clone());
        // What was refused under other rules says nothing about these.
        state.world.status.refused = None;
        notices::clear(state, None, NoticeKind::DeliveriesRefused);
        out.push(Effect::Listen { plan });
    }
}

/// Deliveries are refused: told once until one is taken. Nobody else would tell, the vendor repeats them in silence.
pub(crate) fn refused(state: &mut State, count: u64, status: u16, now: Timestamp) {
    let before = state.world.status.refused;
    state.world.status.refused = (count > 0).then_some((count, status));
    state.dirty |= state.world.status.refused != before;
    if count == 0 {
        notices::clear(state, None, NoticeKind::DeliveriesRefused);
    } else if before.is_none() {
        let (what, fix) = reason(&state.world.words().status, status);
        let detail = format!("{what} {fix}");
        notices::add(state, None, NoticeKind::DeliveriesRefused, Some(detail), now);
    }
}

/// What was wrong with a delivery that was answered `status`, and what to do.
pub(crate) fn reason(say: &StatusWords, status: u16) -> (&'static str, &'static str) {
    match status {
        401 => (say.refused_token, say.refused_token_fix),
        404 | 405 => (say.refused_address, say.refused_address_fix),
        421 => (say.refused_host, say.refused_host_fix),
        503 => (say.refused_store, say.refused_store_fix),
        _ => (say.refused_content, say.refused_content_fix),
    }
}
