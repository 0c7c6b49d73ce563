//! Servers that ask for a password or a certificate, and servers that cannot prove who they are.

use crate::stage::{PATIENCE, binary, in_session, main_window};
use anyhow::{Context, Result, ensure};
use deskbell_journeys::desktop::server::{Answer, Server};
use deskbell_journeys::desktop::{App, NotificationWatch, Plan, Session, until_true, window};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig, ServerConnection, StreamOwned};
use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

/// How long a typed answer may take to arrive before it is typed again.
const TYPE_AGAIN: Duration = Duration::from_secs(6);
/// Time for an engine to do what it must not do.
const AFTERMATH: Duration = Duration::from_secs(2);
/// Somewhere in the page, in pixels from the window's corner.
const INSIDE: (i32, i32) = (600, 300);

const PAGE: &str = "<!doctype html><title>In</title><script>
setInterval(() => window.postMessage({ type: 'rc-own-in-notify' }, '*'), 200);
</script>";

fn add(app: &App<'_>, url: &str, more: &[&str]) -> Result<()> {
    let url = format!("url={url}/app.html");
    let mut arguments =
        vec!["accounts", "add", "--vendor", "ringcentral", "--label", "Own page", "--option", &url];
    for option in more {
        arguments.extend(["--option", option]);
    }
    app.run(&arguments).map(drop)
}

/// Puts an account into the profile that its server was changed under: adding one tries the address.
fn known(profile: &Path, url: &str) -> Result<()> {
    fs::create_dir_all(profile)?;
    let account = json!({
        "id": "own-page", "vendor": "ringcentral", "label": "Own page", "enabled": true, "simulated": false,
        "options": { "url": format!("{url}/app.html") },
    });
    let settings = json!({ "version": 1, "accounts": [account] });
    Ok(fs::write(profile.join("settings.json"), settings.to_string())?)
}

fn notice(view: &Value, kind: &str) -> Option<String> {
    let all = view["notices"].as_array()?;
    let found = all.iter().find(|one| one["kind"] == kind)?;
    Some(found["detail"].as_str().unwrap_or_default().to_owned())
}

fn is_in(view: &Value) -> bool {
    view["accounts"][0]["page"]["kind"] == "alive"
        && view["accounts"][0]["unparsed"].to_string().contains("rc-own-in-notify")
}

/// Types the name and the password into the dialog in the page, as a person does.
fn log_in(session: &Session, app: &App<'_>) -> Result<()> {
    let main = main_window(session)?;
    until_true("it lets us in", PATIENCE * 2, || {
        window::focus(session, &main)?;
        window::press_keys(
            session,
            &["d", "e", "s", "k", "Tab", "s", "e", "c", "r", "e", "t", "Return"],
        )?;
        Ok(app.wait_view("in", TYPE_AGAIN, is_in).is_ok())
    })
}

#[test]
fn a_server_that_asks_is_answered_in_the_page() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let watch = NotificationWatch::start(session)?;
        let own = Server::locked([("/app.html", Answer::page(PAGE))], "desk", "secret")?;
        let app = App::start(session, &binary()?, profile, &[])?;
        add(&app, own.origin(), &[])?;
        let view =
            app.wait_view("it is told", PATIENCE, |view| notice(view, "passwordWanted").is_some())?;
        let says = notice(&view, "passwordWanted").unwrap_or_default();
        ensure!(says == "127.0.0.1 asks for a user name and a password.", "{says}");
        watch.wait("a notification tells of it", PATIENCE, |shown| {
            shown.body.contains("asks for a user name")
        })?;
        log_in(session, &app)?;
        app.wait_view("the notice goes", PATIENCE, |view| {
            notice(view, "passwordWanted").is_none()
        })?;
        ensure!(!app.log_tail().contains("secret"), "the password is in the log");
        app.quit()
    })
}

#[test]
fn a_proxy_that_asks_is_named_as_one() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let inside = ("http://behind.example/frame", Answer::page("in"));
        let proxy = Server::locked_proxy([inside], "desk", "secret")?;
        session.set("http_proxy", proxy.origin());
        session.set("no_proxy", "127.0.0.1");
        let page = format!("{PAGE}<iframe src='http://behind.example/frame'></iframe>");
        let own = Server::of_answers([("/app.html", Answer::page(page))])?;
        let app = App::start(session, &binary()?, profile, &[])?;
        add(&app, own.origin(), &[])?;
        app.wait_view("it is told", PATIENCE, |view| {
            notice(view, "passwordWanted").is_some_and(|says| says.starts_with("The proxy "))
        })?;
        app.quit()
    })
}

/// A server with a certificate nobody knows; it counts the requests that get through to it.
struct Tls {
    origin: String,
    served: Arc<AtomicU32>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Wants {
    Nothing,
    Certificate,
}

fn tls(names: &[&str], wants: Wants) -> Result<Tls> {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let made = rcgen::generate_simple_self_signed(names)?;
    let certificate: CertificateDer<'static> = made.cert.der().clone();
    let key =
        PrivateKeyDer::try_from(made.signing_key.serialize_der()).map_err(anyhow::Error::msg)?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()?;
    let config = match wants {
        Wants::Nothing => config.with_no_client_auth(),
        Wants::Certificate => {
            let mut roots = RootCertStore::empty();
            roots.add(certificate.clone())?;
            let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
            config.with_client_cert_verifier(verifier.build()?)
        }
    };
    let config = Arc::new(config.with_single_cert(vec![certificate], key)?);
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    let origin = format!("https://{}", listener.local_addr()?);
    let served = Arc::new(AtomicU32::new(0));
    let counter = Arc::clone(&served);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let Ok(connection) = ServerConnection::new(Arc::clone(&config)) else { continue };
            let counter = Arc::clone(&counter);
            thread::spawn(move || {
                let mut reader = BufReader::new(StreamOwned::new(connection, stream));
                let mut line = String::new();
                if reader.read_line(&mut line).is_ok_and(|read| read > 0) {
                    counter.fetch_add(1, Ordering::Relaxed);
                    let length = PAGE.len();
                    let head = format!(
                        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {length}"
                    );
                    let answer = format!("{head}\r\nConnection: close\r\n\r\n{PAGE}");
                    // A client that hangs up has seen nothing, and that is counted too.
                    let _ = reader.get_mut().write_all(answer.as_bytes());
                }
            });
        }
    });
    Ok(Tls { origin, served })
}

#[test]
fn a_wrong_certificate_shows_nothing_but_its_reason() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let server = tls(&["127.0.0.1"], Wants::Nothing)?;
        known(profile, &server.origin)?;
        let app = App::start(session, &binary()?, profile, &[])?;
        let view = app.wait_view("it is told", PATIENCE, |view| {
            view["accounts"][0]["page"]["problem"]["kind"] == "certificate"
        })?;
        let reason = view["accounts"][0]["page"]["problem"]["reason"].as_str().unwrap_or_default();
        ensure!(reason.starts_with("127.0.0.1: its certificate is from an issuer"), "{reason}");
        thread::sleep(AFTERMATH);
        let served = server.served.load(Ordering::Relaxed);
        ensure!(served == 0, "{served} requests were made to a server that could be anybody");
        app.quit()
    })
}

#[test]
fn a_wrong_certificate_ends_a_sign_in() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let server = tls(&["127.0.0.1"], Wants::Nothing)?;
        let page = format!(
            "{PAGE}<script>onmousedown = () => window.open('{}/restapi/oauth/authorize');</script>",
            server.origin
        );
        let own = Server::of_answers([("/app.html", Answer::page(page))])?;
        let app = App::start(session, &binary()?, profile, &[])?;
        add(&app, own.origin(), &[&format!("appServer={}", server.origin), "disableLoginPopup="])?;
        app.wait_view("the page works", PATIENCE, is_in)?;
        let main = main_window(session)?;
        until_true("it is told", PATIENCE, || {
            window::click(session, &main, INSIDE)?;
            let told = |view: &Value| notice(view, "signInUnsafe").is_some();
            Ok(app.wait_view("told", TYPE_AGAIN, told).is_ok())
        })?;
        let view = app.view()?;
        let says = notice(&view, "signInUnsafe").context("no notice")?;
        ensure!(says.starts_with("127.0.0.1: its certificate"), "{says}");
        until_true("the window closes", PATIENCE, || {
            Ok(window::visible(session, "Sign in")?.is_empty())
        })?;
        ensure!(server.served.load(Ordering::Relaxed) == 0, "a password could have been typed");
        app.quit()
    })
}

#[test]
fn a_wanted_certificate_is_refused_in_words() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let server = tls(&["127.0.0.1"], Wants::Certificate)?;
        known(profile, &server.origin)?;
        let app = App::start(session, &binary()?, profile, &[])?;
        app.wait_view("it is told", PATIENCE, |view| {
            notice(view, "certificateWanted").is_some_and(|host| host == "127.0.0.1")
        })?;
        ensure!(server.served.load(Ordering::Relaxed) == 0);
        app.quit()
    })
}
