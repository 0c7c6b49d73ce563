//! Intents: what the user asks for, led to where it is done; the answer comes now or by a command.

use crate::chat_wishes::{self, Asking, Meant};
use crate::commands::{answer, failed};
use crate::text::fill;
use crate::{
    AccountId, Answer, CallId, ConversationId, Effect, Intent, NoticeKind, Question, RequestId,
    Source, Stage, State, Timestamp, accounts, call_wishes, conversations, dial, downloads,
    funnels, links, messages, notices, pages, rights, setting_wishes, statuses, widget_wishes,
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
            let silent =
                ["no-call", "no-chat", "no-ask", "no-grant", "no-sign-in", "needs-confirmation"];
            // What is wrong with a link, links.rs says itself.
            if let (None, Answer::Failed { code, message }) = (request, &refusal)
                && from != Source::Link
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
    if from == Source::Link && !matches!(intent, Intent::OpenLink { .. }) {
        return Err(failed("not-possible", state.words().link.only_shown.to_owned()));
    }
    match intent {
        Intent::Call { call, action, argument } => {
            call_wishes::act(state, call, action, argument.as_deref(), request, now, out)?;
            Ok(Reply::Later)
        }
        Intent::Chat { conversation, account, vendor, request: what, confirmed } => {
            let meant = Meant { conversation, account, vendor, confirmed };
            chat_wishes::act(state, meant, what, Asking { from, request, now }, out)?;
            Ok(Reply::Later)
        }
        Intent::ReplyCanned { conversation, shortcut } => {
            let asking = Asking { from, request, now };
            chat_wishes::reply_canned(state, conversation, &shortcut, asking, out)?;
            Ok(Reply::Later)
        }
        Intent::Dial { account, number, call_now } => {
            dial::wish(state, account, &number, call_now, request, now, out)?;
            Ok(Reply::Later)
        }
        Intent::OpenSms { account, number, text } => {
            widget_wishes::open_sms(state, account, &number, text, request, now, out)
        }
        Intent::OpenLink { link } => links::open(state, &link, now, out),
        Intent::DropLink => {
            links::drop_held(state);
            done
        }
        Intent::SetPresence { presence, note, after_call } => {
            let wish = statuses::Wish { presence, note, after_call };
            statuses::choose(state, wish, from, request, now)
        }
        Intent::DropNextPresence => {
            statuses::drop_next(state);
            done
        }
        Intent::PushStatus { account } => statuses::push_again(state, &account, request, now),
        Intent::AdoptStatus { account } => statuses::adopt(state, &account, from, request, now),
        Intent::Navigate { account, path } => {
            widget_wishes::navigate(state, account, path, request, now, out)
        }
        Intent::SignIn { account } => {
            bring_up(state, &account, from, out);
            widget_wishes::sign_in(state, account, request, now, out)
        }
        Intent::CancelSignIn { account } => widget_wishes::cancel_sign_in(state, &account, out),
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
        Intent::MarkSeen { call, account, conversation } => {
            mark_seen(state, call, account.as_ref(), conversation, out)?;
            done
        }
        Intent::Dismiss { conversation } => {
            known_conversation(state, conversation)?;
            conversations::dismiss(state, conversation, now);
            done
        }
        Intent::CancelDownload { download } => {
            downloads::cancel(state, download, now, out).and(done)
        }
        Intent::ClearDownloads { download } => downloads::clear(state, download).and(done),
        Intent::ShowDownload { download } => downloads::reveal(state, download, out).and(done),
        Intent::ChooseDownloadFolder => {
            let folder = state.settings.preferences.downloads.folder.clone();
            out.push(Effect::ChooseDownloadFolder { folder });
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
        Intent::AnswerAsk { ask, allowed, remember } => {
            rights::answer(state, ask, allowed, remember.into(), out).and(done)
        }
        Intent::SetGrant { account, right, allowed } => {
            rights::say(state, &account, right, allowed, rights::Keeping::ForGood, out).and(done)
        }
        Intent::ForgetGrant { account, right } => {
            rights::forget(state, &account, right, out).and(done)
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
            setting_wishes::change(state, change, out)?;
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
            conversations::see_all(state, account);
        }
        Stage::Conversation { conversation } => {
            known_conversation(state, *conversation)?;
            conversations::see(state, *conversation);
        }
        Stage::EditAccount { account } => known(state, account)?,
        Stage::Activity => mark_calls(state, |_| true),
        Stage::Welcome | Stage::AddAccount { .. } | Stage::Settings => {}
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

fn known_conversation(state: &State, id: ConversationId) -> Result<(), Answer> {
    let known = state.conversation(id).map(|_| ());
    known.ok_or_else(|| failed("no-chat", state.words().chat.unknown.to_owned()))
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
    conversation: Option<ConversationId>,
    out: &mut Vec<Effect>,
) -> Result<(), Answer> {
    if let Some(id) = call {
        mark_calls(state, |call| call.id == id);
    } else if account.is_none() && conversation.is_none() {
        mark_calls(state, |_| true);
    }
    if let Some(id) = conversation {
        known_conversation(state, id)?;
        conversations::see(state, id);
    }
    if let Some(account) = account {
        known(state, account)?;
        messages::see_all(state, account, out);
        conversations::see_all(state, account);
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
    if state.would_leave_chats() && !confirmed {
        let why = state.words().chat.confirm_quit;
        return Err(ask(state, Question::QuitDuringChat, why, from, out));
    }
    if state.funnel_save_at.is_some() {
        funnels::save_now(state, out);
    }
    out.push(Effect::Quit);
    Ok(())
}

/// Puts a question to the user; a program on the command line gets it as its answer instead.
pub(crate) fn ask(
    state: &mut State,
    question: Question,
    why: &str,
    from: Source,
    out: &mut Vec<Effect>,
) -> Answer {
    match from {
        Source::CommandLine | Source::Link => {}
        Source::Window => state.question = Some(question),
        Source::Tray | Source::Notification | Source::SecondStart => {
            state.question = Some(question);
            out.push(Effect::ShowWindow);
        }
    }
    state.dirty = true;
    failed("needs-confirmation", why.to_owned())
}
