//! What is handed over to be kept, and what comes back at the next start: the same picture, and no second noise.

use crate::chat_desk::*;
use crate::desk::*;
use crate::messages::sms;
use deskbell_core::*;

/// Everything handed over, in order.
fn kept(effects: &[Effect]) -> Vec<Entry> {
    let entries = effects.iter().filter_map(|effect| match effect {
        Effect::Keep { entries } => Some(entries.clone()),
        _ => None,
    });
    entries.flatten().collect()
}

fn words(entries: &[Entry]) -> Vec<String> {
    let word = |entry: &Entry| {
        let state = if entry.open { "open" } else { "over" };
        let unread = if entry.unread { " unread" } else { "" };
        let outcome = entry.outcome.as_deref().map(|it| format!(" {it}")).unwrap_or_default();
        format!("{:?} {state}{unread}{outcome}", entry.kind)
    };
    entries.iter().map(word).collect()
}

/// All missed calls are looked at.
fn mark_seen() -> Intent {
    Intent::MarkSeen { call: None, account: None, conversation: None, message: None, kind: None }
}

/// All messages of an account are.
fn mark_seen_of(account: &str) -> Intent {
    Intent::MarkSeen {
        call: None,
        account: Some(id(account)),
        conversation: None,
        message: None,
        kind: None,
    }
}

/// What the store would have: one entry for each that shares a key, as it was told last.
fn merged(entries: Vec<Entry>) -> Vec<Entry> {
    let mut all: Vec<Entry> = Vec::new();
    for entry in entries {
        let same = |known: &&mut Entry| {
            known.kind == entry.kind
                && known.account == entry.account
                && known.within == entry.within
                && known.keys.iter().any(|key| entry.keys.contains(key))
        };
        match all.iter_mut().find(same) {
            Some(known) => *known = Entry { at: known.at, ..entry },
            None => all.push(entry),
        }
    }
    all
}

/// A desk that begins with what another one handed over.
fn again(accounts: &[&str], entries: Vec<Entry>) -> (Desk, Vec<Effect>) {
    let mut desk = Desk::bare(accounts);
    let waiting =
        merged(entries).into_iter().filter(|it| it.open || it.unread || it.kind == EntryKind::Line);
    let effects = desk.play(Event::Restored { entries: waiting.collect() });
    (desk, effects)
}

#[test]
fn a_call_is_handed_over_as_it_changes_and_only_then() {
    let mut desk = Desk::new();
    let ringing = desk.call(leg(ObservedState::Alerting));
    assert!(matches!(ringing.first(), Some(Effect::Keep { .. })), "before anything counts on it");
    assert_eq!(words(&kept(&ringing)), ["Call open"]);
    assert_eq!(kept(&desk.call(leg(ObservedState::Alerting))), []);
    let entry = kept(&ringing).remove(0);
    assert_eq!(entry.vendor, Some(VendorId("some".to_owned())));
    assert_eq!(entry.keys, ["sip:a", "telephony:t"]);
    assert_eq!((entry.at, entry.number), (desk.now, Some(CALLER.into())));
    desk.call(leg(ObservedState::Ended));
    desk.take();
    let over = desk.wait(SECOND * 10);
    assert_eq!(words(&kept(&over)), ["Call over unread missed"]);
    desk.take();
    desk.request(mark_seen());
    assert_eq!(words(&kept(&desk.take())), ["Call over missed"]);
}

#[test]
fn a_missed_call_is_missed_after_a_restart_and_told_no_second_time() {
    let mut desk = Desk::new();
    desk.call(leg(ObservedState::Alerting));
    desk.call(leg(ObservedState::Ended));
    desk.wait(SECOND * 10);
    let (mut next, effects) = again(&["phone"], kept(&desk.take()));
    assert_eq!(banners(&effects), "");
    assert_eq!(next.view().missed, 1);
    next.sign_in("phone", CallingMode::Browser);
    next.take();
    let told_again = next.call(ended_as(session(ObservedState::Ended), EndReason::Missed));
    assert_eq!(banners(&told_again), "");
    assert_eq!((next.view().missed, next.view().recent.len()), (1, 1));
    assert_eq!(banners(&next.wait(SECOND * 20)), "");
}

#[test]
fn a_call_that_was_going_on_is_over_unless_it_is_told_again() {
    let mut desk = Desk::new();
    desk.call(leg(ObservedState::Connected));
    let (next, effects) = again(&["phone"], kept(&desk.take()));
    assert_eq!(words(&kept(&effects)), ["Call over"]);
    assert_eq!(next.view().calls.len(), 0);
}

#[test]
fn a_call_that_rang_at_the_end_was_missed_unless_it_is_told_again() {
    let mut desk = Desk::new();
    let all = kept(&desk.call(leg(ObservedState::Alerting)));
    let (mut next, effects) = again(&["phone"], all);
    assert_eq!(words(&kept(&effects)), ["Call over unread missed"]);
    assert_eq!((banners(&effects), next.view().missed), (String::new(), 1));
    next.sign_in("phone", CallingMode::Browser);
    next.take();
    // It rings still: on the same leg, and on one of the new page.
    let mut other = next.clone();
    for (desk, seen) in [
        (&mut next, leg(ObservedState::Alerting)),
        (
            &mut other,
            CallObservation {
                keys: vec![CallKey("sip:b".to_owned()), CallKey("telephony:t".to_owned())],
                ..leg(ObservedState::Alerting)
            },
        ),
    ] {
        let ringing = desk.call(seen.clone());
        assert_ne!(banners(&ringing), "", "it rings");
        let rows = (desk.view().missed, desk.view().calls.len(), desk.view().recent.len());
        assert_eq!(rows, (0, 1, 0));
        desk.call(CallObservation { state: Some(ObservedState::Connected), ..seen.clone() });
        desk.call(CallObservation { state: Some(ObservedState::Ended), ..seen });
        desk.wait(SECOND * 10);
        assert_eq!((desk.view().missed, desk.view().recent.len()), (0, 1), "taken after all");
    }
}

#[test]
fn what_was_dialled_or_taken_is_not_missed() {
    for told in [
        leg(ObservedState::Connected),
        CallObservation { direction: Some(Direction::Outbound), ..leg(ObservedState::Dialing) },
    ] {
        let mut desk = Desk::new();
        let all = kept(&desk.call(told));
        let (next, effects) = again(&["phone"], all);
        assert_eq!((words(&kept(&effects)), next.view().missed), (vec!["Call over".to_owned()], 0));
    }
}

#[test]
fn a_missed_chat_and_unread_lines_of_a_closed_one_come_back_without_a_sound() {
    let mut desk = Desk::chats();
    desk.chat(at(1, of("missed", offered())));
    desk.chat(at(2, of("missed", asks("Anybody there?"))));
    desk.chat(at(3, of("missed", closed(ClosedBy::Visitor))));
    desk.chat(at(4, of("late", asks("One thing"))));
    desk.chat(at(5, of("late", answers("Yes?"))));
    desk.chat(at(6, of("late", asks("Never mind"))));
    desk.chat(at(7, of("late", closed(ClosedBy::Visitor))));
    desk.chat(at(8, of("over", asks("Thanks"))));
    desk.chat(at(9, of("over", closed(ClosedBy::Agent))));
    let before = desk.view();
    let all = kept(&desk.take());
    let (mut next, effects) = again(&["site"], all);
    assert_eq!(banners(&effects), "");
    let picture = |view: &AppView| {
        let rows = view.conversations.iter().filter(|row| row.unread > 0);
        let mut rows: Vec<_> = rows
            .map(|row| (row.since, row.status, row.closed_by, row.missed, row.unread, row.ended_at))
            .collect();
        rows.sort_by_key(|row| row.0);
        (rows, view.unread)
    };
    assert_eq!(picture(&next.view()), picture(&before));
    assert_eq!(next.view().conversations.len(), 2, "nothing waits in the third");
    next.page_of("site", PageFact::Started { abilities: abilities(true) });
    next.take();
    for told in [
        at(1, of("missed", offered())),
        at(2, of("missed", asks("Anybody there?"))),
        at(3, of("missed", closed(ClosedBy::Visitor))),
    ] {
        let effects = next.receive_at("site", WidgetFact::Chat { observation: told });
        assert_eq!(banners(&effects), "");
    }
    assert_eq!(picture(&next.view()), picture(&before), "told again it is the same");
    let read = next.request(Intent::MarkSeen {
        call: None,
        account: Some(id("site")),
        conversation: None,
        message: None,
        kind: None,
    });
    assert_eq!(next.view().unread, 0);
    assert!(kept(&read).iter().all(|entry| !entry.unread));
}

#[test]
fn a_chat_that_waits_counts_after_a_restart_and_is_missed_if_nobody_takes_it() {
    let mut desk = Desk::chats();
    desk.chat(at(1, of("c", offered())));
    assert_eq!(desk.view().unread, 1);
    let (mut next, effects) = again(&["site"], kept(&desk.take()));
    assert_eq!((banners(&effects), next.view().unread), (String::new(), 1));
    next.page_of("site", PageFact::Started { abilities: abilities(true) });
    next.receive_at(
        "site",
        WidgetFact::Chat { observation: at(5, of("c", closed(ClosedBy::Visitor))) },
    );
    assert!(next.view().conversations[0].missed);
}

#[test]
fn unread_messages_wait_after_a_restart_without_a_banner() {
    let mut desk = Desk::new();
    desk.message(sms("1", true));
    desk.message(MessageObservation { unread: false, ..sms("2", false) });
    let all = kept(&desk.take());
    assert_eq!(words(&all), ["Message over unread sms", "Message over sms"]);
    let (mut next, effects) = again(&["phone"], all);
    assert_eq!((banners(&effects), next.view().unread), (String::new(), 1));
    next.sign_in("phone", CallingMode::Browser);
    next.take();
    assert_eq!(banners(&next.message(sms("1", true))), "");
    let read = next.message(MessageObservation { unread: false, ..sms("1", false) });
    assert_eq!((words(&kept(&read)), next.view().unread), (vec!["Message over sms".to_owned()], 0));
}

#[test]
fn a_message_seen_here_is_not_unread_again_because_its_vendor_says_so() {
    let mut desk = Desk::new();
    desk.message(sms("1", true));
    desk.request(mark_seen_of("phone"));
    assert_eq!(desk.view().unread, 0);
    let (mut next, _) = again(&["phone"], kept(&desk.take()));
    next.sign_in("phone", CallingMode::Browser);
    next.take();
    assert_eq!(banners(&next.message(sms("1", true))), "");
    assert_eq!(next.view().unread, 0);
}

#[test]
fn an_open_conversation_comes_back_with_its_lines_and_makes_no_noise() {
    let mut desk = Desk::chats();
    desk.chat(at(1, of("c", offered())));
    desk.chat(at(2, of("c", asks("Is it in stock?"))));
    desk.chat(at(3, of("c", said(Author::Agent, "It is."))));
    desk.chat(at(4, of("c", asks("Good."))));
    let all = kept(&desk.take());
    let lines =
        merged(all.clone()).into_iter().filter(|entry| entry.kind == EntryKind::Line).count();
    assert_eq!(lines, 3);
    let (mut next, effects) = again(&["site"], all);
    assert_eq!(banners(&effects), "");
    let row = next.view().conversations[0].clone();
    assert_eq!(row.last.unwrap().text.as_deref(), Some("Good."));
    next.page_of("site", PageFact::Started { abilities: abilities(true) });
    next.take();
    // The widget tells all of it again, as widgets do.
    for told in [
        at(1, of("c", offered())),
        at(2, of("c", asks("Is it in stock?"))),
        at(4, of("c", asks("Good."))),
    ] {
        let effects = next.receive_at("site", WidgetFact::Chat { observation: told });
        assert_eq!(banners(&effects), "");
        let lines = kept(&effects)
            .into_iter()
            .filter(|it| it.kind == EntryKind::Line && it.outcome.as_deref() == Some("visitor"));
        assert_eq!(lines.count(), 0, "no line is handed over as a new one");
    }
    let fresh = next.receive_at(
        "site",
        WidgetFact::Chat { observation: at(9, of("c", asks("One more thing"))) },
    );
    assert_eq!(kept(&fresh).iter().filter(|entry| entry.kind == EntryKind::Line).count(), 1);
    assert_ne!(banners(&fresh), "", "what is new is told");
}

#[test]
fn a_status_is_handed_over_once() {
    let mut desk = Desk::new();
    let effects = desk.request(set(Presence::Away));
    let entries: Vec<Entry> =
        kept(&effects).into_iter().filter(|it| it.kind == EntryKind::Status).collect();
    assert!(!entries.is_empty());
    assert_eq!(entries[0].outcome.as_deref(), Some("away"));
}

#[test]
fn what_is_kept_of_an_unknown_or_closed_account_restores_nothing() {
    let mut desk = Desk::new();
    desk.message(sms("1", true));
    let (next, effects) = again(&["other"], kept(&desk.take()));
    assert_eq!((effects, next.view().unread), (Vec::new(), 0));
}

#[test]
fn rows_of_a_hostile_file_break_nothing() {
    let mut desk = Desk::new();
    let kinds = [
        EntryKind::Call,
        EntryKind::Conversation,
        EntryKind::Line,
        EntryKind::Message,
        EntryKind::Status,
    ];
    let mut entries = Vec::new();
    for kind in kinds {
        for detail in [
            serde_json::json!(null),
            serde_json::json!({"number": -1, "status": "x"}),
            serde_json::json!([[]]),
        ] {
            let mut entry = Entry::new(kind, "k", Timestamp(u64::MAX));
            entry.account = Some(id("phone"));
            entry.unread = true;
            entry.detail = Some(Private::new(detail));
            entry.outcome = Some("nonsense".to_owned());
            entries.push(entry.clone());
            entry.keys.clear();
            entries.push(entry);
        }
    }
    desk.play(Event::Restored { entries });
    assert_eq!((desk.view().missed, desk.view().unread), (0, 0));
}

#[test]
fn who_is_forgotten_is_forgotten_here_and_outside() {
    let mut desk = Desk::new();
    desk.call(leg(ObservedState::Alerting));
    desk.call(leg(ObservedState::Ended));
    desk.wait(SECOND * 10);
    desk.message(sms("1", true));
    assert_eq!((desk.view().missed, desk.view().unread), (1, 1));
    desk.take();
    let request = desk.ask(Intent::ForgetPerson { who: "650 555 0100".into() });
    assert_eq!((desk.view().missed, desk.view().unread, desk.view().recent.len()), (0, 0, 0));
    assert_eq!(desk.answer(request), None, "when it is gone outside, too");
    let effects = desk.take();
    let forgets = effects.iter().any(|effect| matches!(effect, Effect::Forget { .. }));
    assert!(forgets && kept(&effects).is_empty(), "{effects:?}");
    desk.outcome(Outcome::Forgotten { request: Some(request), rows: 3, mentions: 1 });
    assert_eq!(desk.answer(request).as_deref(), Some("done"));
    let request = desk.ask(Intent::ForgetPerson { who: "nobody".into() });
    desk.outcome(Outcome::NotForgotten { request: Some(request), reason: "no number".into() });
    assert_eq!(desk.answer(request).as_deref(), Some("not-possible"));
}

#[test]
fn a_note_is_handed_on_and_its_end_is_told() {
    let mut desk = Desk::new();
    let said = EntryNote { note: Some("wants the blue one".into()), ..EntryNote::default() };
    let request = desk.ask(Intent::NoteEntry { entry: 7, said: said.clone() });
    let wanted = Effect::NoteEntry { entry: 7, said: said.clone(), request: Some(request) };
    assert!(desk.take().contains(&wanted));
    assert_eq!(desk.answer(request), None, "when it is kept, and not before");
    desk.outcome(Outcome::EntryNoted { request: Some(request) });
    assert_eq!(desk.answer(request).as_deref(), Some("done"));
    let request = desk.ask(Intent::NoteEntry { entry: 8, said });
    desk.outcome(Outcome::EntryNotNoted { request: Some(request), reason: "gone".into() });
    assert_eq!(desk.answer(request).as_deref(), Some("not-possible"));
}

#[test]
fn one_export_runs_at_a_time_and_is_put_away_by_the_agent() {
    let mut desk = Desk::new();
    let export = || {
        let filter = Box::default();
        Intent::ExportHistory { filter, format: ExportFormat::Csv }
    };
    let row = |export, entries, state| ExportRow { export, entries, state };
    desk.os(SystemFact::Downloads {
        place: DownloadPlace { folder: "/home/ada/Downloads".to_owned(), can_ask: true },
    });
    let effects = desk.request(export());
    let folder = effects.iter().find_map(|effect| match effect {
        Effect::ExportHistory { order } => Some(order.folder.clone()),
        _ => None,
    });
    assert_eq!(folder.as_deref(), Some("/home/ada/Downloads"));
    assert_eq!(desk.view().export, Some(row(1, 0, ExportState::Running)));
    let second = desk.ask(export());
    assert_eq!(desk.answer(second).as_deref(), Some("not-possible"));
    desk.outcome(Outcome::Exported { row: row(1, 500, ExportState::Running) });
    let effects = desk.request(Intent::CancelExport);
    assert!(effects.contains(&Effect::CancelExport { export: 1 }), "{effects:?}");
    desk.outcome(Outcome::Exported { row: row(1, 500, ExportState::Cancelled) });
    desk.outcome(Outcome::Exported { row: row(1, 900, ExportState::Running) });
    assert_eq!(desk.view().export, Some(row(1, 500, ExportState::Cancelled)), "what is late");
    desk.request(Intent::CancelExport);
    assert_eq!(desk.view().export, None);
    let nothing = desk.ask(Intent::CancelExport);
    assert_eq!(desk.answer(nothing).as_deref(), Some("not-possible"));
    desk.request(export());
    assert_eq!(desk.view().export, Some(row(2, 0, ExportState::Running)));
}

#[test]
fn trouble_with_the_file_is_told_and_over_when_it_is() {
    let mut desk = Desk::new();
    let check = |desk: &Desk| {
        let view = desk.view();
        let check = view.reach.checks.iter().find(|it| it.id == CheckId::History).cloned();
        check.unwrap()
    };
    assert_eq!(check(&desk).level, ReachLevel::Good);
    let full = HistoryState::Waiting { why: HistoryProblem::Full };
    desk.os(SystemFact::History { state: full });
    let (kind, detail) = (desk.view().notices[0].kind, desk.view().notices[0].detail.clone());
    assert_eq!(kind, NoticeKind::HistoryNotKept);
    assert!(detail.unwrap().contains("the disk is full"));
    assert_eq!(check(&desk).level, ReachLevel::Look);
    assert!(check(&desk).text.contains("waits in memory") && check(&desk).fix.is_some());
    desk.os(SystemFact::History { state: HistoryState::Kept });
    assert_eq!((desk.view().notices.len(), check(&desk).level), (0, ReachLevel::Good));
    desk.os(SystemFact::HistorySalvaged { rows: 7, aside: "/p/history.db.broken-1".to_owned() });
    assert_eq!(desk.view().notices[0].kind, NoticeKind::HistorySalvaged);
    let detail = desk.view().notices[0].detail.clone().unwrap();
    assert!(detail.starts_with('7') && detail.contains("broken-1"), "{detail}");
    for why in [
        HistoryProblem::InUse,
        HistoryProblem::Newer,
        HistoryProblem::ReadOnly,
        HistoryProblem::Other { reason: "a cable came loose".to_owned() },
    ] {
        desk.os(SystemFact::History { state: HistoryState::Missing { why } });
        assert!(check(&desk).text.contains("not kept"), "{:?}", check(&desk));
    }
    assert!(check(&desk).text.contains("a cable came loose"));
}

#[test]
fn how_long_it_is_kept_is_checked_and_handed_on() {
    let mut desk = Desk::new();
    let rule = |kind, days| HistoryRule { kind, vendor: None, days };
    let wanted = HistoryPreferences {
        days: 0,
        megabytes: 500,
        rules: vec![rule(Some(EntryKind::Message), 30), rule(None, 90)],
    };
    let change = |history: &HistoryPreferences| Intent::ChangeSetting {
        change: SettingChange::History(history.clone()),
    };
    let effects = desk.request(change(&wanted));
    let told = Effect::SetRetention { preferences: wanted.clone() };
    assert!(effects.contains(&told), "{effects:?}");
    assert!(!desk.request(change(&wanted)).contains(&told), "nothing new");
    assert_eq!(desk.view().preferences.history, wanted);
    for bad in [
        HistoryPreferences { megabytes: 1, ..wanted.clone() },
        HistoryPreferences { days: 40_000, ..wanted.clone() },
        HistoryPreferences { rules: vec![rule(None, 1), rule(None, 2)], ..wanted.clone() },
        HistoryPreferences { rules: vec![rule(Some(EntryKind::Line), 1)], ..wanted.clone() },
    ] {
        let request = desk.ask(change(&bad));
        assert_eq!(desk.answer(request).as_deref(), Some("bad-input"));
    }
    assert_eq!(desk.view().preferences.history, wanted);
}

#[test]
fn an_account_goes_with_its_history_only_if_that_is_wanted() {
    for forget_history in [false, true] {
        let mut desk = Desk::new();
        let effects = desk.request(Intent::RemoveAccount { account: id("phone"), forget_history });
        let forgets = effects.contains(&Effect::ForgetAccount { account: id("phone") });
        assert_eq!(forgets, forget_history);
    }
}
