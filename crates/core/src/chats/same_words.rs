//! Whether a line on the page is the one that was handed to it.

use crate::base::Private;

/// Texts from this length on may stand inside a longer one (a signature, a link made of an address).
const TELLING_LENGTH: usize = 20;

/// The widget shows the words we sent, however it sets them. No text told is no text to compare.
pub(crate) fn same_words(asked: &Private<String>, shown: Option<&Private<String>>) -> bool {
    let Some(shown) = shown else { return true };
    let (asked, shown) = (fold(asked), fold(shown));
    asked == shown || (asked.len() >= TELLING_LENGTH && shown.contains(&asked))
}

/// Letters and digits in lower case, without markup.
fn fold(text: &Private<String>) -> String {
    let mut in_tag = false;
    let plain = text.reveal().chars().filter(|c| {
        in_tag = (in_tag || *c == '<') && *c != '>';
        !in_tag && c.is_alphanumeric()
    });
    plain.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_the_same_however_they_are_set() {
        let long = "Please have a look at https://shop.example/returns";
        for (asked, shown, same) in [
            ("Hello, Ada!", Some("hello ada"), true),
            ("ok", Some("Look here"), false),
            ("ok", None, true),
            (":-)", Some("😀"), true),
            (long, Some("Please have a look at <a>https://shop.example/returns</a> Bo"), true),
            (long, Some("Please have a look"), false),
        ] {
            let shown = shown.map(Private::from);
            assert_eq!(same_words(&asked.into(), shown.as_ref()), same, "{asked} {shown:?}");
        }
    }
}
