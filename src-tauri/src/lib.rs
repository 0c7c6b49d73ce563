//! Deskbell's shell: hosts the widgets and carries out what the core decides. This file only lists.

#![allow(
    unreachable_pub,
    reason = "a program has no outside API: `pub` is what a module offers its neighbours"
)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

pub mod cli;
mod clock;
mod desk;
mod engine;
mod executors;
mod history;
mod ipc;
mod journal;
#[cfg(test)]
mod own_pages_tests;
mod pages;
mod platform;
mod raw_log;
mod sources;
mod voice;
mod web;
mod window;

use clock::now;
use deskbell_core::{Event, IncidentStart, Private};
use engine::{Engine, EngineHandle};
use executors::{
    Executors,
    downloads::Downloads,
    history::StatusHistory,
    notify::Notifier,
    persist::{Begun, Persist},
    status::StatusPusher,
    tray::TrayIcon,
};
use history::Keeper;
use history::export::Exports;
use pages::intake::Intake;
use pages::order::Order;
use sources::{relay::Feeds, socket::Claim, webhooks::Webhooks};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use tauri::{Manager, RunEvent};
use web::Engine as WebEngine;
use web::permission_requests::PermissionRequests;
use web::stage::StageLayout;

/// Runs the app on the profile folder `profile` until the user quits; `hidden` starts it in the tray, `link` is shown
/// once it runs.
#[must_use]
pub fn run(profile: &Path, hidden: bool, link: Option<Private<String>>) -> ExitCode {
    env_logger::Builder::from_env(env_logger::Env::new().filter_or("DESKBELL_LOG", "warn")).init();
    web::environment::close_process();
    WebEngine::prepare_process();
    let socket = match sources::socket::claim(profile) {
        Ok(Some(socket)) => socket,
        Ok(None) => {
            // Another start was faster; the link is for it then.
            if link.is_some_and(|link| !sources::socket::hand_over(profile, link)) {
                log::warn!("the running app did not take the link");
            }
            return ExitCode::SUCCESS;
        }
        Err(error) => return cannot_start(&error),
    };
    // The key store is asked while the toolkit starts, so that no page need be loaded twice.
    let begun = match Persist::begin(profile) {
        Ok(begun) => begun,
        Err(error) => return cannot_start(&error),
    };
    let profile = profile.to_path_buf();
    let built = tauri::Builder::default()
        .plugin(tauri_plugin_store::Builder::new().build())
        .manage(pages::SignInWindows::default())
        .register_uri_scheme_protocol(desk::SCHEME, |_, request| desk::serve(&request))
        .invoke_handler(tauri::generate_handler![
            ipc::dispatch,
            ipc::view,
            ipc::query,
            ipc::widget_message,
            ipc::widget_voice
        ])
        .setup(move |app| {
            // Tauri would panic at an error.
            start(app, profile, begun, hidden, socket).unwrap_or_else(|error| {
                cannot_start(&error);
                std::process::exit(1)
            });
            if let Some(link) = link {
                sources::system::link(&app.state::<EngineHandle>(), link);
            }
            Ok(())
        })
        .build(tauri::generate_context!());
    match built {
        Ok(app) => {
            // A link may be what starts the program: it comes before there is anybody to take it.
            let mut links = Vec::new();
            app.run(move |app, event| {
                links.extend(platform::opened_links(&event));
                if let Some(engine) = app.try_state::<EngineHandle>() {
                    links.drain(..).for_each(|link| sources::system::link(&engine, link));
                }
                // macOS ends programs by its own menu and key: that is asked like any other request to quit.
                if let RunEvent::ExitRequested { code: None, api, .. } = event {
                    api.prevent_exit();
                    sources::system::quit(&app.state::<EngineHandle>(), false);
                }
            });
            ExitCode::SUCCESS
        }
        Err(error) => cannot_start(&error.into()),
    }
}

fn cannot_start(error: &anyhow::Error) -> ExitCode {
    eprintln!("Deskbell could not start: {error:#}");
    ExitCode::FAILURE
}

/// Puts the parts together and starts the loop.
fn start(
    app: &tauri::App,
    profile: PathBuf,
    begun: Begun,
    hidden: bool,
    socket: Claim,
) -> anyhow::Result<()> {
    let handle = app.handle();
    let (persist, loaded) = Persist::open(handle, begun)?;
    let place = loaded.settings.window;
    let retention = loaded.settings.preferences.history.clone();
    let problem = loaded.problem.as_ref().map(deskbell_store::ReadProblem::told);
    let (history, lines) = StatusHistory::open(&profile)?;
    let start = IncidentStart {
        at: now(),
        settings: loaded.settings,
        problem: problem.map(Private::new),
        german: platform::locale().starts_with("de"),
        utc_offset: platform::utc_offset(),
        history: lines,
        hidden,
    };
    let (state, first) = start.play(deskbell_vendors::dialects());
    let keeper = Keeper::open(&profile)?;
    keeper.use_retention(&retention);
    let (event_loop, engine) = Engine::new(state, keeper.clone());
    engine.journal().began(start);
    app.manage(engine.clone());
    // The first thing it hears: no page is there yet.
    engine.send(Event::Restored { entries: keeper.waiting() });
    let told = engine.clone();
    keeper.follow(move |event| told.send(event))?;
    app.manage(PermissionRequests::new(engine.clone()));
    app.manage(Intake::start(engine.clone())?);
    app.manage(engine.voices().clone());
    sources::system::watch_sound(&engine);
    // Before the window, which takes several times as long.
    let tray = TrayIcon::create(handle, engine.clone());

    let downloads = Downloads::start(handle.clone(), engine.clone())?;
    let window = window::build_main(handle, place)?;
    let hosting = pages::hosting::start(
        window.clone(),
        profile.clone(),
        engine.clone(),
        downloads.reports(),
    )?;
    let relayout = hosting.clone();
    window::follow_main(&window, &engine, move || relayout.send(Order::Relayout));
    window::follow_keys(&window, &engine)?;
    let notifier = Notifier::start(engine.clone());
    socket.serve(engine.clone())?;
    sources::system::watch(&engine);

    let mut executors = Executors {
        app: handle.clone(),
        hosting,
        notifier,
        tray,
        persist,
        history,
        keeper,
        exports: Exports::default(),
        status: StatusPusher::new(engine.clone()),
        downloads,
        engine: engine.clone(),
        feeds: Feeds::new(engine.clone()),
        listener: Webhooks::start(engine, profile.join("deliveries.jsonl")),
    };
    std::thread::Builder::new()
        .name("engine".to_owned())
        .spawn(move || event_loop.run(&mut executors, first))?;
    Ok(())
}
