//! The policy's table: every occasion under every circumstance.

use super::*;
use expect_test::{Expect, expect};

const OCCASIONS: [Occasion; 12] = [
    Occasion::Ringing,
    Occasion::TakenElsewhere,
    Occasion::Missed,
    Occasion::Message,
    Occasion::OldMessage,
    Occasion::SignedOut,
    Occasion::NewChat,
    Occasion::QueuedChat,
    Occasion::ChatLine,
    Occasion::MissedChat,
    Occasion::RightWanted,
    Occasion::Download,
];

/// All 384 combinations, each line giving `dnd ring-in-dnd switched-on in-front service` as 0/1/-.
/// Combinations with the same decision are folded where one circumstance makes no difference.
fn table(occasion: Occasion) -> String {
    let decision = |bits: u32| {
        let is = |bit: u32| bits & (1 << bit) != 0;
        decide(Circumstances {
            occasion,
            do_not_disturb: is(4),
            ring_in_do_not_disturb: is(3),
            switched_on: is(2),
            in_front: is(1),
            service: is(0),
        })
    };
    let matters = |bit: u32| (0..32).any(|bits| decision(bits) != decision(bits ^ (1 << bit)));
    let mut lines = Vec::new();
    for bits in 0..32_u32 {
        let column = |bit: u32| match (matters(bit), bits & (1 << bit) != 0) {
            (false, _) => '-',
            (true, true) => '1',
            (true, false) => '0',
        };
        let Decision { attention, withheld } = decision(bits);
        let why = withheld.map_or_else(String::new, |why| format!(" ({why:?})"));
        let columns: String = (0..5).rev().map(column).collect();
        let line = format!("{columns} {attention:?}{why}\n");
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines.sort();
    lines.concat()
}

fn check(occasion: Occasion, expected: Expect) {
    expected.assert_eq(&table(occasion));
}

#[test]
fn ringing() {
    check(
        Occasion::Ringing,
        expect![[r#"
        00--0 Ring (NoService)
        00--1 Ring
        01--0 Ring (NoService)
        01--1 Ring
        10--0 Silent (DoNotDisturb)
        10--1 Silent (DoNotDisturb)
        11--0 Ring (NoService)
        11--1 Ring
    "#]],
    );
}

#[test]
fn taken_elsewhere() {
    check(
        Occasion::TakenElsewhere,
        expect![[r#"
        ----- Silent (Elsewhere)
    "#]],
    );
}

#[test]
fn missed() {
    check(
        Occasion::Missed,
        expect![[r#"
        0-0-0 Badge (SwitchedOff)
        0-0-1 Badge (SwitchedOff)
        0-1-0 Badge (NoService)
        0-1-1 Banner
        1-0-0 Badge (SwitchedOff)
        1-0-1 Badge (SwitchedOff)
        1-1-0 Badge (DoNotDisturb)
        1-1-1 Badge (DoNotDisturb)
    "#]],
    );
}

#[test]
fn message() {
    check(
        Occasion::Message,
        expect![[r#"
        0-000 Badge (SwitchedOff)
        0-001 Badge (SwitchedOff)
        0-010 Badge (SwitchedOff)
        0-011 Badge (SwitchedOff)
        0-100 Badge (NoService)
        0-101 Banner
        0-110 Badge (InFront)
        0-111 Badge (InFront)
        1-000 Badge (SwitchedOff)
        1-001 Badge (SwitchedOff)
        1-010 Badge (SwitchedOff)
        1-011 Badge (SwitchedOff)
        1-100 Badge (DoNotDisturb)
        1-101 Badge (DoNotDisturb)
        1-110 Badge (DoNotDisturb)
        1-111 Badge (DoNotDisturb)
    "#]],
    );
}

#[test]
fn old_message() {
    check(
        Occasion::OldMessage,
        expect![[r#"
        ----- Badge (NotNew)
    "#]],
    );
}

#[test]
fn signed_out() {
    check(
        Occasion::SignedOut,
        expect![[r#"
        0-0-0 Badge (SwitchedOff)
        0-0-1 Badge (SwitchedOff)
        0-1-0 Badge (NoService)
        0-1-1 Banner
        1-0-0 Badge (SwitchedOff)
        1-0-1 Badge (SwitchedOff)
        1-1-0 Badge (DoNotDisturb)
        1-1-1 Badge (DoNotDisturb)
    "#]],
    );
}

#[test]
fn new_chat() {
    check(
        Occasion::NewChat,
        expect![[r#"
        000-0 Badge (SwitchedOff)
        000-1 Badge (SwitchedOff)
        001-0 Ring (NoService)
        001-1 Ring
        010-0 Badge (SwitchedOff)
        010-1 Badge (SwitchedOff)
        011-0 Ring (NoService)
        011-1 Ring
        100-0 Badge (SwitchedOff)
        100-1 Badge (SwitchedOff)
        101-0 Badge (DoNotDisturb)
        101-1 Badge (DoNotDisturb)
        110-0 Badge (SwitchedOff)
        110-1 Badge (SwitchedOff)
        111-0 Ring (NoService)
        111-1 Ring
    "#]],
    );
}

/// Waiting in a queue is told like a message, a chat that was missed like a call.
#[test]
fn other_news_of_chats() {
    for occasion in [Occasion::QueuedChat, Occasion::ChatLine] {
        assert_eq!(table(occasion), table(Occasion::Message), "{occasion:?}");
    }
    assert_eq!(table(Occasion::Download), table(Occasion::Message));
    assert_eq!(table(Occasion::MissedChat), table(Occasion::Missed));
}

/// What a page wants is told like a message: it can wait, but somebody must hear of it.
#[test]
fn wanted_rights() {
    assert_eq!(table(Occasion::RightWanted), table(Occasion::Message));
}

#[test]
fn every_decision_below_the_deserved_one_has_a_reason() {
    for occasion in OCCASIONS {
        for line in table(occasion).lines() {
            let loud = line.ends_with("Ring") || line.ends_with("Banner");
            assert!(loud || line.ends_with(')'), "{occasion:?}: {line}");
        }
    }
}
