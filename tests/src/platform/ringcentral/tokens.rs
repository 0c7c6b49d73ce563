//! Codes and tokens of the stand-in: each code works once, each refresh token once, and all of them end.

use super::{Grant, IssuedToken};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::time::{Duration, Instant, SystemTime};

/// As the guide *Authorization Code Flow* says: a code lives for a minute.
const CODE_LIFETIME: Duration = Duration::from_secs(60);
/// As the guide *Refresh Tokens* says: an hour.
const ACCESS_LIFETIME: Duration = Duration::from_secs(3600);
/// As the guide *Refresh Tokens* says: a week.
const REFRESH_LIFETIME: Duration = Duration::from_secs(7 * 24 * 3600);
/// As `@rc-ex/ws` expects: ten minutes.
const SOCKET_LIFETIME: Duration = Duration::from_secs(600);

/// What a code was given out for; only the same may be exchanged for tokens.
#[derive(Clone, Debug)]
pub(super) struct Purpose {
    pub(super) redirect: String,
    /// PKCE with S256, if the client uses it.
    pub(super) challenge: Option<String>,
}

#[derive(Debug)]
struct Code {
    purpose: Purpose,
    until: Instant,
}

#[derive(Debug)]
struct Pair {
    access: String,
    access_until: Instant,
    /// None once it was used.
    refresh: Option<String>,
    refresh_until: Instant,
}

/// What a token endpoint answers, in its own words.
#[derive(Debug)]
pub(super) struct NewPair {
    pub(super) access: String,
    pub(super) refresh: String,
    pub(super) expires_in: u64,
    pub(super) refresh_expires_in: u64,
}

/// What a bearer's token is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Worth {
    Good,
    Expired,
    Unknown,
}

#[derive(Debug)]
pub(super) struct Tokens {
    /// In every secret: one stand-in's mean nothing to another.
    port: u16,
    /// Every secret ever given out.
    given: Vec<String>,
    /// Every state and verifier it was ever shown.
    shown: Vec<String>,
    codes: HashMap<String, Code>,
    pairs: Vec<Pair>,
    issued: Vec<IssuedToken>,
    sockets: HashMap<String, Instant>,
    access_lifetime: Duration,
    code_lifetime: Duration,
}

impl Tokens {
    pub(super) fn new(port: u16) -> Self {
        Self {
            port,
            given: Vec::new(),
            shown: Vec::new(),
            codes: HashMap::new(),
            pairs: Vec::new(),
            issued: Vec::new(),
            sockets: HashMap::new(),
            access_lifetime: ACCESS_LIFETIME,
            code_lifetime: CODE_LIFETIME,
        }
    }

    pub(super) fn new_code(&mut self, purpose: Purpose) -> String {
        let code = self.secret("code");
        let until = Instant::now() + self.code_lifetime;
        self.codes.insert(code.clone(), Code { purpose, until });
        code
    }

    /// Exchanges a code for tokens. Whatever comes of it, the code has been used.
    ///
    /// # Errors
    /// Why it is refused, for `error_description`.
    pub(super) fn exchange(
        &mut self,
        code: &str,
        redirect: &str,
        verifier: Option<&str>,
    ) -> Result<NewPair, &'static str> {
        let code = self.codes.remove(code).ok_or("Invalid authorization code")?;
        if Instant::now() >= code.until {
            return Err("Authorization code is expired");
        }
        if code.purpose.redirect != redirect {
            return Err("Redirect URI does not match");
        }
        let proof = verifier.map(|verifier| URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)));
        if proof != code.purpose.challenge {
            return Err("Code verifier does not match");
        }
        Ok(self.new_pair(Grant::Code))
    }

    /// New tokens for an old refresh token, which has been used then, together with its access token.
    ///
    /// # Errors
    /// Why it is refused, for `error_description`.
    pub(super) fn refresh(&mut self, refresh: &str) -> Result<NewPair, &'static str> {
        let pair = self.pairs.iter_mut().find(|pair| pair.refresh.as_deref() == Some(refresh));
        let pair = pair.ok_or("Token not found")?;
        if Instant::now() >= pair.refresh_until {
            return Err("Token is expired");
        }
        pair.refresh = None;
        pair.access_until = Instant::now();
        Ok(self.new_pair(Grant::Refresh))
    }

    pub(super) fn new_pair(&mut self, grant: Grant) -> NewPair {
        let (access, refresh) = (self.secret("access"), self.secret("refresh"));
        let (now, lifetime) = (Instant::now(), self.access_lifetime);
        self.pairs.push(Pair {
            access: access.clone(),
            access_until: now + lifetime,
            refresh: Some(refresh.clone()),
            refresh_until: now + REFRESH_LIFETIME,
        });
        self.issued.push(IssuedToken { at: SystemTime::now(), grant, lifetime });
        let (expires_in, refresh_expires_in) = (lifetime.as_secs(), REFRESH_LIFETIME.as_secs());
        NewPair { access, refresh, expires_in, refresh_expires_in }
    }

    pub(super) fn worth(&self, access: &str) -> Worth {
        match self.pairs.iter().find(|pair| pair.access == access) {
            Some(pair) if Instant::now() < pair.access_until => Worth::Good,
            Some(_) => Worth::Expired,
            None => Worth::Unknown,
        }
    }

    /// Ends both tokens of the pair either belongs to.
    pub(super) fn revoke(&mut self, token: &str) {
        self.pairs.retain(|pair| pair.access != token && pair.refresh.as_deref() != Some(token));
    }

    /// A token for the event socket, and for how many seconds it can be used.
    pub(super) fn new_socket_token(&mut self) -> (String, u64) {
        let token = self.secret("socket");
        self.sockets.insert(token.clone(), Instant::now() + SOCKET_LIFETIME);
        (token, SOCKET_LIFETIME.as_secs())
    }

    pub(super) fn opens_socket(&self, token: &str) -> bool {
        self.sockets.get(token).is_some_and(|until| Instant::now() < *until)
    }

    /// Access tokens stop working now, refresh tokens do not.
    pub(super) fn expire_access(&mut self) {
        let now = Instant::now();
        self.pairs.iter_mut().for_each(|pair| pair.access_until = now);
    }

    /// Nothing that was given out works any longer.
    pub(super) fn forget_all(&mut self) {
        self.codes.clear();
        self.pairs.clear();
        self.sockets.clear();
    }

    pub(super) fn set_access_lifetime(&mut self, lifetime: Duration) {
        self.access_lifetime = lifetime;
    }

    pub(super) fn set_code_lifetime(&mut self, lifetime: Duration) {
        self.code_lifetime = lifetime;
    }

    pub(super) fn issued(&self) -> &[IssuedToken] {
        &self.issued
    }

    /// Every secret ever given out.
    pub(super) fn given(&self) -> &[String] {
        &self.given
    }

    /// A state or verifier of an app.
    pub(super) fn see(&mut self, secret: &str) {
        if !secret.is_empty() {
            self.shown.push(secret.to_owned());
        }
    }

    /// Every state and verifier it was ever shown.
    pub(super) fn shown(&self) -> &[String] {
        &self.shown
    }

    fn secret(&mut self, kind: &str) -> String {
        let secret = format!("stand-in-{kind}-{}-{}", self.port, self.given.len() + 1);
        self.given.push(secret.clone());
        secret
    }
}
