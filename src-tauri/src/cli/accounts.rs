//! `accounts …`: list, add and change accounts.

use super::arguments::{AccountVerb, HistoryFate, RightArguments};
use super::session::{Failure, Session, print};
use super::{pairs, show, sign_in};
use deskbell_core::{
    AccountConfig, AccountId, AppView, GrantRow, Intent, PermissionRow, Query, QueryAnswer,
    VendorId,
};
use serde_json::json;
use std::io::{BufRead, IsTerminal};

pub(super) fn carry_out(session: &mut Session, verb: AccountVerb) -> Result<(), Failure> {
    let intent = match verb {
        AccountVerb::List => return show::accounts(session),
        AccountVerb::Add { vendor, label, options, simulated, offline } => {
            let mut options = pairs::options(&options).map_err(Failure::Usage)?;
            let vendor = match vendor {
                Some(vendor) => VendorId(vendor),
                None => first_vendor(session)?,
            };
            if simulated {
                let known = deskbell_vendors::vendor(&vendor.0);
                for (key, value) in known.map(|vendor| vendor.form().simulated).unwrap_or_default()
                {
                    options.entry(key).or_insert(value);
                }
            }
            let id = free_id(&session.view()?, &label);
            let id = id.ok_or_else(|| Failure::Usage(format!("{label:?} gives no id")))?;
            let config = AccountConfig { id, vendor, label, enabled: true, options, simulated };
            check(session, &config, !(simulated || offline))?;
            Intent::AddAccount { config }
        }
        AccountVerb::Rename { account, label } => {
            Intent::RenameAccount { account: session.account(&account)?, label }
        }
        AccountVerb::Remove { account, history, yes } => {
            let forget_history = history == HistoryFate::Forget;
            let account = session.account(&account)?;
            if !yes {
                let with = match history {
                    HistoryFate::Keep => "Its calls, chats and messages stay in the history.",
                    HistoryFate::Forget => {
                        "Its calls, chats and messages are forgotten; this cannot be undone."
                    }
                };
                confirm(&format!(
                    "Remove {account} with its session data? You will have to sign in again. {with}"
                ))?;
            }
            Intent::RemoveAccount { account, forget_history }
        }
        AccountVerb::Enable { account } => {
            Intent::EnableAccount { account: session.account(&account)?, enabled: true }
        }
        AccountVerb::Disable { account } => {
            Intent::EnableAccount { account: session.account(&account)?, enabled: false }
        }
        AccountVerb::Move { account, place } => {
            Intent::MoveAccount { account: session.account(&account)?, to: place.saturating_sub(1) }
        }
        AccountVerb::SignIn { account, wait } => {
            let account = session.account_or_only(account.as_deref())?;
            return sign_in::carry_out(session, account, wait);
        }
        AccountVerb::CancelSignIn { account } => {
            Intent::CancelSignIn { account: session.account_or_only(account.as_deref())? }
        }
        AccountVerb::SignOut { account } => {
            Intent::SignOut { account: session.account_or_only(account.as_deref())? }
        }
        AccountVerb::Rights { account } => return rights(session, account.as_deref()),
        AccountVerb::Allow(RightArguments { account, right }) => {
            Intent::SetGrant { account: session.account(&account)?, right, allowed: true }
        }
        AccountVerb::Forbid(RightArguments { account, right }) => {
            Intent::SetGrant { account: session.account(&account)?, right, allowed: false }
        }
        AccountVerb::Forget(RightArguments { account, right }) => {
            Intent::ForgetGrant { account: session.account(&account)?, right }
        }
    };
    session.do_and_tell(intent)
}

/// What was said about rights, and what is being asked.
fn rights(session: &mut Session, account: Option<&str>) -> Result<(), Failure> {
    let account = account.map(|name| session.account(name)).transpose()?;
    let meant = |of: &AccountId| account.as_ref().is_none_or(|account| account == of);
    let view = session.view()?;
    let asks: Vec<&PermissionRow> = view.asks.iter().filter(|ask| meant(&ask.account)).collect();
    let grants: Vec<&GrantRow> = view.grants.iter().filter(|row| meant(&row.account)).collect();
    if session.json {
        return Session::print_json(&json!({ "asks": asks, "grants": grants }));
    }
    if asks.is_empty() && grants.is_empty() {
        return print("Nothing was asked for, and nothing was allowed or forbidden.");
    }
    let mut rows = vec![["ACCOUNT", "RIGHT", "STANDS", "DETAIL"].map(str::to_owned)];
    for ask in asks {
        let (stands, detail) = ("asked".to_owned(), ask.detail.clone().unwrap_or_default());
        rows.push([ask.account.to_string(), ask.right.name(), stands, detail]);
    }
    for row in grants {
        let stands = if row.allowed { "allowed" } else { "forbidden" };
        let detail = if row.kept { "" } else { "until the page is loaded anew" };
        let (account, right) = (row.account.to_string(), row.right.name());
        rows.push([account, right, stands.to_owned(), detail.to_owned()]);
    }
    show::table(&rows)
}

fn first_vendor(session: &mut Session) -> Result<VendorId, Failure> {
    let first = match session.query(Query::Vendors)? {
        QueryAnswer::Vendors { vendors } => vendors.into_iter().next().map(|form| form.vendor),
        QueryAnswer::Checked { .. }
        | QueryAnswer::Raw { .. }
        | QueryAnswer::StatusHistory { .. }
        | QueryAnswer::SoundLevels { .. }
        | QueryAnswer::CallDescriptions { .. }
        | QueryAnswer::History { .. }
        | QueryAnswer::HistoryEntry { .. }
        | QueryAnswer::HistoryStats { .. }
        | QueryAnswer::NoHistory { .. } => None,
    };
    first.ok_or_else(|| Failure::Usage("say which vendor with --vendor".to_owned()))
}

/// Has the adapter check the settings, so that each wrong one is named.
fn check(session: &mut Session, config: &AccountConfig, reach: bool) -> Result<(), Failure> {
    let query = Query::CheckAccount { config: config.clone(), reach };
    let QueryAnswer::Checked { address, problems } = session.query(query)? else { return Ok(()) };
    if problems.is_empty() {
        if let (Some(address), false) = (address, session.json) {
            print(&format!("Address: {address}"))?;
        }
        return Ok(());
    }
    let lines =
        problems.iter().map(|problem| format!("\n  {}: {}", problem.field, problem.message));
    let message = format!("The account was not added.{}", lines.collect::<String>());
    Err(Failure::Impossible("bad-input", message))
}

/// An id from the label that no account has yet.
fn free_id(view: &AppView, label: &str) -> Option<AccountId> {
    let taken = |id: &str| view.accounts.iter().any(|row| row.config.id.as_str() == id);
    let plain = slug(label);
    let numbered = (2_u32..).map(|number| format!("{plain}-{number}"));
    let mut free = std::iter::once(plain.clone()).chain(numbered).filter(|id| !taken(id));
    // `slug` makes only valid ids, so the first free one is taken.
    free.find_map(|id| AccountId::new(id).ok())
}

/// Lower-case letters, digits and `-`, short enough for a number behind it.
fn slug(label: &str) -> String {
    let mut slug = String::new();
    for letter in label.to_lowercase().chars() {
        if letter.is_ascii_alphanumeric() {
            slug.push(letter);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.len() >= 28 {
            break;
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "account".to_owned() } else { slug.to_owned() }
}

/// Asks on the terminal; without one, the answer must come as `--yes`.
fn confirm(question: &str) -> Result<(), Failure> {
    if !std::io::stdin().is_terminal() {
        let message = "Add --yes to remove the account without being asked.".to_owned();
        return Err(Failure::Impossible("needs-confirmation", message));
    }
    eprint!("{question} [y/N] ");
    let mut answer = String::new();
    // An end of input is a no.
    let _ = std::io::stdin().lock().read_line(&mut answer);
    if matches!(answer.trim().to_lowercase().as_str(), "y" | "yes" | "j" | "ja") {
        return Ok(());
    }
    Err(Failure::Impossible("needs-confirmation", "Nothing was removed.".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_becomes_an_id() {
        for (label, wanted) in [
            ("Main line", "main-line"),
            ("  R&D / Köln ", "r-d-k-ln"),
            ("☎", "account"),
            ("--x--", "x"),
            ("123", "123"),
        ] {
            assert_eq!(slug(label), wanted, "{label}");
        }
        let long = slug(&"very long name ".repeat(10));
        assert!(AccountId::new(format!("{long}-4000000000")).is_ok(), "{long}");
    }
}
