//! `downloads …`: what pages save, breaking it off, and where it goes.

use super::arguments::DownloadVerb;
use super::session::{Failure, Session, print};
use super::show::{age, parts, table};
use deskbell_core::{
    DownloadId, DownloadPreferences, DownloadProblem, DownloadRow, DownloadState, Intent,
    SettingChange,
};
use deskbell_store::arrivals::Staging;
use std::path::Path;

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
            if let Some(folder) = &folder {
                check(folder)?;
            }
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

/// Makes a place in `folder` as a download would, and takes it away again. What the app itself sees in the words of the
/// path, it says itself.
fn check(folder: &str) -> Result<(), Failure> {
    let path = Path::new(folder);
    if !path.is_absolute() {
        return Ok(());
    }
    Staging::make(path).map(drop).map_err(|error| {
        let why = match (path.is_dir(), path.exists()) {
            (true, _) => error.kind().to_string(),
            (false, true) => "it is no folder".to_owned(),
            (false, false) => "there is no such folder".to_owned(),
        };
        let message = format!(
            "Nothing can be saved in {folder}: {why}. The folder for downloads was not changed."
        );
        Failure::Impossible("bad-input", message)
    })
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
    use super::{Failure, check, size};

    #[test]
    fn a_folder_that_takes_no_file_is_refused_and_one_that_does_stays_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        std::fs::write(&file, "kept").unwrap();
        for wrong in [file.clone(), folder.path().join("missing"), file.join("below")] {
            let wrong = wrong.to_str().unwrap();
            let Err(Failure::Impossible("bad-input", message)) = check(wrong) else {
                panic!("{wrong} was taken")
            };
            assert!(message.contains(wrong), "{message}");
        }
        assert!(check(folder.path().to_str().unwrap()).is_ok());
        let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().flatten().collect();
        assert_eq!(left.len(), 1, "{left:?}");
        assert_eq!(std::fs::read(&file).unwrap(), b"kept");
        assert!(check("").is_ok() && check("relative").is_ok(), "the app's to judge");
    }

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
