//! One change of the world, whichever domain it is of.

use crate::{accounts, chats, downloads, funnel, messages, pages, permissions, sign_in, window};

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
    Messages(messages::change::Change),
    Window(window::change::Change),
}
