//! Which kinds of links may be handed to another program at all, if the agent allows it.

/// Longest scheme another program may have, in characters.
pub const SCHEME_MAX: usize = 32;

/// Schemes that have their own way: into the browser, the mail program, our dialer field.
const ELSEWHERE: [&str; 7] = ["http", "https", "mailto", "tel", "callto", "sms", "smsto"];

/// Schemes that read files, run programs, speak to servers that believe in who asks, or are ours.
const DANGEROUS: &[&str] = &[
    "about",
    "acrobat",
    "admin",
    "afp",
    "android-app",
    "apt",
    "applescript",
    "appinstaller",
    "asset",
    "blob",
    "chrome",
    "chrome-extension",
    "cifs",
    "cmd",
    "data",
    "dav",
    "davs",
    "desk",
    "deskbell",
    "dict",
    "edge",
    "file",
    "filesystem",
    "finger",
    "ftp",
    "ftps",
    "git",
    "gopher",
    "hcp",
    "help",
    "imap",
    "intent",
    "ipc",
    "its",
    "itms-services",
    "jar",
    "javascript",
    "ldap",
    "ldapi",
    "ldaps",
    "livescript",
    "mhtml",
    "mk",
    "moz-extension",
    "ms",
    "nfs",
    "nntp",
    "news",
    "onenote",
    "pop",
    "powershell",
    "python",
    "rdp",
    "res",
    "resource",
    "rlogin",
    "rtsp",
    "safari-extension",
    "scp",
    "search",
    "search-ms",
    "settings",
    "sftp",
    "shell",
    "sip",
    "sips",
    "smb",
    "smbs",
    "snap",
    "ssh",
    "steam",
    "svn",
    "tauri",
    "telnet",
    "terminal",
    "tftp",
    "tn3270",
    "urn",
    "vbscript",
    "view-source",
    "vnc",
    "vnd.ms.radio",
    "webdav",
    "webdavs",
    "ws",
    "wss",
    "wyciwyg",
    "x-apple-helpbasic",
    "x-man-page",
];

/// Families of such schemes: systems' own settings, installers and office programs, and the way a
/// sign-in in the system's browser comes back to us.
const DANGEROUS_BEGINNINGS: [&str; 6] =
    ["ms-", "microsoft-", "x-apple", "web+", "search-", "org.deskbell"];

/// Links with this scheme (lower case, without the colon) may open another program once the agent allows it. All
/// others have their own way, or none: nothing anybody allows changes that.
#[must_use]
pub fn opens_program(scheme: &str) -> bool {
    !(scheme.len() < 2
        || scheme.len() > SCHEME_MAX
        || ELSEWHERE.contains(&scheme)
        || DANGEROUS.contains(&scheme)
        || DANGEROUS_BEGINNINGS.iter().any(|beginning| scheme.starts_with(beginning)))
}
