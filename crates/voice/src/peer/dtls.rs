//! DTLS by OpenSSL behind a guard: what str0m's back end would panic at, forget or leave unverified does not reach it.
//!
//! The back end (str0m-openssl 0.6) panics when it is used after a failed handshake and when records pile up in it, never
//! repeats a lost flight by itself, and hands the keys over unverified if the other side's certificate is too long for the
//! caller's buffer. And str0m compares SHA-256 only, where media servers also write SHA-1. So records go in one by one,
//! the handshake's clock is driven here, and the certificate is kept for [`take_certificate`], whoever asks.

use std::cell::RefCell;
use std::mem;
use std::time::{Duration, Instant};
use str0m::config::DtlsCert;
use str0m::crypto::CryptoError;
use str0m::crypto::dtls::{
    DtlsImplError, DtlsInstance, DtlsOutput, DtlsProvider, DtlsVersion, ProtocolVersion,
};
use str0m_openssl::default_provider;

/// Bytes of a record before its content (RFC 6347, section 4.1).
const RECORD_HEAD: usize = 13;
const APPLICATION_DATA: u8 = 23;
/// Records taken from one datagram; real handshakes put at most six into one.
const MOST_RECORDS: usize = 16;
/// How often OpenSSL is asked whether a flight is to be repeated. It has its own clock for that, which is the wall's.
const REPEAT: Duration = Duration::from_millis(100);
/// A deadline that means none.
const NEVER: Duration = Duration::from_secs(365 * 24 * 60 * 60);
/// Room for whatever the back end gives; certificates longer than this are not accepted from anybody.
const ROOM: usize = 16 * 1024;

thread_local! {
    /// The certificate that the transport polled last on this thread has just been shown.
    static SHOWN: RefCell<Option<Vec<u8>>> = const { RefCell::new(None) };
}

/// The other side's certificate (DER), if the call of `Rtc::poll_output` just before on this thread brought it.
pub(super) fn take_certificate() -> Option<Vec<u8>> {
    SHOWN.with_borrow_mut(Option::take)
}

/// Makes guarded instances.
#[derive(Debug)]
pub(super) struct GuardedDtls;

impl DtlsProvider for GuardedDtls {
    fn generate_certificate(&self) -> Option<DtlsCert> {
        default_provider().dtls_provider.generate_certificate()
    }

    fn new_dtls(
        &self,
        certificate: &DtlsCert,
        now: Instant,
        version: DtlsVersion,
        mtu: Option<usize>,
    ) -> Result<Box<dyn DtlsInstance>, CryptoError> {
        let inner = default_provider().dtls_provider.new_dtls(certificate, now, version, mtu)?;
        Ok(Box::new(Guard { inner, now, phase: Phase::Idle, room: vec![0; ROOM] }))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// Nobody has said yet who begins.
    Idle,
    Handshake,
    Connected,
    /// It failed; the back end must not be touched any more.
    Failed,
}

#[derive(Debug)]
struct Guard {
    inner: Box<dyn DtlsInstance>,
    now: Instant,
    phase: Phase,
    room: Vec<u8>,
}

impl Guard {
    fn feed(&mut self, record: &[u8]) -> Result<(), DtlsImplError> {
        let fed = self.inner.handle_packet(record);
        if fed.is_err() {
            self.phase = Phase::Failed;
        }
        fed
    }
}

/// The records of a datagram; what is cut off at its end is left out.
fn records(mut datagram: &[u8]) -> impl Iterator<Item = &[u8]> {
    let next = move || {
        let length = match datagram.get(RECORD_HEAD - 2..RECORD_HEAD)? {
            &[high, low] => usize::from(u16::from_be_bytes([high, low])),
            _ => return None,
        };
        let (record, rest) = datagram.split_at_checked(RECORD_HEAD + length)?;
        datagram = rest;
        Some(record)
    };
    std::iter::from_fn(next).take(MOST_RECORDS)
}

impl DtlsInstance for Guard {
    fn set_active(&mut self, active: bool) {
        if self.phase == Phase::Idle {
            self.phase = Phase::Handshake;
            self.inner.set_active(active);
        }
    }

    fn handle_packet(&mut self, packet: &[u8]) -> Result<(), DtlsImplError> {
        if packet.is_empty() && self.phase == Phase::Handshake {
            return self.feed(packet);
        }
        for record in records(packet) {
            match self.phase {
                Phase::Idle | Phase::Failed => break,
                // Nothing of ours reads it; OpenSSL would keep it.
                Phase::Connected if record.first() == Some(&APPLICATION_DATA) => {}
                Phase::Handshake | Phase::Connected => self.feed(record)?,
            }
        }
        Ok(())
    }

    fn poll_output<'a>(&mut self, buf: &'a mut [u8]) -> DtlsOutput<'a> {
        // The back end puts a deadline before what it has besides.
        for _ in 0..2 {
            let mut room = mem::take(&mut self.room);
            let output = self.inner.poll_output(&mut room);
            let copied = match output {
                DtlsOutput::Packet(packet) => copy(packet, buf).map(Copied::Packet),
                DtlsOutput::PeerCert(certificate) => {
                    SHOWN.set(Some(certificate.to_vec()));
                    // Ours is the only comparison; str0m's would know one hash function.
                    self.room = room;
                    continue;
                }
                DtlsOutput::KeyingMaterial(keys, profile) => {
                    self.room = room;
                    return DtlsOutput::KeyingMaterial(keys, profile);
                }
                DtlsOutput::Connected => {
                    self.phase = Phase::Connected;
                    Some(Copied::Connected)
                }
                DtlsOutput::CloseNotify => Some(Copied::Closed),
                // Deadlines, application data, and whatever a later version invents.
                _ => None,
            };
            self.room = room;
            match copied {
                Some(Copied::Packet(length)) => {
                    return DtlsOutput::Packet(buf.get(..length).unwrap_or_default());
                }
                Some(Copied::Connected) => return DtlsOutput::Connected,
                Some(Copied::Closed) => return DtlsOutput::CloseNotify,
                None => {}
            }
        }
        let wait = if self.phase == Phase::Handshake { REPEAT } else { NEVER };
        DtlsOutput::Timeout(self.now + wait)
    }

    fn handle_timeout(&mut self, now: Instant) -> Result<(), DtlsImplError> {
        self.now = now;
        match self.phase {
            // Without a record OpenSSL looks at its clock and repeats what was lost.
            Phase::Handshake => self.feed(&[]),
            Phase::Idle | Phase::Connected | Phase::Failed => Ok(()),
        }
    }

    fn send_application_data(&mut self, _: &[u8]) -> Result<(), DtlsImplError> {
        Ok(())
    }

    fn is_active(&self) -> bool {
        self.inner.is_active()
    }

    fn protocol_version(&self) -> Option<ProtocolVersion> {
        self.inner.protocol_version()
    }

    fn is_closing(&self) -> bool {
        self.inner.is_closing()
    }

    fn is_closed(&self) -> bool {
        self.inner.is_closed()
    }

    fn close(&mut self) -> Result<(), DtlsImplError> {
        self.inner.close()
    }
}

enum Copied {
    Packet(usize),
    Connected,
    Closed,
}

fn copy(from: &[u8], to: &mut [u8]) -> Option<usize> {
    to.get_mut(..from.len())?.copy_from_slice(from);
    Some(from.len())
}

#[cfg(test)]
mod tests {
    use super::{Guard, Phase, ROOM, records, take_certificate};
    use crate::testing::start;
    use std::time::Duration;
    use str0m::crypto::dtls::{DtlsInstance, DtlsOutput, DtlsVersion};
    use str0m_openssl::default_provider;

    fn guard(is_active: bool) -> Guard {
        let dtls = default_provider().dtls_provider;
        let certificate = dtls.generate_certificate().unwrap();
        let inner = dtls.new_dtls(&certificate, start(), DtlsVersion::Dtls12, None).unwrap();
        let mut guard = Guard { inner, now: start(), phase: Phase::Idle, room: vec![0; ROOM] };
        guard.set_active(is_active);
        guard.handle_timeout(start()).unwrap();
        guard
    }

    /// What `guard` sends, and whether keys came with it.
    fn drain(guard: &mut Guard) -> (Vec<Vec<u8>>, bool) {
        let (mut packets, mut has_keys, mut buffer) = (Vec::new(), false, vec![0; 2000]);
        loop {
            match guard.poll_output(&mut buffer) {
                DtlsOutput::Packet(packet) => packets.push(packet.to_vec()),
                DtlsOutput::KeyingMaterial(..) => has_keys = true,
                DtlsOutput::Timeout(_) => return (packets, has_keys),
                _ => {}
            }
        }
    }

    fn shake_hands() -> (Guard, Guard) {
        let (mut client, mut server) = (guard(true), guard(false));
        let mut keys = 0;
        for _ in 0..10 {
            let (packets, has_keys) = drain(&mut client);
            keys += u32::from(has_keys);
            packets.iter().for_each(|packet| server.handle_packet(packet).unwrap());
            let (packets, has_keys) = drain(&mut server);
            keys += u32::from(has_keys);
            packets.iter().for_each(|packet| client.handle_packet(packet).unwrap());
        }
        assert_eq!((keys, client.phase, server.phase), (2, Phase::Connected, Phase::Connected));
        (client, server)
    }

    #[test]
    fn both_ends_shake_hands_and_show_their_certificates() {
        shake_hands();
        assert!(take_certificate().is_some_and(|der| der.len() > 200));
        assert!(take_certificate().is_none());
    }

    #[test]
    fn a_lost_flight_is_repeated() {
        let (mut client, mut server) = (guard(true), guard(false));
        assert!(!drain(&mut client).0.is_empty(), "the first flight, which is lost");
        // OpenSSL waits a second by the wall clock, which no argument can hasten.
        std::thread::sleep(Duration::from_millis(1100));
        client.handle_timeout(start()).unwrap();
        let again = drain(&mut client).0;
        assert!(!again.is_empty());
        again.iter().for_each(|packet| server.handle_packet(packet).unwrap());
        assert!(!drain(&mut server).0.is_empty());
    }

    #[test]
    fn records_that_pile_up_or_come_after_a_failure_do_no_harm() {
        let (mut client, mut server) = shake_hands();
        // Two good records a datagram, of which the back end reads one a call: without the guard it panics after 30 kB.
        for _ in 0..500 {
            server.inner.send_application_data(&[7; 200]).unwrap();
            server.inner.send_application_data(&[8; 200]).unwrap();
            let datagram = drain(&mut server).0.concat();
            assert_eq!(records(&datagram).count(), 2);
            client.handle_packet(&datagram).unwrap();
        }
        let noise = [22, 254, 253, 0, 1, 0, 0, 0, 0, 0, 9, 0, 1, 7];
        (0..5000).for_each(|_| client.handle_packet(&noise.repeat(2)).unwrap());
        let mut failing = guard(true);
        drain(&mut failing);
        // A fatal alert nobody has signed ends the handshake; the back end panics when it is asked again.
        let alert = [21, 254, 253, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 40];
        assert!(failing.handle_packet(&alert).is_err());
        assert!(failing.handle_packet(&alert).is_ok());
        failing.handle_timeout(start()).unwrap();
        drain(&mut failing);
    }

    #[test]
    fn datagrams_are_taken_apart_whatever_they_hold() {
        let two =
            [22, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 5, 21, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        let lengths: Vec<usize> = records(&two).map(<[u8]>::len).collect();
        assert_eq!(lengths, [14, 13]);
        assert_eq!(records(&two[..20]).count(), 1);
        assert_eq!(records(&[22; 12]).count(), 0);
        assert_eq!(records(&[0; 13 * 100]).count(), super::MOST_RECORDS);
    }
}
