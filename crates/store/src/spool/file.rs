//! The spool's file: one checked line after the other, and only whole lines count.

use super::Durability;
use fnv::FnvHasher;
use std::fs::{self, File, OpenOptions};
use std::hash::Hasher as _;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

/// Characters of the check before each line, and the space after it.
const CHECK: usize = 16;

/// An open spool file.
#[derive(Debug)]
pub(super) struct SpoolFile {
    path: PathBuf,
    file: File,
    /// Where the next line goes. Bytes behind it are what a failed write left.
    size: u64,
    durability: Durability,
}

/// What was in the file.
pub(super) struct Found {
    pub(super) lines: Vec<String>,
    pub(super) skipped: usize,
}

impl SpoolFile {
    /// Opens or makes the file and reads at most `most` bytes of it. Afterwards only whole lines are in it.
    pub(super) fn open(
        path: &Path,
        most: u64,
        durability: Durability,
    ) -> io::Result<(Self, Found)> {
        let file = owners_only().create(true).truncate(false).open(path)?;
        keep_private(&file)?;
        let mut bytes = Vec::new();
        (&file).take(most).read_to_end(&mut bytes)?;
        let found = decoded(&bytes);
        let mut spool = Self { path: path.to_owned(), file, size: 0, durability };
        spool.size = spool.file.metadata()?.len();
        let whole = all_encoded(found.lines.iter());
        if spool.size != bytes.len() as u64 || whole != bytes {
            spool.replace(&whole)?;
        }
        spool.sync_folder();
        Ok((spool, found))
    }

    /// Bytes in the file.
    pub(super) fn size(&self) -> u64 {
        self.size
    }

    /// Adds encoded lines; they are on the disk afterwards, or none of them counts.
    pub(super) fn append(&mut self, text: &[u8]) -> io::Result<()> {
        let written = self
            .file
            .seek(SeekFrom::Start(self.size))
            .and_then(|_| self.file.write_all(text))
            .and_then(|()| self.sync());
        if let Err(error) = written {
            // If even this fails the next line is written over the rest.
            let _ = self.file.set_len(self.size);
            return Err(error);
        }
        self.size += text.len() as u64;
        Ok(())
    }

    /// Takes everything out. It need not reach the disk: lines that come again do no harm.
    pub(super) fn empty(&mut self) -> io::Result<()> {
        self.file.set_len(0)?;
        self.size = 0;
        Ok(())
    }

    /// Leaves only these encoded lines in the file; after a crash it has the old ones or these.
    pub(super) fn replace(&mut self, text: &[u8]) -> io::Result<()> {
        if text.is_empty() {
            return self.empty();
        }
        let mut staged = self.path.as_os_str().to_owned();
        staged.push(".part");
        let mut file = owners_only().create(true).truncate(true).open(&staged)?;
        file.write_all(text)?;
        file.sync_all()?;
        fs::rename(&staged, &self.path)?;
        self.file = file;
        self.size = text.len() as u64;
        self.sync_folder();
        Ok(())
    }

    fn sync(&self) -> io::Result<()> {
        match self.durability {
            Durability::Disk => self.file.sync_data(),
            Durability::System => Ok(()),
        }
    }

    /// The file's name must survive too. Where folders cannot be synced, the system sees to it itself.
    fn sync_folder(&self) {
        #[cfg(unix)]
        if let Some(folder) = self.path.parent() {
            let _ = File::open(folder).and_then(|folder| folder.sync_all());
        }
    }
}

/// Bytes of a line in the file.
pub(super) fn encoded_size(line: &str) -> u64 {
    (CHECK + 1 + line.len() + 1) as u64
}

/// Writes a line as the file has it: a check, a space, the text.
pub(super) fn encoded(line: &str, text: &mut Vec<u8>) {
    text.extend_from_slice(format!("{:0CHECK$x} {line}\n", check(line.as_bytes())).as_bytes());
}

/// All of these lines as the file has them.
pub(super) fn all_encoded<'a>(lines: impl Iterator<Item = &'a String>) -> Vec<u8> {
    let mut text = Vec::new();
    lines.for_each(|line| encoded(line, &mut text));
    text
}

fn decoded(bytes: &[u8]) -> Found {
    let mut found = Found { lines: Vec::new(), skipped: 0 };
    for line in bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        match decoded_line(line) {
            Some(line) => found.lines.push(line),
            None => found.skipped += 1,
        }
    }
    found
}

fn decoded_line(line: &[u8]) -> Option<String> {
    let (stated, text) = (line.get(..CHECK)?, line.get(CHECK + 1..)?);
    let stated = u64::from_str_radix(std::str::from_utf8(stated).ok()?, 16).ok()?;
    let whole = line[CHECK] == b' ' && stated == check(text);
    if whole { String::from_utf8(text.to_vec()).ok() } else { None }
}

/// FNV-1a: tells a torn line from a whole one. It is no protection against somebody who means harm, who could as well
/// change the settings beside it.
fn check(text: &[u8]) -> u64 {
    let mut sum = FnvHasher::default();
    sum.write(text);
    sum.finish()
}

fn owners_only() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, OWNER_ONLY);
    options
}

/// A file that was there before may have been made by somebody careless.
#[cfg_attr(not(unix), allow(unused_variables, clippy::unnecessary_wraps))]
fn keep_private(file: &File) -> io::Result<()> {
    #[cfg(unix)]
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(OWNER_ONLY))?;
    Ok(())
}

/// Read and write for the owner, nothing for others.
#[cfg(unix)]
const OWNER_ONLY: u32 = 0o600;
