//! The processes of a program: who belongs to it, and what the whole tree weighs.

use anyhow::{Context, Result};
use std::fs;
use std::time::Duration;

/// One process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Process {
    /// Its number.
    pub id: u32,
    /// Its parent's number.
    pub parent: u32,
    /// Its name, cut to 15 bytes by the kernel.
    pub name: String,
}

/// `root` and everything it started, directly or not.
///
/// # Errors
/// If the kernel gives no list.
pub fn tree(root: u32) -> Result<Vec<Process>> {
    let all = all()?;
    let mut found: Vec<Process> = all.iter().filter(|one| one.id == root).cloned().collect();
    let mut next = 0;
    while let Some(parent) = found.get(next).map(|one| one.id) {
        let children = all.iter().filter(|one| one.parent == parent && one.id != root);
        found.extend(children.cloned().collect::<Vec<_>>());
        next += 1;
    }
    Ok(found)
}

/// The web processes below `root`: one per page that exists.
///
/// # Errors
/// If the kernel gives no list.
pub fn web_processes(root: u32) -> Result<Vec<Process>> {
    /// `WebKitWebProcess`, as the kernel cuts it.
    const NAME: &str = "WebKitWebProces";
    Ok(tree(root)?.into_iter().filter(|one| one.name == NAME).collect())
}

/// Proportional set size of a whole tree in bytes: shared pages count once over all who share them.
///
/// # Errors
/// If the tree is gone.
pub fn weight(root: u32) -> Result<u64> {
    let mut bytes = 0;
    for process in tree(root)? {
        // One that has just ended weighs nothing.
        bytes += own(process.id).unwrap_or(0);
    }
    Ok(bytes)
}

/// Proportional set size of one process in bytes.
///
/// # Errors
/// If it is gone.
pub fn own(id: u32) -> Result<u64> {
    Ok(pss(&fs::read_to_string(format!("/proc/{id}/smaps_rollup"))?))
}

/// How long a whole tree has had a processor so far. What those took that have ended is not in it.
///
/// # Errors
/// If the tree is gone.
pub fn processor_time(root: u32) -> Result<Duration> {
    let mut time = Duration::ZERO;
    for process in tree(root)? {
        // Every thread has its own count.
        let threads = fs::read_dir(format!("/proc/{}/task", process.id));
        for thread in threads.into_iter().flatten().flatten() {
            let stat = fs::read_to_string(thread.path().join("schedstat")).unwrap_or_default();
            let nanos = stat.split_whitespace().next().and_then(|nanos| nanos.parse().ok());
            time += Duration::from_nanos(nanos.unwrap_or(0));
        }
    }
    Ok(time)
}

fn pss(rollup: &str) -> u64 {
    const KIB: u64 = 1024;
    let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"));
    line.and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) * KIB
}

fn all() -> Result<Vec<Process>> {
    let mut processes = Vec::new();
    for entry in fs::read_dir("/proc").context("there is no /proc")? {
        let name = entry?.file_name();
        let Ok(id) = name.to_string_lossy().parse() else { continue };
        // A process may end while we look.
        let Ok(stat) = fs::read_to_string(format!("/proc/{id}/stat")) else { continue };
        processes.extend(read_stat(id, &stat));
    }
    Ok(processes)
}

/// Reads `12 (name with ) in it) S 1 …`.
fn read_stat(id: u32, stat: &str) -> Option<Process> {
    let (head, rest) = stat.rsplit_once(')')?;
    let name = head.split_once('(')?.1.to_owned();
    let mut fields = rest.split_whitespace();
    let state = fields.next()?;
    let parent = fields.next()?.parse().ok()?;
    // A zombie is only an exit code.
    (state != "Z").then_some(Process { id, parent, name })
}

#[cfg(test)]
mod tests {
    use super::{Process, pss, read_stat};

    #[test]
    fn reads_what_the_kernel_writes() {
        let process = read_stat(7, "7 (odd ) name) S 3 7 7 0 -1");
        assert_eq!(process, Some(Process { id: 7, parent: 3, name: "odd ) name".to_owned() }));
        assert_eq!(read_stat(7, "7 (gone) Z 3 7 7"), None);
        assert_eq!(pss("Rss:  900 kB\nPss:   12 kB\nPss_Dirty: 1 kB\n"), 12 * 1024);
    }
}
