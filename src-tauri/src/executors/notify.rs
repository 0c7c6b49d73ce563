//! Notifications: shows what the core decided, and turns what the user did with them into events.

use crate::engine::EngineHandle;
use crate::platform::{self, Notifications, Reaction};
use deskbell_core::{Event, Intent, Notification, Outcome, Source, SystemFact, open_label};
use std::sync::Arc;
use std::time::Duration;

/// How long leaving waits for the last notifications to go.
const LEAVING: Duration = Duration::from_millis(500);

/// Shows and withdraws notifications without making the caller wait.
pub struct Notifier {
    notifications: Notifications,
}

impl Notifier {
    /// Connects in the background; the first event says what the service can do.
    #[must_use]
    pub fn start(engine: EngineHandle) -> Self {
        let click_label = open_label(&platform::locale());
        let tell = move |reaction| engine.send(event(reaction));
        Self { notifications: Notifications::start(click_label.to_owned(), tell) }
    }

    /// Shows a notification, replacing the one with the same key.
    pub fn show(&self, notification: Notification) {
        self.notifications.show(Arc::new(notification));
    }

    /// Takes one away, even while it is still on its way to the service.
    pub fn withdraw(&self, key: &str) {
        self.notifications.withdraw(key);
    }

    /// Takes all away before the app leaves; waits for it, but never long.
    pub fn withdraw_all(&self) {
        self.notifications.withdraw_all(LEAVING);
    }
}

fn event(reaction: Reaction) -> Event {
    let outcome = match reaction {
        Reaction::Shown(shown) => Outcome::NotificationShown { key: shown.key.clone() },
        Reaction::Closed(gone) => Outcome::NotificationClosed { key: gone.key.clone() },
        Reaction::Failed(failed, reason) => {
            Outcome::NotificationFailed { key: failed.key.clone(), reason }
        }
        Reaction::Clicked(clicked) => return intent_event(clicked.click.clone()),
        Reaction::Pressed(pressed, action) => {
            // macOS tells the pressed button's label, the others its name.
            let mut buttons = pressed.buttons.iter();
            let button = buttons.find(|it| it.action == action || it.label == action);
            // A service that invents an action means the notification itself.
            return intent_event(button.map_or(&pressed.click, |button| &button.intent).clone());
        }
        Reaction::Replied(answered, text) => {
            // A service that invents a field means the notification itself.
            let reply = answered.reply.as_ref().map(|reply| reply.intent(text.reveal().clone()));
            return intent_event(reply.unwrap_or_else(|| answered.click.clone()));
        }
        Reaction::Service(abilities) => {
            return Event::Os { fact: SystemFact::NotificationService { abilities } };
        }
    };
    Event::Outcome { outcome }
}

fn intent_event(intent: Intent) -> Event {
    Event::Intent { intent, from: Source::Notification, request: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use deskbell_core::{CallAction, NotificationButton, Urgency};

    #[test]
    fn a_button_does_what_the_shown_notification_said() {
        let answer = Intent::Call { call: None, action: CallAction::Answer, argument: None };
        let notification = Arc::new(Notification {
            key: "call:1".to_owned(),
            title: "Ann".into(),
            body: "".into(),
            urgency: Urgency::Critical,
            buttons: vec![NotificationButton {
                action: "answer".to_owned(),
                label: "Answer".to_owned(),
                intent: answer.clone(),
            }],
            reply: None,
            click: Intent::ShowWindow,
            sticky: true,
            category: "call.incoming".to_owned(),
        });
        let pressed =
            |action: &str| event(Reaction::Pressed(Arc::clone(&notification), action.to_owned()));
        assert_eq!(pressed("answer"), intent_event(answer.clone()));
        assert_eq!(pressed("Answer"), intent_event(answer), "macOS names it by its label");
        assert_eq!(pressed("unheard-of"), intent_event(Intent::ShowWindow));
        assert_eq!(
            event(Reaction::Clicked(Arc::clone(&notification))),
            intent_event(Intent::ShowWindow)
        );
        assert_eq!(
            event(Reaction::Closed(notification)),
            Event::Outcome { outcome: Outcome::NotificationClosed { key: "call:1".to_owned() } }
        );
    }
}
