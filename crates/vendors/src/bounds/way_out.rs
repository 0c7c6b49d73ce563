//! Links that leave a page for something that is not the web: mail, and other programs.

use deskbell_core::LinkRefusal;
use url::Url;

/// How a link leaves a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WayOut {
    /// Into the system's browser.
    Browser(Url),
    /// Into the system's mail program.
    Mail(Url),
    /// Into our own dialer field, as it stands; it never dials.
    Dial(String),
    /// Into whatever program took this scheme for itself: to be asked first.
    Program {
        /// Lower case, without the colon.
        scheme: String,
        /// The address, with everything a command line could trip over escaped.
        address: String,
    },
    /// Nowhere.
    Refused(LinkRefusal),
}

/// Fields of a mail address that fill in text and nothing else: some programs attach files by others.
const MAIL_FIELDS: [&str; 5] = ["subject", "body", "cc", "bcc", "to"];

/// Longest scheme another program may have.
const SCHEME_MAX: usize = 32;

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

/// The way out for an address that is neither http nor https.
pub(super) fn not_web(url: &Url) -> WayOut {
    match url.scheme() {
        "mailto" => WayOut::Mail(mail(url)),
        "tel" | "callto" | "sms" | "smsto" => WayOut::Dial(url.as_str().to_owned()),
        scheme if is_dangerous(scheme) => WayOut::Refused(LinkRefusal::Scheme),
        scheme => WayOut::Program { scheme: scheme.to_owned(), address: escaped(url.as_str()) },
    }
}

fn is_dangerous(scheme: &str) -> bool {
    scheme.len() < 2
        || scheme.len() > SCHEME_MAX
        || DANGEROUS.contains(&scheme)
        || DANGEROUS_BEGINNINGS.iter().any(|beginning| scheme.starts_with(beginning))
}

/// The same letter, with the fields that only fill in text.
fn mail(url: &Url) -> Url {
    let mut kept = url.clone();
    let fields: Vec<(String, String)> = url
        .query_pairs()
        .map(|(name, value)| (name.to_ascii_lowercase(), value.into_owned()))
        .filter(|(name, _)| MAIL_FIELDS.contains(&name.as_str()))
        .collect();
    kept.set_fragment(None);
    kept.set_query(None);
    if !fields.is_empty() {
        let query: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", crate::page_url::escaped(value)))
            .collect();
        kept.set_query(Some(&query.join("&")));
    }
    Url::parse(&escaped(kept.as_str())).unwrap_or(kept)
}

/// Everything the URL standard gives no meaning is percent-encoded: blanks, quotes, backslashes, bars.
fn escaped(address: &str) -> String {
    const MEANT: &[u8] = b"-._~:/?#[]@!$&'()*+,;=%";
    address.bytes().fold(String::with_capacity(address.len()), |mut out, byte| {
        // A quote is allowed by the standard and ends an argument in many a shell.
        if byte.is_ascii_alphanumeric() || (MEANT.contains(&byte) && !b"'$`".contains(&byte)) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        out
    })
}
