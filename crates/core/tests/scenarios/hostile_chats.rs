//! Hostile chats: floods, endless texts and many conversations at once; what is kept and what is shown stays bounded.

use crate::chat_desk::*;
use crate::desk::*;
use deskbell_core::*;

fn notifications(effects: &[Effect]) -> usize {
    effects.iter().filter(|effect| matches!(effect, Effect::Notify { .. })).count()
}

#[test]
fn a_flood_of_conversations_and_lines_is_bounded_and_stays_quiet() {
    const CONVERSATIONS: u32 = 300;
    const LINES: u32 = 20_000;
    let mut desk = Desk::chats();
    let mut effects = Vec::new();
    for n in 0..CONVERSATIONS {
        effects.extend(desk.chat(of(&format!("c{n}"), offered())));
    }
    for n in 0..LINES {
        let name = format!("c{}", CONVERSATIONS - 1 - n % 50);
        effects.extend(desk.chat(of(&name, asks(&format!("line {n}")))));
    }
    let view = desk.view();
    assert!(view.conversations.len() <= 150, "{}", view.conversations.len());
    assert!((1..=20).contains(&notifications(&effects)), "{} at once", notifications(&effects));
    assert!(view.conversations.iter().any(|row| row.unread == LINES / 50), "each is counted");
}

#[test]
fn endless_texts_are_cut_and_a_transcript_has_an_end() {
    let mut desk = Desk::chats();
    let long = "y\u{202e}\u{1b}".repeat(300_000);
    desk.chat(of("c", visitor(&long)));
    for n in 0..1000 {
        desk.chat(of("c", asks(&format!("{n} {long}"))));
    }
    desk.show_chat(1);
    let panel = desk.view().conversation.unwrap();
    let text = |row: &TranscriptRow| row.text.clone().unwrap_or_default();
    let kept: usize = panel.transcript.iter().map(|row| text(row).len()).sum();
    assert!(panel.transcript.len() <= 200 && kept <= 60_000, "{kept} bytes");
    assert!(usize::try_from(panel.omitted).unwrap() >= 1000 - 200);
    assert!(panel.transcript.iter().all(|row| !text(row).contains(['\u{202e}', '\u{1b}'])));
    assert_eq!(panel.visitor.name.unwrap().chars().count(), 200);
}
