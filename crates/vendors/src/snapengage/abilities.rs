//! What can be asked of each of the vendor's two interfaces.

use super::form::vendor;
use deskbell_core::{
    Certainty, ChatAbility, ChatAction, FunnelAnswers, RecognisedWidget, VisitScope,
};

/// What the Hub takes from an agent link (document: "Receive Events"). It never says that it refused. What it
/// tells by an event of its own is confirmed. Its document has no event for an end by the agent, though newer Hubs were seen to
/// tell one; labels and the composer it never mentions again (S12), and of a transfer nobody has seen whether it always does.
pub(super) const HUB: &[ChatAbility] = &[
    ChatAbility::confirmed(ChatAction::Reply),
    ChatAbility::unconfirmed(ChatAction::Close),
    ChatAbility::unconfirmed(ChatAction::AddLabel),
    ChatAbility::unconfirmed(ChatAction::RemoveLabel),
    ChatAbility::unconfirmed(ChatAction::Transfer),
    ChatAbility::confirmed(ChatAction::Reclaim),
    ChatAbility::confirmed(ChatAction::RequestFile),
    ChatAbility::confirmed(ChatAction::RequestSecureData),
    ChatAbility::confirmed(ChatAction::Ban),
    ChatAbility::unconfirmed(ChatAction::PopulateText),
];

/// How a Hub speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HubShape {
    /// As its document has it.
    Documented,
    /// As newer ones were seen to: with a sender, and with events the document leaves out.
    Seen,
}

/// A conversation in the Hub is a visitor who tried. What visitors were offered on the page, the Hub is not told.
const HUB_FUNNEL: FunnelAnswers = FunnelAnswers {
    visits: VisitScope::Conversation,
    offered: Certainty::NotKnown,
    tried: Certainty::Known,
    received: Certainty::Known,
};

/// An invitation and a window that opens online are offers; a button that is merely there has no event.
const PAGE_FUNNEL: FunnelAnswers = FunnelAnswers {
    visits: VisitScope::Page,
    offered: Certainty::AtLeast,
    tried: Certainty::Known,
    received: Certainty::Known,
};

/// The Hub, which speaks only while an agent link is open. One that speaks as the document has it tells of no end but the
/// visitor's: a chat ended by an agent or by time is known from its silence.
pub(super) fn hub(shape: HubShape) -> RecognisedWidget {
    RecognisedWidget {
        vendor: vendor(),
        version: None,
        abilities: HUB.to_vec(),
        funnel: HUB_FUNNEL,
        no_end_signal: shape == HubShape::Documented,
    }
}

/// What each method of the JavaScript API is for us (document: "API Methods"). None of them says what came of it,
/// except that a chat's end and the answer to a question are told.
const METHODS: &[(&str, ChatAbility)] = &[
    ("endChat", ChatAbility::confirmed(ChatAction::Close)),
    ("sendTextToChat", ChatAbility::unconfirmed(ChatAction::Whisper)),
    ("startChat", ChatAbility::unconfirmed(ChatAction::StartChat)),
    ("startLink", ChatAbility::unconfirmed(ChatAction::OpenChat)),
    ("openProactiveChat", ChatAbility::unconfirmed(ChatAction::Invite)),
    ("setUserEmail", ChatAbility::unconfirmed(ChatAction::SetVisitor)),
    ("setUserName", ChatAbility::unconfirmed(ChatAction::SetVisitor)),
    ("setDescription", ChatAbility::unconfirmed(ChatAction::SetVisitor)),
    ("setCustomField", ChatAbility::unconfirmed(ChatAction::SetVisitor)),
    ("setLocale", ChatAbility::unconfirmed(ChatAction::SetLanguage)),
    ("switchWidget", ChatAbility::unconfirmed(ChatAction::SwitchWidget)),
    ("allowChatSound", ChatAbility::unconfirmed(ChatAction::AllowSound)),
    ("allowProactiveChat", ChatAbility::unconfirmed(ChatAction::AllowInvitations)),
    ("reInitProactiveRules", ChatAbility::unconfirmed(ChatAction::RestartInvitations)),
    ("setNoProactiveChatDelay", ChatAbility::unconfirmed(ChatAction::DelayInvitations)),
    ("setProactiveAutocloseDelay", ChatAbility::unconfirmed(ChatAction::ExpireInvitations)),
    ("setProactiveAutoCloseDelay", ChatAbility::unconfirmed(ChatAction::ExpireInvitations)),
    ("hideButton", ChatAbility::unconfirmed(ChatAction::ShowButton)),
    ("showButton", ChatAbility::unconfirmed(ChatAction::ShowButton)),
    ("getAgentStatusAsync", ChatAbility::confirmed(ChatAction::ReadState)),
    ("getWidgetId", ChatAbility::confirmed(ChatAction::ReadState)),
    ("clearAllCookies", ChatAbility::unconfirmed(ChatAction::ForgetVisitor)),
];

/// What could be asked of a widget that has all methods.
pub(super) fn of_methods() -> Vec<ChatAbility> {
    METHODS.iter().map(|(_, ability)| *ability).collect()
}

/// The widget on a page that has these methods.
pub(super) fn page<'m>(methods: impl Iterator<Item = &'m str>) -> RecognisedWidget {
    let mut abilities: Vec<ChatAbility> = Vec::new();
    for method in methods.take(METHODS.len()) {
        let found = METHODS.iter().find(|(name, _)| *name == method);
        if let Some((_, ability)) = found.filter(|(_, ability)| !abilities.contains(ability)) {
            abilities.push(*ability);
        }
    }
    RecognisedWidget {
        vendor: vendor(),
        version: None,
        abilities,
        funnel: PAGE_FUNNEL,
        no_end_signal: false,
    }
}
