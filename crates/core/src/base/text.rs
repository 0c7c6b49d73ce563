//! Text limits: what widgets say is cut before it is kept.

use super::private::Private;

/// Longest name, number, id or label kept, in characters.
pub(crate) const NAME_MAX: usize = 200;

/// Longest text of a message kept, in characters.
pub(crate) const TEXT_MAX: usize = 2000;

/// Longest address of a page kept, in characters.
pub(crate) const URL_MAX: usize = 500;

/// The first `max` characters of `text`.
pub(crate) fn cap(text: &str, max: usize) -> String {
    match text.char_indices().nth(max) {
        Some((end, _)) => text.get(..end).unwrap_or_default().to_owned(),
        None => text.to_owned(),
    }
}

/// Cuts a private text to `max` characters and takes what nobody can see out of it; empty becomes none. What is no longer than
/// a name is one line.
pub(crate) fn cap_private(text: Private<String>, max: usize) -> Option<Private<String>> {
    let is_name = max <= NAME_MAX;
    let known = text.reveal();
    let unwanted = |c: char| is_deceitful(c) || (is_name && matches!(c, '\n' | '\t'));
    let fits = known.len() <= max && !known.contains(unwanted);
    let text = if fits {
        text
    } else {
        let seen = known.chars().filter(|c| !is_deceitful(*c) || *c == '\r');
        let lines = seen.map(|c| if is_name && c.is_control() { ' ' } else { c });
        Private::new(lines.filter(|c| *c != '\r').take(max).collect())
    };
    (!text.reveal().trim().is_empty()).then_some(text)
}

/// A line of foreign text as it may stand on a screen: one line, cut, without what nobody can see; empty becomes none.
pub(crate) fn line(text: &str, max: usize) -> Option<String> {
    let text = cap_private(Private::from(text), NAME_MAX)?;
    let text = cap(text.reveal().trim(), max);
    (!text.is_empty()).then_some(text)
}

/// Steers a terminal, or makes a text read otherwise than it stands: controls but for line and tab, and overrides of the
/// writing direction. The marks that right-to-left scripts need are none of them.
fn is_deceitful(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        _ => c.is_control(),
    }
}

/// Puts `values` into the `{}` places of `template`, one after the other.
pub(crate) fn fill(template: &str, values: &[&str]) -> String {
    let mut values = values.iter();
    let mut parts = template.split("{}");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push_str(values.next().copied().unwrap_or_default());
        text.push_str(part);
    }
    text
}

/// Seconds as `m:ss`.
pub(crate) fn length(seconds: u32) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_at_characters_not_bytes() {
        assert_eq!(cap("grüße", 3), "grü");
        assert_eq!(cap("grüße", 9), "grüße");
        assert_eq!(cap_private(Private::from("  "), 3), None);
        assert_eq!(cap_private(Private::from("ééé"), 2), Some(Private::from("éé")));
    }

    #[test]
    fn a_customers_text_steers_no_terminal_and_reads_as_it_stands() {
        for (text, max, kept) in [
            ("a\u{1b}[2J\u{9b}1mb\u{0}\u{7}", TEXT_MAX, "a[2J1mb"),
            ("invoice\u{202e}fdp.exe", NAME_MAX, "invoicefdp.exe"),
            ("\u{2066}x\u{2069}\u{200f}y", NAME_MAX, "x\u{200f}y"),
            ("one\r\n\ttwo", TEXT_MAX, "one\n\ttwo"),
            ("Ada\r\nInvoice paid", NAME_MAX, "Ada  Invoice paid"),
        ] {
            assert_eq!(
                cap_private(Private::from(text), max),
                Some(Private::from(kept)),
                "{text:?}"
            );
        }
        assert_eq!(cap_private(Private::from("\u{1b}\u{202e}"), 9), None);
    }

    #[test]
    fn sets_lengths_and_values() {
        assert_eq!(length(92), "1:32");
        assert_eq!(fill("{} of {}", &["1", "2"]), "1 of 2");
    }
}
