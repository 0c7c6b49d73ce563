//! What people, links and vendors write into a number's field, and what it is.
#![allow(clippy::unwrap_used, reason = "a helper of tests")]

use deskbell_numbers::{
    BadNumber, Identity, PhoneNumber, Region, names_nobody, read_dialled, read_identity,
};

fn home(code: &str) -> Option<Region> {
    Region::from_code(code)
}

fn number(text: &str, region: &str) -> PhoneNumber {
    read_dialled(text, home(region)).unwrap().number
}

/// `read_dialled` in one line: what is dialled, the extension, what is left out.
fn dialled(text: &str, region: &str) -> Result<String, BadNumber> {
    let read = read_dialled(text, home(region))?;
    let left_out = read.left_out.iter().map(|part| format!(" without {part}")).collect::<String>();
    Ok(format!("{}{left_out}", read.number))
}

#[test]
fn a_number_comes_out_of_every_spelling() {
    for (text, region, wanted) in [
        ("+1-201-555-0123", "", "+12015550123"),
        ("(201) 555-0123", "", "2015550123"),
        ("(201) 555-0123", "US", "+12015550123"),
        ("1 201 555 0123", "US", "+12015550123"),
        ("011 44 20 7946 0000", "US", "+442079460000"),
        ("0044 20 7946 0000", "DE", "+442079460000"),
        ("+44 (0)20 7946 0000", "", "+442079460000"),
        ("020 7946 0000", "GB", "+442079460000"),
        ("030 12\u{2011}34\u{a0}56", "DE", "+4930123456"),
        ("\u{202a}+49 30 123456\u{202c}", "", "+4930123456"),
        ("+39 02 3661 8300", "", "+390236618300"),
        ("+7 800 123-45-67", "", "+78001234567"),
        ("8 800 123-45-67", "RU", "+78001234567"),
        ("32 12 34 56", "DK", "+4532123456"),
        // Short digits may be an extension, or lack the area code: nothing is put before them.
        ("101", "US", "101"),
        ("5550100", "US", "5550100"),
        ("89123", "DE", "89123"),
        ("8912345", "DE", "8912345"),
        ("911", "US", "911"),
        ("2015550123", "DE", "2015550123"),
        ("02015550123", "DE", "+492015550123"),
        ("13812345678", "CN", "+8613812345678"),
        // No plan knows them; they are dialled as they stand.
        ("+1650", "", "+1650"),
        ("+999123456789", "", "+999123456789"),
    ] {
        assert_eq!(dialled(text, region).as_deref(), Ok(wanted), "{text} in {region:?}");
    }
}

#[test]
fn an_extension_has_a_place_of_its_own() {
    for (text, wanted) in [
        ("+14385550139*227", "+14385550139;ext=227"),
        ("+14385550139#227", "+14385550139;ext=227"),
        ("+14385550139x9", "+14385550139;ext=9"),
        ("+1 438 555-0139 X 9", "+14385550139;ext=9"),
        ("+14385550139ext9", "+14385550139;ext=9"),
        ("+14385550139 ext. 9", "+14385550139;ext=9"),
        ("+14385550139 Extension: 12-3", "+14385550139;ext=123"),
        ("+14385550139;ext=227", "+14385550139;ext=227"),
        ("+14385550139;EXT=7", "+14385550139;ext=7"),
        ("+74955550139 доб. 12", "+74955550139;ext=12"),
        ("4385550139*227", "4385550139;ext=227"),
        ("4385550139 x227", "4385550139;ext=227"),
        ("+14385550139*227#", "+14385550139;ext=227 without #"),
        ("+14385550139x9,,5#", "+14385550139;ext=9 without ,,5#"),
        ("+14385550139;ext=9,,5#", "+14385550139;ext=9 without ,,5#"),
        ("+14385550139;ext=9p5", "+14385550139;ext=9 without p5"),
    ] {
        assert_eq!(dialled(text, "").as_deref(), Ok(wanted), "{text}");
    }
    let with = number("+14385550139*227", "");
    assert_eq!((with.e164(), with.extension()), (Some("+14385550139"), Some("227")));
    assert_eq!(with.international("ext."), "+1 438-555-0139 ext. 227");
}

#[test]
fn what_is_not_dialled_is_named() {
    for (text, wanted) in [
        ("+18885550188,,777#", "+18885550188 without ,,777#"),
        ("+18885550188,1234", "+18885550188 without ,1234"),
        ("+18885550188p123", "+18885550188 without p123"),
        ("+18885550188w9", "+18885550188 without w9"),
        ("+18885550188;777", "+18885550188 without ;777"),
        ("+18885550188;p777", "+18885550188 without ;p777"),
        ("+18885550188#", "+18885550188 without #"),
        ("+18885550188;postd=pp22", "+18885550188 without postd=pp22"),
        (
            "+18885550188;postd=p1;ext=3;isub=a",
            "+18885550188;ext=3 without postd=p1 without isub=a",
        ),
        ("+18885550188;call-now=yes", "+18885550188 without call-now=yes"),
        ("+18885550188;phone-context=+1", "+18885550188"),
        ("6505550100;phone-context=+1", "+16505550100"),
        ("863-1234;phone-context=+1-914-555", "8631234 without phone-context=+1-914-555"),
        ("7042;phone-context=example.com", "7042 without phone-context=example.com"),
    ] {
        assert_eq!(dialled(text, "").as_deref(), Ok(wanted), "{text}");
    }
}

#[test]
fn what_is_no_number_says_why() {
    use BadNumber::{Code, Empty, Extension, Letters, Several, Sign, TooLong};
    let long = "1".repeat(33);
    for (text, why) in [
        ("", Empty),
        (" - ", Empty),
        ("+", Sign),
        ("1-800-FLOWERS", Letters),
        ("echo123", Letters),
        ("1-800-xray", Letters),
        ("anonymous", Letters),
        ("x9", Letters),
        ("*8701", Code),
        ("*#06#", Code),
        ("**21*+16505550100#", Code),
        ("*67+16505550100", Code),
        ("#31#6505550100", Code),
        ("101*2", Code),
        ("+16505550100*21*3#", Code),
        ("+16505550100*", Code),
        ("+1;ext=1*2", Code),
        ("++1", Several),
        ("1+1", Several),
        ("+16505550100,+16505550101", Several),
        ("+16505550100;+16505550101", Several),
        ("+16505550100;ext=", Extension),
        ("+16505550100;ext=a", Extension),
        ("+16505550100;ext=+1", Extension),
        ("+16505550100;ext=1;ext=2", Extension),
        ("+16505550100x1;ext=2", Extension),
        ("+16505550100;ext=12345678901234567", Extension),
        ("1\n2", Sign),
        ("1\u{0}2", Sign),
        ("１２３", Sign),
        ("1&2", Sign),
        (long.as_str(), TooLong),
    ] {
        assert_eq!(dialled(text, ""), Err(why), "{text:?}");
    }
}

#[test]
fn a_word_is_no_number() {
    for text in [
        "anonymous",
        "Anonymous",
        "sip:anonymous@anonymous.invalid",
        "\"Anonymous\" <sip:anonymous@anonymous.invalid>;tag=1",
        "<sip:c8oqz84zk7z@anonymous.invalid:5060;transport=tcp>",
        "sip:unavailable@unknown.invalid",
        "sip:%61nonymous@10.0.0.1",
        "anonymous@192.0.2.1",
        "sip:restricted@example.com",
        "sip:example.com",
        "tel:anonymous",
        "+266696687",
        "266696687",
        "+1266696687",
        "+86282452253",
        "+7378742833",
        "+2562533",
        "+8656696",
        "+7748283",
        "0",
        "0000000000",
        "+10000000000",
        "+0",
        "-1",
        "P",
        "O",
        "unavailable",
        "Not available",
        "restricted",
        "private",
        "Private Number",
        "unknown",
        "UNKNOWN CALLER",
        "No Caller ID",
        "no number",
        "Out of Area",
        "Caller ID blocked",
        "withheld",
        "null",
        "Unbekannt",
        "Anonymer Anruf",
        "Rufnummer unterdrückt",
        "Numéro masqué",
        "inconnu",
        "Número oculto",
        "número desconhecido",
        "Numero privato",
        "Anoniem",
        "Okänt nummer",
        "Numer zastrzeżony",
        "Скрытый номер",
        "неизвестный абонент",
        "非通知",
        "未知号码",
        "익명",
        "رقم غير معروف",
        "מספר חסוי",
        "gizli numara",
        "sip:privatenumber@example.com",
        "UnknownCaller",
    ] {
        assert_eq!(read_identity(text, None), Identity::Withheld, "{text}");
    }
    assert_eq!(read_identity("  ", None), Identity::Absent);
    assert_eq!(read_identity("", None), Identity::Absent);
}

#[test]
fn numbers_that_look_like_words_stay_numbers() {
    for (text, region, wanted) in [
        // 266 696 687 is a number of Évora, 774-8283 and 256-2533 are local ones.
        ("266696687", "PT", "+351266696687"),
        ("+351266696687", "", "+351266696687"),
        ("7748283", "", "7748283"),
        ("2562533", "US", "2562533"),
        ("+12667748283", "", "+12667748283"),
        ("sip:+16505550100@example.com;user=phone", "", "+16505550100"),
        ("\"Ada\" <sip:+14385550139;ext=2@example.com>", "", "+14385550139;ext=2"),
        ("sip:6505550100:secret@example.com", "US", "+16505550100"),
        ("tel:+1-650-555-0100", "", "+16505550100"),
        ("101", "", "101"),
        ("sip:101@pbx.example.com", "", "101"),
    ] {
        let read = read_identity(text, home(region));
        assert_eq!(read.number().map(ToString::to_string).as_deref(), Some(wanted), "{text}");
    }
    for (text, wanted) in [
        ("*8701", Identity::Code("*8701".into())),
        ("sip:*8701@example.com", Identity::Code("*8701".into())),
        ("sip:alice@example.com", Identity::Name("alice@example.com".into())),
        ("Alice", Identity::Name("Alice".into())),
        ("1-800-FLOWERS", Identity::Name("1-800-FLOWERS".into())),
    ] {
        assert!(read_identity(text, None) == wanted, "{text}");
    }
}

#[test]
fn names_of_people_are_none_of_those_words() {
    for name in [
        "Ada Lovelace",
        "Anonymous Analytics",
        "Private Health Clinic",
        "Onbekende Jan",
        "",
        "Caller",
        "Number One",
    ] {
        assert!(!names_nobody(name), "{name}");
    }
}

#[test]
fn the_same_line_is_known_across_spellings() {
    for (a, b, same) in [
        ("+16505550100", "6505550100", true),
        ("(650) 555-0100", "+1 650 555 0100", true),
        ("16505550100", "+16505550100", true),
        ("442079460000", "+442079460000", true),
        ("020 7946 0000", "+442079460000", true),
        ("+44 (0)20 7946 0000", "+442079460000", true),
        ("030 123456", "+4930123456", true),
        ("5550100", "+16505550100", true),
        ("101", "101", true),
        ("101", "+16505550101", false),
        ("+16505550100", "+26505550100", false),
        ("+14385550139*227", "+14385550139;ext=227", true),
        ("+14385550139*227", "+14385550139", true),
        ("+14385550139*227", "4385550139 x227", true),
        ("+14385550139*227", "+14385550139*228", false),
    ] {
        assert_eq!(number(a, "").same_line(&number(b, "")), same, "{a} {b}");
        assert_eq!(number(b, "").same_line(&number(a, "")), same, "{b} {a}");
    }
    let withheld = read_identity("anonymous", None);
    assert!(!withheld.same_line(&withheld) && !Identity::Absent.same_line(&Identity::Absent));
    let code = read_identity("*8701", None);
    assert!(!code.same_line(&code));
}

#[test]
fn numbers_are_set_for_reading() {
    let (us, gb) = (home("US").unwrap(), home("GB").unwrap());
    for (text, international, in_us, in_gb) in [
        ("+442079460000", "+44 20 7946 0000", "+44 20 7946 0000", "020 7946 0000"),
        ("+16505550100", "+1 650-555-0100", "(650) 555-0100", "+1 650-555-0100"),
        ("+78001234567", "+7 800 123-45-67", "+7 800 123-45-67", "+7 800 123-45-67"),
        ("+1650", "+1650", "+1650", "+1650"),
        ("101", "101", "101", "101"),
    ] {
        let number = number(text, "");
        assert_eq!(number.international("ext."), international);
        assert_eq!(
            (number.national(us, "ext.").as_str(), number.national(gb, "ext.").as_str()),
            (in_us, in_gb)
        );
    }
}

#[test]
fn nothing_of_a_customers_is_printed() {
    for text in ["+16505550100", "*8701", "alice@example.com"] {
        assert!(!format!("{:?}", read_identity(text, None)).contains(text));
    }
    assert!(!format!("{:?}", read_dialled("+16505550100,,4711", None)).contains("650"));
}
