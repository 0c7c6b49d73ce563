//! Settings the user changes: checked, kept, saved.

use super::change::Change;
use super::facts::{Preferences, SettingChange};
use crate::accounts::edit::LABEL_MAX;
use crate::base::Answer;
use crate::base::ErrorCode;
use crate::base::answer::failed;
use crate::base::changes::Changes;
use crate::base::text::{cap, fill};
use crate::chats;
use crate::chats::{CANNED_REPLIES_MAX, CANNED_TEXT_MAX, SHORTCUT_MAX};
use crate::status::{IDLE_MINUTES, SCHEDULES_MAX, Schedule, WRAP_UP_SECONDS};
use crate::words::Words;
use deskbell_numbers::Region;
use std::path::Path;

/// Longest path of a folder in bytes.
const FOLDER_MAX: usize = 4096;

/// Longest limit of the first reply's clock in seconds: a day.
const REPLY_LIMIT_MAX: u32 = 24 * 60 * 60;

/// Changes one setting, or says why not.
pub(crate) fn change(
    preferences: &mut Preferences,
    change: SettingChange,
    words: &Words,
    changes: &mut Changes<Change>,
) -> Result<(), Answer> {
    let before = preferences.clone();
    match change {
        SettingChange::HideContent(on) => preferences.hide_content = on,
        SettingChange::MessageBanners(on) => preferences.message_banners = on,
        SettingChange::MissedCallBanners(on) => preferences.missed_call_banners = on,
        SettingChange::RingInDoNotDisturb(on) => preferences.ring_in_do_not_disturb = on,
        SettingChange::ChatRings(on) => preferences.chat_rings = on,
        SettingChange::ChatBanners(on) => preferences.chat_banners = on,
        SettingChange::FirstReplyAmber(seconds) => {
            preferences.first_reply_amber = seconds.clamp(1, REPLY_LIMIT_MAX);
        }
        SettingChange::FirstReplyRed(seconds) => {
            preferences.first_reply_red = seconds.clamp(1, REPLY_LIMIT_MAX);
        }
        SettingChange::WriteAsVisitor(on) => preferences.write_as_visitor = on,
        SettingChange::AgentName(name) => {
            preferences.agent_name = cap(name.trim(), LABEL_MAX);
        }
        SettingChange::CannedReplies(replies) => {
            if !chats::canned::are_good(&replies) {
                let limits = [SHORTCUT_MAX, CANNED_TEXT_MAX, CANNED_REPLIES_MAX];
                let limits = limits.map(|limit| limit.to_string());
                let limits: Vec<&str> = limits.iter().map(String::as_str).collect();
                return Err(failed(ErrorCode::BadInput, fill(words.bad_canned, &limits)));
            }
            preferences.canned_replies = replies;
        }
        SettingChange::Rules(rules) => {
            let good = WRAP_UP_SECONDS.contains(&rules.wrap_up_seconds)
                && IDLE_MINUTES.contains(&rules.away_idle_minutes)
                && rules.schedules.len() <= SCHEDULES_MAX
                && rules.schedules.iter().all(Schedule::is_good);
            if !good {
                return Err(failed(ErrorCode::BadInput, words.status.bad_rules.to_owned()));
            }
            preferences.rules = rules;
        }
        SettingChange::Listener(listener) => {
            if !listener.is_good() {
                return Err(failed(ErrorCode::BadInput, words.status.bad_listener.to_owned()));
            }
            preferences.listener = listener;
        }
        SettingChange::Downloads(downloads) => {
            // Whether it can be written into shows when something is.
            let is_good = downloads.folder.is_empty()
                || (Path::new(&downloads.folder).is_absolute()
                    && downloads.folder.len() <= FOLDER_MAX
                    && !downloads.folder.contains(char::is_control));
            if !is_good {
                return Err(failed(ErrorCode::BadInput, words.bad_folder.to_owned()));
            }
            preferences.downloads = downloads;
        }
        SettingChange::Sound(sound) => {
            if !sound.is_good() {
                return Err(failed(ErrorCode::BadInput, words.sound.bad_device.to_owned()));
            }
            preferences.sound = sound;
        }
        SettingChange::History(history) => {
            if !history.is_good() {
                return Err(failed(ErrorCode::BadInput, words.history.bad_retention.to_owned()));
            }
            preferences.history = history;
        }
        SettingChange::CloseToTray(on) => preferences.close_to_tray = on,
        SettingChange::Language(language) => preferences.language = language,
        SettingChange::HomeRegion(code) if code.is_empty() => preferences.home_region = code,
        SettingChange::HomeRegion(code) => {
            let Some(region) = Region::from_code(&code) else {
                return Err(failed(ErrorCode::BadInput, words.bad_region.to_owned()));
            };
            preferences.home_region = region.code();
        }
    }
    if *preferences != before {
        changes.push(match preferences.sound == before.sound {
            true => Change::Set,
            false => Change::SoundSet,
        });
    }
    Ok(())
}
