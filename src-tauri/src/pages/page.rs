//! One account's hosted page: open, post, show, reload, close.

use super::address::{address_of, data_of};
use super::batch::WidgetPage;
use super::capability::{PageVoice, page_capability};
use super::guard::{PageGuard, Role};
use super::intake::Intake;
use super::saving;
use super::scripts::{self, Keys};
use super::sign_in::{CallbackServer, Popups};
use super::voice::voice_access;
use crate::engine::EngineHandle;
use crate::voice::Voices;
use crate::web::downloads::DownloadReports;
use crate::web::page::{PageSpec, PageView};
use crate::web::permissions::PagePermissions;
use crate::web::session::PageData;
use crate::web::stage::Heading;
use deskbell_core::{AccountConfig, Event, Hosting, PageFact, Private, VendorId};
use deskbell_vendors::{Address, Vendor};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use tauri::{AppHandle, Manager, Window};
use url::Url;

/// What every page is opened in.
pub struct Surroundings<'a> {
    /// The main window.
    pub window: &'a Window,
    /// The profile's folder.
    pub profile: &'a Path,
    /// Where what happens is told.
    pub engine: &'a EngineHandle,
    /// Where downloads are reported.
    pub downloads: &'a DownloadReports,
}

/// One account's page.
pub struct HostedPage {
    app: AppHandle,
    view: PageView,
    data: PageData,
    /// Where it lives.
    pub(super) address: Address,
    /// Where it lives as it was typed, before a port was put into it.
    typed: Address,
    /// What the account's form says.
    pub(super) options: BTreeMap<String, String>,
    /// Where answers for it come to while it is open, if its address names a port of ours.
    _server: Option<Arc<CallbackServer>>,
    /// Who speaks for it.
    pub(super) vendor: &'static dyn Vendor,
    /// What keeps it and its windows in.
    pub(super) guard: PageGuard,
    keys: Keys,
    heading: Heading,
}

impl HostedPage {
    /// Opens the page of `config`; `label` was never used before in this run, so that capabilities of an earlier address
    /// can never apply to it. It is told to have itself answered at `server`.
    ///
    /// # Errors
    /// If its address is wrong or the engine does not open it.
    pub fn open(
        around: &Surroundings<'_>,
        config: &AccountConfig,
        label: String,
        server: Option<Arc<CallbackServer>>,
    ) -> anyhow::Result<Self> {
        let (vendor, typed) = address_of(config)?;
        let address = server
            .as_ref()
            .map_or_else(|| typed.clone(), |server| typed.answered_at(server.port()));
        let app = around.window.app_handle();
        // A phone in a frame of a company's page has none: the top page's origin is not the phone's.
        let has_voice = Voices::HERE && vendor.form().phone && address.widget.is_none();
        let voice = if has_voice { PageVoice::Ours } else { PageVoice::None };
        app.add_capability(page_capability(&label, &address.origins, voice))?;
        admit(app, config, vendor, &address, label.clone());

        let keys = Keys::new()?;
        let mut frame_scripts = Vec::new();
        if config.hosting() == Hosting::AgentConsole {
            frame_scripts.push(scripts::frame(&address, &keys));
        }
        frame_scripts.extend(scripts::phone_frame(&address));
        frame_scripts.push(saving::marking_script());
        let guard = PageGuard::of(app, config, vendor, &address, around.engine);
        let mut own_scripts = Vec::new();
        if voice == PageVoice::Ours {
            let access = voice_access(app, &config.id, &guard, around.engine);
            app.state::<Voices>().admit(label.clone(), access);
            // Before the bridge, which looks on at what pages ask of the microphone.
            own_scripts.push(scripts::voice(&address));
        }
        own_scripts.push(scripts::bridge(config, vendor, &address, &keys));
        let popups = Popups::of(app, &label, vendor, &config.options, &address, &guard);
        let going = guard.clone();
        let (watcher, account) = (around.engine.clone(), config.id.clone());
        let data = data_of(around.profile, &config.id);
        let spec = PageSpec {
            label,
            account: config.id.clone(),
            address: address.url.clone(),
            data: data.clone(),
            own_scripts,
            frame_scripts,
            permissions: PagePermissions::new(app, &config.id, around.engine, &address.origins),
            downloads: around.downloads.clone(),
            may_go: Box::new(move |to| going.may_go(Role::Page, to)),
            new_window: Box::new(move |target, opener| popups.open(&target, opener)),
            policy: guard.policy(Role::Page, Some(address.url.clone())),
            broke: Box::new(move |problem| {
                let fact = PageFact::Broke { problem };
                watcher.send(Event::Page { account: account.clone(), fact });
            }),
        };
        let view = PageView::open(around.window, spec)?;
        let options = config.options.clone();
        let app = app.clone();
        let heading = heading_of(config);
        let _server = server;
        Ok(Self { app, view, data, address, typed, options, _server, vendor, guard, keys, heading })
    }

    /// Whether it is the page that `config` asks for: a changed address needs a new page with new rights.
    pub fn is_opened_as(&self, config: &AccountConfig) -> bool {
        address_of(config).is_ok_and(|(vendor, address)| {
            self.typed == address && self.guard.is_for(vendor, &self.address, &config.options)
        })
    }

    /// What shows it.
    pub fn view(&self) -> &PageView {
        &self.view
    }

    /// What shows it, with what stands above it.
    pub fn staged(&self) -> (&PageView, Heading) {
        (&self.view, self.heading)
    }

    /// Its session.
    pub fn data(&self) -> &PageData {
        &self.data
    }

    /// The adapter `vendor` if this page carries it: its own vendor, or another one whose tap it runs.
    pub fn speaks(&self, vendor: &VendorId) -> Option<&'static dyn Vendor> {
        let carried = std::iter::once(self.vendor).chain(scripts::tapping(self.vendor));
        carried.into_iter().find(|carried| carried.id() == vendor.0)
    }

    /// Hands `message` of `vendor` to the page; `done` is told whether the page took it, never what came of it.
    ///
    /// # Errors
    /// Tauri's.
    pub fn post(
        &self,
        vendor: &dyn Vendor,
        message: &serde_json::Value,
        done: impl Fn(Result<(), String>) + Send + 'static,
    ) -> tauri::Result<()> {
        let script = scripts::post(&self.address, &self.keys, vendor, message);
        self.view.run(script, move |value| {
            match serde_json::from_str::<String>(&value).unwrap_or(value).as_str() {
                "posted" => done(Ok(())),
                "" => done(Err("the page did not take it".to_owned())),
                other => done(Err(other.to_owned())),
            }
        })
    }

    /// Opens a file that was sent in a conversation, where this account's pages may lead.
    pub fn open_file(&self, address: &Private<String>) {
        let Ok(address) = Url::parse(address.reveal()) else {
            return log::warn!("{}: the address of a file cannot be read", self.guard.account());
        };
        saving::open(&self.app, self.view.label(), self.vendor, &self.guard, &address);
    }

    /// Loads the page again, whatever state it is in.
    ///
    /// # Errors
    /// Tauri's.
    pub fn reload(&self) -> tauri::Result<()> {
        self.view.load(self.address.url.clone())
    }

    /// Closes the page for good.
    ///
    /// # Errors
    /// Tauri's.
    pub fn close(&self) -> tauri::Result<()> {
        self.app.state::<Intake>().forget(self.view.label());
        self.app.state::<Voices>().forget(self.view.label());
        self.view.close()
    }
}

/// A page with chats has a header of ours: some are answered only there. It is always there, so that nothing moves when a chat
/// comes. A phone's own page has calls, which stand in the sidebar.
fn heading_of(config: &AccountConfig) -> Heading {
    match config.hosting() {
        Hosting::VendorPage => Heading::None,
        Hosting::CompanyPage | Hosting::AgentConsole | Hosting::OwnPage => Heading::Ours,
    }
}

/// Lets the webview `label` report as the page of `config`.
fn admit(
    app: &AppHandle,
    config: &AccountConfig,
    vendor: &'static dyn Vendor,
    address: &Address,
    label: String,
) {
    let tapped: Vec<&str> = scripts::tapping(vendor).map(Vendor::id).collect();
    let page = WidgetPage {
        account: config.id.clone(),
        vendor,
        posts: config.hosting() == Hosting::AgentConsole || tapped.is_empty(),
        tapped,
        // In a company's page only the frame with the widget speaks for the account.
        origins: address.widget.clone().map_or_else(|| address.origins.clone(), |one| vec![one]),
    };
    app.state::<Intake>().admit(label, page);
}
