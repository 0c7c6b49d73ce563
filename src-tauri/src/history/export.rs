//! Writes what is kept into a file of the agent's: page by page on a thread of its own, out of sight until it is whole.

use super::{Keeper, csv};
use deskbell_core::{
    EntryKind, ExportFormat, ExportOrder, ExportRow, ExportState, HistoryRow, NumberFormats,
};
use deskbell_history::{Place, Reader};
use deskbell_store::arrivals::Staging;
use std::fs::File;
use std::io::{BufWriter, Error, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// Entries read at once; after each of these it is told how far it is.
const PAGE: usize = 500;
/// Lines of one conversation.
const LINES_MAX: usize = 2000;

/// The exports of this run: the number of the one that is cancelled.
#[derive(Clone, Default)]
pub struct Exports {
    cancelled: Arc<AtomicU32>,
}

/// Why one ended before its end.
enum End {
    Cancelled,
    Failed(String),
}

impl Exports {
    /// Stops one; nothing is left of it.
    pub fn cancel(&self, export: u32) {
        self.cancelled.store(export, Ordering::Relaxed);
    }

    /// Writes one on another thread, which asks for `formats` first; `tell` hears how far it is.
    pub fn begin(
        &self,
        keeper: Keeper,
        order: ExportOrder,
        formats: impl FnOnce() -> Option<NumberFormats> + Send + 'static,
        tell: impl Fn(ExportRow) + Send + Sync + 'static,
    ) {
        let exports = self.clone();
        let export = order.export;
        let tell = Arc::new(tell);
        let failed = Arc::clone(&tell);
        let thread = std::thread::Builder::new().name("history-export".to_owned());
        let started = thread.spawn(move || {
            let mut entries = 0;
            let report = |entries, state| tell(ExportRow { export, entries, state });
            let Some(formats) = formats() else { return };
            let written = exports.write(&keeper, &order, &formats, |count| {
                entries = count;
                report(count, ExportState::Running);
            });
            match written {
                Ok(path) => report(entries, ExportState::Done { path }),
                Err(End::Cancelled) => report(entries, ExportState::Cancelled),
                Err(End::Failed(reason)) => report(entries, ExportState::Failed { reason }),
            }
        });
        if let Err(error) = started {
            let state = ExportState::Failed { reason: error.to_string() };
            failed(ExportRow { export, entries: 0, state });
        }
    }

    fn write(
        &self,
        keeper: &Keeper,
        order: &ExportOrder,
        formats: &NumberFormats,
        mut progress: impl FnMut(u32),
    ) -> Result<String, End> {
        let failed = |error: Error| End::Failed(error.to_string());
        let folder = Path::new(&order.folder);
        let staging = Staging::make(folder).map_err(failed)?;
        let mut file = BufWriter::new(File::create_new(staging.file()).map_err(failed)?);
        if order.format == ExportFormat::Csv {
            writeln!(file, "{}", csv::head()).map_err(failed)?;
        }
        let (mut before, mut count) = (None, 0_u32);
        loop {
            if self.cancelled.load(Ordering::Relaxed) == order.export {
                return Err(End::Cancelled);
            }
            let page = keeper.read(|reader| page(reader, order, before, formats));
            let (rows, next) = page.map_err(|problem| End::Failed(problem.to_string()))?;
            for (row, lines) in rows {
                write_entry(&mut file, order.format, &row, &lines).map_err(failed)?;
                count = count.saturating_add(1);
            }
            progress(count);
            before = next;
            if before.is_none() {
                break;
            }
        }
        let written = file.into_inner().map_err(|error| failed(error.into_error()))?;
        written.sync_all().map_err(failed)?;
        let ending = match order.format {
            ExportFormat::Csv => "csv",
            ExportFormat::Json => "jsonl",
        };
        let name = staging.place(&format!("deskbell-history.{ending}")).map_err(failed)?;
        Ok(folder.join(name).display().to_string())
    }
}

/// Rows with their lines, and where the next page begins.
type Rows = (Vec<(HistoryRow, Vec<HistoryRow>)>, Option<i64>);

fn page(
    reader: &Reader,
    order: &ExportOrder,
    before: Option<i64>,
    formats: &NumberFormats,
) -> Result<Rows, deskbell_history::Problem> {
    let page = reader.page(&order.filter, Place::Before(before), PAGE)?;
    let mut rows = Vec::with_capacity(page.hits.len());
    for hit in page.hits {
        let lines = match hit.kept.entry.kind {
            EntryKind::Conversation => reader.lines(hit.kept.id, LINES_MAX)?,
            EntryKind::Call | EntryKind::Line | EntryKind::Message | EntryKind::Status => {
                Vec::new()
            }
        };
        let lines =
            lines.into_iter().map(|kept| HistoryRow::new(kept.id, kept.entry, None, formats));
        rows.push((HistoryRow::new(hit.kept.id, hit.kept.entry, None, formats), lines.collect()));
    }
    Ok((rows, page.next))
}

fn write_entry(
    file: &mut impl Write,
    format: ExportFormat,
    row: &HistoryRow,
    lines: &[HistoryRow],
) -> Result<(), Error> {
    match format {
        ExportFormat::Json => {
            writeln!(file, "{}", serde_json::json!({ "entry": row, "lines": lines }))
        }
        ExportFormat::Csv => {
            writeln!(file, "{}", csv::line(row, row.id))?;
            lines.iter().try_for_each(|line| writeln!(file, "{}", csv::line(line, row.id)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use deskbell_core::settings::Settings;
    use deskbell_core::{Entry, HistoryFilter, State, Timestamp};
    use std::sync::mpsc::channel;

    /// A profile with a chat of one line and so many calls.
    fn keeper(calls: u64) -> (tempfile::TempDir, Keeper) {
        let profile = tempfile::tempdir().unwrap();
        let keeper = Keeper::open(profile.path()).unwrap();
        let mut line = Entry::new(EntryKind::Line, "1", Timestamp(2000));
        line.within = Some("c".to_owned());
        line.text = Some("=late, \"very\"".into());
        let chat = Entry::new(EntryKind::Conversation, "c", Timestamp(1000));
        let calls = (0..calls)
            .map(|n| Entry::new(EntryKind::Call, n.to_string(), Timestamp(10_000 + n * 1000)));
        keeper.keep(calls.chain([chat, line]).collect());
        let (done, waiting) = channel();
        keeper.with(|it| it.keep(Vec::new(), move |kept| done.send(kept).unwrap())).unwrap();
        waiting.recv().unwrap().unwrap();
        (profile, keeper)
    }

    fn order(export: u32, format: ExportFormat, kinds: Vec<EntryKind>) -> ExportOrder {
        let filter = HistoryFilter { kinds, ..HistoryFilter::default() };
        ExportOrder { export, filter, format, folder: String::new() }
    }

    fn export(
        exports: &Exports,
        keeper: &Keeper,
        mut order: ExportOrder,
        to: &Path,
    ) -> Vec<ExportRow> {
        let (tell, told) = channel();
        order.folder = to.display().to_string();
        let state = State::new(Settings::default(), "en_US", Timestamp(0));
        let formats = move || Some(state.number_formats());
        exports.begin(keeper.clone(), order, formats, move |row| tell.send(row).unwrap());
        told.iter().collect()
    }

    #[test]
    fn what_is_filtered_is_written_with_its_lines_and_replaces_nothing() {
        let (_profile, keeper) = keeper(1200);
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("deskbell-history.csv"), "mine").unwrap();
        let exports = Exports::default();
        let told =
            export(&exports, &keeper, order(1, ExportFormat::Csv, Vec::new()), folder.path());
        let counts: Vec<u32> = told.iter().map(|row| row.entries).collect();
        assert_eq!(counts, [500, 1000, 1201, 1201]);
        let Some(ExportRow { state: ExportState::Done { path }, .. }) = told.last() else {
            panic!("{told:?}")
        };
        let written = std::fs::read_to_string(path).unwrap();
        assert_eq!(written.lines().count(), 1203);
        assert!(written.contains(",\"'=late, \"\"very\"\"\","), "no formula, and one cell");
        let mine = std::fs::read_to_string(folder.path().join("deskbell-history.csv")).unwrap();
        assert_eq!(mine, "mine");
        let kinds = vec![EntryKind::Conversation];
        let told = export(&exports, &keeper, order(2, ExportFormat::Json, kinds), folder.path());
        let Some(ExportRow { state: ExportState::Done { path }, entries: 1, .. }) = told.last()
        else {
            panic!("{told:?}")
        };
        let json: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        assert_eq!(json["lines"][0]["text"], "=late, \"very\"");
    }

    #[test]
    fn what_is_cancelled_or_cannot_be_written_leaves_nothing() {
        let (_profile, keeper) = keeper(10);
        let folder = tempfile::tempdir().unwrap();
        let exports = Exports::default();
        exports.cancel(1);
        let told =
            export(&exports, &keeper, order(1, ExportFormat::Csv, Vec::new()), folder.path());
        assert_eq!(told.last().map(|row| &row.state), Some(&ExportState::Cancelled));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        let nowhere = folder.path().join("nowhere");
        let told = export(&exports, &keeper, order(2, ExportFormat::Csv, Vec::new()), &nowhere);
        assert!(matches!(told.last().unwrap().state, ExportState::Failed { .. }), "{told:?}");
    }
}
