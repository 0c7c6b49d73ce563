//! The guard of one account: what its page, frames, windows and links may reach, and what the agent is told of it.

use crate::asks::Asks;
use crate::engine::Mailbox;
use crate::platform::fence::{self, Failures, Heard, Met, Watch};
use crate::windows::outside;
use deskbell_core::{
    AccountConfig, AccountId, Event, Intent, LinkRefusal, PageNews, PageProblem, Private, Right,
    Source,
};
use deskbell_vendors::{
    Address, ExternalLink, FILTERED_ZONES, NavigationDecision, NavigationPolicy, Vendor,
};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tauri::{AppHandle, Manager, Webview};
use url::Url;

/// A refusal that was just told is not told again: pages try over and over.
const TOLD_FOR: Duration = Duration::from_secs(10);

/// The link to another program that waits for the agent's word, by scheme: parsed, and as it is handed over.
type Wishes = BTreeMap<String, (Url, String)>;

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
pub(super) struct Guard {
    app: AppHandle,
    account: AccountId,
    policy: Arc<NavigationPolicy>,
    mailbox: Mailbox,
    /// Nothing is loaded before the engine's part is in force.
    stands: Arc<AtomicBool>,
    /// It wanted to load before that, in vain.
    came_early: Arc<AtomicBool>,
    told: Arc<Mutex<Option<(PageNews, Instant)>>>,
    /// What the agent is being asked about.
    wishes: Arc<Mutex<Wishes>>,
}

impl Guard {
    /// The guard of the account `config`, whose page lives at `address`.
    pub(super) fn of(
        app: &AppHandle,
        config: &AccountConfig,
        vendor: &dyn Vendor,
        address: &Address,
        mailbox: &Mailbox,
    ) -> Self {
        Self {
            app: app.clone(),
            account: config.id.clone(),
            policy: Arc::new(NavigationPolicy::of(
                vendor,
                address,
                &config.options,
                fence::DESK_ORIGIN,
            )),
            mailbox: mailbox.clone(),
            stands: Arc::new(AtomicBool::new(!fence::STANDS_LATER)),
            came_early: Arc::default(),
            told: Arc::default(),
            wishes: Arc::default(),
        }
    }

    /// The same guard for one more page, around which it does not stand yet.
    pub(super) fn afresh(&self) -> Self {
        let stands = Arc::new(AtomicBool::new(!fence::STANDS_LATER));
        Self { stands, came_early: Arc::default(), ..self.clone() }
    }

    /// Whose it is.
    pub(super) fn account(&self) -> &AccountId {
        &self.account
    }

    /// Where its news goes.
    pub(super) fn mailbox(&self) -> &Mailbox {
        &self.mailbox
    }

    /// Whether the page may have `url` fetched for it; if not, the agent is told why.
    pub(super) fn may_fetch(&self, url: &Url) -> bool {
        let verdict = self.policy.frame(url);
        verdict.map_err(|why| self.refuse(url, why)).is_ok()
    }

    /// What it goes by.
    pub(super) fn policy(&self) -> &NavigationPolicy {
        &self.policy
    }

    /// Whether a page of this role, or where the engine does not tell them apart a frame in it, may
    /// go to `url`. A link that may not be followed inside leaves if it may.
    pub(super) fn may_go(&self, role: Role, url: &Url) -> bool {
        if !self.stands.load(Ordering::Acquire) {
            self.came_early.store(true, Ordering::Release);
            return false;
        }
        let verdict = match (fence::HEARD, role) {
            (Heard::EveryFrame, _) => self.policy.frame(url),
            (Heard::TopFrame, Role::SignIn) => self.policy.sign_in(url),
            (Heard::TopFrame, Role::Page) => match self.policy.top(url) {
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
                self.mailbox.send(Event::Intent { intent, from: Source::Window, request: None });
            }
            ExternalLink::Program { scheme, address } => self.ask_for_program(url, scheme, address),
            ExternalLink::Refused(why) => self.refuse(url, why),
        }
    }

    fn open(&self, url: &Url, address: &str) {
        if outside::open(address) {
            self.tell(PageNews::LinkOpened { target: target(url) });
        } else {
            self.refuse(url, LinkRefusal::Flood);
        }
    }

    /// Opens another program once the agent has said that this account may; the address waits here.
    fn ask_for_program(&self, url: &Url, scheme: String, address: String) {
        if !waits_anew(&mut self.wishes(), &scheme, url, address) {
            return;
        }
        let host = url.host_str().filter(|host| !host.is_empty());
        let detail = host.map(|host| format!("{scheme}://{host}"));
        let right = Right::OtherProgram { scheme: scheme.clone() };
        let own = self.clone();
        self.app.state::<Asks>().want(&self.account, right, detail, move |allowed| {
            let newest = own.wishes().remove(&scheme);
            if let Some((url, address)) = newest.filter(|_| allowed) {
                own.open(&url, &address);
            }
        });
    }

    fn wishes(&self) -> MutexGuard<'_, Wishes> {
        self.wishes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts the guard around `webview`, then loads `address` if there is one and the page came too early with it.
    pub(super) fn protect(
        &self,
        webview: &Webview,
        role: Role,
        address: Option<Url>,
    ) -> tauri::Result<()> {
        let (policy, own) = (Arc::clone(&self.policy), self.clone());
        let may_show = move |url: &Url| match role {
            Role::Page => policy.top(url) == NavigationDecision::Stay,
            Role::SignIn => policy.sign_in(url).is_ok(),
        };
        let closed =
            FILTERED_ZONES.into_iter().filter(|zone| !self.policy.permits(*zone)).collect();
        let (stands, came_early) = (Arc::clone(&self.stands), Arc::clone(&self.came_early));
        let watch = Watch {
            closed,
            may_show: Box::new(may_show),
            failures: match role {
                Role::Page => Failures::Told,
                Role::SignIn => Failures::Shown,
            },
            tell: Box::new(move |met| own.met(role, met)),
            stands: Box::new(move || {
                stands.store(true, Ordering::Release);
                came_early.load(Ordering::Acquire)
            }),
            load: address,
        };
        fence::protect(webview, watch)
    }

    fn met(&self, role: Role, met: Met) {
        match (role, met) {
            (Role::SignIn, Met::Elsewhere(url) | Met::LedAway(url)) => {
                let why = self.policy.sign_in(&url).err().unwrap_or(LinkRefusal::Scheme);
                self.refuse(&url, why);
            }
            (Role::Page, Met::Elsewhere(url)) => self.leave(&url),
            (Role::Page, Met::LedAway(url)) => {
                self.tell(PageNews::LedAway { host: target(&url) });
            }
            (Role::Page, Met::Failed(reason)) => {
                self.tell(PageNews::Broke { problem: PageProblem::LoadFailed { reason } });
            }
            // The window stands in front of whoever signs in.
            (Role::SignIn, Met::Failed(_) | Met::PasswordWanted(..) | Met::PasswordSettled) => {}
            (Role::Page, Met::PasswordWanted(host, from)) => {
                self.tell(PageNews::PasswordWanted { host, from });
            }
            (Role::Page, Met::PasswordSettled) => self.tell(PageNews::PasswordSettled),
            (_, Met::CertificateWanted(host)) => self.tell(PageNews::CertificateWanted { host }),
            (Role::Page, Met::Unsafe(host, flaw)) => self.tell(PageNews::Unsafe { host, flaw }),
            (Role::SignIn, Met::Unsafe(host, flaw)) => {
                self.tell(PageNews::SignInUnsafe { host, flaw });
            }
        }
    }

    fn refuse(&self, url: &Url, why: LinkRefusal) {
        let news = PageNews::LinkRefused { target: target(url), why };
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let again =
            told.as_ref().is_some_and(|(last, at)| *last == news && at.elapsed() < TOLD_FOR);
        if !again {
            *told = Some((news.clone(), Instant::now()));
            drop(told);
            self.tell(news);
        }
    }

    fn tell(&self, news: PageNews) {
        self.mailbox.send(Event::Page { account: self.account.clone(), news });
    }
}

/// Notes a link that waits for the agent's word; true if that must be asked for. Whoever presses again means the newer
/// link, but only one to the host that the question shows: a page gone wild gets one question and cannot change what the
/// answer is about.
fn waits_anew(wishes: &mut Wishes, scheme: &str, url: &Url, address: String) -> bool {
    match wishes.get_mut(scheme) {
        Some(waiting) if waiting.0.host_str() == url.host_str() => {
            *waiting = (url.clone(), address);
            false
        }
        Some(_) => false,
        None => wishes.insert(scheme.to_owned(), (url.clone(), address)).is_none(),
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
        let (mut wishes, url) = (Wishes::new(), |text: &str| Url::parse(text).unwrap());
        let mut waits =
            |text: &str| waits_anew(&mut wishes, "zoommtg", &url(text), text.to_owned());
        assert!(waits("zoommtg://zoom.us/join?confno=1"));
        assert!(!waits("zoommtg://zoom.us/join?confno=2"), "asked already");
        assert!(!waits("zoommtg://evil.test/join?confno=3"));
        assert_eq!(wishes["zoommtg"].1, "zoommtg://zoom.us/join?confno=2");
    }
}
