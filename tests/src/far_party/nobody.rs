//! Nobody is at the other end: there are descriptions, in a server's manner, and no sound. For what is about signalling.

use super::{FarParty, answering_direction, direction};
use anyhow::{Result, ensure};

/// Descriptions that lead nowhere: TEST-NET-1 (RFC 5737).
#[derive(Clone, Copy, Debug)]
pub struct Nobody;

impl Nobody {
    fn description(direction: &str, setup: &str) -> String {
        let fingerprint = ["BB"; 32].join(":");
        format!(
            "v=0\r\no=- 42 2 IN IP4 192.0.2.9\r\ns=SmcSip\r\nc=IN IP4 192.0.2.9\r\nt=0 0\r\n\
             m=audio 40000 UDP/TLS/RTP/SAVPF 111 0 8 101\r\na=rtpmap:111 OPUS/48000/2\r\n\
             a=rtpmap:101 telephone-event/8000\r\na={direction}\r\na=ice-ufrag:far1\r\n\
             a=ice-pwd:farfarfarfarfarfarfarfa\r\na=fingerprint:sha-256 {fingerprint}\r\n\
             a=setup:{setup}\r\na=mid:0\r\na=candidate:1 1 udp 2130706431 192.0.2.9 40000 typ host\r\n\
             a=rtcp-mux\r\n"
        )
    }
}

impl FarParty for Nobody {
    fn offer(&self) -> Result<String> {
        Ok(Self::description("sendrecv", "actpass"))
    }

    fn offer_direction(&self, direction: &str) -> Result<String> {
        Ok(Self::description(direction, "actpass"))
    }

    fn offer_restart(&self) -> Result<String> {
        self.offer()
    }

    fn answer(&self, offer: &str) -> Result<String> {
        ensure!(offer.contains("\nm=audio "), "it offers no sound: {offer}");
        Ok(Self::description(answering_direction(direction(offer)), "passive"))
    }

    fn accept(&self, answer: &str) -> Result<()> {
        ensure!(answer.contains("\nm=audio "), "it answers without sound: {answer}");
        Ok(())
    }

    fn end(&self) {}
}
