//! Where a hosted page, its frames, its windows and its links may lead: decided on parsed addresses, never on text.

mod external_link;
mod filter;
mod login_hosts;
#[cfg(test)]
mod tests;
mod zone;

pub use external_link::ExternalLink;
pub use filter::{FILTERED_ZONES, rules};
pub(crate) use login_hosts::{login_hosts_field, login_hosts_problem};
pub use zone::NetworkZone;

use crate::page_url::{DESK_SCHEME, URL_MAX};
use crate::{Address, Vendor};
use deskbell_core::LinkRefusal;
use login_hosts::{LoginHost, login_hosts};
use std::collections::BTreeMap;
use url::Url;

/// What becomes of a document that wants to be a page's top frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NavigationDecision {
    /// It belongs to the account.
    Stay,
    /// It may be shown, but in the system's browser.
    Outside,
    /// It may be shown nowhere.
    Refused(LinkRefusal),
}

/// What one account's pages may reach: its own origins, the hosts it signs in at, and the zones its
/// own address is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavigationPolicy {
    /// `scheme`, host and port of the account's own pages.
    own: Vec<Place>,
    /// Where a sign-in's answer goes.
    redirect: Option<Place>,
    /// Hosts the user allows signing in to lead to; empty means any public one.
    login_hosts: Vec<LoginHost>,
    /// The vendor's own hosts of signing in.
    vendor_hosts: Vec<LoginHost>,
    /// Zones beside the public one.
    permitted: Vec<NetworkZone>,
    /// How this system's engine spells the origin of our own pages.
    desk: &'static str,
}

/// Scheme, host and port: what two addresses must share to be the same place.
type Place = (String, String, Option<u16>);

impl NavigationPolicy {
    /// The policy of the account with `address` and `options`. `desk` is the origin this system's
    /// engine gives our own pages: `desk://localhost`, or `http://desk.localhost` on Windows.
    #[must_use]
    pub fn of(
        vendor: &dyn Vendor,
        address: &Address,
        options: &BTreeMap<String, String>,
        desk: &'static str,
    ) -> Self {
        let parsed = |text: &String| Url::parse(text).ok();
        let mut policy = Self {
            own: Vec::new(),
            redirect: None,
            // The form has refused what cannot be read.
            login_hosts: login_hosts(options).unwrap_or_default(),
            vendor_hosts: vendor.login_domains().iter().map(|d| LoginHost::below(d)).collect(),
            permitted: Vec::new(),
            desk,
        };
        let own: Vec<Url> = address.origins.iter().filter_map(parsed).collect();
        policy.own = own.iter().chain([&address.url]).map(|url| policy.place(url)).collect();
        let redirect = address.redirect.as_ref().and_then(parsed);
        policy.redirect = redirect.map(|url| policy.place(&url));
        // Our own pages are in no zone of the network and open none.
        let widget = address.widget.as_ref().and_then(parsed);
        for url in [&address.url].into_iter().chain(&widget) {
            if !policy.is_desk(url) && is_web(url) {
                policy.permitted.push(NetworkZone::of(url));
            }
        }
        policy
    }

    /// Zones beside the public one that the account's pages may reach.
    #[must_use]
    pub fn permits(&self, zone: NetworkZone) -> bool {
        zone == NetworkZone::Public
            || (zone != NetworkZone::Reserved && self.permitted.contains(&zone))
    }

    /// What becomes of `url` as the account's own page.
    #[must_use]
    pub fn top(&self, url: &Url) -> NavigationDecision {
        if is_blank(url) || self.is_own(url) {
            return NavigationDecision::Stay;
        }
        if let Err(why) = self.web(url) {
            return NavigationDecision::Refused(why);
        }
        match self.is_login_host(url) {
            true => NavigationDecision::Stay,
            false => NavigationDecision::Outside,
        }
    }

    /// Whether `url` may be a frame somewhere inside a page or a sign-in window: what is public is
    /// the page's own business.
    ///
    /// # Errors
    /// Why it may not.
    pub fn frame(&self, url: &Url) -> Result<(), LinkRefusal> {
        // The latter two hold what the page itself wrote; they can do nothing that it cannot.
        let written = is_blank(url) || matches!(url.scheme(), "data" | "blob");
        if written || self.is_own(url) { Ok(()) } else { self.web(url) }
    }

    /// Whether a sign-in window may show `url`.
    ///
    /// # Errors
    /// Why it may not.
    pub fn sign_in(&self, url: &Url) -> Result<(), LinkRefusal> {
        if is_blank(url) || self.is_own(url) || self.redirect == Some(self.place(url)) {
            return Ok(());
        }
        self.web(url)?;
        let zone = NetworkZone::of(url);
        if url.scheme() != "https" && zone == NetworkZone::Public {
            return Err(LinkRefusal::NotEncrypted);
        }
        let vendors_own = self.vendor_hosts.iter().any(|host| host.covers(url));
        let open = self.login_hosts.is_empty();
        if open || vendors_own || zone != NetworkZone::Public || self.is_login_host(url) {
            Ok(())
        } else {
            Err(LinkRefusal::NotALoginHost)
        }
    }

    /// How a link to elsewhere leaves, if it may.
    #[must_use]
    pub fn external_link(&self, url: &Url) -> ExternalLink {
        if url.as_str().len() > URL_MAX {
            return ExternalLink::Refused(LinkRefusal::TooLong);
        }
        if is_web(url) {
            return match self.web(url) {
                Ok(()) if self.is_desk(url) => ExternalLink::Refused(LinkRefusal::Scheme),
                Ok(()) => ExternalLink::Browser(url.clone()),
                Err(why) => ExternalLink::Refused(why),
            };
        }
        external_link::not_web(url)
    }

    /// http or https to a host in a permitted zone, without a user name that could be read as the host.
    fn web(&self, url: &Url) -> Result<(), LinkRefusal> {
        if !is_web(url) {
            return Err(LinkRefusal::Scheme);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(LinkRefusal::UserName);
        }
        match NetworkZone::of(url) {
            zone if self.permits(zone) => Ok(()),
            NetworkZone::Loopback => Err(LinkRefusal::OwnMachine),
            NetworkZone::Private | NetworkZone::LinkLocal => Err(LinkRefusal::LocalNetwork),
            NetworkZone::Reserved | NetworkZone::Public => Err(LinkRefusal::NoHost),
        }
    }

    /// Whether `url` is at the account's own origins.
    #[must_use]
    pub fn is_own(&self, url: &Url) -> bool {
        let plain = url.username().is_empty() && url.password().is_none();
        (is_web(url) || url.scheme() == DESK_SCHEME) && plain && self.own.contains(&self.place(url))
    }

    /// One of the hosts the user named, over https.
    fn is_login_host(&self, url: &Url) -> bool {
        url.scheme() == "https" && self.login_hosts.iter().any(|host| host.covers(url))
    }

    fn is_desk(&self, url: &Url) -> bool {
        let origin = match url.scheme() {
            DESK_SCHEME => format!("{DESK_SCHEME}://{}", url.host_str().unwrap_or_default()),
            _ => url.origin().ascii_serialization(),
        };
        origin == self.desk || (url.scheme() == DESK_SCHEME && url.host_str() == Some("localhost"))
    }

    fn place(&self, url: &Url) -> Place {
        if self.is_desk(url) {
            return (DESK_SCHEME.to_owned(), "localhost".to_owned(), None);
        }
        let host = url.host_str().unwrap_or_default().to_owned();
        (url.scheme().to_owned(), host, url.port_or_known_default())
    }
}

fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
}

/// An empty document, which is what the page that made it is.
fn is_blank(url: &Url) -> bool {
    url.scheme() == "about" && matches!(url.path(), "blank" | "srcdoc")
}
