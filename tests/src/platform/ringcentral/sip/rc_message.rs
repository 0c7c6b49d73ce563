//! RingCentral's own messages about a call: the header `P-rc` and the bodies of `MESSAGE` (web-phone, `rc-message`).

/// Content type of a body that is one.
pub(super) const KIND: &str = "x-rc/agent";
/// Where they come from on RingCentral's side, with the number of the phone's line before it.
const DOMAIN: &str = "sip.test:5060";

/// What is said, by its number (web-phone, `call-control-commands.ts`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Command {
    /// To the phone: it rings.
    IncomingCall = 6,
    /// To the phone: somebody has dealt with it, or nobody need.
    AlreadyProcessed = 7,
    /// To the phone: it is over.
    SessionClose = 9,
    /// From the phone: to another number.
    Forward = 10,
    /// From the phone: to voicemail.
    Voicemail = 11,
    /// From the phone: not here.
    Reject = 12,
    /// From the phone: an answer is being written.
    StartReply = 13,
    /// From the phone: answered in writing.
    Reply = 14,
    /// From the phone: it rings here.
    ReceiveConfirm = 17,
}

impl Command {
    const FROM_PHONE: [Self; 6] = [
        Self::Forward,
        Self::Voicemail,
        Self::Reject,
        Self::StartReply,
        Self::Reply,
        Self::ReceiveConfirm,
    ];

    /// The command a phone sent, and the identity of the session it is about.
    #[must_use]
    pub fn read(body: &str) -> Option<(Self, &str)> {
        let number: u8 = attribute(body, "Cmd")?.parse().ok()?;
        let command = Self::FROM_PHONE.into_iter().find(|one| *one as u8 == number)?;
        Some((command, attribute(body, "SID")?))
    }

    /// About the session `session` of the line `line`, with these attributes of its body.
    pub(super) fn write(self, session: &str, line: &str, body: &[(&str, &str)]) -> String {
        let body: String =
            body.iter().map(|(name, value)| format!(" {name}=\"{}\"", escaped(value))).collect();
        format!(
            "<Msg><Hdr SID=\"{session}\" Req=\"{{{session}}}\" From=\"#{line}99@{DOMAIN}\" To=\"{line}@{DOMAIN}\" Cmd=\"{}\"/><Bdy{body}/></Msg>",
            self as u8
        )
    }
}

/// An attribute of such a message; none of its elements has one of the same name as the other.
#[must_use]
pub fn attribute<'a>(message: &'a str, name: &str) -> Option<&'a str> {
    let after = message.split(&format!(" {name}=\"")).nth(1)?;
    after.split('"').next()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::{Command, attribute};

    #[test]
    fn it_is_written_as_a_phone_reads_it() {
        let text =
            Command::IncomingCall.write("7", "1773", &[("Nm", "A \"B\" & C"), ("Phn", "+1")]);
        assert_eq!(attribute(&text, "From"), Some("#177399@sip.test:5060"));
        assert_eq!(attribute(&text, "Cmd"), Some("6"));
        assert!(text.ends_with("<Bdy Nm=\"A &quot;B&quot; &amp; C\" Phn=\"+1\"/></Msg>"), "{text}");
    }

    #[test]
    fn it_reads_what_a_phone_says_and_nothing_else() {
        let said =
            r#"<Msg><Hdr SID="7" Req="{7}" From="a" To="b" Cmd="17"/> <Bdy Cln="1" /></Msg>"#;
        assert_eq!(Command::read(said), Some((Command::ReceiveConfirm, "7")));
        assert_eq!(Command::read(&said.replace("17", "6")), None);
        assert_eq!(Command::read("<Msg>"), None);
    }
}
