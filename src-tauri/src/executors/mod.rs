//! Effects become actions: one exhaustive match, each action in a file of its own.

pub mod downloads;
pub mod history;
pub mod notify;
pub mod persist;
pub mod status;
pub mod tray;

use crate::engine::{EffectRunner, EngineHandle};
use crate::history::Keeper;
use crate::history::export::Exports;
use crate::pages::order::{HostingHandle, Order};
use crate::sources::relay::Feeds;
use crate::sources::webhooks::Webhooks;
use crate::web::permission_requests::PermissionRequests;
use deskbell_core::{Effect, Event, Outcome, Private, RequestId};
use downloads::Downloads;
use history::StatusHistory;
use notify::Notifier;
use persist::Persist;
use status::StatusPusher;
use tauri::{AppHandle, Manager};
use tray::TrayIcon;

/// Everything the shell can do for the core.
pub struct Executors {
    /// To leave.
    pub app: AppHandle,
    /// Pages and windows.
    pub hosting: HostingHandle,
    /// Notifications.
    pub notifier: Notifier,
    /// The tray icon.
    pub tray: TrayIcon,
    /// The settings file.
    pub persist: Persist,
    /// The status history.
    pub history: StatusHistory,
    /// The durable history.
    pub keeper: Keeper,
    /// Files that the durable history is written into.
    pub exports: Exports,
    /// The vendors' services.
    pub status: StatusPusher,
    /// Files that pages save.
    pub downloads: Downloads,
    /// To report what the user chose.
    pub engine: EngineHandle,
    /// The listener for deliveries from vendors.
    pub listener: Webhooks,
    /// Feeds of the company's relay.
    pub feeds: Feeds,
}

impl EffectRunner for Executors {
    fn after_saving(&mut self, done: Box<dyn FnOnce(Result<(), String>) + Send>) {
        self.persist.flush(done);
    }

    fn run(&mut self, effect: Effect) {
        match effect {
            Effect::OpenPage { config } => self.hosting.send(Order::Open(config)),
            Effect::ClosePage { account } => self.hosting.send(Order::Close(account)),
            Effect::ReloadPage { config } => self.hosting.send(Order::Reload(config)),
            Effect::DeleteData { account } => self.hosting.send(Order::DeleteData(account)),
            Effect::Arrange { widget } => self.hosting.send(Order::Arrange(widget)),
            Effect::Post { account, vendor, id, command } => {
                self.hosting.send(Order::Post { account, vendor, id, command });
            }
            Effect::Notify { notification } => self.notifier.show(*notification),
            Effect::WithdrawNotification { key } => self.notifier.withdraw(&key),
            Effect::SetTray { tray } => self.tray.set(&tray),
            Effect::ShowWindow => self.hosting.send(Order::Show),
            Effect::HideWindow => self.hosting.send(Order::Hide),
            Effect::MinimizeWindow => self.hosting.send(Order::Minimize),
            Effect::RequestAttention => self.hosting.send(Order::Attention),
            Effect::OpenSignIn { account, address } => {
                self.hosting.send(Order::OpenSignIn(account, address));
            }
            Effect::AnswerAsk { account, ask, allowed } => {
                self.app.state::<PermissionRequests>().answer(&account, ask, allowed);
            }
            Effect::CloseSignIn { account } => self.hosting.send(Order::CloseSignIn(account)),
            Effect::SignInReturned { address } => self.hosting.send(Order::SignInReturned(address)),
            Effect::PushStatus { config, push, word, note } => {
                let (told, saved) = std::sync::mpsc::channel();
                // Fails only if the pusher's patience is over.
                self.persist.flush(move |done| drop(told.send(done)));
                self.status.push(saved, config, push, word, note);
            }
            Effect::RecordStatus { change } => self.history.add(change),
            Effect::Keep { entries } => self.keeper.keep(entries),
            Effect::Forget { who, request } => self.forget(&who, request),
            Effect::NoteEntry { entry, said, request } => {
                let engine = self.engine.clone();
                self.keeper.note(entry, said, move |noted| {
                    let outcome = match noted {
                        Ok(()) => Outcome::EntryNoted { request },
                        Err(reason) => Outcome::EntryNotNoted { request, reason },
                    };
                    engine.send(Event::Outcome { outcome });
                });
            }
            Effect::ExportHistory { order } => {
                let engine = self.engine.clone();
                let asked = engine.clone();
                let formats = move || tauri::async_runtime::block_on(asked.number_formats());
                self.exports.begin(self.keeper.clone(), *order, formats, move |row| {
                    engine.send(Event::Outcome { outcome: Outcome::Exported { row } });
                });
            }
            Effect::CancelExport { export } => self.exports.cancel(export),
            Effect::ForgetAccount { account } => self.keeper.forget_account(account),
            Effect::SetRetention { preferences } => self.keeper.set_retention(&preferences),
            Effect::Listen { plan } => self.listener.follow(plan),
            Effect::FollowFeeds { plan } => self.feeds.follow(plan),
            Effect::OpenFile { account, address } => {
                self.hosting.send(Order::OpenFile(account, address));
            }
            Effect::Download { download, order } => self.downloads.order(download, order),
            Effect::ChooseDownloadFolder { folder } => {
                Downloads::choose_folder(&self.app, self.engine.clone(), &folder);
            }
            Effect::UseSound { preferences } => self.engine.voices().use_devices(preferences),
            Effect::TestHeadset => self.engine.voices().test_headset(),
            Effect::SaveSettings { settings } => self.persist.save(*settings),
            // The engine has resolved it before it comes here.
            Effect::Answer { .. } => {}
            Effect::Quit => {
                self.notifier.withdraw_all();
                self.downloads.leave();
                self.persist.leave();
                self.history.flush();
                self.keeper.leave();
                self.app.exit(0);
            }
        }
    }
}

impl Executors {
    /// Forgets a person in the history, and tells the core what came of it.
    fn forget(&self, who: &Private<String>, request: Option<RequestId>) {
        let engine = self.engine.clone();
        self.keeper.forget(who.reveal(), move |result| {
            let outcome = match result {
                Ok(gone) => {
                    Outcome::Forgotten { request, rows: gone.rows, mentions: gone.mentions }
                }
                Err(reason) => Outcome::NotForgotten { request, reason },
            };
            engine.send(Event::Outcome { outcome });
        });
    }
}
