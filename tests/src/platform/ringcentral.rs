//! A stand-in for the platform of RingCentral: what the real widget, told to use it as its `appServer`, asks of the
//! platform is answered from here, and what happens to its user is made up by a test.

mod calls;
mod clock;
mod control;
mod drive;
mod facts;
mod message_store;
mod messages;
mod numbers;
mod oauth;
mod presence;
mod rest;
mod ring_out;
mod sign_in;
pub mod sip;
mod site;
mod socket;
mod state;
mod subscription;
mod tokens;
mod watch;

pub use facts::*;

use super::door::{Door, wait};
use anyhow::{Context as _, Result};
use axum::{Router, middleware};
use sip::{Input, Server, Sip, answer_stun};
use state::Shared;
use std::net::{TcpListener, UdpSocket};
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};

/// Besides the platform's own: an identity provider and what lies before it.
const OTHER_ORIGINS: usize = 3;

/// A running stand-in. It has threads of its own and ends when it is dropped.
#[derive(Debug)]
pub struct Platform {
    shared: Arc<Shared>,
    doors: Vec<Door>,
    runtime: Option<Runtime>,
}

impl Platform {
    /// Starts on free ports of loopback.
    ///
    /// # Errors
    /// If there is no free port or no thread.
    pub fn start() -> Result<Self> {
        Self::start_at(0)
    }

    /// Starts on this port of loopback: some builds of the widget know where they are served.
    ///
    /// # Errors
    /// If the port is taken, or there is no free one beside it, or no thread.
    pub fn start_at(port: u16) -> Result<Self> {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let mut sockets = Vec::new();
        for place in 0..=OTHER_ORIGINS {
            sockets.push(TcpListener::bind(("127.0.0.1", if place == 0 { port } else { 0 }))?);
        }
        let ports = sockets.iter().map(|socket| Ok(socket.local_addr()?.port()));
        let ports = ports.collect::<Result<Vec<u16>>>()?;
        let origin = |(place, port): (usize, &u16)| {
            let host = if place % 2 == 0 { "127.0.0.1" } else { "localhost" };
            format!("http://{host}:{port}")
        };
        let mut origins: Vec<String> = ports.iter().enumerate().map(origin).collect();
        let elsewhere = origins.split_off(1);
        let stun = UdpSocket::bind(("127.0.0.1", 0))?;
        stun.set_nonblocking(true)?;
        let (sip, inputs) = Sip::new();
        let place = stun.local_addr()?;
        let shared = Shared::new(origins.concat(), elsewhere, ports[0], place, sip);
        let shared = Arc::new(shared);
        let running = Arc::clone(&shared);
        thread::Builder::new()
            .name("sip".to_owned())
            .spawn(move || Server::run(running, &inputs))?;
        runtime.spawn(async move {
            if let Ok(socket) = tokio::net::UdpSocket::from_std(stun) {
                answer_stun(socket).await;
            }
        });
        let router = router(&shared);
        let open = |socket| Door::open_at(socket, router.clone(), runtime.handle().clone());
        let doors = sockets.into_iter().map(open).collect::<Result<Vec<Door>>>()?;
        Ok(Self { shared, doors, runtime: Some(runtime) })
    }

    /// Its SIP side: the phone in the browser.
    #[must_use]
    pub fn sip(&self) -> &Sip {
        &self.shared.sip
    }

    /// `http://127.0.0.1:port`: the widget's `appServer`.
    #[must_use]
    pub fn address(&self) -> String {
        self.shared.origin.clone()
    }

    /// Serves a build of the widget beside the platform and points it there; gives the address of its page. The widget
    /// sends its codes to the page beside it.
    pub fn serve_widget(&self, folder: &Path) -> String {
        let redirect = format!("{}{}", self.shared.origin, site::REDIRECT);
        self.register_redirect(&redirect);
        self.shared.state().widget = Some(folder.to_owned());
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("clientId", CLIENT_ID)
            .append_pair("redirectUri", &redirect)
            .finish();
        format!("{}{}?{query}", self.shared.origin, site::PAGE)
    }

    /// A code may be sent there: to this address and no other.
    pub fn register_redirect(&self, uri: &str) {
        self.shared.state().redirects.push(uri.to_owned());
    }

    /// Signs people in so from now on.
    pub fn sign_in_page(&self, page: SignInPage) {
        self.shared.state().sign_in_page = page;
    }

    /// Access tokens work so long from now on; those given out are not changed.
    pub fn access_lifetime(&self, lifetime: Duration) {
        self.shared.state().tokens.set_access_lifetime(lifetime);
    }

    /// Codes work so long from now on; those given out are not changed.
    pub fn code_lifetime(&self, lifetime: Duration) {
        self.shared.state().tokens.set_code_lifetime(lifetime);
    }

    /// The access tokens given out stop working; refresh tokens do not.
    pub fn expire_access(&self) {
        self.shared.state().tokens.expire_access();
    }

    /// Nothing that was given out works any longer, as after a password was changed.
    pub fn expire_session(&self) {
        let mut state = self.shared.state();
        state.tokens.forget_all();
        state.sockets.forget();
    }

    /// Answers requests whose path ends so with this status from now on, whatever they ask.
    pub fn refuse(&self, path_end: &str, status: u16) {
        self.shared.state().refusals.push((path_end.to_owned(), status));
    }

    /// Refuses nothing any longer.
    pub fn refuse_nothing(&self) {
        self.shared.state().refusals.clear();
    }

    /// Refuses connections and ends those there are.
    ///
    /// # Errors
    /// If they do not end.
    pub fn close(&self) -> Result<()> {
        self.disconnect();
        self.doors.iter().try_for_each(Door::close)
    }

    /// Accepts connections again, on the same ports.
    ///
    /// # Errors
    /// If it is open, or somebody else has taken a port.
    pub fn open(&self) -> Result<()> {
        self.doors.iter().try_for_each(Door::open)
    }

    /// Every request so far, oldest first.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        self.shared.state().requests.clone()
    }

    /// Waits until there are so many requests of this method whose path ends so, and gives them.
    ///
    /// # Errors
    /// If there are fewer after `patience`.
    pub fn wait_for_requests(
        &self,
        method: &str,
        path_end: &str,
        count: usize,
        patience: Duration,
    ) -> Result<Vec<Request>> {
        let wanted = |one: &Request| one.method == method && one.path.ends_with(path_end);
        let found = || self.requests().into_iter().filter(wanted).collect::<Vec<Request>>();
        wait(patience, || Some(found()).filter(|found| found.len() >= count))
            .with_context(|| format!("{method} …{path_end}: only {:#?}", found()))
    }

    /// For what tokens were given so far, oldest first.
    #[must_use]
    pub fn tokens_issued(&self) -> Vec<IssuedToken> {
        self.shared.state().tokens.issued().to_vec()
    }

    /// Every code and token ever given out: a test looks for them where they must not be.
    #[must_use]
    pub fn secrets(&self) -> Vec<String> {
        self.shared.state().tokens.given().to_vec()
    }
}

impl Platform {
    /// Every state and verifier an app ever showed it; they are as secret as a code.
    #[must_use]
    pub fn secrets_shown(&self) -> Vec<String> {
        self.shared.state().tokens.shown().to_vec()
    }
}

impl Drop for Platform {
    fn drop(&mut self) {
        self.shared.sip.input(Input::Quit);
        if let Some(runtime) = self.runtime.take() {
            // Waiting is not allowed where a test is itself asynchronous.
            runtime.shutdown_background();
        }
    }
}

fn router(shared: &Arc<Shared>) -> Router {
    Router::new()
        .merge(oauth::router())
        .merge(sign_in::router())
        .merge(rest::router())
        .merge(presence::router())
        .merge(ring_out::router())
        .merge(control::router())
        .merge(message_store::router())
        .merge(subscription::router())
        .merge(socket::router())
        .merge(sip::router())
        .layer(middleware::from_fn_with_state(Arc::clone(shared), watch::watch))
        .with_state(Arc::clone(shared))
}
