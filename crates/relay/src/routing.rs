//! Who gets what: the rules of the configuration, and the recipients that a record has by them.

use crate::config::{Config, SourceConfig};
use deskbell_snapengage::{Delivery, WebhookKind};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// The recipient that every desk is.
const EVERYONE: &str = "*";

/// What a record is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum About {
    /// An agent's status.
    Status,
    /// A conversation that goes on.
    Conversation,
    /// A chat that is over, or a message left.
    Finished,
}

impl About {
    pub(crate) const fn of(kind: WebhookKind) -> Self {
        match kind {
            WebhookKind::AgentStatus => Self::Status,
            WebhookKind::Conversation => Self::Conversation,
            WebhookKind::Case => Self::Finished,
        }
    }

    /// Its name in the configuration and in metrics.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Conversation => "conversation",
            Self::Finished => "finished",
        }
    }
}

/// To whom something goes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Target {
    /// `agent`: the agent it names.
    Agent,
    /// `team`: every team of the agent it names.
    Team,
    /// `team:NAME`.
    NamedTeam(String),
    /// `everyone`: every desk.
    Everyone,
    /// An agent's e-mail address, in lower case.
    Address(String),
}

impl TryFrom<String> for Target {
    type Error = String;

    fn try_from(word: String) -> Result<Self, String> {
        match word.trim() {
            "agent" => Ok(Self::Agent),
            "team" => Ok(Self::Team),
            "everyone" => Ok(Self::Everyone),
            word => match word.strip_prefix("team:") {
                Some(name) => Ok(Self::NamedTeam(name.trim().to_owned())),
                None if word.contains('@') => Ok(Self::Address(word.to_lowercase())),
                None => Err(format!(
                    "{word:?} is none of agent, team, team:NAME, everyone, or an e-mail address"
                )),
            },
        }
    }
}

/// One rule: what fits every condition it names goes to all of its targets.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Rule {
    /// From this source only.
    #[serde(default)]
    pub source: Option<String>,
    /// Of this widget only, by the vendor's id.
    #[serde(default)]
    pub widget: Option<String>,
    /// Naming this agent only.
    #[serde(default)]
    pub agent: Option<String>,
    /// Naming an agent of this team only.
    #[serde(default)]
    pub team: Option<String>,
    /// About one of these only.
    #[serde(default)]
    pub about: Option<Vec<About>>,
    /// To whom.
    pub to: Vec<Target>,
}

impl Rule {
    /// What is named and not there.
    pub(crate) fn problem(
        &self,
        sources: &BTreeMap<String, SourceConfig>,
        teams: &BTreeMap<String, BTreeSet<String>>,
    ) -> Option<String> {
        if let Some(source) = self.source.as_ref().filter(|name| !sources.contains_key(*name)) {
            return Some(format!("there is no source {source:?}"));
        }
        let named = self.to.iter().filter_map(|target| match target {
            Target::NamedTeam(team) => Some(team),
            Target::Agent | Target::Team | Target::Everyone | Target::Address(_) => None,
        });
        let mut named = self.team.iter().chain(named);
        named
            .find(|team| !teams.contains_key(*team))
            .map(|team| format!("there is no team {team:?}"))
    }

    /// It sends on what names no agent.
    pub(crate) fn takes_what_names_nobody(&self) -> bool {
        let fixed = |target: &Target| match target {
            Target::NamedTeam(_) | Target::Everyone | Target::Address(_) => true,
            Target::Agent | Target::Team => false,
        };
        let concerns = self.about.as_ref().is_none_or(|all| all.contains(&About::Conversation));
        self.agent.is_none() && self.team.is_none() && concerns && self.to.iter().any(fixed)
    }

    fn fits(&self, delivery: &Delivery, config: &Config) -> bool {
        let webhook = &delivery.webhook;
        let same = |wanted: &Option<String>, told: Option<&str>| {
            wanted
                .as_deref()
                .is_none_or(|wanted| told.is_some_and(|it| it.eq_ignore_ascii_case(wanted)))
        };
        let in_team = |team: &String| {
            webhook.agent().is_some_and(|agent| config.teams_of(agent).any(|of| of == team))
        };
        self.source.as_deref().is_none_or(|source| source == delivery.account)
            && same(&self.widget, webhook.widget())
            && same(&self.agent, webhook.agent())
            && self.team.as_ref().is_none_or(in_team)
            && self.about.as_ref().is_none_or(|all| all.contains(&About::of(webhook.kind())))
    }
}

/// The rules of a configuration that has none: an agent gets what names them, and a team its members' statuses.
pub(crate) fn default_rules() -> Vec<Rule> {
    let rule = |about, to| Rule { source: None, widget: None, agent: None, team: None, about, to };
    vec![rule(None, vec![Target::Agent]), rule(Some(vec![About::Status]), vec![Target::Team])]
}

/// The recipients of a delivery: agents by address, teams, or everyone.
pub(crate) fn recipients(config: &Config, delivery: &Delivery) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for rule in config.rules.iter().filter(|rule| rule.fits(delivery, config)) {
        for target in &rule.to {
            match target {
                Target::Agent => all.extend(delivery.webhook.agent().map(str::to_owned)),
                Target::Team => {
                    let agent = delivery.webhook.agent().unwrap_or_default();
                    all.extend(config.teams_of(agent).map(team_recipient));
                }
                Target::NamedTeam(team) => drop(all.insert(team_recipient(team))),
                Target::Everyone => drop(all.insert(EVERYONE.to_owned())),
                Target::Address(agent) => drop(all.insert(agent.clone())),
            }
        }
    }
    all
}

/// Everything an agent's desk is a recipient of now.
pub(crate) fn grant(config: &Config, agent: &str) -> Vec<String> {
    let mut grant = vec![EVERYONE.to_owned(), agent.to_owned()];
    grant.extend(config.teams_of(agent).map(team_recipient));
    grant
}

/// No address begins so.
fn team_recipient(team: &str) -> String {
    format!("team:{team}")
}

#[cfg(test)]
mod tests {
    use super::{grant, recipients};
    use crate::config::Config;
    use deskbell_snapengage::Delivery;
    use serde_json::{Value, json};

    fn config(rules: Value) -> Config {
        let mut config = json!({
            "publicUrl": "https://relay.example.com", "data": "d",
            "sources": { "acme": { "vendor": "snapengage", "token": "0123456789abcdef" },
                         "other": { "vendor": "snapengage", "token": "0123456789abcdef" } },
            "teams": { "sales": ["ada@example.com", "bo@example.com"], "night": ["bo@example.com"] },
        });
        if !rules.is_null() {
            config["rules"] = rules;
        }
        serde_json::from_value::<Config>(config).unwrap().prepare().unwrap()
    }

    fn delivery(agent: Option<&str>, widget: &str) -> Delivery {
        let line = json!({ "account": "acme", "conversation": {
            "case": "c", "event": "queued", "widget": widget, "agent": agent,
            "widget_name": null, "agent_alias": null, "at": 1, "label": null, "score": null, "comment": null,
        } });
        Delivery::from_line(&line.to_string()).unwrap()
    }

    fn status(agent: &str) -> Delivery {
        let line = json!({ "account": "acme", "change": {
            "org": 1, "agent": agent, "status": "pause", "sub_status": null, "at": 1,
        } });
        Delivery::from_line(&line.to_string()).unwrap()
    }

    fn sent(config: &Config, delivery: &Delivery) -> Vec<String> {
        recipients(config, delivery).into_iter().collect()
    }

    #[test]
    fn without_rules_an_agent_gets_theirs_and_the_team_its_statuses() {
        let config = config(Value::Null);
        assert_eq!(sent(&config, &delivery(Some("bo@example.com"), "w")), ["bo@example.com"]);
        assert!(sent(&config, &delivery(None, "w")).is_empty());
        let all = ["bo@example.com", "team:night", "team:sales"];
        assert_eq!(sent(&config, &status("bo@example.com")), all);
        assert_eq!(sent(&config, &status("eve@example.com")), ["eve@example.com"]);
    }

    #[test]
    fn every_rule_that_fits_counts_and_no_other() {
        let config = config(json!([
            { "widget": "SHOP", "to": ["team:sales"] },
            { "widget": "shop", "about": ["status"], "to": ["everyone"] },
            { "source": "other", "to": ["everyone"] },
            { "team": "night", "to": ["Boss@Example.com"] },
            { "agent": "ada@example.com", "to": ["agent"] },
        ]));
        assert_eq!(sent(&config, &delivery(None, "shop")), ["team:sales"]);
        assert_eq!(sent(&config, &delivery(Some("bo@example.com"), "x")), ["boss@example.com"]);
        let both = ["ada@example.com", "team:sales"];
        assert_eq!(sent(&config, &delivery(Some("ada@example.com"), "Shop")), both);
    }

    #[test]
    fn a_grant_is_ones_own_ones_teams_and_what_is_for_all() {
        let config = config(Value::Null);
        let all = ["*", "bo@example.com", "team:night", "team:sales"];
        assert_eq!(grant(&config, "bo@example.com"), all);
        assert_eq!(grant(&config, "eve@example.com"), ["*", "eve@example.com"]);
    }
}
