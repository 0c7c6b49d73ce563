//! A person's web browser, as far as signing in needs one: goes where it is sent, and fills in forms.

use anyhow::{Context as _, Result, bail};
use std::time::Duration;
use ureq::Agent;
use url::Url;
use url::form_urlencoded::Serializer;

/// What a browser calls the body of a form.
pub const FORM: &str = "application/x-www-form-urlencoded";
/// Shorter than a test's patience, longer than any answer that comes.
const LIMIT: Duration = Duration::from_secs(20);
const MOST_REDIRECTS: usize = 10;

/// Where a browser came to rest.
#[derive(Debug)]
pub struct Page {
    /// 0 where it was not loaded.
    pub status: u16,
    /// What it shows.
    pub body: String,
    /// Where it is.
    pub url: String,
    /// The origins on the way, this one included.
    pub origins: Vec<String>,
}

/// A browser.
#[derive(Clone, Debug, Default)]
pub struct Visitor {
    /// The name it gives itself.
    pub engine: String,
    /// An address beginning so is where it stops without loading it.
    pub stops_at: Option<String>,
}

impl Visitor {
    /// Goes to `url` and wherever it is sent.
    ///
    /// # Errors
    /// If there is no answer, or no end of redirects.
    pub fn visit(&self, url: &str) -> Result<Page> {
        self.go(url, None)
    }

    /// Fills in the form of a page and submits it.
    ///
    /// # Errors
    /// As [`Visitor::visit`], or if there is no form.
    pub fn submit(&self, page: &Page, fields: &[(&str, &str)]) -> Result<Page> {
        let between = |before: &str, after: &str| {
            let (_, rest) = page.body.split_once(before).context("no form")?;
            rest.split_once(after).map(|(found, _)| found.to_owned()).context("no form")
        };
        let (action, request) = (between("action=", ">")?, between("name=request value=\"", "\"")?);
        let action = Url::parse(&page.url)?.join(&action)?;
        let mut form = vec![("request", request.as_str())];
        form.extend_from_slice(fields);
        self.go(action.as_str(), Some(&form))
    }

    fn go(&self, url: &str, form: Option<&[(&str, &str)]>) -> Result<Page> {
        let agent = agent();
        let (mut url, mut form, mut origins) = (url.to_owned(), form, Vec::new());
        for _ in 0..MOST_REDIRECTS {
            if self.stops_at.as_ref().is_some_and(|stop| url.starts_with(stop)) {
                return Ok(Page { status: 0, body: String::new(), url, origins });
            }
            origins.push(Url::parse(&url)?.origin().ascii_serialization());
            let mut answer = match form.take() {
                Some(form) => agent.post(&url).content_type(FORM).send(encode(form))?,
                None => agent.get(&url).header("User-Agent", &self.engine).call()?,
            };
            if !answer.status().is_redirection() {
                let (status, body) =
                    (answer.status().as_u16(), answer.body_mut().read_to_string()?);
                return Ok(Page { status, body, url, origins });
            }
            let next = answer.headers().get("location").context("redirected nowhere")?;
            url = Url::parse(&url)?.join(next.to_str()?)?.into();
        }
        bail!("redirected too often")
    }
}

/// Follows nothing and takes every status for an answer.
#[must_use]
pub fn agent() -> Agent {
    let config = Agent::config_builder().http_status_as_error(false).max_redirects(0);
    let config = config.max_redirects_will_error(false).timeout_global(Some(LIMIT));
    config.build().new_agent()
}

/// A form as it is sent.
#[must_use]
pub fn encode(form: &[(&str, &str)]) -> String {
    Serializer::new(String::new()).extend_pairs(form).finish()
}
