//! Adding, changing, renaming, moving, switching and removing accounts.

use super::change::Change;
use super::facts::{AccountConfig, AccountId};
use super::state::unknown;
use crate::attention::state::AccountAttention;
use crate::base::answer::failed;
use crate::base::text::fill;
use crate::base::{Answer, Timestamp};
use crate::calls::state::forget_calls;
use crate::effect::Effect;
use crate::settings::state::save;
use crate::state::State;
use crate::status::follower::Follower;
use crate::status::{STATUS_ADDRESS_OPTION, STATUS_AGENT_OPTION, STATUS_OPTIONS};
use crate::window::stage::{first_stage, set_stage};
use crate::window::{Question, Stage};
use crate::{attention, pages, permissions};
use std::collections::BTreeMap;

/// Most accounts.
const ACCOUNTS_MAX: usize = 64;

/// Longest label in characters.
pub(crate) const LABEL_MAX: usize = 80;

fn good_label(state: &State, label: &str) -> Result<(), Answer> {
    let length = label.trim().chars().count();
    if length == 0 || label.chars().count() > LABEL_MAX {
        let message = fill(state.world.words().bad_label, &[&LABEL_MAX.to_string()]);
        return Err(failed("bad-input", message));
    }
    Ok(())
}

fn config_mut<'a>(
    state: &'a mut State,
    account: &AccountId,
) -> Result<&'a mut AccountConfig, Answer> {
    let answer = unknown(state, account);
    state.world.accounts.configs.iter_mut().find(|config| config.id == *account).ok_or(answer)
}

/// Adds an account and shows it.
pub(crate) fn add(
    state: &mut State,
    config: AccountConfig,
    now: Timestamp,
    out: &mut Vec<Effect>,
) -> Result<(), Answer> {
    good_label(state, &config.label)?;
    if state.world.accounts.config(&config.id).is_some() {
        let message = fill(state.world.words().id_taken, &[config.id.as_str()]);
        return Err(failed("bad-input", message));
    }
    if state.world.accounts.configs.len() >= ACCOUNTS_MAX {
        let message = fill(state.world.words().too_many_accounts, &[&ACCOUNTS_MAX.to_string()]);
        return Err(failed("bad-input", message));
    }
    let (id, enabled) = (config.id.clone(), config.enabled);
    state.world.accounts.configs.push(config.clone());
    state.world.window.last_shown = Some(id.clone());
    state.world.add_account(id.clone(), now);
    state.attention.by_account.insert(id.clone(), AccountAttention::default());
    save(state, out);
    if enabled {
        pages::lifecycle::open(state, config, now, out);
    }
    set_stage(state, Stage::Widget { account: id }, out);
    Ok(())
}

/// Changes an account's label and options; its page is loaded anew, during a call after a question.
pub(crate) fn change(
    state: &mut State,
    config: AccountConfig,
    now: Timestamp,
    out: &mut Vec<Effect>,
) -> Result<(), Answer> {
    good_label(state, &config.label)?;
    let id = config.id.clone();
    let other_vendor = failed("bad-input", state.world.words().other_vendor.to_owned());
    let known = config_mut(state, &id)?;
    if known.vendor != config.vendor || known.simulated != config.simulated {
        return Err(other_vendor);
    }
    if *known == config {
        return Ok(());
    }
    let parts = |config: &AccountConfig| -> (BTreeMap<_, _>, BTreeMap<_, _>) {
        config.options.clone().into_iter().partition(|(key, _)| key.starts_with(STATUS_OPTIONS))
    };
    let ((status_before, page_before), (status, page)) = (parts(known), parts(&config));
    let of = |config: &AccountConfig| {
        [STATUS_AGENT_OPTION, STATUS_ADDRESS_OPTION].map(|name| config.options.get(name).cloned())
    };
    let other_agent = of(known) != of(&config);
    let (reload, was_on, on) = (page_before != page, known.enabled, config.enabled);
    // Switching goes its own way below.
    *known = AccountConfig { enabled: was_on, ..config };
    let follower = state.world.status.followers.get_mut(&id);
    if let Some(follower) = follower.filter(|_| status_before != status) {
        // What was refused before may be taken now; and of another agent nothing is known.
        follower.retry();
        if other_agent {
            *follower = Follower::default();
        }
    }
    save(state, out);
    if was_on != on {
        return if on { enable(state, &id, now, out) } else { disable(state, &id, now, out) };
    }
    if reload && on {
        if state.world.calls.would_drop(Some(&id)) {
            state.world.window.question = Some(Question::ReloadDuringCall { account: id });
        } else {
            pages::lifecycle::reload(state, &id, now, out);
        }
    }
    Ok(())
}

/// Renames an account.
pub(crate) fn rename(
    state: &mut State,
    account: &AccountId,
    label: String,
    out: &mut Vec<Effect>,
) -> Result<(), Answer> {
    good_label(state, &label)?;
    let config = config_mut(state, account)?;
    if config.label != label {
        config.label = label;
        save(state, out);
    }
    Ok(())
}

/// Moves an account within the list.
pub(crate) fn move_to(
    state: &mut State,
    account: &AccountId,
    to: u32,
    out: &mut Vec<Effect>,
) -> Result<(), Answer> {
    let accounts = &mut state.world.accounts.configs;
    let Some(from) = accounts.iter().position(|config| config.id == *account) else {
        return Err(unknown(state, account));
    };
    let last = accounts.len().saturating_sub(1);
    let to = usize::try_from(to).map_or(last, |to| to.min(last));
    if from != to {
        let config = accounts.remove(from);
        accounts.insert(to, config);
        save(state, out);
    }
    Ok(())
}

/// Switches an account on.
pub(crate) fn enable(
    state: &mut State,
    account: &AccountId,
    now: Timestamp,
    out: &mut Vec<Effect>,
) -> Result<(), Answer> {
    let config = config_mut(state, account)?;
    if !config.enabled {
        config.enabled = true;
        let config = config.clone();
        save(state, out);
        pages::lifecycle::open(state, config, now, out);
    }
    Ok(())
}

/// Switches an account off; not while one of its calls would be cut.
pub(crate) fn disable(
    state: &mut State,
    account: &AccountId,
    now: Timestamp,
    out: &mut Vec<Effect>,
) -> Result<(), Answer> {
    let cut = state.world.calls.would_drop(Some(account));
    let words = state.world.words();
    let config = config_mut(state, account)?;
    if !config.enabled {
        return Ok(());
    }
    if cut {
        return Err(failed("not-possible", fill(words.hang_up_first, &[&config.label])));
    }
    config.enabled = false;
    save(state, out);
    pages::lifecycle::close(state, account, now, out);
    forget_calls(state, account, out);
    let words = state.world.words();
    state.world.chats.account_disabled(account, words);
    Ok(())
}

/// Removes an account with everything known of it. The window has asked the user before.
pub(crate) fn remove(
    state: &mut State,
    account: &AccountId,
    now: Timestamp,
    out: &mut Vec<Effect>,
) -> Result<(), Answer> {
    config_mut(state, account)?;
    permissions::asks::account_gone(state, account, out);
    pages::lifecycle::close(state, account, now, out);
    out.push(Effect::DeleteData { account: account.clone() });
    forget_calls(state, account, out);
    let words = state.world.words();
    state.world.chats.account_removed(account, words);
    attention::notifications::withdraw(state, &attention::keys::signed_out_key(account), out);
    attention::notifications::withdraw(state, &attention::status::key(account), out);
    state.world.remove_account(account);
    state.world.status.memory.accounts.remove(account);
    state.world.funnel.account_removed(account);
    state.world.accounts.configs.retain(|config| config.id != *account);
    let removed = Change::Removed { account: account.clone() };
    state.world.accounts.changes.push(removed);
    if state.world.window.last_shown.as_ref() == Some(account) {
        state.world.window.last_shown = None;
    }
    state.attention.notices.retain(|notice| notice.account.as_ref() != Some(account));
    save(state, out);
    let gone = match &state.world.window.stage {
        Stage::Widget { account: shown } | Stage::EditAccount { account: shown } => {
            shown == account
        }
        Stage::Welcome
        | Stage::AddAccount { .. }
        | Stage::Activity
        | Stage::Settings
        | Stage::Conversation { .. } => false,
    };
    if gone || state.world.accounts.configs.is_empty() {
        state.world.window.stage =
            first_stage(&state.world.accounts, state.world.window.last_shown.as_ref());
    }
    Ok(())
}
