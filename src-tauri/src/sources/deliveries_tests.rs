// What each delivery means to the agent it is for, and to a colleague.

use super::events;
use deskbell_core::{AccountId, ClosedBy, ConversationFact, Event, TransferStep};
use deskbell_snapengage::Delivery;
use serde_json::{Value, json};

const ADA: &str = "wc:ada@example.com";
const BO: &str = "bo@example.com";

fn told(agent: &str, webhook: &Value) -> Vec<Event> {
    let mut line = webhook.clone();
    line["account"] = json!("hub");
    let delivery = Delivery::from_line(&line.to_string()).unwrap();
    events(&AccountId::new("hub").unwrap(), agent, delivery.webhook)
}

fn event(happening: &str, who: Option<&str>) -> Value {
    json!({ "conversation": {
        "case": "c1", "event": happening, "widget": "w", "widget_name": "Shop", "agent": who,
        "agent_alias": "Bo", "at": 7, "label": null, "score": null, "comment": null,
    } })
}

fn fact(agent: &str, happening: &str, who: Option<&str>) -> Option<ConversationFact> {
    let mut all = told(agent, &event(happening, who));
    assert!(all.len() <= 1, "{all:?}");
    match all.pop()? {
        Event::ChatReported { observation, .. } => {
            assert_eq!(observation.conversation.unwrap().0, "c1");
            assert_eq!(observation.at.unwrap().0, 7);
            Some(observation.fact)
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn one_delivery_means_one_thing_to_the_agent_and_another_to_a_colleague() {
    use ConversationFact::{Active, Closed, Noted, Offered, Queued, Transfer};
    let bo = Some(BO);
    for agent in [ADA, BO] {
        assert!(matches!(fact(agent, "queued", None), Some(Queued { queue: Some(_), .. })));
        assert!(matches!(fact(agent, "closed", None), Some(Closed { by: ClosedBy::Unknown, .. })));
    }
    for happening in ["assigned", "broadcasted"] {
        assert!(matches!(fact(BO, happening, bo), Some(Offered { .. })), "{happening}");
    }
    assert!(matches!(fact(BO, "responded", bo), Some(Active { agent: Some(_) })));
    assert!(matches!(fact(BO, "transferred", bo), Some(Noted { .. })));
    for happening in ["assigned", "responded", "closed"] {
        let gone = fact(ADA, happening, bo);
        assert!(matches!(gone, Some(Closed { by: ClosedBy::Transferred, .. })), "{happening}");
    }
    assert_eq!(fact(ADA, "broadcasted", bo), None, "it still waits for Ada too");
    let handed = fact(ADA, "transferred", bo);
    assert!(matches!(handed, Some(Transfer { step: TransferStep::Accepted, to: Some(_) })));
}

#[test]
fn a_finished_chat_tells_the_visitor_every_line_and_who_ended_it() {
    let all = told(
        ADA,
        &json!({ "case": {
        "case": "c1", "kind": "chat", "widget": null, "at": 5, "email": "jim@example.com", "name": "Jim",
        "phone": "1", "description": "x", "page": null, "referrer": null, "location": "Boulder",
        "language": null, "details": [{ "name": "os", "value": "Linux" }], "ended_by": "visitor",
        "labels": [{ "name": "mood", "value": "" }],
        "transcript": [
            { "sender": "visitor", "alias": null, "message": "Hi", "at": 6 },
            { "sender": "agent", "alias": "Bo", "message": "Hello", "at": 7 },
        ],
    } }),
    );
    let facts: Vec<_> = all
        .iter()
        .map(|event| match event {
            Event::ChatReported { observation, .. } => (observation.historic, &observation.fact),
            other => panic!("{other:?}"),
        })
        .collect();
    assert!(matches!(facts[0].1, ConversationFact::VisitorSeen { visitor }
        if visitor.name.is_some() && visitor.fields.len() == 1));
    assert!(facts[1].0 && facts[2].0 && !facts[4].0, "{facts:?}");
    assert!(matches!(facts[3].1, ConversationFact::LabelAdded { label } if label.value.is_none()));
    assert!(matches!(facts[4].1, ConversationFact::Closed { by: ClosedBy::Visitor, .. }));
    assert_eq!(facts.len(), 5);
}

#[test]
fn a_status_is_ours_or_a_colleagues() {
    let change = json!({ "change": {
        "org": null, "agent": BO, "status": "pause", "sub_status": "Lunch", "at": 5,
    } });
    assert!(matches!(told(BO, &change)[..], [Event::StatusReported { .. }]));
    assert!(matches!(told(ADA, &change)[..], [Event::ColleagueStatusReported { .. }]));
}
