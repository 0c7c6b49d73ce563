//! How an engine asks for permissions of a page.

use super::permission_requests::PermissionRequests;
use crate::engine::EngineHandle;
use deskbell_core::{AccountId, Event, PageFact, Permission};
use std::sync::Arc;
use tauri::webview::WebviewBuilder;
use tauri::{AppHandle, Manager, Webview, Wry};
use url::Url;

/// Answers what a page may do beyond showing itself.
pub trait Permissions {
    /// Has requests of the page that is being built answered, as far as that must be said before it is there.
    fn answer_from_the_start(
        builder: WebviewBuilder<Wry>,
        permissions: &PagePermissions,
    ) -> WebviewBuilder<Wry>;

    /// Answers every request of the page from now on.
    ///
    /// # Errors
    /// Tauri's.
    fn answer_requests(page: &Webview, permissions: PagePermissions) -> tauri::Result<()>;
}

/// Who answers for the permissions of one page.
#[derive(Clone)]
pub struct PagePermissions {
    pub(super) app: AppHandle,
    pub(super) account: AccountId,
    engine: EngineHandle,
    /// Origins for which the agent is asked; a page that went elsewhere gets nothing.
    origins: Arc<[String]>,
}

impl PagePermissions {
    /// For the page of `account`, whose own pages have one of `origins`.
    pub fn new(
        app: &AppHandle,
        account: &AccountId,
        engine: &EngineHandle,
        origins: &[String],
    ) -> Self {
        let (account, engine) = (account.clone(), engine.clone());
        Self { app: app.clone(), account, engine, origins: origins.into() }
    }

    /// What waits for the agent's answer.
    pub(super) fn requests(&self) -> tauri::State<'_, PermissionRequests> {
        self.app.state::<PermissionRequests>()
    }

    /// What the agent said about `right`.
    pub(super) fn said(&self, right: &Permission) -> Option<bool> {
        let view = self.engine.view();
        let known = view.grants.iter().find(|g| g.account == self.account && g.right == *right);
        known.map(|grant| grant.allowed)
    }

    /// The page that asks is one of the account's own.
    pub(super) fn is_own(&self, page: Option<&Url>) -> bool {
        page.is_some_and(|page| {
            // Schemes of our own have an opaque origin; scheme and host still name it.
            let plain = format!("{}://{}", page.scheme(), page.host_str().unwrap_or_default());
            let origin = page.origin().ascii_serialization();
            self.origins.iter().any(|own| *own == origin || (origin == "null" && *own == plain))
        })
    }

    /// What is refused without a prompt is counted.
    pub(super) fn refused(&self, what: &str) {
        let fact = PageFact::RightRefused { what: what.to_owned() };
        self.engine.send(Event::Page { account: self.account.clone(), fact });
    }
}
