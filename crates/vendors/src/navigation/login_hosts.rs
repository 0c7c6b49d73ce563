//! The account's option that narrows where signing in may lead.

use crate::form::{field, typed};
use crate::page_url::escaped;
use deskbell_core::{Field, FieldInput, FieldProblem};
use std::collections::BTreeMap;
use url::{Host, Url};

/// The option's name.
const OPTION: &str = "loginHosts";

/// Most hosts of one account.
const HOSTS_MAX: usize = 20;

/// A host, or a domain with all hosts below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LoginHost {
    /// In ASCII and lower case.
    name: String,
    /// Hosts below it count too.
    below: bool,
}

impl LoginHost {
    /// `domain` and everything below it.
    pub(super) fn below(domain: &str) -> Self {
        Self { name: domain.to_owned(), below: true }
    }

    pub(super) fn covers(&self, url: &Url) -> bool {
        let host = url.host_str().unwrap_or_default();
        let ends = || host.strip_suffix(self.name.as_str()).is_some_and(|rest| rest.ends_with('.'));
        host == self.name || (self.below && ends())
    }
}

/// The field, for vendors that sign in.
pub(crate) fn login_hosts_field() -> Field {
    field(
        OPTION,
        "Sign-in hosts",
        "Hosts that signing in may lead to, with blanks between them: login.example.com, or *.example.com for all below it. Left empty, a sign-in window may visit any public address.",
        FieldInput::Text,
    )
}

/// What is wrong with the option, if anything.
pub(crate) fn login_hosts_problem(options: &BTreeMap<String, String>) -> Option<FieldProblem> {
    let message = login_hosts(options).err()?;
    Some(FieldProblem { field: OPTION.to_owned(), message })
}

/// The hosts the option names.
pub(super) fn login_hosts(options: &BTreeMap<String, String>) -> Result<Vec<LoginHost>, String> {
    let names = typed(options, OPTION).unwrap_or_default().split([' ', ',', ';']);
    let hosts: Vec<LoginHost> =
        names.filter(|name| !name.is_empty()).map(login_host).collect::<Result<_, _>>()?;
    if hosts.len() > HOSTS_MAX {
        return Err(format!("These are more than {HOSTS_MAX} hosts; leave some out."));
    }
    Ok(hosts)
}

fn login_host(text: &str) -> Result<LoginHost, String> {
    let (below, name) = text.strip_prefix("*.").map_or((false, text), |name| (true, name));
    let wrong = || {
        let shown: String = text.chars().filter(|c| !c.is_control()).take(60).collect();
        format!("{shown} is not a host; write only its name, like login.example.com.")
    };
    if name.contains(':') {
        return Err(wrong());
    }
    // An address is parsed as the engines do; whatever is left beside the host was no host.
    let url = Url::parse(&format!("https://{name}/")).map_err(|_| wrong())?;
    match url.host() {
        Some(Host::Domain(host)) if url.as_str() == format!("https://{host}/") => {
            let whole = host.contains('.') && !host.ends_with('.') && escaped(host) == host;
            if whole { Ok(LoginHost { name: host.to_owned(), below }) } else { Err(wrong()) }
        }
        _ => Err(wrong()),
    }
}
