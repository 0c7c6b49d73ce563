//! Servers that cannot prove who they are, and servers that want a proof of ours.

use crate::questions::{PAGE, TYPE_AGAIN, add, is_in, notice};
use crate::stage::{PATIENCE, binary, in_session, main_window};
use anyhow::{Context, Result, ensure};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use deskbell_journeys::desktop::server::{Answer, Server};
use deskbell_journeys::desktop::{App, Plan, Session, until_true, window};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig, ServerConnection, StreamOwned};
use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

/// Time for an engine to do what it must not do.
const AFTERMATH: Duration = Duration::from_secs(2);
/// Somewhere in the page, in pixels from the window's corner.
const INSIDE: (i32, i32) = (600, 300);
/// The issuers this computer trusts, where GnuTLS of Debian and its kin looks for them.
const TRUSTED: &str = "/etc/ssl/certs/ca-certificates.crt";
/// What our server calls itself.
const HOST: &str = "127.0.0.1";

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

/// A server that counts the requests that get through to it.
struct Tls {
    origin: String,
    served: Arc<AtomicU32>,
}

impl Tls {
    fn served(&self) -> u32 {
        self.served.load(Ordering::Relaxed)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Wants {
    Nothing,
    Certificate,
}

/// One that vouches for itself, which nobody believes.
fn tls(wants: Wants) -> Result<Tls> {
    let made = rcgen::generate_simple_self_signed([HOST.to_owned()])?;
    serve(made.cert.der().clone(), &made.signing_key, wants)
}

fn serve(certificate: CertificateDer<'static>, key: &KeyPair, wants: Wants) -> Result<Tls> {
    let key = PrivateKeyDer::try_from(key.serialize_der()).map_err(anyhow::Error::msg)?;
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
    let listener = TcpListener::bind((HOST, 0))?;
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

/// An issuer of certificates, and its own one.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    certificate: String,
}

impl Authority {
    fn new() -> Result<Self> {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, "An issuer of these tests");
        let key = KeyPair::generate()?;
        let text = STANDARD.encode(params.self_signed(&key)?.der());
        let certificate =
            format!("-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n");
        Ok(Self { issuer: Issuer::new(params, key), certificate })
    }

    /// A server with a certificate for `name`, good in these years.
    fn vouches(&self, name: &str, from: i32, to: i32) -> Result<Tls> {
        let mut params = CertificateParams::new([name.to_owned()])?;
        (params.not_before, params.not_after) =
            (date_time_ymd(from, 1, 1), date_time_ymd(to, 1, 1));
        params.distinguished_name.push(DnType::CommonName, "A server of these tests");
        let key = KeyPair::generate()?;
        serve(params.signed_by(&key, &self.issuer)?.der().clone(), &key, Wants::Nothing)
    }

    /// The program under test where this issuer is trusted, and no other; none where the system gives us no view of
    /// its files of our own. `bwrap` comes with WebKitGTK.
    fn trusting_program(&self, session: &Session) -> Result<Option<PathBuf>> {
        let trusted = session.folder().join("issuers.pem");
        fs::write(&trusted, &self.certificate)?;
        let view = ["--dev-bind", "/", "/", "--ro-bind"];
        let mut trial = session.command("bwrap");
        let trial = trial.args(view).arg(&trusted).args([TRUSTED, "true"]).output();
        if !trial.is_ok_and(|trial| trial.status.success()) {
            return Ok(None);
        }
        let program = session.folder().join("deskbell-that-trusts");
        let (binary, trusted, view) = (binary()?, trusted.display(), view.join(" "));
        let script = format!(
            "#!/bin/sh\nexec bwrap {view} '{trusted}' {TRUSTED} '{}' \"$@\"\n",
            binary.display()
        );
        fs::write(&program, script)?;
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755))?;
        Ok(Some(program))
    }
}

fn reason(view: &Value) -> Option<&str> {
    let problem = &view["accounts"][0]["page"]["problem"];
    problem["reason"].as_str().filter(|_| problem["kind"] == "certificate")
}

/// Opens the page at `server` with `program`: it is refused for this reason, and again when it is loaded again.
fn is_refused(session: &Session, program: &Path, server: &Tls, says: &str) -> Result<()> {
    let profile = session.folder().join(says.replace(' ', "-"));
    known(&profile, &server.origin)?;
    let app = App::start(session, program, &profile, &[])?;
    let told = |view: &Value| reason(view) == Some(&format!("{HOST}: its certificate {says}."));
    app.wait_view(says, PATIENCE, told)?;
    let mark = app.events()?.mark();
    app.run(&["reload", "own-page"])?;
    app.wait_event("it is refused again", mark, PATIENCE, |line| {
        line.pointer("/event/news/news") == Some(&json!("unsafe"))
    })?;
    thread::sleep(AFTERMATH);
    // It is tried again now and then by itself, and nothing comes of it.
    app.wait_view(says, PATIENCE, told)?;
    let served = server.served();
    ensure!(served == 0, "{served} requests were made to a server that could be anybody");
    app.quit()
}

#[test]
fn a_wrong_certificate_shows_nothing_but_its_reason() -> Result<()> {
    in_session(Plan::FULL, |session, _| {
        let unknown = "is from an issuer that this computer does not trust";
        is_refused(session, &binary()?, &tls(Wants::Nothing)?, unknown)
    })
}

#[test]
fn a_trusted_issuer_does_not_make_up_for_a_wrong_date_or_host() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let authority = Authority::new()?;
        let Some(program) = authority.trusting_program(session)? else {
            eprintln!("not tried: this system gives no view of its files of our own");
            return Ok(());
        };
        // What is right is shown: it is the issuer that is trusted, and nothing else.
        let good = authority.vouches(HOST, 2020, 2090)?;
        known(profile, &good.origin)?;
        let app = App::start(session, &program, profile, &[])?;
        app.wait_view("a good one is shown", PATIENCE, is_in)?;
        app.quit()?;
        let expired = authority.vouches(HOST, 2020, 2021)?;
        is_refused(session, &program, &expired, "has expired")?;
        let early = authority.vouches(HOST, 2080, 2090)?;
        is_refused(session, &program, &early, "is not valid yet; check this computer's clock")?;
        let stranger = authority.vouches("apps.example", 2020, 2090)?;
        is_refused(session, &program, &stranger, "was made for another host")
    })
}

#[test]
fn a_wrong_certificate_ends_a_sign_in() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let server = tls(Wants::Nothing)?;
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
        ensure!(server.served() == 0, "a password could have been typed");
        app.quit()
    })
}

#[test]
fn a_wanted_certificate_is_refused_in_words() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let server = tls(Wants::Certificate)?;
        known(profile, &server.origin)?;
        let app = App::start(session, &binary()?, profile, &[])?;
        app.wait_view("it is told", PATIENCE, |view| {
            notice(view, "certificateWanted").is_some_and(|host| host == HOST)
        })?;
        ensure!(server.served() == 0);
        app.quit()
    })
}
