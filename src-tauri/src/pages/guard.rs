//! The guard of one account: what its page, frames, windows and links may reach, and what the agent is told of it.

use super::external_links;
use crate::engine::EngineHandle;
use crate::web::Engine;
use crate::web::permission_requests::PermissionRequests;
use crate::web::request_filter::{
    LoadFailures, NavigationScope, PageGuardEvent, RequestFilter, RequestPolicy,
};
use deskbell_core::{
    AccountConfig, AccountId, Event, Intent, LinkRefusal, PageFact, PageProblem, Permission,
    Private, Source,
};
use deskbell_vendors::{
    Address, ExternalLink, FILTERED_ZONES, NavigationDecision, NavigationPolicy, NetworkZone,
    Vendor,
};
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tauri::{AppHandle, Manager};
use url::Url;

/// A refusal that was just reported is not reported again: pages try over and over.
const REPEAT_PAUSE: Duration = Duration::from_secs(10);

/// The link to another program that waits for the agent's answer, by scheme: parsed, and as it is handed over.
type PendingLinks = BTreeMap<String, (Url, String)>;

/// Which kind of page is guarded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The account's own page.
    Page,
    /// A window to sign in.
    SignIn,
}

/// Cheap to clone; all of one page's clones count together.
#[derive(Clone)]
pub(super) struct PageGuard {
    app: AppHandle,
    account: AccountId,
    policy: Arc<NavigationPolicy>,
    engine: EngineHandle,
    /// The engine's part is in force; nothing is loaded before.
    in_force: Arc<AtomicBool>,
    /// It wanted to load before that, in vain.
    came_early: Arc<AtomicBool>,
    reported: Arc<Mutex<Option<(PageFact, Instant)>>>,
    /// What the agent is being asked about.
    pending: Arc<Mutex<PendingLinks>>,
}

impl PageGuard {
    /// The guard of the account `config`, whose page lives at `address`.
    pub(super) fn of(
        app: &AppHandle,
        config: &AccountConfig,
        vendor: &dyn Vendor,
        address: &Address,
        engine: &EngineHandle,
    ) -> Self {
        Self {
            app: app.clone(),
            account: config.id.clone(),
            policy: Arc::new(NavigationPolicy::of(
                vendor,
                address,
                &config.options,
                Engine::DESK_ORIGIN,
            )),
            engine: engine.clone(),
            in_force: Arc::new(AtomicBool::new(!Engine::IN_FORCE_LATER)),
            came_early: Arc::default(),
            reported: Arc::default(),
            pending: Arc::default(),
        }
    }

    /// The same guard for one more page, for which it is not in force yet.
    pub(super) fn afresh(&self) -> Self {
        let in_force = Arc::new(AtomicBool::new(!Engine::IN_FORCE_LATER));
        Self { in_force, came_early: Arc::default(), ..self.clone() }
    }

    /// Whose it is.
    pub(super) fn account(&self) -> &AccountId {
        &self.account
    }

    /// Where its news goes.
    pub(super) fn engine(&self) -> &EngineHandle {
        &self.engine
    }

    /// Whether `url` is at the account's own origins.
    pub(super) fn is_own(&self, url: &Url) -> bool {
        self.policy.is_own(url)
    }

    /// Whether the page may have `url` fetched for it; if not, the agent is told why.
    pub(super) fn may_fetch(&self, url: &Url) -> bool {
        let verdict = self.policy.frame(url);
        verdict.map_err(|why| self.refuse(url, why)).is_ok()
    }

    /// Whether a call of the page may reach `address`.
    pub(super) fn may_reach(&self, address: IpAddr) -> bool {
        self.policy.permits(NetworkZone::of_ip(address))
    }

    /// Whether it is the guard that a page at `address` with these options gets.
    pub(super) fn is_for(
        &self,
        vendor: &dyn Vendor,
        address: &Address,
        options: &BTreeMap<String, String>,
    ) -> bool {
        *self.policy == NavigationPolicy::of(vendor, address, options, Engine::DESK_ORIGIN)
    }

    /// Whether a page of this role, or where the engine does not tell them apart a frame in it, may
    /// go to `url`. A link that may not be followed inside leaves if it may.
    pub(super) fn may_go(&self, role: Role, url: &Url) -> bool {
        if !self.in_force.load(Ordering::Acquire) {
            self.came_early.store(true, Ordering::Release);
            return false;
        }
        let verdict = match (Engine::NAVIGATIONS, role) {
            (NavigationScope::EveryFrame, _) => self.policy.frame(url),
            (NavigationScope::TopFrame, Role::SignIn) => self.policy.sign_in(url),
            (NavigationScope::TopFrame, Role::Page) => match self.policy.top(url) {
                NavigationDecision::Stay => Ok(()),
                NavigationDecision::Outside => {
                    self.leave(url);
                    return false;
                }
                NavigationDecision::Refused(why) => Err(why),
            },
        };
        match verdict {
            Ok(()) => true,
            Err(LinkRefusal::Scheme) => {
                self.leave(url);
                false
            }
            Err(why) => {
                self.refuse(url, why);
                false
            }
        }
    }

    /// Says that the page opens windows without end; it gets none.
    pub(super) fn refuse_window(&self, url: &Url) {
        self.refuse(url, LinkRefusal::Flood);
    }

    /// Takes a link to elsewhere out of the page, if it may go there.
    pub(super) fn leave(&self, url: &Url) {
        match self.policy.external_link(url) {
            ExternalLink::Browser(url) | ExternalLink::Mail(url) => self.open(&url, url.as_str()),
            ExternalLink::Dial(link) => {
                let intent = Intent::OpenLink { link: Private::new(link) };
                self.engine.send(Event::Intent { intent, from: Source::Window, request: None });
            }
            ExternalLink::Program { scheme, address } => self.ask_for_program(url, scheme, address),
            ExternalLink::Refused(why) => self.refuse(url, why),
        }
    }

    fn open(&self, url: &Url, address: &str) {
        if external_links::open(address) {
            self.tell(PageFact::LinkOpened { target: target(url) });
        } else {
            self.refuse(url, LinkRefusal::Flood);
        }
    }

    /// Opens another program once the agent has said that this account may; the address waits here.
    fn ask_for_program(&self, url: &Url, scheme: String, address: String) {
        if !waits_anew(&mut self.pending(), &scheme, url, address) {
            return;
        }
        let host = url.host_str().filter(|host| !host.is_empty());
        let detail = host.map(|host| format!("{scheme}://{host}"));
        let right = Permission::OtherProgram { scheme: scheme.clone() };
        let own = self.clone();
        self.app.state::<PermissionRequests>().want(&self.account, right, detail, move |allowed| {
            let newest = own.pending().remove(&scheme);
            if let Some((url, address)) = newest.filter(|_| allowed) {
                own.open(&url, &address);
            }
        });
    }

    fn pending(&self) -> MutexGuard<'_, PendingLinks> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the engine keeps out of a page of this role; it loads `address` if the page came too early with it.
    pub(super) fn policy(&self, role: Role, address: Option<Url>) -> RequestPolicy {
        let (policy, own) = (Arc::clone(&self.policy), self.clone());
        let may_show = move |url: &Url| match role {
            Role::Page => policy.top(url) == NavigationDecision::Stay,
            Role::SignIn => policy.sign_in(url).is_ok(),
        };
        let closed =
            FILTERED_ZONES.into_iter().filter(|zone| !self.policy.permits(*zone)).collect();
        let (in_force, came_early) = (Arc::clone(&self.in_force), Arc::clone(&self.came_early));
        RequestPolicy {
            closed,
            may_show: Box::new(may_show),
            failures: match role {
                Role::Page => LoadFailures::Reported,
                Role::SignIn => LoadFailures::ShownByEngine,
            },
            tell: Box::new(move |event| own.handle(role, event)),
            in_force: Box::new(move || {
                in_force.store(true, Ordering::Release);
                came_early.load(Ordering::Acquire)
            }),
            load: address,
        }
    }

    fn handle(&self, role: Role, event: PageGuardEvent) {
        match (role, event) {
            (Role::SignIn, PageGuardEvent::Blocked(url) | PageGuardEvent::RedirectedAway(url)) => {
                let why = self.policy.sign_in(&url).err().unwrap_or(LinkRefusal::Scheme);
                self.refuse(&url, why);
            }
            (Role::Page, PageGuardEvent::Blocked(url)) => self.leave(&url),
            (Role::Page, PageGuardEvent::RedirectedAway(url)) => {
                self.tell(PageFact::LedAway { host: target(&url) });
            }
            (Role::Page, PageGuardEvent::LoadFailed(reason)) => {
                self.tell(PageFact::Broke { problem: PageProblem::LoadFailed { reason } });
            }
            // The window stands in front of whoever signs in.
            (
                Role::SignIn,
                PageGuardEvent::LoadFailed(_)
                | PageGuardEvent::PasswordWanted(..)
                | PageGuardEvent::PasswordPromptClosed,
            ) => {}
            (Role::Page, PageGuardEvent::PasswordWanted(host, from)) => {
                self.tell(PageFact::PasswordWanted { host, from });
            }
            (Role::Page, PageGuardEvent::PasswordPromptClosed) => {
                self.tell(PageFact::PasswordPromptClosed)
            }
            (_, PageGuardEvent::CertificateWanted(host)) => {
                self.tell(PageFact::CertificateWanted { host })
            }
            (Role::Page, PageGuardEvent::Unsafe(host, flaw)) => {
                self.tell(PageFact::Unsafe { host, flaw })
            }
            (Role::SignIn, PageGuardEvent::Unsafe(host, flaw)) => {
                self.tell(PageFact::SignInUnsafe { host, flaw });
            }
        }
    }

    fn refuse(&self, url: &Url, why: LinkRefusal) {
        let fact = PageFact::LinkRefused { target: target(url), why };
        let mut reported = self.reported.lock().unwrap_or_else(PoisonError::into_inner);
        let again = reported
            .as_ref()
            .is_some_and(|(last, at)| *last == fact && at.elapsed() < REPEAT_PAUSE);
        if !again {
            *reported = Some((fact.clone(), Instant::now()));
            drop(reported);
            self.tell(fact);
        }
    }

    fn tell(&self, fact: PageFact) {
        self.engine.send(Event::Page { account: self.account.clone(), fact });
    }
}

/// Notes a link that waits for the agent's answer; true if the agent must be asked. Whoever presses again means the newer
/// link, but only one to the host that the prompt shows: a page gone wild gets one prompt and cannot change what the
/// answer is about.
fn waits_anew(pending: &mut PendingLinks, scheme: &str, url: &Url, address: String) -> bool {
    match pending.get_mut(scheme) {
        Some(waiting) if waiting.0.host_str() == url.host_str() => {
            *waiting = (url.clone(), address);
            false
        }
        Some(_) => false,
        None => pending.insert(scheme.to_owned(), (url.clone(), address)).is_none(),
    }
}

/// What the agent is told of an address: its host, or its scheme where there is none.
fn target(url: &Url) -> String {
    url.host_str()
        .filter(|host| !host.is_empty() && matches!(url.scheme(), "http" | "https"))
        .map_or_else(|| format!("{}:", url.scheme()), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_asked_about_cannot_be_changed_for_another_host() {
        let (mut pending, url) = (PendingLinks::new(), |text: &str| Url::parse(text).unwrap());
        let mut waits =
            |text: &str| waits_anew(&mut pending, "zoommtg", &url(text), text.to_owned());
        assert!(waits("zoommtg://zoom.us/join?confno=1"));
        assert!(!waits("zoommtg://zoom.us/join?confno=2"), "asked already");
        assert!(!waits("zoommtg://evil.test/join?confno=3"));
        assert_eq!(pending["zoommtg"].1, "zoommtg://zoom.us/join?confno=2");
    }
}
