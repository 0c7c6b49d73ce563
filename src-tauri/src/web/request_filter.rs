//! What the engine itself must keep out of a page, and what it asks for on the way.

use deskbell_core::{CertificateFlaw, PasswordFor};
use deskbell_vendors::NetworkZone;
use std::path::PathBuf;
use std::sync::mpsc::Receiver;
use tauri::{Webview, Window};
use url::Url;

/// Keeps pages away from addresses they may not reach.
pub trait RequestFilter {
    /// The origin this engine gives our own pages.
    const DESK_ORIGIN: &'static str;
    /// Which navigations it asks about.
    const NAVIGATIONS: NavigationScope;
    /// A page is there before its filter can be in force: what it loads first is refused and loaded again.
    const IN_FORCE_LATER: bool;

    /// Compiles the filters, kept in `folder`; says once when pages may be opened, or in its words why they may not.
    fn prepare_filters(window: &Window, folder: PathBuf) -> Receiver<Result<FilterScope, String>>;

    /// Brings `policy` into force for a page and then loads it. Without its filters it loads nothing.
    ///
    /// # Errors
    /// Tauri's.
    fn protect(page: &Webview, policy: RequestPolicy) -> tauri::Result<()>;
}

/// Which navigations an engine asks about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(dead_code, reason = "each engine has one of the two")]
pub enum NavigationScope {
    /// Those of the page and of every frame in it, without saying which.
    EveryFrame,
    /// Only those of the page itself.
    TopFrame,
}

/// What an engine's filter covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(dead_code, reason = "each engine has one of the two")]
pub enum FilterScope {
    /// Every request a page makes.
    Requests,
    /// Navigations only: what a page's scripts fetch is not filtered.
    Navigations,
}

/// What happens to a guarded page.
#[derive(Clone, Debug)]
#[allow(dead_code, reason = "not every engine tells all of it")]
pub enum PageGuardEvent {
    /// It would have gone to a place it may not show; it is where it was.
    Blocked(Url),
    /// Its own address redirects to such a place: there is nothing to show.
    RedirectedAway(Url),
    /// A load of its own failed, with host and reason.
    LoadFailed(String),
    /// A name and a password are asked for inside the page.
    PasswordWanted(String, PasswordFor),
    /// They were given, or the prompt was put away.
    PasswordPromptClosed,
    /// This host wants a certificate of ours; it got none.
    CertificateWanted(String),
    /// This host could not prove who it is; nothing of it is shown.
    Unsafe(String, CertificateFlaw),
}

/// Who says that a page's own load failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoadFailures {
    /// We do: [`PageGuardEvent::LoadFailed`].
    Reported,
    /// The engine, by a page of its own, where somebody looks at it.
    ShownByEngine,
}

/// What one page may load and show, and who is told.
#[allow(dead_code, reason = "an engine whose filters Tauri does not reach reads none of it")]
pub struct RequestPolicy {
    /// Parts of the network that no request of it may go to.
    pub closed: Vec<NetworkZone>,
    /// Whether the page itself may show a document.
    pub may_show: Box<dyn Fn(&Url) -> bool + Send>,
    /// Who says that a load of its own failed.
    pub failures: LoadFailures,
    /// Told what happens.
    pub tell: Box<dyn Fn(PageGuardEvent) + Send>,
    /// Called when all of it is in force; true if the page wanted to load before that, in vain.
    pub in_force: Box<dyn Fn() -> bool + Send>,
    /// Loaded then if so; none if it loads by itself.
    pub load: Option<Url>,
}
