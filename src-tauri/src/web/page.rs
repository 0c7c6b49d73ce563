//! A hosted page as its engine shows it: the only place where its webview is touched.

use super::Engine;
use super::downloads::{DownloadControl, DownloadReports};
use super::permissions::{PagePermissions, Permissions};
use super::request_filter::{RequestFilter, RequestPolicy};
use super::session::{PageData, load_as};
use super::sign_in_window::{Opener, SignInWindow};
use super::stage::{Heading, StageLayout};
use anyhow::Context;
use deskbell_core::{AccountId, PageProblem};
use tauri::webview::{NewWindowResponse, WebviewBuilder};
use tauri::{Manager, PhysicalPosition, PhysicalSize, Webview, Window};
use url::Url;

/// What a hosted page is opened with.
pub struct PageSpec {
    /// Names its webview; never used before in this run.
    pub label: String,
    /// Whose page.
    pub account: AccountId,
    /// Where it lives.
    pub address: Url,
    /// Its session.
    pub data: PageData,
    /// Run first in every document of the page itself, in this order.
    pub own_scripts: Vec<String>,
    /// Run first in every document of the page and of its frames, in this order.
    pub frame_scripts: Vec<String>,
    /// Answers what it may do beyond showing itself.
    pub permissions: PagePermissions,
    /// Where its downloads are reported.
    pub downloads: DownloadReports,
    /// Whether the page, or where the engine does not tell them apart a frame in it, may go there.
    pub may_go: Box<dyn Fn(&Url) -> bool + Send>,
    /// The page wants a window at this address; it gets the one returned, or none.
    pub new_window: Box<dyn Fn(Url, Opener) -> Option<SignInWindow> + Send>,
    /// What it may load and show.
    pub policy: RequestPolicy,
    /// Told that its process has ended.
    pub broke: Box<dyn Fn(PageProblem) + Send>,
}

/// An open page.
pub struct PageView(Webview);

impl PageView {
    /// Opens a page in `window`.
    ///
    /// # Errors
    /// If the engine does not create it or does not take what guards it.
    pub fn open(window: &Window, spec: PageSpec) -> anyhow::Result<Self> {
        let mut builder = WebviewBuilder::new(spec.label, load_as(spec.address))
            .data_directory(spec.data.folder)
            .data_store_identifier(spec.data.identifier);
        for script in spec.own_scripts {
            builder = builder.initialization_script(script);
        }
        builder = Engine::answer_from_the_start(builder, &spec.permissions);
        for script in spec.frame_scripts {
            builder = builder.initialization_script_for_all_frames(script);
        }
        builder = Engine::report_from_the_start(builder, &spec.downloads, &spec.account);
        let new_window = spec.new_window;
        let builder = builder.on_navigation(spec.may_go).on_new_window(move |target, features| {
            match new_window(target, Opener(features)) {
                Some(window) => NewWindowResponse::Create { window: window.0 },
                None => NewWindowResponse::Deny,
            }
        });
        let size = window.inner_size()?;
        let size = PhysicalSize::new(size.width, size.height);
        let webview = window
            .add_child(builder, PhysicalPosition::new(0, 0), size)
            .context("the page could not be created")?;
        Engine::answer_requests(&webview, spec.permissions)?;
        Engine::report_downloads(&webview, &spec.downloads, &spec.account)?;
        Engine::watch_process(&webview, spec.broke)?;
        Engine::protect(&webview, spec.policy)?;
        Ok(Self(webview))
    }

    /// The label it was opened with.
    pub fn label(&self) -> &str {
        self.0.label()
    }

    /// Runs `script` in the page; `done` takes its last value as JSON, or nothing where the script threw.
    ///
    /// # Errors
    /// Tauri's.
    pub fn run(&self, script: String, done: impl Fn(String) + Send + 'static) -> tauri::Result<()> {
        self.0.eval_with_callback(script, done)
    }

    /// Loads `address`, whatever state the page is in.
    ///
    /// # Errors
    /// Tauri's.
    pub fn load(&self, address: Url) -> tauri::Result<()> {
        Engine::load_again(&self.0, address)
    }

    /// Closes it for good.
    ///
    /// # Errors
    /// Tauri's.
    pub fn close(&self) -> tauri::Result<()> {
        self.0.close()
    }
}

/// Puts `shown` with its heading on the stage of `window`, beside its `sidebar` of `width` logical pixels, and takes `hidden` away.
///
/// # Errors
/// Tauri's.
pub fn arrange<'a>(
    window: &Window,
    sidebar: Option<&Webview>,
    shown: Option<(&PageView, Heading)>,
    hidden: impl Iterator<Item = &'a PageView>,
    width: u32,
) -> tauri::Result<()> {
    let hidden: Vec<Webview> = hidden.map(|page| page.0.clone()).collect();
    let heading = shown.map_or(Heading::None, |(_, heading)| heading);
    Engine::arrange(window, sidebar, shown.map(|(page, _)| &page.0), &hidden, width, heading)
}

/// Begins to download `address` in the session of the page `label`, if it is still open.
///
/// # Errors
/// Tauri's.
pub fn download(app: &impl Manager<tauri::Wry>, label: &str, address: &Url) -> tauri::Result<()> {
    app.get_webview(label).map_or(Ok(()), |page| Engine::start(&page, address))
}
