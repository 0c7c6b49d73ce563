//! The tray icon: drawn from [`Tray`] on the main thread, redrawn only where something changed.
//!
//! On Linux tauri's own tray (libappindicator) never reports a click on the icon. tray-icon's feature
//! `ksni`, switched on in our `Cargo.toml`, takes its place in tauri as well (`platform_impl/mod.rs`
//! of tray-icon 0.25.1): left clicks arrive and `set_menu` works. Without a tray host it cannot be
//! created at all, so the icon is made when a host appears.

mod menu;
mod picture;

use crate::engine::EngineHandle;
use crate::platform;
use crate::sources::system::{TrayHost, follow_tray_host};
use deskbell_core::{Event, Intent, Mood, Source, Tray};
use menu::Lines;
use picture::{Ground, picture};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tauri::AppHandle;
use tauri::image::Image;
use tauri::tray::{MouseButton, MouseButtonState, TrayIconBuilder, TrayIconEvent};

const ID: &str = "deskbell";

/// The tray icon. Cheap to clone; every function returns at once.
#[derive(Clone)]
pub struct TrayIcon(Arc<Shared>);

struct Shared {
    app: AppHandle,
    engine: EngineHandle,
    wanted: Mutex<Wanted>,
    /// Touched on the main thread alone, except for looking up what a menu line does.
    drawn: Mutex<Drawn>,
}

/// What the icon should be.
struct Wanted {
    tray: Tray,
    ground: Ground,
    host: bool,
    /// A redraw is on its way to the main thread.
    scheduled: bool,
}

/// What it is.
#[derive(Default)]
struct Drawn {
    icon: Option<tauri::tray::TrayIcon>,
    picture: Option<(Mood, Ground)>,
    tooltip: String,
    lines: Lines,
}

impl TrayIcon {
    /// An icon that is there as long as the system has a place for it: at once if `tray_host` already
    /// says so. Call it on the main thread.
    pub fn create(app: &AppHandle, engine: EngineHandle, tray_host: &TrayHost) -> Self {
        let tray = Tray { mood: Mood::Idle, tooltip: "Deskbell".to_owned(), items: Vec::new() };
        let host = tray_host.borrow().unwrap_or(false);
        let wanted = Wanted { tray, ground: Ground::Dark, host, scheduled: false };
        let (wanted, drawn) = (Mutex::new(wanted), Mutex::new(Drawn::default()));
        let icon = Self(Arc::new(Shared { app: app.clone(), engine, wanted, drawn }));
        icon.draw();
        let own = icon.clone();
        follow_tray_host(tray_host.clone(), move |host| own.change(|wanted| wanted.host = host));
        let own = icon.clone();
        platform::watch_dark(move |dark| {
            let ground = if dark { Ground::Dark } else { Ground::Light };
            own.change(|wanted| wanted.ground = ground);
        });
        icon
    }

    /// Shows `tray` from now on.
    pub fn set(&self, tray: &Tray) {
        self.change(|wanted| wanted.tray.clone_from(tray));
    }

    /// Changes what is wanted and has the main thread draw it, once for many quick changes.
    fn change(&self, change: impl FnOnce(&mut Wanted)) {
        let mut wanted = lock(&self.0.wanted);
        change(&mut wanted);
        if std::mem::replace(&mut wanted.scheduled, true) {
            return;
        }
        drop(wanted);
        let own = self.clone();
        if let Err(error) = self.0.app.run_on_main_thread(move || own.draw()) {
            log::debug!("the tray is not redrawn, the app is leaving: {error}");
        }
    }

    fn draw(&self) {
        let mut wanted = lock(&self.0.wanted);
        wanted.scheduled = false;
        let (tray, ground, host) = (wanted.tray.clone(), wanted.ground, wanted.host);
        drop(wanted);
        if let Err(error) = self.draw_parts(&tray, ground, host) {
            log::warn!("the tray icon could not be drawn: {error}");
        }
    }

    fn draw_parts(&self, tray: &Tray, ground: Ground, host: bool) -> tauri::Result<()> {
        // The lock is not held while tauri works: it may deliver a click meanwhile.
        let Drawn { mut icon, picture: mut shown, mut tooltip, mut lines } =
            std::mem::take(&mut *lock(&self.0.drawn));
        let done = (|| {
            let wanted = (tray.mood, ground);
            let image = || Image::from_bytes(picture(tray.mood, ground));
            let Some(icon) = &icon else {
                if host {
                    lines.replace(&tray.items);
                    let menu = lines.menu(&self.0.app)?;
                    let built = self.builder().menu(&menu).icon(image()?).tooltip(&tray.tooltip);
                    icon = Some(built.build(&self.0.app)?);
                    shown = Some(wanted);
                    tooltip.clone_from(&tray.tooltip);
                }
                return Ok(());
            };
            if shown != Some(wanted) {
                icon.set_icon_with_as_template(Some(image()?), true)?;
                shown = Some(wanted);
            }
            if tooltip != tray.tooltip {
                icon.set_tooltip(Some(&tray.tooltip))?;
                tooltip.clone_from(&tray.tooltip);
            }
            if lines.replace(&tray.items) {
                icon.set_menu(Some(lines.menu(&self.0.app)?))?;
            }
            Ok(())
        })();
        *lock(&self.0.drawn) = Drawn { icon, picture: shown, tooltip, lines };
        done
    }

    fn builder(&self) -> TrayIconBuilder<tauri::Wry> {
        let (menu, click) = (self.clone(), self.clone());
        TrayIconBuilder::with_id(ID)
            .title("Deskbell")
            .icon_as_template(true)
            .show_menu_on_left_click(false)
            .on_menu_event(move |_, event| menu.pressed(event.id().as_ref()))
            .on_tray_icon_event(move |_, event| {
                // A double click is two clicks: showing a shown window does nothing.
                if is_left_click(&event) {
                    click.send(Intent::ShowWindow);
                }
            })
    }

    fn pressed(&self, id: &str) {
        let Some(intent) = lock(&self.0.drawn).lines.press(id) else { return };
        self.send(intent);
        // The system has ticked the chosen line by itself: only the confirmed status is ticked.
        self.change(|_| ());
    }

    fn send(&self, intent: Intent) {
        self.0.engine.send(Event::Intent { intent, from: Source::Tray, request: None });
    }
}

fn is_left_click(event: &TrayIconEvent) -> bool {
    let up = MouseButtonState::Up;
    matches!(event, TrayIconEvent::Click { button: MouseButton::Left, button_state, .. } if *button_state == up)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
