//! Text as editors and other systems write it: with a mark of its encoding, or in another encoding.

/// What some editors put before a text in UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// The bytes without a byte order mark of UTF-8.
pub(crate) fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(MARK).unwrap_or(bytes)
}

/// The text of a JSON file.
///
/// # Errors
/// What it is instead, for people. Never its content.
pub(crate) fn json_text(bytes: &[u8]) -> Result<&str, String> {
    if let Some(name) = other_encoding(bytes) {
        return Err(format!("it is written in {name}; save it as UTF-8"));
    }
    let known = without_mark(bytes);
    std::str::from_utf8(known).map_err(|error| {
        let line = known.iter().take(error.valid_up_to()).filter(|byte| **byte == b'\n').count();
        format!("it is not written in UTF-8, from line {} on", line + 1)
    })
}

/// The Unicode encoding a text is in, if not UTF-8: by its mark, or because the first letter of any JSON is ASCII, where
/// every other byte is then zero.
fn other_encoding(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => Some("UTF-32"),
        [1..=0x7f, 0, 0, 0, ..] | [0, 0, 0, 1..=0x7f, ..] => Some("UTF-32"),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some("UTF-16"),
        [1..=0x7f, 0, ..] | [0, 1..=0x7f, ..] => Some("UTF-16"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf_16(text: &str, big: bool) -> Vec<u8> {
        let bytes = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn a_mark_is_no_part_of_the_text() {
        assert_eq!(json_text("\u{feff}{\"a\":\"é\"}".as_bytes()), Ok("{\"a\":\"é\"}"));
        assert_eq!(json_text(b"{}"), Ok("{}"));
        assert_eq!(json_text(b""), Ok(""));
    }

    #[test]
    fn another_encoding_is_named() {
        for big in [true, false] {
            for text in ["\u{feff}{ }", "{ }", "\r\n{ }"] {
                let problem = json_text(&utf_16(text, big)).unwrap_err();
                assert!(problem.contains("UTF-16"), "{text:?} {big}: {problem}");
            }
        }
        for (bytes, name) in [
            (&b"\xff\xfe\0\0{\0\0\0"[..], "UTF-32"),
            (b"\0\0\0{", "UTF-32"),
            (b"{\"label\":\n\"B\xfcro\"}", "line 2"),
        ] {
            let problem = json_text(bytes).unwrap_err();
            assert!(problem.contains(name), "{bytes:?}: {problem}");
        }
    }
}
