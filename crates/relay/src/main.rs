//! `deskbell-relay`: runs the relay, checks its configuration, and enrols desks.

use anyhow::{Result, bail};
use clap::{Parser, Subcommand};
use deskbell_relay::{Config, Desks, EnrolmentLink, Relay};
use std::io::Write as _;
use std::path::PathBuf;
use tokio::runtime::Runtime;

/// The company's relay for Deskbell: takes the vendors' webhooks and feeds the agents' desks.
#[derive(Parser)]
#[command(name = "deskbell-relay", version)]
struct Cli {
    /// The configuration, a JSON file.
    #[arg(long, default_value = "/etc/deskbell-relay.json", global = true)]
    config: PathBuf,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Serve until told to end (SIGTERM, Ctrl+C), then finish what is open.
    Run,
    /// Read the configuration and say what is wrong with it.
    Check,
    /// The agents' desks.
    Agents {
        #[command(subcommand)]
        verb: AgentVerb,
    },
}

#[derive(Subcommand)]
enum AgentVerb {
    /// Print a link with which one desk of this agent can enrol, within a day and once.
    Add {
        /// The agent's e-mail address, as the vendors have it.
        agent: String,
    },
    /// List the desks.
    List,
    /// Take the agent's tokens and open links back.
    Revoke {
        /// The agent's e-mail address.
        agent: String,
    },
}

fn main() -> Result<()> {
    env_logger::Builder::from_env(env_logger::Env::new().filter_or("DESKBELL_RELAY_LOG", "info"))
        .init();
    let cli = Cli::parse();
    let config = Config::read(&cli.config)?;
    match cli.verb {
        Verb::Run => Runtime::new()?.block_on(run(config)),
        Verb::Check => {
            for warning in config.warnings() {
                say(&format!("note: {warning}"))?;
            }
            say(&format!(
                "good: {} sources, {} teams, {} rules",
                config.sources.len(),
                config.teams.len(),
                config.rules.len()
            ))
        }
        Verb::Agents { verb } => agents(&config, verb),
    }
}

async fn run(config: Config) -> Result<()> {
    for warning in config.warnings() {
        log::warn!("{warning}");
    }
    let public = config.public_url.clone();
    let sources: Vec<String> = config.sources.keys().cloned().collect();
    let relay = Relay::start(config).await?;
    log::info!("serves at {}, published as {public}", relay.address());
    if let Some(operations) = relay.operations() {
        log::info!("is watched at http://{operations}/metrics");
    }
    for source in sources {
        let base = public.as_str().trim_end_matches('/');
        log::info!("webhooks of {source}: {base}/snapengage/{source}/…");
    }
    ended().await?;
    log::info!("finishes what is open");
    relay.drain().await;
    Ok(())
}

/// Waits until the system or a person wants it to end.
#[cfg(unix)]
async fn ended() -> Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminated = signal(SignalKind::terminate())?;
    tokio::select! {
        done = tokio::signal::ctrl_c() => Ok(done?),
        _ = terminated.recv() => Ok(()),
    }
}

/// Waits until a person wants it to end.
#[cfg(not(unix))]
async fn ended() -> Result<()> {
    Ok(tokio::signal::ctrl_c().await?)
}

fn agents(config: &Config, verb: AgentVerb) -> Result<()> {
    let desks = Desks::open(&config.data)?;
    match verb {
        AgentVerb::Add { agent } => {
            if !agent.contains('@') {
                bail!("{agent:?} is no e-mail address: agents are known by theirs");
            }
            let code = desks.code_for(&agent)?;
            let link = EnrolmentLink { relay: config.public_url.clone(), code };
            say(&format!("Good for one desk, within a day:\n  {link}"))?;
            say("On the desk: deskbell relay enroll 'LINK'")
        }
        AgentVerb::List => {
            let all = desks.list()?;
            if all.is_empty() {
                return say("No desk is enrolled.");
            }
            for desk in all {
                let (id, agent, until) = (desk.id, desk.agent, desk.acknowledged);
                say(&format!("{id}\t{agent}\thas taken in everything up to {until}"))?;
            }
            Ok(())
        }
        AgentVerb::Revoke { agent } => {
            let gone = desks.revoke(&agent)?;
            say(&format!("{gone} tokens and links of {agent} are good no more."))
        }
    }
}

/// One line on the terminal.
fn say(line: &str) -> Result<()> {
    Ok(writeln!(std::io::stdout().lock(), "{line}")?)
}
