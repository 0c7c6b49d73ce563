//! How an engine asks for rights of a page: same functions, two bodies.

pub use super::engine::permissions::{guard, watch};

use crate::engine::Mailbox;
use crate::web::permission_requests::Asks;
use deskbell_core::{AccountId, Event, PageNews, Right};
use std::sync::Arc;
use tauri::{AppHandle, Manager};
use url::Url;

/// Who answers for the rights of one page.
#[derive(Clone)]
pub struct Rights {
    pub(super) app: AppHandle,
    pub(super) account: AccountId,
    mailbox: Mailbox,
    /// Origins for which the agent is asked; a page that went elsewhere gets nothing.
    origins: Arc<[String]>,
}

impl Rights {
    /// For the page of `account`, whose own pages have one of `origins`.
    pub fn new(
        app: &AppHandle,
        account: &AccountId,
        mailbox: &Mailbox,
        origins: &[String],
    ) -> Self {
        let (account, mailbox) = (account.clone(), mailbox.clone());
        Self { app: app.clone(), account, mailbox, origins: origins.into() }
    }

    pub(super) fn asks(&self) -> tauri::State<'_, Asks> {
        self.app.state::<Asks>()
    }

    /// What the agent said about `right`.
    pub(super) fn said(&self, right: &Right) -> Option<bool> {
        let view = self.mailbox.view();
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

    /// What is refused without a question is counted.
    pub(super) fn refused(&self, what: &str) {
        let news = PageNews::RightRefused { what: what.to_owned() };
        self.mailbox.send(Event::Page { account: self.account.clone(), news });
    }
}
