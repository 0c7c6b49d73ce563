//! Histories: one JSON line per entry, only ever added to, and cut to the newest when opened.

use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

/// At most this much of the end of a history is read, in bytes.
const READ_MAX: u64 = 512 * 1024;

/// The newest `most` entries of the history at `path`, oldest first. Lines that cannot be read are left out:
/// the last one may be cut off by a crash. If the file has more it is cut to these.
///
/// # Errors
/// The system's; a missing file is an empty history.
pub fn open<T: Serialize + DeserializeOwned>(path: &Path, most: usize) -> io::Result<Vec<T>> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let length = file.metadata()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(READ_MAX)))?;
    let mut text = Vec::new();
    file.take(READ_MAX).read_to_end(&mut text)?;
    let known = crate::encoding::without_mark(&text);
    let lines: Vec<&[u8]> = known.split(|byte| *byte == b'\n').filter(|l| !l.is_empty()).collect();
    let total = lines.len();
    let entries = lines.into_iter().filter_map(|line| serde_json::from_slice(line).ok());
    let mut entries: Vec<T> = entries.collect();
    entries.drain(..entries.len().saturating_sub(most));
    // A last line without its end would take the next one with it.
    let unfinished = !text.is_empty() && !text.ends_with(b"\n");
    if entries.len() < total || length > READ_MAX || unfinished {
        replace(path, &entries)?;
    }
    Ok(entries)
}

/// Writes the whole history anew: after a crash it is the old one or the new one.
fn replace<T: Serialize>(path: &Path, entries: &[T]) -> io::Result<()> {
    let mut text = Vec::new();
    for entry in entries {
        serde_json::to_writer(&mut text, entry)?;
        text.push(b'\n');
    }
    super::files::write_whole(path, |staged| staged.write_all(&text))
}

/// Adds one entry at the end.
///
/// # Errors
/// The system's.
pub fn append<T: Serialize>(path: &Path, entry: &T) -> io::Result<()> {
    let mut line = serde_json::to_vec(entry)?;
    line.push(b'\n');
    let mut file = OpenOptions::new().create(true).append(true).open(path)?;
    file.write_all(&line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn what_was_added_is_there_again_and_the_oldest_go() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("history.jsonl");
        assert_eq!(open::<u32>(&path, 3).unwrap(), Vec::<u32>::new());
        for number in 0..5_u32 {
            append(&path, &number).unwrap();
        }
        assert_eq!(open::<u32>(&path, 3).unwrap(), [2, 3, 4]);
        assert_eq!(fs::read_to_string(&path).unwrap(), "2\n3\n4\n", "cut");
        append(&path, &5_u32).unwrap();
        assert_eq!(open::<u32>(&path, 10).unwrap(), [2, 3, 4, 5]);
    }

    #[test]
    fn a_line_cut_off_or_foreign_loses_only_itself() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("history.jsonl");
        fs::write(&path, b"1\n\"two\"\n\xff\xfe\n3\n[4").unwrap();
        assert_eq!(open::<u32>(&path, 10).unwrap(), [1, 3]);
        append(&path, &5_u32).unwrap();
        assert_eq!(open::<u32>(&path, 10).unwrap(), [1, 3, 5], "the half line is gone");
    }

    #[test]
    fn a_mark_before_the_first_line_loses_no_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("history.jsonl");
        fs::write(&path, "\u{feff}1\r\n2\r\n").unwrap();
        assert_eq!(open::<u32>(&path, 10).unwrap(), [1, 2]);
    }

    #[test]
    fn a_last_line_without_its_end_is_kept_and_harms_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("history.jsonl");
        fs::write(&path, "1\n2").unwrap();
        assert_eq!(open::<u32>(&path, 10).unwrap(), [1, 2]);
        append(&path, &3_u32).unwrap();
        assert_eq!(open::<u32>(&path, 10).unwrap(), [1, 2, 3]);
    }

    #[test]
    fn a_huge_file_is_read_from_its_end() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("history.jsonl");
        let text: String = (0..200_000_u32).map(|n| format!("{n}\n")).collect();
        fs::write(&path, text).unwrap();
        assert_eq!(open::<u32>(&path, 2).unwrap(), [199_998, 199_999]);
        assert!(fs::metadata(&path).unwrap().len() < 20);
    }
}
