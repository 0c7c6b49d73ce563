//! What one peer of ours is known by: ICE credentials, a certificate made for it alone, and the source of its packets.

use crate::negotiation::NegotiationError;
use crate::sdp::{Fingerprint, HashFunction, IceCredentials};
use openssl::rand::rand_bytes;
use str0m::config::DtlsCert;

/// Characters of random ICE credentials: 64, so that each takes six bits.
const ICE_CHARACTERS: &[u8; 64] =
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Ours of one peer.
pub(crate) struct Identity {
    ice: IceCredentials,
    certificate: DtlsCert,
    fingerprint: Fingerprint,
    ssrc: u32,
}

impl Identity {
    pub(crate) fn new() -> Result<Self, NegotiationError> {
        let provider = str0m_openssl::default_provider();
        let certificate = provider.dtls_provider.generate_certificate();
        let certificate = certificate.ok_or(NegotiationError::NoIdentity)?;
        let fingerprint = Fingerprint::of(&certificate.certificate, HashFunction::Sha256);
        let fingerprint = fingerprint.ok_or(NegotiationError::NoIdentity)?;
        let ssrc = (random_number()? as u32).max(1);
        Ok(Self { ice: random_credentials()?, certificate, fingerprint, ssrc })
    }

    #[cfg(test)]
    pub(crate) fn set_certificate_for_tests(&mut self, certificate: DtlsCert) {
        self.fingerprint = Fingerprint::of(&certificate.certificate, HashFunction::Sha256).unwrap();
        self.certificate = certificate;
    }

    pub(crate) fn set_ice(&mut self, ice: IceCredentials) {
        self.ice = ice;
    }

    pub(crate) fn ice(&self) -> &IceCredentials {
        &self.ice
    }

    pub(crate) fn certificate(&self) -> &DtlsCert {
        &self.certificate
    }

    pub(crate) fn fingerprint(&self) -> &Fingerprint {
        &self.fingerprint
    }

    pub(crate) fn ssrc(&self) -> u32 {
        self.ssrc
    }
}

/// New credentials of 48 and 144 random bits (RFC 8839 asks for 24 and 128).
pub(crate) fn random_credentials() -> Result<IceCredentials, NegotiationError> {
    Ok(IceCredentials { ufrag: random_word(8)?, password: random_word(24)? })
}

/// 64 random bits from the system.
pub(crate) fn random_number() -> Result<u64, NegotiationError> {
    let mut bytes = [0; 8];
    rand_bytes(&mut bytes).map_err(|_| NegotiationError::NoIdentity)?;
    Ok(u64::from_ne_bytes(bytes))
}

fn random_word(length: usize) -> Result<String, NegotiationError> {
    let mut bytes = vec![0; length];
    rand_bytes(&mut bytes).map_err(|_| NegotiationError::NoIdentity)?;
    let character = |byte: &u8| ICE_CHARACTERS.get(usize::from(byte & 63)).copied().map(char::from);
    Ok(bytes.iter().filter_map(character).collect())
}
