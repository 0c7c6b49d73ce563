//! Notifications about the status: a vendor stopped showing what the agent chose, and they should know.

use crate::attention::Occasion;
use crate::banners::{show, weigh, withdraw};
use crate::status_follower::{Follows, Push};
use crate::text::fill;
use crate::{
    AccountConfig, AccountId, Effect, Intent, Notification, NotificationButton, Private, Stage,
    State, Timestamp, Urgency, notices, status_view,
};

/// Key of the notification about one vendor's status.
pub(crate) fn key(account: &AccountId) -> String {
    format!("status-{account}")
}

/// Shows what went wrong once, and takes it away when it is right again.
pub(crate) fn review(
    state: &mut State,
    config: &AccountConfig,
    now: Timestamp,
    out: &mut Vec<Effect>,
) {
    let Some(a) = state.accounts.get_mut(&config.id) else { return };
    let trouble = match &a.status.follows {
        Follows::Drifted | Follows::Owed(Push::GaveUp { .. }) => true,
        Follows::Settled
        | Follows::Doubted { .. }
        | Follows::Owed(Push::Due | Push::Sent(_) | Push::Retry { .. }) => false,
    };
    if !trouble {
        a.status.announced = false;
        return withdraw(state, &key(&config.id), out);
    }
    if std::mem::replace(&mut a.status.announced, true) {
        return;
    }
    let verdict = weigh(state, &config.id, Occasion::StatusTrouble);
    if let Some(reason) = verdict.withheld {
        notices::withhold(state, "status", reason, now);
    }
    let dialect = state.dialects.get(&config.vendor);
    let body = dialect.and_then(|dialect| status_view::text(state, config, dialect));
    if let Some(body) = body.filter(|_| verdict.notifies()) {
        let words = state.words();
        let account = config.id.clone();
        let notification = Notification {
            key: key(&account),
            title: Private::new(fill(words.status.trouble, &[&config.label])),
            body: Private::new(body),
            urgency: Urgency::Normal,
            buttons: match state.has_buttons() {
                true => vec![NotificationButton {
                    action: "again".to_owned(),
                    label: words.status.again.to_owned(),
                    intent: Intent::PushStatus { account },
                }],
                false => Vec::new(),
            },
            reply: None,
            click: Intent::Show { stage: Stage::Settings },
            sticky: true,
            category: "presence".to_owned(),
        };
        show(state, notification, out);
    }
}
