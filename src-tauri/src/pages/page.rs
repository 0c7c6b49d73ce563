//! A hosted page: open, post, show, hide, reload, close. Today a child webview; a second engine fits here.

use crate::engine::Mailbox;
use crate::executors::downloads::Downloads;
use crate::pages::batch::{MESSAGE_MAX, WidgetPage};
use crate::pages::guard::{Guard, Role};
use crate::pages::intake::Intake;
use crate::pages::saving;
use crate::pages::sign_in::{Door, with_popups};
use crate::web::permissions::{self as rights, Rights};
use crate::web::{downloads, stage};
use anyhow::Context;
use deskbell_core::{AccountConfig, AccountId, Event, Hosting, PageNews, VendorId};
use deskbell_vendors::{Address, VENDORS, Vendor};
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use tauri::ipc::CapabilityBuilder;
use tauri::webview::WebviewBuilder;
use tauri::{Manager, PhysicalPosition, PhysicalSize, Webview, WebviewUrl, Window};

/// What runs first in every document of a hosted page.
const BRIDGE: &str = include_str!("script/bridge.js");
/// What runs first in every frame of an agent console.
const FRAME: &str = include_str!("script/frame.js");
/// How a command is handed to the page.
const POST: &str = include_str!("script/post.js");
/// Most bytes the page may hold back while we are busy.
const QUEUE_MAX: usize = 64 * 1024 * 1024;
/// Bytes at which the page stops filling one batch.
const BATCH_FULL: usize = 512 * 1024;
/// Time between two heartbeats, in milliseconds.
const BEAT_MS: u32 = 5000;

/// The simulated desk's origin: the first on Linux and macOS, the second on Windows.
const OUR_ORIGINS: [&str; 2] = ["desk://localhost", "http://desk.localhost"];

/// One account's page.
pub struct HostedPage {
    /// The webview that shows it.
    pub webview: Webview,
    /// Where it lives.
    pub address: Address,
    /// Where it lives as it was typed, before a port was put into it.
    pub typed: Address,
    /// What the account's form says.
    pub options: BTreeMap<String, String>,
    /// Where answers for it come to while it is open, if its address names a port of ours.
    _door: Option<Arc<Door>>,
    /// Who speaks for it.
    pub vendor: &'static dyn Vendor,
    /// What keeps it and its windows in.
    pub guard: Guard,
    /// The name in the page under which taps take commands; nobody else knows it.
    key: String,
}

impl HostedPage {
    /// Opens the page of `config` in `window`; `label` was never used before in this run, so that
    /// capabilities of an earlier address can never apply to it. It is told to have itself answered at `door`.
    pub fn open(
        window: &Window,
        config: &AccountConfig,
        label: String,
        profile: &Path,
        mailbox: &Mailbox,
        door: Option<Arc<Door>>,
    ) -> anyhow::Result<Self> {
        let (vendor, typed) = address_of(config)?;
        let address =
            door.as_ref().map_or_else(|| typed.clone(), |door| typed.answered_at(door.port()));
        let app = window.app_handle();
        app.add_capability(page_capability(&label, &address.origins))?;
        let origins = address.origins.clone();
        let taps = taps(vendor);
        let tapped = taps.iter().map(|(vendor, _)| *vendor).collect();
        let console = config.hosting() == Hosting::AgentConsole;
        let account = config.id.clone();
        let page =
            WidgetPage { account, vendor, posts: console || taps.is_empty(), tapped, origins };
        app.state::<Intake>().admit(label.clone(), page);

        let (key, relay) = (key()?, key()?);
        let secret = |name: &str| address.secrets.contains(&name);
        let options = config.options.iter().filter(|(name, _)| !secret(name));
        let config_for_bridge = json!({
            "key": key,
            "relay": relay,
            "messages": vendor.tap().is_none(),
            "frames": console,
            "options": options.collect::<BTreeMap<_, _>>(),
            "origins": address.origins,
            "maxMessageBytes": MESSAGE_MAX,
            "maxQueueBytes": QUEUE_MAX,
            "batchBytes": BATCH_FULL,
            "beatMs": BEAT_MS,
        });
        let data = data_directory(profile, &config.id);
        let builder = WebviewBuilder::new(label.clone(), web_address(&address))
            .initialization_script(
                BRIDGE
                    .replace("__DESKBELL_TAPS__", &list(&taps))
                    .replace("__DESKBELL_BRIDGE_CONFIG__", &script_safe(&config_for_bridge)),
            )
            .data_directory(data.clone())
            .data_store_identifier(store_identifier(profile, &config.id));
        let asking = Rights::new(app, &config.id, mailbox, &address.origins);
        let builder = rights::guard(builder, &asking);
        let builder = if console {
            let opaque = address.origins.iter().any(|origin| is_ours(origin));
            let config =
                json!({ "key": key, "relay": relay, "origins": address.origins, "opaque": opaque });
            let script = FRAME.replace("__DESKBELL_FRAME_CONFIG__", &script_safe(&config));
            builder.initialization_script_for_all_frames(script)
        } else {
            builder
        };
        let taking = app.state::<Downloads>();
        let builder = downloads::prepare(builder, &taking, &config.id);
        let builder = saving::with_marks(builder);
        let guard = Guard::of(app, config, vendor, &address, mailbox);
        let going = guard.clone();
        let builder = builder.on_navigation(move |to| going.may_go(Role::Page, to));
        let builder = with_popups(builder, app, label, config, vendor, &address, &guard);
        let size = window.inner_size()?;
        let webview = window
            .add_child(
                builder,
                PhysicalPosition::new(0, 0),
                PhysicalSize::new(size.width, size.height),
            )
            .context("the page could not be created")?;
        rights::watch(&webview, asking)?;
        downloads::watch(&webview, &taking, &config.id)?;
        let watcher = mailbox.clone();
        let account = config.id.clone();
        stage::watch(&webview, move |problem| {
            let news = PageNews::Broke { problem };
            watcher.send(Event::Page { account: account.clone(), news });
        })?;
        guard.protect(&webview, Role::Page, Some(address.url.clone()))?;
        let options = config.options.clone();
        Ok(Self { webview, address, typed, options, _door: door, vendor, guard, key })
    }

    /// The adapter `vendor` if this page carries it: its own vendor, or another one whose tap it runs.
    pub fn speaks(&self, vendor: &VendorId) -> Option<&'static dyn Vendor> {
        let carried = std::iter::once(self.vendor).chain(tapping(self.vendor));
        carried.into_iter().find(|carried| carried.id() == vendor.0)
    }

    /// Hands `message` of `vendor` to the page; `done` hears whether the page took it, never what came of it.
    pub fn post(
        &self,
        vendor: &dyn Vendor,
        message: &serde_json::Value,
        done: impl Fn(Result<(), String>) + Send + 'static,
    ) -> tauri::Result<()> {
        let origins = serde_json::Value::from(self.address.origins.clone()).to_string();
        let tap = vendor.tap().map(|_| json!({ "key": self.key, "vendor": vendor.id() }));
        let tap = serde_json::Value::from(tap);
        let script = POST
            .replace("__DESKBELL_ORIGINS__", &origins)
            .replace("__DESKBELL_TAP__", &tap.to_string())
            .replace("__DESKBELL_MESSAGE__", &script_safe(message));
        self.webview.eval_with_callback(script, move |answer| match serde_json::from_str::<String>(
            &answer,
        )
        .unwrap_or(answer)
        .as_str()
        {
            "posted" => done(Ok(())),
            other => done(Err(if other.is_empty() {
                "the page did not take it".to_owned()
            } else {
                other.to_owned()
            })),
        })
    }

    /// Loads the page again, whatever state it is in.
    pub fn reload(&self) -> tauri::Result<()> {
        stage::revive(&self.webview, self.address.url.clone())
    }

    /// Closes the page for good.
    pub fn close(&self) -> tauri::Result<()> {
        self.webview.app_handle().state::<Intake>().forget(self.webview.label());
        self.webview.close()
    }
}

/// The vendors whose taps run on a page of `vendor`: a page with one chat widget may carry another.
fn tapping(vendor: &dyn Vendor) -> impl Iterator<Item = &'static dyn Vendor> + use<> {
    let is_chat = vendor.tap().is_some();
    VENDORS.iter().copied().filter(move |other| is_chat && other.tap().is_some())
}

/// Those vendors' names and taps.
fn taps(vendor: &dyn Vendor) -> Vec<(&'static str, &'static str)> {
    tapping(vendor).filter_map(|vendor| Some((vendor.id(), vendor.tap()?))).collect()
}

/// As a list in JavaScript.
fn list(taps: &[(&str, &str)]) -> String {
    let taps: Vec<String> = taps.iter().map(|(id, tap)| format!("[{id:?}, ({tap})]")).collect();
    format!("[{}]", taps.join(", "))
}

/// A name no page can guess.
fn key() -> anyhow::Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).context("the system gives no random numbers")?;
    Ok(bytes.iter().fold("deskbell-".to_owned(), |key, byte| format!("{key}{byte:02x}")))
}

/// The adapter of `config` and the address it builds.
pub fn address_of(config: &AccountConfig) -> anyhow::Result<(&'static dyn Vendor, Address)> {
    let vendor = deskbell_vendors::vendor(&config.vendor.0)
        .with_context(|| format!("there is no vendor called {:?}", config.vendor.0))?;
    match vendor.address(&config.options) {
        Ok(mut address) => {
            if address.origins.iter().any(|origin| is_ours(origin)) {
                address.origins = OUR_ORIGINS.map(str::to_owned).to_vec();
            }
            Ok((vendor, address))
        }
        Err(problems) => {
            let words: Vec<&str> =
                problems.iter().map(|problem| problem.message.as_str()).collect();
            anyhow::bail!(words.join(" "))
        }
    }
}

/// Where an account's cookies, storage and caches live.
pub fn data_directory(profile: &Path, account: &AccountId) -> std::path::PathBuf {
    profile.join("accounts").join(account.as_str()).join("web")
}

/// Our own pages come through a scheme of ours, all others over the network.
fn web_address(address: &Address) -> WebviewUrl {
    if matches!(address.url.scheme(), "http" | "https") {
        WebviewUrl::External(address.url.clone())
    } else {
        WebviewUrl::CustomProtocol(address.url.clone())
    }
}

/// The page of exactly these origins in exactly the webview `label` may call the one reporting command.
#[must_use]
pub fn page_capability(label: &str, origins: &[String]) -> CapabilityBuilder {
    // A scheme of our own counts as local to Tauri; the network never does.
    let ours = origins.iter().any(|origin| is_ours(origin));
    let start =
        CapabilityBuilder::new(label).webview(label).local(ours).permission("allow-widget-message");
    origins
        .iter()
        .filter(|origin| !is_ours(origin))
        .fold(start, |capability, origin| capability.remote(format!("{origin}/*")))
}

fn is_ours(origin: &str) -> bool {
    OUR_ORIGINS.contains(&origin)
}

/// macOS keeps each account's data in a store of this name (data directories do not apply there).
pub(super) fn store_identifier(profile: &Path, account: &AccountId) -> [u8; 16] {
    // FNV-1a twice with different beginnings: stable between runs, which `std`'s hashes do not promise.
    let hash = |seed: u64| {
        let text = profile.to_string_lossy();
        text.bytes()
            .chain([0])
            .chain(account.as_str().bytes())
            .fold(seed, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
    };
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&hash(0xcbf2_9ce4_8422_2325).to_be_bytes());
    bytes[8..].copy_from_slice(&hash(0x6c62_272e_07bb_0142).to_be_bytes());
    bytes
}

/// JSON that may stand inside a script, wherever that stands: nothing in it ends a line or an element.
fn script_safe(message: &serde_json::Value) -> String {
    let mut safe = message.to_string();
    for (end, escape) in [('\u{2028}', "\\u2028"), ('\u{2029}', "\\u2029"), ('<', "\\u003c")] {
        safe = safe.replace(end, escape);
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_value_ends_the_script_or_stands_for_another_value() {
        let hostile =
            "</script><!-- \u{2028}\u{2029} __DESKBELL_TAPS__ __DESKBELL_BRIDGE_CONFIG__ ${x} `\\";
        let safe = script_safe(&json!({ "provider": hostile }));
        assert!(!safe.contains(['<', '\u{2028}', '\u{2029}', '\n']), "{safe}");
        let read: serde_json::Value = serde_json::from_str(&safe).unwrap();
        assert_eq!(read["provider"], hostile);
        // The values go in last, so that no token in them is filled in.
        let taps = [("engage", "(deskbell) => {}")];
        let script = BRIDGE
            .replace("__DESKBELL_TAPS__", &list(&taps))
            .replace("__DESKBELL_BRIDGE_CONFIG__", &safe);
        assert!(script.contains("__DESKBELL_TAPS__ __DESKBELL_BRIDGE_CONFIG__"));
        assert_eq!(script.matches("(deskbell) => {}").count(), 1);
    }
}
