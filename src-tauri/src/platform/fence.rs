//! What the engine itself must keep out of a page, and what it asks for on the way: same functions, two bodies.

#[cfg(target_os = "linux")]
#[path = "fence_linux.rs"]
mod body;
#[cfg(not(target_os = "linux"))]
#[path = "fence_handlers.rs"]
mod body;
#[cfg(target_os = "linux")]
#[path = "filters_linux.rs"]
mod filters;

pub use body::{DESK_ORIGIN, HEARD, STANDS_LATER, prepare, protect};

use deskbell_core::{CertificateFlaw, PasswordFor};
use deskbell_vendors::NetworkZone;
use url::Url;

/// Which navigations Tauri's own handler hears on this system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(dead_code, reason = "each system has one of the two")]
pub enum Heard {
    /// Those of the page and of every frame in it, without a word which.
    EveryFrame,
    /// Only those of the page itself.
    TopFrame,
}

/// How far this system's engine can be told to keep a page away from addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(dead_code, reason = "each system has one of the two")]
pub enum Cover {
    /// Every request a page makes.
    Requests,
    /// Navigations only: what a page's scripts fetch is not filtered here.
    Navigations,
}

/// What happens to a guarded page.
#[derive(Clone, Debug)]
#[allow(dead_code, reason = "not every engine tells all of it")]
pub enum Met {
    /// It would have gone to a place it may not show; it is where it was.
    Elsewhere(Url),
    /// Its own address leads on to such a place: there is nothing to show.
    LedAway(Url),
    /// A load of its own failed, with host and reason.
    Failed(String),
    /// A name and a password are asked for inside the page.
    PasswordWanted(String, PasswordFor),
    /// They were given, or the question was put away.
    PasswordSettled,
    /// This host wants a certificate of ours; it got none.
    CertificateWanted(String),
    /// This host could not prove who it is; nothing of it is shown.
    Unsafe(String, CertificateFlaw),
}

/// Who says that a page's own load failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failures {
    /// We do: [`Met::Failed`].
    Told,
    /// The engine, by a page of its own, where somebody looks at it.
    Shown,
}

/// How one page is guarded.
pub struct Watch {
    /// Zones that no request of it may go to.
    pub closed: Vec<NetworkZone>,
    /// Whether the page itself may show a document.
    pub may_show: Box<dyn Fn(&Url) -> bool + Send>,
    /// Who says that a load of its own failed.
    pub failures: Failures,
    /// Hears what happens.
    pub tell: Box<dyn Fn(Met) + Send>,
    /// Called when all of it is in force; true if the page wanted to load before that, in vain.
    pub stands: Box<dyn Fn() -> bool + Send>,
    /// Loaded then if so; none if it loads by itself.
    pub load: Option<Url>,
}
