//! How the account stands: sign-in, phone line, dialer, calling mode, presence.

use super::kinds::{
    AdapterState, CallingSettings, ConnectionNotice, DialerStatus, LoginPopup, LoginStatus,
    PresenceNotice,
};
use super::words::{CallWith, CallingModeName, ConnectionStatus, TelephonyStatus};
use crate::reading::Reading;
use crate::ringcentral::statuses::{self, DND_ALL};
use crate::wire::Field;
use crate::wire_kinds::Text;
use deskbell_core::{CallingMode, Connection, OwnLine, Presence, Private, WidgetFact};

/// `rc-login-status-notify`.
pub(super) fn login(status: &LoginStatus<'_>, out: &mut Reading) {
    match status.logged_in.flag() {
        Some(true) => {
            out.fact(WidgetFact::SignedIn { line: own_line(status.login_number.filled()) })
        }
        Some(false) => out.fact(WidgetFact::SignedOut),
        None => missing(&status.logged_in, "loggedIn", out),
    }
}

/// `+18885550100*101`: main number, star, extension; the extension may be missing (gap E7).
fn own_line(login_number: Option<&str>) -> OwnLine {
    let text = login_number.unwrap_or_default();
    let (number, extension) = text.split_once('*').unwrap_or((text, ""));
    let private = |text: &str| (!text.is_empty()).then(|| Private::from(text));
    OwnLine { number: private(number), extension: private(extension) }
}

/// `rc-login-popup-notify`: we are asked to open a window, so the address must be one we would open.
pub(super) fn login_popup(popup: &LoginPopup<'_>, out: &mut Reading) {
    match popup.address.filled() {
        Some(address) if crate::page_url::may_be_opened(address) => {
            out.fact(WidgetFact::SignInRequested { address: Private::from(address) });
        }
        Some(_) => out.fault("oAuthUri is not an https address"),
        None => out.fault("oAuthUri is missing"),
    }
}

/// `rc-webphone-connection-status-notify`.
pub(super) fn connection(notice: &ConnectionNotice<'_>, out: &mut Reading) {
    let Some(status) = notice.status.get() else {
        return missing(&notice.status, "connectionStatus", out);
    };
    let connection = match status {
        ConnectionStatus::Connecting | ConnectionStatus::Reconnecting => Connection::Connecting,
        ConnectionStatus::Connected => Connection::Connected,
        ConnectionStatus::Disconnecting | ConnectionStatus::Disconnected => {
            Connection::Disconnected
        }
        ConnectionStatus::ConnectFailed | ConnectionStatus::ConnectError => Connection::Failed,
        ConnectionStatus::InactiveDisconnecting | ConnectionStatus::Inactive => {
            Connection::InactiveHere
        }
    };
    out.fact(WidgetFact::ConnectionChanged { connection });
}

/// `rc-dialer-status-notify`.
pub(super) fn dialer(status: &DialerStatus, out: &mut Reading) {
    match status.ready.flag() {
        Some(ready) => out.fact(WidgetFact::DialerReady { ready }),
        None => missing(&status.ready, "ready", out),
    }
}

/// `rc-calling-settings-notify`: `callWith` is the user's choice, `callingMode` what comes of it.
pub(super) fn calling(settings: &CallingSettings<'_>, out: &mut Reading) {
    let chosen = settings.call_with.get().map(|word| match word {
        CallWith::Browser => CallingMode::Browser,
        CallWith::RingOut => CallingMode::RingOut,
        CallWith::Jupiter | CallWith::Softphone => CallingMode::OtherApp,
    });
    let done = settings.mode.get().map(|word| match word {
        CallingModeName::Webphone => CallingMode::Browser,
        CallingModeName::RingOut => CallingMode::RingOut,
        CallingModeName::Jupiter | CallingModeName::Softphone => CallingMode::OtherApp,
    });
    match chosen.or(done) {
        Some(mode) => out.fact(WidgetFact::CallingModeChanged { mode }),
        None => missing(&settings.mode, "callingMode", out),
    }
    if let Some(locations) = settings.locations.get() {
        let value = locations.items.len().to_string();
        out.fact(WidgetFact::Detail { name: "ringOutLocations".to_owned(), value });
    }
}

/// `rc-adapter-syncPresence`. All null when signed out, which is "not known", never "available" (gap E6).
pub(super) fn presence(notice: &PresenceNotice<'_>, out: &mut Reading) {
    changed(&notice.user, &notice.dnd, &notice.option, out);
    no_calls(&notice.telephony, out);
}

/// `rc-adapter-pushAdapterState`, once after start. It carries presence too, usually still null, which here
/// means only that nobody asked yet.
pub(super) fn adapter_state(state: &AdapterState<'_>, out: &mut Reading) {
    if state.user.filled().is_some() || state.dnd.filled().is_some() {
        changed(&state.user, &state.dnd, &Field::Absent, out);
        no_calls(&state.telephony, out);
    } else {
        out.fact(WidgetFact::Ignored);
    }
}

fn changed(
    user: &Field<Text<'_>>,
    dnd: &Field<Text<'_>>,
    option: &Field<Text<'_>>,
    out: &mut Reading,
) {
    let status = user.filled().or_else(|| option.filled());
    let refuses_all = dnd.filled() == Some(DND_ALL) || option.filled() == Some(DND_ALL);
    let presence = match status {
        Some(statuses::INVISIBLE) => Some(Presence::Offline),
        _ if refuses_all => Some(Presence::DoNotDisturb),
        Some("Available") => Some(Presence::Available),
        Some("Busy") => Some(Presence::Away),
        Some(_) => {
            out.fault("userStatus is not a known status");
            None
        }
        None => None,
    };
    let word =
        |text: &Field<Text<'_>>| text.filled().and_then(super::details::word).map(str::to_owned);
    out.fact(WidgetFact::PresenceChanged {
        presence,
        word: user.filled().zip(dnd.filled()).and_then(|(user, dnd)| {
            let word = statuses::word(user, dnd);
            statuses::parts(&word).map(|_| word)
        }),
        user_status: word(user),
        dnd_status: word(dnd),
    });
}

/// A call that just vanishes is never announced (facts §7.3); this is what is.
fn no_calls(telephony: &Field<TelephonyStatus>, out: &mut Reading) {
    if telephony.get() == Some(&TelephonyStatus::NoCall) {
        out.fact(WidgetFact::NoCalls);
    }
}

/// Notes a field that should be there; one of a wrong kind has been noted already.
fn missing<T>(field: &Field<T>, name: &str, out: &mut Reading) {
    if matches!(field, Field::Absent) {
        out.fault(&format!("{name} is missing"));
    }
}
