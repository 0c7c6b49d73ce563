//! Notifications on macOS and Windows through notify-rust: one waiting thread for each on screen.
//!
//! Neither system lets notify-rust 4.19 take a notification away again. A withdrawn one is ignored: its
//! buttons do nothing any more.

use super::{APP_ID, Reaction, Tell};
use deskbell_core::{Notification, NotificationAbilities, Urgency};
use notify_rust::{NotificationResponse, Timeout};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Pauses between tries to show one, in seconds: about as long as a call rings.
const PAUSES: [u64; 8] = [1, 2, 4, 8, 15, 30, 30, 30];

/// Which showing of a key is the current one.
type Current = Arc<Mutex<HashMap<String, u64>>>;

pub(super) struct Notifications {
    click_label: String,
    tell: Arc<Tell>,
    current: Current,
    showings: std::sync::atomic::AtomicU64,
}

const ABILITIES: NotificationAbilities = NotificationAbilities {
    actions: true,
    body: true,
    persistence: true,
    body_markup: false,
    inline_reply: false,
};

impl Notifications {
    pub(super) fn start(click_label: String, tell: Tell) -> Self {
        tell(Reaction::Service(Some(ABILITIES)));
        let showings = std::sync::atomic::AtomicU64::new(0);
        Self { click_label, tell: Arc::new(tell), current: Current::default(), showings }
    }

    pub(super) fn show(&self, notification: Arc<Notification>) {
        let showing = self.showings.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        lock(&self.current).insert(notification.key.clone(), showing);
        let (tell, current) = (Arc::clone(&self.tell), Arc::clone(&self.current));
        let shown = build(&notification, &self.click_label);
        let wait = move || {
            let mut pauses = PAUSES.into_iter();
            let handle = loop {
                match shown.show() {
                    Ok(handle) => break handle,
                    Err(error) => {
                        tell(Reaction::Failed(Arc::clone(&notification), error.to_string()))
                    }
                }
                // What is wanted is tried again while it is wanted.
                let Some(pause) = pauses.next() else { return };
                std::thread::sleep(Duration::from_secs(pause));
                if lock(&current).get(&notification.key) != Some(&showing) {
                    return;
                }
            };
            tell(Reaction::Shown(Arc::clone(&notification)));
            let (inner, clicked) = (Arc::clone(&tell), Arc::clone(&notification));
            let waited = handle.wait_for_response(move |response: &NotificationResponse| {
                let mut current = lock(&current);
                if current.get(&clicked.key) != Some(&showing) {
                    return;
                }
                current.remove(&clicked.key);
                drop(current);
                match response {
                    NotificationResponse::Default | NotificationResponse::Reply(_) => {
                        inner(Reaction::Clicked(clicked));
                    }
                    NotificationResponse::Action(action) => {
                        inner(Reaction::Pressed(clicked, action.clone()))
                    }
                    NotificationResponse::Closed(_) => inner(Reaction::Closed(clicked)),
                }
            });
            if let Err(error) = waited {
                tell(Reaction::Failed(notification, error.to_string()));
            }
        };
        let thread = std::thread::Builder::new().name("deskbell-notify".to_owned());
        if let Err(error) = thread.spawn(wait) {
            log::error!("no thread for a notification: {error}");
        }
    }

    pub(super) fn withdraw(&self, key: &str) {
        lock(&self.current).remove(key);
    }

    pub(super) fn withdraw_all(&self, _timeout: Duration) {
        lock(&self.current).clear();
    }
}

fn lock(current: &Current) -> std::sync::MutexGuard<'_, HashMap<String, u64>> {
    current.lock().unwrap_or_else(PoisonError::into_inner)
}

fn build(notification: &Notification, click_label: &str) -> notify_rust::Notification {
    let mut built = notify_rust::Notification::new();
    built.appname("Deskbell").summary(notification.title.reveal()).body(notification.body.reveal());
    built.action("default", click_label);
    for button in &notification.buttons {
        built.action(&button.action, &button.label);
    }
    if notification.sticky || notification.urgency == Urgency::Critical {
        built.timeout(Timeout::Never);
    }
    identify(&mut built);
    built
}

/// Windows shows a notification under the identity of an installed program.
#[cfg(windows)]
fn identify(built: &mut notify_rust::Notification) {
    built.app_id(APP_ID);
}

/// macOS takes the identity from the bundle.
#[cfg(not(windows))]
fn identify(_toast: &mut notify_rust::Notification) {
    let _ = APP_ID;
}
