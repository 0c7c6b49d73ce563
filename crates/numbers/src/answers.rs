//! Answers about a text that are remembered: a desk asks about few numbers, and again with every message about them.

use crate::Region;
use std::cell::RefCell;
use std::collections::HashMap;

/// Most answers remembered of one question.
const REMEMBERED: usize = 512;
/// Longest text whose answer is remembered, in bytes.
const TEXT_MAX: usize = 64;

/// What was answered of a text in each region. It is never anything else, and asking the numbering plans takes longer than all
/// the rest that is done with a message.
pub(crate) type Answers<A> = RefCell<HashMap<Option<Region>, HashMap<String, A>>>;

/// The answer to a question about a text: asked once, then remembered until there are too many.
/// `home` is the region it is asked in, if that is part of the question.
pub(crate) fn remembered<A: Clone>(
    answers: &Answers<A>,
    home: Option<Region>,
    text: &str,
    ask: impl Fn(&str) -> A,
) -> A {
    if let Some(known) = answers.borrow().get(&home).and_then(|there| there.get(text)) {
        return known.clone();
    }
    let answer = ask(text);
    if text.len() <= TEXT_MAX {
        let mut answers = answers.borrow_mut();
        if answers.values().map(HashMap::len).sum::<usize>() >= REMEMBERED {
            answers.clear();
        }
        answers.entry(home).or_default().insert(text.to_owned(), answer.clone());
    }
    answer
}
