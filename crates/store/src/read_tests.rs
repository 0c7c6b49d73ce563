//! Tests of reading: every old file stays here as a fixture for ever.

use super::*;
use crate::{entries, serialise};
use deskbell_core::{AccountId, Language, Permission, VendorId, WindowPlace};
use expect_test::expect_file;
use proptest::prelude::*;

const VERSION_0: &[u8] = include_bytes!("../fixtures/version-0.json");
const BEFORE_CHATS: &[u8] = include_bytes!("../fixtures/version-1-before-chats.json");
const ONE_BAD_ACCOUNT: &[u8] = include_bytes!("../fixtures/one-bad-account.json");
const NEWER: &[u8] = include_bytes!("../fixtures/newer.json");

fn grant(right: Permission, allowed: bool) -> Grant {
    Grant { account: AccountId::new("main-line").unwrap(), right, allowed }
}

fn program(scheme: &str) -> Permission {
    Permission::OtherProgram { scheme: scheme.to_owned() }
}

fn full() -> Settings {
    let account = AccountConfig {
        id: AccountId::new("main-line").unwrap(),
        vendor: VendorId("ringcentral".to_owned()),
        label: "Main line".to_owned(),
        enabled: true,
        options: [("clientId".to_owned(), "abc".to_owned())].into(),
        simulated: false,
    };
    Settings {
        accounts: vec![account.clone()],
        preferences: Preferences {
            hide_content: true,
            language: Language::German,
            ..Preferences::default()
        },
        last_shown: Some(account.id),
        window: Some(WindowPlace { x: -8, y: 12, width: 1200, height: 800, maximized: false }),
        told_no_tray: true,
        grants: vec![grant(Permission::Microphone, true), grant(program("zoommtg"), false)],
        ..Settings::default()
    }
}

#[test]
fn the_format_changes_only_on_purpose() {
    let text = serialise(&entries(&full()).unwrap()).unwrap();
    expect_file!["../fixtures/version-1.json"].assert_eq(&String::from_utf8(text.clone()).unwrap());
    assert_eq!(read(Some(&text)), Loaded { settings: full(), problem: None });
}

#[test]
fn a_file_from_before_there_were_chats_gets_their_defaults() {
    let settings = Settings { grants: Vec::new(), ..full() };
    assert_eq!(read(Some(BEFORE_CHATS)), Loaded { settings, problem: None });
}

#[test]
fn no_file_is_a_first_start_and_an_empty_one_is_damage() {
    assert_eq!(read(None), Loaded { settings: Settings::default(), problem: None });
    assert!(matches!(read(Some(b"")).problem, Some(ReadProblem::Damaged { .. })));
    assert!(matches!(read(Some(b"[]")).problem, Some(ReadProblem::Damaged { .. })));
    assert!(matches!(read(Some(br#"{"version":"1"}"#)).problem, Some(ReadProblem::Damaged { .. })));
}

#[test]
fn a_file_as_an_editor_saved_it_is_read() {
    // element-desktop#1788, home-manager#8257
    let text = String::from_utf8(serialise(&entries(&full()).unwrap()).unwrap()).unwrap();
    for written in [format!("\u{feff}{text}"), text.replace('\n', "\r\n")] {
        assert_eq!(read(Some(written.as_bytes())), Loaded { settings: full(), problem: None });
    }
}

#[test]
fn a_file_in_another_encoding_is_told_as_what_it_is() {
    let text = String::from_utf8(serialise(&entries(&full()).unwrap()).unwrap()).unwrap();
    let wide: Vec<u8> =
        format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let problem = read(Some(&wide)).problem.unwrap().to_string();
    assert!(problem.contains("UTF-16") && problem.contains("UTF-8"), "{problem}");
}

#[test]
fn a_file_without_version_is_lifted() {
    let loaded = read(Some(VERSION_0));
    assert_eq!(loaded.problem, None);
    assert_eq!(loaded.settings.version, SETTINGS_VERSION);
    let account = &loaded.settings.accounts[0];
    assert_eq!((account.label.as_str(), account.enabled), ("desk", true));
    assert!(!loaded.settings.preferences.close_to_tray);
}

#[test]
fn a_newer_file_is_refused_in_words() {
    let loaded = read(Some(NEWER));
    assert_eq!(loaded.settings, Settings::default());
    let problem = loaded.problem.unwrap();
    assert!(problem.to_string().contains("version 7"), "{problem}");
}

#[test]
fn one_bad_account_never_takes_the_good_ones_along() {
    let loaded = read(Some(ONE_BAD_ACCOUNT));
    let ids: Vec<_> = loaded.settings.accounts.iter().map(|a| a.id.as_str()).collect();
    assert_eq!(ids, ["first", "last"]);
    assert!(loaded.settings.preferences.hide_content, "the good preference stays");
    assert!(loaded.settings.preferences.message_banners, "the bad one is the default");
    let problem = loaded.problem.unwrap().to_string();
    for word in ["\"Broken one\"", "used twice", "preference messageBanners", "window"] {
        assert!(problem.contains(word), "{word} is missing in: {problem}");
    }
    assert!(!problem.contains("top-secret"), "{problem}");
}

#[test]
fn a_bad_right_loses_only_itself_and_two_about_the_same_lose_each_other() {
    let file = br#"{"version":1,"toldNoTray":true,"grants":[
        {"account":"main-line","right":{"kind":"camera"},"allowed":true},
        {"account":"main-line","right":{"kind":"everything"},"allowed":true},
        {"account":"../etc","right":{"kind":"camera"},"allowed":true},
        "microphone",
        {"account":"main-line","right":{"kind":"screen"},"allowed":true},
        {"account":"main-line","right":{"kind":"screen"},"allowed":false},
        {"account":"main-line","right":{"kind":"otherProgram","scheme":"zoommtg"},"allowed":false}
    ]}"#;
    let loaded = read(Some(file));
    let good = [grant(Permission::Camera, true), grant(program("zoommtg"), false)];
    assert_eq!(loaded.settings.grants, good);
    assert!(loaded.settings.told_no_tray);
    let problem = loaded.problem.unwrap().to_string();
    for word in ["right number 2", "right number 3", "right number 4", "right screen of main-line"]
    {
        assert!(problem.contains(word), "{word} is missing in: {problem}");
    }
    let none = read(Some(br#"{"version":1,"toldNoTray":true,"grants":{"microphone":true}}"#));
    assert!(none.settings.told_no_tray && none.settings.grants.is_empty());
}

#[test]
fn counts_of_visits_are_kept_and_damaged_ones_take_nothing_along() {
    let visits = br#"{"version":1,"toldNoTray":true,"funnel":[{"account":"site","vendor":"w",
        "answers":{"visits":"conversation","tried":"known"},
        "days":[{"day":1700006400000,"visits":2,"tried":2,"failed":1}],
        "visits":[{"key":18446744073709551615,"first":1700092800000,"last":1700092800001,"tried":true}],
        "countedUntil":1700006400005}]}"#;
    let loaded = read(Some(visits));
    assert_eq!(loaded.problem, None);
    let text = serialise(&entries(&loaded.settings).unwrap()).unwrap();
    assert_eq!(read(Some(&text)), loaded);
    let damaged = read(Some(br#"{"version":1,"toldNoTray":true,"funnel":[{"account":5}]}"#));
    assert!(damaged.settings.told_no_tray && damaged.settings.funnel.is_empty());
    assert!(damaged.problem.unwrap().to_string().contains("funnel"));
}

#[test]
fn a_damaged_file_gives_way_to_the_copy_and_a_newer_one_does_not() {
    let copy = serialise(&entries(&full()).unwrap()).unwrap();
    let restored = recover(read(Some(b"{\"accounts\":[")), Some(&copy));
    assert_eq!(restored.settings, full());
    let told = restored.problem.as_ref().unwrap().told();
    assert!(told.contains("copy") && !told.contains("defaults"), "{told}");
    let lost = recover(read(Some(b"x")), None).problem.unwrap().told();
    assert!(lost.ends_with("started with defaults"), "{lost}");
    assert!(matches!(restored.problem, Some(ReadProblem::Restored { .. })));
    assert_eq!(recover(read(Some(NEWER)), Some(&copy)).settings, Settings::default());
    assert_eq!(recover(read(Some(b"x")), Some(b"y")).settings, Settings::default());
    assert_eq!(recover(read(Some(b"x")), None).settings, Settings::default());
}

proptest! {
    #[test]
    fn no_bytes_can_make_reading_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = read(Some(&bytes));
    }

    #[test]
    fn no_cut_of_a_good_file_loses_more_than_itself(at in 0_usize..600) {
        let text = serialise(&entries(&full()).unwrap()).unwrap();
        let cut = &text[..at.min(text.len())];
        let loaded = recover(read(Some(cut)), Some(&text));
        prop_assert_eq!(loaded.settings, full());
    }
}
