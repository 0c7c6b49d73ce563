//! Scenarios: given these events, these effects and this view. Nothing but the public interface.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "tests stop at the first surprise"
)]

mod accounts;
mod anything;
mod anything_chats;
mod attention;
mod calls;
mod chat_banners;
mod chat_commands;
mod chat_desk;
mod chat_ends;
mod chat_lines;
mod chat_unconfirmed;
mod chat_views;
mod chats;
mod clock;
mod commands;
mod desk;
mod desktop;
mod downloads;
mod field_again;
mod field_calls;
mod field_chats;
mod field_dialling;
mod field_messages;
mod field_numbers;
mod field_status;
mod funnel;
mod guarded;
mod history;
mod hostile_chats;
mod joining;
mod links;
mod local_time;
mod messages;
mod microphone;
mod pages;
mod reach;
mod recording;
mod relay;
mod reported_chats;
mod rights;
mod seen;
mod sign_in;
mod sound;
mod status;
mod status_anything;
mod status_desk;
mod status_ends;
mod status_rules;
mod status_traps;
mod status_views;
mod team;
mod troubles;
mod views;
