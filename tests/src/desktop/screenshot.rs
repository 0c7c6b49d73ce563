//! Pictures of the whole display of a session.

use super::Session;
use anyhow::{Context, Result, ensure};
use std::path::Path;
use std::time::{Duration, Instant};

/// How long a display may take to come to rest; something that always moves is taken as it is then.
const REST_TIMEOUT: Duration = Duration::from_secs(3);

/// Saves the whole display once two pictures in a row are the same: what was asked for has been painted.
///
/// # Errors
/// As [`save`].
pub fn save_at_rest(session: &Session, path: &Path) -> Result<()> {
    let start = Instant::now();
    let mut before = Vec::new();
    loop {
        save(session, path)?;
        let now = std::fs::read(path)?;
        if now == before || start.elapsed() > REST_TIMEOUT {
            return Ok(());
        }
        before = now;
    }
}

/// How many colours a window shows: a page that has been painted has many, an empty one a few.
///
/// # Errors
/// If the window is gone.
pub fn colours(session: &Session, window: &str) -> Result<u32> {
    let output = session
        .command("import")
        .args(["-silent", "-window", window, "-format", "%k", "info:-"])
        .output()?;
    let words = String::from_utf8_lossy(&output.stdout);
    words.trim().parse().with_context(|| format!("`import` said {words:?} of window {window}"))
}

/// Saves the whole display as a PNG file at `path`.
///
/// # Errors
/// If ImageMagick's `import` is missing or fails.
pub fn save(session: &Session, path: &Path) -> Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let output = session
        .command("import")
        .args([
            "-silent",
            "-window",
            "root",
            "-strip",
            "+set",
            "date:create",
            "+set",
            "date:modify",
        ])
        .arg(path)
        .output()
        .context("`import` could not be started")?;
    let words = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "`import` gave no picture: {words}");
    Ok(())
}
