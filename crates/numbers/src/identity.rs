//! Who the other side is, by what a vendor wrote into a number's field: a number, a code, or only something in its place.

use crate::answers::{Answers, remembered};
use crate::withheld::is_no_number;
use crate::{BadNumber, PhoneNumber, Region, TEXT_MAX, names_nobody, read_dialled};
use std::fmt;

/// Most characters kept of what is no number.
const NAME_MAX: usize = 200;

/// What a number's field says. `Debug` prints nothing of a customer's.
#[derive(Clone, PartialEq, Eq)]
pub enum Identity {
    /// A number that can be called and written to.
    Number(PhoneNumber),
    /// A code for the phone system (`*8701`): it was dialled, and says nothing about who is at the other end.
    Code(String),
    /// The other side keeps its number back, or the network does not know it. Two of them are never the same caller.
    Withheld,
    /// Neither a number nor a word for "unknown": a name of another network (`alice@example.com`).
    Name(String),
    /// Nothing was said.
    Absent,
}

impl Identity {
    /// The number, if it is one: what can be called back, written to, and two observations be joined by.
    #[must_use]
    pub const fn number(&self) -> Option<&PhoneNumber> {
        match self {
            Self::Number(number) => Some(number),
            Self::Code(_) | Self::Withheld | Self::Name(_) | Self::Absent => None,
        }
    }

    /// Whether both are known to be the same line. Never true of what is no number.
    #[must_use]
    pub fn same_line(&self, other: &Self) -> bool {
        matches!((self.number(), other.number()), (Some(a), Some(b)) if a.same_line(b))
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Number(_) => "Number(«private»)",
            Self::Code(_) => "Code(«private»)",
            Self::Withheld => "Withheld",
            Self::Name(_) => "Name(«private»)",
            Self::Absent => "Absent",
        })
    }
}

/// Reads a number's field: a bare number, a `tel:` or `sip:` address, perhaps with a display name before it (RFC 3261, 20.10).
/// `home` is the region that digits without `+` are dialled in.
#[must_use]
pub fn read_identity(text: &str, home: Option<Region>) -> Identity {
    IDENTITIES.with(|known| remembered(known, home, text, |text| read(text, home)))
}

thread_local! {
    static IDENTITIES: Answers<Identity> = Answers::default();
}

fn read(text: &str, home: Option<Region>) -> Identity {
    let cut = text.get(..TEXT_MAX).unwrap_or(if text.len() > TEXT_MAX { "" } else { text });
    let (target, host) = address(cut);
    if host.as_deref().is_some_and(is_nowhere) {
        return Identity::Withheld;
    }
    let user = decoded(target);
    if user.trim().is_empty() {
        // A host alone is the other side's telephone system, and nobody in particular.
        return if host.is_some() { Identity::Withheld } else { Identity::Absent };
    }
    if names_nobody(&user) {
        return Identity::Withheld;
    }
    match read_dialled(&user, home) {
        Ok(dialled) if is_no_number(&dialled.number, home) => Identity::Withheld,
        Ok(dialled) => Identity::Number(dialled.number),
        Err(BadNumber::Code) => Identity::Code(kept(&user)),
        Err(BadNumber::Empty) => Identity::Absent,
        Err(
            BadNumber::Letters
            | BadNumber::Several
            | BadNumber::TooLong
            | BadNumber::Extension
            | BadNumber::Sign,
        ) => Identity::Name(match host {
            Some(host) => kept(&format!("{user}@{host}")),
            None => kept(&user),
        }),
    }
}

/// The user part and the host of an address; a text without a host is all user.
fn address(text: &str) -> (&str, Option<String>) {
    let inner = text.split_once('<').map(|(_, behind)| behind.split('>').next().unwrap_or(behind));
    let text = inner.unwrap_or(text).trim().trim_matches('"');
    let scheme = text.split_once(':').filter(|(scheme, _)| {
        ["sip", "sips", "tel", "callto", "h323"].contains(&scheme.to_ascii_lowercase().as_str())
    });
    let (scheme, text) =
        scheme.map_or(("", text), |(scheme, rest)| (scheme, rest.trim_start_matches('/')));
    if let Some((user, host)) = text.rsplit_once('@') {
        let host = host.split([';', '?', ':', '>']).next().unwrap_or_default().to_ascii_lowercase();
        // A password may stand behind the user.
        return (user.split(':').next().unwrap_or(user), Some(host));
    }
    let is_sip = scheme.len() >= 3 && scheme.to_ascii_lowercase().starts_with("sip");
    let looks_like_host =
        is_sip && text.contains('.') && text.contains(|c: char| c.is_ascii_alphabetic());
    if looks_like_host { ("", Some(text.to_ascii_lowercase())) } else { (text, None) }
}

/// Hosts of addresses that stand for nobody: RFC 3323 and 3GPP TS 23.003 give them the top-level domain that never exists.
fn is_nowhere(host: &str) -> bool {
    let host = host.trim_end_matches('.');
    host == "invalid" || host.ends_with(".invalid")
}

fn kept(text: &str) -> String {
    text.trim().chars().filter(|c| !c.is_control()).take(NAME_MAX).collect()
}

/// Percent-decoded once; what is no escape stays as it is.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let nibble = |at: usize| tail.get(at).and_then(|b| char::from(*b).to_digit(16));
        match (*first, nibble(0), nibble(1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push(u8::try_from(high * 16 + low).unwrap_or(b'?'));
                rest = tail.get(2..).unwrap_or_default();
            }
            (byte, ..) => {
                bytes.push(byte);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
