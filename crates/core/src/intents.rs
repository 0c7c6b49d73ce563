//! Intents: what the user asks for, led to where it is done; the answer comes now or by a command.

use crate::accounts::LABEL_MAX;
use crate::canned::{self, CANNED_REPLIES_MAX, CANNED_TEXT_MAX, SHORTCUT_MAX};
use crate::commands::{answer, failed};
use crate::text::{cap, fill};
use crate::{
    AccountId, Answer, CallId, Effect, Intent, NoticeKind, Question, RequestId, SettingChange,
    Source, Stage, State, Timestamp, accounts, call_wishes, dial, messages, notices, pages,
    widget_wishes,
};

/// What became of a wish at once.
pub(crate) enum Reply {
    /// It is done.
    Done(String),
    /// A command is on its way and will answer.
    Later,
}

/// One wish of the user.
pub(crate) fn wish(
    state: &mut State,
    intent: Intent,
    from: Source,
    request: Option<RequestId>,
    now: Timestamp,
    out: &mut Vec<Effect>,
) {
    match grant(state, intent, from, request, now, out) {
        Ok(Reply::Later) => {}
        Ok(Reply::Done(message)) => answer(request, Answer::Done { message }, out),
        Err(refusal) => {
            let silent = ["no-call", "needs-confirmation"];
            if let (None, Answer::Failed { code, message }) = (request, &refusal)
                && !silent.contains(&code.as_str())
            {
                // Nobody reads an answer: the window says it.
                notices::add(state, None, NoticeKind::Refused, Some(message.clone()), now);
            }
            answer(request, refusal, out);
        }
    }
}

fn grant(
    state: &mut State,
    intent: Intent,
    from: Source,
    request: Option<RequestId>,
    now: Timestamp,
    out: &mut Vec<Effect>,
) -> Result<Reply, Answer> {
    let done = Ok(Reply::Done(state.words().done.to_owned()));
    match intent {
        Intent::Call { call, action, argument } => {
            call_wishes::act(state, call, action, argument.as_deref(), request, now, out)?;
            Ok(Reply::Later)
        }
        Intent::Chat { .. } | Intent::ReplyCanned { .. } => {
            Err(failed("not-possible", state.words().no_account.to_owned()))
        }
        Intent::Dial { account, number, call_now } => {
            dial::wish(state, account, &number, call_now, request, now, out)?;
            Ok(Reply::Later)
        }
        Intent::OpenSms { account, number, text } => {
            widget_wishes::open_sms(state, account, &number, text, request, now, out)
        }
        Intent::SetPresence { presence } => {
            widget_wishes::set_presence(state, presence, request, now, out)
        }
        Intent::Navigate { account, path } => {
            widget_wishes::navigate(state, account, path, request, now, out)
        }
        Intent::SignIn { account } => {
            bring_up(state, &account, from, out);
            widget_wishes::sign_in(state, account, request, now, out)
        }
        Intent::SignOut { account } => widget_wishes::sign_out(state, account, request, now, out),
        Intent::UseRingOut { account } => {
            widget_wishes::use_ring_out(state, account, request, now, out)
        }
        Intent::Simulate { account, action, arguments } => {
            widget_wishes::simulate(state, account, action, arguments, request, now, out)
        }
        Intent::Show { stage } => {
            show(state, stage, from, out)?;
            done
        }
        Intent::ShowWindow => {
            out.push(Effect::ShowWindow);
            done
        }
        Intent::HideWindow => {
            out.push(Effect::HideWindow);
            done
        }
        Intent::MarkSeen { call, account, conversation: _ } => {
            mark_seen(state, call, account.as_ref(), out)?;
            done
        }
        Intent::DismissNotice { notice } => {
            let before = state.notices.len();
            state.notices.retain(|known| known.id != notice);
            state.dirty |= state.notices.len() != before;
            done
        }
        Intent::CancelQuestion => {
            state.dirty |= state.question.take().is_some();
            done
        }
        Intent::Reload { account, confirmed } => {
            reload(state, account, confirmed, from, now, out)?;
            done
        }
        Intent::AddAccount { config } => accounts::add(state, config, now, out).and(done),
        Intent::ChangeAccount { config } => accounts::change(state, config, now, out).and(done),
        Intent::RenameAccount { account, label } => {
            accounts::rename(state, &account, label, out).and(done)
        }
        Intent::MoveAccount { account, to } => {
            accounts::move_to(state, &account, to, out).and(done)
        }
        Intent::EnableAccount { account, enabled: true } => {
            accounts::enable(state, &account, now, out).and(done)
        }
        Intent::EnableAccount { account, enabled: false } => {
            accounts::disable(state, &account, now, out).and(done)
        }
        Intent::RemoveAccount { account } => {
            accounts::remove(state, &account, now, out)?;
            Ok(Reply::Done(state.words().removed.to_owned()))
        }
        Intent::ChangeSetting { change } => {
            change_setting(state, change, out)?;
            done
        }
        Intent::Quit { confirmed } => {
            quit(state, confirmed, from, out)?;
            done
        }
    }
}

/// A wish from outside our window that needs eyes brings the window to front.
fn bring_up(state: &mut State, account: &AccountId, from: Source, out: &mut Vec<Effect>) {
    if from != Source::Window && state.config(account).is_some() {
        accounts::set_stage(state, Stage::Widget { account: account.clone() }, out);
        out.push(Effect::ShowWindow);
    }
}

fn show(
    state: &mut State,
    stage: Stage,
    from: Source,
    out: &mut Vec<Effect>,
) -> Result<(), Answer> {
    match &stage {
        Stage::Widget { account } => {
            known(state, account)?;
            mark_calls(state, |call| call.account == *account);
            messages::see_all(state, account, out);
        }
        Stage::EditAccount { account } => known(state, account)?,
        Stage::Activity => mark_calls(state, |_| true),
        Stage::Welcome
        | Stage::AddAccount { .. }
        | Stage::Settings
        | Stage::Conversation { .. } => {}
    }
    accounts::set_stage(state, stage, out);
    if from != Source::Window {
        out.push(Effect::ShowWindow);
    }
    Ok(())
}

/// The account exists.
pub(crate) fn known(state: &State, account: &AccountId) -> Result<(), Answer> {
    let known = state.config(account).map(|_| ());
    known.ok_or_else(|| accounts::unknown(state, account))
}

fn mark_calls(state: &mut State, of: impl Fn(&crate::calls::Call) -> bool) {
    for call in state.calls.iter_mut().filter(|call| of(call)) {
        state.dirty |= call.unseen();
        call.seen |= call.went_unanswered();
    }
}

fn mark_seen(
    state: &mut State,
    call: Option<CallId>,
    account: Option<&AccountId>,
    out: &mut Vec<Effect>,
) -> Result<(), Answer> {
    match (call, account) {
        (None, None) => mark_calls(state, |_| true),
        (Some(id), _) => mark_calls(state, |call| call.id == id),
        (None, Some(_)) => {}
    }
    if let Some(account) = account {
        known(state, account)?;
        messages::see_all(state, account, out);
    }
    Ok(())
}

fn reload(
    state: &mut State,
    account: AccountId,
    confirmed: bool,
    from: Source,
    now: Timestamp,
    out: &mut Vec<Effect>,
) -> Result<(), Answer> {
    known(state, &account)?;
    if let Some(config) = state.config(&account).filter(|config| !config.enabled) {
        return Err(failed("not-possible", fill(state.words().account_off, &[&config.label])));
    }
    if state.would_cut(Some(&account)) && !confirmed {
        let why = state.words().confirm_reload;
        return Err(ask(state, Question::ReloadDuringCall { account }, why, from, out));
    }
    state.dirty |= state.question.take().is_some();
    pages::reload(state, &account, now, out);
    Ok(())
}

fn quit(
    state: &mut State,
    confirmed: bool,
    from: Source,
    out: &mut Vec<Effect>,
) -> Result<(), Answer> {
    if state.would_cut(None) && !confirmed {
        let why = state.words().confirm_quit;
        return Err(ask(state, Question::QuitDuringCall, why, from, out));
    }
    out.push(Effect::Quit);
    Ok(())
}

/// Puts a question to the user; a program on the command line gets it as its answer instead.
fn ask(
    state: &mut State,
    question: Question,
    why: &str,
    from: Source,
    out: &mut Vec<Effect>,
) -> Answer {
    match from {
        Source::CommandLine => {}
        Source::Window => state.question = Some(question),
        Source::Tray | Source::Notification | Source::SecondStart => {
            state.question = Some(question);
            out.push(Effect::ShowWindow);
        }
    }
    state.dirty = true;
    failed("needs-confirmation", why.to_owned())
}

fn change_setting(
    state: &mut State,
    change: SettingChange,
    out: &mut Vec<Effect>,
) -> Result<(), Answer> {
    let words = state.words();
    let preferences = &mut state.settings.preferences;
    let before = preferences.clone();
    match change {
        SettingChange::HideContent(on) => preferences.hide_content = on,
        SettingChange::MessageBanners(on) => preferences.message_banners = on,
        SettingChange::MissedCallBanners(on) => preferences.missed_call_banners = on,
        SettingChange::RingInDoNotDisturb(on) => preferences.ring_in_do_not_disturb = on,
        SettingChange::ChatRings(on) => preferences.chat_rings = on,
        SettingChange::ChatBanners(on) => preferences.chat_banners = on,
        SettingChange::FirstReplyAmber(seconds) => preferences.first_reply_amber = seconds,
        SettingChange::FirstReplyRed(seconds) => preferences.first_reply_red = seconds,
        SettingChange::AgentName(name) => {
            preferences.agent_name = cap(name.trim(), LABEL_MAX);
        }
        SettingChange::CannedReplies(replies) => {
            if !canned::are_good(&replies) {
                let limits = [SHORTCUT_MAX, CANNED_TEXT_MAX, CANNED_REPLIES_MAX];
                let limits = limits.map(|limit| limit.to_string());
                let limits: Vec<&str> = limits.iter().map(String::as_str).collect();
                return Err(failed("bad-input", fill(words.bad_canned, &limits)));
            }
            preferences.canned_replies = replies;
        }
        SettingChange::CloseToTray(on) => preferences.close_to_tray = on,
        SettingChange::Language(language) => preferences.language = language,
    }
    if *preferences != before {
        accounts::save(state, out);
    }
    Ok(())
}
