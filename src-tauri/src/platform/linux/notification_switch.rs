//! The switch of desktops whose notification service does not tell: it is one of their settings.

use gtk::gio::prelude::SettingsExt;
use gtk::gio::{Settings, SettingsSchemaSource};
use gtk::glib::MainContext;
use tokio::sync::watch;

/// A service as it calls itself, and the setting by which its desktop shows notifications.
const SWITCHES: [(&str, &str, &str); 2] = [
    ("gnome-shell", "org.gnome.desktop.notifications", "show-banners"),
    ("cinnamon", "org.cinnamon.desktop.notifications", "display-notifications"),
];

/// Follows one switch from the moment somebody asks for it.
#[derive(Default)]
pub(super) struct NotificationSwitch(Option<(String, watch::Receiver<Option<bool>>)>);

impl NotificationSwitch {
    /// Whether the desktop whose service calls itself `service` shows notifications; none if it does not
    /// say, or not yet: then there will be a change.
    pub(super) fn of(&mut self, service: &str) -> Option<bool> {
        let (_, schema, key) =
            SWITCHES.iter().find(|(name, ..)| service.eq_ignore_ascii_case(name))?;
        let known = self.0.take().filter(|(followed, _)| followed == schema);
        let (_, state) = self.0.insert(known.unwrap_or_else(|| {
            let (reported, state) = watch::channel(None);
            // Settings live on the main thread.
            MainContext::default().invoke(move || follow(schema, key, reported));
            ((*schema).to_owned(), state)
        }));
        *state.borrow_and_update()
    }

    /// Waits until the switch was moved; for ever if none is followed.
    pub(super) async fn change(&mut self) {
        if let Some((_, state)) = &mut self.0
            && state.changed().await.is_ok()
        {
            return;
        }
        std::future::pending().await
    }
}

/// Reads the switch on the main thread, and every change of it.
fn follow(schema: &str, key: &str, reported: watch::Sender<Option<bool>>) {
    // A schema or key that is not installed would end the program.
    let source = SettingsSchemaSource::default().and_then(|source| source.lookup(schema, true));
    if !source.is_some_and(|schema| schema.has_key(key)) {
        return;
    }
    let settings = Settings::new(schema);
    let own = reported.clone();
    settings.connect_changed(Some(key), move |settings, key| {
        own.send_replace(Some(settings.boolean(key)));
    });
    reported.send_replace(Some(settings.boolean(key)));
    // It tells for as long as it lives: as long as the program.
    std::mem::forget(settings);
}
