//! The one question to a STUN server: as what address do you see me? (RFC 8489). Asked and read here, sent by the caller.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

const BINDING_REQUEST: [u8; 2] = [0x00, 0x01];
const BINDING_SUCCESS: [u8; 2] = [0x01, 0x01];
const COOKIE: [u8; 4] = [0x21, 0x12, 0xa4, 0x42];
const MAPPED_ADDRESS: u16 = 0x0001;
const XOR_MAPPED_ADDRESS: u16 = 0x0020;
const HEAD: usize = 20;

/// A question under way. The number makes sure that the answer is to it, since nothing else in it does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PublicAddressQuery([u8; 12]);

impl PublicAddressQuery {
    /// A new question.
    ///
    /// `None`: the system's OpenSSL gives no random numbers.
    #[must_use]
    pub fn new() -> Option<Self> {
        let mut number = [0; 12];
        openssl::rand::rand_bytes(&mut number).ok()?;
        Some(Self(number))
    }

    /// The datagram to send, and to send again (after 500 ms, then twice as long each time) until there is an answer.
    #[must_use]
    pub fn datagram(&self) -> [u8; HEAD] {
        let mut datagram = [0; HEAD];
        let parts = BINDING_REQUEST.iter().chain(&[0, 0]).chain(&COOKIE).chain(&self.0);
        for (to, from) in datagram.iter_mut().zip(parts) {
            *to = *from;
        }
        datagram
    }

    /// The address the server saw; `None` if the datagram is no answer to this question.
    #[must_use]
    pub fn answer(&self, datagram: &[u8]) -> Option<SocketAddr> {
        let (head, body) = datagram.split_at_checked(HEAD)?;
        let is_ours = head.get(..2)? == BINDING_SUCCESS
            && head.get(4..8)? == COOKIE
            && head.get(8..)? == self.0;
        if !is_ours {
            return None;
        }
        let plain = attributes(body).find(|(kind, _)| *kind == MAPPED_ADDRESS);
        let hidden = attributes(body).find(|(kind, _)| *kind == XOR_MAPPED_ADDRESS);
        // Routers that rewrite addresses in datagrams spoil the plain one; that is why there is another.
        let mask = |place: usize| head.get(4 + place).copied().unwrap_or(0);
        match (hidden, plain) {
            (Some((_, value)), _) => address(value, mask),
            (None, Some((_, value))) => address(value, |_| 0),
            (None, None) => None,
        }
    }
}

/// Kind and value of each attribute.
fn attributes(mut body: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        let (&[a, b, c, d], rest) = body.split_first_chunk()?;
        let length = usize::from(u16::from_be_bytes([c, d]));
        let value = rest.get(..length)?;
        body = rest.get(length.next_multiple_of(4)..).unwrap_or_default();
        Some((u16::from_be_bytes([a, b]), value))
    })
}

/// An address whose bytes are combined with `mask` at their place; the port has the mask's first two.
fn address(value: &[u8], mask: impl Fn(usize) -> u8) -> Option<SocketAddr> {
    let (&[_, family, high, low], bytes) = value.split_first_chunk()?;
    let port = u16::from_be_bytes([high ^ mask(0), low ^ mask(1)]);
    let ip = match family {
        1 => {
            let bytes: [u8; 4] = bytes.try_into().ok()?;
            let shown: [u8; 4] = std::array::from_fn(|place| bytes[place] ^ mask(place));
            IpAddr::V4(Ipv4Addr::from(shown))
        }
        2 => {
            let bytes: [u8; 16] = bytes.try_into().ok()?;
            let shown: [u8; 16] = std::array::from_fn(|place| bytes[place] ^ mask(place));
            IpAddr::V6(Ipv6Addr::from(shown))
        }
        _ => return None,
    };
    (port != 0 && !ip.is_unspecified()).then(|| SocketAddr::new(ip, port))
}

#[cfg(test)]
mod tests {
    use super::PublicAddressQuery;
    use proptest::prelude::*;

    /// The transaction of RFC 5769's examples.
    const NUMBER: [u8; 12] =
        [0xb7, 0xe7, 0xa7, 0x01, 0xbc, 0x34, 0xd6, 0x86, 0xfa, 0x87, 0xdf, 0xae];

    /// An answer with one attribute; the values are those of RFC 5769, sections 2.2 and 2.3.
    fn answer(attribute: &[u8]) -> Vec<u8> {
        let length = [0, attribute.len() as u8];
        [&[1, 1][..], &length, &[0x21, 0x12, 0xa4, 0x42], &NUMBER, attribute].concat()
    }

    const V4: [u8; 12] = [0, 0x20, 0, 8, 0, 1, 0xa1, 0x47, 0xe1, 0x12, 0xa6, 0x43];
    const V6: [u8; 24] = [
        0, 0x20, 0, 20, 0, 2, 0xa1, 0x47, 0x01, 0x13, 0xa9, 0xfa, 0xa5, 0xd3, 0xf1, 0x79, 0xbc,
        0x25, 0xf4, 0xb5, 0xbe, 0xd2, 0xb9, 0xd9,
    ];

    #[test]
    fn the_examples_of_the_standard_are_read() {
        let query = PublicAddressQuery(NUMBER);
        assert_eq!(query.answer(&answer(&V4)), Some("192.0.2.1:32853".parse().unwrap()));
        let v6 = "[2001:db8:1234:5678:11:2233:4455:6677]:32853".parse().unwrap();
        assert_eq!(query.answer(&answer(&V6)), Some(v6));
        let plain = [0, 1, 0, 8, 0, 1, 0x80, 0x55, 192, 0, 2, 1];
        assert_eq!(query.answer(&answer(&plain)), Some("192.0.2.1:32853".parse().unwrap()));
        // Whatever else comes first, as most servers have it.
        let software = [0x80, 0x22, 0, 3, b'a', b'b', b'c', 0];
        let both = [&software[..], &V4].concat();
        assert!(query.answer(&answer(&both)).is_some());
    }

    #[test]
    fn answers_to_others_are_none() {
        let other = PublicAddressQuery([7; 12]);
        assert_eq!(other.answer(&answer(&V4)), None);
        let asked = PublicAddressQuery::new().unwrap();
        assert_eq!(asked.answer(&asked.datagram()), None);
        assert_ne!(asked.datagram(), PublicAddressQuery::new().unwrap().datagram());
    }

    proptest! {
        #[test]
        fn no_datagram_makes_it_panic(bytes: Vec<u8>, cut in 0..44_usize, with: u8) {
            let query = PublicAddressQuery(NUMBER);
            let _ = query.answer(&bytes);
            let _ = query.answer(&answer(&bytes[..bytes.len().min(200)]));
            let mut bent = answer(&V6);
            bent[cut] = with;
            let _ = query.answer(&bent);
            let _ = query.answer(&bent[..cut]);
        }
    }
}
