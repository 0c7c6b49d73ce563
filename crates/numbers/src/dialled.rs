//! Reading what somebody dials: a number, its extension, and what stands behind it that is not dialled.

use crate::{DIGITS_MAX, EXTENSION_MAX, PhoneNumber, Region, TEXT_MAX};

/// Fewest digits of a number that an extension can hang on by a `*` or a `#`: behind fewer they are part of a code.
const MAIN_MIN: usize = 7;
/// What people write before an extension, longest first where one begins another.
const EXTENSION_MARKS: [&str; 10] =
    ["extension", "extn", "ext", "xtn", "anexo", "int", "доб", "x", "*", "#"];

/// A number that can be dialled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dialled {
    /// What is dialled.
    pub number: PhoneNumber,
    /// Parts of the text that are not dialled, as they stood there (tones after a pause, a context), to be told. Never empty.
    pub left_out: Vec<String>,
}

/// Why a text is no number to dial.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadNumber {
    /// Nothing is there.
    Empty,
    /// Letters: a name, or a word that some keypads turn into digits.
    Letters,
    /// A code with `*` or `#` that asks the phone system for something (`*21*…#`, `*8701`).
    Code,
    /// More than one number.
    Several,
    /// More digits than any number has.
    TooLong,
    /// Its extension is none: no digits, too many, or two of them.
    Extension,
    /// A sign that belongs to no number.
    Sign,
}

/// Reads a number that somebody typed, or that a link or a vendor names; already percent-decoded, perhaps with parameters as in
/// RFC 3966. `home` is the region that digits without `+` are dialled in.
///
/// # Errors
/// Why it is not one number.
pub fn read_dialled(text: &str, home: Option<Region>) -> Result<Dialled, BadNumber> {
    if text.len() > TEXT_MAX {
        return Err(BadNumber::TooLong);
    }
    let (text, parameters) = split_parameters(text.trim_matches([' ', '\t', '\r', '\n']));
    let (main, mut rest) = take_digits(text)?;
    if main.trim_start_matches('+').is_empty() {
        return Err(what_else(rest, main.is_empty()));
    }
    if main.trim_start_matches('+').len() > DIGITS_MAX {
        return Err(BadNumber::TooLong);
    }
    let mut left_out = Vec::new();
    let mut extension = None;
    while !rest.is_empty() {
        if is_pause(rest) {
            left_out.push(rest.to_owned());
            break;
        }
        let whole = main.trim_start_matches('+').len() >= MAIN_MIN;
        let mark = mark_of(rest).filter(|mark| whole || !matches!(*mark, "*" | "#"));
        let Some(mark) = mark else { return Err(what_else(rest, false)) };
        let behind = rest.get(mark.len()..).unwrap_or_default();
        let behind = behind.trim_start_matches(|c: char| is_visual(c) || c == ':');
        if behind.is_empty() && mark == "#" {
            // What some phones want pressed at the end.
            left_out.push(rest.to_owned());
            break;
        }
        let (digits, after) = take_digits(behind)?;
        let goes_on = after.contains(['*', '#']) && after != "#" && !is_pause(after);
        if matches!(mark, "*" | "#") && (digits.is_empty() || goes_on) {
            return Err(BadNumber::Code);
        }
        if digits.is_empty() && after.starts_with(char::is_alphabetic) {
            return Err(BadNumber::Letters);
        }
        set_extension(&mut extension, digits)?;
        rest = after;
    }
    let mut number = main;
    for parameter in parameters.split(';').filter(|parameter| !parameter.is_empty()) {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        match name.to_ascii_lowercase().as_str() {
            "ext" => {
                let (digits, after) = take_digits(value)?;
                if is_pause(after) {
                    left_out.push(after.to_owned());
                } else if !after.is_empty() {
                    return Err(if after.contains(['*', '#']) {
                        BadNumber::Code
                    } else {
                        BadNumber::Extension
                    });
                }
                set_extension(&mut extension, digits)?;
            }
            "phone-context" => match in_context(&number, value) {
                Some(whole) => number = whole,
                None if number.starts_with('+') => {}
                None => left_out.push(parameter.to_owned()),
            },
            _ => left_out.push(parameter.to_owned()),
        }
    }
    Ok(Dialled { number: PhoneNumber::new(number, extension, home), left_out })
}

/// A local number within its context (RFC 3966, 5.1.5), where both together are a number somebody could have: a context may
/// also be only a label, as the RFC's own example shows.
fn in_context(number: &str, context: &str) -> Option<String> {
    let (context, rest) = take_digits(context).ok()?;
    let together = (context.starts_with('+') && rest.is_empty() && !number.starts_with('+'))
        .then(|| format!("{context}{number}"))?;
    crate::plan::global(&together)
}

fn set_extension(extension: &mut Option<String>, digits: String) -> Result<(), BadNumber> {
    let fits = !digits.is_empty() && !digits.starts_with('+') && digits.len() <= EXTENSION_MAX;
    // A second one is a trick or a mistake.
    if !fits || extension.replace(digits).is_some() { Err(BadNumber::Extension) } else { Ok(()) }
}

/// The text before the first parameter (`;name` or `;name=value`), and the parameters.
fn split_parameters(text: &str) -> (&str, &str) {
    let begins = |at: &usize| {
        let behind = text.get(at + 1..).unwrap_or_default();
        let part = behind.split(';').next().unwrap_or_default();
        let name = part.split('=').next().unwrap_or_default();
        let plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        let named = name.starts_with(|c: char| c.is_ascii_alphabetic()) && plain;
        named && (part.contains('=') || !is_tones(part))
    };
    let at = text.match_indices(';').map(|(at, _)| at).find(begins);
    at.map_or((text, ""), |at| {
        (text.get(..at).unwrap_or_default(), text.get(at..).unwrap_or_default())
    })
}

/// The digits that `text` begins with, without what only makes them readable, and the rest.
fn take_digits(text: &str) -> Result<(String, &str), BadNumber> {
    let mut found = String::new();
    for (at, c) in text.char_indices() {
        match c {
            '0'..='9' => found.push(c),
            '+' if found.is_empty() => found.push(c),
            '+' => return Err(BadNumber::Several),
            _ if is_visual(c) => {}
            _ => return Ok((found, text.get(at..).unwrap_or_default())),
        }
    }
    Ok((found, ""))
}

/// Set between digits for reading: spaces, dashes and brackets of all kinds, and the marks of writing direction that are copied
/// along from web pages.
fn is_visual(c: char) -> bool {
    matches!(
        c,
        '-' | '.' | '(' | ')' | '/' | '[' | ']' | ' ' | '\u{a0}' | '\u{ad}' | '\u{2000}'..='\u{2015}' | '\u{202a}'..='\u{202f}'
            | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{2212}' | '\u{3000}' | '\u{feff}'
    )
}

/// Tones that follow after a pause: `,,777#`, `p123`, `w9`, `;777`.
fn is_pause(text: &str) -> bool {
    text.starts_with([',', ';', 'p', 'P', 'w', 'W']) && is_tones(text)
}

/// Only what a keypad sends, and pauses.
fn is_tones(text: &str) -> bool {
    let tone = |c: char| {
        c.is_ascii_digit()
            || matches!(c, '*' | '#' | ',' | ';' | 'p' | 'P' | 'w' | 'W')
            || is_visual(c)
    };
    text.chars().all(tone)
}

fn mark_of(text: &str) -> Option<&'static str> {
    let is = |mark: &&&str| {
        let head: String = text.chars().take(mark.chars().count()).collect();
        head.to_lowercase() == **mark && head.len() == mark.len()
    };
    EXTENSION_MARKS.iter().find(is).copied()
}

/// What a text is that does not go on like a number.
fn what_else(text: &str, from_start: bool) -> BadNumber {
    match text.chars().next() {
        None if from_start => BadNumber::Empty,
        Some('*' | '#') => BadNumber::Code,
        Some('+') => BadNumber::Several,
        Some(',' | ';') if text.contains('+') => BadNumber::Several,
        Some(c) if c.is_alphabetic() => BadNumber::Letters,
        None | Some(_) => BadNumber::Sign,
    }
}
