//! `history retention`: how long things are kept, by kind and vendor, and how large the file may grow.

use super::arguments::HistoryArguments;
use super::session::{Failure, Session, print};
use super::show::{table, word};
use deskbell_core::{EntryKind, HistoryPreferences, HistoryRule, Intent, SettingChange, VendorId};

/// What is to be another from now on.
pub(super) struct RetentionChange {
    /// Days; 0 means for ever.
    pub(super) days: Option<u32>,
    /// Only of this vendor.
    pub(super) vendor: Option<String>,
    /// No rule of its own any more.
    pub(super) same: bool,
    /// Largest file.
    pub(super) megabytes: Option<u32>,
}

/// Changes it, or shows it if nothing is to change.
pub(super) fn carry_out(
    session: &mut Session,
    arguments: &HistoryArguments,
    change: RetentionChange,
) -> Result<(), Failure> {
    let known = session.view()?.preferences.history;
    let kinds: Vec<EntryKind> = arguments.kinds.iter().map(|kind| kind.kind()).collect();
    if change.days.is_none() && !change.same && change.megabytes.is_none() {
        return show(session, &known);
    }
    let wanted = changed(known, &kinds, change).map_err(Failure::Usage)?;
    session.do_and_tell(Intent::ChangeSetting { change: SettingChange::History(wanted) })
}

fn show(session: &Session, known: &HistoryPreferences) -> Result<(), Failure> {
    if session.json {
        return Session::print_json(known);
    }
    let mut lines = vec![["KIND", "VENDOR", "KEPT"].map(str::to_owned)];
    lines.extend(known.rules.iter().map(|rule| {
        let kind = rule.kind.map_or_else(|| "any".to_owned(), |kind| word(&kind));
        let vendor = rule.vendor.as_ref().map_or("any", |vendor| vendor.0.as_str());
        [kind, vendor.to_owned(), length(rule.days)]
    }));
    lines.push(["any", "any", &length(known.days)].map(str::to_owned));
    table(&lines)?;
    print(&format!("The file has at most {} MB; the oldest goes first.", known.megabytes))
}

fn length(days: u32) -> String {
    match days {
        0 => "for ever".to_owned(),
        1 => "1 day".to_owned(),
        days => format!("{days} days"),
    }
}

/// The rules with the change. Narrower ones stand before wider ones: the first that fits counts.
fn changed(
    mut known: HistoryPreferences,
    kinds: &[EntryKind],
    change: RetentionChange,
) -> Result<HistoryPreferences, String> {
    known.megabytes = change.megabytes.unwrap_or(known.megabytes);
    let vendor = change.vendor.map(VendorId);
    let is_rule = vendor.is_some() || !kinds.is_empty();
    if change.same && !is_rule {
        return Err("--same needs --kind or --vendor".to_owned());
    }
    if !is_rule {
        known.days = change.days.unwrap_or(known.days);
        return Ok(known);
    }
    if change.days.is_none() && !change.same {
        return Err("--kind and --vendor need --days or --same".to_owned());
    }
    let kinds: Vec<Option<EntryKind>> = match kinds {
        [] => vec![None],
        some => some.iter().copied().map(Some).collect(),
    };
    known.rules.retain(|rule| !(rule.vendor == vendor && kinds.contains(&rule.kind)));
    if let Some(days) = change.days {
        let new = kinds.into_iter().map(|kind| HistoryRule { kind, vendor: vendor.clone(), days });
        known.rules.extend(new);
    }
    known.rules.sort_by_key(|rule| {
        std::cmp::Reverse(u8::from(rule.kind.is_some()) + u8::from(rule.vendor.is_some()))
    });
    Ok(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTHING: RetentionChange =
        RetentionChange { days: None, vendor: None, same: false, megabytes: None };

    #[test]
    fn narrow_rules_stand_before_wide_ones_and_replace_their_like() {
        let days = |days| RetentionChange { days: Some(days), ..NOTHING };
        let all = changed(HistoryPreferences::default(), &[], days(100)).unwrap();
        assert_eq!((all.days, all.rules.len()), (100, 0));
        let calls = changed(all, &[EntryKind::Call], days(30)).unwrap();
        let of = |days| RetentionChange { vendor: Some("v".to_owned()), ..days };
        let both = changed(calls, &[EntryKind::Call], of(days(7))).unwrap();
        let again = changed(both, &[EntryKind::Call], days(0)).unwrap();
        let rules = again.rules.iter().map(|rule| (rule.vendor.is_some(), rule.days));
        assert_eq!(rules.collect::<Vec<_>>(), [(true, 7), (false, 0)]);
        let same = RetentionChange { same: true, ..NOTHING };
        let left = changed(again, &[EntryKind::Call], same).unwrap();
        assert_eq!(left.rules.len(), 1);
        assert!(changed(left.clone(), &[], RetentionChange { same: true, ..NOTHING }).is_err());
        assert!(changed(left, &[EntryKind::Call], NOTHING).is_err());
    }
}
