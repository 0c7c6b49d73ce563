//! Accounts: adding, changing, renaming, moving, switching and removing them.

use crate::account_state::AccountState;
use crate::calls::Call;
use crate::commands::failed;
use crate::status_follower::Follower;
use crate::text::fill;
use crate::{
    AccountConfig, AccountId, Answer, Effect, Private, Question, STATUS_ADDRESS_OPTION,
    STATUS_AGENT_OPTION, STATUS_OPTIONS, Settings, Stage, State, Timestamp, banners, conversations,
    downloads, funnels, messages, pages, rights, status_banners,
};
use std::collections::BTreeMap;

/// Most accounts.
const ACCOUNTS_MAX: usize = 64;
/// Longest label in characters.
pub(crate) const LABEL_MAX: usize = 80;

/// What the stage shows at program start: the account shown last, or the first, or the welcome.
pub(crate) fn first_stage(settings: &Settings) -> Stage {
    let by_id = |id: &AccountId| settings.accounts.iter().find(|config| config.id == *id);
    let last = settings.last_shown.as_ref().and_then(by_id);
    let enabled = || settings.accounts.iter().find(|config| config.enabled);
    let shown = last.or_else(enabled).or(settings.accounts.first());
    shown.map_or(Stage::Welcome, |config| Stage::Widget { account: config.id.clone() })
}

/// Puts something on the stage; an account shown is remembered for the next start.
pub(crate) fn set_stage(state: &mut State, stage: Stage, out: &mut Vec<Effect>) {
    if state.stage == stage {
        return;
    }
    if let Stage::Widget { account } = &stage
        && state.settings.last_shown.as_ref() != Some(account)
    {
        state.settings.last_shown = Some(account.clone());
        save(state, out);
    }
    state.stage = stage;
    state.dirty = true;
}

/// Saves the settings.
pub(crate) fn save(state: &mut State, out: &mut Vec<Effect>) {
    state.dirty = true;
    out.push(Effect::SaveSettings { settings: state.settings.clone() });
}

fn good_label(state: &State, label: &str) -> Result<(), Answer> {
    let length = label.trim().chars().count();
    if length == 0 || label.chars().count() > LABEL_MAX {
        let message = fill(state.words().bad_label, &[&LABEL_MAX.to_string()]);
        return Err(failed("bad-input", message));
    }
    Ok(())
}

/// An account that does not exist, as an answer.
pub(crate) fn unknown(state: &State, account: &AccountId) -> Answer {
    failed("unknown-account", fill(state.words().unknown_account, &[account.as_str()]))
}

fn config_mut<'a>(
    state: &'a mut State,
    account: &AccountId,
) -> Result<&'a mut AccountConfig, Answer> {
    let answer = unknown(state, account);
    state.settings.accounts.iter_mut().find(|config| config.id == *account).ok_or(answer)
}

/// Adds an account and shows it.
pub(crate) fn add(
    state: &mut State,
    config: AccountConfig,
    now: Timestamp,
    out: &mut Vec<Effect>,
) -> Result<(), Answer> {
    good_label(state, &config.label)?;
    if state.config(&config.id).is_some() {
        let message = fill(state.words().id_taken, &[config.id.as_str()]);
        return Err(failed("bad-input", message));
    }
    if state.settings.accounts.len() >= ACCOUNTS_MAX {
        let message = fill(state.words().too_many_accounts, &[&ACCOUNTS_MAX.to_string()]);
        return Err(failed("bad-input", message));
    }
    let (id, enabled) = (config.id.clone(), config.enabled);
    state.settings.accounts.push(config.clone());
    state.settings.last_shown = Some(id.clone());
    state.accounts.insert(id.clone(), AccountState::new(now));
    save(state, out);
    if enabled {
        pages::open(state, config, now, out);
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
    apply(state, config, now, out)
}

/// A secret that the settings only named has come. One that was typed meanwhile is newer.
pub(crate) fn secret_came(
    state: &mut State,
    account: &AccountId,
    key: &str,
    value: Private<String>,
    now: Timestamp,
    out: &mut Vec<Effect>,
) {
    let Some(config) = state.config(account).filter(|config| config.option(key).is_none()) else {
        return;
    };
    let mut config = config.clone();
    config.options.insert(key.to_owned(), value.reveal().clone());
    // It has the vendor it had, so nothing is refused.
    let _ = apply(state, config, now, out);
}

fn apply(
    state: &mut State,
    config: AccountConfig,
    now: Timestamp,
    out: &mut Vec<Effect>,
) -> Result<(), Answer> {
    let id = config.id.clone();
    let other_vendor = failed("bad-input", state.words().other_vendor.to_owned());
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
    if let Some(a) = state.accounts.get_mut(&id).filter(|_| status_before != status) {
        // What was refused before may be taken now; and of another agent nothing is known.
        a.status.retry();
        if other_agent {
            a.status = Follower::default();
        }
    }
    save(state, out);
    if was_on != on {
        return if on { enable(state, &id, now, out) } else { disable(state, &id, now, out) };
    }
    if reload && on {
        if state.would_cut(Some(&id)) {
            state.question = Some(Question::ReloadDuringCall { account: id });
        } else {
            pages::reload(state, &id, now, out);
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
    let accounts = &mut state.settings.accounts;
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
        pages::open(state, config, now, out);
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
    let cut = state.would_cut(Some(account));
    let words = state.words();
    let config = config_mut(state, account)?;
    if !config.enabled {
        return Ok(());
    }
    if cut {
        return Err(failed("not-possible", fill(words.hang_up_first, &[&config.label])));
    }
    config.enabled = false;
    save(state, out);
    pages::close(state, account, now, out);
    forget_calls(state, account, out);
    conversations::forget(state, account, out);
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
    rights::account_gone(state, account, out);
    pages::close(state, account, now, out);
    out.push(Effect::DeleteData { account: account.clone() });
    forget_calls(state, account, out);
    conversations::forget(state, account, out);
    messages::see_all(state, account, out);
    banners::withdraw(state, &banners::signed_out_key(account), out);
    banners::withdraw(state, &status_banners::key(account), out);
    state.accounts.remove(account);
    state.settings.status.accounts.remove(account);
    downloads::forget(state, account);
    funnels::forget(state, account);
    state.settings.accounts.retain(|config| config.id != *account);
    if state.settings.last_shown.as_ref() == Some(account) {
        state.settings.last_shown = None;
    }
    state.notices.retain(|notice| notice.account.as_ref() != Some(account));
    save(state, out);
    let gone = match &state.stage {
        Stage::Widget { account: shown } | Stage::EditAccount { account: shown } => {
            shown == account
        }
        Stage::Welcome
        | Stage::AddAccount { .. }
        | Stage::Activity
        | Stage::Settings
        | Stage::Conversation { .. } => false,
    };
    if gone || state.settings.accounts.is_empty() {
        state.stage = first_stage(&state.settings);
    }
    Ok(())
}

/// Takes the rows of an account away, with their notifications.
fn forget_calls(state: &mut State, account: &AccountId, out: &mut Vec<Effect>) {
    let all = std::mem::take(&mut state.calls).into_iter();
    let (gone, kept): (Vec<Call>, Vec<Call>) = all.partition(|call| call.account == *account);
    state.calls = kept;
    for call in gone {
        banners::withdraw(state, &banners::call_key(call.id), out);
        banners::withdraw(state, &banners::missed_key(call.id), out);
    }
}
