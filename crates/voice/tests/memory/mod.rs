//! How much memory a test takes.

/// Memory of this process that is really there, in KiB.
#[expect(clippy::disallowed_methods, reason = "only the system knows, and only the test asks")]
pub(crate) fn resident_kib() -> u64 {
    let text = String::from_utf8(std::fs::read("/proc/self/status").unwrap()).unwrap();
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}
