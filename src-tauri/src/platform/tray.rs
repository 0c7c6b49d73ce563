//! The tray of macOS and Windows, drawn on the main thread, redrawn only where something changed.

use super::tray_menu::Lines;
use super::{TrayEvent, TrayLook};
use deskbell_core::Intent;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tauri::AppHandle;
use tauri::image::Image;
use tauri::tray::{MouseButton, MouseButtonState, TrayIconBuilder, TrayIconEvent};

const ID: &str = "deskbell";

/// The tray icon. Cheap to clone; every function returns at once.
#[derive(Clone)]
pub(super) struct TrayIcon(Arc<Shared>);

struct Shared {
    app: AppHandle,
    tell: Box<dyn Fn(TrayEvent) + Send + Sync>,
    wanted: Mutex<Wanted>,
    /// Touched on the main thread alone, except for looking up what a menu line does.
    drawn: Mutex<Drawn>,
}

/// What the icon should be.
struct Wanted {
    look: TrayLook,
    /// A redraw is on its way to the main thread.
    scheduled: bool,
}

/// What it is.
#[derive(Default)]
struct Drawn {
    icon: Option<tauri::tray::TrayIcon>,
    picture: &'static [u8],
    tooltip: String,
    lines: Lines,
}

impl TrayIcon {
    pub(super) fn start(
        app: &AppHandle,
        look: TrayLook,
        tell: Box<dyn Fn(TrayEvent) + Send + Sync>,
    ) -> Self {
        let (wanted, drawn) = (Wanted { look, scheduled: false }, Mutex::default());
        let shared = Shared { app: app.clone(), tell, wanted: Mutex::new(wanted), drawn };
        let icon = Self(Arc::new(shared));
        icon.draw();
        icon
    }

    pub(super) fn set(&self, look: TrayLook) {
        self.change(|wanted| wanted.look = look);
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
        let look = wanted.look.clone();
        drop(wanted);
        if let Err(error) = self.draw_parts(&look) {
            log::warn!("the tray icon could not be drawn: {error}");
        }
    }

    fn draw_parts(&self, look: &TrayLook) -> tauri::Result<()> {
        // The lock is not held while tauri works: it may deliver a click meanwhile.
        let Drawn { mut icon, mut picture, mut tooltip, mut lines } =
            std::mem::take(&mut *lock(&self.0.drawn));
        let mut first = None;
        let done = (|| {
            let image = || Image::from_bytes(look.picture);
            let Some(icon) = &icon else {
                lines.replace(&look.items);
                let menu = lines.menu(&self.0.app)?;
                let built = self.builder().menu(&menu).icon(image()?).tooltip(&look.tooltip);
                let built = built.build(&self.0.app);
                first = Some(built.is_ok());
                icon = Some(built?);
                picture = look.picture;
                tooltip.clone_from(&look.tooltip);
                return Ok(());
            };
            if picture != look.picture {
                icon.set_icon_with_as_template(Some(image()?), true)?;
                picture = look.picture;
            }
            if tooltip != look.tooltip {
                icon.set_tooltip(Some(&look.tooltip))?;
                tooltip.clone_from(&look.tooltip);
            }
            if lines.replace(&look.items) {
                icon.set_menu(Some(lines.menu(&self.0.app)?))?;
            }
            Ok(())
        })();
        *lock(&self.0.drawn) = Drawn { icon, picture, tooltip, lines };
        if let Some(shown) = first {
            (self.0.tell)(TrayEvent::Shown(shown));
        }
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
                    (click.0.tell)(TrayEvent::Request(Intent::ShowWindow));
                }
            })
    }

    fn pressed(&self, id: &str) {
        let Some(intent) = lock(&self.0.drawn).lines.press(id) else { return };
        (self.0.tell)(TrayEvent::Request(intent));
        // The system has ticked the chosen line by itself: only the confirmed status is ticked.
        self.change(|_| ());
    }
}

fn is_left_click(event: &TrayIconEvent) -> bool {
    let up = MouseButtonState::Up;
    matches!(event, TrayIconEvent::Click { button: MouseButton::Left, button_state, .. } if *button_state == up)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
