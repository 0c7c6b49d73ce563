//! Fingerprints of certificates (RFC 8122): read, written, and compared with the certificate the other side really showed.

use openssl::hash::{MessageDigest, hash};
use std::fmt;

/// A hash function a fingerprint may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HashFunction {
    /// Weak, and still written by media servers: better verified than skipped.
    Sha1,
    /// 224 bits.
    Sha224,
    /// What everybody writes.
    Sha256,
    /// 384 bits.
    Sha384,
    /// 512 bits.
    Sha512,
}

impl HashFunction {
    const NAMES: [(Self, &'static str, usize); 5] = [
        (Self::Sha1, "sha-1", 20),
        (Self::Sha224, "sha-224", 28),
        (Self::Sha256, "sha-256", 32),
        (Self::Sha384, "sha-384", 48),
        (Self::Sha512, "sha-512", 64),
    ];

    fn digest(self) -> MessageDigest {
        match self {
            Self::Sha1 => MessageDigest::sha1(),
            Self::Sha224 => MessageDigest::sha224(),
            Self::Sha256 => MessageDigest::sha256(),
            Self::Sha384 => MessageDigest::sha384(),
            Self::Sha512 => MessageDigest::sha512(),
        }
    }

    /// How it is written.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Sha1 => "sha-1",
            Self::Sha224 => "sha-224",
            Self::Sha256 => "sha-256",
            Self::Sha384 => "sha-384",
            Self::Sha512 => "sha-512",
        }
    }
}

/// The hash of a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    function: HashFunction,
    bytes: Vec<u8>,
}

impl Fingerprint {
    /// Reads `sha-256 AB:CD:…`. `None`: another hash function, or not as many bytes as it has.
    #[must_use]
    pub fn read(value: &str) -> Option<Self> {
        let (name, digits) = value.trim().split_once(' ')?;
        let &(function, _, length) =
            HashFunction::NAMES.iter().find(|(_, known, _)| known.eq_ignore_ascii_case(name))?;
        let pairs = digits.trim().split(':').take(length + 1);
        let bytes: Option<Vec<u8>> = pairs
            .map(|pair| {
                let is_pair = pair.len() == 2 && pair.bytes().all(|byte| byte.is_ascii_hexdigit());
                is_pair.then(|| u8::from_str_radix(pair, 16).ok()).flatten()
            })
            .collect();
        bytes.filter(|bytes| bytes.len() == length).map(|bytes| Self { function, bytes })
    }

    /// The fingerprint of a certificate in DER; `None` if the system's OpenSSL refuses the hash function.
    #[must_use]
    pub fn of(certificate: &[u8], function: HashFunction) -> Option<Self> {
        let bytes = hash(function.digest(), certificate).ok()?;
        Some(Self { function, bytes: bytes.to_vec() })
    }

    /// The hash function used.
    #[must_use]
    pub fn function(&self) -> HashFunction {
        self.function
    }

    /// Whether `certificate` (DER) is one that `promised` names. Of several hash functions the strongest counts, so that
    /// nobody gets away with a forged weak one beside it (RFC 8122, section 5).
    #[must_use]
    pub fn matches_any(promised: &[Self], certificate: &[u8]) -> bool {
        let strongest = promised.iter().map(Self::function).max();
        let Some(shown) = strongest.and_then(|function| Self::of(certificate, function)) else {
            return false;
        };
        promised.contains(&shown)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.function.name())?;
        for (place, byte) in self.bytes.iter().enumerate() {
            let before = if place == 0 { ' ' } else { ':' };
            write!(f, "{before}{byte:02X}")?;
        }
        Ok(())
    }
}
