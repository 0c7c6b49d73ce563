//! Intents: what the user asks for, led to where it is done; the answer comes now or by a command.

use super::{changes, export, history, seen};
use crate::accounts::AccountId;
use crate::base::answer::{Reply, failed};
use crate::base::text::fill;
use crate::base::{Answer, ErrorCode, RequestId, Source, Timestamp};
use crate::calls::dial::Dialling;
use crate::chats::act::Meant;
use crate::chats::{BanBy, ChatRequest, ConversationId};
use crate::commands::act::Sms;
use crate::effect::Effect;
use crate::intent::Intent;
use crate::permissions::grants::Keeping;
use crate::permissions::requests::Circumstances;
use crate::permissions::state::Permissions;
use crate::sound::DeviceKind;
use crate::state::State;
use crate::status::{Presence, STATUS_RELAY_OPTION, STATUS_RELAY_TOKEN_OPTION, StatusEnd};
use crate::window::{Item, Question, Stage};
use crate::world::World;
use crate::{chats, sign_in, status};

/// One request of the user.
pub(crate) fn request(
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
            let silent = [
                ErrorCode::NoCall,
                ErrorCode::NoChat,
                ErrorCode::NoAsk,
                ErrorCode::NoGrant,
                ErrorCode::NoSignIn,
                ErrorCode::NeedsConfirmation,
            ];
            // What is wrong with a link, links.rs says itself.
            if let (None, Answer::Failed { code, message }) = (request, &refusal)
                && from != Source::Link
                && !silent.contains(code)
            {
                // Nobody reads an answer: the window says it.
                state.attention.request_refused(message.clone(), now);
            }
            answer(request, refusal, out);
        }
    }
}

/// Answers somebody who waits; nobody waiting is fine.
fn answer(request: Option<RequestId>, answer: Answer, out: &mut Vec<Effect>) {
    out.extend(request.map(|request| Effect::Answer { request, answer }));
}

fn grant(
    state: &mut State,
    intent: Intent,
    from: Source,
    request: Option<RequestId>,
    now: Timestamp,
    out: &mut Vec<Effect>,
) -> Result<Reply, Answer> {
    let done = Ok(Reply::Done(state.world.words().done.to_owned()));
    if from == Source::Link && !matches!(intent, Intent::OpenLink { .. }) {
        return Err(failed(ErrorCode::NotPossible, state.world.words().link.only_shown.to_owned()));
    }
    match intent {
        Intent::Call { call, action, argument } => {
            let (calls, around) = state.world.calls_mut();
            calls.act(around, call, (action, argument.as_deref()), request)?;
            Ok(Reply::Later)
        }
        Intent::Chat { conversation, account, vendor, request: what, confirmed } => {
            let meant = Meant { conversation, account, vendor };
            ask_chat(state, &meant, what, confirmed, Asking { from, request, now })?;
            Ok(Reply::Later)
        }
        Intent::ReplyCanned { conversation, shortcut } => {
            let (meant, reply) = canned_reply(&state.world, conversation, &shortcut)?;
            ask_chat(state, &meant, reply, false, Asking { from, request, now })?;
            Ok(Reply::Later)
        }
        Intent::Dial { account, number, call_now } => {
            let (calls, around) = state.world.calls_mut();
            calls.dial(around, Dialling { account, number: &number, call_now, request }, now)?;
            Ok(Reply::Later)
        }
        Intent::OpenSms { account, number, text } => {
            let sms = Sms { account, number: &number, text };
            let (commands, around) = state.world.commands_mut();
            commands.open_sms(around, sms, request, now)
        }
        Intent::OpenLink { link } => {
            let words = state.world.words();
            state.world.links.open(&link, words, now)
        }
        Intent::DropLink => {
            state.world.links.drop_held();
            done
        }
        Intent::SetPresence { presence, note, after_call, until } => {
            let (clock, offset) = (state.world.clock, state.world.system.utc_offset);
            let moment = |end: StatusEnd| {
                let why = state.world.words().status.bad_end;
                let moment = end.moment(clock, offset, now);
                moment.ok_or_else(|| failed(ErrorCode::BadInput, why.to_owned()))
            };
            let until = until.map(moment).transpose()?;
            let asked = status::choose::Request { presence, note, after_call, until };
            let (status, around) = state.world.status_mut();
            status.choose(around.calls, around.words, asked, from, request, now)
        }
        Intent::DropNextPresence => {
            state.world.status.drop_next(from, now);
            done
        }
        Intent::ExtendWrapUp => {
            let words = state.world.words();
            state.world.status.extend_wrap_up(words, now)?;
            done
        }
        Intent::PushStatus { account } => {
            let (status, around) = state.world.status_mut();
            status.push_again(around, &account, request, now)
        }
        Intent::AdoptStatus { account } => {
            let (status, around) = state.world.status_mut();
            status.adopt(around, &account, from, request, now)
        }
        Intent::Navigate { account, path } => {
            let (commands, around) = state.world.commands_mut();
            commands.navigate(around, &account, path, request, now)
        }
        Intent::SignIn { account } => {
            bring_up(state, &account, from);
            let (sign_ins, around) = state.world.sign_ins_mut();
            sign_ins.sign_in(around, &account, request)
        }
        Intent::CancelSignIn { account } => {
            let (sign_ins, around) = state.world.sign_ins_mut();
            sign_ins.cancel(around, &account)
        }
        Intent::SignOut { account } => {
            let words = state.world.words();
            let World { sign_in, accounts, pages, calls, .. } = &mut state.world;
            let around = sign_in::act::Circumstances { accounts, pages, words };
            sign_in.sign_out(around, &account, |account| calls.would_drop(Some(account)), request)
        }
        Intent::UseRingOut { account } => {
            let (commands, around) = state.world.commands_mut();
            commands.use_ring_out(around, &account, request, now)
        }
        Intent::Simulate { account, action, arguments } => {
            let (commands, around) = state.world.commands_mut();
            commands.simulate(around, account, (action, arguments), request, now)
        }
        Intent::Show { stage } => {
            seen::show(state, stage, from, now)?;
            done
        }
        Intent::Open { item } => {
            seen::open(state, item, from, now)?;
            done
        }
        Intent::ShowWindow => {
            state.world.window.show();
            done
        }
        Intent::HideWindow => {
            state.world.window.hide();
            done
        }
        Intent::MarkSeen { call, account, conversation, message, kind } => {
            let meant = seen::Meant { call, account, conversation, message, kind };
            seen::mark(state, meant, now)
        }
        Intent::ForgetPerson { who } => {
            history::forget(state, who, request, out);
            Ok(Reply::Later)
        }
        Intent::NoteEntry { entry, said } => {
            out.push(Effect::NoteEntry { entry, said, request });
            Ok(Reply::Later)
        }
        Intent::ExportHistory { filter, format } => {
            export::begin(state, *filter, format, out)?;
            done
        }
        Intent::CancelExport => {
            export::cancel(state, out)?;
            done
        }
        Intent::UndoSeen { mark } => seen::undo(state, mark, now),
        Intent::Dismiss { conversation } => {
            seen::known_conversation(&state.world, conversation)?;
            state.world.chats.dismiss(conversation, now);
            done
        }
        Intent::OpenChatFile { conversation, line } => {
            let World { chats, pages, .. } = &state.world;
            let around = (pages, state.world.words());
            let (account, address) = chats.file(around, conversation, line)?;
            out.push(Effect::OpenFile { account, address });
            Ok(Reply::Done(state.world.words().chat.file_asked.to_owned()))
        }
        Intent::CancelDownload { download } => {
            let words = state.world.words();
            state.world.downloads.cancel(download, words, now).and(done)
        }
        Intent::ClearDownloads { download } => {
            let words = state.world.words();
            state.world.downloads.clear(download, words).and(done)
        }
        Intent::ShowDownload { download } => {
            let words = state.world.words();
            state.world.downloads.reveal(download, words).and(done)
        }
        Intent::ChooseDownloadFolder => {
            let folder = state.world.preferences.downloads.folder.clone();
            out.push(Effect::ChooseDownloadFolder { folder });
            done
        }
        Intent::TestHeadset => {
            let problem = state.world.sound.cannot_test(&state.world.preferences.sound);
            if let Some(problem) = problem {
                let say = &state.world.words().sound;
                let why = match problem {
                    DeviceKind::Microphone => say.no_microphone,
                    DeviceKind::Speaker => say.no_speaker,
                };
                return Err(failed(ErrorCode::NotPossible, why.to_owned()));
            }
            out.push(Effect::TestHeadset);
            done
        }
        Intent::DismissNotice { notice } => {
            state.attention.dismiss(notice);
            done
        }
        Intent::CancelQuestion => {
            state.world.window.drop_question();
            done
        }
        Intent::AnswerAsk { ask, allowed, remember } => {
            let (permissions, around) = permissions(&mut state.world);
            permissions.answer(around, ask, allowed, remember.into()).and(done)
        }
        Intent::SetGrant { account, right, allowed } => {
            let (permissions, around) = permissions(&mut state.world);
            permissions.say(around, &account, right, (allowed, Keeping::ForGood)).and(done)
        }
        Intent::ForgetGrant { account, right } => {
            let (permissions, around) = permissions(&mut state.world);
            permissions.forget(around, &account, right).and(done)
        }
        Intent::Reload { account, confirmed } => {
            reload(state, account, confirmed, from, now)?;
            done
        }
        Intent::AddAccount { config } => {
            let words = state.world.words();
            state.world.accounts.add(config, words).and(done)
        }
        Intent::ChangeAccount { config } => {
            let words = state.world.words();
            if !config.enabled {
                may_be_switched_off(&state.world, &config.id)?;
            }
            state.world.accounts.change(config, words).and(done)
        }
        Intent::UseRelay { account, relay } => {
            let words = state.world.words();
            let (address, token) = relay
                .map(|grant| (grant.address, grant.token.reveal().clone()))
                .unwrap_or_default();
            let options = [(STATUS_RELAY_OPTION, address), (STATUS_RELAY_TOKEN_OPTION, token)];
            state.world.accounts.set_options(&account, options, words).and(done)
        }
        Intent::RenameAccount { account, label } => {
            let words = state.world.words();
            state.world.accounts.rename(&account, label, words).and(done)
        }
        Intent::MoveAccount { account, to } => {
            let words = state.world.words();
            state.world.accounts.move_to(&account, to, words).and(done)
        }
        Intent::EnableAccount { account, enabled: true } => {
            let words = state.world.words();
            state.world.accounts.enable(&account, words).and(done)
        }
        Intent::EnableAccount { account, enabled: false } => {
            let words = state.world.words();
            may_be_switched_off(&state.world, &account)?;
            state.world.accounts.disable(&account, words).and(done)
        }
        Intent::RemoveAccount { account, forget_history } => {
            let words = state.world.words();
            state.world.accounts.remove(&account, words)?;
            if forget_history {
                out.push(Effect::ForgetAccount { account });
            }
            Ok(Reply::Done(state.world.words().removed.to_owned()))
        }
        Intent::ChangeSetting { change } => {
            let before = state.world.preferences.history.clone();
            state.world.change_setting(change)?;
            let history = &state.world.preferences.history;
            if *history != before {
                out.push(Effect::SetRetention { preferences: history.clone() });
            }
            done
        }
        Intent::Quit { confirmed } => {
            let Some(dropped) = quit(state, confirmed, from, now, out)? else { return done };
            let words = state.world.words();
            let name = dropped.name(words);
            Ok(Reply::Done(fill(words.status.dropped, &[name])))
        }
    }
}

/// Who asks, and when.
#[derive(Clone, Copy)]
struct Asking {
    from: Source,
    request: Option<RequestId>,
    now: Timestamp,
}

/// Asks something of a conversation or a chat widget; what concerns others too is asked again before.
fn ask_chat(
    state: &mut State,
    meant: &Meant,
    request: ChatRequest,
    confirmed: bool,
    asking: Asking,
) -> Result<(), Answer> {
    let words = state.world.words();
    let action = request.action();
    if let Some(account) = &meant.account
        && action.concerns_widget()
        && (meant.conversation.is_none() || !action.concerns_conversation())
    {
        state.world.known(account)?;
    }
    let target = {
        let around = chats::act::Circumstances { pages: &state.world.pages, words };
        state.world.chats.target(around, meant, &request)?
    };
    let request = state.world.chats.whole_request(words, &target, request)?;
    if let (ChatRequest::Ban { by: BanBy::Address }, false, Some(conversation)) =
        (&request, confirmed, target.conversation)
    {
        let question = Question::BanAddress { conversation };
        return Err(state.world.window.ask(question, words.chat.confirm_ban, asking.from));
    }
    if matches!(request, ChatRequest::Ban { .. }) {
        state.world.window.drop_question();
    }
    let World { chats, pages, .. } = &mut state.world;
    chats.ask(
        chats::act::Circumstances { pages, words },
        target,
        request,
        asking.request,
        asking.now,
    );
    Ok(())
}

/// A canned reply, if everything in it can be filled in, and the conversation it is for.
fn canned_reply(
    world: &World,
    conversation: Option<ConversationId>,
    shortcut: &str,
) -> Result<(Meant, ChatRequest), Answer> {
    let around = chats::act::Circumstances { pages: &world.pages, words: world.words() };
    let book = world.preferences.canned_book(&world.accounts);
    world.chats.canned_reply(around, conversation, shortcut, book)
}

/// Permissions, and what else counts when something is said about one.
fn permissions(world: &mut World) -> (&mut Permissions, Circumstances<'_>) {
    let words = world.words();
    let World { permissions, accounts, pages, .. } = world;
    (permissions, Circumstances { accounts, pages, words })
}

/// An account is not switched off while one of its calls would be cut.
fn may_be_switched_off(world: &World, account: &AccountId) -> Result<(), Answer> {
    match world.accounts.config(account).filter(|config| config.enabled) {
        Some(config) if world.calls.would_drop(Some(account)) => {
            Err(failed(ErrorCode::NotPossible, fill(world.words().hang_up_first, &[&config.label])))
        }
        Some(_) | None => Ok(()),
    }
}

/// A request from outside our window that needs eyes brings the window to front.
fn bring_up(state: &mut State, account: &AccountId, from: Source) {
    if from != Source::Window && state.world.accounts.config(account).is_some() {
        state.world.window.set_stage(Stage::Widget { account: account.clone() });
        state.world.window.lead_to(Item::Account { account: account.clone() });
        state.world.window.show();
    }
}
fn reload(
    state: &mut State,
    account: AccountId,
    confirmed: bool,
    from: Source,
    now: Timestamp,
) -> Result<(), Answer> {
    state.world.known(&account)?;
    if let Some(config) = state.world.accounts.config(&account).filter(|config| !config.enabled) {
        return Err(failed(
            ErrorCode::NotPossible,
            fill(state.world.words().account_off, &[&config.label]),
        ));
    }
    if state.world.calls.would_drop(Some(&account)) && !confirmed {
        let why = state.world.words().confirm_reload;
        return Err(state.world.window.ask(Question::ReloadDuringCall { account }, why, from));
    }
    state.world.window.drop_question();
    state.world.pages.reload(&account, now);
    Ok(())
}

fn quit(
    state: &mut State,
    confirmed: bool,
    from: Source,
    now: Timestamp,
    out: &mut Vec<Effect>,
) -> Result<Option<Presence>, Answer> {
    if state.world.calls.would_drop(None) && !confirmed {
        let why = state.world.words().confirm_quit;
        return Err(state.world.window.ask(Question::QuitDuringCall, why, from));
    }
    if state.world.chats.would_abandon() && !confirmed {
        let why = state.world.words().chat.confirm_quit;
        return Err(state.world.window.ask(Question::QuitDuringChat, why, from));
    }
    state.world.funnel.save_what_waits();
    let dropped = state.world.status.quit(from, now);
    changes::carry_out(state, now, out);
    out.push(Effect::Quit);
    Ok(dropped)
}
