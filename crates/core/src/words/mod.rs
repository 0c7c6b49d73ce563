//! Words: every sentence the core says by itself, one table per language. `{}` marks a place to fill.

mod browser;

pub(crate) mod chat;

mod chat_de;

mod chat_en;

mod de;

mod en;

mod guard;

pub(crate) mod history;
pub(crate) mod link;
pub(crate) mod sound;

mod open;

mod rights;

mod rights_de;

mod rights_en;

pub(crate) mod status;

mod status_de;

mod status_en;

pub use browser::{BrowserPage, BrowserWords, browser_words};

pub(crate) use guard::GuardWords;
pub(crate) use rights::RightsWords;

pub use open::open_label;

/// A language we have words for; the shell reads the system's choice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Locale {
    /// English.
    #[default]
    English,
    /// German.
    German,
}

impl Locale {
    /// The nearest language we have to a system locale name such as `de_DE.UTF-8`.
    pub(crate) fn from_name(name: &str) -> Self {
        let language = name.split(['_', '-', '.', '@']).next().unwrap_or_default();
        if language.eq_ignore_ascii_case("de") { Self::German } else { Self::English }
    }
}

/// The words of `locale`.
pub(crate) const fn words(locale: Locale) -> &'static Words {
    match locale {
        Locale::English => &en::WORDS,
        Locale::German => &de::WORDS,
    }
}

/// One language. A missing field does not compile.
#[derive(Debug)]
pub(crate) struct Words {
    /// Which language it is.
    pub(crate) locale: Locale,
    /// A time of the day in minutes after midnight, as one reads it.
    pub(crate) time_of_day: fn(u32) -> String,
    // Ringing
    pub(crate) incoming_call: &'static str,
    pub(crate) incoming_from: &'static str,
    pub(crate) unknown_caller: &'static str,
    pub(crate) unknown_sender: &'static str,
    pub(crate) queue: &'static str,
    pub(crate) answer_on_phone: &'static str,
    pub(crate) missed_call: &'static str,
    pub(crate) missed_from: &'static str,
    pub(crate) missed_calls: &'static str,
    pub(crate) went_to_voicemail: &'static str,
    // Messages
    pub(crate) new_message: &'static str,
    pub(crate) message_from: &'static str,
    pub(crate) new_messages: &'static str,
    pub(crate) new_voicemail: &'static str,
    pub(crate) new_voicemail_long: &'static str,
    pub(crate) new_fax: &'static str,
    pub(crate) new_fax_page: &'static str,
    pub(crate) new_fax_pages: &'static str,
    pub(crate) attachments: &'static str,
    // Accounts
    pub(crate) signed_out: &'static str,
    pub(crate) keeps_signing_out: &'static str,
    pub(crate) signed_out_body: &'static str,
    // Tray
    pub(crate) app: &'static str,
    pub(crate) ringing: &'static str,
    pub(crate) on_call: &'static str,
    /// Whom one talks to, or calls.
    pub(crate) call_with: &'static str,
    pub(crate) unread: &'static str,
    pub(crate) missed: &'static str,
    pub(crate) show: &'static str,
    pub(crate) quit: &'static str,
    // Troubles
    pub(crate) no_reaction: &'static str,
    pub(crate) refused: &'static str,
    pub(crate) not_posted: &'static str,
    pub(crate) dialing: &'static str,
    pub(crate) signing_in: &'static str,
    pub(crate) signing_out: &'static str,
    pub(crate) choosing_ring_out: &'static str,
    pub(crate) page_command: &'static str,
    // Answers to the command line
    pub(crate) done: &'static str,
    /// How many were marked as seen, and how many no longer are.
    pub(crate) marked_seen: &'static str,
    pub(crate) marked_unseen: &'static str,
    pub(crate) nothing_to_undo: &'static str,
    pub(crate) posted: &'static str,
    pub(crate) call_started: &'static str,
    pub(crate) dial_taken: &'static str,
    pub(crate) status_set: &'static str,
    pub(crate) no_ringing_call: &'static str,
    pub(crate) no_running_call: &'static str,
    pub(crate) unknown_call: &'static str,
    pub(crate) ambiguous_call: &'static str,
    pub(crate) call_over: &'static str,
    pub(crate) call_elsewhere: &'static str,
    pub(crate) call_not_here: &'static str,
    pub(crate) page_away: &'static str,
    pub(crate) page_hung: &'static str,
    pub(crate) wrong_moment: &'static str,
    pub(crate) needs_argument: &'static str,
    /// What stands before an extension.
    pub(crate) extension: &'static str,
    pub(crate) bad_region: &'static str,
    pub(crate) bad_number: &'static str,
    pub(crate) bad_digits: &'static str,
    pub(crate) bad_text: &'static str,
    pub(crate) unknown_account: &'static str,
    pub(crate) no_account: &'static str,
    pub(crate) several_accounts: &'static str,
    pub(crate) account_off: &'static str,
    pub(crate) not_signed_in: &'static str,
    pub(crate) dialer_dead: &'static str,
    pub(crate) replaced: &'static str,
    pub(crate) dial_expired: &'static str,
    pub(crate) not_simulated: &'static str,
    pub(crate) id_taken: &'static str,
    /// It is done and cannot be saved; why.
    pub(crate) not_saved: &'static str,
    pub(crate) too_many_accounts: &'static str,
    pub(crate) bad_label: &'static str,
    pub(crate) other_vendor: &'static str,
    pub(crate) no_sign_in: &'static str,
    pub(crate) hang_up_first: &'static str,
    pub(crate) confirm_quit: &'static str,
    pub(crate) confirm_reload: &'static str,
    pub(crate) removed: &'static str,
    pub(crate) too_many_calls: &'static str,
    pub(crate) bad_canned: &'static str,
    /// About what is kept.
    pub(crate) history: history::HistoryWords,
    pub(crate) sound: sound::SoundWords,
    /// About links of other programs.
    pub(crate) link: link::LinkWords,
    // Downloads
    pub(crate) download_finished: &'static str,
    pub(crate) downloads_finished: &'static str,
    pub(crate) download_unknown: &'static str,
    pub(crate) download_over: &'static str,
    pub(crate) download_runs: &'static str,
    pub(crate) download_not_here: &'static str,
    pub(crate) bad_folder: &'static str,
    /// About the status.
    pub(crate) status: status::StatusWords,
    /// About rights of pages.
    pub(crate) rights: RightsWords,
    /// About chats.
    pub(crate) chat: chat::ChatWords,
    pub(crate) guard: GuardWords,
    /// Names of what can be asked of a call, as on buttons.
    pub(crate) actions: CallActionWords,
    /// What is true once it is confirmed.
    pub(crate) confirmed: CallActionWords,
    pub(crate) more_calls: &'static str,
    /// Names of statuses.
    pub(crate) presences: PresenceWords,
}

/// One sentence or name for each thing that can be asked of a call.
#[derive(Debug)]
pub(crate) struct CallActionWords {
    pub(crate) answer: &'static str,
    pub(crate) decline: &'static str,
    pub(crate) voicemail: &'static str,
    pub(crate) forward: &'static str,
    pub(crate) hold: &'static str,
    pub(crate) resume: &'static str,
    pub(crate) mute: &'static str,
    pub(crate) unmute: &'static str,
    pub(crate) keypad: &'static str,
    pub(crate) transfer: &'static str,
    pub(crate) record: &'static str,
    pub(crate) stop_recording: &'static str,
    pub(crate) hang_up: &'static str,
}

/// What we call each status.
#[derive(Debug)]
pub(crate) struct PresenceWords {
    pub(crate) available: &'static str,
    pub(crate) on_contact: &'static str,
    pub(crate) wrap_up: &'static str,
    pub(crate) away: &'static str,
    pub(crate) do_not_disturb: &'static str,
    pub(crate) offline: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_system_names() {
        for (name, locale) in [
            ("de_DE.UTF-8", Locale::German),
            ("de", Locale::German),
            ("DE-at", Locale::German),
            ("en_US.UTF-8", Locale::English),
            ("den", Locale::English),
            ("C", Locale::English),
            ("", Locale::English),
        ] {
            assert_eq!(Locale::from_name(name), locale, "{name}");
        }
    }

    /// Both tables have the same places to fill, field by field (read from their `Debug` form).
    #[test]
    fn both_languages_fill_the_same_places() {
        let places = |words: &Words| {
            format!("{words:#?}")
                .lines()
                .filter(|line| line.contains('"'))
                .map(|line| {
                    let field = line.trim().split(':').next().unwrap_or_default().to_owned();
                    (field, line.matches("{}").count())
                })
                .collect::<Vec<_>>()
        };
        let (en, de) = (places(words(Locale::English)), places(words(Locale::German)));
        assert!(en.len() > 50, "the debug form changed: {}", en.len());
        assert_eq!(en, de);
    }
}
