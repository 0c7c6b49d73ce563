//! The statuses of an agent (document: Agent Status API): online and pause can be set, offline only told.

use super::hosting::hosting;
use crate::form::{field, typed, when};
use crate::page_url::loadable;
use deskbell_core::{
    Channel, Field, FieldInput, FieldProblem, HOSTING_OPTION, Hosting, Presence,
    STATUS_ADDRESS_OPTION, STATUS_AGENT_OPTION, STATUS_HOOK_OPTION, STATUS_RELAY_OPTION,
    STATUS_RELAY_TOKEN_OPTION, STATUS_TOKEN_OPTION, StatusDialect, StatusLabel, StatusRoute,
    StatusWord,
};
use std::collections::BTreeMap;

/// Where the API is, unless the account says otherwise.
const API: &str = "https://www.snapengage.com";

/// How the statuses work. The vendor pauses an agent by itself within seconds when they sign in a second time.
pub(super) fn dialect() -> StatusDialect {
    let word = |word: &str, presence, english: &str, german: &str| StatusWord {
        word: word.to_owned(),
        presence,
        label: StatusLabel { english: english.to_owned(), german: german.to_owned() },
        settable: word != "offline",
        second_session: word == "pause",
    };
    let mapping = [
        (Presence::Available, "online"),
        (Presence::OnContact, "pause"),
        (Presence::WrapUp, "pause"),
        (Presence::Away, "pause"),
        (Presence::DoNotDisturb, "pause"),
        // There is no way to set offline (S40).
        (Presence::Offline, "pause"),
    ];
    StatusDialect {
        channel: Channel::Chat,
        route: StatusRoute::Service,
        notes: true,
        words: vec![
            word("online", Presence::Available, "Online", "Online"),
            word("pause", Presence::Away, "Paused", "Pausiert"),
            word("offline", Presence::Offline, "Offline", "Offline"),
        ],
        mapping: mapping.map(|(presence, word)| (presence, word.to_owned())).into(),
    }
}

/// What the form asks for to set and hear the status. Only agents have one.
pub(super) fn fields() -> Vec<Field> {
    let mut fields = vec![
        Field {
            advanced: false,
            ..field(
                STATUS_AGENT_OPTION,
                "Agent e-mail",
                "Of your own SnapEngage user: lets Deskbell set your status there.",
                FieldInput::Text,
            )
        },
        Field {
            advanced: false,
            ..field(
                STATUS_TOKEN_OPTION,
                "API token",
                "From the Admin Dashboard: My Account, API, API Token. Your administrator has it.",
                FieldInput::Secret,
            )
        },
        Field {
            default: Some(API.to_owned()),
            ..field(
                STATUS_ADDRESS_OPTION,
                "API address",
                "Where the Agent Status API is. European and white-label accounts may have another.",
                FieldInput::Address,
            )
        },
        field(
            STATUS_HOOK_OPTION,
            "Authentication token for webhooks",
            "Any long random text. Enter the same in the Admin Dashboard: My Account, API, Agent Status API; and for each widget under Integrations: Conversation Events API and Integration API.",
            FieldInput::Secret,
        ),
    ];
    fields.push(field(
        STATUS_RELAY_OPTION,
        "Company's relay",
        "Filled in by deskbell relay enroll and the link of your administrator. Empty: webhooks are taken on this computer.",
        FieldInput::Address,
    ));
    fields.push(field(
        STATUS_RELAY_TOKEN_OPTION,
        "Token for the relay",
        "Filled in with it: what this desk shows to the relay.",
        FieldInput::Secret,
    ));
    fields.extend(crate::status_form::fields(&dialect()));
    for field in &mut fields {
        field.when = when(HOSTING_OPTION, &[Hosting::AgentConsole.as_option()]);
    }
    fields
}

/// Everything that is wrong with them.
pub(super) fn problems(options: &BTreeMap<String, String>) -> Vec<FieldProblem> {
    if hosting(options) != Some(Hosting::AgentConsole) {
        return Vec::new();
    }
    let mut problems = crate::status_form::problems(&dialect(), options);
    let mut wrong = |field: &str, message: String| {
        problems.push(FieldProblem { field: field.to_owned(), message });
    };
    if typed(options, STATUS_AGENT_OPTION).is_some_and(|agent| !is_address(agent)) {
        wrong(STATUS_AGENT_OPTION, "Write an e-mail address, like ada@company.com.".to_owned());
    }
    if typed(options, STATUS_TOKEN_OPTION).is_some()
        && typed(options, STATUS_AGENT_OPTION).is_none()
    {
        wrong(STATUS_AGENT_OPTION, "The token needs the agent's e-mail address.".to_owned());
    }
    for address in [STATUS_ADDRESS_OPTION, STATUS_RELAY_OPTION] {
        if let Some(Err(message)) = typed(options, address).map(loadable) {
            wrong(address, message);
        }
    }
    problems
}

/// Like an e-mail address, perhaps with the vendor's own prefix.
fn is_address(agent: &str) -> bool {
    let agent = agent.strip_prefix("wc:").unwrap_or(agent);
    let plain = |c: char| !c.is_whitespace() && !c.is_control();
    agent.chars().all(plain)
        && agent.split_once('@').is_some_and(|(user, host)| {
            !user.is_empty() && host.contains('.') && !host.contains('@')
        })
}
