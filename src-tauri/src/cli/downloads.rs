//! `downloads …`: what pages save, breaking it off, and where it goes.

use super::session::{Failure, Session, print};
use super::show::{age, parts, table};
use super::verbs::DownloadVerb;
use deskbell_core::{
    DownloadId, DownloadPreferences, DownloadProblem, DownloadRow, DownloadState, Intent,
    SettingChange,
};

/// Carries out the verb; without one the list is shown.
pub(super) fn carry_out(session: &mut Session, verb: Option<DownloadVerb>) -> Result<(), Failure> {
    let intent = match verb {
        None => return list(session),
        Some(DownloadVerb::Cancel { download }) => {
            Intent::CancelDownload { download: DownloadId(download) }
        }
        Some(DownloadVerb::Clear { download }) => {
            Intent::ClearDownloads { download: download.map(DownloadId) }
        }
        Some(DownloadVerb::Show { download }) => {
            Intent::ShowDownload { download: DownloadId(download) }
        }
        Some(DownloadVerb::Folder { folder: None, ask: None }) => return place(session),
        Some(DownloadVerb::Folder { folder, ask }) => {
            let known = session.view()?.preferences.downloads;
            let preferences = DownloadPreferences {
                folder: folder.unwrap_or(known.folder),
                ask: ask.unwrap_or(known.ask),
            };
            Intent::ChangeSetting { change: SettingChange::Downloads(preferences) }
        }
    };
    session.do_and_tell(intent)
}

fn list(session: &mut Session) -> Result<(), Failure> {
    if session.json {
        return parts(session, &["downloads"]);
    }
    let view = session.view()?;
    if view.downloads.is_empty() {
        return print("No downloads.");
    }
    let mut rows =
        vec![["DOWNLOAD", "STATE", "NAME", "SIZE", "ACCOUNT", "FROM", "AGE"].map(str::to_owned)];
    rows.extend(view.downloads.iter().map(|row| {
        let name = if row.name.is_empty() { "–".to_owned() } else { row.name.clone() };
        let from = row.host.clone().unwrap_or_else(|| "the page".to_owned());
        let (id, account) = (row.id.0.to_string(), row.account.to_string());
        [id, state(&row.state), name, progress(row), account, from, age(row.at, view.now)]
    }));
    table(&rows)
}

fn place(session: &mut Session) -> Result<(), Failure> {
    let view = session.view()?;
    let chosen = view.preferences.downloads;
    if session.json {
        return Session::print_json(&chosen);
    }
    let folder = match chosen.folder.as_str() {
        "" => &view.surroundings.downloads.folder,
        folder => folder,
    };
    print(folder)?;
    if chosen.ask { print("You are asked each time where to save.") } else { Ok(()) }
}

fn state(state: &DownloadState) -> String {
    match state {
        DownloadState::Waiting => "waiting".to_owned(),
        DownloadState::Asking => "asks where".to_owned(),
        DownloadState::Running => "running".to_owned(),
        DownloadState::Finished { folder } => format!("in {folder}"),
        DownloadState::Failed { problem } => format!("failed: {}", why(problem)),
        DownloadState::Cancelled => "cancelled".to_owned(),
    }
}

fn why(problem: &DownloadProblem) -> String {
    match problem {
        DownloadProblem::TooLarge => "too large".to_owned(),
        DownloadProblem::NoSpace => "the disk would be full".to_owned(),
        DownloadProblem::Folder { folder, reason } => format!("{folder}: {reason}"),
        DownloadProblem::Refused { status } => format!("the server answered {status}"),
        DownloadProblem::Broken { reason } => format!("broken off: {reason}"),
        DownloadProblem::NotSaved { reason } => format!("not saved: {reason}"),
    }
}

/// `1.5 of 3.0 MB`, as far as known.
fn progress(row: &DownloadRow) -> String {
    match row.total {
        Some(total) if total > row.received => {
            format!("{} of {}", size(row.received), size(total))
        }
        Some(_) | None => size(row.received),
    }
}

fn size(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    if bytes < 1000 {
        return format!("{bytes} B");
    }
    let (mut tenths, mut unit) = (bytes / 100, 0);
    while tenths >= 10_000 && unit + 1 < UNITS.len() {
        tenths /= 1000;
        unit += 1;
    }
    format!("{}.{} {}", tenths / 10, tenths % 10, UNITS[unit])
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_read_like_sizes() {
        for (bytes, text) in [
            (0, "0 B"),
            (999, "999 B"),
            (1000, "1.0 kB"),
            (1_450_000, "1.4 MB"),
            (999_999, "999.9 kB"),
            (64 << 20, "67.1 MB"),
            (u64::MAX, "18446744.0 TB"),
        ] {
            assert_eq!(size(bytes), text);
        }
    }
}
