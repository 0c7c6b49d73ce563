//! Safe file names: what a server or page suggests becomes a name that is harmless in any folder of any system.
//!
//! What good browsers do, in one place for all systems, so that a file moved to another machine is harmless there too:
//! only the last part of a path is a name; what cannot be seen, reverses the reading direction or means something to a
//! file system or a shell goes; device names of Windows are set apart; the end of a name, which says what opens it, is
//! never cut off. A file that *acts* when it is merely opened (a shortcut, a launcher) keeps its bytes and gets `.download`
//! behind its name. Programs keep their names: they are saved without the right to be executed and with the system's
//! mark of files from the internet.

/// Longest name given, in bytes: file systems take 255, some encrypted ones 143, and a number must fit in.
pub const FILE_NAME_MAX: usize = 140;

/// Longest ending that is kept whole when a name is cut, in bytes with its dot.
const ENDING_MAX: usize = 24;

/// The name of what has none.
const NAMELESS: &str = "download";

/// Stands behind the name of a file that would act when opened.
const DISARMED: &str = ".download";

/// Endings of files that act when opened: shortcuts and launchers that lead to a program or to another machine.
const ACTING: [&str; 20] = [
    "appref-ms",
    "desktop",
    "directory",
    "fileloc",
    "ftploc",
    "inetloc",
    "kdelnk",
    "library-ms",
    "lnk",
    "local",
    "mslink",
    "pif",
    "scf",
    "search-ms",
    "searchconnector-ms",
    "settingcontent-ms",
    "theme",
    "url",
    "webloc",
    "website",
];

/// Names that Windows gives to devices, whatever stands behind a dot (`CLOCK$` and the like have lost their `$` by then).
const DEVICES: [&str; 4] = ["AUX", "CON", "NUL", "PRN"];

/// Names that steer how Windows shows or starts what is in a folder.
const STEERING: [&str; 3] = ["autorun.inf", "desktop.ini", "thumbs.db"];

/// A name that is safe to give to a file, whatever `suggested` is. Giving it what it gave changes nothing.
#[must_use]
pub fn safe_file_name(suggested: &str) -> String {
    let last = suggested.rsplit(['/', '\\']).next().unwrap_or_default();
    let seen = last.chars().filter(|c| !is_unseen(*c)).map(harmless).collect::<String>();
    let name = seen.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = name.trim_start_matches(['.', ' ']).trim_end_matches(['.', ' ']);
    let name = match name.chars().next() {
        None => NAMELESS.to_owned(),
        // A shell would take it for an option or a home folder.
        Some('-' | '~') => format!("_{}", name.get(1..).unwrap_or_default()),
        Some(_) => name.to_owned(),
    };
    let name = if acts(&name) { format!("{name}{DISARMED}") } else { name };
    let name = if is_taken(&name) { format!("_{name}") } else { name };
    cut(&name, "")
}

/// `name` with a number before its ending, for when the name is taken: `report (2).pdf`. 0 and 1 give `name`.
#[must_use]
pub fn numbered_file_name(name: &str, number: u32) -> String {
    if number < 2 { name.to_owned() } else { cut(name, &format!(" ({number})")) }
}

/// `name` with `insert` before its ending, cut before both so that it is not too long.
fn cut(name: &str, insert: &str) -> String {
    let (stem, ending) = parts(name);
    let room = FILE_NAME_MAX.saturating_sub(ending.len() + insert.len());
    if stem.len() <= room {
        return format!("{stem}{insert}{ending}");
    }
    let end = (0..=room).rev().find(|at| stem.is_char_boundary(*at)).unwrap_or(0);
    let stem = stem.get(..end).unwrap_or_default().trim_end_matches(['.', ' ']);
    // What was the middle of a name may look like its ending now.
    let stem =
        if ending.is_empty() && acts(stem) { stem.replace('.', "_") } else { stem.to_owned() };
    format!("{stem}{insert}{ending}")
}

/// Stem and ending with its dot; `.tar.gz` and the like are one ending.
fn parts(name: &str) -> (&str, &str) {
    let dot = |text: &str| text.rfind('.').filter(|at| *at > 0 && text.len() - at <= ENDING_MAX);
    let Some(last) = dot(name) else { return (name, "") };
    let (stem, ending) = name.split_at(last);
    match dot(stem) {
        Some(at)
            if stem.get(at..).is_some_and(|inner| inner.eq_ignore_ascii_case(".tar"))
                || ending == DISARMED =>
        {
            name.split_at(at)
        }
        _ => (stem, ending),
    }
}

/// The file would act when opened: by its ending, or because the ending names a class of objects (`{…}`).
fn acts(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending.trim());
    ending.starts_with('{') || ACTING.iter().any(|acting| ending.eq_ignore_ascii_case(acting))
}

/// Windows would not make a file of this name, or make more of it than a file.
fn is_taken(name: &str) -> bool {
    let first = name.split('.').next().unwrap_or_default().trim_end().to_ascii_uppercase();
    let mut rest = first.chars().skip(3);
    let port = (first.starts_with("COM") || first.starts_with("LPT"))
        && matches!((rest.next(), rest.next()), (Some('0'..='9' | '¹' | '²' | '³'), None));
    port || DEVICES.contains(&first.as_str())
        || STEERING.iter().any(|steering| name.eq_ignore_ascii_case(steering))
}

/// Cannot be seen, or makes the rest read otherwise than it stands.
const fn is_unseen(c: char) -> bool {
    // Line breaks and tabs become blanks below; joiners stay, because scripts and emoji need them.
    (c.is_ascii_control() && !matches!(c, '\t' | '\n' | '\r'))
        || matches!(c,
            '\u{80}'..='\u{9f}'
            | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff0}'..='\u{fffc}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// A character as it may stand in a name.
const fn harmless(c: char) -> char {
    match c {
        '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*' | '%' | '`' | '$' => '_',
        // Look like what separates folders and endings, and some systems make that of them.
        '\u{2044}' | '\u{2215}' | '\u{2216}' | '\u{29f5}' | '\u{29f8}' | '\u{29f9}'
        | '\u{ff0f}' | '\u{ff3c}' => '_',
        '\u{2024}' | '\u{fe52}' | '\u{ff0e}' => '_',
        // Blanks that no rule counts as such: they push an ending out of sight.
        '\u{115f}' | '\u{1160}' | '\u{2800}' | '\u{3164}' | '\u{ffa0}' | '\u{1d159}' => ' ',
        _ => c,
    }
}

#[cfg(test)]
#[path = "file_name_tests.rs"]
mod tests;
