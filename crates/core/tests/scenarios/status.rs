//! One status: chosen once, followed by every vendor, and never said to be confirmed before it is.

use crate::desk::*;
use crate::status_desk::*;
use deskbell_core::*;

use Presence::{Available, Away, DoNotDisturb, Offline, OnContact, WrapUp};

#[test]
fn nothing_is_set_before_something_is_chosen() {
    let mut desk = Desk::both();
    desk.talk();
    desk.hang_up();
    desk.wait_alive(MINUTE);
    assert_eq!((desk.pushes(), desk.asked_of_phone()), (vec![], None));
    assert_eq!(desk.standing("hub"), SyncState::Idle);
    assert_eq!(desk.view().presence, Some(Available), "what the phone tells");
}

#[test]
fn a_choice_goes_to_every_vendor_and_counts_where_it_was_confirmed() {
    let mut desk = Desk::both();
    let note = Some("  Lunch ".to_owned());
    let request =
        desk.ask(Intent::SetPresence { presence: Away, note, after_call: false, until: None });
    assert_eq!(desk.asked_of_phone(), Some(Away));
    assert_eq!(desk.pushes(), [("pause".to_owned(), Some("Lunch".to_owned()))]);
    assert_eq!(desk.standing("phone"), SyncState::Sending);
    desk.presence_is("phone", Away);
    assert_eq!(desk.standing("phone"), SyncState::Confirmed);
    assert_eq!((desk.standing("hub"), desk.answer(request)), (SyncState::Sending, None));
    desk.accept();
    assert_eq!(desk.standing("hub"), SyncState::Confirmed);
    assert_eq!(desk.answer(request).as_deref(), Some("done"));
    assert_eq!((desk.view().presence, desk.view().presence_wanted), (Some(Away), None));
}

#[test]
fn what_is_chosen_is_saved_before_anything_is_pushed() {
    let mut desk = Desk::both();
    let effects = desk.request(set(Away));
    let place = |of: fn(&Effect) -> bool| effects.iter().position(of);
    let saved = place(|effect| {
        matches!(effect, Effect::SaveSettings { settings }
            if settings.status.chosen.as_ref().is_some_and(|c| c.presence == Away)
                && settings.status.accounts.len() == 2)
    });
    let pushed = place(|effect| matches!(effect, Effect::PushStatus { .. }));
    assert!(saved.is_some() && saved < pushed, "{saved:?} {pushed:?}");
}

/// The program was killed between the press and the vendor's answer.
#[test]
fn the_last_choice_is_pushed_once_after_a_crash() {
    let mut desk = Desk::at(Available);
    desk.request(set(Away));
    let mut desk = Desk::both_with(desk.saved());
    desk.wait_alive(SECOND * 3);
    desk.effects.clear();
    // Started again: nothing was confirmed, so both are asked.
    let mut again = Desk::from(desk.state.settings(), "en");
    assert_eq!(again.words(), ["pause"], "the service does not wait for a page");
    again.open_both();
    assert_eq!(again.asked_of_phone(), Some(Away));
    again.all_confirm();
    again.take();
    again.wait_alive(HOUR);
    assert_eq!((again.pushes(), again.asked_of_phone()), (vec![], None), "once");
}

#[test]
fn what_was_confirmed_is_not_pushed_again_at_the_next_start() {
    let mut desk = Desk::both();
    desk.request(set(Away));
    desk.all_confirm();
    desk.wait_alive(SECOND * 3);
    let mut again = Desk::from(desk.saved(), "en");
    again.open_both();
    again.presence_is("phone", Away);
    again.wait_alive(MINUTE);
    assert_eq!((again.pushes(), again.asked_of_phone()), (vec![], None));
    assert_eq!(again.standing("hub"), SyncState::Confirmed);
    assert_eq!(again.standing("phone"), SyncState::Confirmed);
}

#[test]
fn a_change_made_while_we_were_away_is_drift_and_not_undone() {
    let mut desk = Desk::at(Away);
    desk.request(set(Available));
    desk.all_confirm();
    desk.wait_alive(SECOND * 3);
    let mut again = Desk::from(desk.saved(), "en");
    again.open_both();
    again.presence_is("phone", DoNotDisturb);
    again.wait_alive(MINUTE);
    assert_eq!(again.standing("phone"), SyncState::Drifted { second_session: false });
    assert_eq!(again.asked_of_phone(), None);
}

#[test]
fn drift_is_shown_with_one_button_and_the_agent_decides() {
    let mut desk = Desk::at(Available);
    let at = desk.now;
    desk.told("pause", at);
    assert_ne!(desk.standing("hub"), SyncState::Confirmed);
    desk.wait_alive(SECOND * 2);
    assert_eq!(desk.standing("hub"), SyncState::Drifted { second_session: true });
    assert!(banners(&desk.effects).contains("status-hub"), "{}", banners(&desk.effects));
    desk.wait_alive(HOUR);
    assert_eq!(desk.pushes(), [], "nothing is overwritten silently");
    let check = desk.view().reach.checks.remove(0);
    assert_eq!((check.id, check.level), (CheckId::Status, ReachLevel::Look));
    assert_eq!(
        check.action.map(|action| action.intent),
        Some(Intent::PushStatus { account: id("hub") })
    );

    desk.request(Intent::PushStatus { account: id("hub") });
    assert_eq!(desk.words(), ["online"]);
    desk.accept();
    assert_eq!(desk.standing("hub"), SyncState::Confirmed);

    let at = desk.now;
    desk.told("pause", at);
    desk.wait_alive(SECOND * 2);
    desk.request(Intent::AdoptStatus { account: id("hub") });
    assert_eq!(desk.view().status.chosen.unwrap().presence, Away);
    assert_eq!(desk.asked_of_phone(), Some(Away));
    assert_eq!(desk.standing("hub"), SyncState::Confirmed);
}

#[test]
fn a_second_drift_is_told_like_the_first_and_a_disabled_account_is_left_alone() {
    let mut desk = Desk::at(Available);
    for round in 1..=2 {
        let at = desk.now;
        desk.told("pause", at);
        desk.wait_alive(SECOND * 5);
        let told = banners(&desk.take());
        assert!(told.contains("status-hub"), "round {round}: {told}");
        desk.request(Intent::PushStatus { account: id("hub") });
        desk.accept();
        desk.wait_alive(SECOND * 5);
    }
    desk.request(Intent::EnableAccount { account: id("hub"), enabled: false });
    desk.take();
    desk.request(set(Away));
    assert_eq!(desk.pushes(), []);
    let again = Intent::PushStatus { account: id("hub") };
    let request = desk.ask(again);
    assert_eq!(desk.answer(request).as_deref(), Some("not-possible"));
}

#[test]
fn a_passing_status_is_no_drift_and_drift_that_mends_itself_is_over() {
    let mut desk = Desk::at(Available);
    desk.presence_is("phone", Offline);
    desk.wait_alive(SECOND);
    desk.presence_is("phone", Available);
    desk.wait_alive(SECOND * 5);
    assert_eq!(desk.standing("phone"), SyncState::Confirmed);
    assert_eq!(banners(&desk.effects), "");
    desk.presence_is("phone", Offline);
    desk.wait_alive(SECOND * 5);
    desk.presence_is("phone", Available);
    assert_eq!(desk.standing("phone"), SyncState::Confirmed);
    let gone = |effect: &Effect| matches!(effect, Effect::WithdrawNotification { key } if key == "status-phone");
    assert!(desk.effects.iter().any(gone));
}

/// The vendor's own news of our pushes come late, twice, and after the next push.
#[test]
fn echoes_of_our_own_pushes_are_no_drift() {
    let mut desk = Desk::at(Available);
    desk.request(set(Away));
    desk.all_confirm();
    let paused = desk.now;
    desk.wait_alive(SECOND);
    desk.request(set(Available));
    desk.all_confirm();
    let back = desk.now;
    desk.told("pause", paused);
    desk.told("online", back);
    desk.told("pause", paused);
    desk.wait_alive(SECOND * 5);
    assert_eq!(desk.standing("hub"), SyncState::Confirmed);
    let later = desk.now;
    desk.told("pause", later);
    desk.wait_alive(SECOND * 5);
    assert_eq!(desk.standing("hub"), SyncState::Drifted { second_session: true }, "a real one");
}

#[test]
fn offline_at_the_vendor_is_no_worse_than_the_pause_that_stands_for_it() {
    let mut desk = Desk::at(Offline);
    assert_eq!(desk.status("hub").told_note.as_deref(), Some("Offline"));
    let at = desk.now;
    desk.told("offline", at);
    desk.wait_alive(SECOND * 5);
    assert_eq!(desk.standing("hub"), SyncState::Confirmed);
    desk.request(set(Available));
    desk.all_confirm();
    let at = desk.now;
    desk.told("offline", at);
    desk.wait_alive(SECOND * 5);
    assert_eq!(desk.standing("hub"), SyncState::Drifted { second_session: false });
}

#[test]
fn refusals_give_up_at_once_and_failures_are_tried_again_with_growing_pauses() {
    for problem in [
        PushProblem::NoToken,
        PushProblem::BadToken,
        PushProblem::Unauthorized,
        PushProblem::Forbidden,
        PushProblem::Rejected { status: 400, said: Some("no such agent".to_owned()) },
        PushProblem::Redirected,
    ] {
        let mut desk = Desk::both();
        let request = desk.ask(set(Available));
        desk.refuse(problem.clone());
        assert_eq!(desk.standing("hub"), SyncState::GaveUp { problem });
        desk.presence_is("phone", Available);
        assert_eq!(desk.answer(request).as_deref(), Some("not-confirmed"));
        desk.wait_alive(HOUR);
        assert_eq!(desk.words().len(), 1);
    }
    for problem in [
        PushProblem::RateLimited { retry_after: None },
        PushProblem::Server { status: 503 },
        PushProblem::TimedOut,
        PushProblem::HostNotFound,
        PushProblem::Tls { reason: "expired".to_owned() },
        PushProblem::NotReachable,
        PushProblem::Broken,
    ] {
        let mut desk = Desk::both();
        desk.request(set(Available));
        let mut pauses = Vec::new();
        while desk.pushing().is_some() {
            desk.refuse(problem.clone());
            let SyncState::Retrying { at, .. } = desk.standing("hub") else { break };
            pauses.push(at.since(desk.now));
            let pause = at.since(desk.now);
            desk.wait_alive(pause);
        }
        assert_eq!(desk.standing("hub"), SyncState::GaveUp { problem });
        let tried: std::time::Duration = pauses.iter().sum();
        assert!(tried >= HOUR * 3 / 2, "given up visibly, and after long: {tried:?}");
        assert!(pauses[0] >= RETRY_FIRST * 3 / 4 && pauses[0] <= RETRY_FIRST * 5 / 4);
        assert!(pauses[5] > pauses[0] * 8, "{pauses:?}");
        assert!(pauses.iter().all(|pause| *pause <= RETRY_MAX * 5 / 4));
        let spread: std::collections::BTreeSet<_> = pauses[8..].iter().collect();
        assert!(spread.len() > 10, "pauses are spread");
        // One press and it goes on.
        desk.request(Intent::PushStatus { account: id("hub") });
        desk.accept();
        assert_eq!(desk.standing("hub"), SyncState::Confirmed);
    }
}

#[test]
fn a_vendor_that_asks_for_a_pause_gets_it_even_from_a_new_choice() {
    let mut desk = Desk::both();
    desk.request(set(Available));
    desk.refuse(PushProblem::RateLimited { retry_after: Some(90_000) });
    desk.take();
    desk.request(set(Away));
    desk.wait_alive(SECOND * 80);
    assert_eq!(desk.pushes(), []);
    desk.wait_alive(SECOND * 40);
    assert_eq!(desk.words(), ["pause"], "the newest choice alone");
}

#[test]
fn a_new_choice_waits_for_the_answer_to_the_last_and_then_goes_alone() {
    let mut desk = Desk::both();
    desk.request(set(Available));
    for presence in [Away, Available, DoNotDisturb, Away] {
        desk.request(set(presence));
    }
    assert_eq!(desk.words(), ["online"], "nothing may overtake it");
    desk.accept();
    assert_eq!(desk.words(), ["online", "pause"]);
    assert_eq!(desk.standing("hub"), SyncState::Sending);
    desk.accept();
    assert_eq!(desk.standing("hub"), SyncState::Confirmed);
    // The page takes commands in order: each newer one went at once.
    assert_eq!(desk.asked_of_phone(), Some(Away));
}

#[test]
fn an_hour_without_network_and_then_it_is_set_at_once() {
    let mut desk = Desk::at(Available);
    desk.os(SystemFact::Network { online: false });
    desk.request(set(DoNotDisturb));
    desk.presence_is("phone", DoNotDisturb);
    assert_eq!(desk.standing("hub"), SyncState::Waiting);
    desk.wait_alive(HOUR);
    assert_eq!(desk.pushes(), [], "no try is wasted");
    desk.os(SystemFact::Network { online: true });
    assert_eq!(desk.words(), ["pause"]);
    desk.accept();
    assert_eq!(desk.standing("hub"), SyncState::Confirmed);
}

#[test]
fn sleep_counts_for_nothing_and_waking_tries_at_once() {
    let mut desk = Desk::at(Available);
    desk.request(set(Away));
    desk.presence_is("phone", Away);
    desk.refuse(PushProblem::TimedOut);
    desk.take();
    desk.now = desk.now + HOUR * 9;
    desk.os(SystemFact::Woke);
    assert_eq!(desk.words(), ["pause"]);
    desk.now = desk.now + HOUR * 9;
    desk.os(SystemFact::Woke);
    assert_eq!(desk.standing("hub"), SyncState::Sending, "its answer may still come");
    desk.accept();
    assert_eq!(desk.standing("hub"), SyncState::Confirmed);
}

#[test]
fn a_widget_that_never_shows_it_is_asked_three_times() {
    let mut desk = Desk::at(Available);
    desk.request(set(Away));
    desk.accept();
    desk.wait_alive(MINUTE);
    assert_eq!(desk.standing("phone"), SyncState::GaveUp { problem: PushProblem::NoReaction });
    let asked = desk.effects.iter().filter(|effect| {
        matches!(effect, Effect::Post { command: VendorCommand::SetPresence { .. }, .. })
    });
    assert_eq!(asked.count(), WIDGET_TRIES as usize);
    // A new document may.
    desk.page(PageFact::Started { abilities: abilities(true) });
    desk.take();
    desk.sign_in("phone", CallingMode::Browser);
    assert_eq!(desk.asked_of_phone(), Some(Away));
}

#[test]
fn a_signed_out_phone_is_set_when_it_is_back() {
    let mut desk = Desk::at(Available);
    desk.receive(WidgetFact::SignedOut);
    desk.request(set(Away));
    assert_eq!((desk.asked_of_phone(), desk.standing("phone")), (None, SyncState::Waiting));
    desk.sign_in("phone", CallingMode::Browser);
    desk.presence_is("phone", Available);
    assert_eq!(desk.asked_of_phone(), Some(Away));
}

#[test]
fn without_a_token_nothing_is_pushed_and_it_says_why() {
    let mut settings = both_settings();
    settings.accounts[1].options.remove(STATUS_TOKEN_OPTION);
    let mut desk = Desk::both_with(settings);
    desk.request(set(Available));
    assert_eq!(desk.standing("hub"), SyncState::GaveUp { problem: PushProblem::NoToken });
    assert_eq!(desk.pushes(), []);
    desk.request(Intent::ChangeAccount { config: hub() });
    assert_eq!(desk.words(), ["online"], "with a token it goes on by itself");
    let reloads = desk.effects.iter().filter(|e| matches!(e, Effect::ReloadPage { .. }));
    assert_eq!(reloads.count(), 0, "the page has nothing to do with it");
}

#[test]
fn an_account_without_agent_is_no_failure() {
    let mut settings = both_settings();
    settings.accounts[1].options.remove(STATUS_AGENT_OPTION);
    let mut desk = Desk::both_with(settings);
    let request = desk.ask(set(Available));
    assert_eq!((desk.standing("hub"), desk.pushes()), (SyncState::Unlinked, vec![]));
    assert_eq!(desk.answer(request).as_deref(), Some("done"), "the phone is at it already");
    assert_eq!(desk.view().reach.level, ReachLevel::Good);
}

#[test]
fn the_users_own_mapping_is_set_and_only_that_counts() {
    let mut settings = both_settings();
    let option = mapping_option(Away).to_owned();
    settings.accounts[0].options.insert(option, word(Offline).to_owned());
    let leave = mapping_option(OnContact).to_owned();
    settings.accounts[1].options.insert(leave, LEAVE_ALONE.to_owned());
    let mut desk = Desk::both_with(settings);
    desk.request(set(Away));
    assert_eq!(desk.asked_of_phone(), Some(Offline));
    desk.presence_is("phone", Away);
    assert_ne!(desk.standing("phone"), SyncState::Confirmed, "mapped to another");
    desk.presence_is("phone", Offline);
    assert_eq!(desk.standing("phone"), SyncState::Confirmed);
    desk.request(set(Available));
    desk.all_confirm();
    desk.take();
    desk.talk();
    assert_eq!((desk.aims().1, desk.pushes()), (Some(Available), vec![]), "left alone");
    assert_eq!(desk.rules(), [], "a rule that does nothing says nothing");
}

#[test]
fn bad_wishes_are_refused_in_words() {
    let mut desk = Desk::both();
    let code = |desk: &mut Desk, intent| {
        let request = desk.ask(intent);
        desk.answer(request)
    };
    let noted = |note: String| Intent::SetPresence {
        presence: Away,
        note: Some(note),
        after_call: false,
        until: None,
    };
    assert_eq!(code(&mut desk, set(WrapUp)).as_deref(), Some("bad-input"));
    assert_eq!(code(&mut desk, noted("x".repeat(NOTE_MAX + 1))).as_deref(), Some("bad-input"));
    assert_eq!(code(&mut desk, noted("a\nb".to_owned())).as_deref(), Some("bad-input"));
    let again = Intent::PushStatus { account: id("hub") };
    assert_eq!(code(&mut desk, again).as_deref(), Some("not-possible"), "nothing was chosen");
    let adopt = Intent::AdoptStatus { account: id("hub") };
    assert_eq!(code(&mut desk, adopt).as_deref(), Some("not-possible"), "nothing was told");
    let unknown = Intent::PushStatus { account: id("nobody") };
    assert_eq!(code(&mut desk, unknown).as_deref(), Some("unknown-account"));
}

#[test]
fn the_history_says_what_changed_and_who_did_it() {
    let mut desk = Desk::at(Available);
    desk.presence_is("phone", Away);
    desk.wait_alive(SECOND * 2);
    desk.request(Intent::PushStatus { account: id("phone") });
    desk.presence_is("phone", Available);
    desk.talk();
    desk.refuse(PushProblem::Forbidden);
    desk.request(Intent::Show { stage: Stage::Activity });
    let lines: Vec<String> = desk
        .view()
        .status
        .history
        .iter()
        .map(|change| {
            let account = change.account.as_ref().map_or("all", AccountId::as_str);
            format!("{:?} {account} {:?} {:?}", change.kind, change.presence, change.by)
        })
        .collect();
    let agent = "Agent { from: Window }";
    assert_eq!(
        lines,
        [
            "GaveUp hub Some(OnContact) Elsewhere".to_owned(),
            "RuleBegan all None Rule { rule: OnCall }".to_owned(),
            format!("Confirmed phone Some(Available) {agent}"),
            "Drifted phone Some(Away) Elsewhere".to_owned(),
            format!("Confirmed hub Some(Available) {agent}"),
            // The phone showed it already.
            format!("Chosen all Some(Available) {agent}"),
        ]
    );
    let recorded = desk.effects.iter().filter(|e| matches!(e, Effect::RecordStatus { .. }));
    assert_eq!(recorded.count(), 4, "since the last look");
    let state = State::new(Settings::default(), "en", T0);
    let change = desk.view().status.history.remove(0);
    let mut state = state.remembering(vec![change; STATUS_HISTORY + 10]);
    let show = Intent::Show { stage: Stage::Activity };
    update(&mut state, Event::Intent { intent: show, from: Source::Window, request: None }, T0);
    assert_eq!(view(&state, T0).status.history.len(), 100);
}

#[test]
fn what_a_vendor_writes_is_one_short_line_without_tricks() {
    let mut desk = Desk::at(Available);
    let note = format!("Gone\n\u{202e}hcnul\u{1b}[2J {}", "x".repeat(500));
    let told = StatusReport { word: "pause".to_owned(), note: Some(note), changed_at: None };
    desk.play(Event::StatusReported { account: id("hub"), told });
    let shown = desk.status("hub").told_note.unwrap();
    assert!(shown.starts_with("Gone hcnul"), "{shown:?}");
    assert!(shown.chars().count() <= NOTE_MAX && !shown.chars().any(char::is_control));
    desk.wait_alive(SECOND * 3);
    let request = desk.ask(Intent::AdoptStatus { account: id("hub") });
    desk.all_confirm();
    assert_eq!(desk.answer(request).as_deref(), Some("done"), "it can be chosen as it is shown");

    desk.request(set(Available));
    let said = Some("no\u{202e}\n<b>such</b> agent".to_owned());
    desk.refuse(PushProblem::Rejected { status: 404, said });
    let text = desk.status("hub").text.unwrap();
    assert!(text.contains("no <b>such</b> agent"), "{text:?}");
}

#[test]
fn an_account_switched_off_and_on_again_is_not_believed_to_be_as_before() {
    let mut desk = Desk::at(Available);
    desk.request(set(Away));
    let (push, _) = desk.pushing().unwrap();
    desk.request(Intent::EnableAccount { account: id("hub"), enabled: false });
    desk.accepted(push);
    desk.request(set(Available));
    desk.take();
    desk.request(Intent::EnableAccount { account: id("hub"), enabled: true });
    assert_eq!(desk.words(), ["online"], "it may have been paused meanwhile");
}

/// Who pauses by hand mostly says why: that is no second session, neither now nor in the history.
#[test]
fn a_pause_with_a_note_is_somebodys_and_not_a_second_sessions() {
    for (note, by) in
        [(None, StatusCause::SecondSession), (Some("Lunch".to_owned()), StatusCause::Elsewhere)]
    {
        let mut desk = Desk::at(Available);
        let told = StatusReport { word: "pause".to_owned(), note, changed_at: None };
        desk.play(Event::StatusReported { account: id("hub"), told });
        desk.wait_alive(SECOND * 3);
        let second_session = by == StatusCause::SecondSession;
        assert_eq!(desk.standing("hub"), SyncState::Drifted { second_session });
        let change = desk.state.status_history().next().unwrap();
        assert_eq!((change.kind, change.by), (StatusChangeKind::Drifted, by));
    }
}
