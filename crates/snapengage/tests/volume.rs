//! Ten thousand deliveries through listener and spool. Alone in its process, since it measures the process.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test")]

mod wire;

use deskbell_snapengage::{Delivery, KeepFailed, Listener, Options, Webhook};
use deskbell_store::spool::Spool;
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::sync::{Barrier, oneshot};
use wire::{ask, body, connect, good, resident, status};

const CONNECTIONS: u64 = 100;
const EACH: u64 = 100;
/// In KB. The spool's file may reach 8 MB and its lines are in memory too.
const GROWTH: u64 = 40 * 1024;

/// A listener whose deliveries are on the disk before they are answered.
async fn spooling(spool: Arc<Spool>) -> Listener {
    let options = Options { access: wire::access(), ..Options::default() };
    let keep = move |delivery: Delivery| {
        let (tell, told) = oneshot::channel();
        spool.append(delivery.to_line(), move |result| {
            let _ = tell.send(result);
        });
        async move { told.await.ok().and_then(Result::ok).map(drop).ok_or(KeepFailed) }
    };
    Listener::start(options, keep).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_delivery_is_kept_exactly_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deliveries.spool");
    let spool = Arc::new(Spool::open(&path).unwrap().0);
    let listener = spooling(Arc::clone(&spool)).await;
    let address = listener.address();
    let before = resident();
    let together = Arc::new(Barrier::new(CONNECTIONS as usize));
    let senders: Vec<_> = (0..CONNECTIONS)
        .map(|sender| {
            let together = Arc::clone(&together);
            tokio::spawn(async move {
                let mut stream = connect(address).await;
                together.wait().await;
                for number in sender * EACH..(sender + 1) * EACH {
                    let request = good(&body(number));
                    assert_eq!(status(&ask(&mut stream, request.as_bytes()).await), 204);
                    // As if the answer had been lost.
                    if number % 10 == 0 {
                        assert_eq!(status(&ask(&mut stream, request.as_bytes()).await), 204);
                    }
                }
            })
        })
        .collect();
    for sender in senders {
        sender.await.unwrap();
    }
    if let (Some(before), Some(after)) = (before, resident()) {
        assert!(after < before + GROWTH, "{before} KB became {after} KB");
    }
    // As after a loss of power right behind the last answer.
    let copy = folder.path().join("crashed.spool");
    std::fs::copy(&path, &copy).unwrap();
    listener.stop().await;
    let (_spool, left) = Spool::open(&copy).unwrap();
    assert_eq!(left.skipped, 0);
    let mut times = BTreeMap::new();
    for (_, line) in left.lines {
        let delivery = Delivery::from_line(&line).expect("a line of ours");
        let Webhook::AgentStatus(change) = &delivery.webhook else { panic!("{delivery:?}") };
        *times.entry(change.at.unwrap()).or_insert(0) += 1;
    }
    assert_eq!(times.len() as u64, CONNECTIONS * EACH, "some are missing");
    assert!(times.values().all(|count| *count == 1), "some are there twice");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_spool_is_answered_with_later() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deliveries.spool");
    let durability = deskbell_store::spool::Durability::Disk;
    let (spool, _) = Spool::open_with(&path, 400, durability).unwrap();
    let spool = Arc::new(spool);
    let listener = spooling(Arc::clone(&spool)).await;
    let mut answers = Vec::new();
    for number in 0..5 {
        answers.push(wire::status_of(listener.address(), good(&body(number))).await);
    }
    assert_eq!(answers[0], 204);
    assert_eq!(answers.last(), Some(&503));
    let kept = answers.iter().filter(|status| **status == 204).count();
    drop(listener);
    let copy = folder.path().join("crashed.spool");
    std::fs::copy(&path, &copy).unwrap();
    assert_eq!(Spool::open(&copy).unwrap().1.lines.len(), kept, "what was refused is not there");
}
