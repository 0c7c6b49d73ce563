//! Chat requests: what is asked of a conversation or of the widget that has it, with everything it needs.

use super::action::ChatAction;
use super::facts::Label;
use super::widget_facts::WidgetWindow;
use crate::base::Private;
use serde::{Deserialize, Serialize};

/// A [`ChatAction`] with everything it needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum ChatRequest {
    /// Write to the visitor as the agent.
    Reply {
        /// What.
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        text: Private<String>,
    },
    /// End it.
    Close,
    /// Put a label on it.
    AddLabel {
        /// Which.
        label: Label,
    },
    /// Take a label off it.
    RemoveLabel {
        /// Which.
        label: Label,
    },
    /// Hand it on.
    Transfer {
        /// To whom.
        to: TransferTarget,
    },
    /// Take it back while the transfer is on its way.
    Reclaim,
    /// Ask the visitor for a file.
    RequestFile,
    /// Ask the visitor for data that is sent in secret.
    RequestSecureData {
        /// What sort of data.
        data: SecureData,
    },
    /// Ban the visitor. By address it concerns everybody who shares it, so it is asked again.
    Ban {
        /// How the visitor is recognised.
        by: BanBy,
    },
    /// Put text into the widget's own composer.
    PopulateText {
        /// What.
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        text: Private<String>,
    },
    /// Add an automatic message to the open chat.
    AddMessage {
        /// What.
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        text: Private<String>,
        /// In whose name.
        from: AddedFrom,
    },
    /// Tell one side something the other does not see.
    Whisper {
        /// What.
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        text: Private<String>,
        /// Whom.
        to: WhisperTo,
    },
    /// Start a chat with a first message for the visitor.
    StartChat {
        /// The message.
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        text: Private<String>,
    },
    /// Open the widget's form or chat.
    OpenChat,
    /// Invite the visitor.
    Invite {
        /// Words of the invitation; none leaves them to the vendor.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "ts", ts(optional, type = "string"))]
        text: Option<Private<String>>,
        /// Even if the visitor has just closed one.
        #[serde(default)]
        force: bool,
        /// Open the form for messages where nobody is there.
        #[serde(default)]
        offline_form: bool,
        /// Show it small.
        #[serde(default)]
        minimised: bool,
    },
    /// Tell the widget that its page shows something else now.
    PageChange,
    /// Fill in a detail of the visitor.
    SetVisitor {
        /// Which.
        detail: VisitorDetail,
        /// Its value.
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        value: Private<String>,
        /// The visitor cannot change it.
        #[serde(default)]
        locked: bool,
    },
    /// Choose the widget's language.
    SetLanguage {
        /// As the vendor names it (`de`, `zh_TW`, `l1`…).
        language: String,
    },
    /// Change to another of the vendor's widgets.
    SwitchWidget {
        /// The vendor's id of it.
        widget: String,
    },
    /// Allow or forbid the widget's sounds.
    AllowSound {
        /// Allowed.
        on: bool,
    },
    /// Allow or forbid invitations.
    AllowInvitations {
        /// Allowed.
        on: bool,
    },
    /// Begin the rules for invitations anew.
    RestartInvitations {
        /// Even if the visitor has just closed one.
        #[serde(default)]
        force: bool,
    },
    /// Set how long invitations rest after the visitor closed one.
    DelayInvitations {
        /// Minutes; 0 is until the visitor leaves.
        minutes: u32,
    },
    /// Set after what time an invitation closes by itself.
    ExpireInvitations {
        /// Seconds; 0 is never.
        seconds: u32,
    },
    /// Show or hide the widget's button.
    ShowButton {
        /// Shown.
        shown: bool,
    },
    /// Open or minimise the widget's window.
    SetWindow {
        /// How it shall be.
        window: WidgetWindow,
    },
    /// Make the widget tell its state.
    ReadState,
    /// Forget the visitor (the vendor's cookies).
    ForgetVisitor,
}

impl ChatRequest {
    /// Its name.
    #[must_use]
    pub const fn action(&self) -> ChatAction {
        match self {
            Self::Reply { .. } => ChatAction::Reply,
            Self::Close => ChatAction::Close,
            Self::AddLabel { .. } => ChatAction::AddLabel,
            Self::RemoveLabel { .. } => ChatAction::RemoveLabel,
            Self::Transfer { .. } => ChatAction::Transfer,
            Self::Reclaim => ChatAction::Reclaim,
            Self::RequestFile => ChatAction::RequestFile,
            Self::RequestSecureData { .. } => ChatAction::RequestSecureData,
            Self::Ban { .. } => ChatAction::Ban,
            Self::PopulateText { .. } => ChatAction::PopulateText,
            Self::AddMessage { .. } => ChatAction::AddMessage,
            Self::Whisper { .. } => ChatAction::Whisper,
            Self::StartChat { .. } => ChatAction::StartChat,
            Self::OpenChat => ChatAction::OpenChat,
            Self::Invite { .. } => ChatAction::Invite,
            Self::PageChange => ChatAction::PageChange,
            Self::SetVisitor { .. } => ChatAction::SetVisitor,
            Self::SetLanguage { .. } => ChatAction::SetLanguage,
            Self::SwitchWidget { .. } => ChatAction::SwitchWidget,
            Self::AllowSound { .. } => ChatAction::AllowSound,
            Self::AllowInvitations { .. } => ChatAction::AllowInvitations,
            Self::RestartInvitations { .. } => ChatAction::RestartInvitations,
            Self::DelayInvitations { .. } => ChatAction::DelayInvitations,
            Self::ExpireInvitations { .. } => ChatAction::ExpireInvitations,
            Self::ShowButton { .. } => ChatAction::ShowButton,
            Self::SetWindow { .. } => ChatAction::SetWindow,
            Self::ReadState => ChatAction::ReadState,
            Self::ForgetVisitor => ChatAction::ForgetVisitor,
        }
    }
}

/// Who shall take a conversation over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum TransferTarget {
    /// Whoever serves another widget.
    Widget {
        /// The vendor's id of it.
        id: String,
    },
    /// One agent.
    Agent {
        /// What the vendor calls the agent (an e-mail address).
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        id: Private<String>,
    },
}

/// How a banned visitor is recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum BanBy {
    /// By a cookie in the visitor's browser.
    Cookie,
    /// By the visitor's IP address, with everybody else who has it.
    #[serde(alias = "IP", alias = "ip")]
    Address,
}

/// What sort of secret data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum SecureData {
    /// Social security number.
    SocialSecurityNumber,
    /// Credit card.
    CreditCard,
    /// Any text.
    Note,
}

/// In whose name an automatic message stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum AddedFrom {
    /// The agent's.
    Agent,
    /// The visitor's; the conversation does not begin by it.
    Visitor,
    /// The visitor's, and the conversation begins by it.
    EngagingVisitor,
}

/// Who hears something the other side does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum WhisperTo {
    /// The agent who has the conversation.
    Agent,
    /// The visitor.
    Visitor,
}

/// A detail of the visitor that can be filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum VisitorDetail {
    /// Name.
    Name,
    /// E-mail address.
    Email,
    /// Phone number.
    Phone,
    /// Notes.
    Notes,
    /// What it is about.
    Description,
    /// A field of the company's own.
    Field {
        /// Its name at the vendor.
        name: String,
    },
}
