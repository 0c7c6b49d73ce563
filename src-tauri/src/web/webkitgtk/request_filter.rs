//! Linux: WebKit tells whose main document arrives, keeps requests out by its content filters, and asks for passwords.

use super::{WebKitGtk, content_rules};
use crate::web::request_filter::{
    FilterScope, LoadFailures, NavigationScope, PageGuardEvent, RequestFilter, RequestPolicy,
};
use deskbell_core::{CertificateFlaw, PasswordFor};
use gtk::gio::TlsCertificateFlags;
use gtk::glib::prelude::*;
use std::cell::Cell;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::mpsc::{Receiver, channel};
use tauri::{Webview, Window};
use url::Url;
use webkit2gtk::{
    AuthenticationRequest, AuthenticationRequestExt, AuthenticationScheme, LoadEvent,
    PolicyDecision, PolicyDecisionExt, PolicyDecisionType, ResponsePolicyDecision,
    ResponsePolicyDecisionExt, URIRequestExt, WebView, WebViewExt,
};

impl RequestFilter for WebKitGtk {
    const DESK_ORIGIN: &'static str = "desk://localhost";

    /// WebKitGTK asks about every frame and does not say about which.
    const NAVIGATIONS: NavigationScope = NavigationScope::EveryFrame;

    /// Filters can be added only to a page that is there.
    const IN_FORCE_LATER: bool = true;

    fn prepare_filters(window: &Window, folder: PathBuf) -> Receiver<Result<FilterScope, String>> {
        let (sender, ready) = channel();
        let failed = sender.clone();
        let started = window.run_on_main_thread(move || {
            content_rules::compile(&folder, move |result| {
                // Nobody waits any more once the first answer was taken.
                let _ = sender.send(result.map(|()| FilterScope::Requests));
            });
        });
        if let Err(error) = started {
            let _ = failed.send(Err(error.to_string()));
        }
        ready
    }

    fn protect(page: &Webview, policy: RequestPolicy) -> tauri::Result<()> {
        page.with_webview(move |inner| {
            let view = inner.inner();
            let RequestPolicy { closed, may_show, failures, tell, in_force, load } = policy;
            let filtered = view
                .user_content_manager()
                .is_some_and(|manager| content_rules::close(&manager, &closed));
            if !filtered {
                log::error!("a page was not opened because its filters are missing");
                return;
            }
            let tell: Rc<dyn Fn(PageGuardEvent)> = Rc::new(tell);
            keep_place(&view, may_show, failures, Rc::clone(&tell));
            answer_prompts(&view, Rc::clone(&tell));
            view.connect_load_failed_with_tls_errors(move |_, address, _, flags| {
                let host =
                    Url::parse(address).ok().and_then(|url| url.host_str().map(str::to_owned));
                tell(PageGuardEvent::Unsafe(host.unwrap_or_default(), flaw(flags)));
                true
            });
            let came_early = in_force();
            // Loaded once: a second time would end the first half-way, and ask a platform twice.
            if let Some(address) = load.filter(|_| came_early) {
                view.load_uri(address.as_str());
            }
        })
    }
}

/// Nothing of a foreign main document is ever shown, whatever redirects led to it; what cannot be loaded is told.
fn keep_place(
    view: &WebView,
    may_show: Box<dyn Fn(&Url) -> bool + Send>,
    failures: LoadFailures,
    tell: Rc<dyn Fn(PageGuardEvent)>,
) {
    let shows = Rc::new(Cell::new(false));
    let shown = Rc::clone(&shows);
    view.connect_load_changed(move |view, event| {
        if event == LoadEvent::Committed {
            shown.set(view.uri().is_some_and(|address| address != "about:blank"));
        }
    });
    let gone = Rc::clone(&shows);
    view.connect_web_process_terminated(move |_, _| gone.set(false));
    let report = Rc::clone(&tell);
    let redirected = Rc::new(move |foreign| {
        report(if shows.get() {
            PageGuardEvent::Blocked(foreign)
        } else {
            PageGuardEvent::RedirectedAway(foreign)
        });
    });
    let may_show = Rc::new(may_show);
    let (may_load, leave) = (Rc::clone(&may_show), Rc::clone(&redirected));
    view.connect_load_failed(move |_, _, address, error| {
        let load = load_of(address, &*may_load);
        if given_way(error) {
            return true;
        }
        match load {
            // A link to a host that cannot be reached is no fault of the page that is still there.
            Load::Foreign(url) => leave(url),
            Load::Own(_) | Load::Program if failures == LoadFailures::ShownByEngine => {
                return false;
            }
            Load::Own(host) => {
                tell(PageGuardEvent::LoadFailed(format!("{host}: {}", error.message())))
            }
            // A pressed `tel:` or `mailto:` link leads nowhere here, and the page goes on as it was.
            Load::Program => {}
        }
        true
    });
    view.connect_decide_policy(move |_, decision, kind| {
        if kind != PolicyDecisionType::Response {
            return false;
        }
        let Some(foreign) = main_document(decision).filter(|url| !may_show(url)) else {
            return false;
        };
        decision.ignore();
        redirected(foreign);
        true
    });
}

/// What was to be loaded.
#[derive(Debug, PartialEq, Eq)]
enum Load {
    /// The page's own, with its host: never the whole address, which may carry a customer's data.
    Own(String),
    /// Of a place the page may not show.
    Foreign(Url),
    /// No page: another program is called.
    Program,
}

fn load_of(address: &str, may_show: impl Fn(&Url) -> bool) -> Load {
    let scheme = address.split_once(':').map_or("", |(scheme, _)| scheme);
    if !["http", "https", "desk"].iter().any(|page| scheme.eq_ignore_ascii_case(page)) {
        return Load::Program;
    }
    match Url::parse(address) {
        Ok(url) if url.has_host() && !may_show(&url) => Load::Foreign(url),
        Ok(url) => Load::Own(url.host_str().unwrap_or("the page").to_owned()),
        Err(_) => Load::Own("the page".to_owned()),
    }
}

/// The address of the answer if it would become the page's own document.
fn main_document(decision: &PolicyDecision) -> Option<Url> {
    let decision = decision.downcast_ref::<ResponsePolicyDecision>()?;
    if !decision.is_main_frame_main_resource() {
        return None;
    }
    Url::parse(&decision.request()?.uri()?).ok()
}

/// The engine's own dialog asks for passwords, inside the page and naming the host. There are no
/// certificates of ours to choose from.
fn answer_prompts(view: &WebView, tell: Rc<dyn Fn(PageGuardEvent)>) {
    view.connect_authenticate(move |_, request| {
        let host = request.host().map(|host| host.to_string()).unwrap_or_default();
        match request.scheme() {
            AuthenticationScheme::ClientCertificateRequested
            | AuthenticationScheme::ClientCertificatePinRequested => {
                request.cancel();
                tell(PageGuardEvent::CertificateWanted(host));
                true
            }
            AuthenticationScheme::ServerTrustEvaluationRequested => {
                request.cancel();
                tell(PageGuardEvent::Unsafe(host, CertificateFlaw::Other));
                true
            }
            _ => {
                ask(request, host, &tell);
                false
            }
        }
    });
}

fn ask(request: &AuthenticationRequest, host: String, tell: &Rc<dyn Fn(PageGuardEvent)>) {
    // What is typed is for this run only: neither we nor the engine keep it.
    request.set_can_save_credentials(false);
    let from = if request.is_for_proxy() { PasswordFor::Proxy } else { PasswordFor::Server };
    tell(PageGuardEvent::PasswordWanted(host, from));
    let given = Rc::clone(tell);
    request.connect_authenticated(move |_, _| given(PageGuardEvent::PasswordPromptClosed));
    let put_away = Rc::clone(tell);
    request.connect_cancelled(move |_| put_away(PageGuardEvent::PasswordPromptClosed));
}

/// The worst of what is wrong: a stranger's certificate is worse than an old one of the right host.
fn flaw(flags: TlsCertificateFlags) -> CertificateFlaw {
    let rows = [
        (TlsCertificateFlags::REVOKED, CertificateFlaw::Revoked),
        (TlsCertificateFlags::UNKNOWN_CA, CertificateFlaw::UnknownIssuer),
        (TlsCertificateFlags::BAD_IDENTITY, CertificateFlaw::WrongHost),
        (TlsCertificateFlags::EXPIRED, CertificateFlaw::Expired),
        (TlsCertificateFlags::NOT_ACTIVATED, CertificateFlaw::NotYetValid),
        (TlsCertificateFlags::INSECURE, CertificateFlaw::Weak),
    ];
    rows.into_iter()
        .find(|(flag, _)| flags.contains(*flag))
        .map_or(CertificateFlaw::Other, |(_, flaw)| flaw)
}

/// A load gave way to another one, or was not wanted: that is not a failure.
fn given_way(error: &gtk::glib::Error) -> bool {
    error.matches(webkit2gtk::NetworkError::Cancelled)
        || error.matches(webkit2gtk::PolicyError::FrameLoadInterruptedByPolicyChange)
}

#[cfg(test)]
mod tests {
    use super::{Load, load_of};

    #[test]
    fn a_failed_load_is_the_pages_own_a_foreign_one_or_none() {
        let load = |address: &str| load_of(address, |url| url.host_str() == Some("apps.example"));
        assert_eq!(load("https://apps.example/x?token=s"), Load::Own("apps.example".to_owned()));
        assert!(matches!(load("HTTPS://apps.example.evil.test/x"), Load::Foreign(_)));
        assert!(matches!(load("desk://localhost/x"), Load::Foreign(_)));
        assert_eq!(load("http://["), Load::Own("the page".to_owned()));
        for program in ["tel:+16505550100", "mailto:a@b", "zoommtg://apps.example/join", ""] {
            assert_eq!(load(program), Load::Program, "{program}");
        }
    }
}
