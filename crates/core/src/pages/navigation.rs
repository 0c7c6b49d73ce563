//! Pages that lead on to a foreign place, or cannot prove whose they are, and links that leave them.

use super::change::Change;
use super::facts::{CertificateFlaw, LinkRefusal, PageProblem};
use super::state::Pages;
use crate::accounts::AccountId;
use crate::base::Timestamp;
use crate::base::text::{NAME_MAX, cap, fill};
use crate::system::state::System;
use crate::words::GuardWords;

impl Pages {
    /// The account's own address leads on to a place that is not the account's: there is no page.
    pub(crate) fn led_away(
        &mut self,
        (words, system): (&GuardWords, &System),
        account: &AccountId,
        host: &str,
        now: Timestamp,
    ) {
        let reason = fill(words.leads_away, &[&cap(host, NAME_MAX)]);
        self.broke(system, account, PageProblem::LoadFailed { reason }, now);
    }

    /// The server of the page could not prove who it is.
    pub(crate) fn not_proved(
        &mut self,
        (words, system): (&GuardWords, &System),
        account: &AccountId,
        (host, flaw): (&str, CertificateFlaw),
        now: Timestamp,
    ) {
        let reason = certificate_reason(words, host, flaw);
        self.broke(system, account, PageProblem::Certificate { reason }, now);
    }

    /// A server wants a certificate of ours.
    pub(crate) fn certificate_wanted(&mut self, account: &AccountId, host: &str) {
        let host = cap(host, NAME_MAX);
        self.changes.push(Change::CertificateWanted { account: account.clone(), host });
    }

    /// A link went to the system's browser.
    pub(crate) fn link_opened(&mut self, account: &AccountId, target: &str) {
        let target = cap(target, NAME_MAX);
        self.changes.push(Change::LinkOpened { account: account.clone(), target });
    }

    /// A link, a page or a frame was not followed.
    pub(crate) fn link_refused(&mut self, account: &AccountId, target: &str, why: LinkRefusal) {
        let target = cap(target, NAME_MAX);
        self.changes.push(Change::LinkRefused { account: account.clone(), target, why });
    }
}

/// What is wrong with a server's certificate, in words.
pub(crate) fn certificate_reason(words: &GuardWords, host: &str, flaw: CertificateFlaw) -> String {
    let flaw = match flaw {
        CertificateFlaw::UnknownIssuer => words.unknown_issuer,
        CertificateFlaw::WrongHost => words.wrong_host,
        CertificateFlaw::NotYetValid => words.not_yet_valid,
        CertificateFlaw::Expired => words.expired,
        CertificateFlaw::Revoked => words.revoked,
        CertificateFlaw::Weak => words.weak,
        CertificateFlaw::Other => words.not_valid,
    };
    fill(flaw, &[&cap(host, NAME_MAX)])
}
