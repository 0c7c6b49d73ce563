//! The listener for news from vendors: where it listens and for which accounts.

use super::change::Change;
use super::circumstances::Circumstances;
use super::dialect::{STATUS_AGENT_OPTION, STATUS_HOOK_OPTION, StatusRoute};
use super::facts::{Hook, ListenerPlan, ListenerPreferences, ListenerState};
use super::state::Status;
use crate::base::Private;
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

impl Status {
    /// How the listener stands, as the shell told.
    pub(crate) const fn listener_state(&self) -> &ListenerState {
        &self.listener_state
    }

    /// Deliveries refused since the last one that was taken, and the status of HTTP the last was answered.
    pub(crate) const fn refused(&self) -> Option<(u64, u16)> {
        self.refused
    }

    /// The listener began, stopped or failed.
    pub(crate) fn listener_is(&mut self, state: ListenerState) {
        if self.listener_state != state {
            self.listener_state = state;
            self.changes.push(Change::Updated);
        }
    }

    /// Deliveries are refused: told once until one is taken. Nobody else would tell, the vendor repeats them in silence.
    pub(crate) fn deliveries_refused(&mut self, count: u64, status: u16) {
        let before = self.refused;
        self.refused = (count > 0).then_some((count, status));
        if self.refused == before {
            return;
        }
        self.changes.push(match (before, self.refused) {
            (None, Some(_)) => Change::Refused(Some(status)),
            (_, None) => Change::Refused(None),
            (Some(_), Some(_)) => Change::Updated,
        });
    }

    /// Has the listener follow a plan that changed.
    pub(super) fn plan_listener(&mut self, around: Circumstances<'_>) {
        // Off at the start, as it is by default: nothing to be told.
        if !around.listener.on && self.listener.is_none() {
            return;
        }
        let plan = self.plan(around).filter(|plan| !plan.hooks.is_empty());
        if self.listener.as_ref() != Some(&plan) {
            self.listener = Some(plan.clone());
            // What was refused under other rules says nothing about these.
            if self.refused.take().is_some() {
                self.changes.push(Change::Refused(None));
            }
            self.changes.push(Change::Planned(plan));
        }
    }

    /// Where and for whom the listener is to listen now.
    fn plan(&self, around: Circumstances<'_>) -> Option<ListenerPlan> {
        let wanted = around.listener;
        let hooks = around.accounts.all().iter().filter_map(|config| {
            let concerned = self.linked(config)?.route == StatusRoute::Service;
            let here = concerned && !config.uses_relay();
            let token = config.option(STATUS_HOOK_OPTION).filter(|_| here)?;
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
