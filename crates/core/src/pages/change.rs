//! What happened to a page.

use super::facts::{LinkRefusal, PageProblem, PasswordFor};
use crate::accounts::AccountId;

/// One change of the pages.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Change {
    /// Something of one is different, and nobody else need know.
    Updated,
    /// One is to be created.
    Opened { account: AccountId },
    /// One is to be loaded again: its document goes.
    Reloaded { account: AccountId },
    /// One is to be destroyed.
    Closed { account: AccountId },
    /// A new document said hello: whatever the old one told no longer holds.
    DocumentStarted { account: AccountId },
    /// One broke.
    Broke { account: AccountId, problem: PageProblem },
    /// One waits until somebody gives a name and a password.
    PasswordWanted { account: AccountId, host: String, from: PasswordFor },
    /// It no longer does.
    PasswordPromptClosed { account: AccountId },
    /// A server wants a certificate of ours, of which we have none to show.
    CertificateWanted { account: AccountId, host: String },
    /// A link went to the system's browser.
    LinkOpened { account: AccountId, target: String },
    /// A link, a page or a frame was not followed.
    LinkRefused { account: AccountId, target: String, why: LinkRefusal },
    /// Messages of one were lost, so many since the program began.
    MessagesLost { account: AccountId, total: u32 },
}
