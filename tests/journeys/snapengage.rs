//! The client and the listener against a stand-in that behaves as SnapEngage's reference says.

use anyhow::{Context as _, Result, bail, ensure};
use deskbell_journeys::platform::snapengage::{Behaviour, Endpoint, ORG, StandIn, TOKEN};
use deskbell_snapengage::{
    Access, AgentStatus, AgentStatusChange, Client, Delivery, Limits, Listener, Options, Problem,
    ReceivedStatus, StatusUpdate, Token, Webhook,
};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;
use tokio::runtime::Runtime;

const AGENT: &str = "ada@example.com";
/// Far longer than anything here takes; only a defect lets it pass.
const PATIENCE: Duration = Duration::from_secs(60);
const HOOK_TOKEN: &str = "hook-t0ken";

fn set(stand_in: &StandIn, status: AgentStatus, limits: Limits) -> Result<Result<(), Problem>> {
    let client = Client::direct(&stand_in.address(), limits)?;
    let update = StatusUpdate {
        agent: format!("wc:{AGENT}"),
        status,
        sub_status: (status == AgentStatus::Pause).then(|| "Lunch".to_owned()),
    };
    Ok(Runtime::new()?.block_on(client.set_agent_status(TOKEN, &update)))
}

fn pause(stand_in: &StandIn) -> Result<Result<(), Problem>> {
    set(stand_in, AgentStatus::Pause, Limits::default())
}

/// A listener on a runtime of its own, and what it was told.
fn listener(runtime: &Runtime, options: Options) -> Result<(Listener, Receiver<Delivery>)> {
    let (tell, told) = mpsc::channel();
    let listener = runtime.block_on(Listener::start(options, move |delivery| {
        let _ = tell.send(delivery);
        async { Ok(()) }
    }))?;
    Ok((listener, told))
}

fn options() -> Options {
    let access = Access {
        accounts: Token::new(HOOK_TOKEN)
            .map(|token| ("main".to_owned(), token))
            .into_iter()
            .collect(),
        public_host: None,
    };
    Options { access, ..Options::default() }
}

fn endpoint(listener: &Listener) -> Endpoint {
    Endpoint {
        url: format!("http://{}/snapengage/main/agent-status", listener.address()),
        token: Some(HOOK_TOKEN.to_owned()),
        retry: Duration::from_millis(20),
        copies: 1,
    }
}

#[test]
fn a_status_is_set_and_recorded() -> Result<()> {
    let stand_in = StandIn::start()?;
    ensure!(pause(&stand_in)? == Ok(()));
    let state = stand_in.agent(AGENT).context("nothing was set")?;
    ensure!(state.status == "pause" && state.sub_status.as_deref() == Some("Lunch"), "{state:?}");
    ensure!(set(&stand_in, AgentStatus::Online, Limits::default())? == Ok(()));
    let posts = stand_in.wait_for_posts(2, PATIENCE)?;
    ensure!(posts.iter().all(|post| post.authorised && post.answered == Some(200)), "{posts:#?}");
    ensure!(posts[1].status.as_deref() == Some("online") && posts[1].sub_status.is_none());
    ensure!(!format!("{posts:?}").contains(TOKEN));
    Ok(())
}

#[test]
fn every_behaviour_is_its_problem() -> Result<()> {
    let stand_in = StandIn::start()?;
    let message = Some("Detailed message".to_owned());
    let seven = Some(Duration::from_secs(7));
    let cases = [
        (Behaviour::Unauthorized, Problem::Unauthorized),
        (Behaviour::Forbidden, Problem::Forbidden),
        (Behaviour::BadRequest, Problem::Rejected { status: 400, said: message }),
        (Behaviour::TooMany { retry_after: seven }, Problem::RateLimited { retry_after: seven }),
        (Behaviour::TooMany { retry_after: None }, Problem::RateLimited { retry_after: None }),
        (Behaviour::ServerError, Problem::Server { status: 500 }),
        (Behaviour::DropConnection, Problem::Broken),
    ];
    for (behaviour, problem) in cases {
        stand_in.behave_once(behaviour);
        ensure!(pause(&stand_in)? == Err(problem), "{behaviour:?}");
    }
    ensure!(stand_in.agent(AGENT).is_none(), "none of them was accepted");
    stand_in.behave(Behaviour::Slow(PATIENCE));
    let limit = Duration::from_millis(200);
    let limits = Limits { connect: limit, total: limit };
    ensure!(set(&stand_in, AgentStatus::Pause, limits)? == Err(Problem::TimedOut));
    stand_in.behave(Behaviour::Slow(Duration::from_millis(50)));
    ensure!(pause(&stand_in)? == Ok(()));
    Ok(())
}

#[test]
fn a_closed_door_opens_at_the_same_place() -> Result<()> {
    let stand_in = StandIn::start()?;
    stand_in.close()?;
    ensure!(pause(&stand_in)? == Err(Problem::NotReachable));
    stand_in.open()?;
    ensure!(stand_in.open().is_err(), "twice");
    ensure!(pause(&stand_in)? == Ok(()));
    Ok(())
}

#[test]
fn it_refuses_what_the_reference_refuses() -> Result<()> {
    let stand_in = StandIn::start()?;
    let post = |token: &str, body: &str| -> Result<u16> {
        let request = ureq::post(format!("{}/api/v2/agentstatus", stand_in.address()))
            .header("Authorization", token)
            .content_type("application/json");
        let request = request.config().http_status_as_error(false).build();
        Ok(request.send(body)?.status().as_u16())
    };
    let good = r#"{"agent_id":"ada@example.com","status":"online"}"#;
    ensure!(post(TOKEN, good)? == 200);
    ensure!(post("another", good)? == 401);
    for bad in [
        r#"{"agent_id":"ada@example.com","status":"offline"}"#,
        r#"{"agent_id":"ada@example.com"}"#,
        r#"{"agent_id":"wc:ada@example.com","status":"online"}"#,
        r#"{"status":"online"}"#,
        "nonsense",
    ] {
        ensure!(post(TOKEN, bad)? == 400, "{bad}");
    }
    ensure!(!stand_in.posts()[1].authorised);
    Ok(())
}

#[test]
fn changes_here_and_elsewhere_come_back() -> Result<()> {
    let (runtime, stand_in) = (Runtime::new()?, StandIn::start()?);
    let (listener, told) = listener(&runtime, options())?;
    stand_in.tell(Some(endpoint(&listener)));
    ensure!(pause(&stand_in)? == Ok(()));
    let change = status_change(told.recv_timeout(PATIENCE)?)?;
    ensure!(change.org == Some(ORG), "{change:?}");
    ensure!(change.agent == AGENT && change.status == ReceivedStatus::Pause);
    ensure!(change.sub_status.as_deref() == Some("Lunch") && change.at.is_some());
    // Set to what it is: nothing changes, so nothing is told.
    ensure!(pause(&stand_in)? == Ok(()));
    stand_in.agent_changes(AGENT, "offline", None);
    let change = status_change(told.recv_timeout(PATIENCE)?)?;
    ensure!(change.status == ReceivedStatus::Offline, "{change:?}");
    ensure!(change.sub_status.is_none());
    Ok(())
}

/// The change of a status that a delivery for our account tells.
fn status_change(delivery: Delivery) -> Result<AgentStatusChange> {
    ensure!(delivery.account == "main", "{delivery:?}");
    match delivery.webhook {
        Webhook::AgentStatus(change) => Ok(change),
        other @ (Webhook::Conversation(_) | Webhook::Case(_)) => bail!("{other:?}"),
    }
}

#[test]
fn a_delivery_is_repeated_until_it_is_heard() -> Result<()> {
    let (runtime, stand_in) = (Runtime::new()?, StandIn::start()?);
    let (listener, told) = listener(&runtime, options())?;
    let wrong = Endpoint { token: Some("wrong".to_owned()), ..endpoint(&listener) };
    stand_in.tell(Some(wrong));
    stand_in.agent_changes(AGENT, "pause", None);
    let refused = stand_in.wait_for_attempts(2, PATIENCE)?;
    ensure!(refused.iter().all(|attempt| attempt.answered == Some(401)), "{refused:#?}");
    stand_in.tell(Some(endpoint(&listener)));
    ensure!(status_change(told.recv_timeout(PATIENCE)?)?.agent == AGENT);
    Ok(())
}

#[test]
fn a_delivery_made_twice_is_told_once() -> Result<()> {
    let (runtime, stand_in) = (Runtime::new()?, StandIn::start()?);
    let (listener, told) = listener(&runtime, options())?;
    stand_in.tell(Some(Endpoint { copies: 3, ..endpoint(&listener) }));
    stand_in.agent_changes(AGENT, "pause", None);
    let attempts = stand_in.wait_for_attempts(3, PATIENCE)?;
    ensure!(attempts.iter().all(|attempt| attempt.answered == Some(204)), "{attempts:#?}");
    ensure!(status_change(told.recv_timeout(PATIENCE)?)?.status == ReceivedStatus::Pause);
    ensure!(told.try_recv().is_err(), "told again");
    Ok(())
}
