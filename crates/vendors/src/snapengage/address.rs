//! From what the user typed to the page of the account. Nothing else builds it.

use super::form::{HUB, HUB_ORIGINS, PROVIDER, form};
use super::hosting::hosting;
use crate::form::typed;
use crate::page_url::{URL_MAX, escaped, loadable, origin};
use crate::{Address, SignInWay};
use deskbell_core::{FieldProblem, HOSTING_OPTION, Hosting};
use std::collections::BTreeMap;
use url::Url;

/// Our own minimal page.
const OWN_PAGE: &str = "desk://localhost/own/snapengage.html";

/// Longest value of one field, in characters.
const VALUE_MAX: usize = 2000;

/// Most origins of one Hub; nobody has more than a handful.
const ORIGINS_MAX: usize = 10;

/// Checks everything, then builds the address; reports every field that is wrong at once.
pub(super) fn address(options: &BTreeMap<String, String>) -> Result<Address, Vec<FieldProblem>> {
    let mut problems = Vec::new();
    check_names_and_text(options, &mut problems);
    problems.extend(super::statuses::problems(options));
    problems.extend(crate::navigation::login_hosts_problem(options));
    let page = match hosting(options) {
        Some(Hosting::OwnPage) => own_page(options, &mut problems),
        Some(Hosting::AgentConsole) => console(options, &mut problems),
        Some(_) => company_page(options, &mut problems),
        None => {
            problem(
                &mut problems,
                HOSTING_OPTION,
                "Choose the Agent Hub, a page of yours, or a page made by Deskbell.",
            );
            None
        }
    };
    match page {
        Some((url, origins)) if problems.is_empty() => Ok(Address {
            widget: None,
            url,
            origins,
            redirect: None,
            sign_in: SignInWay::Window,
            secrets: Vec::new(),
        }),
        _ => Err(problems),
    }
}

type Page = Option<(Url, Vec<String>)>;

fn problem(problems: &mut Vec<FieldProblem>, field: &str, message: impl Into<String>) {
    problems.push(FieldProblem { field: field.to_owned(), message: message.into() });
}

fn check_names_and_text(options: &BTreeMap<String, String>, problems: &mut Vec<FieldProblem>) {
    let form = form();
    for (name, value) in options {
        if !form.fields.iter().any(|field| field.key == *name) {
            let shown: String = name.chars().filter(|c| !c.is_control()).take(40).collect();
            problem(problems, name, format!("A SnapEngage account has no setting {shown}."));
        }
        if value.chars().count() > VALUE_MAX {
            problem(
                problems,
                name,
                format!("This is longer than {VALUE_MAX} characters; check what was pasted."),
            );
        } else if value.trim().chars().any(char::is_control) {
            problem(
                problems,
                name,
                "This contains a line break or another invisible character; paste it again without.",
            );
        }
    }
}

/// The page `text` names, as its own origin.
fn page(text: &str, problems: &mut Vec<FieldProblem>) -> Page {
    match loadable(text) {
        Ok(url) if url.as_str().len() > URL_MAX => {
            problem(
                problems,
                "url",
                format!("This is longer than {URL_MAX} characters; check what was pasted."),
            );
            None
        }
        Ok(url) => {
            let own = origin(&url);
            Some((url, vec![own]))
        }
        Err(message) => {
            problem(problems, "url", message);
            None
        }
    }
}

fn company_page(options: &BTreeMap<String, String>, problems: &mut Vec<FieldProblem>) -> Page {
    provider(options, problems);
    let Some(text) = typed(options, "url") else {
        problem(
            problems,
            "url",
            "Write the address of a page of yours that has the SnapEngage widget.",
        );
        return None;
    };
    page(text, problems)
}

/// The Hub: its page's origin, and the others its messages may have.
fn console(options: &BTreeMap<String, String>, problems: &mut Vec<FieldProblem>) -> Page {
    let page = page(typed(options, "url").unwrap_or(HUB), problems);
    let mut more = Vec::new();
    for text in typed(options, "origins").unwrap_or(HUB_ORIGINS).split([' ', ',']) {
        match (!text.is_empty()).then(|| loadable(text)) {
            Some(Ok(url)) if is_bare(&url) => more.push(origin(&url)),
            Some(Ok(_)) => problem(
                problems,
                "origins",
                "Write only the beginning of each address, like https://www.snapengage.com, without a path.",
            ),
            Some(Err(message)) => problem(problems, "origins", message),
            None => {}
        }
    }
    if more.len() > ORIGINS_MAX {
        problem(
            problems,
            "origins",
            format!("These are more than {ORIGINS_MAX}; leave out those of other pages."),
        );
    }
    let (url, mut origins) = page?;
    for origin in more {
        if !origins.contains(&origin) {
            origins.push(origin);
        }
    }
    Some((url, origins))
}

fn is_bare(url: &Url) -> bool {
    matches!(url.path(), "" | "/") && url.query().is_none() && url.fragment().is_none()
}

/// Our own page, told by its query which widget to load.
fn own_page(options: &BTreeMap<String, String>, problems: &mut Vec<FieldProblem>) -> Page {
    let provider = provider(options, problems);
    let id = typed(options, "widgetId").filter(|id| is_widget_id(id));
    if id.is_none() {
        problem(
            problems,
            "widgetId",
            "A widget ID is letters and digits with dashes between them, like 31a11b98-ffd2-425d-aa69-2c6ff8a40a16.",
        );
    }
    let region = typed(options, "region").unwrap_or("us");
    if !matches!(region, "us" | "eu") {
        problem(problems, "region", "The region is us or eu.");
    }
    let mut url = Url::parse(OWN_PAGE).ok()?;
    url.set_query(Some(&format!(
        "widgetId={}&region={}&provider={}",
        escaped(id?),
        escaped(region),
        escaped(provider?)
    )));
    let own = origin(&url);
    Some((url, vec![own]))
}

/// The document's ids are hexadecimal with dashes, its placeholders any letters: "Alphanumeric plus dashes".
fn is_widget_id(id: &str) -> bool {
    (8..=64).contains(&id.len())
        && id.contains('-')
        && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

/// A name a script can have as a variable; anything else could not be looked up, or would be somebody else's.
fn provider<'o>(
    options: &'o BTreeMap<String, String>,
    problems: &mut Vec<FieldProblem>,
) -> Option<&'o str> {
    let name = typed(options, "provider").unwrap_or(PROVIDER);
    let starts_well = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || c == '$');
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    if starts_well && name.len() <= 64 && name.chars().all(plain) && !name.starts_with("__") {
        return Some(name);
    }
    problem(
        problems,
        "provider",
        "The provider name is one word of letters and digits, like SnapEngage; check it on the company's web page.",
    );
    None
}
