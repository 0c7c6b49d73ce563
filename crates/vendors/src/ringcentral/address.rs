//! From what the user typed to the widget's URL. Nothing else builds one.

mod parameters;
mod values;

use super::form::{
    BROWSER_REDIRECT, CALLING_MODES, DEFAULT_VERSION, HOSTINGS, IN_WINDOW, ON_BY_DEFAULT,
    PAGE_OPTION, PRODUCTION, SWITCHES, form,
};
use crate::form::typed;
use crate::page_url::{URL_MAX, escaped, is_desk, loadable, origin};
use crate::{Address, SignInWay};
use deskbell_core::{
    FieldProblem, HOSTING_OPTION, Hosting, IN_BROWSER, SIGN_IN_OPTION, SIGN_IN_SCHEME,
};
use parameters::{PARAMETERS, SECRETS, nearest, parameter};
use std::collections::BTreeMap;
use url::Url;
use values::{VALUE_MAX, checked, is_our_link, switch};

/// Where the vendor hosts its own builds: `<this>/<version>/app.html`.
const OFFICIAL: &str = "https://apps.ringcentral.com/integration/ringcentral-embeddable";

/// Hosts whose builds carry only a demo client id.
const OFFICIAL_HOSTS: [&str; 2] = ["apps.ringcentral.com", "ringcentral.github.io"];

/// What has been typed and found wrong so far.
struct Draft {
    /// Values by documented name.
    values: BTreeMap<&'static str, String>,
    /// The simulated desk's own parameters.
    desk: BTreeMap<String, String>,
    problems: Vec<FieldProblem>,
}

impl Draft {
    fn problem(&mut self, field: &str, message: impl Into<String>) {
        self.problems.push(FieldProblem { field: field.to_owned(), message: message.into() });
    }
}

/// Checks everything, then builds the URL; reports every field that is wrong at once.
pub(super) fn address(options: &BTreeMap<String, String>) -> Result<Address, Vec<FieldProblem>> {
    let mut draft = Draft { values: BTreeMap::new(), desk: BTreeMap::new(), problems: Vec::new() };
    check_names_and_text(options, &mut draft);
    draft.problems.extend(crate::status_form::problems(&super::statuses::dialect(), options));
    draft.problems.extend(crate::navigation::login_hosts_problem(options));
    let page = page(options, &mut draft);
    let is_desk = page.as_ref().is_some_and(is_desk);
    for name in ["clientId", "clientSecret", "appServer", "redirectUri", "jwt"] {
        let is_told = draft.problems.iter().any(|problem| problem.field == name);
        if let (Some(value), Some(known), false) = (typed(options, name), parameter(name), is_told)
        {
            match checked(known, value, name == "clientSecret" || name == "jwt") {
                Ok(value) => drop(draft.values.insert(known.name, value)),
                Err(message) => draft.problem(name, message),
            }
        }
    }
    switches(options, &mut draft);
    calling_mode(options, &mut draft);
    // A whole address pasted from a web page brings its own parameters.
    let own_query = page.as_ref().and_then(Url::query).map(str::to_owned);
    if let Some(query) = own_query {
        parameters("url", &query, is_desk, &mut draft);
    }
    if let Some(more) = typed(options, "parameters") {
        parameters("parameters", more, is_desk, &mut draft);
    }
    let hosting = hosting(options, &mut draft);
    let company = match hosting {
        Hosting::CompanyPage => company_page(options, &mut draft),
        Hosting::VendorPage | Hosting::AgentConsole | Hosting::OwnPage => {
            if let Some(page) = &page {
                official_needs(page, &mut draft);
            }
            None
        }
    };
    let way = sign_in_way(options, is_desk, &mut draft);
    match (page, company) {
        (Some(widget), Some(company)) if draft.problems.is_empty() => {
            Ok(within(company, &widget, &draft, way))
        }
        (Some(page), None) if draft.problems.is_empty() => build(page, &draft, way),
        _ => Err(draft.problems),
    }
}

/// What the page is; the phone by itself where nothing is said.
fn hosting(options: &BTreeMap<String, String>, draft: &mut Draft) -> Hosting {
    let [(first, _), ..] = HOSTINGS;
    let Some(said) = typed(options, HOSTING_OPTION) else { return first };
    let known =
        HOSTINGS.iter().map(|(hosting, _)| *hosting).find(|known| known.as_option() == said);
    known.unwrap_or_else(|| {
        draft.problem(HOSTING_OPTION, "The page is one of vendorPage and companyPage.");
        first
    })
}

/// The company's page. It keeps its query and fragment: they are its own.
fn company_page(options: &BTreeMap<String, String>, draft: &mut Draft) -> Option<Url> {
    let Some(text) = typed(options, PAGE_OPTION) else {
        draft.problem(PAGE_OPTION, "Enter the address of the page that shows the phone.");
        return None;
    };
    loadable(text).map_err(|message| draft.problem(PAGE_OPTION, message)).ok()
}

/// The address of a company's page that shows the widget, whose parameters the page itself chooses.
fn within(company: Url, widget: &Url, draft: &Draft, sign_in: SignInWay) -> Address {
    let typed = draft.values.get("redirectUri").cloned();
    let redirect = typed.or_else(|| Some(widget.join("redirect.html").ok()?.into()));
    let (origins, secrets) = (vec![origin(&company)], Vec::new());
    Address { origins, widget: Some(origin(widget)), url: company, redirect, sign_in, secrets }
}

fn check_names_and_text(options: &BTreeMap<String, String>, draft: &mut Draft) {
    let form = form();
    for (name, value) in options {
        if !form.fields.iter().any(|field| field.key == *name) {
            let hint = if parameter(name).is_some() {
                "; write it into the parameters, as name=value.".to_owned()
            } else {
                let keys = [
                    "clientId",
                    "callingMode",
                    SIGN_IN_OPTION,
                    "version",
                    "url",
                    "appServer",
                    "redirectUri",
                    "clientSecret",
                    "jwt",
                    "parameters",
                ];
                let keys = keys.into_iter().chain(SWITCHES.iter().map(|(key, ..)| *key));
                nearest(name, keys)
                    .map_or_else(|| ".".to_owned(), |near| format!("; did you mean {near}?"))
            };
            let shown: String = name.chars().filter(|c| !c.is_control()).take(40).collect();
            draft.problem(name, format!("A RingCentral account has no setting {shown}{hint}"));
        }
        if value.chars().count() > VALUE_MAX {
            draft.problem(
                name,
                format!("This is longer than {VALUE_MAX} characters; check what was pasted."),
            );
        } else if value.trim().chars().any(char::is_control) {
            draft.problem(name, "This contains a line break or another invisible character; paste it again without.");
        }
    }
}

/// The page itself, with its own query still on it.
fn page(options: &BTreeMap<String, String>, draft: &mut Draft) -> Option<Url> {
    let Some(text) = typed(options, "url") else {
        let version = typed(options, "version").unwrap_or(DEFAULT_VERSION);
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
        if version.len() > 40
            || !version.chars().all(plain)
            || version.contains("..")
            || version.starts_with(['.', '-'])
        {
            draft.problem(
                "version",
                "This is not a version; write latest, or a number such as 2.3.1.",
            );
            return None;
        }
        return Url::parse(&format!("{OFFICIAL}/{version}/app.html")).ok();
    };
    let url = match loadable(text) {
        Ok(url) => url,
        Err(message) => {
            draft.problem("url", message);
            return None;
        }
    };
    if url.path().ends_with(".js") {
        draft.problem(
            "url",
            "This is the script for web pages; use the address of the app.html beside it.",
        );
        return None;
    }
    if url.fragment().is_some() {
        draft.problem("url", "Leave out the part from # on; the widget finds its pages by itself.");
        return None;
    }
    Some(url)
}

fn switches(options: &BTreeMap<String, String>, draft: &mut Draft) {
    for (name, ..) in SWITCHES {
        let value = match (options.get(*name), typed(options, name)) {
            (_, Some(value)) => value,
            (None, None) if *name == ON_BY_DEFAULT => "1",
            (_, None) => continue,
        };
        match switch(value) {
            Ok(value) => drop(draft.values.insert(name, value)),
            Err(message) => draft.problem(name, message),
        }
    }
}

/// Signing in by browser needs the widget to ask us, and an answer that comes to this machine.
fn sign_in_way(options: &BTreeMap<String, String>, is_desk: bool, draft: &mut Draft) -> SignInWay {
    match typed(options, SIGN_IN_OPTION) {
        None | Some(IN_WINDOW) => return SignInWay::Window,
        Some(IN_BROWSER) if is_desk => draft.problem(
            SIGN_IN_OPTION,
            "The simulated desk has no address a web browser could open; sign in in a window.",
        ),
        Some(IN_BROWSER) => {}
        Some(_) => draft.problem(SIGN_IN_OPTION, "Write window or browser."),
    }
    draft.values.insert(ON_BY_DEFAULT, "1".to_owned());
    let redirect =
        draft.values.entry("redirectUri").or_insert_with(|| BROWSER_REDIRECT.to_owned()).clone();
    if !is_answerable(&redirect) {
        draft.problem("redirectUri", format!("A web browser brings the answer back to this computer: use {BROWSER_REDIRECT}, another port or path on 127.0.0.1, or a link such as {SIGN_IN_SCHEME}:/signed-in."));
    }
    SignInWay::Browser
}

/// An address at which we can wait for a browser, or a link that leads to us (RFC 8252, sections 7.3 and 7.1).
fn is_answerable(redirect: &str) -> bool {
    is_our_link(redirect)
        || Url::parse(redirect).is_ok_and(|url| {
            url.scheme() == "http"
                && matches!(url.host_str(), Some("127.0.0.1" | "localhost"))
                && url.query().is_none()
                && url.fragment().is_none()
        })
}

fn calling_mode(options: &BTreeMap<String, String>, draft: &mut Draft) {
    let Some(mode) = typed(options, "callingMode") else { return };
    if CALLING_MODES.iter().any(|(value, _)| *value == mode) {
        // The vendor's page documents the bare words, but only the internal names work.
        draft.values.insert("defaultCallWith", format!("callingOptions-{mode}"));
    } else {
        draft.problem(
            "callingMode",
            "The calling mode is one of browser, ringout, jupiter and softphone.",
        );
    }
}

/// Reads `name=value&…` into the draft.
fn parameters(field: &'static str, text: &str, is_desk: bool, draft: &mut Draft) {
    let text = text.strip_prefix('?').unwrap_or(text);
    for (name, value) in url::form_urlencoded::parse(text.as_bytes()) {
        let (name, value) = (name.trim(), value.trim());
        if name.is_empty() && value.is_empty() {
            continue;
        }
        let shown: String = name.chars().filter(|c| !c.is_control()).take(40).collect();
        let Some(known) = parameter(name) else {
            if is_desk && is_plain_name(name) && !value.chars().any(char::is_control) {
                draft.desk.insert(name.to_owned(), value.to_owned());
            } else {
                let near = nearest(name, PARAMETERS.iter().map(|parameter| parameter.name));
                let hint =
                    near.map_or_else(|| ".".to_owned(), |near| format!("; did you mean {near}?"));
                draft.problem(field, format!("The widget knows no parameter {shown}{hint}"));
            }
            continue;
        };
        match checked(known, value, false) {
            Ok(value) => match draft.values.get(known.name) {
                Some(other) if *other != value => draft.problem(
                    field,
                    format!("{shown} is given twice with different values; keep one of them."),
                ),
                _ => drop(draft.values.insert(known.name, value)),
            },
            Err(message) => draft.problem(field, format!("{shown}: {message}")),
        }
    }
}

fn is_plain_name(name: &str) -> bool {
    (1..=40).contains(&name.len()) && name.chars().all(|c| c.is_ascii_alphanumeric())
}

/// Official builds need a client id of the user's own; their default platform is production.
fn official_needs(page: &Url, draft: &mut Draft) {
    if !page.host_str().is_some_and(|host| OFFICIAL_HOSTS.contains(&host)) {
        return;
    }
    let has_id = draft.values.contains_key("clientId") || draft.values.contains_key("appKey");
    if !has_id && !draft.problems.iter().any(|problem| problem.field == "clientId") {
        draft.problem("clientId", "The official widget needs a client ID; copy it from your app in the RingCentral developer console.");
    }
    draft.values.entry("appServer").or_insert_with(|| PRODUCTION.to_owned());
}

fn build(mut page: Url, draft: &Draft, sign_in: SignInWay) -> Result<Address, Vec<FieldProblem>> {
    page.set_query(None);
    let redirect = match draft.values.get("redirectUri") {
        Some(redirect) => Some(redirect.clone()),
        None => page.join("redirect.html").ok().map(String::from),
    };
    let known =
        PARAMETERS.iter().filter_map(|p| Some((p.name, draft.values.get(p.name)?.as_str())));
    let desk = draft.desk.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let query: Vec<_> =
        known.chain(desk).map(|(name, value)| format!("{name}={}", escaped(value))).collect();
    if !query.is_empty() {
        page.set_query(Some(&query.join("&")));
    }
    if page.as_str().len() > URL_MAX {
        let message = format!(
            "The whole address is longer than {URL_MAX} characters; leave some parameters out."
        );
        return Err(vec![FieldProblem { field: "parameters".to_owned(), message }]);
    }
    let (origins, secrets) = (vec![origin(&page)], SECRETS.to_vec());
    Ok(Address { origins, widget: None, url: page, redirect, sign_in, secrets })
}
