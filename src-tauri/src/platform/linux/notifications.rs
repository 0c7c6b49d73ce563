//! Notifications over D-Bus (`org.freedesktop.Notifications`).
//!
//! Why not notify-rust here, as on the other systems: 4.19 asks for the signals only after the
//! notification is up, so a fast click is lost (`zbus_rs.rs`, `wait_for_action_signal`); it does not
//! notice that the service restarted; it opens a bus connection per notification; and it brings a
//! second zbus. Speed alone would not decide. Measured with dunst on Debian 12, 2 busy cores, 300
//! notifications each, from asking to the service's answer, median and 95th percentile in ms: a bare
//! call on an open connection 1.8 and 2.5, this file 2.0 and 2.8, notify-rust's `show` 2.0 and 4.8.

mod service;
mod tracking;
mod wire;

use super::bus;
use crate::platform::{Reaction, Tell};
use deskbell_core::Notification;
use service::NotificationService;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// First and longest pause before a lost bus is tried again.
const RETRY: (Duration, Duration) = (Duration::from_millis(500), Duration::from_secs(30));

/// What is asked of the service.
#[derive(Clone, Debug)]
pub(super) enum NotificationRequest {
    Show(Arc<Notification>),
    Withdraw(String),
    /// Everything; says so when it is done.
    WithdrawAll(Done),
}

/// Tells a waiting caller that a request is done, or will never be.
pub(super) type Done = std::sync::mpsc::Sender<()>;

/// Sends requests to the task that owns the connection.
pub(in crate::platform) struct Notifications {
    requests: UnboundedSender<NotificationRequest>,
}

impl Notifications {
    pub(in crate::platform) fn start(click_label: String, tell: Tell) -> Self {
        let (requests, inbox) = unbounded_channel();
        bus::spawn(run(inbox, click_label, tell));
        Self { requests }
    }

    pub(in crate::platform) fn show(&self, notification: Arc<Notification>) {
        self.request(NotificationRequest::Show(notification));
    }

    pub(in crate::platform) fn withdraw(&self, key: &str) {
        self.request(NotificationRequest::Withdraw(key.to_owned()));
    }

    pub(in crate::platform) fn withdraw_all(&self, timeout: Duration) {
        let (done, waiting) = std::sync::mpsc::channel();
        self.request(NotificationRequest::WithdrawAll(done));
        // Ends at once if the service drops the request, which means that nothing is on screen.
        let _ = waiting.recv_timeout(timeout);
    }

    fn request(&self, request: NotificationRequest) {
        // Fails only when the task has ended with the program.
        let _ = self.requests.send(request);
    }
}

/// Serves requests for as long as the app lives, over one connection after the other.
async fn run(mut inbox: UnboundedReceiver<NotificationRequest>, click_label: String, tell: Tell) {
    let mut pause = RETRY.0;
    // What must be on screen although the bus is away.
    let mut owed: Vec<Arc<Notification>> = Vec::new();
    loop {
        match NotificationService::open(&click_label, &*tell).await {
            Ok(mut service) => {
                pause = RETRY.0;
                service.show_again(std::mem::take(&mut owed));
                match service.serve(&mut inbox).await {
                    None => return,
                    Some(sticky) => owed = sticky,
                }
            }
            Err(error) => log::warn!("no notifications: {error}"),
        }
        tell(Reaction::Service(None));
        let retry = tokio::time::sleep(pause);
        tokio::pin!(retry);
        pause = (pause * 2).min(RETRY.1);
        loop {
            let request = tokio::select! {
                () = &mut retry => break,
                request = inbox.recv() => request,
            };
            match request {
                None => return,
                Some(NotificationRequest::Show(notification)) => {
                    owed.retain(|other| other.key != notification.key);
                    let reason = "there is no D-Bus session, so no notification service".to_owned();
                    tell(Reaction::Failed(Arc::clone(&notification), reason));
                    if notification.sticky {
                        owed.push(notification);
                    }
                }
                Some(NotificationRequest::Withdraw(key)) => owed.retain(|other| other.key != key),
                Some(NotificationRequest::WithdrawAll(_done)) => owed.clear(),
            }
        }
    }
}

/// Requests that waited together: only the last word about each key is carried out, so that what was
/// withdrawn before it was sent never shows.
pub(super) fn last_words(requests: Vec<NotificationRequest>) -> Vec<NotificationRequest> {
    let mut last: HashMap<&str, usize> = HashMap::new();
    let mut from = 0;
    for (at, request) in requests.iter().enumerate() {
        match request {
            NotificationRequest::Show(notification) => drop(last.insert(&notification.key, at)),
            NotificationRequest::Withdraw(key) => drop(last.insert(key, at)),
            NotificationRequest::WithdrawAll(_) => {
                last.clear();
                from = at;
            }
        }
    }
    let mut kept: Vec<usize> = last.into_values().collect();
    if matches!(requests.get(from), Some(NotificationRequest::WithdrawAll(_))) {
        kept.push(from);
    }
    kept.sort_unstable();
    kept.into_iter().filter_map(|at| requests.get(at).cloned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use deskbell_core::{Intent, Urgency};

    fn show(key: &str, title: &str) -> NotificationRequest {
        NotificationRequest::Show(Arc::new(Notification {
            key: key.to_owned(),
            title: title.into(),
            body: "".into(),
            urgency: Urgency::Normal,
            buttons: Vec::new(),
            reply: None,
            click: Intent::ShowWindow,
            sticky: false,
            category: String::new(),
        }))
    }

    fn words(requests: Vec<NotificationRequest>) -> Vec<String> {
        let word = |request: NotificationRequest| match request {
            NotificationRequest::Show(shown) => {
                format!("show {} {}", shown.key, shown.title.reveal())
            }
            NotificationRequest::Withdraw(key) => format!("withdraw {key}"),
            NotificationRequest::WithdrawAll(_) => "withdraw all".to_owned(),
        };
        last_words(requests).into_iter().map(word).collect()
    }

    #[test]
    fn what_was_withdrawn_before_it_was_sent_never_shows() {
        let withdraw = |key: &str| NotificationRequest::Withdraw(key.to_owned());
        let all = || NotificationRequest::WithdrawAll(std::sync::mpsc::channel().0);
        let requests = vec![show("a", "1"), show("b", "1"), withdraw("a"), show("b", "2")];
        assert_eq!(words(requests), ["withdraw a", "show b 2"]);
        let requests = vec![show("a", "1"), all(), show("c", "1")];
        assert_eq!(words(requests), ["withdraw all", "show c 1"]);
        let requests = vec![show("a", "1"), withdraw("a"), show("a", "2")];
        assert_eq!(words(requests), ["show a 2"]);
        assert!(words(Vec::new()).is_empty());
    }
}
