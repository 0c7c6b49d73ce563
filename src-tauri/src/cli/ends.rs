//! When a status ends, as it is written on the command line.

use deskbell_core::{DAY_MINUTES, STATUS_END_MAX, StatusEnd};

/// `23:00`.
pub(super) fn at(text: &str) -> Result<StatusEnd, String> {
    let why = || format!("{text:?} is no time of the day; write it like 23:00");
    let (hours, minutes) = text.split_once(':').ok_or_else(why)?;
    let part = |text: &str, end: u32| {
        let digits =
            (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<u32>().ok().filter(|number| digits && *number < end).ok_or_else(why)
    };
    let minutes = part(hours, DAY_MINUTES / 60)? * 60 + part(minutes, 60)?;
    Ok(StatusEnd::At { minutes })
}

/// `90s`, `30m`, `1h30m`.
pub(super) fn after(text: &str) -> Result<StatusEnd, String> {
    let why = || format!("{text:?} is no length of time up to a day; write it like 30m or 1h30m");
    let (mut seconds, mut digits) = (0_u32, String::new());
    for letter in text.chars() {
        let unit = match letter {
            '0'..='9' => {
                digits.push(letter);
                continue;
            }
            'h' => 60 * 60,
            'm' => 60,
            's' => 1,
            _ => return Err(why()),
        };
        let number: u32 = std::mem::take(&mut digits).parse().map_err(|_| why())?;
        let part = number.checked_mul(unit).and_then(|part| part.checked_add(seconds));
        seconds = part.ok_or_else(why)?;
    }
    let good = digits.is_empty() && (1..=STATUS_END_MAX).contains(&seconds);
    good.then_some(StatusEnd::In { seconds }).ok_or_else(why)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_and_nonsense_is_refused() {
        for (text, minutes) in [("23:00", 23 * 60), ("0:05", 5), ("09:30", 9 * 60 + 30)] {
            assert_eq!(at(text), Ok(StatusEnd::At { minutes }), "{text}");
        }
        for text in ["24:00", "12", "12:60", ":", "+1:00", "1:-1", "11 PM", "", "123:00"] {
            assert!(at(text).is_err(), "{text}");
        }
        for (text, seconds) in [("30m", 1800), ("1h30m", 5400), ("90s", 90), ("24h", 86_400)] {
            assert_eq!(after(text), Ok(StatusEnd::In { seconds }), "{text}");
        }
        for text in ["", "30", "m", "0m", "25h", "99999999999h", "1h-1m", "1d", "4294967295h"] {
            assert!(after(text).is_err(), "{text}");
        }
    }
}
