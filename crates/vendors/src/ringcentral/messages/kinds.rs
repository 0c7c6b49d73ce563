//! Every message RingCentral Embeddable posts, as typed structs (1.x to 3.x).
//!
//! Sources: the vendor's event page, the widget's `src/modules/Adapter`, and captures; see
//! `docs/vendors/ringcentral.md`. Fields nobody needs yet are listed where they cost nothing, so that a
//! change of their kind shows up as a problem instead of a surprise.

use super::records::{
    ActiveCall, Message as MessageRecord, TelephonySession, ThreadEntry, WebphoneCall,
};
use super::words::{CallWith, CallingModeName, ConnectionStatus, TelephonyStatus};
use crate::wire::{content, wire};
use crate::wire_kinds::{Count, Flag, List, Text, Unread};

wire! {
    /// What tells a message from other things a page posts.
    struct Head<'de> {
        kind: Text<'de> = "type",
        callback_uri: Unread = "callbackUri",
        refresh_callback_uri: Unread = "refreshCallbackUri",
    }
    /// `rc-call-*-notify`.
    struct CallNotice<'de> { call: WebphoneCall<'de> = "call" }
    /// `rc-active-call-notify`, `rc-ringout-call-notify`.
    struct ActiveCallNotice<'de> { call: ActiveCall<'de> = "call" }
    /// `rc-telephony-session-notify`.
    struct SessionNotice<'de> { session: TelephonySession<'de> = "telephonySession" }
    /// `rc-webphone-sessions-sync`.
    struct LegsList<'de> { calls: List<WebphoneCall<'de>> = "calls" }
    /// `rc-message-updated-notify`, `rc-inbound-message-notify`.
    struct MessageNotice<'de> { message: MessageRecord<'de> = "message" }
    /// `rc-message-thread-notify` (3.x): a shared conversation changed; its messages come one by one.
    struct ThreadNotice<'de> { thread: Thread<'de> = "thread" }
    /// A shared conversation.
    struct Thread<'de> { id: Text<'de> = "id", status: Text<'de> = "status" }
    /// `rc-message-thread-entity-notify` (3.x).
    struct ThreadEntryNotice<'de> { entry: ThreadEntry<'de> = "entity" }
    /// `rc-login-status-notify`.
    struct LoginStatus<'de> {
        logged_in: Flag = "loggedIn",
        login_number: Text<'de> = "loginNumber",
        country: Text<'de> = "contractedCountryCode",
        admin: Flag = "admin",
        features: Unread = "features",
        fresh: Flag = "isFreshLogin",
    }
    /// `rc-login-popup-notify`.
    struct LoginPopup<'de> { address: Text<'de> = "oAuthUri" }
    /// `rc-adapter-syncPresence`; the same fields are in [`AdapterState`].
    struct PresenceNotice<'de> {
        telephony: TelephonyStatus = "telephonyStatus",
        user: Text<'de> = "userStatus",
        dnd: Text<'de> = "dndStatus",
        option: Text<'de> = "presenceOption",
    }
    /// `rc-adapter-pushAdapterState`.
    struct AdapterState<'de> {
        telephony: TelephonyStatus = "telephonyStatus",
        user: Text<'de> = "userStatus",
        dnd: Text<'de> = "dndStatus",
        size: Unread = "size",
        minimized: Flag = "minimized",
        closed: Flag = "closed",
        position: Unread = "position",
    }
    /// `rc-dialer-status-notify`.
    struct DialerStatus { ready: Flag = "ready" }
    /// `rc-meeting-status-notify`.
    struct MeetingStatus { ready: Flag = "ready", permission: Flag = "permission" }
    /// `rc-calling-settings-notify`.
    struct CallingSettings<'de> {
        call_with: CallWith = "callWith",
        mode: CallingModeName = "callingMode",
        locations: List<Unread> = "myLocationNumbers",
        location: Text<'de> = "myLocation",
        from_numbers: List<Unread> = "fromNumbers",
        from_number: Unread = "fromNumber",
    }
    /// `rc-sms-settings-notify`.
    struct SmsSettings<'de> {
        sender: Text<'de> = "senderNumber",
        senders: List<Unread> = "senderNumbers",
    }
    /// `rc-callLogger-auto-log-notify`, `rc-messageLogger-auto-log-notify`.
    struct AutoLog { on: Flag = "autoLog" }
    /// `rc-webphone-connection-status-notify`.
    struct ConnectionNotice<'de> {
        status: ConnectionStatus = "connectionStatus",
        device: Text<'de> = "deviceId",
    }
    /// `rc-webphone-active-notify`.
    struct WebphoneActive<'de> { active: Text<'de> = "activeId", here: Flag = "currentActive" }
    /// `rc-control-call-error`.
    struct ControlCallError<'de> {
        error: Text<'de> = "error",
        message: Text<'de> = "message",
        call: Text<'de> = "callId",
        session: Text<'de> = "telephonySessionId",
    }
    /// `rc-region-settings-notify`.
    struct Region<'de> { country: Text<'de> = "countryCode", area: Text<'de> = "areaCode" }
    /// `rc-route-changed-notify`.
    struct Route<'de> { path: Text<'de> = "path" }
    /// `rc-adapter-pushLocale`.
    struct Locale<'de> { locale: Text<'de> = "locale", strings: Unread = "strings" }
    /// `rc-adapter-syncSize`: a request to resize.
    struct SizeNotice { size: Size = "size" }
    /// Pixels.
    struct Size { width: Count = "width", height: Count = "height" }
    /// `rc-adapter-side-drawer-open-notify`.
    struct SideDrawer { open: Flag = "open" }
    /// `rc-adapter-theme-notify`.
    struct Theme<'de> { theme: Text<'de> = "theme" }
    /// `rc-adapter-ai-assistant-settings-notify`.
    struct AiAssistant { shown: Flag = "showAiAssistantWidget", auto_start: Flag = "autoStartAiAssistant" }
    /// `rc-adapter-phone-number-format-settings-notify` (3.x).
    struct NumberFormat<'de> { format: Text<'de> = "formatType", template: Text<'de> = "template" }
    /// `rc-brand-assets-notify`.
    struct BrandAssets<'de> { logo: Text<'de> = "logoUri", icon: Text<'de> = "iconUri" }
    /// `rc-analytics-track`.
    struct Analytics<'de> { event: Text<'de> = "event", properties: Unread = "properties" }
    /// `rc-post-message-request`: the widget asks a service we never registered.
    struct ServiceRequest<'de> { id: Text<'de> = "requestId", path: Text<'de> = "path", body: Unread = "body" }
    /// `rc-adapter-message-response`.
    struct ServiceResponse<'de> { id: Text<'de> = "responseId", response: Unread = "response" }
    /// A message whose content says nothing we could use.
    struct Nothing {}
}

/// Lists every message once: its wire name, its variant and its content.
macro_rules! messages {
    ($($name:literal => $variant:ident($content:ty)),* $(,)?) => {
        /// One message of the widget.
        #[derive(Debug)]
        #[allow(dead_code, reason = "some contents are read only to notice when their shape changes")]
        pub(crate) enum Message<'de> { $($variant($content),)* }

        /// Every type the widget posts.
        pub(crate) const NAMES: &[&str] = &[$($name),*];

        impl<'de> Message<'de> {
            /// Reads `payload`, whose type is `kind`, as far as it can be read; adds what was wrong to
            /// `faults`. None: the type is unknown.
            ///
            /// # Errors
            /// The text is not JSON.
            pub(crate) fn read(
                kind: &str,
                payload: &'de str,
                faults: &mut Vec<String>,
            ) -> Option<(&'static str, Result<Self, serde_json::Error>)> {
                Some(match kind {
                    $($name => ($name, content::<$content>(payload, faults).map(Self::$variant)),)*
                    _ => return None,
                })
            }
        }
    };
}

messages! {
    "rc-call-ring-notify" => CallRing(CallNotice<'de>),
    "rc-call-init-notify" => CallInit(CallNotice<'de>),
    "rc-call-start-notify" => CallStart(CallNotice<'de>),
    "rc-call-hold-notify" => CallHold(CallNotice<'de>),
    "rc-call-resume-notify" => CallResume(CallNotice<'de>),
    "rc-call-mute-notify" => CallMute(CallNotice<'de>),
    "rc-call-end-notify" => CallEnd(CallNotice<'de>),
    "rc-call-drop-voicemail-notify" => CallDropVoicemail(CallNotice<'de>),
    "rc-active-call-notify" => ActiveCall(ActiveCallNotice<'de>),
    "rc-ringout-call-notify" => RingOutCall(ActiveCallNotice<'de>),
    "rc-telephony-session-notify" => TelephonySession(SessionNotice<'de>),
    "rc-webphone-sessions-sync" => WebphoneSessions(LegsList<'de>),
    "rc-control-call-error" => ControlCallError(ControlCallError<'de>),
    "rc-message-updated-notify" => RecordUpdated(MessageNotice<'de>),
    "rc-inbound-message-notify" => RecordArrived(MessageNotice<'de>),
    "rc-message-thread-notify" => Thread(ThreadNotice<'de>),
    "rc-message-thread-entity-notify" => ThreadEntry(ThreadEntryNotice<'de>),
    "rc-adapter-syncPresence" => Presence(PresenceNotice<'de>),
    "rc-adapter-pushAdapterState" => AdapterState(AdapterState<'de>),
    "rc-login-status-notify" => LoginStatus(LoginStatus<'de>),
    "rc-login-popup-notify" => LoginPopup(LoginPopup<'de>),
    "rc-webphone-connection-status-notify" => Connection(ConnectionNotice<'de>),
    "rc-webphone-active-notify" => WebphoneActive(WebphoneActive<'de>),
    "rc-dialer-status-notify" => DialerStatus(DialerStatus),
    "rc-meeting-status-notify" => MeetingStatus(MeetingStatus),
    "rc-calling-settings-notify" => CallingSettings(CallingSettings<'de>),
    "rc-sms-settings-notify" => SmsSettings(SmsSettings<'de>),
    "rc-callLogger-auto-log-notify" => CallAutoLog(AutoLog),
    "rc-messageLogger-auto-log-notify" => TextAutoLog(AutoLog),
    "rc-call-history-synced-notify" => CallHistorySynced(Nothing),
    "rc-region-settings-notify" => Region(Region<'de>),
    "rc-route-changed-notify" => Route(Route<'de>),
    "rc-brand-assets-notify" => BrandAssets(BrandAssets<'de>),
    "rc-analytics-track" => Analytics(Analytics<'de>),
    "rc-post-message-request" => ServiceRequest(ServiceRequest<'de>),
    "rc-adapter-message-response" => ServiceResponse(ServiceResponse<'de>),
    "rc-adapter-pushLocale" => Locale(Locale<'de>),
    "rc-adapter-syncSize" => Size(SizeNotice),
    "rc-adapter-side-drawer-open-notify" => SideDrawer(SideDrawer),
    "rc-adapter-theme-notify" => Theme(Theme<'de>),
    "rc-adapter-ai-assistant-settings-notify" => AiAssistant(AiAssistant),
    "rc-adapter-phone-number-format-settings-notify" => NumberFormat(NumberFormat<'de>),
    // In the widget's type table, posted by no version read; adapter.js posts the last one.
    "rc-adapter-pushRingState" => PushRingState(Nothing),
    "rc-adapter-pushCalls" => PushCalls(Nothing),
    "rc-adapter-pushOnCurrentCallPath" => PushOnCurrentCallPath(Nothing),
    "rc-adapter-pushOnAllCallsPath" => PushOnAllCallsPath(Nothing),
    "rc-adapter-pushPresence" => PushPresence(Nothing),
    "rc-adapter-set-popup-window-size" => PopupWindowSize(Nothing),
}

/// What we and adapter.js post *into* the page: a top-level page hears its own echo, which says nothing.
pub(crate) const COMMANDS: &[&str] = &[
    "deskbell-desk",
    "rc-adapter-auto-populate-conversation",
    "rc-adapter-authorization-code",
    "rc-adapter-clickToDial",
    "rc-adapter-clickToSms",
    "rc-adapter-control-call",
    "rc-adapter-goto-presence",
    "rc-adapter-login",
    "rc-adapter-logout",
    "rc-adapter-message-request",
    "rc-adapter-navigate-to",
    "rc-adapter-navigateToCurrentCall",
    "rc-adapter-navigateToViewCalls",
    "rc-adapter-new-call",
    "rc-adapter-new-sms",
    "rc-adapter-pick-call",
    "rc-adapter-popOut",
    "rc-adapter-presenceClicked",
    "rc-adapter-presenceItemClicked",
    "rc-adapter-refresh-license-status",
    "rc-adapter-register-customized-page",
    "rc-adapter-register-third-party-service",
    "rc-adapter-register-widget-app",
    "rc-adapter-set-call-contact-matches-select",
    "rc-adapter-set-environment",
    "rc-adapter-set-phone-number-format",
    "rc-adapter-set-presence",
    "rc-adapter-set-side-drawer-extended",
    "rc-adapter-sync-third-party-contacts",
    "rc-adapter-syncClosed",
    "rc-adapter-syncMinimized",
    "rc-adapter-syncPosition",
    "rc-adapter-trigger-call-logger-match",
    "rc-adapter-trigger-contact-match",
    "rc-adapter-unregister-widget-app",
    "rc-adapter-update-ai-assistant-settings",
    "rc-adapter-update-authorization-status",
    "rc-adapter-update-auto-log-settings",
    "rc-adapter-update-call-log-page",
    "rc-adapter-update-customized-banner",
    "rc-adapter-update-features-flags",
    "rc-adapter-update-messages-log-page",
    "rc-adapter-update-ringtone",
    "rc-adapter-update-sms-typing-time-tracking",
    "rc-adapter-update-third-party-settings",
    "rc-adapter-webphone-sessions-sync",
    "rc-calling-settings-update",
    "rc-post-message-response",
    "rc-sms-settings-update",
];
