//! What the hosting thread is asked to do, and the handle that asks it.

use deskbell_core::{AccountConfig, AccountId, CommandId, Private, VendorCommand, VendorId};
use std::sync::mpsc::{Receiver, Sender, channel};

/// One thing to do about the pages or the main window.
pub enum Order {
    /// Create the page.
    Open(AccountConfig),
    /// Close the page.
    Close(AccountId),
    /// Load the page again.
    Reload(AccountConfig),
    /// Delete its data on disk.
    DeleteData(AccountId),
    /// Put one page on the stage, or none.
    Arrange(Option<AccountId>),
    /// The window changed its size.
    Relayout,
    /// Hand a command to a page.
    Post {
        /// Whose.
        account: AccountId,
        /// The account's vendor.
        vendor: VendorId,
        /// To report what came of it.
        id: CommandId,
        /// What.
        command: VendorCommand,
    },
    /// Hand a sign-in's answer to the page and close the window.
    FinishSignIn {
        /// Whose.
        account: AccountId,
        /// The window it came in; if that was given up since, the answer is an old one. None if it came otherwise.
        window: Option<String>,
        /// The command that carries the answer.
        command: VendorCommand,
    },
    /// Open a sign-in window, or the system's browser.
    OpenSignIn(AccountId, Private<String>),
    /// A sign-in came back from the system's browser as a link.
    SignInReturned(Private<String>),
    /// Open a file that was sent in a conversation.
    OpenFile(AccountId, Private<String>),
    /// Close a sign-in window.
    CloseSignIn(AccountId),
    /// Main window to front.
    Show,
    /// Main window into the tray.
    Hide,
    /// Main window to the task bar.
    Minimize,
    /// Blink in the task bar.
    Attention,
}

/// Asks the hosting thread. Cheap to clone.
#[derive(Clone)]
pub struct HostingHandle(Sender<Order>);

impl HostingHandle {
    /// A handle, and where its orders come out.
    #[must_use]
    pub fn new() -> (Self, Receiver<Order>) {
        let (sender, orders) = channel();
        (Self(sender), orders)
    }

    /// Queues an order; never waits.
    pub fn send(&self, order: Order) {
        // Fails only when the thread has ended with the program.
        let _ = self.0.send(order);
    }
}
