//! Messages that change nothing for the agent: kept as details for diagnostics, without anybody's words.

use super::kinds::Message;
use crate::reading::Reading;
use crate::wire::Field;
use crate::wire_kinds::{Flag, Text};
use deskbell_core::WidgetFact;

/// Longest value of a detail.
const WORD_MAX: usize = 40;

/// `text` if it can only be one of the vendor's own words: short, plain letters and signs, and no run of
/// digits long enough to be a phone number.
pub(super) fn word(text: &str) -> Option<&str> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    let has_number = text.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() > 4);
    (text.len() <= WORD_MAX && text.chars().all(plain) && !has_number).then_some(text)
}

/// A route without its ids: `/conversations/123` says no more than `/conversations` to us.
fn route(path: &str) -> String {
    let is_name = |part: &&str| {
        !part.is_empty() && part.len() <= 24 && part.chars().all(|c| c.is_ascii_alphabetic())
    };
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let names: Vec<_> = path.split('/').skip(1).take_while(is_name).take(2).collect();
    format!("/{}", names.join("/"))
}

fn detail(name: &str, value: String) -> WidgetFact {
    WidgetFact::Detail { name: name.to_owned(), value }
}

fn text(name: &str, value: &Field<Text<'_>>) -> WidgetFact {
    value
        .filled()
        .and_then(word)
        .map_or(WidgetFact::Ignored, |value| detail(name, value.to_owned()))
}

fn either(name: &str, flag: &Field<Flag>, [yes, no]: [&str; 2]) -> WidgetFact {
    flag.flag()
        .map_or(WidgetFact::Ignored, |set| detail(name, (if set { yes } else { no }).to_owned()))
}

const ON_OFF: [&str; 2] = ["on", "off"];

/// Everything [`super::observe`] does not take itself.
pub(super) fn observe(message: &Message<'_>, out: &mut Reading) {
    if let Message::Region(it) = message
        && let Some(country) = it.country.filled().and_then(word)
    {
        out.fact(WidgetFact::HomeRegion { code: country.to_owned() });
    }
    out.fact(match message {
        Message::Route(it) => {
            it.path.filled().map_or(WidgetFact::Ignored, |path| detail("route", route(path)))
        }
        Message::Region(it) => {
            match (it.country.filled().and_then(word), it.area.filled().and_then(word)) {
                (Some(country), Some(area)) => detail("region", format!("{country} {area}")),
                (Some(country), None) => detail("region", country.to_owned()),
                (None, _) => WidgetFact::Ignored,
            }
        }
        Message::MeetingStatus(it) => match (it.ready.flag(), it.permission.flag()) {
            (_, Some(false)) => detail("meetings", "not permitted".to_owned()),
            (Some(false), _) => detail("meetings", "not ready".to_owned()),
            (Some(true), _) => detail("meetings", "ready".to_owned()),
            (None, _) => WidgetFact::Ignored,
        },
        Message::SmsSettings(it) => it.senders.get().map_or(WidgetFact::Ignored, |senders| {
            detail("smsSenders", senders.items.len().to_string())
        }),
        Message::CallAutoLog(it) => either("callAutoLog", &it.on, ON_OFF),
        Message::TextAutoLog(it) => either("messageAutoLog", &it.on, ON_OFF),
        Message::WebphoneActive(it) => either("webphoneActive", &it.here, ["here", "elsewhere"]),
        Message::SideDrawer(it) => either("sideDrawer", &it.open, ["open", "closed"]),
        Message::AiAssistant(it) => either("aiAssistant", &it.shown, ["shown", "hidden"]),
        Message::Theme(it) => text("theme", &it.theme),
        Message::Locale(it) => text("locale", &it.locale),
        Message::NumberFormat(it) => text("phoneNumberFormat", &it.format),
        Message::Size(it) => {
            match it.size.get().map(|size| (size.width.get(), size.height.get())) {
                Some((Some(width), Some(height))) => {
                    detail("size", format!("{}x{}", width.0, height.0))
                }
                _ => WidgetFact::Ignored,
            }
        }
        // Nothing in them is for us: addresses of pictures, numbers of the own company, requests to
        // services we never registered, and notes about things that come by other messages anyway.
        Message::BrandAssets(_)
        | Message::CallHistorySynced(_)
        | Message::Analytics(_)
        | Message::ServiceRequest(_)
        | Message::ServiceResponse(_)
        | Message::Thread(_)
        | Message::PushRingState(_)
        | Message::PushCalls(_)
        | Message::PushOnCurrentCallPath(_)
        | Message::PushOnAllCallsPath(_)
        | Message::PushPresence(_)
        | Message::PopupWindowSize(_) => WidgetFact::Ignored,
        // Taken by `super::observe`; listed so that a new message cannot be forgotten.
        Message::CallRing(_)
        | Message::CallInit(_)
        | Message::CallStart(_)
        | Message::CallHold(_)
        | Message::CallResume(_)
        | Message::CallMute(_)
        | Message::CallEnd(_)
        | Message::CallDropVoicemail(_)
        | Message::ActiveCall(_)
        | Message::RingOutCall(_)
        | Message::TelephonySession(_)
        | Message::WebphoneSessions(_)
        | Message::ControlCallError(_)
        | Message::RecordUpdated(_)
        | Message::RecordArrived(_)
        | Message::ThreadEntry(_)
        | Message::Presence(_)
        | Message::AdapterState(_)
        | Message::LoginStatus(_)
        | Message::LoginPopup(_)
        | Message::Connection(_)
        | Message::DialerStatus(_)
        | Message::CallingSettings(_) => return,
    });
}
