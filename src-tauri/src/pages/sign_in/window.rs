//! The window we open when the widget asks us to sign somebody in, and catch the answer in.

use super::answer::{Verdict, is_redirect, judge};
use super::request::{Flow, Request};
use super::{Reporter, SIZE, SignInWindows, close, finish, next_label, title};
use crate::engine::Mailbox;
use crate::pages::guard::{Guard, Role};
use crate::pages::hosting::{Hosting, Order};
use crate::pages::page::{data_directory, store_identifier};
use deskbell_core::{PageNews, Private, SignInStop, VendorCommand};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tauri::{AppHandle, Manager, WebviewUrl, WebviewWindowBuilder};
use url::Url;

/// Opens `target` for the account of `guard`; the answer to `request` is caught and handed to the widget. The same address again
/// means the open window, with what was typed into it.
///
/// # Errors
/// If the window cannot be built or shown.
pub fn open(
    app: &AppHandle,
    hosting: &Hosting,
    target: &Url,
    request: Request,
    guard: &Guard,
    profile: &Path,
    mailbox: &Mailbox,
) -> anyhow::Result<()> {
    let account = guard.account();
    let address = Private::new(target.as_str().to_owned());
    let open = app.state::<SignInWindows>().at(&address);
    if let Some(window) = open.and_then(|label| app.get_window(&label)) {
        window.unminimize()?;
        window.show()?;
        return Ok(window.set_focus()?);
    }
    // Only the newest address can complete: an older window would end in an error.
    close(app, account);
    let url = if matches!(target.scheme(), "http" | "https") {
        WebviewUrl::External(target.clone())
    } else {
        WebviewUrl::CustomProtocol(target.clone())
    };
    // It is a page of its own, which waits for a guard of its own.
    let guard = &guard.afresh();
    let going = guard.clone();
    let finished = Arc::new(AtomicBool::new(false));
    let reporter = Reporter { account: account.clone(), mailbox: mailbox.clone() };
    let label = next_label(account);
    let (answered, watching, hosting) = (Arc::clone(&finished), reporter.clone(), hosting.clone());
    let own = label.clone();
    let built = WebviewWindowBuilder::new(app, label, url)
        .data_directory(data_directory(profile, account))
        .data_store_identifier(store_identifier(profile, account))
        .inner_size(SIZE.0, SIZE.1)
        .title(title(target))
        .on_navigation(move |to| {
            if !is_redirect(&request.redirect, to) {
                return going.may_go(Role::SignIn, to);
            }
            // One answer; a second one, or one that comes after the window was given up, is none.
            if !answered.swap(true, Ordering::Relaxed) {
                take(&hosting, &watching, &own, &request, to);
            }
            false
        });
    finish(built, finished, Some(address), reporter, guard)?;
    Ok(())
}

/// Takes an answer: hands it to the widget if it belongs to the request, and tells the core what it says.
fn take(hosting: &Hosting, reporter: &Reporter, window: &str, request: &Request, to: &Url) {
    match judge(to, request.state.reveal(), request.flow) {
        Verdict::Granted => reporter.news(PageNews::SignInAnswered),
        // The widget shows it as well.
        Verdict::Failed(error) => reporter.news(PageNews::SignInFailed { error }),
        Verdict::Refused => {
            return reporter.news(PageNews::SignInStopped { why: SignInStop::StrangeAnswer });
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
