//! The listener for news from vendors: where it listens and for which accounts.

use super::dialect::{STATUS_AGENT_OPTION, STATUS_HOOK_OPTION, StatusRoute};
use super::facts::{Hook, ListenerPlan, ListenerPreferences};
use super::state::linked;
use crate::base::Private;
use crate::effect::Effect;
use crate::state::State;

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
        out.push(Effect::Listen { plan });
    }
}
