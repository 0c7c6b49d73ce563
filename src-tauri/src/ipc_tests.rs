//! The permission matrix on the real capability files: who may call which command, on the mock runtime.

use super::{dispatch, query, view, widget_message, widget_voice};
use crate::engine::Engine;
use crate::pages::batch::WidgetPage;
use crate::pages::intake::Intake;
use crate::pages::{PageVoice, page_capability};
use crate::voice::{VoiceAccess, Voices};
use crate::window::SHELL;
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
const COMMANDS: [&str; 5] = ["dispatch", "view", "query", "widget_message", "widget_voice"];
/// Pages, and whether they are a phone's.
const PAGES: [(&str, &str, PageVoice); 3] = [
    (WIDGET, ORIGIN, PageVoice::Ours),
    (OTHER_WIDGET, OTHER_ORIGIN, PageVoice::None),
    (DESK_WIDGET, DESK_ORIGIN, PageVoice::Ours),
];

fn app() -> App<MockRuntime> {
    let state = State::new(Settings::default(), "en", Timestamp(1));
    let (event_loop, engine) = Engine::new(state, crate::history::Keeper::without());
    let intake = Intake::start(engine.clone()).unwrap();
    let voices = Voices::default();
    for (label, origin, _) in PAGES {
        let access = VoiceAccess {
            may_reach: Box::new(|_| false),
            microphone: Box::new(|| Box::pin(async { false })),
            sounds: Box::new(|_, _| ()),
        };
        // Also the page that may not ask: what keeps it out is its capability.
        voices.admit(label.to_owned(), access);
        let page = WidgetPage {
            account: AccountId::new("phone").unwrap(),
            vendor: VENDORS[0],
            posts: true,
            tapped: Vec::new(),
            origins: vec![origin.to_owned()],
        };
        intake.admit(label.to_owned(), page);
    }
    std::thread::spawn(move || event_loop.run(&mut Nothing, Vec::new()));
    let app = mock_builder()
        .register_uri_scheme_protocol(crate::desk::SCHEME, |_, request| {
            crate::desk::serve(&request)
        })
        .manage(engine)
        .manage(intake)
        .manage(voices)
        .invoke_handler(tauri::generate_handler![
            dispatch,
            view,
            query,
            widget_message,
            widget_voice
        ])
        .build(tauri::generate_context!())
        .unwrap();
    for (label, origin, voice) in PAGES {
        app.add_capability(page_capability(label, &[origin.to_owned()], voice)).unwrap();
    }
    app
}

struct Nothing;

impl crate::engine::EffectRunner for Nothing {
    fn run(&mut self, _: deskbell_core::Effect) {}

    fn after_saving(&mut self, done: Box<dyn FnOnce(Result<(), String>) + Send>) {
        done(Ok(()));
    }
}

fn window(app: &App<MockRuntime>, label: &str) -> WebviewWindow<MockRuntime> {
    WebviewWindowBuilder::new(app, label, WebviewUrl::default()).build().unwrap()
}

/// Calls `command` from `origin` in the webview `label`; true if the command itself ran.
fn may(app: &App<MockRuntime>, label: &str, origin: &str, command: &str) -> bool {
    let webview = app.get_webview_window(label).unwrap_or_else(|| window(app, label));
    get_ipc_response(&webview, request(origin, command)).is_ok()
}

/// A call of `command` as a page of `origin` makes it, with arguments that are right.
fn request(origin: &str, command: &str) -> InvokeRequest {
    let arguments = match command {
        "dispatch" => serde_json::json!({ "intent": { "intent": "hideWindow" } }),
        "query" => serde_json::json!({ "query": { "query": "vendors" } }),
        "widget_message" => {
            serde_json::json!({ "document": origin, "seq": 0, "batch": r#"{"k":"beat"}"# })
        }
        "widget_voice" => serde_json::json!({ "document": origin, "ask": { "ask": "devices" } }),
        _ => serde_json::json!({}),
    };
    InvokeRequest {
        cmd: command.to_owned(),
        callback: CallbackFn(0),
        error: CallbackFn(1),
        url: origin.parse().unwrap(),
        body: InvokeBody::Json(arguments),
        headers: tauri::http::HeaderMap::new(),
        invoke_key: INVOKE_KEY.to_owned(),
    }
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
fn a_vendor_page_may_report_and_a_phone_ask_its_voice_and_nothing_else() {
    // Where engines have a voice of their own, ours is not there to be asked.
    let phone: &[&str] =
        if Voices::HERE { &["widget_message", "widget_voice"] } else { &["widget_message"] };
    assert_eq!(allowed(WIDGET, ORIGIN), phone);
    assert_eq!(allowed(DESK_WIDGET, DESK_ORIGIN), phone);
    assert_eq!(allowed(OTHER_WIDGET, OTHER_ORIGIN), ["widget_message"]);
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

/// Addresses a page can have that is nobody's: frames, windows and documents without an origin of their own.
const NOBODYS: [&str; 9] = [
    "about:blank",
    "about:srcdoc",
    "data:text/html,x",
    "blob:https://apps.ringcentral.com/1",
    "file:///etc/passwd",
    "https://apps.ringcentral.com@evil.test/",
    "http://tauri.evil.test/",
    "https://tauri.localhost.evil.test/",
    "null:",
];

#[test]
fn a_document_of_nobody_may_do_nothing_in_any_webview() {
    let app = app();
    for label in [SHELL, WIDGET, DESK_WIDGET, "signin-phone-0"] {
        for origin in NOBODYS {
            for command in COMMANDS {
                assert!(!may(&app, label, origin, command), "{command} from {origin} in {label}");
            }
        }
    }
}

#[test]
fn a_label_that_only_begins_like_ours_may_do_nothing() {
    let app = app();
    for label in [
        "shell2",
        "shell-evil",
        "Shell",
        "shel",
        "main",
        "widget-phone-10",
        "widget-phone-1-popup",
        "widget-phone",
        "signin-phone-0",
        "signin-phone-0-shell",
        "popup-phone-1",
    ] {
        for origin in [OUR_ORIGIN, ORIGIN, DESK_ORIGIN, "https://evil.test"] {
            for command in COMMANDS {
                assert!(!may(&app, label, origin, command), "{command} from {origin} in {label}");
            }
        }
    }
}

#[test]
fn a_page_needs_the_key_that_tauri_gives_to_pages_of_its_webview() {
    let app = app();
    let webview = window(&app, SHELL);
    let asked = |key: &str| {
        let mut request = request(OUR_ORIGIN, "dispatch");
        request.invoke_key = key.to_owned();
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            get_ipc_response(&webview, request)
        }))
    };
    assert!(asked(INVOKE_KEY).is_ok_and(|answer| answer.is_ok()));
    // Without it nothing answers at all, and what waits for an answer here gives up.
    assert!(!asked("guessed").is_ok_and(|answer| answer.is_ok()));
}

#[test]
fn a_sign_in_window_may_do_nothing() {
    assert!(allowed("signin-phone-0", ORIGIN).is_empty());
    assert!(allowed("signin-phone-0", OUR_ORIGIN).is_empty());
}

/// Every command of every plugin that is linked in, as the build listed them.
fn plugin_commands() -> Vec<String> {
    let manifests: serde_json::Value =
        serde_json::from_str(include_str!("../gen/schemas/acl-manifests.json")).unwrap();
    let mut commands = Vec::new();
    for (plugin, manifest) in manifests.as_object().unwrap() {
        if plugin == "__app-acl__" {
            continue;
        }
        let plugin = plugin.trim_start_matches("core:");
        for permission in manifest["permissions"].as_object().unwrap().values() {
            for command in permission["commands"]["allow"].as_array().unwrap() {
                commands.push(format!("plugin:{plugin}|{}", command.as_str().unwrap()));
            }
        }
    }
    commands.sort();
    commands.dedup();
    commands
}

#[test]
fn no_command_of_any_plugin_is_open_to_anybody() {
    let commands = plugin_commands();
    assert!(commands.len() > 150, "{}", commands.len());
    for known in ["plugin:store|load", "plugin:webview|create_webview", "plugin:event|emit"] {
        assert!(commands.iter().any(|command| command == known), "{known}");
    }
    for absent in ["http", "shell", "fs", "opener", "process"] {
        let begin = format!("plugin:{absent}|");
        assert!(
            !commands.iter().any(|command| command.starts_with(&begin)),
            "{absent} is linked in"
        );
    }
    let app = app();
    for (label, origin) in [
        (SHELL, OUR_ORIGIN),
        (WIDGET, ORIGIN),
        (DESK_WIDGET, DESK_ORIGIN),
        ("signin-phone-0", ORIGIN),
    ] {
        let webview = window(&app, label);
        for command in &commands {
            let refused = get_ipc_response(&webview, request(origin, command)).unwrap_err();
            let why = refused.as_str().unwrap_or_default();
            // Not merely because it is not there, or because its arguments are wrong.
            assert!(why.contains("not allowed"), "{command} from {origin} in {label}: {refused}");
        }
    }
}
