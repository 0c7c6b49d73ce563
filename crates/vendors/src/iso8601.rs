//! ISO 8601 times, by hand: the few shapes vendors send do not earn a date library (and its time zones).

use deskbell_core::Timestamp;

/// Last moment of the year 9999: later is a mistake, not a time.
pub(crate) const LATEST: Timestamp = Timestamp(253_402_300_799_999);

const MS_PER_DAY: i64 = 86_400_000;

/// Reads `2026-01-02T03:04:05[.678](Z|±hh:mm|±hhmm)`; none for anything else or before 1970.
pub(crate) fn parse(text: &str) -> Option<Timestamp> {
    let (date, rest) = text.split_once(['T', 't', ' '])?;
    let mut date = date.splitn(3, '-');
    let (year, month, day) =
        (digits(date.next()?, 4)?, digits(date.next()?, 2)?, digits(date.next()?, 2)?);
    if !(1970..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let (clock, offset_ms) = split_offset(rest)?;
    let (clock, fraction) = clock.split_once('.').map_or((clock, None), |(c, f)| (c, Some(f)));
    let mut clock = clock.splitn(3, ':');
    let (hour, minute, second) =
        (digits(clock.next()?, 2)?, digits(clock.next()?, 2)?, digits(clock.next()?, 2)?);
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let ms = days_since_1970(year, month, day) * MS_PER_DAY
        + hour * 3_600_000
        + minute * 60_000
        + second * 1000
        + fraction.map_or(Some(0), milliseconds)?
        - offset_ms;
    u64::try_from(ms).ok().map(Timestamp).filter(|time| *time <= LATEST)
}

/// Exactly `width` digits as a number.
fn digits(text: &str, width: usize) -> Option<i64> {
    (text.len() == width && text.bytes().all(|b| b.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

/// The clock, and how far it is ahead of UTC.
fn split_offset(text: &str) -> Option<(&str, i64)> {
    if let Some(clock) = text.strip_suffix(['Z', 'z']) {
        return Some((clock, 0));
    }
    let (clock, zone, sign) = match text.split_once('+') {
        Some((clock, zone)) => (clock, zone, 1),
        None => {
            let (clock, zone) = text.split_once('-')?;
            (clock, zone, -1)
        }
    };
    let number = match zone.split_once(':') {
        Some((hours, minutes)) => digits(hours, 2)? * 100 + digits(minutes, 2)?,
        None => digits(zone, 4)?,
    };
    let (hours, minutes) = (number / 100, number % 100);
    (hours <= 18 && minutes <= 59).then_some((clock, sign * (hours * 60 + minutes) * 60_000))
}

/// `5`, `50` and `500` are all half a second; finer digits are dropped.
fn milliseconds(fraction: &str) -> Option<i64> {
    if fraction.is_empty() || fraction.len() > 12 || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Some(fraction.bytes().chain(*b"00").take(3).fold(0, |ms, b| ms * 10 + i64::from(b - b'0')))
}

/// Civil date to days, in years that begin in March so that the leap day is the last.
const fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year / 400;
    let year_of_era = year - era * 400;
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

#[cfg(test)]
mod tests {
    use super::parse;
    use deskbell_core::Timestamp;

    #[test]
    fn reads_every_shape_seen() {
        for (text, ms) in [
            ("1970-01-01T00:00:00.000Z", 0),
            ("2026-01-01T00:00:00.000Z", 1_767_225_600_000),
            ("2026-01-01T00:00:00Z", 1_767_225_600_000),
            ("2026-01-01T01:00:00.5+01:00", 1_767_225_600_500),
            ("2025-12-31T16:00:00.123456-0800", 1_767_225_600_123),
            ("2024-02-29T12:00:00Z", 1_709_208_000_000),
            ("2000-03-01T00:00:00Z", 951_868_800_000),
            ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
        ] {
            assert_eq!(parse(text), Some(Timestamp(ms)), "{text}");
        }
    }

    #[test]
    fn refuses_everything_else() {
        for text in [
            "",
            "T",
            "2026-01-01",
            "2026-13-01T00:00:00Z",
            "2026-1-1T00:00:00Z",
            "2026-01-01T24:00:00Z",
            "2026-01-01T00:00:00",
            "2026-01-01T00:00:00.Z",
            "2026-01-01T00:00:00+1",
            "1969-12-31T23:59:59Z",
            "20é6-01-01T00:00:00Z",
            "2026-01-01T00:00:00+99:00",
            "-026-01-01T00:00:00Z",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
