//! Hosting: one thread owns the main window's pages and does what concerns them, in order.

use super::address::{address_of, data_folder};
use super::order::{HostingHandle, Order};
use super::page::{HostedPage, Surroundings};
use super::sign_in::{self, Browser, Request, SignInWindows, Turn, asked, needs_port};
use crate::engine::EngineHandle;
use crate::web::downloads::DownloadReports;
use crate::web::request_filter::{FilterScope, RequestFilter};
use crate::web::stage::StageLayout;
use crate::web::{Engine, page};
use crate::window::{SHELL, SIDEBAR, add_shell};
use deskbell_core::{
    AccountConfig, AccountId, CommandId, Event, Outcome, PageFact, PageProblem, Private,
    SignInStop, SystemFact, VendorCommand, VendorId,
};
use deskbell_vendors::SignInWay;
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::mpsc::Receiver;
use std::thread::JoinHandle;
use std::time::Duration;
use tauri::{AppHandle, Manager, UserAttentionType, Window};
use url::Url;

/// Tries to delete session data that a just closed engine still holds open.
const DELETE_TRIES: u32 = 20;
/// Time between such tries.
const DELETE_PAUSE: Duration = Duration::from_millis(250);

/// Starts the hosting thread over `window`. Downloads of its pages go to `downloads`.
///
/// # Errors
/// If the window is not there or the thread cannot be started.
pub fn start(
    window: Window,
    profile: PathBuf,
    engine: EngineHandle,
    downloads: DownloadReports,
) -> anyhow::Result<HostingHandle> {
    let (handle, orders) = HostingHandle::new();
    Engine::prepare_window(&window)?;
    let filters = Engine::prepare_filters(&window, profile.join("filters"));
    let own = handle.clone();
    std::thread::Builder::new().name("hosting".to_owned()).spawn(move || {
        HostingThread {
            app: window.app_handle().clone(),
            browser: Browser::new(own.clone(), engine.clone()),
            window,
            profile,
            engine,
            downloads,
            own,
            filters,
            scope: OnceCell::new(),
            pages: BTreeMap::new(),
            on_stage: None,
            opened: 0,
            deleting: BTreeMap::new(),
        }
        .run(&orders);
    })?;
    Ok(handle)
}

struct HostingThread {
    app: AppHandle,
    window: Window,
    profile: PathBuf,
    engine: EngineHandle,
    downloads: DownloadReports,
    own: HostingHandle,
    browser: Browser,
    /// Tells once how far the engine keeps pages in; why it cannot, in its words.
    filters: Receiver<Result<FilterScope, String>>,
    /// What it told.
    scope: OnceCell<Result<FilterScope, String>>,
    pages: BTreeMap<AccountId, HostedPage>,
    on_stage: Option<AccountId>,
    opened: u32,
    /// Threads that delete the data of removed accounts.
    deleting: BTreeMap<AccountId, JoinHandle<()>>,
}

impl HostingThread {
    fn run(mut self, orders: &Receiver<Order>) {
        while let Ok(order) = orders.recv() {
            if let Err(error) = self.run_order(order) {
                log::error!("hosting: {error:#}");
            }
        }
    }

    fn run_order(&mut self, order: Order) -> anyhow::Result<()> {
        match order {
            Order::Open(config) => self.open(&config),
            Order::Close(account) => self.close(&account)?,
            Order::Reload(config) => self.reload(&config)?,
            Order::DeleteData(account) => self.delete_data(account)?,
            Order::Arrange(account) => {
                self.on_stage = account;
                self.arrange()?;
            }
            Order::Relayout => self.arrange()?,
            Order::Post { account, vendor, id, command } => {
                self.post(&account, &vendor, id, &command)
            }
            Order::FinishSignIn { account, window, command } => {
                self.finish_sign_in(&account, window.as_deref(), &command)?;
            }
            Order::OpenSignIn(account, address) => self.open_sign_in(&account, &address),
            Order::SignInReturned(link) => self.browser.returned(&link),
            Order::OpenFile(account, address) => {
                if let Some(page) = self.pages.get(&account) {
                    page.open_file(&address);
                }
            }
            Order::CloseSignIn(account) => self.close_sign_in(&account),
            Order::Show => self.show()?,
            Order::Hide => self.hide()?,
            Order::Minimize => self.window.minimize()?,
            Order::Attention => {
                self.window.request_user_attention(Some(UserAttentionType::Informational))?;
            }
        }
        Ok(())
    }

    fn open(&mut self, config: &AccountConfig) {
        if self.pages.contains_key(&config.id) {
            return;
        }
        // A new account may have the name of one just removed: its data must not go with the old.
        if let Some(deletion) = self.deleting.remove(&config.id) {
            let _ = deletion.join();
        }
        self.opened += 1;
        let label = format!("widget-{}-{}", config.id, self.opened);
        // Taken now, because the page must name it, and kept, so that nobody else can be answered there.
        let server = address_of(config)
            .is_ok_and(|(_, address)| needs_port(&address))
            .then(|| self.browser.server(None).ok())
            .flatten();
        let opened = match self.filter_scope() {
            Ok(_) => {
                let around = Surroundings {
                    window: &self.window,
                    profile: &self.profile,
                    engine: &self.engine,
                    downloads: &self.downloads,
                };
                HostedPage::open(&around, config, label, server)
            }
            // A page is never shown without what keeps it in.
            Err(error) => Err(anyhow::anyhow!(
                "The web engine could not be told to keep pages away from this computer and its network ({error}). No page is opened without that; look at the disk's space and the profile's folder, then start Deskbell again."
            )),
        };
        match opened {
            Ok(page) => {
                self.pages.insert(config.id.clone(), page);
                if let Err(error) = self.arrange() {
                    log::error!("hosting: {error:#}");
                }
            }
            Err(error) => {
                let problem = PageProblem::BadConfig { reason: format!("{error:#}") };
                let fact = PageFact::Broke { problem };
                self.engine.send(Event::Page { account: config.id.clone(), fact });
            }
        }
    }

    fn close(&mut self, account: &AccountId) -> anyhow::Result<()> {
        self.close_sign_in(account);
        if let Some(page) = self.pages.remove(account) {
            page.close()?;
        }
        if self.on_stage.as_ref() == Some(account) {
            self.on_stage = None;
            self.arrange()?;
        }
        Ok(())
    }

    /// Waits for the engine's filters where they are still being made: no page may be there before them, while our own
    /// window needs none.
    fn filter_scope(&self) -> &Result<FilterScope, String> {
        self.scope.get_or_init(|| {
            let scope = self.filters.recv().unwrap_or_else(|_| Err("it gave no answer".to_owned()));
            if scope == Ok(FilterScope::Navigations) {
                log::info!("this engine keeps pages in by their navigations, not by each request");
            }
            scope
        })
    }

    /// A changed address needs a new page with new rights; an unchanged one is only loaded again.
    fn reload(&mut self, config: &AccountConfig) -> anyhow::Result<()> {
        match self.pages.get(&config.id) {
            Some(page) if page.is_opened_as(config) => page.reload()?,
            _ => {
                let shown = self.on_stage.clone();
                self.close(&config.id)?;
                self.open(config);
                self.on_stage = shown;
                self.arrange()?;
            }
        }
        Ok(())
    }

    fn delete_data(&mut self, account: AccountId) -> anyhow::Result<()> {
        self.engine.raw_log().forget(&account);
        let web = data_folder(&self.profile, &account);
        let folder = web.parent().map_or_else(|| web.clone(), std::path::Path::to_path_buf);
        let engine = self.engine.clone();
        self.deleting.retain(|_, deletion| !deletion.is_finished());
        let removed = account.clone();
        let deletion = std::thread::Builder::new().name("delete-data".to_owned());
        let deletion = deletion.spawn(move || {
            let mut last = None;
            for _ in 0..DELETE_TRIES {
                match std::fs::remove_dir_all(&folder) {
                    Ok(()) => last = None,
                    Err(error) if error.kind() == std::io::ErrorKind::NotFound => last = None,
                    Err(error) => last = Some(error),
                }
                // The engine's last writes may come after the page is gone.
                std::thread::sleep(DELETE_PAUSE);
                if last.is_none() && !folder.exists() {
                    return;
                }
            }
            let reason =
                last.map_or_else(|| "the folder comes back".to_owned(), |error| error.to_string());
            engine.send(Event::Outcome { outcome: Outcome::DataNotDeleted { account, reason } });
        })?;
        self.deleting.insert(removed, deletion);
        Ok(())
    }

    fn arrange(&self) -> anyhow::Result<()> {
        let shown = self.on_stage.as_ref().and_then(|account| self.pages.get(account));
        let hidden = self.pages.iter().filter(|(own, _)| Some(*own) != self.on_stage.as_ref());
        page::arrange(
            &self.window,
            self.app.get_webview(SHELL).as_ref(),
            shown.map(HostedPage::staged),
            hidden.map(|(_, page)| page.view()),
            SIDEBAR,
        )?;
        Ok(())
    }

    fn post(&self, account: &AccountId, vendor: &VendorId, id: CommandId, command: &VendorCommand) {
        let engine = self.engine.clone();
        let report = move |result: Result<(), String>| {
            let outcome = match result {
                Ok(()) => Outcome::CommandPosted { command: id },
                Err(reason) => Outcome::CommandNotPosted { command: id, reason },
            };
            engine.send(Event::Outcome { outcome });
        };
        let page = self.pages.get(account);
        let Some((page, vendor)) = page.and_then(|page| Some((page, page.speaks(vendor)?))) else {
            return report(Err("the account's page is not open".to_owned()));
        };
        let Some(messages) = vendor.encode(command) else {
            return report(Err("this vendor's widget cannot do that by message".to_owned()));
        };
        let last = messages.len().saturating_sub(1);
        for (index, message) in messages.iter().enumerate() {
            let report = report.clone();
            let posted = page.post(vendor, message, move |result| {
                if index == last {
                    report(result);
                }
            });
            if let Err(error) = posted {
                let engine = self.engine.clone();
                let outcome = Outcome::CommandNotPosted { command: id, reason: error.to_string() };
                return engine.send(Event::Outcome { outcome });
            }
        }
    }

    fn open_sign_in(&mut self, account: &AccountId, address: &Private<String>) {
        let Some(page) = self.pages.get(account) else { return };
        let way = page.address.sign_in;
        let redirect = page.address.redirect.as_deref();
        let asked = asked(page.vendor, &page.options, redirect, address);
        let opened = asked.and_then(|(target, request)| match way {
            SignInWay::Browser => self.browser.open(account, &target, request),
            SignInWay::Window => {
                self.open_sign_in_window(account, target, request);
                Ok(())
            }
        });
        if let Err(why) = opened {
            log::warn!("{account} cannot sign in: {why:?}");
            self.tell(account, PageFact::SignInStopped { why });
        }
    }

    fn open_sign_in_window(&self, account: &AccountId, target: Url, request: Request) {
        let Some(page) = self.pages.get(account) else { return };
        let opened =
            sign_in::open_window(&self.app, &self.own, target, request, &page.guard, page.data());
        if let Err(error) = opened {
            log::warn!("the sign-in window of {account} could not be opened: {error:#}");
            self.tell(account, PageFact::SignInTimedOut);
        }
    }

    /// Hands an answer to the page it is for, and closes the window it was caught in.
    fn finish_sign_in(
        &self,
        account: &AccountId,
        window: Option<&str>,
        command: &VendorCommand,
    ) -> anyhow::Result<()> {
        if let Some(page) = self.pages.get(account) {
            let windows = self.app.state::<SignInWindows>();
            match windows.turn(window, page.vendor, &page.options, command) {
                Turn::Permission => {}
                Turn::Late => return Ok(()),
                Turn::Strange => {
                    let why = SignInStop::StrangeAnswer;
                    self.tell(account, PageFact::SignInStopped { why });
                    return Ok(());
                }
            }
            for message in page.vendor.encode(command).unwrap_or_default() {
                let (engine, account) = (self.engine.clone(), account.clone());
                page.post(page.vendor, &message, move |taken| {
                    if taken.is_err() {
                        let fact = PageFact::SignInTimedOut;
                        engine.send(Event::Page { account: account.clone(), fact });
                    }
                })?;
            }
        }
        sign_in::close(&self.app, account);
        Ok(())
    }

    fn close_sign_in(&self, account: &AccountId) {
        self.browser.end(account);
        sign_in::close(&self.app, account);
    }

    fn tell(&self, account: &AccountId, fact: PageFact) {
        self.engine.send(Event::Page { account: account.clone(), fact });
    }

    fn show(&mut self) -> anyhow::Result<()> {
        if self.app.get_webview(SHELL).is_none() {
            add_shell(&self.window)?;
            self.arrange()?;
        }
        self.window.unminimize()?;
        self.window.show()?;
        self.window.set_focus()?;
        self.engine.send(Event::Os { fact: SystemFact::Visible { visible: true } });
        Ok(())
    }

    /// In the tray our own page does not exist: it would cost as much memory as a small browser.
    fn hide(&mut self) -> anyhow::Result<()> {
        self.window.hide()?;
        if let Some(shell) = self.app.get_webview(SHELL) {
            shell.close()?;
        }
        self.engine.send(Event::Os { fact: SystemFact::Visible { visible: false } });
        Ok(())
    }
}
