//! REGISTER: who may, how long it lasts, and what goes wrong with it.

use super::digest::{Credentials, challenge, is_right};
use super::facts::{SIP_AUTHORIZATION_ID, SIP_DOMAIN, SIP_PASSWORD};
use super::message::{Message, parameter, uri};
use super::server::{Server, response};

/// Whose digest is asked for.
pub(super) const OWN: Credentials<'_> =
    Credentials { user: SIP_AUTHORIZATION_ID, realm: SIP_DOMAIN, password: SIP_PASSWORD };

impl Server {
    pub(super) fn register(&mut self, connection: u64, message: &Message) {
        let tag = self.fresh();
        let fault = self.book().behaviour.registration;
        if let Some(fault) = fault {
            if let Some(status) = fault.status() {
                self.reply(connection, message, status, &tag);
            }
            return;
        }
        let call = message.call_id().to_owned();
        let Some(answer) = message.header("Authorization") else {
            let nonce = self.fresh();
            let asked = challenge(SIP_DOMAIN, &nonce);
            self.nonces.insert(call, nonce);
            let refusal = response(message, (401, "Unauthorized"), &tag);
            return self.send(connection, refusal.with("Www-Authenticate", asked));
        };
        let nonce = self.nonces.get(&call).map_or("", String::as_str);
        if !is_right(answer, OWN, "REGISTER", nonce) {
            return self.reply(connection, message, (403, "Forbidden"), &tag);
        }
        let contact = message.header("Contact").unwrap_or_default().to_owned();
        let asked = parameter(&contact, "expires").or_else(|| message.header("Expires"));
        let asked: u64 = asked.and_then(|seconds| seconds.parse().ok()).unwrap_or(600);
        let accepted = response(message, (200, "OK"), &tag);
        if asked == 0 || contact == "*" {
            if self.registered == Some(connection) {
                self.registered = None;
                self.book().contact = None;
            }
            return self.send(connection, accepted);
        }
        let granted = asked.min(self.book().behaviour.lifetime.as_secs());
        let kept: Vec<&str> =
            contact.split(';').filter(|part| !part.starts_with("expires=")).collect();
        let kept = format!("{};expires={granted}", kept.join(";"));
        self.registered = Some(connection);
        self.book().contact = Some(uri(&contact).to_owned());
        self.send(connection, accepted.with("Contact", kept));
    }
}
