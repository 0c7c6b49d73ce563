//! Where a number without `+` is at home: as the user chose, else as the account is set up, else as the system's locale says.
//! It reads the same in the window, in a banner and in the tray.

use crate::desk::*;
use ObservedState::{Alerting, Ended};
use deskbell_core::settings::{SettingChange, Settings};
use deskbell_core::*;

fn desk(locale: &str) -> Desk {
    let settings = Settings { accounts: vec![config("phone")], ..Settings::default() };
    let mut desk = Desk::from(settings, locale);
    desk.sign_in("phone", CallingMode::Browser);
    desk
}

fn from(number: &str) -> CallObservation {
    let party = Party { number: Some(number.into()), name: None };
    CallObservation { party, ..leg(Alerting) }
}

fn shown(desk: &Desk) -> String {
    desk.live().number_shown.unwrap()
}

#[test]
fn a_national_number_is_read_at_home_and_shown_the_same_everywhere() {
    for (locale, told, wanted) in [
        ("en_US.UTF-8", "6505550100", "+1 650-555-0100"),
        ("en_US.UTF-8", "(650) 555-0100", "+1 650-555-0100"),
        ("en_GB.UTF-8", "02079460000", "+44 20 7946 0000"),
        ("de_DE.UTF-8", "030 901820", "+49 30 901820"),
        ("de_AT.UTF-8", "01 5855050", "+43 1 5855050"),
        // Nobody said where: as it came.
        ("C", "6505550100", "6505550100"),
        ("en_US.UTF-8", "101", "101"),
    ] {
        let mut desk = desk(locale);
        let out = desk.call(from(told));
        assert_eq!(shown(&desk), wanted, "{locale}");
        assert!(banners(&out).contains(wanted), "{}", banners(&out));
        let tray =
            format!("{:?}", out.iter().rev().find(|it| matches!(it, Effect::SetTray { .. })));
        assert!(tray.contains(wanted), "{tray}");
        let formats = desk.state.number_formats();
        assert_eq!(formats.of(None).show(told), wanted);
    }
}

#[test]
fn the_choice_stands_before_the_account_and_the_account_before_the_system() {
    let mut desk = desk("de_DE.UTF-8");
    desk.call(from("02079460000"));
    assert_eq!(shown(&desk), "02079460000");
    desk.receive(WidgetFact::HomeRegion { code: "GB".to_owned() });
    assert_eq!(shown(&desk), "+44 20 7946 0000");
    // An odd vendor's word takes nobody to a region that is none.
    desk.receive(WidgetFact::HomeRegion { code: "United Kingdom".to_owned() });
    assert_eq!(shown(&desk), "02079460000");
    let choose =
        |code: &str| Intent::ChangeSetting { change: SettingChange::HomeRegion(code.to_owned()) };
    desk.request(choose("gb"));
    assert_eq!(desk.view().preferences.home_region, "GB");
    assert_eq!(shown(&desk), "+44 20 7946 0000");
    let refused = desk.ask(choose("ZZ"));
    assert!(desk.answer(refused).unwrap().starts_with("bad"));
    assert_eq!(desk.view().preferences.home_region, "GB");
    desk.request(choose(""));
    assert_eq!(shown(&desk), "02079460000");
}

#[test]
fn an_extension_is_called_what_german_users_call_it() {
    let mut desk = desk("de_DE.UTF-8");
    desk.call(from("030 901820 ext. 12"));
    assert_eq!(shown(&desk), "+49 30 901820 Durchwahl 12");
    desk.call(CallObservation { end: Some(EndReason::Missed), ..leg(Ended) });
    desk.wait(END_REASON_DELAY);
    assert!(banners(&desk.take()).contains("Durchwahl 12"));
}
