//! A window to sign in: one that a page opened, or one at an address of its own.

use super::Engine;
use super::request_filter::{RequestFilter, RequestPolicy};
use super::session::{PageData, load_as};
use tauri::webview::{NewWindowFeatures, NewWindowResponse, PageLoadEvent, PermissionResponse};
use tauri::{AppHandle, Manager, WebviewUrl, WebviewWindow, WebviewWindowBuilder, WindowEvent};
use url::Url;

/// The page that wants a window, and how the window shall look.
pub struct Opener(pub(super) NewWindowFeatures);

/// What a window shows first.
pub enum Beginning {
    /// What the page that opened it puts there.
    Opened(Opener),
    /// An address, in a session.
    Address(Url, PageData),
}

/// What a window to sign in is opened with.
pub struct SignInSpec {
    /// Names it; never used before in this run.
    pub label: String,
    /// What it shows first.
    pub beginning: Beginning,
    /// Logical pixels.
    pub size: (f64, f64),
    /// Its title before anything is loaded.
    pub first_title: String,
    /// Its title while it shows this address.
    pub title: fn(&Url) -> String,
    /// Whether it may go there.
    pub may_go: Box<dyn Fn(&Url) -> bool + Send>,
    /// Told where a window of its own would have led; there is none.
    pub leave: Box<dyn Fn(&Url) + Send>,
    /// What it may load and show.
    pub policy: RequestPolicy,
}

/// An open window to sign in.
pub struct SignInWindow(pub(super) WebviewWindow);

impl SignInWindow {
    /// Opens it: no window of its own, no permission, no download, its host always in the title.
    ///
    /// # Errors
    /// If it cannot be built or guarded.
    pub fn open(app: &AppHandle, spec: SignInSpec) -> tauri::Result<Self> {
        let builder = match spec.beginning {
            Beginning::Opened(Opener(features)) => {
                let blank = Url::parse("about:blank").map_err(tauri::Error::InvalidUrl)?;
                WebviewWindowBuilder::new(app, spec.label, WebviewUrl::External(blank))
                    .window_features(features)
            }
            Beginning::Address(address, data) => {
                WebviewWindowBuilder::new(app, spec.label, load_as(address))
                    .data_directory(data.folder)
                    .data_store_identifier(data.identifier)
            }
        };
        let (leave, title) = (spec.leave, spec.title);
        let window = builder
            .inner_size(spec.size.0, spec.size.1)
            .title(spec.first_title)
            .on_navigation(spec.may_go)
            .center()
            // Nobody signs in with a microphone: these windows go where a vendor leads them.
            .on_permission_request(|_, _| PermissionResponse::Deny)
            // There is nothing to save.
            .on_download(|_, _| false)
            .on_new_window(move |target, _| {
                leave(&target);
                NewWindowResponse::Deny
            })
            .on_page_load(move |window, load| match load.event() {
                // The second shows where redirects have led.
                PageLoadEvent::Started | PageLoadEvent::Finished => {
                    let _ = window.set_title(&title(load.url()));
                }
            })
            .build()?;
        Engine::protect(window.as_ref(), spec.policy)?;
        Ok(Self(window))
    }

    /// Calls `closed` when it is gone, whoever closed it.
    pub fn on_closed(&self, closed: impl Fn() + Send + 'static) {
        self.0.on_window_event(move |event| {
            if matches!(event, WindowEvent::Destroyed) {
                closed();
            }
        });
    }
}

/// Brings the window `label` to front, with what was typed into it; false if there is none.
///
/// # Errors
/// Tauri's.
pub fn bring_to_front(app: &AppHandle, label: &str) -> tauri::Result<bool> {
    let Some(window) = app.get_window(label) else { return Ok(false) };
    window.unminimize()?;
    window.show()?;
    window.set_focus()?;
    Ok(true)
}

/// Closes the window `label`, if it is open.
///
/// # Errors
/// Tauri's.
pub fn close(app: &AppHandle, label: &str) -> tauri::Result<()> {
    app.get_webview_window(label).map_or(Ok(()), |window| window.destroy())
}
