//! Tests of what is on screen, against services that keep less of the specification than one hopes. The numbers behind
//! some are of public reports: awesome#3836, SwayNotificationCenter#54, mako#113, python-sdbus#110, gsconnect#364.

use super::*;
use deskbell_core::{ConversationId, Intent, NotificationButton, NotificationReply};

const SERVICE: &str = ":1.5";

fn notification(key: &str, urgency: Urgency) -> Arc<Notification> {
    let button = |action: &str| NotificationButton {
        action: action.to_owned(),
        label: action.to_owned(),
        intent: Intent::ShowWindow,
    };
    let sticky = urgency != Urgency::Low;
    Arc::new(Notification {
        key: key.to_owned(),
        title: key.into(),
        body: "".into(),
        urgency,
        buttons: vec![button("answer"), button("decline")],
        reply: Some(NotificationReply {
            label: "Reply".to_owned(),
            conversation: ConversationId(1),
        }),
        click: Intent::ShowWindow,
        sticky,
        category: String::new(),
    })
}

fn titled(key: &str, title: &str) -> Arc<Notification> {
    let plain = notification(key, Urgency::Critical);
    Arc::new(Notification { title: title.into(), ..Notification::clone(&plain) })
}

/// A service and its clock; what is done is told in words.
struct Scene {
    tracking: Tracking<u32>,
    now: Instant,
    at: u32,
}

impl Scene {
    fn new() -> Self {
        Self { tracking: Tracking::new(), now: Instant::now(), at: 0 }
    }

    fn after(&mut self, milliseconds: u64) -> &mut Self {
        self.now += Duration::from_millis(milliseconds);
        self
    }

    fn show(&mut self, key: &str, urgency: Urgency) -> Vec<String> {
        words(self.tracking.show(notification(key, urgency), self.now))
    }

    fn withdraw(&mut self, key: &str) -> Vec<String> {
        words(self.tracking.withdraw(key, self.now))
    }

    fn serial(&self, key: &str) -> u64 {
        self.tracking.slots[key].sending.as_ref().unwrap().serial
    }

    fn gives(&mut self, key: &str, id: u32) -> Vec<String> {
        self.at += 1;
        let serial = self.serial(key);
        words(self.tracking.answered(key, serial, number(id), self.at, self.now))
    }

    fn refuses(&mut self, key: &str, reason: &str) -> Vec<String> {
        let refusal = Refusal { reason: reason.to_owned(), by_service: true };
        words(self.tracking.refused(key, self.serial(key), refusal, self.now))
    }

    /// Shows it and has it on screen under a number.
    fn on_screen(&mut self, key: &str, urgency: Urgency, id: u32) {
        self.show(key, urgency);
        self.gives(key, id);
    }

    fn closes(&mut self, id: u32, why: u32) -> Vec<String> {
        self.at += 1;
        words(self.tracking.closed(&number(id), why, self.at, self.now).1)
    }

    fn press(&mut self, id: u32, action: &str) -> Vec<String> {
        self.at += 1;
        let press = Press::Button(action.to_owned());
        words(self.tracking.pressed(&number(id), press, self.at, self.now).1)
    }

    fn reply(&mut self, id: u32, text: &str) -> Vec<String> {
        self.at += 1;
        let press = Press::Reply(Private::new(text.to_owned()));
        words(self.tracking.pressed(&number(id), press, self.at, self.now).1)
    }

    fn tick(&mut self) -> Vec<String> {
        words(self.tracking.tick(self.now))
    }
}

fn number(id: u32) -> Number {
    Number { id, by: SERVICE.to_owned() }
}

fn words(steps: Vec<Step>) -> Vec<String> {
    let word = |step: Step| match step {
        Step::Send { key, replaces: 0, .. } => format!("send {key}"),
        Step::Send { key, replaces, .. } => format!("send {key} for {replaces}"),
        Step::Close(number) => format!("close {}", number.id),
        Step::Tell(Reaction::Shown(it)) => format!("{} shown", it.key),
        Step::Tell(Reaction::Clicked(it)) => format!("{} clicked", it.key),
        Step::Tell(Reaction::Pressed(it, action)) => format!("{} {action}", it.key),
        Step::Tell(Reaction::Replied(it, text)) => format!("{} «{}»", it.key, text.reveal()),
        Step::Tell(Reaction::Closed(it)) => format!("{} closed", it.key),
        Step::Tell(Reaction::Failed(it, reason)) => format!("{} failed: {reason}", it.key),
        Step::Tell(Reaction::Service(_)) => "service".to_owned(),
    };
    steps.into_iter().map(word).collect()
}

const NONE: [&str; 0] = [];

#[test]
fn a_press_or_a_reply_after_the_close_still_counts_once() {
    for pause in [0, 50, 400, 1500] {
        let mut scene = Scene::new();
        scene.on_screen("call-1", Urgency::Critical, 7);
        assert_eq!(scene.closes(7, 2), ["call-1 closed"]);
        assert_eq!(scene.after(pause).press(7, "decline"), ["call-1 decline"], "{pause} ms");
        assert_eq!(scene.press(7, "decline"), NONE, "told twice");
    }
    let mut scene = Scene::new();
    scene.on_screen("chat-1", Urgency::Normal, 7);
    assert_eq!(scene.closes(7, 2), ["chat-1 closed"]);
    assert_eq!(scene.closes(7, 2), NONE, "told twice");
    assert_eq!(scene.after(50).reply(7, "hello"), ["chat-1 «hello»"]);
    assert_eq!(scene.after(50).reply(7, "hello"), NONE, "told twice");
    assert_eq!(scene.after(60_000).press(7, "answer"), NONE, "long after");
}

#[test]
fn signals_of_others_are_nobodys() {
    let mut scene = Scene::new();
    scene.on_screen("call-1", Urgency::Critical, 7);
    assert_eq!(scene.press(8, "answer"), NONE);
    assert_eq!(scene.closes(8, 1), NONE);
    let stranger = Number { id: 7, by: ":1.99".to_owned() };
    let press = Press::Button("answer".to_owned());
    assert_eq!(words(scene.tracking.pressed(&stranger, press, 9, scene.now).1), NONE);
    scene.closes(7, 1);
    assert_eq!(scene.press(7, "theirs"), NONE, "the number may be another program's by now");
}

#[test]
fn a_service_that_closes_what_it_replaces_does_not_lose_the_call() {
    // Before the answer, and after it, under the number that goes on.
    for early in [true, false] {
        let mut scene = Scene::new();
        scene.on_screen("call-1", Urgency::Critical, 7);
        scene.after(1000);
        assert_eq!(
            words(scene.tracking.show(titled("call-1", "Ann"), scene.now)),
            ["send call-1 for 7"]
        );
        if early {
            assert_eq!(scene.closes(7, 3), NONE);
        }
        assert_eq!(scene.gives("call-1", 7), ["call-1 shown"]);
        if !early {
            assert_eq!(scene.after(50).closes(7, 3), NONE);
        }
        assert_eq!(scene.after(500).press(7, "decline"), ["call-1 decline"]);
        assert_eq!(scene.after(20_000).withdraw("call-1"), ["close 7"]);
    }
    // Where it says that the user did it, it may be so, and may not.
    let mut scene = Scene::new();
    scene.on_screen("call-1", Urgency::Critical, 7);
    scene.tracking.show(titled("call-1", "Ann"), scene.now);
    scene.gives("call-1", 7);
    assert_eq!(scene.closes(7, DISMISSED), ["call-1 closed"]);
    assert_eq!(scene.after(20_000).withdraw("call-1"), ["close 7"]);
    assert_eq!(scene.withdraw("call-1"), NONE);
}

#[test]
fn a_close_that_is_older_than_the_answer_is_about_the_one_before() {
    let mut scene = Scene::new();
    scene.on_screen("call-1", Urgency::Critical, 7);
    scene.at = 10;
    scene.show("call-2", Urgency::Critical);
    assert_eq!(scene.gives("call-2", 8), ["call-2 shown"]);
    let (ours, steps) = scene.tracking.closed(&number(8), 3, 4, scene.now);
    assert!(ours && steps.is_empty(), "{steps:?}");
    let press = Press::Button("decline".to_owned());
    let (_, steps) = scene.tracking.pressed(&number(8), press, 4, scene.now);
    assert!(steps.is_empty(), "{steps:?}");
    assert_eq!(scene.withdraw("call-2"), ["close 8"]);
}

#[test]
fn a_new_number_for_a_replacement_takes_the_old_one_away() {
    let mut scene = Scene::new();
    scene.on_screen("call-1", Urgency::Critical, 7);
    scene.tracking.show(titled("call-1", "Ann"), scene.now);
    assert_eq!(scene.gives("call-1", 8), ["close 7", "call-1 shown"]);
    assert_eq!(scene.press(7, "decline"), ["call-1 decline"], "pressed on the old one meanwhile");
    assert_eq!(scene.closes(7, 3), NONE);
    assert_eq!(scene.withdraw("call-1"), ["close 8"]);
    assert_eq!(scene.press(7, "answer"), NONE);
}

#[test]
fn a_number_that_two_have_acts_for_neither() {
    for id in [0, 1] {
        let mut scene = Scene::new();
        scene.on_screen("call-1", Urgency::Critical, id);
        scene.after(1000).on_screen("call-2", Urgency::Critical, id);
        let pressed = scene.after(1000).press(id, "decline");
        assert!(pressed[0].ends_with("clicked"), "{id}: {pressed:?}");
    }
    // 0 is no number: the service may not have taken the former one away.
    let mut scene = Scene::new();
    scene.on_screen("call-1", Urgency::Critical, 0);
    assert_eq!(scene.press(0, "decline"), ["call-1 decline"], "there is only one");
    assert_eq!(scene.withdraw("call-1"), ["close 0"]);
    scene.after(5000).on_screen("call-2", Urgency::Critical, 0);
    assert_eq!(scene.after(1000).press(0, "decline"), ["call-2 clicked"]);
}

#[test]
fn a_number_used_again_is_the_new_ones() {
    let mut scene = Scene::new();
    scene.on_screen("call-1", Urgency::Critical, 7);
    scene.press(7, "decline");
    assert_eq!(scene.withdraw("call-1"), ["close 7"]);
    scene.on_screen("call-2", Urgency::Critical, 7);
    assert_eq!(scene.after(50).press(7, "decline"), NONE, "the same press told twice");
    assert_eq!(scene.after(50).press(7, "answer"), ["call-2 answer"]);
    // The service closed it by itself and gave its number away at once: nobody knows whose press it is.
    let mut scene = Scene::new();
    scene.on_screen("call-1", Urgency::Critical, 7);
    scene.closes(7, 2);
    scene.after(20).on_screen("call-2", Urgency::Critical, 7);
    assert_eq!(scene.after(30).press(7, "decline"), ["call-2 clicked"]);
}

#[test]
fn a_press_that_overtakes_its_number_waits_for_it() {
    let mut scene = Scene::new();
    scene.show("call-1", Urgency::Critical);
    let press = || Press::Button("answer".to_owned());
    let (ours, steps) = scene.tracking.pressed(&number(7), press(), 5, scene.now);
    assert!(!ours && steps.is_empty() && scene.tracking.is_sending());
    scene.gives("call-1", 7);
    let (ours, steps) = scene.tracking.pressed(&number(7), press(), 5, scene.now);
    assert!(ours);
    assert_eq!(words(steps), ["call-1 answer"]);
}

#[test]
fn a_refused_call_is_tried_again_while_it_rings() {
    let mut scene = Scene::new();
    assert_eq!(scene.show("call-1", Urgency::Critical), ["send call-1"]);
    assert_eq!(scene.refuses("call-1", "too many"), ["call-1 failed: too many"]);
    assert_eq!(scene.tick(), NONE, "not at once");
    assert_eq!(scene.after(500).tick(), ["send call-1"]);
    assert_eq!(scene.refuses("call-1", "too many"), NONE, "told already");
    let mut tries = 0;
    for _ in 0..110 {
        if !scene.after(1000).tick().is_empty() {
            tries += 1;
            scene.refuses("call-1", "too many");
        }
    }
    assert!((50..=60).contains(&tries), "{tries} tries in 110 seconds");
    scene.after(2000).tick();
    assert_eq!(scene.gives("call-1", 3), ["call-1 shown"]);
    assert_eq!(scene.tracking.wake(), None);
}

#[test]
fn what_is_over_is_not_tried_again() {
    let mut scene = Scene::new();
    scene.show("call-1", Urgency::Critical);
    scene.refuses("call-1", "too many");
    assert_eq!(scene.withdraw("call-1"), NONE);
    assert_eq!(scene.after(60_000).tick(), NONE);
    // What passes by itself is no news after a while.
    scene.show("message-1", Urgency::Low);
    for _ in 0..100 {
        if scene.tracking.is_sending() {
            scene.refuses("message-1", "too many");
        }
        scene.after(2000).tick();
    }
    assert!(scene.tracking.slots.is_empty(), "{:?}", scene.tracking.slots);
}

#[test]
fn an_answer_that_comes_late_is_not_thrown_away() {
    let mut scene = Scene::new();
    scene.show("call-1", Urgency::Critical);
    assert_eq!(scene.after(5000).tick(), [format!("call-1 failed: {SILENCE}")]);
    assert_eq!(scene.after(2000).gives("call-1", 4), ["call-1 shown"]);
    assert_eq!(scene.withdraw("call-1"), ["close 4"]);
    // Withdrawn meanwhile: it must not stay.
    scene.show("call-2", Urgency::Critical);
    assert_eq!(scene.after(6000).withdraw("call-2"), NONE);
    assert_eq!(scene.gives("call-2", 5), ["close 5"]);
    // Asked again meanwhile: the first answer is one too many.
    scene.show("call-3", Urgency::Critical);
    let first = scene.serial("call-3");
    scene.after(5000).tick();
    assert_eq!(scene.after(7000).tick(), ["send call-3"]);
    let late = scene.tracking.answered("call-3", first, number(6), 99, scene.now);
    assert_eq!(words(late), ["close 6"]);
    assert_eq!(scene.gives("call-3", 7), ["call-3 shown"]);
}

#[test]
fn the_last_word_wins_while_an_answer_is_awaited() {
    let mut scene = Scene::new();
    scene.show("call-1", Urgency::Critical);
    assert_eq!(words(scene.tracking.show(titled("call-1", "Ann"), scene.now)), NONE);
    assert_eq!(scene.gives("call-1", 4), ["send call-1 for 4"]);
    assert_eq!(scene.gives("call-1", 4), ["call-1 shown"]);
}

#[test]
fn a_ringing_call_finds_room_on_a_full_screen() {
    let mut scene = Scene::new();
    scene.on_screen("missed-1", Urgency::Normal, 1);
    scene.after(10).on_screen("missed-2", Urgency::Normal, 2);
    scene.after(10).on_screen("download-1", Urgency::Low, 3);
    scene.show("call-1", Urgency::Critical);
    let full = "no room";
    let done = scene.refuses("call-1", full);
    assert_eq!(done, ["call-1 failed: no room", "download-1 closed", "close 3"]);
    assert_eq!(scene.tick(), ["send call-1"]);
    assert_eq!(scene.refuses("call-1", full), ["close 1"], "the oldest");
    assert_eq!(scene.tick(), ["send call-1"]);
    assert_eq!(scene.gives("call-1", 4), ["call-1 shown"]);
    // What was to stay comes back.
    assert_eq!(scene.after(30_000).tick(), ["send missed-1"]);
    // Another ringing call is no room, and what does not ring takes none.
    assert_eq!(scene.refuses("missed-1", full), ["missed-1 failed: no room"]);
}

#[test]
fn a_service_that_went_is_forgotten_and_the_next_one_shows_what_stays() {
    let mut scene = Scene::new();
    scene.on_screen("call-1", Urgency::Critical, 7);
    scene.on_screen("message-1", Urgency::Low, 8);
    let (wanted, steps) = scene.tracking.new_owner("", scene.now, scene.now);
    assert!(wanted);
    let mut told = words(steps);
    told.sort();
    // Closing is for one that lost the name and lives on.
    assert_eq!(told, ["close 7", "close 8", "message-1 closed"]);
    assert_eq!(scene.press(7, "answer"), ["call-1 answer"], "pressed just before");
    scene.tick();
    let refusal = Refusal { reason: "nobody".to_owned(), by_service: false };
    let serial = scene.serial("call-1");
    scene.tracking.refused("call-1", serial, refusal, scene.now);
    let (_, steps) = scene.tracking.new_owner(":1.9", scene.now, scene.now);
    assert!(steps.is_empty());
    assert_eq!(scene.tick(), ["send call-1"]);
    // An answer of the old one is about a screen nobody sees.
    assert_eq!(scene.gives("call-1", 9), ["close 9"]);
    scene.after(500).tick();
    let new = Number { id: 1, by: ":1.9".to_owned() };
    let serial = scene.serial("call-1");
    assert_eq!(
        words(scene.tracking.answered("call-1", serial, new, 50, scene.now)),
        ["call-1 shown"]
    );
}
