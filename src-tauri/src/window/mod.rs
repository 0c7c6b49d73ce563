//! Our windows: their labels, how the main one is built, and what the user does to it.

mod geometry;

use crate::engine::EngineHandle;
use crate::web::Engine;
use crate::web::stage::StageLayout;
use deskbell_core::{Event, Intent, Source, Stage, SystemFact, WindowPlace};
use geometry::Screen;
use tauri::window::WindowBuilder;
use tauri::{
    AppHandle, LogicalPosition, LogicalSize, PhysicalPosition, PhysicalSize, Webview, WebviewUrl,
    Window, WindowEvent, webview::WebviewBuilder,
};
use url::Url;

/// Label of the main window.
pub const MAIN: &str = "main";
/// Label of our own page's webview in it.
pub const SHELL: &str = "shell";
/// Labels of all webviews that show a page of ours: they may `dispatch`, `view` and `query`.
pub const OUR_PAGES: [&str; 1] = [SHELL];
/// Width of the sidebar in logical pixels.
pub const SIDEBAR: u32 = 320;

/// Builds the main window where it was, without any page yet, not shown.
pub fn build_main(app: &AppHandle, place: Option<WindowPlace>) -> tauri::Result<Window> {
    let screens = screens(app)?;
    let begin = geometry::beginning(place, &screens);
    let mut builder = WindowBuilder::new(app, MAIN)
        .title("Deskbell")
        .min_inner_size(begin.least.width, begin.least.height)
        .inner_size(begin.size.width, begin.size.height)
        .maximized(place.is_some_and(|place| place.maximized))
        .visible(false);
    if let Some(at) = begin.at {
        builder = builder.position(at.x, at.y);
    }
    builder.build()
}

/// All screens, the main one first where the desktop names one.
fn screens(app: &AppHandle) -> tauri::Result<Vec<Screen>> {
    let main = app.primary_monitor()?;
    let all = app.available_monitors()?;
    Ok(main.iter().chain(&all).map(Screen::from).collect())
}

/// Adds our own page to the main window.
pub fn add_shell(window: &Window) -> tauri::Result<Webview> {
    let builder = WebviewBuilder::new(SHELL, WebviewUrl::App("main.html".into()))
        .on_download(|_, _| false)
        // Our page leads nowhere: whatever is not our own page stays closed.
        .on_navigation(is_our_page);
    let size = window.inner_size()?;
    let size = PhysicalSize::new(size.width, size.height);
    let shell = window.add_child(builder, PhysicalPosition::new(0, 0), size)?;
    Engine::enclose(window, &shell, SIDEBAR)?;
    Ok(shell)
}

/// Where Tauri serves our own page: by a scheme of its own, on Windows under a name that no network has.
fn is_our_page(url: &Url) -> bool {
    matches!(
        (url.scheme(), url.host_str(), url.port()),
        ("tauri", Some("localhost"), None) | ("http" | "https", Some("tauri.localhost"), None)
    )
}

/// Turns what the user does to the main window into events.
pub fn follow_main(
    window: &Window,
    engine: &EngineHandle,
    relayout: impl Fn() + Send + Sync + 'static,
) {
    let inside = window.clone();
    let engine = engine.clone();
    window.on_window_event(move |event| match event {
        WindowEvent::CloseRequested { api, .. } => {
            // What closing means is decided by the core: tray, minimise or leave.
            api.prevent_close();
            engine.send(Event::Os { fact: SystemFact::CloseRequested });
        }
        WindowEvent::Focused(focused) => {
            engine.send(Event::Os { fact: SystemFact::Focus { focused: *focused } });
        }
        WindowEvent::Resized(_) => {
            relayout();
            report_place(&inside, &engine);
        }
        WindowEvent::Moved(_) => report_place(&inside, &engine),
        _ => {}
    });
}

/// Ctrl+1…9 puts that account's widget on the stage and F6 changes sides, whatever has the keyboard.
pub fn follow_keys(window: &Window, engine: &EngineHandle) -> tauri::Result<()> {
    let engine = engine.clone();
    Engine::watch_keys(window, move |number| {
        if let Some(row) = engine.view().accounts.get(number.saturating_sub(1)) {
            let stage = Stage::Widget { account: row.config.id.clone() };
            let intent = Intent::Show { stage };
            engine.send(Event::Intent { intent, from: Source::Window, request: None });
        }
    })
}

fn report_place(window: &Window, engine: &EngineHandle) {
    let read = || -> tauri::Result<WindowPlace> {
        let scale = window.scale_factor()?;
        let at: LogicalPosition<i32> = window.outer_position()?.to_logical(scale);
        let size: LogicalSize<u32> = window.inner_size()?.to_logical(scale);
        let maximized = window.is_maximized()?;
        Ok(WindowPlace { x: at.x, y: at.y, width: size.width, height: size.height, maximized })
    };
    // A window that is just going away has no place to remember.
    if window.is_visible().unwrap_or(false)
        && !window.is_minimized().unwrap_or(true)
        && let Ok(place) = read()
    {
        engine.send(Event::Os { fact: SystemFact::WindowPlaced { place } });
    }
}

#[cfg(test)]
mod tests {
    use super::is_our_page;

    #[test]
    fn our_own_page_leads_nowhere() {
        for ours in ["tauri://localhost/main.html", "http://tauri.localhost/main.html#x"] {
            assert!(is_our_page(&ours.parse().unwrap()), "{ours}");
        }
        for foreign in [
            "https://evil.test/",
            "http://tauri.localhost.evil.test/",
            "http://tauri.evil.test/",
            "http://tauri.localhost:8080/",
            "http://localhost/",
            "http://127.0.0.1/",
            "tauri://evil.test/",
            "tauri://localhost:1/",
            "tauri:localhost",
            "https://tauri.localhost@evil.test/",
            "desk://localhost/ringcentral/index.html",
            "http://desk.localhost/ringcentral/index.html",
            "asset://localhost/etc/passwd",
            "ipc://localhost/dispatch",
            "file:///etc/passwd",
            "data:text/html,<script>alert(1)</script>",
            "javascript:alert(1)",
            "about:blank",
            "blob:tauri://localhost/1",
        ] {
            assert!(!is_our_page(&foreign.parse().unwrap()), "{foreign}");
        }
    }
}
