//! Where a request came from, and the numbers by which requests and commands are answered.

use serde::{Deserialize, Serialize};

/// Where an intent came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum Source {
    /// Our main window.
    Window,
    /// The tray menu or icon.
    Tray,
    /// A notification's button or body.
    Notification,
    /// The local socket.
    CommandLine,
    /// A second start of the program.
    SecondStart,
    /// A link that another program had opened. Whoever wrote it is a stranger: it can confirm nothing.
    Link,
}

/// Names one request on the local socket that waits for its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RequestId(pub u64);

/// Names one command handed to a widget.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct CommandId(pub u32);
