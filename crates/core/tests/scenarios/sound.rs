//! The sound of calls that Deskbell carries: devices that come and go, and how a call sounds.

use crate::desk::*;
use ObservedState::{Connected, Ended, Held};
use deskbell_core::*;

fn device(name: &str, is_default: bool) -> SoundDevice {
    SoundDevice { name: name.to_owned(), label: format!("The {name}"), is_default }
}

/// Microphones and speakers of these names, the last one the system's choice.
fn devices(names: &[&str]) -> SystemFact {
    let all: Vec<SoundDevice> =
        names.iter().map(|name| device(name, names.last() == Some(name))).collect();
    let devices = SoundDevices { microphones: all.clone(), speakers: all };
    SystemFact::Sound { server: SoundServer::Present { devices } }
}

fn choose(desk: &mut Desk, name: &str) {
    let device = ChosenDevice { name: name.to_owned(), label: format!("The {name}") };
    let sound = SoundPreferences {
        microphone: Some(device.clone()),
        speaker: Some(device),
        ..SoundPreferences::default()
    };
    desk.request(Intent::ChangeSetting { change: SettingChange::Sound(sound) });
}

fn check(desk: &Desk, id: CheckId) -> Check {
    desk.view().reach.checks.into_iter().find(|check| check.id == id).unwrap()
}

fn tell(desk: &mut Desk, sound: PeerSound) {
    desk.page(PageFact::Sound { peer: 1, sound });
}

fn begin(desk: &mut Desk) {
    desk.call(leg(Connected));
    tell(desk, PeerSound::Began);
}

#[test]
fn the_chosen_device_is_used_while_it_is_there_and_again_when_it_is_back() {
    let mut desk = Desk::new();
    desk.os(devices(&["headset", "laptop"]));
    let used = |desk: &Desk| desk.view().surroundings.microphone.unwrap();
    assert_eq!(used(&desk), "laptop", "the system's choice");
    choose(&mut desk, "headset");
    assert_eq!(used(&desk), "headset");
    assert_eq!(check(&desk, CheckId::Sound).level, ReachLevel::Good);
    desk.os(devices(&["laptop"]));
    assert_eq!((used(&desk).as_str(), desk.notices()), ("laptop", vec![]), "no call misses it");
    let found = check(&desk, CheckId::Sound);
    assert!(found.level == ReachLevel::Look && found.text.contains("The headset"), "{found:?}");
    desk.os(devices(&["headset", "laptop"]));
    assert_eq!(used(&desk), "headset");
    assert_eq!(check(&desk, CheckId::Sound).level, ReachLevel::Good);
    let SoundPreferences { microphone, .. } = desk.view().preferences.sound;
    assert_eq!(microphone.unwrap().name, "headset");
}

#[test]
fn what_goes_in_a_call_is_told_with_what_is_used_instead_and_until_it_is_back() {
    let mut desk = Desk::new();
    desk.os(devices(&["laptop", "headset"]));
    begin(&mut desk);
    desk.os(devices(&["laptop"]));
    let both = [NoticeKind::SpeakerLost, NoticeKind::MicrophoneLost];
    assert_eq!(desk.notices(), both);
    let said = desk.view().notices[0].detail.clone().unwrap();
    assert!(said.contains("The headset is gone") && said.contains("The laptop"), "{said}");
    // The same list again says nothing new, and another device is not the one that is missed.
    desk.os(devices(&["laptop"]));
    desk.os(devices(&["laptop", "dock"]));
    assert_eq!(desk.notices(), both);
    desk.os(devices(&["laptop", "dock", "headset"]));
    assert_eq!(desk.notices(), []);
    // Nobody misses it after the call.
    desk.os(devices(&["laptop"]));
    assert_eq!(desk.notices(), both);
    tell(&mut desk, PeerSound::Ended { figures: None });
    assert_eq!(desk.notices(), []);
}

#[test]
fn a_sound_server_that_is_missing_is_told_before_the_first_call() {
    let mut desk = Desk::new();
    assert!(!desk.view().reach.checks.iter().any(|check| check.id == CheckId::Sound), "not looked");
    desk.os(SystemFact::Sound { server: SoundServer::Absent { reason: "refused".to_owned() } });
    let found = check(&desk, CheckId::Sound);
    assert!(found.level == ReachLevel::Bad && found.text.contains("refused"), "{found:?}");
    desk.os(devices(&[]));
    let found = check(&desk, CheckId::Sound);
    assert!(found.level == ReachLevel::Bad && found.text.contains("no microphone"), "{found:?}");
    desk.os(devices(&["laptop"]));
    assert_eq!(check(&desk, CheckId::Sound).level, ReachLevel::Good);
    // In RingOut calls are on the agent's own phone.
    desk.os(SystemFact::Sound { server: SoundServer::Absent { reason: "gone".to_owned() } });
    desk.receive(WidgetFact::CallingModeChanged { mode: CallingMode::RingOut });
    assert_eq!(check(&desk, CheckId::Sound).level, ReachLevel::Good);
}

#[test]
fn a_connected_call_says_how_it_sounds_and_no_other() {
    let mut desk = Desk::new();
    begin(&mut desk);
    assert_eq!(desk.live().sound, Some(CallSound::default()));
    let flaw = Some((SoundFlaw::Loss, Hearer::Agent));
    tell(&mut desk, PeerSound::Graded { grade: SoundGrade::Poor, flaw });
    tell(&mut desk, PeerSound::Heard { heard: false });
    tell(&mut desk, PeerSound::SpeakingWhileMuted { speaking: true });
    tell(&mut desk, PeerSound::MicrophoneSilent { silent: true });
    let sound = desk.live().sound.unwrap();
    assert_eq!((sound.grade, sound.flaw), (SoundGrade::Poor, Some(SoundFlaw::Loss)));
    assert!(sound.nothing_heard && sound.speaking_while_muted && sound.microphone_silent);
    // Twice is no news.
    let revision = desk.view().revision;
    tell(&mut desk, PeerSound::Heard { heard: false });
    assert_eq!(desk.view().revision, revision);
    desk.call(leg(Held));
    assert_eq!(desk.live().sound, None);
    desk.call(leg(Connected));
    tell(&mut desk, PeerSound::Heard { heard: true });
    tell(&mut desk, PeerSound::Graded { grade: SoundGrade::Good, flaw: None });
    let sound = desk.live().sound.unwrap();
    assert!(!sound.nothing_heard && sound.flaw.is_none() && sound.microphone_silent);
}

#[test]
fn the_figures_of_the_last_call_stay_when_it_is_over() {
    let mut desk = Desk::new();
    begin(&mut desk);
    let figures = CallFigures {
        received: 2970,
        lost: 30,
        concealed_ms: 40,
        jitter_ms: 7,
        round_trip_ms: Some(38),
    };
    tell(&mut desk, PeerSound::Ended { figures: Some(figures) });
    desk.call(leg(Ended));
    let found = check(&desk, CheckId::LastCall);
    assert!(found.text.contains("1.0 % of the sound lost"), "{}", found.text);
    assert!(found.text.contains("38 ms there and back"), "{}", found.text);
    tell(&mut desk, PeerSound::Ended { figures: None });
    assert_eq!(check(&desk, CheckId::LastCall), found, "one that was never heard says nothing");
}

#[test]
fn names_that_no_sound_server_gives_are_not_kept() {
    let mut desk = Desk::new();
    for name in ["", "a\nb", &"x".repeat(600)] {
        let device = ChosenDevice { name: name.to_owned(), label: "Ear".to_owned() };
        let sound = SoundPreferences { microphone: Some(device), ..SoundPreferences::default() };
        let request = desk.ask(Intent::ChangeSetting { change: SettingChange::Sound(sound) });
        assert_eq!(desk.answer(request).as_deref(), Some("bad-input"), "{name:?}");
    }
    assert_eq!(desk.view().preferences.sound, SoundPreferences::default());
}
