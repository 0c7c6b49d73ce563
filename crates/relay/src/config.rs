//! The relay's configuration: one JSON file, checked as a whole before anything listens.

use crate::routing::{Rule, default_rules};
use deskbell_snapengage::{Access, Token};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;
use url::Url;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Everything an administrator sets.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Config {
    /// Where vendors and desks connect; a proxy with TLS stands before it.
    #[serde(default = "default_listen")]
    pub listen: SocketAddr,
    /// Where `/healthz`, `/readyz` and `/metrics` are answered; none means nowhere. Keep it inside.
    #[serde(default)]
    pub operations: Option<SocketAddr>,
    /// Under which address the company publishes it: `https://host[:port][/path]`.
    #[serde(deserialize_with = "address")]
    pub public_url: Url,
    /// Folder of the log.
    pub data: PathBuf,
    /// Who may deliver, by the name that stands in the address they are given.
    pub sources: BTreeMap<String, SourceConfig>,
    /// Agents by team, as e-mail addresses.
    #[serde(default)]
    pub teams: BTreeMap<String, BTreeSet<String>>,
    /// Who gets what; every rule that fits counts.
    #[serde(default = "default_rules")]
    pub rules: Vec<Rule>,
    /// How long what is kept for desks that are away.
    #[serde(default)]
    pub retention: Retention,
    /// Most connections at once; every desk holds one.
    #[serde(default = "default_connections")]
    pub connections: usize,
}

/// One organisation at a vendor.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct SourceConfig {
    /// Whose webhooks they are.
    pub vendor: SourceVendor,
    /// What the vendor shows in `Authorization`.
    pub token: String,
}

impl std::fmt::Debug for SourceConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SourceConfig").field("vendor", &self.vendor).finish_non_exhaustive()
    }
}

/// Vendors whose webhooks are understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SourceVendor {
    /// SnapEngage.
    Snapengage,
}

/// How long records are kept. What is older is gone, and a desk that was away for longer is told so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Retention {
    /// In days.
    pub days: u32,
    /// Most records.
    pub records: u64,
}

impl Default for Retention {
    /// A week, a million records.
    fn default() -> Self {
        Self { days: 7, records: 1_000_000 }
    }
}

impl Retention {
    /// As a span of time.
    #[must_use]
    pub const fn span(self) -> Duration {
        DAY.saturating_mul(self.days)
    }
}

fn address<'de, D: Deserializer<'de>>(from: D) -> Result<Url, D::Error> {
    let text = String::deserialize(from)?;
    Url::parse(&text).map_err(|error| D::Error::custom(format!("publicUrl: {error}")))
}

fn default_listen() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 8690))
}

const fn default_connections() -> usize {
    4096
}

/// Shortest token: nobody guesses sixteen random letters.
const TOKEN_MIN: usize = 16;

/// Why a configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigProblem {
    /// The file cannot be read.
    #[error("{0} cannot be read: {1}")]
    Unreadable(PathBuf, std::io::Error),
    /// No JSON, or a field that is not there or not known.
    #[error("{0}: {1}")]
    Malformed(PathBuf, serde_json::Error),
    /// It says what cannot be.
    #[error("{0}")]
    Wrong(String),
}

impl Config {
    /// Reads a file. A relative folder of the log stands beside it.
    ///
    /// # Errors
    /// [`ConfigProblem`].
    pub fn read(path: &Path) -> Result<Self, ConfigProblem> {
        let text = std::fs::read(path)
            .map_err(|error| ConfigProblem::Unreadable(path.to_owned(), error))?;
        let read = serde_json::from_slice::<Self>(&text);
        let mut config = read.map_err(|error| ConfigProblem::Malformed(path.to_owned(), error))?;
        if let Some(folder) = path.parent() {
            config.data = folder.join(&config.data);
        }
        config.prepare()
    }

    /// Checks it and brings addresses into one spelling.
    pub(crate) fn prepare(mut self) -> Result<Self, ConfigProblem> {
        for members in self.teams.values_mut() {
            *members = members.iter().map(|agent| agent.trim().to_lowercase()).collect();
        }
        self.problem().map_or(Ok(self), |problem| Err(ConfigProblem::Wrong(problem)))
    }

    fn problem(&self) -> Option<String> {
        let host = self.public_url.host_str().unwrap_or_default();
        let is_local = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
        if host.is_empty() || !(self.public_url.scheme() == "https" || is_local) {
            return Some("publicUrl must begin with https://".to_owned());
        }
        if self.sources.is_empty() {
            return Some("sources is empty: nobody may deliver anything".to_owned());
        }
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        for (name, source) in &self.sources {
            if name.is_empty() || !name.chars().all(plain) {
                return Some(format!(
                    "source {name:?}: only letters, digits, - and _ can stand in an address"
                ));
            }
            if source.token.trim().len() < TOKEN_MIN {
                return Some(format!(
                    "source {name:?}: its token is shorter than {TOKEN_MIN} letters"
                ));
            }
        }
        let unknown = |rule: &Rule| rule.problem(&self.sources, &self.teams);
        self.rules.iter().enumerate().find_map(|(index, rule)| {
            unknown(rule).map(|problem| format!("rule {}: {problem}", index + 1))
        })
    }

    /// What may be delivered, and by whom.
    pub(crate) fn access(&self) -> Access {
        let token = |(name, source): (&String, &SourceConfig)| {
            Some((name.clone(), Token::new(&source.token)?))
        };
        Access {
            accounts: self.sources.iter().filter_map(token).collect(),
            public_host: self.public_url.host_str().map(str::to_owned),
        }
    }

    /// The teams an agent is in.
    pub(crate) fn teams_of<'c>(&'c self, agent: &str) -> impl Iterator<Item = &'c str> {
        let agent = agent.to_owned();
        let of = move |(_, members): &(&String, &BTreeSet<String>)| members.contains(&agent);
        self.teams.iter().filter(of).map(|(team, _)| team.as_str())
    }

    /// What is allowed and probably not meant, in words.
    #[must_use]
    pub fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        if !self.rules.iter().any(Rule::takes_what_names_nobody) {
            warnings.push(
                "no rule sends on what names no agent: visitors in a queue, finished chats and messages left reach \
                 nobody who has not seen the conversation before"
                    .to_owned(),
            );
        }
        if self.teams.values().all(BTreeSet::is_empty) {
            warnings.push("no team has members: nobody sees a colleague's status".to_owned());
        }
        warnings
    }
}

#[cfg(test)]
mod tests {
    use super::Config;
    use serde_json::{Value, json};

    fn good() -> Value {
        json!({
            "publicUrl": "https://relay.example.com", "data": "d",
            "sources": { "acme": { "vendor": "snapengage", "token": "0123456789abcdef" } },
            "teams": { "sales": [" Ada@Example.com "] },
            "rules": [{ "to": ["agent", "team", "team:sales", "everyone", "bo@example.com"] }],
        })
    }

    fn read(config: &Value) -> Result<Config, String> {
        let read = serde_json::from_value::<Config>(config.clone()).map_err(|it| it.to_string())?;
        read.prepare().map_err(|problem| problem.to_string())
    }

    #[test]
    fn a_good_one_is_read_and_its_addresses_are_of_one_spelling() {
        let config = read(&good()).unwrap();
        assert_eq!(config.teams_of("ada@example.com").collect::<Vec<_>>(), ["sales"]);
        assert!(config.warnings().is_empty(), "{:?}", config.warnings());
        let mut bare = good();
        bare.as_object_mut().unwrap().remove("rules");
        assert_eq!(read(&bare).unwrap().warnings().len(), 1);
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (path, value, word) in [
            ("/publicUrl", json!("http://relay.example.com"), "https"),
            ("/sources", json!({}), "sources"),
            ("/sources/acme/token", json!("short"), "token"),
            ("/sources/acme/vendor", json!("nobody"), "nobody"),
            ("/rules/0/to", json!(["team:support"]), "support"),
            ("/rules/0/to", json!(["nobody"]), "nobody"),
            ("/rules/0", json!({ "source": "other", "to": ["agent"] }), "other"),
            ("/rules/0", json!({ "wigdet": "x", "to": ["agent"] }), "wigdet"),
            (
                "/sources",
                json!({ "a/b": { "vendor": "snapengage", "token": "0123456789abcdef" } }),
                "a/b",
            ),
        ] {
            let mut config = good();
            *config.pointer_mut(path).unwrap() = value;
            let problem = read(&config).unwrap_err();
            assert!(problem.contains(word), "{path}: {problem}");
        }
    }

    #[test]
    fn a_token_is_not_printed() {
        assert!(!format!("{:?}", read(&good()).unwrap()).contains("0123456789abcdef"));
    }
}
