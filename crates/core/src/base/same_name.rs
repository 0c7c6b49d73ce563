//! Whether two names that people typed are the same: however the letters are capitalised, and in whatever way a letter
//! and its marks are put together.

use icu_casemap::CaseMapper;
use icu_normalizer::{ComposingNormalizer, DecomposingNormalizer};

/// The dot that stays behind when `İ` is folded, and that a small `i` has anyway.
const DOT_ABOVE: char = '\u{307}';

/// The two are the same name to a person: capitals, widths, ligatures and ways of composing a letter do not matter, nor
/// blanks around it. All four letters i of Turkish count as one, because which of them a capital stands for
/// depends on a language nobody has told us.
#[must_use]
pub fn same_name(one: &str, other: &str) -> bool {
    one == other || folded(one) == folded(other)
}

/// The form in which equal names are equal texts.
fn folded(name: &str) -> String {
    let apart = DecomposingNormalizer::new_nfkd().normalize(name.trim());
    let folded = CaseMapper::new().fold_string(&apart);
    let mut plain = String::with_capacity(folded.len());
    for letter in folded.chars() {
        match letter {
            'ı' => plain.push('i'),
            DOT_ABOVE if plain.ends_with('i') => {}
            letter => plain.push(letter),
        }
    }
    // Folding may leave letters that compose again, and marks in another order.
    ComposingNormalizer::new_nfkc().normalize(&plain).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_as_people_read_them() {
        for (one, other, same) in [
            ("İnşaat", "inşaat", true),
            ("İNŞAAT", "inşaat", true),
            ("ISPARTA", "ısparta", true),
            ("Isparta", "ısparta", true),
            ("i\u{307}stanbul", "İstanbul", true),
            ("Büro", "Bu\u{308}ro", true),
            ("BU\u{308}RO", "büro", true),
            ("Straße", "STRASSE", true),
            ("ΣΊΣΥΦΟΣ", "σίσυφος", true),
            ("Ｄｅｓｋ", "desk", true),
            ("oﬃce", "OFFICE", true),
            ("ｶﾞ", "ガ", true),
            ("e\u{323}\u{302}", "Ệ", true),
            (" Desk ", "desk", true),
            ("Büro", "Buro", false),
            ("Desk 1", "Desk 2", false),
            ("şube", "sube", false),
            ("", "desk", false),
        ] {
            assert_eq!(same_name(one, other), same, "{one} {other}");
            assert_eq!(same_name(other, one), same, "{other} {one}");
        }
    }

    #[test]
    fn folding_twice_is_folding_once() {
        for name in ["İı I\u{307}", "ﬃ ß ǅ ῼ ΐ", "\u{345}a\u{300}", "각 한"] {
            assert_eq!(folded(&folded(name)), folded(name), "{name}");
        }
    }
}
