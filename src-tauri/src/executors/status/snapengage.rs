//! SnapEngage's Agent Status API as a sink.

use deskbell_core::{
    AccountConfig, PushProblem, STATUS_ADDRESS_OPTION, STATUS_AGENT_OPTION, STATUS_TOKEN_OPTION,
};
use deskbell_snapengage::{AgentStatus, Client, DEFAULT_BASE, Problem, StatusUpdate};

/// Longest reason kept of what the vendor or a library said, in characters.
const REASON_MAX: usize = 160;

/// Sets the agent of `config` to `word`.
pub(super) async fn push(
    config: &AccountConfig,
    word: &str,
    note: Option<String>,
) -> Result<(), PushProblem> {
    let (agent, token) = (config.option(STATUS_AGENT_OPTION), config.option(STATUS_TOKEN_OPTION));
    let (Some(agent), Some(token)) = (agent, token) else { return Err(PushProblem::NoToken) };
    let status = match word {
        "online" => AgentStatus::Online,
        "pause" => AgentStatus::Pause,
        // The dialect has no other word that can be set.
        other => return Err(rejected(format!("{other:?} cannot be set"))),
    };
    let base = config.option(STATUS_ADDRESS_OPTION).unwrap_or(DEFAULT_BASE);
    let client = Client::new(base).map_err(|error| rejected(error.to_string()))?;
    let update = StatusUpdate { agent: agent.to_owned(), status, sub_status: note };
    client.set_agent_status(token, &update).await.map_err(|problem| in_our_words(&problem))
}

/// What we ourselves find wrong with a request counts like the vendor's own refusal.
fn rejected(said: String) -> PushProblem {
    PushProblem::Rejected { status: 400, said: Some(said) }
}

fn in_our_words(problem: &Problem) -> PushProblem {
    let cut = |text: &str| text.chars().take(REASON_MAX).collect::<String>();
    match problem {
        Problem::Unauthorized => PushProblem::Unauthorized,
        Problem::Forbidden => PushProblem::Forbidden,
        // Two refusals may be repeated as they are (408, 425).
        Problem::Rejected { status, .. } if !problem.is_final() => {
            PushProblem::Server { status: *status }
        }
        Problem::Rejected { status, said } => {
            PushProblem::Rejected { status: *status, said: said.as_deref().map(cut) }
        }
        Problem::RateLimited { retry_after } => {
            let milliseconds = retry_after.map(|pause| pause.as_millis());
            let retry_after = milliseconds.map(|pause| u32::try_from(pause).unwrap_or(u32::MAX));
            PushProblem::RateLimited { retry_after }
        }
        Problem::Server { status } => PushProblem::Server { status: *status },
        Problem::Redirected => PushProblem::Redirected,
        Problem::TimedOut => PushProblem::TimedOut,
        Problem::HostNotFound => PushProblem::HostNotFound,
        Problem::Tls { reason } => PushProblem::Tls { reason: cut(reason) },
        Problem::NotReachable => PushProblem::NotReachable,
        Problem::Broken => PushProblem::Broken,
        Problem::BadToken => PushProblem::BadToken,
    }
}
