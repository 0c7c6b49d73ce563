//! Files somebody sent in a conversation: where one can be had, when the agent wants it.

use super::facts::ConversationId;
use super::state::Chats;
use crate::accounts::AccountId;
use crate::base::answer::failed;
use crate::base::{Answer, ErrorCode, Private};
use crate::pages::state::Pages;
use crate::words::Words;

impl Chats {
    /// The account and the address of a file: of the one in `line`, or of the newest one.
    pub(crate) fn file(
        &self,
        (pages, words): (&Pages, &Words),
        conversation: ConversationId,
        line: Option<u32>,
    ) -> Result<(AccountId, Private<String>), Answer> {
        let no = |code, why: &str| Err(failed(code, why.to_owned()));
        let Some(row) = self.get(conversation) else {
            return no(ErrorCode::NoChat, words.chat.unknown);
        };
        let mut lines = row.transcript.lines.iter().rev();
        let file = match line {
            Some(number) => lines.find(|line| line.number == number).map(|line| &line.file),
            None => lines.map(|line| &line.file).find(|file| file.is_some()),
        };
        let Some(file) = file.and_then(Option::as_ref) else {
            return no(ErrorCode::BadInput, words.chat.no_file);
        };
        let Some(address) = &file.url else {
            return no(ErrorCode::NotPossible, words.chat.no_file_address);
        };
        if !pages.is_alive(&row.account) {
            return no(ErrorCode::NotPossible, words.chat.page_away);
        }
        Ok((row.account.clone(), address.clone()))
    }
}
