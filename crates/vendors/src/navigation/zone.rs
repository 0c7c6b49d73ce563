//! Which part of the network a host is in, as far as its name or number tells.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use url::{Host, Url};

/// A part of the network. Names are judged as names: what they resolve to is not known here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NetworkZone {
    /// Anybody can reach it.
    Public,
    /// This machine.
    Loopback,
    /// The company's or the home's own network.
    Private,
    /// The next cable: routers, and the place where clouds hand out credentials.
    LinkLocal,
    /// Nobody's: multicast, broadcast, and old addresses written inside new ones, which would hide
    /// any of the above.
    Reserved,
}

/// Names that mean this machine in the files systems come with.
pub(super) const LOOPBACK_NAMES: [&str; 6] = [
    "localhost",
    "localhost.localdomain",
    "localhost4",
    "localhost6",
    "ip6-localhost",
    "ip6-loopback",
];

/// Endings that no public name has.
pub(super) const PRIVATE_ENDINGS: [&str; 9] =
    ["local", "internal", "lan", "home.arpa", "home", "corp", "intranet", "private", "localdomain"];

impl NetworkZone {
    /// The zone of the host of an http(s) or ws(s) address.
    #[must_use]
    pub fn of(url: &Url) -> Self {
        match url.host() {
            Some(Host::Domain(name)) => of_name(name),
            Some(Host::Ipv4(ip)) => of_v4(ip),
            Some(Host::Ipv6(ip)) => of_v6(ip),
            None => Self::Reserved,
        }
    }

    /// The zone of a host known by its number.
    #[must_use]
    pub const fn of_ip(address: IpAddr) -> Self {
        match address {
            IpAddr::V4(ip) => of_v4(ip),
            IpAddr::V6(ip) => of_v6(ip),
        }
    }
}

fn of_name(name: &str) -> NetworkZone {
    // A dot at the end means the same host.
    let name = name.strip_suffix('.').unwrap_or(name);
    let below = |ending: &str| {
        name.strip_suffix(ending).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    if name.is_empty() {
        NetworkZone::Reserved
    } else if LOOPBACK_NAMES.contains(&name) || below("localhost") {
        NetworkZone::Loopback
    } else if !name.contains('.') || PRIVATE_ENDINGS.iter().any(|ending| below(ending)) {
        NetworkZone::Private
    } else {
        NetworkZone::Public
    }
}

const fn of_v4(ip: Ipv4Addr) -> NetworkZone {
    match ip.octets() {
        // "This network" reaches this machine on the systems we know.
        [0 | 127, ..] => NetworkZone::Loopback,
        [169, 254, ..] => NetworkZone::LinkLocal,
        [10, ..] | [172, 16..=31, ..] | [192, 168, ..] => NetworkZone::Private,
        // Shared by a provider's customers, and used by company VPNs; test networks of labs.
        [100, 64..=127, ..] | [198, 18..=19, ..] => NetworkZone::Private,
        [192, 0, 0, _] | [224..=255, ..] => NetworkZone::Reserved,
        _ => NetworkZone::Public,
    }
}

const fn of_v6(ip: Ipv6Addr) -> NetworkZone {
    match ip.segments() {
        [0, 0, 0, 0, 0, 0, 0, 0 | 1] => NetworkZone::Loopback,
        [0xfe80..=0xfebf, ..] => NetworkZone::LinkLocal,
        [0xfc00..=0xfdff | 0xfec0..=0xfeff, ..] => NetworkZone::Private,
        // 6to4 and Teredo carry an old address inside.
        [0x2002, ..] | [0x2001, 0, ..] => NetworkZone::Reserved,
        [0x2000..=0x3fff, ..] => NetworkZone::Public,
        // Mapped, translated and compatible old addresses, multicast, and what is given to nobody.
        _ => NetworkZone::Reserved,
    }
}
