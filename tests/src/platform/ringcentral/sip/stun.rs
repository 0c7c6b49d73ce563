//! A STUN server (RFC 8489): tells whoever asks from where the question came, so that no test asks one on the internet.

use std::net::SocketAddr;
use tokio::net::UdpSocket;

const HEADER_BYTES: usize = 20;
const BINDING_REQUEST: [u8; 2] = [0, 1];
const BINDING_SUCCESS: [u8; 2] = [1, 1];
const COOKIE: [u8; 4] = [0x21, 0x12, 0xa4, 0x42];
const XOR_MAPPED_ADDRESS: [u8; 2] = [0, 0x20];

/// Answers for as long as its task lives.
pub(in super::super) async fn answer_stun(socket: UdpSocket) {
    let mut buffer = [0; 1500];
    loop {
        let Ok((length, from)) = socket.recv_from(&mut buffer).await else { continue };
        if let Some(answer) = answer(&buffer[..length], from) {
            // Lost like any datagram.
            let _ = socket.send_to(&answer, from).await;
        }
    }
}

fn answer(request: &[u8], from: SocketAddr) -> Option<Vec<u8>> {
    let header = request.get(..HEADER_BYTES)?;
    if header[..2] != BINDING_REQUEST || header[4..8] != COOKIE {
        return None;
    }
    let key = &header[4..];
    let port = from.port().to_be_bytes();
    let (family, address) = match from {
        SocketAddr::V4(from) => (1, from.ip().octets().to_vec()),
        SocketAddr::V6(from) => (2, from.ip().octets().to_vec()),
    };
    let mut value = vec![0, family];
    value.extend(port.iter().zip(key).map(|(byte, key)| byte ^ key));
    value.extend(address.iter().zip(key).map(|(byte, key)| byte ^ key));
    let length = u16::try_from(value.len()).ok()?;
    let mut answer = BINDING_SUCCESS.to_vec();
    answer.extend((length + 4).to_be_bytes());
    answer.extend(key);
    answer.extend(XOR_MAPPED_ADDRESS);
    answer.extend(length.to_be_bytes());
    answer.extend(value);
    Some(answer)
}

#[cfg(test)]
mod tests {
    use super::answer;

    /// RFC 5769, section 2.2: the address of its sample response, for its transaction.
    #[test]
    fn the_address_is_written_as_in_the_sample_of_the_standard() {
        let transaction = [0xb7, 0xe7, 0xa7, 0x01, 0xbc, 0x34, 0xd6, 0x86, 0xfa, 0x87, 0xdf, 0xae];
        let request = [&[0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42], &transaction[..]].concat();
        let said = answer(&request, "192.0.2.1:32853".parse().unwrap()).unwrap();
        assert_eq!(said[..4], [1, 1, 0, 12]);
        assert_eq!(said[8..20], transaction);
        assert_eq!(said[20..], [0, 0x20, 0, 8, 0, 1, 0xa1, 0x47, 0xe1, 0x12, 0xa6, 0x43]);
        assert_eq!(answer(&request[..19], "192.0.2.1:1".parse().unwrap()), None);
        assert_eq!(answer(&said, "192.0.2.1:1".parse().unwrap()), None);
    }
}
