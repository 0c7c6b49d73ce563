//! Links that leave a page for something that is not the web: mail, and other programs.

use deskbell_core::{LinkRefusal, opens_program};
use url::Url;

/// How a link leaves a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExternalLink {
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

/// What takes an address that is neither http nor https.
pub(super) fn not_web(url: &Url) -> ExternalLink {
    match url.scheme() {
        "mailto" => ExternalLink::Mail(mail(url)),
        "tel" | "callto" | "sms" | "smsto" => ExternalLink::Dial(url.as_str().to_owned()),
        scheme if !opens_program(scheme) => ExternalLink::Refused(LinkRefusal::Scheme),
        scheme => {
            ExternalLink::Program { scheme: scheme.to_owned(), address: escaped(url.as_str()) }
        }
    }
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
