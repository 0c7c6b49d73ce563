//! SnapEngage: the Agent Hub's events for an agent link, and the widget's JavaScript API on a web page.
//!
//! `hub_records` and `hub` read the Hub, `page_records` and `page` what `tap.js` reports of the JavaScript API;
//! `encode` goes the other way, `abilities` says what each takes; `form` and `address` know the account.
//! What is known of the dialect is in `docs/vendors/snapengage.md`.

mod abilities;
mod address;
mod encode;
mod form;
mod hub;
mod hub_records;
mod page;
mod page_records;
mod statuses;

use crate::wire::{Field, Wire};
use crate::{Address, Parsed, Vendor};
use deskbell_core::{
    FieldProblem, Problem, StatusDialect, VendorCommand, VendorForm, VendorId, WidgetFact,
};
use std::collections::BTreeMap;

/// The adapter.
#[derive(Clone, Copy, Debug, Default)]
pub struct SnapEngage;

impl Vendor for SnapEngage {
    fn id(&self) -> &'static str {
        ID
    }
    fn form(&self) -> VendorForm {
        form::form()
    }
    fn address(&self, options: &BTreeMap<String, String>) -> Result<Address, Vec<FieldProblem>> {
        address::address(options)
    }
    fn is_sign_in(&self, _: &BTreeMap<String, String>, _: &url::Url) -> bool {
        // The Hub signs in on its own page; no document names a window for it.
        false
    }
    fn statuses(&self) -> Option<StatusDialect> {
        Some(statuses::dialect())
    }
    fn tap(&self) -> Option<&'static str> {
        Some(include_str!("tap.js"))
    }
    fn parse(&self, payload: &str) -> Parsed {
        read(payload).unwrap_or_else(|problem| {
            let mended = crate::surrogates::mend(payload);
            mended
                .map_or(Err(problem), |text| read(&text))
                .unwrap_or_else(|problem| Parsed { facts: Vec::new(), problems: vec![problem] })
        })
    }
    fn encode(&self, command: &VendorCommand) -> Option<Vec<serde_json::Value>> {
        encode::encode(command)
    }
}

const ID: &str = "snapengage";

/// What the simulated desk is told; a page that posts it to itself hears it too.
const DESK: &str = "deskbell-desk";

/// Longest type name kept of a message we do not know.
const UNKNOWN_NAME_MAX: usize = 80;

fn vendor() -> VendorId {
    VendorId(ID.to_owned())
}

/// Every event of the Hub this adapter knows.
#[must_use]
pub const fn hub_events() -> &'static [&'static str] {
    hub::NAMES
}

/// Every type `tap.js` reports of the JavaScript API.
#[must_use]
pub const fn page_events() -> &'static [&'static str] {
    page::NAMES
}

/// What one message meant; the facts and faults of one reading.
#[derive(Default)]
struct Reading {
    facts: Vec<WidgetFact>,
    /// Path and expectation of what could not be read; never a value.
    faults: Vec<String>,
}

impl Reading {
    fn fault(&mut self, what: &str) {
        crate::wire::note(&mut self.faults, &what);
    }

    fn done(self, name: &str) -> Parsed {
        let reason = self.faults.join("; ");
        let problem = Problem::Malformed { name: name.to_owned(), reason };
        let problems = if self.faults.is_empty() { Vec::new() } else { vec![problem] };
        Parsed { facts: self.facts, problems }
    }
}

/// Reads one message; an error only if the text is not JSON.
fn read(payload: &str) -> Result<Parsed, Problem> {
    let Some(kind) = crate::tapped::kind_of(payload)? else { return Err(Problem::NotAMessage) };
    let mut out = Reading::default();
    if let Some((name, event)) = hub::HubEvent::named(&kind) {
        hub::observe(event, &content(payload, name, &mut out)?, &mut out);
        return Ok(out.done(name));
    }
    if let Some((name, event)) = page::PageEvent::named(&kind) {
        if event == page::PageEvent::Recognised {
            page::recognised(&content(payload, name, &mut out)?, &mut out);
        } else {
            page::observe(event, &content(payload, name, &mut out)?, &mut out);
        }
        return Ok(out.done(name));
    }
    if kind == DESK {
        return Ok(Parsed::default());
    }
    let name = kind.chars().take(UNKNOWN_NAME_MAX).filter(|c| !c.is_control()).collect();
    Err(Problem::UnknownType { name })
}

/// The content of a message of type `name`, as far as it can be read.
fn content<'de, T: Wire<'de> + Default>(
    payload: &'de str,
    name: &str,
    out: &mut Reading,
) -> Result<T, Problem> {
    let field: Field<T> = serde_json::from_str(payload).map_err(|_| Problem::Malformed {
        name: name.to_owned(),
        reason: "not valid JSON".to_owned(),
    })?;
    let content = field.take().unwrap_or_default();
    content.faults(None, &mut out.faults);
    Ok(content)
}
