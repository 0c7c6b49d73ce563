//! How long a chat waits for a sign, and how much of it is kept.

use std::time::Duration;

/// A request to a chat widget without any sign for this long is reported: it goes to a server and back.
pub const CHAT_TIMEOUT: Duration = Duration::from_secs(10);

/// A request that needs the widget's window waits this long for it to open.
pub const WINDOW_TIMEOUT: Duration = Duration::from_secs(60);

/// Without a further sign the visitor has stopped typing after this long.
pub const TYPING_SHOWN: Duration = Duration::from_secs(8);

/// The same words of the same person within this time are one message, where the vendor has no ids.
pub const DUPLICATE_WINDOW: Duration = Duration::from_secs(2);

/// What comes this soon after the end of a conversation still belongs to it.
pub const LATE_LINE: Duration = Duration::from_secs(2);

/// A conversation that nobody mentioned for this long is over: the vendors' own measure of a visit.
pub const CONVERSATION_FORGOTTEN: Duration = Duration::from_secs(24 * 60 * 60);

/// Same, where nobody would say that it is over: the page was loaded anew, or the widget tells no end.
pub const CONVERSATION_SILENT: Duration = Duration::from_secs(30 * 60);

/// Most conversations open at one time.
pub const OPEN_CONVERSATIONS: usize = 100;

/// Closed conversations kept as rows.
pub const RECENT_CONVERSATIONS: usize = 50;

/// Lines kept of one conversation.
pub const TRANSCRIPT_LINES: usize = 200;

/// Bytes of text kept of one conversation.
pub const TRANSCRIPT_BYTES: usize = 60_000;
