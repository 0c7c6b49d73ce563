//! Conversations as the windows show them: the list, and the one that is opened.

use super::action::ChatAction;
use super::conversation::Conversation;
use super::facts::{Label, Visitor};
use super::rows::{
    ChatWidgetRow, ConversationPanel, ConversationRow, LabelRow, LastLine, RatingRow,
    TranscriptRow, VisitorCard,
};
use super::transcript::Line;
use super::visitor::known_as;
use super::widgets::{ChatWidget, actions};
use super::{placeholders, possible, widgets};
use crate::accounts::VendorId;
use crate::base::number::shown_number;
use crate::base::text::cap;
use crate::base::{NamedValue, Private, Timestamp};
use crate::commands;
use crate::state::State;
use crate::window::Stage;
use crate::world::Account;
use std::cmp::Reverse;

/// Longest last line in the list, in characters.
const LAST_LINE_MAX: usize = 120;

/// The list: who waits to be taken, who waits for an answer, who is open, who is over.
pub(crate) fn rows(state: &State) -> Vec<ConversationRow> {
    let mut rows: Vec<&Conversation> = state.world.chats.rows.iter().collect();
    rows.sort_by_key(|row| {
        let (rank, waits) = match row.waits_since {
            _ if row.is_waiting() => (0, row.waits_since.unwrap_or(row.since)),
            Some(since) if row.is_open() => (1, since),
            Some(_) | None => (2 + u8::from(!row.is_open()), Timestamp::default()),
        };
        (rank, waits, Reverse((row.ended_at.unwrap_or(row.heard_at), row.id)))
    });
    rows.into_iter().map(|row| row_of(state, row)).collect()
}

fn shown(text: &Option<Private<String>>) -> Option<String> {
    text.as_ref().map(|text| text.reveal().clone())
}

fn row_of(state: &State, row: &Conversation) -> ConversationRow {
    let page = &row.visitor.page;
    ConversationRow {
        id: row.id,
        account: row.account.clone(),
        vendor: row.vendor.clone(),
        status: row.status,
        closed_by: row.closed_by,
        missed: row.missed,
        who: known_as(row),
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
        labels: row.labels.iter().map(|label| label.name.clone()).collect(),
        actions: possible::actions(state, row),
        pending: commands::chats::pending(state, row.id),
        trouble: row.trouble.clone(),
        unsure: row.unsure,
    }
}

fn last_line(row: &Conversation) -> Option<LastLine> {
    let line = row.transcript.lines.iter().rev().find(|line| line.note.is_none())?;
    let file = || line.file.as_ref().and_then(|file| shown(&file.name));
    let text = shown(&line.text).or_else(file);
    let text = text.map(|text| cap(&text, LAST_LINE_MAX));
    Some(LastLine { author: line.author, text, at: line.at })
}

/// The conversation on the stage.
pub(crate) fn panel(state: &State) -> Option<ConversationPanel> {
    let Stage::Conversation { conversation } = *state.world.window.stage() else { return None };
    let row = state.world.chats.get(conversation)?;
    let rating = row.rating.as_ref().map(|rating| RatingRow {
        value: rating.value,
        scale: rating.scale.clone(),
        comment: shown(&rating.comment),
    });
    Some(ConversationPanel {
        id: row.id,
        visitor: card(&row.visitor),
        labels: row.labels.iter().map(|label| label_of(row, label)).collect(),
        transcript: row.transcript.lines.iter().map(line_of).collect(),
        omitted: row.transcript.omitted,
        preview: row.typing.as_ref().and_then(|typing| shown(&typing.preview)),
        agent: shown(&row.agent),
        rating,
        sending: commands::chats::sending(state, row.id),
        canned: placeholders::choices(state, row),
        unconfirmed: unconfirmed(state, row),
    })
}

fn label_of(row: &Conversation, label: &Label) -> LabelRow {
    LabelRow {
        name: label.name.clone(),
        value: shown(&label.value),
        unconfirmed: row.handed_labels.contains(&label.name),
    }
}

fn unconfirmed(state: &State, row: &Conversation) -> Vec<ChatAction> {
    let Some(widget) = widgets::widget(state, &row.account, &row.vendor) else {
        return Vec::new();
    };
    let silent = |action: &ChatAction| widget.ability(*action).is_some_and(|it| !it.confirmed);
    possible::actions(state, row).into_iter().filter(silent).collect()
}

fn card(visitor: &Visitor) -> VisitorCard {
    let weather = visitor.weather.as_ref();
    VisitorCard {
        name: shown(&visitor.name),
        email: shown(&visitor.email),
        phone: shown(&visitor.phone).map(|phone| shown_number(&phone)),
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
        file_url: line.file.as_ref().and_then(|file| shown(&file.url)),
        at: line.at,
        historic: line.historic,
        unconfirmed: line.unconfirmed,
    }
}

/// The widgets as the windows show them.
pub(crate) fn widget_rows(account: Account<'_>) -> Vec<ChatWidgetRow> {
    let row = |(vendor, widget): (&VendorId, &ChatWidget)| ChatWidgetRow {
        vendor: vendor.clone(),
        version: widget.version.clone(),
        availability: widget.availability,
        window: widget.window,
        actions: actions(account.page.alive(), widget),
    };
    account.widgets.iter().map(row).collect()
}
