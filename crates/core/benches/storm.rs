//! What one core takes per second: `update` alone and with `view`, in a call storm and in quiet noise
//! (`cargo bench -p deskbell-core`).
#![allow(clippy::expect_used, missing_docs, reason = "a benchmark has no users")]

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use deskbell_core::*;
use std::collections::BTreeMap;
use std::hint::black_box;

const NOW: Timestamp = Timestamp(1_700_000_000_000);

fn account() -> AccountId {
    AccountId::new("phone").expect("a good id")
}

fn widget(fact: WidgetFact) -> Event {
    Event::Widget { account: account(), fact }
}

/// A signed-in phone.
fn desk() -> State {
    let config = AccountConfig {
        id: account(),
        vendor: VendorId("some".to_owned()),
        label: "Phone".to_owned(),
        enabled: true,
        options: BTreeMap::new(),
        simulated: false,
    };
    let settings = Settings { accounts: vec![config], ..Settings::default() };
    let mut state = State::new(settings, "en", NOW);
    start(&mut state, None::<&str>, Opening::Shown, NOW);
    let abilities = EngineAbilities {
        web_rtc: true,
        media_devices: true,
        set_sink_id: false,
        credentials: false,
    };
    let fact = PageFact::Started { abilities };
    update(&mut state, Event::Page { account: account(), fact }, NOW);
    for fact in [
        WidgetFact::SignedIn { line: OwnLine::default() },
        WidgetFact::CallingModeChanged { mode: CallingMode::Browser },
        WidgetFact::ConnectionChanged { connection: Connection::Connected },
    ] {
        update(&mut state, widget(fact), NOW);
    }
    state
}

/// `calls` calls, `at_once` of them at a time, each told by three sources with duplicates.
fn storm(calls: usize, at_once: usize) -> Vec<Event> {
    use ObservedState::{Alerting, Connected, Ended, Held};
    let say = |n: usize, source, state| {
        let keys = match source {
            CallSource::Leg => vec![CallKey(format!("sip:{n}")), CallKey(format!("telephony:{n}"))],
            CallSource::Session | CallSource::Presence => {
                vec![CallKey(format!("session:{n}")), CallKey(format!("telephony:{n}"))]
            }
        };
        let party = Party {
            number: Some(Private::new(format!("+1650555{n:04}"))),
            name: Some(Private::from("Avery Stone")),
        };
        widget(WidgetFact::Call {
            observation: CallObservation {
                direction: Some(Direction::Inbound),
                state: Some(state),
                party,
                muted: Some(false),
                controllable: Some(true),
                ..CallObservation::new(source, keys)
            },
        })
    };
    let mut events = Vec::new();
    for first in (0..calls).step_by(at_once) {
        for state in [Alerting, Alerting, Connected, Held, Connected, Ended] {
            for n in first..(first + at_once).min(calls) {
                for source in [CallSource::Presence, CallSource::Leg, CallSource::Session] {
                    events.push(say(n, source, state));
                }
            }
        }
    }
    events
}

/// What a quiet widget says all day.
fn noise(count: usize) -> Vec<Event> {
    let kinds: [fn(usize) -> Event; 4] = [
        |_| widget(WidgetFact::Ignored),
        |n| widget(WidgetFact::Detail { name: "route".to_owned(), value: format!("/{}", n % 3) }),
        |_| Event::Page { account: account(), fact: PageFact::Heartbeat },
        |_| widget(WidgetFact::NoCalls),
    ];
    (0..count).map(|n| kinds[n % kinds.len()](n)).collect()
}

fn messages(count: usize) -> Vec<Event> {
    let message = |n: usize| MessageObservation {
        id: n.to_string(),
        kind: MessageKind::Sms,
        direction: Some(Direction::Inbound),
        party: Party { number: Some("+16505550100".into()), name: Some("Avery Stone".into()) },
        text: Some("Could you call me back about the order?".into()),
        conversation: None,
        unread: true,
        arrived: true,
        gone: false,
        created_at: Some(NOW),
        seconds: None,
        pages: None,
        attachments: 0,
    };
    (0..count).map(|n| widget(WidgetFact::Message { observation: message(n) })).collect()
}

/// `lines` lines over `at_once` conversations that were all offered first.
fn chats(lines: usize, at_once: usize) -> Vec<Event> {
    let say = |n: usize, fact| {
        let vendor = VendorId("some".to_owned());
        let conversation = Some(ConversationKey(n.to_string()));
        let observation = ChatObservation { conversation, ..ChatObservation::new(vendor, fact) };
        widget(WidgetFact::Chat { observation })
    };
    let line = |n: usize| {
        let author = if n.is_multiple_of(3) { Author::Agent } else { Author::Visitor };
        let text = Some(Private::new(format!("Could you look into order {n} for me?")));
        let message = ChatMessage { text, ..ChatMessage::new(author) };
        say(n % at_once, ConversationFact::Message { message })
    };
    let mut events: Vec<Event> =
        (0..at_once).map(|n| say(n, ConversationFact::Offered { queue: None })).collect();
    events.extend((0..lines).map(line));
    events
}

fn play(events: Vec<Event>, state: &mut State, with_view: bool) {
    let mut now = NOW;
    for event in events {
        now.0 += 1;
        black_box(update(state, event, now));
        if with_view {
            black_box(view(state, now));
        }
    }
}

fn benches(c: &mut Criterion) {
    let mut group = c.benchmark_group("update");
    for (name, events, with_view) in [
        ("calls, one at a time", storm(200, 1), false),
        ("calls, 20 at once", storm(200, 20), false),
        ("calls, 20 at once, with view each", storm(200, 20), true),
        ("noise", noise(4000), false),
        ("messages", messages(400), false),
        ("chats, 4 at once", chats(2000, 4), false),
        ("chats, 100 at once", chats(2000, 100), false),
    ] {
        group.throughput(Throughput::Elements(events.len() as u64));
        group.bench_function(name, |b| {
            b.iter_batched(
                || (events.clone(), desk()),
                |(events, mut state)| {
                    play(events, &mut state, with_view);
                    state
                },
                BatchSize::LargeInput,
            );
        });
    }
    group.finish();
}

criterion_group!(storms, benches);
criterion_main!(storms);
