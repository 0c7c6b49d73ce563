//! The visitor's details: new ones replace old ones, missing ones take nothing away, none is without end.

use super::conversation::Conversation;
use super::facts::{PageSeen, Visitor, VisitorField, Weather};
use crate::base::Private;
use crate::base::number::NumberFormat;
use crate::base::text::{NAME_MAX, TEXT_MAX, URL_MAX, cap, cap_private};

/// Most fields kept of one visitor.
pub(crate) const FIELDS_MAX: usize = 30;

/// Whether what is told now replaces what was told before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Recency {
    /// It is how things are.
    Now,
    /// It is how things were: it fills what is empty.
    Before,
}

/// Merges what was told into what is known.
pub(crate) fn merge(known: &mut Visitor, seen: Visitor, told: Recency) {
    fill(&mut known.name, seen.name, NAME_MAX, told);
    fill(&mut known.email, seen.email, NAME_MAX, told);
    fill(&mut known.phone, seen.phone, NAME_MAX, told);
    fill(&mut known.notes, seen.notes, TEXT_MAX, told);
    view_page(&mut known.page, seen.page, told);
    fill(&mut known.referrer, seen.referrer, URL_MAX, told);
    fill(&mut known.location, seen.location, NAME_MAX, told);
    fill(&mut known.language, seen.language, NAME_MAX, told);
    if let Some(weather) = seen.weather {
        let known = known.weather.get_or_insert_with(Weather::default);
        fill(&mut known.celsius, weather.celsius, NAME_MAX, told);
        fill(&mut known.fahrenheit, weather.fahrenheit, NAME_MAX, told);
        fill(&mut known.description, weather.description, NAME_MAX, told);
    }
    for field in seen.fields.into_iter().take(FIELDS_MAX) {
        let name = cap(&field.name, NAME_MAX);
        let Some(value) = cap_private(field.value, NAME_MAX) else { continue };
        let room = known.fields.len() < FIELDS_MAX && !name.trim().is_empty();
        match known.fields.iter_mut().find(|known| known.name == name) {
            Some(known) if told == Recency::Now => known.value = value,
            None if room => known.fields.push(VisitorField { name, value }),
            Some(_) | None => {}
        }
    }
}

/// The visitor looks at a page: address and title belong together.
pub(crate) fn view_page(known: &mut PageSeen, seen: PageSeen, told: Recency) {
    let url = seen.url.and_then(|url| cap_private(url, URL_MAX));
    let title = seen.title.and_then(|title| cap_private(title, NAME_MAX));
    if told == Recency::Now && url.is_some() && url != known.url {
        *known = PageSeen { url, title };
        return;
    }
    fill(&mut known.url, url, URL_MAX, told);
    fill(&mut known.title, title, NAME_MAX, told);
}

/// Puts a detail in its place.
pub(crate) fn fill(
    known: &mut Option<Private<String>>,
    seen: Option<Private<String>>,
    max: usize,
    told: Recency,
) {
    let seen = seen.and_then(|text| cap_private(text, max));
    if seen.is_some() && (told == Recency::Now || known.is_none()) {
        *known = seen;
    }
}

/// Name, address or number of the visitor, for reading.
pub(crate) fn known_as(row: &Conversation, format: NumberFormat) -> Option<String> {
    let visitor = &row.visitor;
    let text = |text: &Option<Private<String>>| text.as_ref().map(|text| text.reveal().clone());
    let phone = || text(&visitor.phone).map(|phone| format.show(&phone));
    text(&visitor.name).or_else(|| text(&visitor.email)).or_else(phone)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> Visitor {
        Visitor { name: Some(name.into()), ..Visitor::default() }
    }

    #[test]
    fn new_replaces_old_fills_and_nothing_is_taken_away() {
        let mut known = named("Ada");
        merge(
            &mut known,
            Visitor { email: Some("a@b.example".into()), ..named(" ") },
            Recency::Now,
        );
        merge(&mut known, named("Bo"), Recency::Before);
        assert_eq!(known.name, Some("Ada".into()));
        merge(&mut known, named("Bo"), Recency::Now);
        assert_eq!((known.name, known.email), (Some("Bo".into()), Some("a@b.example".into())));
    }

    #[test]
    fn another_page_does_not_keep_the_old_title() {
        let page = |url: &str, title: Option<&str>| PageSeen {
            url: Some(url.into()),
            title: title.map(Private::from),
        };
        let mut known = page("https://a.example/1", Some("One"));
        view_page(&mut known, page("https://a.example/1", None), Recency::Now);
        assert_eq!(known.title, Some("One".into()));
        view_page(&mut known, page("https://a.example/2", None), Recency::Now);
        assert_eq!(known, page("https://a.example/2", None));
    }

    #[test]
    fn fields_are_bounded_in_number_and_length() {
        let mut known = Visitor::default();
        let field = |n: usize| VisitorField {
            name: format!("field {n}"),
            value: Private::new("é".repeat(5000)),
        };
        for round in 0..3 {
            let fields = (0..100).map(|n| field(round * 100 + n)).collect();
            merge(&mut known, Visitor { fields, ..Visitor::default() }, Recency::Now);
        }
        assert_eq!(known.fields.len(), FIELDS_MAX);
        assert!(known.fields.iter().all(|field| field.value.reveal().chars().count() <= NAME_MAX));
    }
}
