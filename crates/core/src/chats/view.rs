//! Conversations as the windows show them: the list, and the one that is opened.

use super::action::ChatAction;
use super::conversation::Conversation;
use super::facts::{ConversationId, Label, Visitor};
use super::placeholders::CannedBook;
use super::rows::{
    ChatWidgetRow, ConversationPanel, ConversationRow, LabelRow, LastLine, PendingChatAction,
    RatingRow, SendingRow, TranscriptRow, VisitorCard,
};
use super::state::Chats;
use super::transcript::Line;
use super::visitor::known_as;
use super::widget::ChatWidget;
use super::widgets::actions;
use crate::accounts::{AccountId, VendorId};
use crate::base::number::NumberFormat;
use crate::base::text::{URL_MAX, cap};
use crate::base::{NamedValue, Private, Timestamp};
use crate::pages::state::Pages;
use std::cmp::Reverse;

/// Longest last line in the list, in characters.
const LAST_LINE_MAX: usize = 120;

/// What the rows need of others.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Panel<'a> {
    pub(crate) pages: &'a Pages,
    pub(crate) canned: CannedBook<'a>,
    /// How numbers of visitors are shown.
    pub(crate) format: NumberFormat,
}

impl Chats {
    /// The list: who waits to be taken, who waits for an answer, who is open, who is over. `posted` is what was
    /// asked of a conversation last and is not confirmed.
    pub(crate) fn view(
        &self,
        pages: &Pages,
        format: NumberFormat,
        posted: impl Fn(ConversationId) -> Option<PendingChatAction>,
    ) -> Vec<ConversationRow> {
        let mut rows: Vec<&Conversation> = self.rows.all().collect();
        rows.sort_by_key(|row| {
            let (rank, waits) = match row.waits_since {
                _ if row.is_waiting() => (0, row.waits_from()),
                Some(since) if row.is_open() => (1, since),
                Some(_) | None => (2 + u8::from(!row.is_open()), Timestamp::default()),
            };
            (rank, waits, Reverse((row.ended(), row.id)))
        });
        let pending = |id| posted(id).or_else(|| self.pending(id));
        rows.into_iter().map(|row| self.row(pages, row, format, pending(row.id))).collect()
    }

    /// What waits for the widget's window.
    fn pending(&self, id: ConversationId) -> Option<PendingChatAction> {
        let waits = self.deferred.iter().rev().find(|it| it.conversation == Some(id))?;
        let action = waits.asked.request.action();
        Some(PendingChatAction { command: None, action, since: waits.since })
    }

    fn row(
        &self,
        pages: &Pages,
        row: &Conversation,
        format: NumberFormat,
        pending: Option<PendingChatAction>,
    ) -> ConversationRow {
        let page = &row.visitor.page;
        ConversationRow {
            id: row.id,
            account: row.account.clone(),
            vendor: row.vendor.clone(),
            status: row.status,
            closed_by: row.closed_by,
            missed: row.missed,
            who: known_as(row, format),
            page: shown(&page.title).or_else(|| shown(&page.url)),
            queue: shown(&row.queue),
            position: row.position,
            since: row.since,
            ended_at: row.ended_at,
            waiting_since: row.waits_since,
            clock: row.clock_from.map(|_| row.clock),
            replied: row.replied,
            unread: row.unread(),
            last: last_line(row),
            typing: row.typing.is_some(),
            transfer: row.transfer,
            labels: label_names(row),
            actions: self.actions(pages, row),
            pending,
            trouble: row.trouble.clone(),
            stale: row.stale,
        }
    }

    /// The conversation on the stage; `sending` are the replies that its widget does not show yet.
    pub(crate) fn panel(
        &self,
        id: ConversationId,
        of: Panel<'_>,
        sending: Vec<SendingRow>,
    ) -> Option<ConversationPanel> {
        let row = self.get(id)?;
        let rating = row.rating.as_ref().map(|rating| RatingRow {
            value: rating.value,
            scale: rating.scale.clone(),
            comment: shown(&rating.comment),
        });
        Some(ConversationPanel {
            id: row.id,
            visitor: card(&row.visitor, of.format),
            labels: row.labels.iter().map(|label| label_of(row, label)).collect(),
            transcript: row.transcript.lines.iter().map(line_of).collect(),
            omitted: row.transcript.omitted,
            preview: row.typing.as_ref().and_then(|typing| shown(&typing.preview)),
            agent: shown(&row.agent),
            rating,
            sending,
            canned: of.canned.choices(row),
            unconfirmed: self.unconfirmed(of.pages, row),
        })
    }

    fn unconfirmed(&self, pages: &Pages, row: &Conversation) -> Vec<ChatAction> {
        let Some(widget) = self.widget(&row.account, &row.vendor) else { return Vec::new() };
        let silent = |action: &ChatAction| widget.ability(*action).is_some_and(|it| !it.confirmed);
        self.actions(pages, row).into_iter().filter(silent).collect()
    }

    /// The widgets of an account's page.
    pub(crate) fn widget_rows(&self, pages: &Pages, account: &AccountId) -> Vec<ChatWidgetRow> {
        let alive = pages.is_alive(account);
        let row = |(vendor, widget): (&VendorId, &ChatWidget)| ChatWidgetRow {
            vendor: vendor.clone(),
            version: widget.version.clone(),
            availability: widget.availability,
            window: widget.window,
            actions: actions(alive, widget),
        };
        self.widgets_of(account).map(row).collect()
    }
}

fn shown(text: &Option<Private<String>>) -> Option<String> {
    text.as_ref().map(|text| text.reveal().clone())
}

fn last_line(row: &Conversation) -> Option<LastLine> {
    let line = row.transcript.lines.iter().rev().find(|line| line.note.is_none())?;
    let file = || line.file.as_ref().and_then(|file| shown(&file.name));
    let text = shown(&line.text).or_else(file);
    let text = text.map(|text| cap(&text, LAST_LINE_MAX));
    Some(LastLine { author: line.author, text, at: line.at })
}

/// Each name once, however many values it has.
fn label_names(row: &Conversation) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for label in &row.labels {
        if !names.contains(&label.name) {
            names.push(label.name.clone());
        }
    }
    names
}

fn label_of(row: &Conversation, label: &Label) -> LabelRow {
    LabelRow {
        name: label.name.clone(),
        value: shown(&label.value),
        free_form: label.free_form,
        unconfirmed: row.handed_labels.contains(label),
    }
}

fn card(visitor: &Visitor, format: NumberFormat) -> VisitorCard {
    let weather = visitor.weather.as_ref();
    VisitorCard {
        name: shown(&visitor.name),
        email: shown(&visitor.email),
        phone: shown(&visitor.phone).map(|phone| format.show(&phone)),
        notes: shown(&visitor.notes),
        page_url: shown(&visitor.page.url),
        page_title: shown(&visitor.page.title),
        referrer: shown(&visitor.referrer),
        location: shown(&visitor.location),
        language: shown(&visitor.language),
        celsius: weather.and_then(|weather| shown(&weather.celsius)),
        fahrenheit: weather.and_then(|weather| shown(&weather.fahrenheit)),
        weather: weather.and_then(|weather| shown(&weather.description)),
        fields: visitor
            .fields
            .iter()
            .map(|field| NamedValue {
                name: field.name.clone(),
                value: field.value.reveal().clone(),
            })
            .collect(),
    }
}

fn line_of(line: &Line) -> TranscriptRow {
    TranscriptRow {
        line: line.number,
        author: line.author,
        name: shown(&line.name),
        note: line.note,
        text: shown(&line.text),
        file: line.file.as_ref().and_then(|file| shown(&file.name)),
        file_url: line
            .file
            .as_ref()
            .and_then(|file| shown(&file.url))
            .map(|url| cap(&url, URL_MAX)),
        at: line.at,
        historic: line.historic,
        unconfirmed: line.unconfirmed,
    }
}
