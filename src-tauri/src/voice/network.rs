//! The sockets of one peer: one for each address of this machine, and what a STUN server sees of them.

use super::door::STUN_MAX;
use deskbell_voice::{LocalAddress, PublicAddressQuery};
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;
use tokio::net::{UdpSocket, lookup_host};
use tokio::time::timeout;

/// Most addresses a peer has.
const ADDRESSES_MAX: usize = 8;
/// How long a STUN server may take, looking up its name included: a page waits for it.
const STUN_TIMEOUT: Duration = Duration::from_millis(500);
/// After so long the question is repeated.
const STUN_REPEAT: Duration = Duration::from_millis(150);
/// The port of a STUN server that names none.
const STUN_PORT: u16 = 3478;
/// Lower ones belong to services that are no calls.
const LOWEST_PORT: u16 = 1024;

/// A bound socket.
pub(super) struct Socket {
    /// Its own address, and what others see of it.
    pub(super) address: LocalAddress,
    /// To receive.
    pub(super) receiver: UdpSocket,
    /// To send, from wherever a datagram comes up.
    pub(super) sender: std::net::UdpSocket,
}

/// Whether a call may use a port.
pub(super) const fn is_call_port(port: u16) -> bool {
    port >= LOWEST_PORT
}

/// Which addresses this machine has for an account that may reach what it is asked about.
pub(super) type LocalAddresses = fn(&dyn Fn(IpAddr) -> bool) -> Vec<IpAddr>;

/// This machine's addresses, the one that leads outside first; loopback where an account may reach it, or where there is
/// nothing else.
pub(super) fn addresses(may_reach: &dyn Fn(IpAddr) -> bool) -> Vec<IpAddr> {
    let known = if_addrs::get_if_addrs().unwrap_or_default();
    let all =
        || known.iter().filter(|interface| interface.is_oper_up()).map(if_addrs::Interface::ip);
    let mut found: Vec<IpAddr> = [
        way_out((Ipv4Addr::new(192, 0, 2, 1), STUN_PORT).into()),
        way_out((Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1), STUN_PORT).into()),
    ]
    .into_iter()
    .flatten()
    .chain(all())
    .filter(|ip| !ip.is_loopback() && !is_link_local(*ip) && !ip.is_unspecified())
    .collect();
    let loopback: Vec<IpAddr> =
        all().filter(|ip| ip.is_loopback() && (found.is_empty() || may_reach(*ip))).collect();
    found.extend(loopback);
    let mut unique = Vec::new();
    for ip in found {
        if unique.len() < ADDRESSES_MAX && !unique.contains(&ip) {
            unique.push(ip);
        }
    }
    unique
}

/// The address that the system would send from to `target`; nothing is sent.
fn way_out(target: SocketAddr) -> Option<IpAddr> {
    let any: IpAddr =
        if target.is_ipv4() { Ipv4Addr::UNSPECIFIED.into() } else { Ipv6Addr::UNSPECIFIED.into() };
    let socket = std::net::UdpSocket::bind((any, 0)).ok()?;
    socket.connect(target).ok()?;
    socket.local_addr().ok().map(|own| own.ip())
}

/// No candidate can be written with such an address: it means nothing without its interface.
const fn is_link_local(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => ip.is_link_local(),
        IpAddr::V6(ip) => ip.is_unicast_link_local(),
    }
}

/// Sockets on `addresses`, each asked about at one of the `stun` servers; those that cannot be bound are left out.
pub(super) async fn open(addresses: &[IpAddr], stun: &[SocketAddr]) -> Vec<Socket> {
    let bound = addresses.iter().filter_map(|ip| {
        bind(*ip).map_err(|error| log::warn!("a call cannot use {ip}: {error}")).ok()
    });
    let asking: Vec<_> =
        bound.map(|socket| tokio::spawn(with_public(socket, stun.to_vec()))).collect();
    let mut sockets = Vec::new();
    for asked in asking {
        sockets.extend(asked.await);
    }
    sockets
}

fn bind(ip: IpAddr) -> io::Result<Socket> {
    let sender = std::net::UdpSocket::bind((ip, 0))?;
    sender.set_nonblocking(true)?;
    let receiver = UdpSocket::from_std(sender.try_clone()?)?;
    let address = LocalAddress { socket: sender.local_addr()?, public: None };
    Ok(Socket { address, receiver, sender })
}

/// The same socket, with what the first server of its family sees of it, if that is told in time.
async fn with_public(mut socket: Socket, stun: Vec<SocketAddr>) -> Socket {
    let own = socket.address.socket;
    let server = stun.into_iter().find(|server| server.is_ipv4() == own.is_ipv4());
    let query = PublicAddressQuery::new();
    if let (Some(server), Some(query), false) = (server, query, own.ip().is_loopback()) {
        let told = timeout(STUN_TIMEOUT, public_address(&socket.receiver, server, &query)).await;
        socket.address.public = told.ok();
    }
    socket
}

async fn public_address(
    socket: &UdpSocket,
    server: SocketAddr,
    query: &PublicAddressQuery,
) -> SocketAddr {
    let mut bytes = [0; 512];
    loop {
        // Without a way to it there is no answer either, and the wait ends all the same.
        let _ = socket.send_to(&query.datagram(), server).await;
        let answer = timeout(STUN_REPEAT, async {
            loop {
                let Ok((length, from)) = socket.recv_from(&mut bytes).await else { continue };
                let known = bytes.get(..length).and_then(|bytes| query.answer(bytes));
                if let Some(public) = known.filter(|_| from == server) {
                    break public;
                }
            }
        });
        if let Ok(public) = answer.await {
            return public;
        }
    }
}

/// Addresses of the servers a page names as `stun:host:port`, as far as the account may reach them.
pub(super) async fn stun_servers(
    named: &[String],
    may_reach: &(dyn Fn(IpAddr) -> bool + Send + Sync),
) -> Vec<SocketAddr> {
    let mut servers = Vec::new();
    for name in named.iter().take(STUN_MAX) {
        let Some((host, port)) = host_and_port(name) else { continue };
        if let Ok(Ok(found)) = timeout(STUN_TIMEOUT, lookup_host((host, port))).await {
            servers.extend(found.filter(|server| is_call_port(port) && may_reach(server.ip())));
        }
    }
    servers
}

fn host_and_port(name: &str) -> Option<(&str, u16)> {
    let rest = name.strip_prefix("stun:")?;
    let rest = rest.split('?').next()?;
    // An IPv6 address stands in brackets and has colons of its own.
    let (host, port) = match rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((host, port)) => (host, port.strip_prefix(':')),
        None => match rest.rsplit_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (rest, None),
        },
    };
    let port = port.map_or(Some(STUN_PORT), |port| port.parse().ok())?;
    (!host.is_empty()).then_some((host, port))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stun_addresses_are_read_as_browsers_read_them() {
        for (text, read) in [
            ("stun:stun.example.com", Some(("stun.example.com", 3478))),
            ("stun:stun.example.com:19302", Some(("stun.example.com", 19302))),
            ("stun:192.0.2.1:5000?transport=udp", Some(("192.0.2.1", 5000))),
            ("stun:[2001:db8::1]:5000", Some(("2001:db8::1", 5000))),
            ("stun:[2001:db8::1]", Some(("2001:db8::1", 3478))),
            ("stun:host:70000", None),
            ("stun::5000", None),
            ("turn:host", None),
            ("https://host", None),
        ] {
            assert_eq!(host_and_port(text), read, "{text}");
        }
    }

    #[tokio::test]
    async fn a_stun_server_the_account_may_not_reach_is_not_asked() {
        let named = ["stun:127.0.0.1:5000".to_owned(), "stun:127.0.0.1:80".to_owned()];
        assert!(stun_servers(&named, &|_| false).await.is_empty());
        // A service's port is none for calls, wherever it is.
        let all = stun_servers(&named, &|_| true).await;
        assert_eq!(all, ["127.0.0.1:5000".parse().unwrap()]);
    }

    #[tokio::test]
    async fn what_the_server_sees_becomes_the_public_address_and_strangers_answers_do_not() {
        let server = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let stranger = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let address = server.local_addr().unwrap();
        let asked = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let query = PublicAddressQuery::new().unwrap();
        let own = asked.local_addr().unwrap();
        let answering = async {
            let mut bytes = [0; 64];
            let (length, _) = server.recv_from(&mut bytes).await.unwrap();
            let answer = |last: u8| {
                // A success with the number of the question and a plain mapped address.
                let head = [&[1, 1, 0, 12], &bytes[4..length]].concat();
                [head, vec![0, 1, 0, 8, 0, 1, 0x13, 0x88, 192, 0, 2, last]].concat()
            };
            stranger.send_to(&answer(66), own).await.unwrap();
            server.send_to(&answer(7), own).await.unwrap();
        };
        let (public, ()) = tokio::join!(public_address(&asked, address, &query), answering);
        assert_eq!(public, "192.0.2.7:5000".parse().unwrap());
    }

    #[test]
    fn loopback_is_used_only_by_accounts_that_may_reach_it_or_for_want_of_anything_else() {
        let closed = addresses(&|_| false);
        let others = closed.iter().any(|ip| !ip.is_loopback());
        assert!(!others || closed.iter().all(|ip| !ip.is_loopback()), "{closed:?}");
        assert!(addresses(&|_| true).iter().any(IpAddr::is_loopback));
        assert!(closed.iter().all(|ip| !is_link_local(*ip)), "{closed:?}");
    }
}
