//! Messages from elsewhere: a foreign frame inside the account's own page cannot make anything ring.

use crate::stage::{PATIENCE, binary, in_session};
use anyhow::{Result, ensure};
use deskbell_journeys::desktop::server::Server;
use deskbell_journeys::desktop::{App, Plan};

/// Posts a ringing call to the page around it, over and over, in every way a frame can.
const HOSTILE: &str = r#"<!doctype html><script>
const forged = { type: 'rc-call-ring-notify', call: { id: 'forged', sessionId: 'forged',
  direction: 'Inbound', from: '+16505550199', fromUserName: 'Forged', to: '+16505550100' } };
setInterval(() => {
  for (const target of [parent, top]) target.postMessage(forged, '*');
  try { parent.__TAURI_INTERNALS__.invoke('widget_message', {}); } catch {}
  try { __TAURI_INTERNALS__.invoke('widget_message', {}); } catch {}
  try { __TAURI_INTERNALS__.invoke('dispatch', { intent: { intent: 'quit', confirmed: true } }); } catch {}
}, 50);
</script>"#;

#[test]
fn a_foreign_frame_is_not_believed() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let foreign = Server::of_pages(&[("/frame.html", HOSTILE)])?;
        let own = format!(
            r#"<!doctype html><title>Own page</title>
            <iframe src="{}/frame.html"></iframe>
            <script>
            const say = (message) => window.postMessage(message, '*');
            let beats = 0;
            setInterval(() => {{ beats += 1; say({{ type: 'rc-own-page-notify', beats }}); }}, 100);
            </script>"#,
            foreign.origin()
        );
        let own = Server::of_pages(&[("/app.html", &own)])?;
        let app = App::start(session, &binary()?, profile, &[])?;
        let url = format!("url={}/app.html", own.origin());
        app.run(&[
            "accounts",
            "add",
            "--vendor",
            "ringcentral",
            "--label",
            "Own page",
            "--option",
            &url,
        ])?;
        // Twenty messages of the page itself: by then the frame has posted dozens.
        app.wait_view("the page itself is heard", PATIENCE, |view| {
            count(view, "rc-own-page-notify") >= 20
        })?;
        let view = app.view()?;
        ensure!(view["calls"].as_array().is_some_and(Vec::is_empty), "forged: {view:#}");
        ensure!(view["recent"].as_array().is_some_and(Vec::is_empty), "forged: {view:#}");
        ensure!(count(&view, "rc-call-ring-notify") == 0, "believed: {view:#}");
        app.quit()
    })
}

fn count(view: &serde_json::Value, name: &str) -> u64 {
    let unparsed = view["accounts"][0]["unparsed"].as_array();
    let all = unparsed.map(Vec::as_slice).unwrap_or_default();
    let named = all.iter().filter(|one| one["name"].as_str().is_some_and(|n| n.contains(name)));
    named.filter_map(|one| one["count"].as_u64()).sum()
}
