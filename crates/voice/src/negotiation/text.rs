//! Our description as text, after the page has had its hands on it.

use crate::sdp::Candidate;

/// `text` with `candidates` at the end of its audio section.
pub(super) fn with_candidates(text: &str, candidates: &[Candidate]) -> String {
    let mut lines: Vec<&str> =
        text.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect();
    let audio = lines.iter().position(|line| line.starts_with("m=audio "));
    let after = audio.map_or(lines.len(), |audio| audio + 1);
    let end = lines.iter().skip(after).position(|line| line.starts_with("m="));
    let end = end.map_or(lines.len(), |end| after + end);
    let mut added: Vec<String> =
        candidates.iter().map(|candidate| format!("a={candidate}")).collect();
    added.push("a=end-of-candidates".to_owned());
    added.retain(|line| !lines.contains(&line.as_str()));
    lines.splice(end..end, added.iter().map(String::as_str));
    lines.iter().fold(String::new(), |all, line| all + line + "\r\n")
}
