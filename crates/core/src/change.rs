//! One change of the world, whichever domain it is of.

use crate::{
    accounts, calls, chats, commands, downloads, funnel, links, messages, pages, permissions,
    settings, sign_in, sound, status, system, window,
};

/// What a domain did.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Change {
    Accounts(accounts::change::Change),
    Chats(chats::change::Change),
    Funnel(funnel::change::Change),
    Pages(pages::change::Change),
    SignIn(sign_in::change::Change),
    Permissions(permissions::change::Change),
    Downloads(downloads::change::Change),
    Sound(sound::change::Change),
    Messages(messages::change::Change),
    Links(links::change::Change),
    Calls(calls::change::Change),
    Status(status::change::Change),
    Settings(settings::change::Change),
    Commands(commands::change::Change),
    System(system::change::Change),
    Window(window::change::Change),
}

/// What must be concluded anew: a conclusion that rests on nothing that changed stays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Touched {
    /// Something windows show.
    pub(crate) view: bool,
    /// Something the status rests on.
    pub(crate) status: bool,
    /// Something the tray shows.
    pub(crate) tray: bool,
    /// Of that, anything but what is unread and who waits in a chat.
    pub(crate) tray_but_chats: bool,
    /// Something that notifications about conversations rest on, beside the conversations.
    pub(crate) around_chats: bool,
}

impl Touched {
    /// Everything: nothing was concluded yet.
    pub(crate) const ALL: Self =
        Self { view: true, status: true, tray: true, tray_but_chats: true, around_chats: true };

    /// The same and what another one touches.
    pub(crate) const fn and(self, other: Self) -> Self {
        Self {
            view: self.view || other.view,
            status: self.status || other.status,
            tray: self.tray || other.tray,
            tray_but_chats: self.tray_but_chats || other.tray_but_chats,
            around_chats: self.around_chats || other.around_chats,
        }
    }
}

impl Change {
    /// What rests on it.
    pub(crate) const fn touches(&self) -> Touched {
        let (status, tray, around_chats) = match self {
            Self::Accounts(_)
            | Self::Pages(_)
            | Self::SignIn(_)
            | Self::Status(_)
            | Self::Settings(_)
            | Self::System(_) => (true, true, true),
            Self::Calls(_) => (true, true, false),
            Self::Window(_) => (false, false, true),
            Self::Chats(_) | Self::Messages(_) => (false, true, false),
            Self::Funnel(_)
            | Self::Permissions(_)
            | Self::Downloads(_)
            | Self::Sound(_)
            | Self::Links(_)
            | Self::Commands(_) => (false, false, false),
        };
        // The same that the status rests on.
        Touched { view: true, status, tray, tray_but_chats: status, around_chats }
    }
}
