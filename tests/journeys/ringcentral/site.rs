//! A build of the widget, served beside the platform.

use super::browser::{agent, authorize, visit};
use anyhow::{Result, ensure};
use deskbell_journeys::platform::ringcentral::{CLIENT_ID, Platform};
use std::fs;

#[test]
fn a_widget_is_served_and_pointed_at_the_platform() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let inside = folder.path().join("widget");
    fs::create_dir_all(&inside)?;
    fs::write(inside.join("app.html"), "<html><head><script src=app.js></script></head></html>")?;
    fs::write(inside.join("app.js"), "start();")?;
    fs::write(folder.path().join("secret.txt"), "secret")?;
    let platform = Platform::start()?;
    ensure!(visit(&format!("{}/app.js", platform.address()), "")?.status == 404, "not yet");
    let address = platform.serve_widget(&inside);
    let page = visit(&address, "")?;
    let (before, _) = page.body.split_once("app.js").unwrap_or_default();
    ensure!(before.contains("/stand-in/environment.js"), "too late: {}", page.body);
    let script = visit(&format!("{}/stand-in/environment.js", platform.address()), "")?.body;
    ensure!(script.contains(&platform.address()) && script.contains(CLIENT_ID), "{script}");
    let file = agent().get(format!("{}/app.js", platform.address())).call()?;
    let kind = file.headers().get("content-type").and_then(|kind| kind.to_str().ok());
    ensure!(kind == Some("text/javascript; charset=utf-8"), "{kind:?}");
    for absent in ["/absent.js", "/../secret.txt", "/%2e%2e/secret.txt"] {
        ensure!(visit(&format!("{}{absent}", platform.address()), "")?.status == 404, "{absent}");
    }
    let redirect = format!("{}/redirect.html", platform.address());
    ensure!(visit(&authorize(&platform, &redirect, "s"), "")?.status == 200, "it is registered");
    Ok(())
}
