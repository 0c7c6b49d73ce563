//! The permission matrix on the real capability files: who may call which command, on the mock runtime.

use super::{SHELL, dispatch, query, view, widget_message};
use crate::engine::Engine;
use crate::heard::WidgetPage;
use crate::intake::Intake;
use crate::windows::page_capability;
use deskbell_core::{AccountId, Settings, State, Timestamp};
use deskbell_vendors::VENDORS;
use tauri::ipc::{CallbackFn, InvokeBody};
use tauri::test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder};
use tauri::webview::InvokeRequest;
use tauri::{App, Manager, WebviewUrl, WebviewWindow, WebviewWindowBuilder};

const WIDGET: &str = "widget-phone-1";
const ORIGIN: &str = "https://apps.ringcentral.com";
const OTHER_WIDGET: &str = "widget-other-1";
const OTHER_ORIGIN: &str = "https://other.example";
const OUR_ORIGIN: &str = if cfg!(windows) { "http://tauri.localhost" } else { "tauri://localhost" };
const DESK_WIDGET: &str = "widget-desk-1";
const DESK_ORIGIN: &str = if cfg!(windows) { "http://desk.localhost" } else { "desk://localhost" };
const COMMANDS: [&str; 4] = ["dispatch", "view", "query", "widget_message"];

fn app() -> App<MockRuntime> {
    let state = State::new(Settings::default(), "en", Timestamp(1));
    let (engine, mailbox) = Engine::new(state);
    let intake = Intake::start(mailbox.clone()).unwrap();
    for (label, origin) in
        [(WIDGET, ORIGIN), (OTHER_WIDGET, OTHER_ORIGIN), (DESK_WIDGET, DESK_ORIGIN)]
    {
        let page = WidgetPage {
            account: AccountId::new("phone").unwrap(),
            vendor: VENDORS[0],
            posts: true,
            tapped: Vec::new(),
            origins: vec![origin.to_owned()],
        };
        intake.admit(label.to_owned(), page);
    }
    std::thread::spawn(move || engine.run(&mut Nothing, Vec::new()));
    let app = mock_builder()
        .register_uri_scheme_protocol(crate::desk::SCHEME, |_, request| {
            crate::desk::serve(&request)
        })
        .manage(mailbox)
        .manage(intake)
        .invoke_handler(tauri::generate_handler![dispatch, view, query, widget_message])
        .build(tauri::generate_context!())
        .unwrap();
    for (label, origin) in
        [(WIDGET, ORIGIN), (OTHER_WIDGET, OTHER_ORIGIN), (DESK_WIDGET, DESK_ORIGIN)]
    {
        app.add_capability(page_capability(label, &[origin.to_owned()])).unwrap();
    }
    app
}

struct Nothing;

impl crate::engine::Outside for Nothing {
    fn carry_out(&mut self, _: deskbell_core::Effect) {}
}

fn window(app: &App<MockRuntime>, label: &str) -> WebviewWindow<MockRuntime> {
    WebviewWindowBuilder::new(app, label, WebviewUrl::default()).build().unwrap()
}

/// Calls `command` from `origin` in the webview `label`; true if the command itself ran.
fn may(app: &App<MockRuntime>, label: &str, origin: &str, command: &str) -> bool {
    let webview = app.get_webview_window(label).unwrap_or_else(|| window(app, label));
    let arguments = match command {
        "dispatch" => serde_json::json!({ "intent": { "intent": "hideWindow" } }),
        "query" => serde_json::json!({ "query": { "query": "vendors" } }),
        "widget_message" => {
            serde_json::json!({ "document": origin, "seq": 0, "batch": r#"{"k":"beat"}"# })
        }
        _ => serde_json::json!({}),
    };
    let request = InvokeRequest {
        cmd: command.to_owned(),
        callback: CallbackFn(0),
        error: CallbackFn(1),
        url: origin.parse().unwrap(),
        body: InvokeBody::Json(arguments),
        headers: tauri::http::HeaderMap::new(),
        invoke_key: INVOKE_KEY.to_owned(),
    };
    get_ipc_response(&webview, request).is_ok()
}

fn allowed(label: &str, origin: &str) -> Vec<&'static str> {
    let app = app();
    COMMANDS.into_iter().filter(|command| may(&app, label, origin, command)).collect()
}

#[test]
fn our_page_may_do_everything_but_report_as_a_widget() {
    assert_eq!(allowed(SHELL, OUR_ORIGIN), ["dispatch", "view", "query"]);
}

#[test]
fn a_foreign_page_in_our_own_webview_may_do_nothing() {
    assert!(allowed(SHELL, "https://evil.example").is_empty());
    assert!(allowed(SHELL, ORIGIN).is_empty());
}

#[test]
fn a_vendor_page_may_report_and_nothing_else() {
    assert_eq!(allowed(WIDGET, ORIGIN), ["widget_message"]);
    assert_eq!(allowed(DESK_WIDGET, DESK_ORIGIN), ["widget_message"]);
}

#[test]
fn a_foreign_origin_in_a_widgets_webview_may_do_nothing() {
    for origin in [
        OTHER_ORIGIN,
        "https://apps.ringcentral.com.evil.test",
        "https://evil.test/apps.ringcentral.com",
        "http://apps.ringcentral.com",
        "https://apps.ringcentral.com:8443",
        "http://desk.evil.test",
    ] {
        assert!(allowed(WIDGET, origin).is_empty(), "{origin} was let in");
    }
}

#[test]
fn a_sign_in_window_may_do_nothing() {
    assert!(allowed("signin-phone-0", ORIGIN).is_empty());
    assert!(allowed("signin-phone-0", OUR_ORIGIN).is_empty());
}

#[test]
fn plugin_commands_are_closed_to_widgets() {
    let app = app();
    for command in [
        "plugin:store|load",
        "plugin:event|listen",
        "plugin:webview|create_webview",
        "plugin:window|close",
    ] {
        assert!(!may(&app, WIDGET, ORIGIN, command), "{command} was let in");
    }
}
