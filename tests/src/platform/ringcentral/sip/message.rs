//! One SIP message (RFC 3261) as it goes over a WebSocket (RFC 7118): read tolerantly, written in RingCentral's spelling.

use std::fmt;

/// A request or a response.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// The first line.
    pub start: String,
    /// Names and values in their order.
    pub headers: Vec<(String, String)>,
    /// What follows the empty line.
    pub body: String,
}

impl Message {
    /// With no header yet.
    #[must_use]
    pub fn new(start: impl Into<String>) -> Self {
        Self { start: start.into(), ..Self::default() }
    }

    /// Reads one; a line that is no header is passed over. Nothing if there is no first line.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((text, ""));
        let mut lines = head.split("\r\n");
        let start = lines.next().filter(|line| !line.trim().is_empty())?;
        let header = |line: &str| {
            let (name, value) = line.split_once(':')?;
            Some((name.trim().to_owned(), value.trim().to_owned()))
        };
        let headers = lines.filter_map(header).collect();
        Some(Self { start: start.to_owned(), headers, body: body.to_owned() })
    }

    /// The same with one more header.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// The same with a body of this kind.
    #[must_use]
    pub fn carrying(mut self, kind: &str, body: impl Into<String>) -> Self {
        self.body = body.into();
        self.with("Content-Type", kind)
    }

    /// The value of the first header of this name, in whatever case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(one, _)| one.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// The values of all headers of this name, in whatever case.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let of_name = self.headers.iter().filter(move |(one, _)| one.eq_ignore_ascii_case(name));
        of_name.map(|(_, value)| value.as_str())
    }

    /// The status of a response.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.start.strip_prefix("SIP/2.0 ")?.get(..3)?.parse().ok()
    }

    /// What a request asks, or what a response answers.
    #[must_use]
    pub fn method(&self) -> &str {
        let of = if self.status().is_some() { self.cseq().1 } else { &self.start };
        of.split(' ').next().unwrap_or_default()
    }

    /// Whom a request is for.
    #[must_use]
    pub fn target(&self) -> &str {
        self.start.split(' ').nth(1).unwrap_or_default()
    }

    /// Number and method of the transaction.
    #[must_use]
    pub fn cseq(&self) -> (u32, &str) {
        let value = self.header("CSeq").unwrap_or_default();
        let (number, method) = value.split_once(' ').unwrap_or((value, ""));
        (number.parse().unwrap_or_default(), method.trim())
    }

    /// To which dialog it belongs; empty if it does not say.
    #[must_use]
    pub fn call_id(&self) -> &str {
        self.header("Call-Id").unwrap_or_default()
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\r\n", self.start)?;
        for (name, value) in &self.headers {
            write!(f, "{name}: {value}\r\n")?;
        }
        // In bytes: SIP.js counts them.
        write!(f, "Content-Length: {}\r\n\r\n{}", self.body.len(), self.body)
    }
}

/// The address in a header such as `"Ada" <sip:101@sip.test>;tag=1`.
#[must_use]
pub fn uri(value: &str) -> &str {
    let inside = value.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inside.map_or_else(|| value.split(';').next().unwrap_or_default().trim(), |(uri, _)| uri)
}

/// The user of an address such as `sip:101@sip.test;x=y`.
#[must_use]
pub fn user(uri: &str) -> &str {
    let address = uri.split_once(':').map_or(uri, |(_, rest)| rest);
    address.split('@').next().unwrap_or_default()
}

/// A parameter after the address, such as `tag` or `expires`.
#[must_use]
pub fn parameter<'a>(value: &'a str, name: &str) -> Option<&'a str> {
    let after = value.rsplit_once('>').map_or(value, |(_, rest)| rest);
    after.split(';').find_map(|part| {
        let (one, value) = part.trim().split_once('=')?;
        one.eq_ignore_ascii_case(name).then(|| value.trim().trim_matches('"'))
    })
}

#[cfg(test)]
mod tests {
    use super::{Message, parameter, uri, user};

    #[test]
    fn what_is_written_is_read_again() {
        let message = Message::new("MESSAGE sip:101@sip.test SIP/2.0")
            .with("Call-Id", "c-1")
            .with("CSeq", "7 MESSAGE")
            .carrying("x-rc/agent", "Grüße\r\n\r\nzwei");
        let text = message.to_string();
        assert!(text.contains("Content-Length: 15\r\n"), "{text}");
        let read = Message::read(&text).unwrap();
        assert_eq!((read.method(), read.target()), ("MESSAGE", "sip:101@sip.test"));
        assert_eq!((read.cseq(), read.call_id()), ((7, "MESSAGE"), "c-1"));
        assert_eq!(read.body, message.body);
    }

    #[test]
    fn responses_and_odd_lines_are_read() {
        let read =
            Message::read("SIP/2.0 401 Unauthorized\r\nno header\r\ncall-id:x\r\nCSeq: 1 REGISTER");
        let read = read.unwrap();
        assert_eq!((read.status(), read.method(), read.call_id()), (Some(401), "REGISTER", "x"));
        assert!(Message::read("\r\n\r\n").is_none());
        assert_eq!(Message::read("SIP/2.0 4").unwrap().status(), None);
    }

    #[test]
    fn addresses_and_their_parameters() {
        let value = "\"Ada\" <sip:101*5@sip.test;transport=ws>;tag=\"t-1\";expires=60";
        assert_eq!(uri(value), "sip:101*5@sip.test;transport=ws");
        assert_eq!(user(uri(value)), "101*5");
        assert_eq!(
            (parameter(value, "TAG"), parameter(value, "expires")),
            (Some("t-1"), Some("60"))
        );
        assert_eq!(parameter(value, "transport"), None, "it belongs to the address");
        assert_eq!(uri("sip:101@sip.test;tag=1"), "sip:101@sip.test");
    }
}
