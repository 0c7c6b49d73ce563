//! The program's windows as the X server and the window manager know them.

use super::Session;
use anyhow::{Result, ensure};

/// Numbers of the visible windows whose title contains `title`.
///
/// # Errors
/// If xdotool cannot be started.
pub fn visible(session: &Session, title: &str) -> Result<Vec<String>> {
    let output =
        session.command("xdotool").args(["search", "--onlyvisible", "--name", title]).output()?;
    Ok(String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect())
}

/// Presses the window manager's key for closing the window, as a person does.
///
/// # Errors
/// If the window is gone.
pub fn close(session: &Session, window: &str) -> Result<()> {
    focus(session, window)?;
    press_keys(session, &["alt+F4"])
}

/// Gives a window the keyboard.
///
/// # Errors
/// If the window is gone.
pub fn focus(session: &Session, window: &str) -> Result<()> {
    let status = session.command("xdotool").args(["windowactivate", "--sync", window]).status()?;
    ensure!(status.success(), "window {window} cannot be activated");
    Ok(())
}

/// The window that has the keyboard.
///
/// # Errors
/// If xdotool cannot be started.
pub fn focused(session: &Session) -> Result<String> {
    let output = session.command("xdotool").arg("getactivewindow").output()?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Clicks at a place given in pixels from the window's corner.
///
/// # Errors
/// If the window is gone.
pub fn click(session: &Session, window: &str, (x, y): (i32, i32)) -> Result<()> {
    let (x, y) = (x.to_string(), y.to_string());
    let status = session
        .command("xdotool")
        .args(["mousemove", "--window", window, &x, &y, "click", "1"])
        .status()?;
    ensure!(status.success(), "window {window} cannot be clicked at {x},{y}");
    Ok(())
}

/// Moves the pointer to a place given in pixels from the window's corner.
///
/// # Errors
/// If the window is gone.
pub fn point_at(session: &Session, window: &str, (x, y): (i32, i32)) -> Result<()> {
    let (x, y) = (x.to_string(), y.to_string());
    let status =
        session.command("xdotool").args(["mousemove", "--window", window, &x, &y]).status()?;
    ensure!(status.success(), "the pointer cannot be moved to {x},{y} of window {window}");
    Ok(())
}

/// Clicks where the pointer is.
///
/// # Errors
/// If the X server is gone.
pub fn click_here(session: &Session) -> Result<()> {
    let status = session.command("xdotool").args(["click", "1"]).status()?;
    ensure!(status.success(), "the pointer cannot click");
    Ok(())
}

/// Presses keys one after the other.
///
/// # Errors
/// If the X server is gone.
pub fn press_keys(session: &Session, keys: &[&str]) -> Result<()> {
    let status = session.command("xdotool").arg("key").args(keys).status()?;
    ensure!(status.success(), "keys {keys:?} cannot be pressed");
    Ok(())
}

/// Types a text as a person does, a little slower than a machine.
///
/// # Errors
/// If the X server is gone.
pub fn type_text(session: &Session, text: &str) -> Result<()> {
    let status = session.command("xdotool").args(["type", "--delay", "15", "--", text]).status()?;
    ensure!(status.success(), "a text cannot be typed");
    Ok(())
}

/// The titles of all windows there are.
///
/// # Errors
/// If xdotool cannot be started.
pub fn titles(session: &Session) -> Result<Vec<String>> {
    let mut titles = Vec::new();
    for window in visible(session, "")? {
        let output = session.command("xdotool").args(["getwindowname", &window]).output()?;
        titles.push(String::from_utf8_lossy(&output.stdout).trim().to_owned());
    }
    Ok(titles)
}
