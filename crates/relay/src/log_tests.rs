// What the log keeps, for whom, how often, and for how long.

use super::{Log, page};
use crate::config::Retention;
use deskbell_snapengage::Delivery;
use serde_json::json;
use std::collections::BTreeSet;

const ADA: &str = "ada@example.com";
const BO: &str = "bo@example.com";

fn event(case: &str, happening: &str, at: Option<u64>) -> Delivery {
    let line = json!({ "account": "acme", "conversation": {
        "case": case, "event": happening, "widget": null, "agent": null, "widget_name": null,
        "agent_alias": null, "at": at, "label": null, "score": null, "comment": null,
    } });
    Delivery::from_line(&line.to_string()).unwrap()
}

fn to(recipients: &[&str]) -> BTreeSet<String> {
    recipients.iter().map(|&it| it.to_owned()).collect()
}

/// Numbers of the records for a recipient after `after`, where to go on, and how many are lost.
async fn read(log: &Log, recipient: &str, after: u64) -> (Vec<u64>, u64, u64) {
    let recipients = vec![recipient.to_owned()];
    let page = log.read(move |connection| page(connection, &recipients, after)).await.unwrap();
    (page.records.iter().map(|record| record.seq).collect(), page.until, page.lost)
}

#[tokio::test]
async fn each_delivery_is_there_once_for_its_recipients_and_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let log = Log::open(folder.path(), Retention::default()).unwrap();
    log.append(event("a", "queued", Some(1)), to(&[ADA])).await.unwrap();
    log.append(event("b", "queued", Some(1)), to(&[BO])).await.unwrap();
    log.append(event("a", "queued", Some(1)), to(&[ADA, BO])).await.unwrap();
    assert_eq!(read(&log, ADA, 0).await, (vec![1], 2, 0));
    assert_eq!(read(&log, BO, 0).await, (vec![2], 2, 0), "a repetition reaches nobody else");
    drop(log);
    let log = Log::open(folder.path(), Retention::default()).unwrap();
    log.append(event("b", "queued", Some(1)), to(&[BO])).await.unwrap();
    assert_eq!(read(&log, BO, 0).await, (vec![2], 2, 0));
    assert_eq!(read(&log, BO, 2).await, (vec![], 2, 0));
    assert_eq!(read(&log, BO, 99).await, (vec![], 2, 0), "a number never given");
    log.append(event("b", "queued", None), to(&[BO])).await.unwrap();
    log.append(event("b", "queued", None), to(&[BO])).await.unwrap();
    assert_eq!(read(&log, BO, 2).await.0.len(), 2, "without a time it may be news");
}

#[tokio::test]
async fn who_heard_of_a_conversation_hears_the_rest_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let log = Log::open(folder.path(), Retention::default()).unwrap();
    log.append(event("a", "queued", Some(1)), to(&[ADA, BO])).await.unwrap();
    log.append(event("a", "assigned", Some(2)), to(&[BO])).await.unwrap();
    log.append(event("other", "assigned", Some(2)), to(&[BO])).await.unwrap();
    assert_eq!(read(&log, ADA, 0).await.0, [1, 2]);
    assert_eq!(read(&log, BO, 0).await.0, [1, 2, 3]);
}

#[tokio::test]
async fn a_long_absence_is_read_in_pages_without_a_gap() {
    let folder = tempfile::tempdir().unwrap();
    let log = Log::open(folder.path(), Retention::default()).unwrap();
    let all = (0..1200).map(|number| log.append(event("a", "labeled", Some(number)), to(&[ADA])));
    for done in all.collect::<Vec<_>>() {
        done.await.unwrap();
    }
    let (mut after, mut seen) = (0, Vec::new());
    loop {
        let (numbers, until, lost) = read(&log, ADA, after).await;
        assert_eq!(lost, 0);
        if numbers.is_empty() {
            break;
        }
        seen.extend(numbers);
        after = until;
    }
    assert_eq!(seen, (1..=1200).collect::<Vec<_>>());
}

#[tokio::test]
async fn what_is_no_longer_kept_is_counted() {
    let folder = tempfile::tempdir().unwrap();
    let few = Retention { days: 7, records: 3 };
    let log = Log::open(folder.path(), few).unwrap();
    for number in 0..10 {
        log.append(event("a", "labeled", Some(number)), to(&[ADA])).await.unwrap();
    }
    drop(log);
    // Old records are looked for at the first write of a run.
    let log = Log::open(folder.path(), few).unwrap();
    log.append(event("b", "labeled", Some(1)), to(&[BO])).await.unwrap();
    drop(log);
    let log = Log::open(folder.path(), few).unwrap();
    assert_eq!(read(&log, ADA, 2).await, (vec![9, 10], 11, 6));
    assert_eq!(read(&log, ADA, 9).await, (vec![10], 11, 0));
}
