//! Colleagues: what a vendor's service tells of other agents is kept, as long as it is not without end.

use crate::desk::*;
use deskbell_core::*;

fn told(desk: &mut Desk, agent: &str, word: &str, at: Option<Timestamp>) {
    let told = StatusReport { word: word.to_owned(), note: None, changed_at: at };
    let account = id("hub");
    desk.play(Event::ColleagueStatusReported { account, agent: agent.into(), told });
}

fn team(desk: &Desk) -> Vec<(String, Presence, Timestamp)> {
    desk.view().team.into_iter().map(|row| (row.agent, row.presence, row.since)).collect()
}

#[test]
fn a_colleagues_status_is_kept_and_the_newest_stands() {
    let mut desk = Desk::both();
    let at = |seconds: u64| Timestamp(T0.0 - 600_000 + seconds * 1000);
    told(&mut desk, "bo@desk.example", "online", Some(at(0)));
    told(&mut desk, "al@desk.example", "offline", None);
    told(&mut desk, "bo@desk.example", "pause", Some(at(60)));
    // Repeated for hours, in whatever order.
    told(&mut desk, "bo@desk.example", "online", Some(at(0)));
    told(&mut desk, "bo@desk.example", "pause", Some(at(60)));
    told(&mut desk, "bo@desk.example", "dancing", Some(at(90)));
    let now = desk.view().now;
    assert_eq!(
        team(&desk),
        [
            ("al@desk.example".to_owned(), Presence::Offline, now),
            ("bo@desk.example".to_owned(), Presence::Away, at(60)),
        ]
    );
    assert_eq!(desk.status("hub").told, None, "of our own agent nothing was told");
    desk.request(Intent::RemoveAccount { account: id("hub"), forget_history: false });
    assert!(team(&desk).is_empty());
}

#[test]
fn what_strangers_name_as_colleagues_has_an_end() {
    let mut desk = Desk::both();
    told(&mut desk, "first@desk.example", "online", None);
    for number in 0..500 {
        told(&mut desk, &format!("{number}\u{202e}\n{}", "x".repeat(5000)), "pause", None);
        desk.wait(SECOND);
        // Heard of again and again, so it is not the one to go.
        told(&mut desk, "first@desk.example", "online", None);
    }
    told(&mut desk, " \n", "online", None);
    told(&mut desk, "late@desk.example", "online", Some(Timestamp(u64::MAX)));
    let rows = desk.view().team;
    assert_eq!(rows.len(), TEAM_MAX);
    assert!(rows.iter().any(|row| row.agent == "first@desk.example"));
    assert!(rows.iter().all(|row| row.agent.chars().count() <= 200));
    assert!(rows.iter().all(|row| !row.agent.contains(['\n', '\u{202e}'])));
    assert!(rows.iter().all(|row| row.since <= desk.view().now));
}
