//! A stand-in for SnapEngage's Agent Status API: takes statuses, and tells an endpoint of changes, as its developer
//! reference says.

mod answer;
mod tell;

use super::door::{Door, wait};
use anyhow::{Context as _, Result};
use std::collections::{HashMap, VecDeque};
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};
use tokio::runtime::{Builder, Handle, Runtime};

/// The API token it accepts (section *Authentication*).
pub const TOKEN: &str = "stand-in-t0ken";
/// The organisation it names in what it tells.
pub const ORG: i64 = 5_406_213;

/// How it treats a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behaviour {
    /// As documented: 401 for a wrong token, 400 for what cannot be set, otherwise 200.
    Accept,
    /// 401 whatever the token is.
    Unauthorized,
    /// 403.
    Forbidden,
    /// 400 with a message.
    BadRequest,
    /// 429, and in how many whole seconds to come again.
    TooMany {
        /// The pause, if it is said.
        retry_after: Option<Duration>,
    },
    /// 500.
    ServerError,
    /// As [`Behaviour::Accept`], after a while.
    Slow(Duration),
    /// Reads the request and closes the connection without an answer.
    DropConnection,
}

/// One request it got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// When.
    pub at: SystemTime,
    /// `agent_id` as it was sent.
    pub agent: Option<String>,
    /// `status` as it was sent.
    pub status: Option<String>,
    /// `sub_status` as it was sent.
    pub sub_status: Option<String>,
    /// True if the token was right.
    pub authorised: bool,
    /// The headers without the token, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The status it was answered; none if it was not, or not yet.
    pub answered: Option<u16>,
}

/// An agent's status as it is set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgentState {
    /// *online*, *pause* or *offline*.
    pub status: String,
    /// More about it.
    pub sub_status: Option<String>,
}

/// Where changes are told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// The whole address.
    pub url: String,
    /// What is sent as `Authorization`, if anything.
    pub token: Option<String>,
    /// Pause before a delivery that got no 2xx is tried again; the real one tries for about two hours.
    pub retry: Duration,
    /// How often each delivery is made although it got a 2xx: 1 is once.
    pub copies: u32,
}

/// One attempt to tell of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The body.
    pub body: String,
    /// What it was answered; none if there was no answer.
    pub answered: Option<u16>,
}

/// What both directions share.
#[derive(Debug)]
struct State {
    behaviour: Behaviour,
    /// For the next requests, before `behaviour` holds again.
    once: VecDeque<Behaviour>,
    posts: Vec<Post>,
    agents: HashMap<String, AgentState>,
    endpoint: Option<Endpoint>,
    attempts: Vec<Attempt>,
    /// Time of the last change told, in milliseconds: no two are told of the same one.
    last_change: u64,
}

/// What every request sees.
#[derive(Debug)]
struct Shared {
    state: Mutex<State>,
    /// Where changes are told from, whichever thread made them.
    background: Handle,
}

impl Shared {
    /// A test that failed elsewhere must not hide why.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A running stand-in. It has threads of its own and ends when it is dropped.
#[derive(Debug)]
pub struct StandIn {
    address: SocketAddr,
    shared: Arc<Shared>,
    door: Door,
    runtime: Option<Runtime>,
}

impl StandIn {
    /// Starts on a free port of loopback, accepting.
    ///
    /// # Errors
    /// If there is no free port or no thread.
    pub fn start() -> Result<Self> {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let socket = TcpListener::bind(("127.0.0.1", 0))?;
        let state = State {
            behaviour: Behaviour::Accept,
            once: VecDeque::new(),
            posts: Vec::new(),
            agents: HashMap::new(),
            endpoint: None,
            attempts: Vec::new(),
            last_change: 0,
        };
        let background = runtime.handle().clone();
        let address = socket.local_addr()?;
        let shared = Arc::new(Shared { state: Mutex::new(state), background: background.clone() });
        let door = Door::open_at(socket, answer::router(Arc::clone(&shared)), background)?;
        Ok(Self { address, shared, door, runtime: Some(runtime) })
    }

    /// `http://127.0.0.1:port`.
    #[must_use]
    pub fn address(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Behaves so from now on.
    pub fn behave(&self, behaviour: Behaviour) {
        self.shared.state().behaviour = behaviour;
    }

    /// Behaves so for one request; said repeatedly, for one after the other.
    pub fn behave_once(&self, behaviour: Behaviour) {
        self.shared.state().once.push_back(behaviour);
    }

    /// Refuses connections and ends those there are.
    ///
    /// # Errors
    /// If they do not end.
    pub fn close(&self) -> Result<()> {
        self.door.close()
    }

    /// Accepts connections again, on the same port.
    ///
    /// # Errors
    /// If it is open, or somebody else has taken the port.
    pub fn open(&self) -> Result<()> {
        self.door.open()
    }

    /// Every request so far, oldest first.
    #[must_use]
    pub fn posts(&self) -> Vec<Post> {
        self.shared.state().posts.clone()
    }

    /// Waits until there are so many requests, and gives all.
    ///
    /// # Errors
    /// If there are fewer after `patience`.
    pub fn wait_for_posts(&self, count: usize, patience: Duration) -> Result<Vec<Post>> {
        let enough = || Some(self.posts()).filter(|posts| posts.len() >= count);
        wait(patience, enough).with_context(|| format!("only {:#?}", self.posts()))
    }

    /// An agent's status, if one was ever set.
    #[must_use]
    pub fn agent(&self, agent: &str) -> Option<AgentState> {
        self.shared.state().agents.get(agent).cloned()
    }

    /// Tells changes there from now on, also those not delivered yet; or nowhere.
    pub fn tell(&self, endpoint: Option<Endpoint>) {
        self.shared.state().endpoint = endpoint;
    }

    /// An agent's status changes elsewhere, such as in another session of theirs. Here it may become *offline*.
    pub fn agent_changes(&self, agent: &str, status: &str, sub_status: Option<&str>) {
        let state =
            AgentState { status: status.to_owned(), sub_status: sub_status.map(str::to_owned) };
        tell::change(&self.shared, agent, state);
    }

    /// Every attempt to tell of a change so far, oldest first.
    #[must_use]
    pub fn attempts(&self) -> Vec<Attempt> {
        self.shared.state().attempts.clone()
    }

    /// Waits until there are so many attempts, and gives all.
    ///
    /// # Errors
    /// If there are fewer after `patience`.
    pub fn wait_for_attempts(&self, count: usize, patience: Duration) -> Result<Vec<Attempt>> {
        let enough = || Some(self.attempts()).filter(|attempts| attempts.len() >= count);
        wait(patience, enough).with_context(|| format!("only {:#?}", self.attempts()))
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            // Waiting is not allowed where a test is itself asynchronous.
            runtime.shutdown_background();
        }
    }
}
