//! The window we open when the widget asks us to sign somebody in, and catch the answer in.

use super::answer::{AnswerResult, evaluate, is_redirect};
use super::open_windows::{self, NewWindow, Reporter, SignInWindows, close, next_label};
use super::request::{Flow, Request};
use crate::pages::guard::{PageGuard, Role};
use crate::pages::order::{HostingHandle, Order};
use crate::web::session::PageData;
use crate::web::sign_in_window::{Beginning, bring_to_front};
use deskbell_core::{PageFact, Private, SignInStop, VendorCommand};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tauri::{AppHandle, Manager};
use url::Url;

/// Opens `target` for the account of `guard`, in the session `data`; the answer to `request` is caught and handed to the
/// widget. The same address again means the open window, with what was typed into it.
///
/// # Errors
/// If the window cannot be built or shown.
pub fn open(
    app: &AppHandle,
    hosting: &HostingHandle,
    target: Url,
    request: Request,
    guard: &PageGuard,
    data: &PageData,
) -> anyhow::Result<()> {
    let account = guard.account();
    let open = app.state::<SignInWindows>().at(&Private::new(target.as_str().to_owned()));
    if let Some(label) = open
        && bring_to_front(app, &label)?
    {
        return Ok(());
    }
    // Only the newest address can complete: an older window would end in an error.
    close(app, account);
    // It is a page of its own, which waits for a guard of its own.
    let guard = &guard.afresh();
    let going = guard.clone();
    let finished = Arc::new(AtomicBool::new(false));
    let reporter = Reporter { account: account.clone(), engine: guard.engine().clone() };
    let label = next_label(account);
    let (answered, watching, hosting) = (Arc::clone(&finished), reporter.clone(), hosting.clone());
    let own = label.clone();
    let may_go = move |to: &Url| {
        if !is_redirect(&request.redirect, to) {
            return going.may_go(Role::SignIn, to);
        }
        // One answer; a second one, or one that comes after the window was given up, is none.
        if !answered.swap(true, Ordering::Relaxed) {
            take(&hosting, &watching, &own, &request, to);
        }
        false
    };
    let beginning = Beginning::Address(target.clone(), data.clone());
    let may_go = Box::new(may_go);
    let new = NewWindow { label, beginning, target, may_go, finished };
    open_windows::open(app, new, reporter, guard)?;
    Ok(())
}

/// Takes an answer: hands it to the widget if it belongs to the request, and tells the core what it says.
fn take(hosting: &HostingHandle, reporter: &Reporter, window: &str, request: &Request, to: &Url) {
    match evaluate(to, request.state.reveal(), request.flow) {
        AnswerResult::Granted => reporter.report(PageFact::SignInAnswered),
        // The widget shows it as well.
        AnswerResult::Failed(error) => reporter.report(PageFact::SignInFailed { error }),
        AnswerResult::Refused => {
            return reporter.report(PageFact::SignInStopped { why: SignInStop::StrangeAnswer });
        }
    }
    let mut callback = to.clone();
    if request.flow == Flow::Code {
        // The widget would take a token from there.
        callback.set_fragment(None);
    }
    let command = VendorCommand::FinishSignIn { callback: Private::new(callback.into()) };
    let (account, window) = (reporter.account.clone(), Some(window.to_owned()));
    hosting.send(Order::FinishSignIn { account, window, command });
}
