//! Half emojis: JavaScript strings may hold one, JSON writes it as an escape that Rust text cannot hold.

/// Replaces surrogate escapes that stand alone by U+FFFD; none if there are none.
pub(crate) fn mend(payload: &str) -> Option<String> {
    let mut mended = String::with_capacity(payload.len());
    let mut changed = false;
    // Pieces between backslashes; an escaped backslash leaves an empty piece, after which nothing is escaped.
    let mut pieces = payload.split('\\').peekable();
    mended.push_str(pieces.next()?);
    while let Some(piece) = pieces.next() {
        mended.push('\\');
        if piece.is_empty() {
            mended.push('\\');
            mended.push_str(pieces.next().unwrap_or_default());
            continue;
        }
        let is_low_half =
            |next: &&str| half(next).is_some_and(|unit| (0xDC00..=0xDFFF).contains(&unit));
        match half(piece) {
            Some(0xD800..=0xDBFF) if piece.len() == 5 && pieces.peek().is_some_and(is_low_half) => {
                mended.push_str(piece);
                mended.push('\\');
                mended.push_str(pieces.next().unwrap_or_default());
            }
            Some(0xD800..=0xDFFF) => {
                changed = true;
                mended.push_str("ufffd");
                mended.extend(piece.chars().skip(5));
            }
            _ => mended.push_str(piece),
        }
    }
    changed.then_some(mended)
}

/// The code unit of a piece that begins `uXXXX`.
fn half(piece: &str) -> Option<u16> {
    u16::from_str_radix(piece.strip_prefix('u')?.get(..4)?, 16).ok()
}
