//! The whole IPC: our page may `dispatch`, `view` and `query`; a widget's page may `widget_message`, and a phone's page
//! `widget_voice` where its engine has no voice of its own.

use crate::engine::EngineHandle;
use crate::history;
use crate::pages::batch::BATCH_MAX;
use crate::pages::intake::{Batch, Intake};
use crate::voice::{VoiceError, Voices};
use crate::window::OUR_PAGES;
use deskbell_core::{AppView, Event, FieldProblem, Intent, Query, QueryAnswer, Source, VendorForm};
use deskbell_vendors::{VENDORS, vendor};
use serde::Serialize;
use std::sync::Arc;
use std::time::Duration;
use tauri::{AppHandle, Manager, Runtime, State, Webview};

/// Longest name of a document, in bytes.
const DOCUMENT_NAME_MAX: usize = 64;
/// How long a host may take to answer when its address is tried.
const REACH_TIMEOUT: Duration = Duration::from_secs(6);

/// What went wrong with a call from a page.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct IpcError {
    /// Stable word: `not-allowed`, `bad-input` or `busy`.
    pub code: &'static str,
    /// A sentence for the user.
    pub message: String,
    /// Problems of single fields, for forms.
    pub problems: Vec<FieldProblem>,
}

impl IpcError {
    fn not_allowed(label: &str) -> Self {
        let message = format!("the page {label:?} may not do this");
        Self { code: "not-allowed", message, problems: Vec::new() }
    }
}

/// Our page asks for something. What comes of it shows in the view.
///
/// # Errors
/// `bad-input` with the problems of each field if an account's configuration is wrong.
#[tauri::command]
pub fn dispatch<R: Runtime>(
    webview: Webview<R>,
    engine: State<'_, EngineHandle>,
    intent: Intent,
) -> Result<(), IpcError> {
    only_ours(&webview)?;
    admit(&intent)?;
    engine.send(Event::Intent { intent, from: Source::Window, request: None });
    Ok(())
}

/// The latest snapshot, or with `after` the first of another revision: our page asks again and again,
/// which paces it. An event would hand each snapshot over as a script, which the engine keeps for long.
///
/// # Errors
/// `not-allowed` for any other page.
#[tauri::command]
pub async fn view<R: Runtime>(
    webview: Webview<R>,
    engine: State<'_, EngineHandle>,
    after: Option<u32>,
) -> Result<Arc<AppView>, IpcError> {
    only_ours(&webview)?;
    Ok(match after {
        Some(seen) => engine.view_after(seen).await,
        None => engine.view(),
    })
}

/// Answers a question without changing anything.
///
/// # Errors
/// `not-allowed` for any other page.
#[tauri::command]
pub async fn query<R: Runtime>(
    webview: Webview<R>,
    engine: State<'_, EngineHandle>,
    query: Query,
) -> Result<QueryAnswer, IpcError> {
    only_ours(&webview)?;
    Ok(answer_query(query, &engine).await)
}

/// A widget's page reports what it heard: newline-separated records of `pages/script/bridge.js`.
///
/// # Errors
/// `not-allowed` if the page is not a hosted widget's; `bad-input` if the batch is over its limits;
/// `busy` if it was not taken and must be sent again.
#[tauri::command]
pub async fn widget_message<R: Runtime>(
    webview: Webview<R>,
    app: AppHandle<R>,
    document: String,
    seq: u32,
    batch: String,
) -> Result<(), IpcError> {
    if batch.len() > BATCH_MAX || document.len() > DOCUMENT_NAME_MAX {
        let message = format!("a batch has at most {} bytes, not {}", BATCH_MAX, batch.len());
        return Err(IpcError { code: "bad-input", message, problems: Vec::new() });
    }
    let batch = Batch { document, seq, records: batch };
    let Some(handled) = app.state::<Intake>().take(webview.label(), batch) else {
        return Err(IpcError::not_allowed(webview.label()));
    };
    handled.await.map_err(|_| IpcError {
        code: "busy",
        message: "too much is underway; send the batch again".to_owned(),
        problems: Vec::new(),
    })
}

/// A phone's page asks its voice for something: `pages/script/voice.js` says what.
///
/// # Errors
/// As the page throws it.
#[tauri::command]
pub async fn widget_voice<R: Runtime>(
    webview: Webview<R>,
    app: AppHandle<R>,
    document: String,
    ask: serde_json::Value,
) -> Result<serde_json::Value, VoiceError> {
    app.state::<Voices>().ask(webview.label(), document, ask).await
}

fn only_ours<R: Runtime>(webview: &Webview<R>) -> Result<(), IpcError> {
    let label = webview.label();
    if OUR_PAGES.contains(&label) { Ok(()) } else { Err(IpcError::not_allowed(label)) }
}

/// Lets an intent pass to the core, or says what is wrong with it: accounts are checked by their adapter.
///
/// # Errors
/// `bad-input` with the problems of each field.
pub fn admit(intent: &Intent) -> Result<(), IpcError> {
    let (Intent::AddAccount { config } | Intent::ChangeAccount { config }) = intent else {
        return Ok(());
    };
    let problems = match vendor(&config.vendor.0) {
        Some(vendor) => vendor.address(&config.options).err().unwrap_or_default(),
        None => vec![FieldProblem {
            field: "vendor".to_owned(),
            message: format!("There is no vendor called {:?}.", config.vendor.0),
        }],
    };
    if problems.is_empty() {
        return Ok(());
    }
    let message = problems.iter().map(|p| p.message.as_str()).collect::<Vec<_>>().join(" ");
    Err(IpcError { code: "bad-input", message, problems })
}

/// Answers a query of a window or of the local socket.
pub async fn answer_query(query: Query, engine: &EngineHandle) -> QueryAnswer {
    match query {
        Query::Vendors => {
            let vendors: Vec<VendorForm> = VENDORS.iter().map(|vendor| vendor.form()).collect();
            QueryAnswer::Vendors { vendors }
        }
        Query::Raw { account } => QueryAnswer::Raw { messages: engine.raw_log().read(&account) },
        Query::SoundLevels => QueryAnswer::SoundLevels { levels: engine.voices().levels() },
        Query::CallDescriptions => {
            QueryAnswer::CallDescriptions { descriptions: engine.voices().last_descriptions() }
        }
        Query::StatusHistory => {
            QueryAnswer::StatusHistory { changes: engine.status_history().await }
        }
        query @ (Query::History { .. }
        | Query::HistoryEntry { .. }
        | Query::HistoryStats { .. }) => {
            let history = engine.history().clone();
            // Only if a thread that is asked is gone.
            let gone = || QueryAnswer::NoHistory { reason: "the history was not read".to_owned() };
            let Some(formats) = engine.number_formats().await else { return gone() };
            let asked = move || {
                let zone = jiff::tz::TimeZone::system();
                history::answers::answer(&history, query, &zone, &formats)
            };
            let answer = tokio::task::spawn_blocking(asked).await.ok().flatten();
            answer.unwrap_or_else(gone)
        }
        Query::CheckAccount { config, reach } => {
            let Some(vendor) = vendor(&config.vendor.0) else {
                let message = format!("There is no vendor called {:?}.", config.vendor.0);
                let problems = vec![FieldProblem { field: "vendor".to_owned(), message }];
                return QueryAnswer::Checked { address: None, problems };
            };
            match vendor.address(&config.options) {
                Err(problems) => QueryAnswer::Checked { address: None, problems },
                Ok(address) => {
                    let mut problems = Vec::new();
                    if reach && let Err(message) = try_to_reach(&address.url).await {
                        problems.push(FieldProblem { field: "url".to_owned(), message });
                    }
                    QueryAnswer::Checked { address: Some(address.shown()), problems }
                }
            }
        }
    }
}

/// Asks the host for the page's head: tells an address nobody answers from one that works.
async fn try_to_reach(url: &url::Url) -> Result<(), String> {
    if !matches!(url.scheme(), "http" | "https") {
        return Ok(());
    }
    let host = url.host_str().unwrap_or_default().to_owned();
    let client = reqwest::Client::builder()
        .timeout(REACH_TIMEOUT)
        .build()
        .map_err(|error| format!("The address could not be tried: {error}."))?;
    // Without its parameters: they may hold secrets, and a redirect would carry them on.
    let mut page = url.clone();
    page.set_query(None);
    match client.get(page).send().await {
        Ok(answer) if answer.status().is_success() || answer.status().is_redirection() => Ok(()),
        // There is a page: the engine will ask for the password.
        Ok(answer) if [401, 407].contains(&answer.status().as_u16()) => Ok(()),
        Ok(answer) => Err(format!(
            "{host} answers, but has no page at this address ({}). Check the address or the version.",
            answer.status()
        )),
        Err(error) if error.is_timeout() => Err(format!(
            "{host} did not answer within 6 seconds. Check the address and your network."
        )),
        Err(error) if speaks_of_certificate(&error) => Err(format!(
            "{host} could not prove whose it is: its certificate is not valid. Check the address, and tell whoever runs the server."
        )),
        Err(error) if error.is_connect() => Err(format!(
            "{host} could not be reached. Check the spelling of the host and your network."
        )),
        Err(error) => Err(format!("{host} could not be loaded: {}.", error.without_url())),
    }
}

/// The library below keeps this only in words.
fn speaks_of_certificate(error: &reqwest::Error) -> bool {
    let mut cause = std::error::Error::source(error);
    while let Some(why) = cause {
        if why.to_string().to_lowercase().contains("certificate") {
            return true;
        }
        cause = why.source();
    }
    false
}

#[cfg(test)]
#[path = "ipc_tests.rs"]
mod tests;
