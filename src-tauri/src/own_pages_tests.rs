//! Our own pages take in nothing from anywhere else: their policy, their files and what the bundle is told about them.

use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tauri::Manager;
use tauri::test::mock_builder;

const CONFIG: &str = include_str!("../tauri.conf.json");

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn config() -> Value {
    serde_json::from_str(CONFIG).unwrap()
}

/// Directives with their sources.
fn policy(text: &str) -> BTreeMap<String, Vec<String>> {
    let directives = text.split(';').map(str::trim).filter(|one| !one.is_empty());
    let words = directives.map(|one| one.split_whitespace().map(str::to_owned));
    words.map(|mut words| (words.next().unwrap(), words.collect())).collect()
}

/// Files below `folder` with one of these extensions, and their text.
fn texts(folder: &Path, extensions: &[&str]) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{folder:?}: {error}")) {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(texts(&path, extensions));
        } else if path.extension().is_some_and(|e| extensions.iter().any(|known| e == *known)) {
            found.push((path.clone(), fs::read_to_string(&path).unwrap()));
        }
    }
    found
}

/// What must not stand in a page of ours: scripts and styles inline, attributes that are scripts, anything from elsewhere.
fn faults(html: &str) -> Vec<&'static str> {
    let lower = html.to_ascii_lowercase();
    let mut found = Vec::new();
    for script in lower.split("<script").skip(1) {
        let (attributes, rest) = script.split_once('>').unwrap_or((script, ""));
        if !attributes.contains("src=") || !rest.trim_start().starts_with("</script") {
            found.push("inline script");
        }
    }
    for tag in lower.split('<').skip(1).filter_map(|tag| tag.split('>').next()) {
        let names = tag.split_whitespace().skip(1).filter_map(|word| word.split_once('='));
        for (name, value) in names {
            let remote = ["//", "http:", "https:", "data:", "blob:", "javascript:"];
            let value = value.trim_matches(['"', '\'']);
            // No icon, said so that none is looked for.
            if value == "data:," {
                continue;
            }
            if name.len() > 2 && name.starts_with("on") {
                found.push("a handler in an attribute");
            }
            if name == "style" {
                found.push("inline style");
            }
            if ["src", "href", "action", "srcset", "data", "poster"].contains(&name)
                && remote.iter().any(|begin| value.starts_with(begin))
            {
                found.push("something from elsewhere");
            }
        }
    }
    for (mark, what) in
        [("<style", "inline style"), ("<base", "a base"), ("srcdoc", "a page in an attribute")]
    {
        if lower.contains(mark) {
            found.push(what);
        }
    }
    found
}

#[test]
fn the_policy_of_our_windows_is_no_looser_than_this() {
    let config = config();
    let security = &config["app"]["security"];
    let strict = policy(security["csp"].as_str().unwrap());
    let allowed = [
        ("default-src", &["'self'"][..]),
        ("style-src", &["'self'"]),
        ("img-src", &["'self'", "data:"]),
        // Tauri's own way to us; on Windows it looks like a web address.
        ("connect-src", &["ipc:", "http://ipc.localhost"]),
        ("object-src", &["'none'"]),
        ("base-uri", &["'none'"]),
        ("form-action", &["'none'"]),
        ("frame-ancestors", &["'none'"]),
    ];
    for (directive, sources) in allowed {
        assert_eq!(
            strict.get(directive).map(Vec::as_slice).unwrap_or_default(),
            sources,
            "{directive}"
        );
    }
    assert_eq!(strict.len(), allowed.len(), "another directive: {strict:?}");
    let keys: Vec<&String> = security.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["capabilities", "csp"], "nothing else is loosened");
    assert_eq!(config["app"].get("withGlobalTauri"), None, "no global API");
    assert_eq!(config["build"].get("devUrl"), None, "no page of ours from a server");
}

#[test]
fn what_tauri_adds_to_the_policy_keeps_it_strict() {
    let app = mock_builder().build(tauri::generate_context!()).unwrap();
    let page = app.asset_resolver().get("main.html".to_owned()).expect("the windows are built");
    let header = page.csp_header().expect("our page has a policy");
    for (directive, sources) in policy(header) {
        for source in sources {
            assert!(!source.starts_with("'unsafe") && source != "*", "{directive} {source}");
            // CVE-2026-95626: beside one of these a nonce means nothing.
            let scripts =
                ["default-src", "script-src", "script-src-elem"].contains(&directive.as_str());
            assert!(
                !scripts || !matches!(source.as_str(), "data:" | "blob:" | "http:" | "https:"),
                "{directive} {source}"
            );
        }
    }
    assert!(header.contains("frame-ancestors 'none'") && header.contains("object-src 'none'"));
    drop(app.handle().webviews());
}

#[test]
fn the_built_windows_bring_everything_themselves() {
    let pages = texts(&here("../ui/dist"), &["html"]);
    assert_eq!(pages.len(), 1, "one page");
    for (path, html) in pages {
        assert_eq!(faults(&html), [""; 0], "{path:?}");
    }
    for (path, style) in texts(&here("../ui/dist"), &["css"]) {
        assert!(!style.contains("@import") && !style.contains("url("), "{path:?} loads something");
    }
    for (path, script) in texts(&here("../ui/dist"), &["js"]) {
        for way in [
            "eval(",
            "new Function",
            "importScripts",
            "document.write",
            "import(\"http",
            "import('http",
        ] {
            assert!(!script.contains(way), "{path:?}: {way}");
        }
    }
}

#[test]
fn the_pages_of_the_simulated_desk_are_as_strict() {
    let pages = texts(&here("desk"), &["html"]);
    assert!(pages.len() > 10);
    for (path, html) in pages {
        assert_eq!(faults(&html), [""; 0], "{path:?}");
    }
    let request = tauri::http::Request::builder().uri("desk://localhost/ringcentral/index.html");
    let page = crate::desk::serve(&request.body(Vec::new()).unwrap());
    let header = page.headers()["content-security-policy"].to_str().unwrap();
    assert_eq!(policy(header)["default-src"], ["'self'"]);
    assert!(!header.contains("unsafe") && header.contains("object-src 'none'"));
}

#[test]
fn faults_are_found() {
    for (html, count) in [
        (r#"<script type="module" src="./a.js"></script><img src="logo.svg" alt="on=1">"#, 0),
        ("<script>alert(1)</script>", 1),
        (r#"<script src="a.js">alert(1)</script>"#, 1),
        (r#"<IMG SRC="x" ONERROR="alert(1)">"#, 1),
        (r#"<p style="color:red"><style>p{}</style>"#, 2),
        (r#"<script src="https://evil.test/a.js"></script><a href='javascript:x'>"#, 2),
        (r#"<link href="//evil.test/a.css"><base target="x"><iframe srcdoc="x">"#, 3),
    ] {
        assert_eq!(faults(html).len(), count, "{html}: {:?}", faults(html));
    }
}

#[test]
fn one_capability_file_says_what_our_page_may_and_nothing_else() {
    let files: Vec<_> =
        fs::read_dir(here("capabilities")).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(files, ["ui.json"]);
    assert_eq!(config()["app"]["security"]["capabilities"], serde_json::json!(["ui"]));
    let mut file: Value = serde_json::from_str(include_str!("../capabilities/ui.json")).unwrap();
    let fields = file.as_object_mut().unwrap();
    fields.remove("$schema");
    fields.remove("description");
    let wanted = serde_json::json!({
        "identifier": "ui",
        "local": true,
        "windows": [],
        "webviews": ["shell"],
        "permissions": ["allow-dispatch", "allow-view", "allow-query"],
    });
    assert_eq!(file, wanted, "no remote pages, no further permission");
    let mut permissions: Vec<_> =
        texts(&here("permissions"), &["toml"]).into_iter().map(|(path, _)| path).collect();
    permissions.sort();
    let names: Vec<_> = permissions.iter().filter_map(|path| path.file_stem()?.to_str()).collect();
    assert_eq!(names, ["dispatch", "query", "view", "widget_message", "widget_voice"]);
}

#[test]
fn a_release_has_no_tools_to_look_into_pages() {
    let ours = include_str!("../Cargo.toml");
    let tauri: Vec<&str> = ours.lines().filter(|line| line.starts_with("tauri = ")).collect();
    let features = r#"features = ["unstable", "tray-icon", "image-png"]"#;
    assert!(tauri[0].contains(features), "{tauri:?}");
    assert!(tauri[1..].iter().all(|line| line.contains(r#"features = ["test"]"#)), "{tauri:?}");
    let workspace = include_str!("../../Cargo.toml");
    let release = workspace.split("[profile.release]").nth(1).unwrap();
    assert!(!release.contains("debug-assertions") && !release.contains("inherits"));
    assert!(!CONFIG.contains("devtools"));
    assert!(!CONFIG.contains("additionalBrowserArgs"));
}
