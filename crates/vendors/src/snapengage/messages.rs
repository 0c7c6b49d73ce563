//! What both interfaces tell, as facts: `hub` reads the Hub's events, `page` those of the JavaScript API.

mod hub;
mod hub_records;
mod page;
mod page_records;

use super::form::ID;
use crate::Parsed;
use crate::encode::DESK;
use crate::reading::{Reading, kind_of, not_json, unknown};
use deskbell_core::Problem;

pub(super) use hub::NAMES as HUB_EVENTS;
pub(super) use page::NAMES as PAGE_EVENTS;

/// Reads one message; an error only if the text is not JSON.
pub(super) fn read(payload: &str) -> Result<Parsed, Problem> {
    let Some(kind) = kind_of(payload)? else { return Err(Problem::NotAMessage) };
    let mut out = Reading::of(ID);
    if let Some((name, event)) = hub::HubEvent::named(&kind) {
        hub::observe(event, &out.content(payload).map_err(|_| not_json(name))?, &mut out);
        return Ok(out.done(name));
    }
    if let Some((name, event)) = page::PageEvent::named(&kind) {
        if event == page::PageEvent::Recognised {
            page::recognised(&out.content(payload).map_err(|_| not_json(name))?, &mut out);
        } else {
            page::observe(event, &out.content(payload).map_err(|_| not_json(name))?, &mut out);
        }
        return Ok(out.done(name));
    }
    if kind == DESK {
        return Ok(Parsed::default());
    }
    Err(unknown(&kind))
}
