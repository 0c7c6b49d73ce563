//! What is remembered of a request whose widget never tells what came of it: marked as not confirmed.

use crate::commands::Asked;
use crate::conversation_status::agent_wrote;
use crate::transcript::When;
use crate::{AddedFrom, ChatRequest, CommandId, Private, State, Timestamp, WhisperTo};

/// The page took a request. If nobody will ever confirm it, this is the last that is heard of it.
pub(crate) fn handed_over(state: &mut State, command: CommandId, now: Timestamp) {
    let Some(command) = state.commands.get(&command) else { return };
    let (Asked::Chat(id, _), Some(asked)) = (command.asked, &command.chat) else { return };
    if asked.confirmed || asked.seen {
        return;
    }
    let request = asked.request.clone();
    let Some(row) = state.conversation_mut(id) else { return };
    let when = When { at: None, historic: false, now };
    if let Some(text) = words_of_agent(&request) {
        row.transcript.hand_over(text, when);
        if row.is_open() {
            agent_wrote(row, when);
        }
    }
    row.heard_at = now;
    state.dirty = true;
}

/// What the visitor gets to read as the agent's words.
fn words_of_agent(request: &ChatRequest) -> Option<&Private<String>> {
    let (ChatRequest::Reply { text }
    | ChatRequest::AddMessage { text, from: AddedFrom::Agent }
    | ChatRequest::Whisper { text, to: WhisperTo::Visitor }) = request
    else {
        return None;
    };
    Some(text)
}
