//! One change of the world, whichever domain it is of.

use crate::{accounts, calls, downloads, links, messages, pages, permissions, sign_in, window};

/// What a domain did.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Change {
    Accounts(accounts::change::Change),
    Pages(pages::change::Change),
    SignIn(sign_in::change::Change),
    Permissions(permissions::change::Change),
    Downloads(downloads::change::Change),
    Messages(messages::change::Change),
    Links(links::change::Change),
    Calls(calls::change::Change),
    Window(window::change::Change),
}
