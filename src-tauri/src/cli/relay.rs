//! `relay …`: enrols this desk at the company's relay, and shows how its feeds stand.

use super::arguments::RelayVerb;
use super::session::{Failure, Session, print};
use super::show::table;
use deskbell_core::{Check, CheckId, Intent, Private, RelayGrant};
use deskbell_relay::{Client, EnrolmentLink};
use serde_json::json;

pub(super) fn carry_out(session: &mut Session, verb: RelayVerb) -> Result<(), Failure> {
    match verb {
        RelayVerb::Enroll { link, account } => enrol(session, &link, account.as_deref()),
        RelayVerb::Leave { account } => {
            let account = session.account_or_only(account.as_deref())?;
            session.do_and_tell(Intent::UseRelay { account, relay: None })
        }
        RelayVerb::Status => status(session),
    }
}

fn enrol(session: &mut Session, link: &str, account: Option<&str>) -> Result<(), Failure> {
    let link = EnrolmentLink::read(link).map_err(|bad| Failure::Usage(bad.to_string()))?;
    // Before the code is used up.
    let account = session.account_or_only(account)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::Impossible("no-answer", format!("{error}.")))?;
    let enrolled = runtime.block_on(Client::enrol(&link)).map_err(|problem| {
        let reason = problem.to_string();
        let mut letters = reason.chars();
        let first = letters.next().map(|letter| letter.to_uppercase().to_string());
        let sentence = format!("{}{}.", first.unwrap_or_default(), letters.as_str());
        Failure::Impossible("not-enrolled", sentence)
    })?;
    let address = link.relay.as_str().trim_end_matches('/').to_owned();
    let relay = RelayGrant { address, token: Private::new(enrolled.token) };
    session.do_and_tell(Intent::UseRelay { account, relay: Some(relay) })
}

fn status(session: &mut Session) -> Result<(), Failure> {
    let view = session.view()?;
    let of_feed = |check: &&Check| check.id == CheckId::Feed;
    let checks: Vec<&Check> = view.reach.checks.iter().filter(of_feed).collect();
    if session.json {
        return Session::print_json(&json!({ "feeds": checks }));
    }
    if checks.is_empty() {
        return print(
            "No account is enrolled. Use the link of your administrator: deskbell relay enroll LINK",
        );
    }
    let rows: Vec<[String; 3]> = checks.into_iter().map(super::status::row).collect();
    table(&rows)
}
