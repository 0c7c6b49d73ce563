//! Signing in with the system's browser (RFC 8252): we ask in the widget's place, with a state and a proof of our own
//! (RFC 7636), and hand the widget what comes back.

use super::attempts::{Attempt, Attempts};
use super::callback_server::CallbackServer;
use super::request::{Flow, Request};
use crate::engine::EngineHandle;
use crate::pages::order::HostingHandle;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use deskbell_core::{AccountId, BrowserPage, Event, PageFact, Private, SignInStop};
use deskbell_vendors::{Address, SignInWay};
use std::collections::BTreeMap;
use std::sync::{Arc, Weak};
use std::time::Duration;
use url::Url;

/// Random bytes of a state and of a verifier; RFC 7636, section 4.1 recommends as many.
const RANDOM: usize = 32;
/// A program that opens addresses and fails does so within this time.
const LAUNCH: Duration = Duration::from_secs(3);

/// The page must be told a port before anybody signs in: its redirect address names none.
#[must_use]
pub fn needs_port(address: &Address) -> bool {
    let redirect = address.redirect.as_deref().and_then(|redirect| Url::parse(redirect).ok());
    address.sign_in == SignInWay::Browser
        && redirect.is_some_and(|redirect| is_loopback(&redirect) && redirect.port().is_none())
}

/// True for an address a browser asks us for; a link comes in another way.
fn is_loopback(redirect: &Url) -> bool {
    redirect.scheme() == "http"
}

/// Every sign-in that waits for the browser, and the servers to which answers come.
pub struct Browser {
    attempts: Arc<Attempts>,
    servers: BTreeMap<u16, Weak<CallbackServer>>,
    answer: Arc<dyn Fn(&Url) -> BrowserPage + Send + Sync>,
    engine: EngineHandle,
}

impl Browser {
    /// Answers go to the widget through `hosting`; what they say, to `engine`.
    pub fn new(hosting: HostingHandle, engine: EngineHandle) -> Self {
        let attempts = Arc::new(Attempts::default());
        let (known, fact) = (Arc::clone(&attempts), engine.clone());
        let answer = move |to: &Url| match known.answer(to) {
            None => BrowserPage::Over,
            Some(answered) => answered.deliver(&hosting, &fact),
        };
        Self { attempts, servers: BTreeMap::new(), answer: Arc::new(answer), engine }
    }

    /// The server at `port`, started if it is not; none takes any that is free.
    ///
    /// # Errors
    /// If the system does not give the port.
    pub fn server(&mut self, port: Option<u16>) -> std::io::Result<Arc<CallbackServer>> {
        self.servers.retain(|_, server| server.strong_count() > 0);
        if let Some(server) = port.and_then(|port| self.servers.get(&port)?.upgrade()) {
            return Ok(server);
        }
        let server = Arc::new(CallbackServer::open(port.unwrap_or(0), Arc::clone(&self.answer))?);
        self.servers.insert(server.port(), Arc::downgrade(&server));
        Ok(server)
    }

    /// Opens the browser for `account`, at the widget's `address` with what is ours in it. The same address again
    /// opens it once more; another one ends what the account waited for.
    ///
    /// # Errors
    /// For the agent: why it cannot be.
    pub fn open(
        &mut self,
        account: &AccountId,
        address: &Url,
        request: Request,
    ) -> Result<(), SignInStop> {
        let opened = match self.attempts.opened(account, address) {
            Some(opened) => opened,
            None => self.begin(account, address, request)?,
        };
        launch(account.clone(), opened, self.engine.clone());
        Ok(())
    }

    fn begin(
        &mut self,
        account: &AccountId,
        address: &Url,
        request: Request,
    ) -> Result<Private<String>, SignInStop> {
        if request.flow != Flow::Code {
            // A browser keeps the fragment of an address to itself.
            let host = address.host_str().unwrap_or_default().to_owned();
            return Err(SignInStop::StrangeAddress { host });
        }
        let server = is_loopback(&request.redirect)
            .then(|| self.server_for(account, &request))
            .transpose()?;
        let random = || random().map_err(|_| SignInStop::NoBrowser);
        let attempt = Attempt::new(account, server, address, request, random()?, random()?);
        let opened = attempt.opened.clone();
        self.attempts.begin(attempt);
        Ok(opened)
    }

    /// The server at which `request` is to be answered.
    fn server_for(
        &mut self,
        account: &AccountId,
        request: &Request,
    ) -> Result<Arc<CallbackServer>, SignInStop> {
        let wanted = request.redirect.port();
        let server = self.server(wanted).and_then(|server| {
            server.expect(&request.redirect)?;
            Ok(server)
        });
        server.map_err(|error| {
            log::warn!("nothing can wait for the browser of {account}: {error}");
            SignInStop::NoPort { port: wanted.unwrap_or(0) }
        })
    }

    /// An answer came as a link. Any page can have one opened: what belongs to nobody changes nothing.
    pub fn returned(&self, link: &Private<String>) {
        if let Ok(to) = Url::parse(link.reveal()) {
            (self.answer)(&to);
        }
    }

    /// The account waits for no browser any longer.
    pub fn end(&self, account: &AccountId) {
        self.attempts.end(account);
    }
}

/// Opens the system's browser. What it says if it cannot is not kept: it names the address, which is a secret.
fn launch(account: AccountId, address: Private<String>, engine: EngineHandle) {
    let launching = std::thread::Builder::new().name("browser".to_owned());
    let failed =
        Event::Page { account, fact: PageFact::SignInStopped { why: SignInStop::NoBrowser } };
    let (report, failed_too) = (engine.clone(), failed.clone());
    let started = launching.spawn(move || {
        if open::that_detached_with_timeout(address.reveal(), LAUNCH).is_err() {
            report.send(failed_too);
        }
    });
    if started.is_err() {
        engine.send(failed);
    }
}

fn random() -> anyhow::Result<Private<String>> {
    let mut bytes = [0; RANDOM];
    getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("no random numbers: {error}"))?;
    Ok(Private::new(URL_SAFE_NO_PAD.encode(bytes)))
}
