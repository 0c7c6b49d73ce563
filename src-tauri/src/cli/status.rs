//! The status on the command line: what was chosen, who has confirmed it, and whether one can be reached.

use super::arguments::{Chosen, StatusVerb};
use super::session::{Failure, Session, print};
use super::show::{age, clock, table, word};
use deskbell_core::{
    AccountStatus, AppView, Check, Intent, Presence, Query, QueryAnswer, ReachLevel, StatusCause,
    StatusChange, SyncState,
};
use serde_json::Value;

/// Carries out `deskbell status …`.
pub(super) fn carry_out(session: &mut Session, verb: Option<StatusVerb>) -> Result<(), Failure> {
    let intent = match verb {
        None => return show(session),
        Some(StatusVerb::History) => return history(session),
        Some(StatusVerb::Available(chosen)) => choose(Presence::Available, chosen),
        Some(StatusVerb::Away(chosen)) => choose(Presence::Away, chosen),
        Some(StatusVerb::Dnd(chosen)) => choose(Presence::DoNotDisturb, chosen),
        Some(StatusVerb::Offline(chosen)) => choose(Presence::Offline, chosen),
        Some(StatusVerb::DropNext) => Intent::DropNextPresence,
        Some(StatusVerb::Again { account }) => {
            Intent::PushStatus { account: session.account_or_only(account.as_deref())? }
        }
        Some(StatusVerb::Adopt { account }) => {
            Intent::AdoptStatus { account: session.account_or_only(account.as_deref())? }
        }
    };
    session.do_and_tell(intent)
}

fn choose(presence: Presence, chosen: Chosen) -> Intent {
    let Chosen { note, after_call, until, length } = chosen;
    Intent::SetPresence { presence, note, after_call, until: until.or(length) }
}

fn show(session: &mut Session) -> Result<(), Failure> {
    if session.json {
        return super::show::parts(session, &["presence", "presenceWanted", "status", "reach"]);
    }
    let view = session.view()?;
    let status = &view.status;
    let name = |presence: &Presence| word(presence);
    let mut line = match &status.chosen {
        Some(chosen) => name(&chosen.presence),
        None => {
            let reported = view.presence.as_ref().map_or_else(|| "not known".to_owned(), name);
            format!("{reported} (nothing chosen yet)")
        }
    };
    if let Some(note) = status.chosen.as_ref().and_then(|chosen| chosen.note.as_ref()) {
        line = format!("{line} · {note}");
    }
    if let Some(until) = status.chosen.as_ref().and_then(|chosen| chosen.until) {
        let back = status.after.as_ref().map_or(Presence::Available, |after| after.presence);
        line = format!("{line}, for another {}, then {}", clock(view.now, until), name(&back));
    }
    print(&line)?;
    for rule in &status.rules {
        print(&rule.text)?;
    }
    if let Some(next) = &status.next {
        print(&format!("next: {} after this call", name(&next.presence)))?;
    }
    let rows: Vec<[String; 3]> =
        status.accounts.iter().map(|row| [label(&view, row), standing(row), text(row)]).collect();
    table(&rows)
}

fn label(view: &AppView, row: &AccountStatus) -> String {
    let account = view.accounts.iter().find(|known| known.config.id == row.account);
    account.map_or_else(|| row.account.to_string(), |known| known.config.label.clone())
}

fn standing(row: &AccountStatus) -> String {
    let word = match &row.standing {
        SyncState::Unlinked => "not linked",
        SyncState::Idle => "nothing chosen",
        SyncState::Confirmed => "confirmed",
        SyncState::Sending => "being set",
        SyncState::Waiting => "waiting",
        SyncState::Retrying { .. } => "retrying",
        SyncState::GaveUp { .. } => "gave up",
        SyncState::Drifted { .. } => "changed elsewhere",
    };
    word.to_owned()
}

/// Why it differs, or what the vendor says.
fn text(row: &AccountStatus) -> String {
    let reported = row.told_label.clone().or_else(|| row.told.as_ref().map(word));
    let noted = |label: String| match &row.told_note {
        Some(note) => format!("{label} · {note}"),
        None => label,
    };
    row.text.clone().or_else(|| reported.map(noted)).unwrap_or_default()
}

fn history(session: &mut Session) -> Result<(), Failure> {
    let answer = session.query(Query::StatusHistory)?;
    if session.json {
        return Session::print_json(&answer);
    }
    let QueryAnswer::StatusHistory { changes } = answer else { return Ok(()) };
    let now = session.view()?.now;
    let rows: Vec<[String; 4]> = changes
        .iter()
        .map(|change| {
            let what = change.account.as_ref().map_or_else(String::new, ToString::to_string);
            [age(change.at, now), word(&change.kind), what, details(change)]
        })
        .collect();
    table(&rows)
}

fn details(change: &StatusChange) -> String {
    let presence = change.presence.as_ref().map(word);
    let by = match change.by {
        StatusCause::Agent { from } => format!("by you ({})", word(&from)),
        StatusCause::Rule { rule } => format!("rule: {}", word(&rule)),
        StatusCause::End => "the status before it ended".to_owned(),
        StatusCause::Elsewhere => String::new(),
        StatusCause::SecondSession => "by a second session, as it seems".to_owned(),
    };
    let problem = change.problem.as_ref().map(|problem| {
        let problem = serde_json::json!(problem);
        let name = problem.get("problem").and_then(Value::as_str).unwrap_or_default().to_owned();
        word(&name)
    });
    let parts = [presence, change.note.clone(), problem, Some(by)];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// Carries out `deskbell doctor`: every check, the worst first; a failure if one needs looking at.
pub(super) fn doctor(session: &mut Session) -> Result<(), Failure> {
    let view = session.view()?;
    let reach = &view.reach;
    if session.json {
        super::show::parts(session, &["reach"])?;
    } else {
        print(&reach.summary)?;
        let rows: Vec<[String; 3]> = reach.checks.iter().map(row).collect();
        table(&rows)?;
    }
    match reach.level {
        ReachLevel::Good | ReachLevel::Off | ReachLevel::Wait => Ok(()),
        ReachLevel::Look | ReachLevel::Bad => Err(Failure::Unwell),
    }
}

pub(super) fn row(check: &Check) -> [String; 3] {
    let mark = match check.level {
        ReachLevel::Good => "ok",
        ReachLevel::Off => "-",
        ReachLevel::Wait => "wait",
        ReachLevel::Look => "LOOK",
        ReachLevel::Bad => "BAD",
    };
    let fix = check.fix.as_deref().map_or_else(String::new, |fix| format!("→ {fix}"));
    [mark.to_owned(), check.text.clone(), fix]
}
