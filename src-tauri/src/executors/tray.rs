//! The tray icon: draws [`Tray`], tells whether it is seen, and turns what is chosen there into intents.

mod picture;

use crate::engine::EngineHandle;
use crate::platform::{self, TrayEvent, TrayLook};
use deskbell_core::{Event, Source, SystemFact, Tray, TrayState};
use picture::{Ground, picture};
use std::sync::{Arc, Mutex, PoisonError};
use tauri::AppHandle;

/// The tray icon. Cheap to clone; every function returns at once.
#[derive(Clone)]
pub struct TrayIcon(Arc<Shared>);

struct Shared {
    wanted: Mutex<(Tray, Ground)>,
    icon: platform::TrayIcon,
}

impl TrayIcon {
    /// An icon that is there as long as the system has a place for it; the loop is told whether it is seen. Call it on
    /// the main thread.
    pub fn create(app: &AppHandle, engine: EngineHandle) -> Self {
        let tray =
            Tray { mood: TrayState::Idle, tooltip: "Deskbell".to_owned(), items: Vec::new() };
        let wanted = (tray, Ground::Dark);
        let icon = platform::TrayIcon::start(app, look(&wanted), move |fact| {
            engine.send(match fact {
                TrayEvent::Shown(present) => Event::Os { fact: SystemFact::TrayHost { present } },
                TrayEvent::Request(intent) => {
                    Event::Intent { intent, from: Source::Tray, request: None }
                }
            });
        });
        let icon = Self(Arc::new(Shared { wanted: Mutex::new(wanted), icon }));
        let own = icon.clone();
        platform::watch_dark(move |dark| {
            let ground = if dark { Ground::Dark } else { Ground::Light };
            own.change(|wanted| wanted.1 = ground);
        });
        icon
    }

    /// Shows `tray` from now on.
    pub fn set(&self, tray: &Tray) {
        self.change(|wanted| wanted.0.clone_from(tray));
    }

    fn change(&self, change: impl FnOnce(&mut (Tray, Ground))) {
        let mut wanted = self.0.wanted.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut wanted);
        self.0.icon.set(look(&wanted));
    }
}

fn look((tray, ground): &(Tray, Ground)) -> TrayLook {
    let picture = picture(tray.mood, *ground);
    TrayLook { picture, tooltip: tray.tooltip.clone(), items: tray.items.clone() }
}
