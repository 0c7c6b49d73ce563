//! Whose a connection on this machine is, from the kernel's tables of connections.

use rustix::process::geteuid;
use std::net::{IpAddr, SocketAddr};

/// A connection with an old address may be one of the new kind inside.
const TABLES: [&str; 2] = ["/proc/net/tcp", "/proc/net/tcp6"];
/// While others come and go, a line may be passed over.
const LOOKS: usize = 3;
/// The kernel's number for a connection that is open in both directions.
const ESTABLISHED: &str = "01";

/// Whether the program at the end `there` of a connection to `here` is our own user's. One that has hung up already is
/// nobody's. None where the kernel does not show its tables.
pub(in crate::platform) fn is_own_connection(here: SocketAddr, there: SocketAddr) -> Option<bool> {
    let own = geteuid().as_raw();
    let mut is_shown = false;
    for _ in 0..LOOKS {
        for table in TABLES.iter().filter_map(|table| std::fs::read_to_string(table).ok()) {
            is_shown = true;
            if let Some(owner) = owner(&table, here, there) {
                return Some(owner == own);
            }
        }
    }
    is_shown.then_some(false)
}

/// The user whose program has the end `there`.
fn owner(table: &str, here: SocketAddr, there: SocketAddr) -> Option<u32> {
    let lines = table.lines().skip(1).map(|line| line.split_ascii_whitespace().collect::<Vec<_>>());
    lines.into_iter().find_map(|fields| match fields[..] {
        [_, from, to, ESTABLISHED, _, _, _, owner, ..] if is(from, there) && is(to, here) => {
            owner.parse().ok()
        }
        _ => None,
    })
}

/// Whether the kernel wrote `address` as `text`: in words of four bytes, each as the processor reads it.
fn is(text: &str, address: SocketAddr) -> bool {
    let port = address.port();
    let written = |bytes: &[u8]| {
        let words = bytes.as_chunks::<4>().0.iter().map(|word| u32::from_ne_bytes(*word));
        words.map(|word| format!("{word:08X}")).chain([format!(":{port:04X}")]).collect::<String>()
    };
    match address.ip() {
        IpAddr::V4(ip) => {
            text == written(&ip.octets()) || text == written(&ip.to_ipv6_mapped().octets())
        }
        IpAddr::V6(ip) => text == written(&ip.octets()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::{Ipv4Addr, Ipv6Addr, TcpListener, TcpStream};

    #[test]
    fn a_connection_is_ours_while_it_is_open() {
        for host in [IpAddr::from(Ipv4Addr::LOCALHOST), Ipv6Addr::LOCALHOST.into()] {
            let Ok(listener) = TcpListener::bind((host, 0)) else { continue };
            let here = listener.local_addr().unwrap();
            let there = TcpStream::connect(here).unwrap();
            let (_held, peer) = listener.accept().unwrap();
            assert_eq!(is_own_connection(here, peer), Some(true), "{host}");
            assert_eq!(is_own_connection(peer, here), Some(true), "the other way round");
            drop(there);
            assert_eq!(is_own_connection(here, peer), Some(false), "it hung up");
        }
    }

    #[test]
    fn the_kernels_lines_are_read() {
        const TABLE: &str = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid\n\
            0: 0100007F:6ED2 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000 0 1\n\
            1: 0100007F:A000 0100007F:6ED2 01 00000000:00000000 00:00000000 00000000  1001 0 2\n\
            2: 0100007F:A001 0100007F:6ED2 06 00000000:00000000 00:00000000 00000000  1000 0 3\n\
            3: 0000000000000000FFFF00000100007F:A002 0000000000000000FFFF00000100007F:6ED2 01 0:0 0:0 0 1002 0 4\n\
            4: short";
        let owner = |port| {
            let at = |port| SocketAddr::from((Ipv4Addr::LOCALHOST, port));
            owner(TABLE, at(0x6ED2), at(port))
        };
        if cfg!(target_endian = "little") {
            assert_eq!(owner(0xA000), Some(1001));
            assert_eq!(owner(0xA001), None, "what has ended is shown as somebody else's");
            assert_eq!(owner(0xA002), Some(1002), "an old address inside a new one");
        }
        assert_eq!(owner(0xA003), None);
    }
}
