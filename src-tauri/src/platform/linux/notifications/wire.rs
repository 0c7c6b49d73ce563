//! The words of `org.freedesktop.Notifications`: how a notification is written, how an error reads.

use super::tracking::{Number, Refusal};
use deskbell_core::{Notification, NotificationAbilities, Urgency};
use std::collections::HashMap;
use zbus::message::Sequence;
use zbus::zvariant::Value;
use zbus::{Connection, Message};

pub(super) const SERVICE: &str = "org.freedesktop.Notifications";
pub(super) const PATH: &str = "/org/freedesktop/Notifications";
/// The action a click on the body invokes.
pub(super) const CLICK: &str = "default";
/// The action that is a field to type into (KDE's addition; its answer comes as `NotificationReplied`).
const REPLY: &str = "inline-reply";
const APP_NAME: &str = "Deskbell";
/// Names of the icon and the desktop file as the packages install them.
const ICON: &str = "deskbell";
const DESKTOP_ENTRY: &str = "Deskbell";
/// Errors of the bus where nobody has a name.
const ABSENT: [&str; 2] =
    ["org.freedesktop.DBus.Error.ServiceUnknown", "org.freedesktop.DBus.Error.NameHasNoOwner"];
/// Errors of the bus where somebody has it and says nothing.
const SILENT: [&str; 4] = [
    "org.freedesktop.DBus.Error.NoReply",
    "org.freedesktop.DBus.Error.Timeout",
    "org.freedesktop.DBus.Error.TimedOut",
    "org.freedesktop.DBus.Error.Disconnected",
];
/// What is said of such a one.
pub(super) const SILENCE: &str = "the notification service does not answer";
/// Time on screen: the service's own choice, or until it is taken away.
const AS_USUAL: i32 = -1;
const FOR_EVER: i32 = 0;

/// What is sent of one notification.
pub(super) struct NotifyCall<'a> {
    title: &'a str,
    body: String,
    actions: Vec<&'a str>,
    hints: HashMap<&'static str, Value<'a>>,
    time: i32,
}

/// Writes `notification` the way a service with these abilities can show it.
pub(super) fn call<'a>(
    notification: &'a Notification,
    abilities: NotificationAbilities,
    click_label: &'a str,
) -> NotifyCall<'a> {
    let body = match (abilities.body, abilities.body_markup) {
        (false, _) => String::new(),
        (true, false) => notification.body.reveal().clone(),
        (true, true) => escaped(notification.body.reveal()),
    };
    let mut actions = Vec::new();
    if abilities.actions {
        actions.extend([CLICK, click_label]);
        if let Some(reply) = notification.reply.as_ref().filter(|_| abilities.inline_reply) {
            actions.extend([REPLY, reply.label.as_str()]);
        }
        for button in &notification.buttons {
            actions.extend([button.action.as_str(), button.label.as_str()]);
        }
    }
    let level: u8 = match notification.urgency {
        Urgency::Low => 0,
        Urgency::Normal => 1,
        Urgency::Critical => 2,
    };
    let mut hints = HashMap::from([
        ("urgency", Value::U8(level)),
        ("desktop-entry", Value::from(DESKTOP_ENTRY)),
    ]);
    if !notification.category.is_empty() {
        hints.insert("category", Value::from(notification.category.as_str()));
    }
    if notification.sticky {
        // A pressed button does not take it away: we do, when the widget confirms.
        hints.insert("resident", Value::Bool(true));
    }
    if level == 0 {
        hints.insert("transient", Value::Bool(true));
    }
    let stays = notification.sticky || notification.urgency == Urgency::Critical;
    let time = if stays { FOR_EVER } else { AS_USUAL };
    NotifyCall { title: notification.title.reveal(), body, actions, hints, time }
}

/// Sends it, in place of `replaces` (0: a new one). Gives its number, and where among all messages the answer came.
pub(super) async fn send(
    bus: &Connection,
    call: &NotifyCall<'_>,
    replaces: u32,
) -> zbus::Result<(Number, Sequence)> {
    let NotifyCall { title, body, actions, hints, time } = call;
    let content = (APP_NAME, replaces, ICON, title, body, actions, hints, time);
    let answer = bus.call_method(Some(SERVICE), PATH, Some(SERVICE), "Notify", &content).await?;
    let number = Number { id: answer.body().deserialize()?, by: sender(&answer) };
    Ok((number, answer.recv_position()))
}

/// Takes a notification away. The service may have dropped it already: not an error for us.
pub(super) async fn close(bus: &Connection, Number { id, by }: Number) {
    let to = if by.is_empty() { SERVICE } else { by.as_str() };
    let _ = bus.call_method(Some(to), PATH, Some(SERVICE), "CloseNotification", &id).await;
}

/// Asks what the service can do; starts it if the system knows how.
pub(super) async fn abilities(bus: &Connection) -> zbus::Result<NotificationAbilities> {
    let answer =
        bus.call_method(Some(SERVICE), PATH, Some(SERVICE), "GetCapabilities", &()).await?;
    let names: Vec<String> = answer.body().deserialize()?;
    let has = |name: &str| names.iter().any(|found| found == name);
    Ok(NotificationAbilities {
        actions: has("actions"),
        body: has("body"),
        persistence: has("persistence"),
        body_markup: has("body-markup"),
        inline_reply: has(REPLY),
    })
}

/// The connection a message came from; empty where the bus does not say.
pub(super) fn sender(message: &Message) -> String {
    message.header().sender().map(ToString::to_string).unwrap_or_default()
}

/// Nobody has the service's name, and nobody can be started for it.
pub(super) fn is_absent(error: &zbus::Error) -> bool {
    matches!(error, zbus::Error::MethodError(name, ..) if ABSENT.contains(&name.as_str()))
}

/// Why a notification is not on screen.
pub(super) fn refusal(error: &zbus::Error) -> Refusal {
    let silent = |name: &str| ABSENT.contains(&name) || SILENT.contains(&name);
    let by_service = matches!(error, zbus::Error::MethodError(name, ..) if !silent(name.as_str()));
    Refusal { reason: reason(error), by_service }
}

/// Why a notification was not shown, for people.
pub(super) fn reason(error: &zbus::Error) -> String {
    match error {
        zbus::Error::MethodError(name, words, _) => {
            let name = name.as_str();
            if ABSENT.contains(&name) {
                return "no notification service is running".to_owned();
            }
            if SILENT.contains(&name) {
                return SILENCE.to_owned();
            }
            let words = words.as_deref().filter(|words| !words.is_empty()).unwrap_or(name);
            format!("the notification service refused it: {words}")
        }
        zbus::Error::InputOutput(error) if error.kind() == std::io::ErrorKind::TimedOut => {
            SILENCE.to_owned()
        }
        error => format!("the notification service could not be reached: {error}"),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use deskbell_core::{ConversationId, Intent, NotificationButton, NotificationReply};

    fn ringing() -> Notification {
        Notification {
            key: "call:1".to_owned(),
            title: "Ann <3".into(),
            body: "R&D <b>".into(),
            urgency: Urgency::Critical,
            buttons: vec![NotificationButton {
                action: "answer".to_owned(),
                label: "Answer".to_owned(),
                intent: Intent::ShowWindow,
            }],
            reply: None,
            click: Intent::ShowWindow,
            sticky: true,
            category: "call.incoming".to_owned(),
        }
    }

    #[test]
    fn a_ringing_call_stays_and_has_its_buttons() {
        let all = NotificationAbilities {
            actions: true,
            body: true,
            persistence: true,
            body_markup: true,
            inline_reply: true,
        };
        let notification = ringing();
        let call = call(&notification, all, "Open");
        assert_eq!(call.title, "Ann <3", "titles take no markup");
        assert_eq!(call.body, "R&amp;D &lt;b&gt;");
        assert_eq!(call.actions, ["default", "Open", "answer", "Answer"]);
        assert_eq!(call.time, FOR_EVER);
        assert_eq!(call.hints["urgency"], Value::U8(2));
        assert_eq!(call.hints["resident"], Value::Bool(true));
        assert_eq!(call.hints["category"], Value::from("call.incoming"));
    }

    #[test]
    fn a_field_for_an_answer_only_where_the_service_has_one() {
        let reply =
            NotificationReply { label: "Reply".to_owned(), conversation: ConversationId(3) };
        let chat = Notification { reply: Some(reply), buttons: Vec::new(), ..ringing() };
        let able =
            NotificationAbilities { actions: true, inline_reply: true, ..Default::default() };
        assert_eq!(call(&chat, able, "Open").actions, ["default", "Open", REPLY, "Reply"]);
        let unable = NotificationAbilities { inline_reply: false, ..able };
        assert_eq!(call(&chat, unable, "Open").actions, ["default", "Open"]);
    }

    #[test]
    fn a_plain_service_gets_neither_markup_nor_buttons() {
        let plain = NotificationAbilities { body: true, ..NotificationAbilities::default() };
        let notification = Notification { sticky: false, urgency: Urgency::Low, ..ringing() };
        let call = call(&notification, plain, "Open");
        assert_eq!(call.body, "R&D <b>");
        assert!(call.actions.is_empty());
        assert_eq!(call.time, AS_USUAL);
        assert_eq!(call.hints["transient"], Value::Bool(true));
        assert!(!call.hints.contains_key("resident"));
    }
}
