//! What the user asks of a conversation or a chat widget: found, checked, handed over, never shown as done here.

use super::action::{ChatAbility, ChatAction};
use super::asked::ChatAsked;
use super::asked::Deferred;
use super::change::Change;
use super::check::check;
use super::conversation::Conversation;
use super::facts::{ConversationId, Label};
use super::placeholders::CannedBook;
use super::request::ChatRequest;
use super::state::Chats;
use super::{names, widgets};
use crate::accounts::{AccountId, VendorId};
use crate::base::answer::failed;
use crate::base::text::fill;
use crate::base::{Answer, ErrorCode, Private, RequestId, Timestamp, same_name};
use crate::pages::state::Pages;
use crate::words::Words;

/// Whom a request is meant for, as far as said.
#[derive(Clone, Debug, Default)]
pub(crate) struct Meant {
    pub(crate) conversation: Option<ConversationId>,
    pub(crate) account: Option<AccountId>,
    pub(crate) vendor: Option<VendorId>,
}

/// What a request is judged by.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Circumstances<'a> {
    pub(crate) pages: &'a Pages,
    pub(crate) words: &'a Words,
}

/// Where a request goes and how.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    account: AccountId,
    vendor: VendorId,
    /// None means the widget as a whole.
    pub(crate) conversation: Option<ConversationId>,
    ability: ChatAbility,
}

impl Chats {
    /// Finds out where a request goes, or says why it cannot be asked.
    pub(crate) fn target(
        &self,
        around: Circumstances<'_>,
        meant: &Meant,
        request: &ChatRequest,
    ) -> Result<Target, Answer> {
        check(around.words, request)?;
        let action = request.action();
        let row = match self.find(around, meant, action) {
            Ok(id) => self.get(id),
            Err(_) if !action.concerns_conversation() => None,
            // A message may be added to an open chat before there is a conversation.
            Err(Answer::Failed { code, .. })
                if code == ErrorCode::NoChat
                    && action.concerns_widget()
                    && meant.conversation.is_none() =>
            {
                None
            }
            Err(why) => return Err(why),
        };
        match row {
            Some(row) => self.target_of_row(around, row, action),
            None => self.target_of_widget(around, meant, action),
        }
    }

    /// A request with what the conversation itself tells: which value a label has that is to be taken off.
    pub(crate) fn whole_request(
        &self,
        words: &Words,
        target: &Target,
        request: ChatRequest,
    ) -> Result<ChatRequest, Answer> {
        let ChatRequest::RemoveLabel { label } = request else { return Ok(request) };
        let row = target.conversation.and_then(|id| self.get(id));
        let alike = row.into_iter().flat_map(|row| &row.labels).filter(|it| it.is_same(&label));
        let alike: Vec<&Label> = alike.collect();
        match alike.as_slice() {
            [] => Ok(ChatRequest::RemoveLabel { label }),
            [known] => {
                let value = label.value.or_else(|| known.value.clone());
                let free_form = label.free_form.or(known.free_form);
                let label = Label { name: label.name, value, free_form };
                Ok(ChatRequest::RemoveLabel { label })
            }
            several => {
                let values = several.iter().filter_map(|it| it.value.as_ref());
                let values: Vec<&str> = values.map(|it| it.reveal().as_str()).collect();
                let why = fill(words.chat.which_value, &[&label.name, &values.join(", ")]);
                Err(failed(ErrorCode::BadInput, why))
            }
        }
    }

    /// A canned reply, if everything in it can be filled in, and the conversation it is for.
    pub(crate) fn canned_reply(
        &self,
        around: Circumstances<'_>,
        conversation: Option<ConversationId>,
        shortcut: &str,
        book: CannedBook<'_>,
    ) -> Result<(Meant, ChatRequest), Answer> {
        let words = around.words;
        // Sets from before may have two that differ in capitals only.
        let exact = book.replies.iter().find(|reply| reply.shortcut == shortcut);
        let alike = || book.replies.iter().find(|reply| same_name(&reply.shortcut, shortcut));
        let Some(reply) = exact.or_else(alike) else {
            return Err(failed(
                ErrorCode::BadInput,
                fill(words.chat.unknown_shortcut, &[shortcut]),
            ));
        };
        let meant = Meant { conversation, ..Meant::default() };
        let id = self.find(around, &meant, ChatAction::Reply)?;
        let Some(row) = self.get(id) else {
            return Err(failed(ErrorCode::NoChat, words.chat.unknown.to_owned()));
        };
        let filled = book.fill_in(&reply.text, row);
        if !filled.open.is_empty() {
            let names: Vec<String> = filled.open.iter().map(|name| format!("{{{name}}}")).collect();
            return Err(failed(
                ErrorCode::BadInput,
                fill(words.chat.open_places, &[&names.join(", ")]),
            ));
        }
        let request = ChatRequest::Reply { text: Private::new(filled.text) };
        Ok((Meant { conversation: Some(id), ..meant }, request))
    }

    /// Hands a request over, or lets it wait for the widget's window.
    pub(crate) fn ask(
        &mut self,
        around: Circumstances<'_>,
        target: Target,
        request: ChatRequest,
        waits: Option<RequestId>,
        now: Timestamp,
    ) {
        let Target { account, vendor, conversation, ability } = target;
        let asked = ChatAsked { vendor, request, confirmed: ability.confirmed, seen: false };
        if let Some(id) = conversation {
            self.set_trouble(id, None);
            self.mark_read(id, now);
        }
        if ability.needs_window && !self.is_window_open(around.pages, &account, &asked) {
            let waiting = Deferred { account, conversation, asked, since: now, request: waits };
            return self.defer(waiting, around.words);
        }
        self.changes.push(Change::Ask { account, conversation, asked, request: waits });
    }

    fn target_of_row(
        &self,
        around: Circumstances<'_>,
        row: &Conversation,
        action: ChatAction,
    ) -> Result<Target, Answer> {
        let widget = self.widget(&row.account, &row.vendor);
        let ability = widget.and_then(|widget| widget.ability(action));
        match ability {
            Some(ability) if self.actions(around.pages, row).contains(&action) => Ok(Target {
                account: row.account.clone(),
                vendor: row.vendor.clone(),
                conversation: Some(row.id),
                ability,
            }),
            _ => {
                let why = self.impossible(around.pages, around.words, row, action);
                Err(failed(ErrorCode::NotPossible, why))
            }
        }
    }

    /// The widget meant: the named one, or the only one that can.
    fn target_of_widget(
        &self,
        around: Circumstances<'_>,
        meant: &Meant,
        action: ChatAction,
    ) -> Result<Target, Answer> {
        let words = &around.words.chat;
        let mut able = Vec::new();
        for (account, of_account) in &self.widgets {
            let page_alive = around.pages.is_alive(account);
            for (vendor, widget) in of_account {
                let named = meant.account.as_ref().is_none_or(|named| named == account)
                    && meant.vendor.as_ref().is_none_or(|named| named == vendor);
                if let Some(ability) = widget.ability(action)
                    && named
                    && widgets::actions(page_alive, widget).contains(&action)
                {
                    able.push(Target {
                        account: account.clone(),
                        vendor: vendor.clone(),
                        conversation: None,
                        ability,
                    });
                }
            }
        }
        match (able.pop(), able.is_empty()) {
            (Some(one), true) => Ok(one),
            (Some(_), false) => Err(failed(ErrorCode::Ambiguous, words.several_widgets.to_owned())),
            (None, _) => {
                let name = names::name(&words.actions, action);
                Err(failed(ErrorCode::NotPossible, fill(words.no_widget, &[name])))
            }
        }
    }

    /// The conversation meant: the named one, or the one it can only be.
    fn find(
        &self,
        around: Circumstances<'_>,
        meant: &Meant,
        action: ChatAction,
    ) -> Result<ConversationId, Answer> {
        let words = &around.words.chat;
        if let Some(id) = meant.conversation {
            let known = self.get(id).map(|row| row.id);
            return known.ok_or_else(|| failed(ErrorCode::NoChat, words.unknown.to_owned()));
        }
        if !action.concerns_conversation() {
            return Err(failed(ErrorCode::NoChat, words.none.to_owned()));
        }
        let named = |row: &&Conversation| {
            meant.account.as_ref().is_none_or(|account| row.account == *account)
                && meant.vendor.as_ref().is_none_or(|vendor| row.vendor == *vendor)
        };
        let open: Vec<&Conversation> = self.rows.open().filter(named).collect();
        let able = |row: &&Conversation| self.actions(around.pages, row).contains(&action);
        let able: Vec<&Conversation> = open.iter().copied().filter(able).collect();
        match (open.as_slice(), able.as_slice()) {
            ([], _) => Err(failed(ErrorCode::NoChat, words.none.to_owned())),
            ([one], _) | (_, [one]) => Ok(one.id),
            _ => Err(failed(ErrorCode::Ambiguous, words.ambiguous.to_owned())),
        }
    }
}
