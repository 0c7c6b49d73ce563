//! What a hosted page reports: the bridge's records, checked and turned into events by its adapter.

use deskbell_core::{AccountId, EngineAbilities, Event, MicrophoneProblem, PageFact, Problem};
use deskbell_vendors::{Vendor, vendor as vendor_of};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Largest batch in bytes: the bridge sends half a megabyte, one message may double it.
pub const BATCH_MAX: usize = 2 * 1024 * 1024;
/// Largest single message in characters.
pub const MESSAGE_MAX: usize = 256 * 1024;
/// Most bytes that many characters can take: the page counts UTF-16, we count UTF-8.
const MESSAGE_BYTES_MAX: usize = 3 * MESSAGE_MAX;

/// A hosted page as the reporting command sees it: the account comes from the label, never from the page.
pub struct WidgetPage {
    /// Whose page.
    pub account: AccountId,
    /// Who reads its messages.
    pub vendor: &'static dyn Vendor,
    /// Its messages are the vendor's; on a page of a company's they are not.
    pub posts: bool,
    /// The vendors whose taps run in it.
    pub tapped: Vec<&'static str>,
    /// Whose messages are the account's own.
    pub origins: Vec<String>,
}

/// One record of `pages/script/bridge.js`.
#[derive(Deserialize)]
#[serde(tag = "k", rename_all = "camelCase")]
enum BridgeRecord<'a> {
    #[serde(rename_all = "camelCase")]
    Hello {
        web_rtc: bool,
        media_devices: bool,
        set_sink_id: bool,
        credentials: bool,
    },
    Beat,
    Microphones {
        n: Option<u32>,
    },
    Tried {
        #[serde(borrow)]
        error: Option<Cow<'a, str>>,
    },
    Refused {
        n: u32,
    },
    Dropped {
        n: u32,
    },
    Oversize,
    Unreadable {
        #[serde(borrow)]
        t: Cow<'a, str>,
    },
}

/// A message record, read without looking into its payload.
#[derive(Deserialize)]
struct Message<'a> {
    #[serde(borrow)]
    o: Cow<'a, str>,
    #[serde(borrow)]
    p: &'a RawValue,
}

/// A record of a vendor's tap.
#[derive(Deserialize)]
struct TapMessage<'a> {
    #[serde(borrow)]
    v: Cow<'a, str>,
    #[serde(borrow)]
    p: &'a RawValue,
}

/// Reads one batch. Bad records are counted and never lose the good ones beside them.
#[must_use]
pub fn read_batch(page: &WidgetPage, batch: &str) -> Vec<Event> {
    let mut reader = BatchReader { page, events: Vec::new(), problems: BTreeMap::new() };
    for line in batch.split('\n').filter(|line| !line.is_empty()) {
        // Almost every record is a message: its fixed beginning saves one look at the whole line.
        if line.starts_with(r#"{"k":"msg","#) {
            reader.message(line);
        } else if line.starts_with(r#"{"k":"tap","#) {
            reader.tapped(line);
        } else {
            reader.record(line);
        }
    }
    reader.finish()
}

/// What the name of an engine's error means; none if it is about neither device nor permission. WebKitGTK calls a missing device
/// over-constrained, whatever was wanted of it.
fn microphone_problem(error: &str) -> Option<MicrophoneProblem> {
    match error {
        "NotAllowedError" | "SecurityError" => Some(MicrophoneProblem::NotAllowed),
        "NotFoundError" | "OverconstrainedError" => Some(MicrophoneProblem::NoDevice),
        "NotReadableError" | "AbortError" => Some(MicrophoneProblem::NotReadable),
        _ => None,
    }
}

/// A tap's types begin with the name of the JavaScript interface it listens to (`js:`). The plain ones are an agent console's,
/// which a company's page must not speak as.
fn is_taps(payload: &str) -> bool {
    let kind = payload.strip_prefix(r#"{"type":""#).and_then(|rest| rest.split('"').next());
    kind.is_some_and(|kind| kind.contains(':') && !kind.contains('\\'))
}

struct BatchReader<'a> {
    page: &'a WidgetPage,
    events: Vec<Event>,
    problems: BTreeMap<Problem, u32>,
}

impl BatchReader<'_> {
    fn message(&mut self, line: &str) {
        let Ok(message) = serde_json::from_str::<Message<'_>>(line) else {
            return self.problem(Problem::NotAMessage, 1);
        };
        if !self.page.origins.iter().any(|origin| *origin == message.o) {
            return self.problem(Problem::WrongOrigin, 1);
        }
        if !self.page.posts {
            return self.problem(Problem::NotAMessage, 1);
        }
        self.payload(self.page.vendor, message.p);
    }

    fn tapped(&mut self, line: &str) {
        let Ok(tapped) = serde_json::from_str::<TapMessage<'_>>(line) else {
            return self.problem(Problem::NotAMessage, 1);
        };
        let vendor = self.page.tapped.iter().find(|name| **name == tapped.v);
        match vendor.and_then(|name| vendor_of(name)) {
            Some(vendor) if is_taps(tapped.p.get()) => self.payload(vendor, tapped.p),
            Some(_) | None => self.problem(Problem::NotAMessage, 1),
        }
    }

    fn payload(&mut self, vendor: &dyn Vendor, payload: &RawValue) {
        let payload = payload.get();
        if payload.len() > MESSAGE_BYTES_MAX {
            return self.problem(Problem::TooLarge, 1);
        }
        let parsed = vendor.parse(payload);
        for fact in parsed.facts {
            self.events.push(Event::Widget { account: self.page.account.clone(), fact });
        }
        for problem in parsed.problems {
            self.problem(problem, 1);
        }
    }

    fn record(&mut self, line: &str) {
        match serde_json::from_str::<BridgeRecord<'_>>(line) {
            Ok(BridgeRecord::Hello { web_rtc, media_devices, set_sink_id, credentials }) => {
                let abilities =
                    EngineAbilities { web_rtc, media_devices, set_sink_id, credentials };
                self.news(PageFact::Started { abilities });
            }
            Ok(BridgeRecord::Beat) => self.news(PageFact::Heartbeat),
            Ok(BridgeRecord::Microphones { n }) => self.news(PageFact::Microphones { count: n }),
            Ok(BridgeRecord::Tried { error }) => {
                let problem = error.as_deref().map(microphone_problem);
                // A page that asked in the wrong way says nothing about the microphone.
                if problem != Some(None) {
                    self.news(PageFact::MicrophoneTried { problem: problem.flatten() });
                }
            }
            Ok(BridgeRecord::Refused { n }) => self.problem(Problem::WrongOrigin, n),
            Ok(BridgeRecord::Dropped { n }) => self.problem(Problem::Dropped, n),
            Ok(BridgeRecord::Oversize) => self.problem(Problem::TooLarge, 1),
            Ok(BridgeRecord::Unreadable { t }) => {
                let name = t.chars().filter(|c| !c.is_control()).take(80).collect();
                let reason = "cannot be written as JSON".to_owned();
                self.problem(Problem::Malformed { name, reason }, 1);
            }
            Err(_) => self.problem(Problem::NotAMessage, 1),
        }
    }

    fn news(&mut self, fact: PageFact) {
        self.events.push(Event::Page { account: self.page.account.clone(), fact });
    }

    fn problem(&mut self, problem: Problem, count: u32) {
        let sum = self.problems.entry(problem).or_default();
        *sum = sum.saturating_add(count);
    }

    fn finish(mut self) -> Vec<Event> {
        let account = &self.page.account;
        for (problem, count) in self.problems {
            self.events.push(Event::Unparsed { account: account.clone(), problem, count });
        }
        self.events
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use deskbell_vendors::VENDORS;

    fn page(posts: bool) -> WidgetPage {
        WidgetPage {
            account: AccountId::new("chat").unwrap(),
            vendor: vendor_of("snapengage").unwrap(),
            posts,
            tapped: VENDORS.iter().filter(|v| v.tap().is_some()).map(|v| v.id()).collect(),
            origins: vec!["https://shop.example".to_owned()],
        }
    }

    fn problems(page: &WidgetPage, batch: &str) -> usize {
        let is_problem = |event: &&Event| matches!(event, Event::Unparsed { .. });
        read_batch(page, batch).iter().filter(is_problem).count()
    }

    #[test]
    fn what_a_tap_reports_is_read_by_the_vendor_it_names() {
        let chatq = r#"{"k":"tap","v":"engage","p":{"type":"chatq:chat_shown","data":{"event":"chat_shown"}}}"#;
        let events = read_batch(&page(false), chatq);
        let names_engage = |event: &Event| format!("{event:?}").contains("engage");
        assert!(events.iter().any(names_engage), "{events:?}");
        let phone = chatq.replace("\"engage\"", "\"ringcentral\"");
        assert_eq!(problems(&page(false), &phone), 1, "no tap of it runs here");
        let mut none = page(false);
        none.tapped.clear();
        assert_eq!(problems(&none, chatq), 1);
    }

    #[test]
    fn microphones_are_a_number_or_not_known() {
        for (n, count) in [("2", Some(2)), ("0", Some(0)), ("null", None)] {
            let batch = format!(r#"{{"k":"microphones","n":{n}}}"#);
            let account = AccountId::new("chat").unwrap();
            let fact = PageFact::Microphones { count };
            assert_eq!(read_batch(&page(false), &batch), [Event::Page { account, fact }]);
        }
        assert_eq!(problems(&page(false), r#"{"k":"microphones","n":-1}"#), 1);
    }

    #[test]
    fn what_came_of_recording_is_one_of_three_problems_or_none() {
        use MicrophoneProblem::{NoDevice, NotAllowed, NotReadable};
        for (error, problem) in [
            ("null", None),
            (r#""NotAllowedError""#, Some(NotAllowed)),
            (r#""SecurityError""#, Some(NotAllowed)),
            (r#""NotFoundError""#, Some(NoDevice)),
            (r#""OverconstrainedError""#, Some(NoDevice)),
            (r#""NotReadableError""#, Some(NotReadable)),
        ] {
            let batch = format!(r#"{{"k":"tried","error":{error}}}"#);
            let account = AccountId::new("chat").unwrap();
            let fact = PageFact::MicrophoneTried { problem };
            assert_eq!(
                read_batch(&page(false), &batch),
                [Event::Page { account, fact }],
                "{error}"
            );
        }
        assert_eq!(read_batch(&page(false), r#"{"k":"tried","error":"TypeError"}"#), []);
        assert_eq!(problems(&page(false), r#"{"k":"tried","error":7}"#), 1);
    }

    #[test]
    fn a_name_the_page_chose_steers_no_log() {
        let batch = r#"{"k":"unreadable","t":"a\n\u001b[2Jb"}"#;
        let events = format!("{:?}", read_batch(&page(false), batch));
        assert!(events.contains("a[2Jb") && !events.contains("\\u{1b}"), "{events}");
    }

    #[test]
    fn a_companys_page_cannot_speak_as_the_agent_console() {
        let hub = r#"{"k":"msg","o":"https://shop.example","p":{"type":"visitor_typing","conversationId":"1"}}"#;
        assert_eq!(problems(&page(false), hub), 1);
        assert_eq!(problems(&page(true), hub), 0);
        // Nor in the shape of a tap's report, should it call the reporting command itself.
        for kind in ["visitor_typing", "visitor_\\u0074yping", "js\\u003aOpen"] {
            let tapped = format!(
                r#"{{"k":"tap","v":"snapengage","p":{{"type":"{kind}","conversationId":"1"}}}}"#
            );
            assert_eq!(problems(&page(false), &tapped), 1, "{kind}");
        }
        let twice = r#"{"k":"tap","v":"snapengage","p":{"type":"js:Open","type":"visitor_typing","conversationId":"1"}}"#;
        let events = read_batch(&page(false), twice);
        assert!(
            !events.iter().any(|event| format!("{event:?}").contains("VisitorTyping")),
            "{events:?}"
        );
    }
}
