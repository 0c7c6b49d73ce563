//! Accounts of chat widgets: the fields and checks that all vendors share, above all how the page is hosted.

use crate::form::{choice, field, typed, when};
use crate::page_url::{URL_MAX, escaped, is_desk, loadable, origin};
use crate::{Address, SignInWay};
use deskbell_core::{Field, FieldInput, FieldProblem, HOSTING_OPTION, Hosting, VendorForm};
use std::collections::BTreeMap;
use url::Url;

/// Longest value of one field, in characters.
const VALUE_MAX: usize = 4000;

/// Where our own pages are, one per vendor.
const OWN_PAGES: &str = "desk://localhost/own";

/// The page of ours that loads a vendor's snippet.
pub(crate) struct OwnPage {
    /// The adapter's id: names the page.
    pub(crate) vendor: &'static str,
    /// What it must be told.
    pub(crate) parameters: &'static [Parameter],
}

/// A field whose value goes into the address of our own page.
pub(crate) struct Parameter {
    /// The field, and the parameter.
    pub(crate) key: &'static str,
    /// Said where it is empty.
    pub(crate) missing: &'static str,
    /// The value as the page wants it, or what is wrong with it.
    pub(crate) check: fn(&str) -> Result<String, String>,
}

/// The fields on how the page is hosted: the choice, and the address of a company's page.
pub(crate) fn hosting_fields(vendor: &str, own: &str) -> Vec<Field> {
    let (company, own_page) = (Hosting::CompanyPage.as_option(), Hosting::OwnPage.as_option());
    vec![
        Field {
            advanced: false,
            default: Some(company.to_owned()),
            ..field(
                HOSTING_OPTION,
                "Page",
                "Which page the chat is on.",
                FieldInput::Choice {
                    choices: vec![choice(company, "A page of our website"), choice(own_page, own)],
                },
            )
        },
        Field {
            advanced: false,
            required: true,
            when: when(HOSTING_OPTION, &[company]),
            ..field(
                "url",
                "Address of the page",
                &format!("A page of your website that shows the {vendor} chat."),
                FieldInput::Address,
            )
        },
    ]
}

/// A required field that our own page needs.
pub(crate) fn own_field(key: &str, label: &str, help: &str, input: FieldInput) -> Field {
    Field {
        advanced: false,
        required: true,
        when: when(HOSTING_OPTION, &[Hosting::OwnPage.as_option()]),
        ..field(key, label, help, input)
    }
}

/// Checks everything, then builds the address; reports every field that is wrong at once.
pub(crate) fn address(
    form: &VendorForm,
    own: &OwnPage,
    options: &BTreeMap<String, String>,
) -> Result<Address, Vec<FieldProblem>> {
    let mut problems = Vec::new();
    check_text(form, options, &mut problems);
    let page = match hosting(options) {
        Ok(Hosting::OwnPage) => own_page(own, options, &mut problems),
        Ok(Hosting::CompanyPage | Hosting::VendorPage | Hosting::AgentConsole) => {
            company_page(options, &mut problems)
        }
        Err(message) => {
            tell(&mut problems, HOSTING_OPTION, message);
            None
        }
    };
    match page {
        Some(url) if problems.is_empty() => Ok(Address {
            origins: vec![origin(&url)],
            widget: None,
            url,
            redirect: None,
            sign_in: SignInWay::Window,
            secrets: Vec::new(),
        }),
        _ => Err(problems),
    }
}

/// A field has one problem at a time: the first that was found.
fn tell(problems: &mut Vec<FieldProblem>, field: &str, message: impl Into<String>) {
    if !problems.iter().any(|problem| problem.field == field) {
        problems.push(FieldProblem { field: field.to_owned(), message: message.into() });
    }
}

fn check_text(
    form: &VendorForm,
    options: &BTreeMap<String, String>,
    problems: &mut Vec<FieldProblem>,
) {
    for (name, value) in options {
        if !form.fields.iter().any(|field| field.key == *name) {
            let shown: String = name.chars().filter(|c| !c.is_control()).take(40).collect();
            let keys: Vec<&str> = form.fields.iter().map(|field| field.key.as_str()).collect();
            let message = format!(
                "A {} account has no setting {shown}; it has {}.",
                form.name,
                keys.join(", ")
            );
            tell(problems, name, message);
        } else if value.chars().count() > VALUE_MAX {
            let message =
                format!("This is longer than {VALUE_MAX} characters; check what was pasted.");
            tell(problems, name, message);
        } else if value.trim().chars().any(char::is_control) {
            let message = "This contains a line break or another invisible character; paste it again without.";
            tell(problems, name, message);
        }
    }
}

/// What the page is; a page of the company's where nothing is said.
fn hosting(options: &BTreeMap<String, String>) -> Result<Hosting, &'static str> {
    match typed(options, HOSTING_OPTION) {
        None => Ok(Hosting::CompanyPage),
        Some(said) => [Hosting::CompanyPage, Hosting::OwnPage]
            .into_iter()
            .find(|hosting| said == hosting.as_option())
            .ok_or("The page is one of companyPage and ownPage."),
    }
}

fn company_page(
    options: &BTreeMap<String, String>,
    problems: &mut Vec<FieldProblem>,
) -> Option<Url> {
    let Some(text) = typed(options, "url") else {
        tell(problems, "url", "Write the address of the page that shows the chat.");
        return None;
    };
    let url = match loadable(text) {
        Ok(url) => url,
        Err(message) => {
            tell(problems, "url", message);
            return None;
        }
    };
    if url.path().ends_with(".js") && !is_desk(&url) {
        tell(
            problems,
            "url",
            "This is a script, not a page; choose Deskbell's own page to load it.",
        );
    } else if url.as_str().len() > URL_MAX {
        tell(problems, "url", format!("This is longer than {URL_MAX} characters; shorten it."));
    }
    Some(url)
}

fn own_page(
    own: &OwnPage,
    options: &BTreeMap<String, String>,
    problems: &mut Vec<FieldProblem>,
) -> Option<Url> {
    let mut query = Vec::new();
    for parameter in own.parameters {
        let Some(text) = typed(options, parameter.key) else {
            tell(problems, parameter.key, parameter.missing);
            continue;
        };
        match (parameter.check)(text) {
            Ok(value) => query.push(format!("{}={}", parameter.key, escaped(&value))),
            Err(message) => tell(problems, parameter.key, message),
        }
    }
    Url::parse(&format!("{OWN_PAGES}/{}.html?{}", own.vendor, query.join("&"))).ok()
}

/// The address of a script that a vendor gives out, also without its scheme (`//host/…`).
pub(crate) fn script_address(text: &str) -> Result<Url, String> {
    let whole = if text.starts_with("//") { format!("https:{text}") } else { text.to_owned() };
    let url = loadable(&whole)?;
    if url.scheme() != "https" {
        return Err("The script must be at an address that begins with https://.".to_owned());
    }
    Ok(url)
}
