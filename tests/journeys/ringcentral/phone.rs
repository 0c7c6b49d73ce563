//! A web phone, as far as the tests need one: SIP over WebSocket as `SIP.js` and web-phone speak it, with our own engine for
//! its sound.

mod calls;
mod faults;
mod in_call;
mod registration;
mod sound;
mod transfers;

use super::PATIENCE;
use super::app::App;
use anyhow::{Context as _, Result, bail, ensure};
use deskbell_journeys::platform::ringcentral::Platform;
use deskbell_journeys::platform::ringcentral::sip::{Message, attribute, authorization, uri};
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::net::TcpStream;
use tungstenite::client::IntoClientRequest as _;
use tungstenite::stream::MaybeTlsStream;
use tungstenite::{Message as Frame, WebSocket};

/// Where the phone is, in addresses that nobody else can use (RFC 7118, section 5).
const HOST: &str = "phone.invalid";
const CONTACT: &str = "<sip:phone@phone.invalid;transport=ws>";
/// For what is about signalling only.
const OFFER: &str = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nt=0 0\r\nm=audio 4000 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 192.0.2.1\r\na=sendrecv\r\n";

/// A connected phone.
struct Phone {
    socket: WebSocket<MaybeTlsStream<TcpStream>>,
    /// What was said and not yet looked for.
    heard: VecDeque<Message>,
    /// `sipInfo` of the provision.
    info: Value,
    number: u32,
}

/// Who is called, with the tags of a dialog.
struct Dialog {
    id: String,
    from: String,
    to: String,
    target: String,
}

impl Phone {
    /// Gets the provision and connects.
    fn connect(platform: &Platform) -> Result<Self> {
        let app = App::new(platform)?;
        let asked = json!({ "sipInfo": [{ "transport": "WSS" }] });
        let (status, given) = app.ask("POST", "/restapi/v1.0/client-info/sip-provision", &asked)?;
        ensure!(status == 200 && given["sipFlags"]["voipFeatureEnabled"] == true, "{given}");
        Self::connect_with(given["sipInfo"][0].clone())
    }

    fn connect_with(info: Value) -> Result<Self> {
        let proxy = info["outboundProxy"].as_str().context("no proxy")?;
        let mut request = format!("ws://{proxy}").into_client_request()?;
        request.headers_mut().insert("Sec-WebSocket-Protocol", "sip".parse()?);
        let (socket, answer) = tungstenite::connect(request)?;
        let protocol = answer.headers().get("Sec-WebSocket-Protocol");
        ensure!(protocol.is_some_and(|protocol| protocol == "sip"), "{answer:?}");
        let MaybeTlsStream::Plain(stream) = socket.get_ref() else { bail!("it is encrypted") };
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Self { socket, heard: VecDeque::new(), info, number: 0 })
    }

    /// A phone that is registered.
    fn registered(platform: &Platform) -> Result<Self> {
        let mut phone = Self::connect(platform)?;
        let answer = phone.register("600")?;
        ensure!(answer.status() == Some(200), "{answer}");
        Ok(phone)
    }

    fn said(&self, name: &str) -> String {
        self.info[name].as_str().unwrap_or_default().to_owned()
    }

    fn address(&self) -> String {
        format!("<sip:{}@{}>", self.said("username"), self.said("domain"))
    }

    /// Registers for so many seconds, answering the challenge; gives the last answer.
    fn register(&mut self, seconds: &str) -> Result<Message> {
        let first = self.registration(seconds, None);
        let answer = self.ask(first)?;
        let Some(challenge) = answer.header("Www-Authenticate") else { return Ok(answer) };
        ensure!(challenge.contains(", nonce=\"") && !challenge.contains("qop"), "{challenge}");
        let second = self.registration(seconds, Some(challenge));
        self.ask(second)
    }

    fn registration(&mut self, seconds: &str, challenge: Option<&str>) -> Message {
        let address = self.address();
        let server = format!("sip:{}", self.said("domain"));
        let message = self.request(
            "REGISTER",
            &server,
            &format!("{address};tag=own"),
            &address,
            "registration",
        );
        let contact =
            format!("{CONTACT};reg-id=1;+sip.instance=\"<urn:uuid:1>\";expires={seconds}");
        let message = message.with("Contact", contact);
        match challenge {
            Some(challenge) => {
                message.with("Authorization", self.digest("REGISTER", &server, challenge))
            }
            None => message,
        }
    }

    fn digest(&self, method: &str, uri: &str, challenge: &str) -> String {
        let (user, password) = (self.said("authorizationId"), self.said("password"));
        authorization(&user, &password, method, uri, challenge)
    }

    fn request(&mut self, method: &str, target: &str, from: &str, to: &str, id: &str) -> Message {
        self.number += 1;
        Message::new(format!("{method} {target} SIP/2.0"))
            .with("Via", format!("SIP/2.0/WS {HOST};branch=z9hG4bK{}", self.number))
            .with("From", from)
            .with("To", to)
            .with("Call-Id", id)
            .with("CSeq", format!("{} {method}", self.number))
    }

    fn send(&mut self, message: &Message) -> Result<()> {
        Ok(self.socket.send(Frame::text(message.to_string()))?)
    }

    /// Sends a request and gives its final answer.
    fn ask(&mut self, request: Message) -> Result<Message> {
        let cseq = request.header("CSeq").unwrap_or_default().to_owned();
        self.send(&request)?;
        let is_final = |status: u16| status >= 200;
        self.hear(|one| one.status().is_some_and(is_final) && one.header("CSeq") == Some(&cseq))
    }

    /// The first message like this; others are kept.
    fn hear(&mut self, wanted: impl Fn(&Message) -> bool) -> Result<Message> {
        loop {
            if let Some(place) = self.heard.iter().position(&wanted) {
                return self.heard.remove(place).context("it is gone");
            }
            let text = match self.socket.read()? {
                Frame::Text(text) => text.as_str().to_owned(),
                Frame::Close(_) => bail!("it was closed"),
                _ => continue,
            };
            self.heard.extend(Message::read(&text));
        }
    }

    fn hear_request(&mut self, method: &str) -> Result<Message> {
        self.hear(|one| one.status().is_none() && one.method() == method)
    }

    /// Answers a request, with a description if there is one.
    fn answer(&mut self, request: &Message, status: &str, sdp: Option<&str>) -> Result<()> {
        let mut answer = Message::new(format!("SIP/2.0 {status}"));
        for via in request.all("Via") {
            answer = answer.with("Via", via);
        }
        let to = request.header("To").unwrap_or_default();
        let to = if to.contains(";tag=") { to.to_owned() } else { format!("{to};tag=phone") };
        answer = answer
            .with("From", request.header("From").unwrap_or_default())
            .with("To", to)
            .with("Call-Id", request.call_id())
            .with("CSeq", request.header("CSeq").unwrap_or_default())
            .with("Contact", CONTACT);
        if let Some(sdp) = sdp {
            answer = answer.carrying("application/sdp", sdp);
        }
        self.send(&answer)
    }

    /// Says to a call that it rings here, as every web phone does at once (`MESSAGE` with command 17).
    fn command(&mut self, invite: &Message, command: &str) -> Result<Message> {
        let said = invite.header("P-rc").context("no P-rc")?;
        let of = |name: &str| attribute(said, name).unwrap_or_default().to_owned();
        let body = format!(
            "<Msg><Hdr SID=\"{}\" Req=\"{}\" From=\"{}\" To=\"{}\" Cmd=\"{command}\"/> <Bdy Cln=\"{}\" /></Msg>",
            of("SID"),
            of("Req"),
            of("To"),
            of("From"),
            self.said("authorizationId"),
        );
        let (target, own) = (format!("sip:{}", of("From")), self.address());
        let message = self.request(
            "MESSAGE",
            &target,
            &format!("{own};tag=m"),
            &format!("<{target}>"),
            invite.call_id(),
        );
        self.ask(message.carrying("x-rc/agent", body))
    }

    /// The dialog of a call that came.
    fn dialog_of(invite: &Message) -> Dialog {
        let header = |name: &str| invite.header(name).unwrap_or_default().to_owned();
        Dialog {
            id: header("Call-Id"),
            from: format!("{};tag=phone", header("To")),
            to: header("From"),
            target: uri(&header("Contact")).to_owned(),
        }
    }

    /// A request within a call.
    fn within(&mut self, dialog: &Dialog, method: &str) -> Message {
        let Dialog { id, from, to, target } = dialog;
        self.request(method, target, from, to, id).with("Contact", CONTACT)
    }

    fn acknowledge(&mut self, dialog: &Dialog, answered: &Message) -> Result<()> {
        let number = answered.cseq().0;
        let mut ack = self.within(dialog, "ACK");
        for (name, value) in &mut ack.headers {
            if name == "CSeq" {
                *value = format!("{number} ACK");
            }
        }
        self.send(&ack)
    }

    /// Calls a number with an offer, answering the challenge; gives the first final answer and the dialog.
    fn call(&mut self, number: &str, offer: &str) -> Result<(Message, Dialog)> {
        let (first, id) = self.invite(number, offer, None)?;
        let answer = self.ask(first)?;
        let answer = match answer.header("Proxy-Authenticate") {
            Some(challenge) => {
                let (second, _) = self.invite(number, offer, Some((challenge, &id)))?;
                self.ask(second)?
            }
            None => answer,
        };
        let header = |name: &str| answer.header(name).unwrap_or_default().to_owned();
        let target = uri(&header("Contact")).to_owned();
        let dialog = Dialog { id, from: header("From"), to: header("To"), target };
        if answer.status() == Some(200) {
            self.acknowledge(&dialog, &answer)?;
        }
        Ok((answer, dialog))
    }

    fn invite(
        &mut self,
        number: &str,
        offer: &str,
        again: Option<(&str, &str)>,
    ) -> Result<(Message, String)> {
        let target = format!("sip:{number}@{}", self.said("domain"));
        let id = again.map_or_else(|| format!("call-{}", self.number), |(_, id)| id.to_owned());
        let own = format!("{};tag=own", self.address());
        let invite = self.request("INVITE", &target, &own, &format!("<{target}>"), &id);
        let invite = match again {
            Some((challenge, _)) => {
                invite.with("Proxy-Authorization", self.digest("INVITE", &target, challenge))
            }
            None => invite,
        };
        Ok((invite.with("Contact", CONTACT).carrying("application/sdp", offer), id))
    }
}
