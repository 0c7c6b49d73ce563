//! Chat actions: what can be asked of a conversation or of a widget, by name, and what a widget is able to.

use serde::{Deserialize, Serialize};

/// What can be asked, by name. A widget that cannot do it does not declare it, and it is shown nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum ChatAction {
    // Of a conversation.
    /// Write to the visitor as the agent.
    Reply,
    /// End it.
    Close,
    /// Put a label on it.
    AddLabel,
    /// Take a label off it.
    RemoveLabel,
    /// Hand it on.
    Transfer,
    /// Take it back while the transfer is on its way.
    Reclaim,
    /// Ask the visitor for a file.
    RequestFile,
    /// Ask the visitor for data that is sent in secret.
    RequestSecureData,
    /// Ban the visitor.
    Ban,
    /// Put text into the widget's own composer.
    PopulateText,
    /// Add an automatic message to the open chat.
    AddMessage,
    /// Tell one side something the other does not see.
    Whisper,
    // Of a widget.
    /// Start a chat with a first message for the visitor.
    StartChat,
    /// Open the widget's form or chat.
    OpenChat,
    /// Invite the visitor.
    Invite,
    /// Tell the widget that its page shows something else now.
    PageChange,
    /// Fill in a detail of the visitor.
    SetVisitor,
    /// Choose the widget's language.
    SetLanguage,
    /// Change to another of the vendor's widgets.
    SwitchWidget,
    /// Allow or forbid the widget's sounds.
    AllowSound,
    /// Allow or forbid invitations.
    AllowInvitations,
    /// Begin the rules for invitations anew.
    RestartInvitations,
    /// Set how long invitations rest after the visitor closed one.
    DelayInvitations,
    /// Set after what time an invitation closes by itself.
    ExpireInvitations,
    /// Show or hide the widget's button.
    ShowButton,
    /// Open or minimise the widget's window.
    SetWindow,
    /// Make the widget tell its state: availability, ids, what it knows of the visitor.
    ReadState,
    /// Forget the visitor (the vendor's cookies).
    ForgetVisitor,
}

impl ChatAction {
    /// It can be asked of a widget as a whole, without a conversation.
    #[must_use]
    pub const fn concerns_widget(self) -> bool {
        // A message may be added to an open chat before anybody has written in it.
        matches!(self, Self::AddMessage) || !self.concerns_conversation()
    }

    /// It is asked of one conversation, not of the widget as a whole.
    #[must_use]
    pub const fn concerns_conversation(self) -> bool {
        match self {
            Self::Reply
            | Self::Close
            | Self::AddLabel
            | Self::RemoveLabel
            | Self::Transfer
            | Self::Reclaim
            | Self::RequestFile
            | Self::RequestSecureData
            | Self::Ban
            | Self::PopulateText
            | Self::AddMessage
            | Self::Whisper => true,
            Self::StartChat
            | Self::OpenChat
            | Self::Invite
            | Self::PageChange
            | Self::SetVisitor
            | Self::SetLanguage
            | Self::SwitchWidget
            | Self::AllowSound
            | Self::AllowInvitations
            | Self::RestartInvitations
            | Self::DelayInvitations
            | Self::ExpireInvitations
            | Self::ShowButton
            | Self::SetWindow
            | Self::ReadState
            | Self::ForgetVisitor => false,
        }
    }
}

/// Something a widget can be asked for, and what it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChatAbility {
    /// What.
    pub action: ChatAction,
    /// The widget shows that it was done. Where it does not, handing it over is all there is to see.
    pub confirmed: bool,
    /// It works only while the widget's window is open: until then it waits.
    pub needs_window: bool,
}

impl ChatAbility {
    /// The widget shows when it is done.
    #[must_use]
    pub const fn confirmed(action: ChatAction) -> Self {
        Self { action, confirmed: true, needs_window: false }
    }

    /// The widget shows nothing.
    #[must_use]
    pub const fn unconfirmed(action: ChatAction) -> Self {
        Self { action, confirmed: false, needs_window: false }
    }
}
