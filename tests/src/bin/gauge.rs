//! Measures the built program from outside, in a private desktop session: one JSON object per figure.
#![allow(clippy::print_stdout, reason = "a program for the terminal")]

use anyhow::{Context, Result, bail, ensure};
use deskbell_journeys::desktop::notifications::Shown;
use deskbell_journeys::desktop::server::Server;
use deskbell_journeys::desktop::{
    App, NotificationWatch, Plan, Session, processes, tray, until, until_true,
};
use deskbell_vendors::VENDORS;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use zbus::blocking::Proxy;
use zbus::zvariant;

const PATIENCE: Duration = Duration::from_secs(60);
const DESK: &str = "Gauge";
/// How much is measured.
struct Amount {
    /// Messages of one flood.
    flood: u64,
    /// Notifications on each side.
    notifications: u32,
    /// Starts on each side, taken in turns.
    starts: u32,
    /// A minute of noise.
    minute: Duration,
}

/// So much that starts and ends do not count.
const WHOLE: Amount =
    Amount { flood: 300_000, notifications: 60, starts: 7, minute: Duration::from_secs(60) };
/// Just enough to see that it runs; what it says then means nothing.
const MOMENT: Amount =
    Amount { flood: 1000, notifications: 1, starts: 1, minute: Duration::from_millis(500) };
/// How many minutes of random messages are heard.
const SOAK_MINUTES: u32 = 10;
/// Where an event says when the page made a message.
const CREATED: &str = "/event/fact/observation/createdAt";
/// Two weights this far apart (in percent) a second after each other are the same.
const REST_PERCENT: u64 = 1;

/// What is measured, and where things are.
struct Gauge {
    program: PathBuf,
    bare: PathBuf,
    chromium: PathBuf,
    desk: PathBuf,
    amount: Amount,
}

fn main() -> Result<()> {
    let (flags, words): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|word| word == "--short");
    let [program, bare, chromium, desk, names @ ..] = words.as_slice() else {
        bail!(
            "usage: gauge PROGRAM BARE-PROGRAM CHROMIUM DESK-FOLDER [--short] [bridge|notify|start|weight|accounts|soak…]"
        );
    };
    let gauge = Gauge {
        program: program.into(),
        bare: bare.into(),
        chromium: chromium.into(),
        desk: desk.into(),
        amount: if flags.is_empty() { WHOLE } else { MOMENT },
    };
    let wanted = |name: &str| names.is_empty() || names.iter().any(|one| one == name);
    let all = ["bridge", "notify", "start", "weight", "accounts", "soak"];
    for name in all.into_iter().filter(|name| wanted(name)) {
        let measured = match name {
            "bridge" => gauge.bridge(),
            "notify" => gauge.notify(),
            "start" => gauge.start(),
            "weight" => gauge.weight(),
            "accounts" => gauge.accounts(),
            _ => gauge.soak(),
        };
        measured.with_context(|| format!("gauge {name}"))?;
    }
    Ok(())
}

/// Prints one figure.
fn figure(name: &str, value: f64, unit: &str) {
    println!("{}", json!({ "name": name, "value": value, "unit": unit }));
}

impl Gauge {
    /// Messages a second from the page to a counted event, and the longest wait for an answer meanwhile.
    fn bridge(&self) -> Result<()> {
        let session = Session::start(Plan::FULL)?;
        let app = self.with_desk(&session, &[])?;
        let flood = self.amount.flood;
        let start = Instant::now();
        app.desk(&["flood", &format!("count={flood}"), "bytes=1024"])?;
        let mut longest = Duration::ZERO;
        until_true("the flood is counted", PATIENCE, || {
            let asked = Instant::now();
            let counted = flooded(&app.view()?);
            longest = longest.max(asked.elapsed());
            ensure!(counted <= flood, "{counted} of {flood} counted");
            Ok(counted == flood)
        })?;
        figure("bridge", flood as f64 / start.elapsed().as_secs_f64(), "messages/s");
        figure("bridge longest answer", millis(longest), "ms");
        app.quit()
    }

    /// From a message in the page to the notification's call on the bus, beside a call of our own.
    fn notify(&self) -> Result<()> {
        let session = Session::start(Plan::FULL)?;
        let watch = NotificationWatch::start(&session)?;
        // A desk that passes its news on at once: the delays of a real network are not ours to measure.
        let app = self.with_desk(&session, &["--option", "parameters=signedIn=1&pace=0"])?;
        let (mut rings, mut hidden) = (Vec::new(), Vec::new());
        let (mut texts, mut bare) = (Vec::new(), Vec::new());
        for number in 0..self.amount.notifications {
            rings.push(ring(&app, &watch, number, DESK)?);
            hidden.push(ring(&app, &watch, number, "activity")?);
            texts.push(text(&app, &watch, number)?);
        }
        let connection = session.connect()?;
        for number in 0..self.amount.notifications {
            bare.push(bare_notification(&connection, &watch, number)?);
        }
        let figures = [
            ("ring", &mut rings),
            ("hidden ring", &mut hidden),
            ("message", &mut texts),
            ("bare", &mut bare),
        ];
        for (name, times) in figures {
            figure(&format!("{name} notification p50"), percentile(times, 50), "ms");
            figure(&format!("{name} notification p95"), percentile(times, 95), "ms");
        }
        app.quit()
    }

    /// From the start of the process to a registered tray icon, in turns with a bare window.
    fn start(&self) -> Result<()> {
        let session = Session::start(Plan::FULL)?;
        let profile = session.folder().join("profile");
        self.with_desk(&session, &[])?.quit()?;
        let (mut ours, mut bare) = (Vec::new(), Vec::new());
        for _ in 0..self.amount.starts {
            let mut command = session.command(&self.program);
            command.arg("--profile").arg(&profile);
            ours.push(until_tray(&session, command)?);
            bare.push(until_tray(&session, session.command(&self.bare))?);
        }
        figure("start to tray", percentile(&mut ours, 50), "ms");
        figure("bare start to tray", percentile(&mut bare, 50), "ms");
        Ok(())
    }

    /// Proportional set size of the whole tree on stage and in the tray, beside Chromium with the same page.
    fn weight(&self) -> Result<()> {
        let session = Session::start(Plan::FULL)?;
        let app = self.with_desk(&session, &[])?;
        let root = app.process_id()?;
        figure("weight on stage", at_rest(root)?, "MB");
        let pages = processes::web_processes(root)?.len();
        app.run(&["hide"])?;
        until_true("our own page is gone", PATIENCE, || {
            Ok(processes::web_processes(root)?.len() < pages)
        })?;
        figure("weight in the tray", at_rest(root)?, "MB");
        app.quit()?;

        let server = Server::of_folder(&self.desk)?;
        let page = format!("{}/ringcentral/index.html?signedIn=1", server.origin());
        let mut command = session.command(&self.chromium);
        command
            .arg(format!("--app={page}"))
            .arg("--no-first-run")
            .arg(format!("--user-data-dir={}", session.folder().join("chromium").display()));
        // Chromium refuses its sandbox to root; without it there are fewer processes, in its favour.
        command.arg("--no-sandbox");
        let mut chromium = Running::start(command)?;
        figure("chromium weight", at_rest(chromium.0.id())?, "MB");
        chromium.end();
        Ok(())
    }

    /// What a page more costs.
    fn accounts(&self) -> Result<()> {
        let session = Session::start(Plan::FULL)?;
        let app = self.with_desk(&session, &[])?;
        let root = app.process_id()?;
        let alone = at_rest(root)?;
        // One of each chat vendor.
        let further: Vec<&str> = VENDORS
            .iter()
            .filter(|vendor| vendor.tap().is_some())
            .map(|vendor| vendor.id())
            .collect();
        for vendor in &further {
            app.run(&["accounts", "add", "--simulated", "--vendor", vendor, "--label", vendor])?;
        }
        app.wait_view("their widgets are there", PATIENCE, |view| {
            let accounts = view["accounts"].as_array().map(Vec::as_slice).unwrap_or_default();
            accounts.len() == 1 + further.len() && accounts.iter().all(is_there)
        })?;
        figure(
            "weight of a further account",
            (at_rest(root)? - alone) / further.len() as f64,
            "MB",
        );
        app.quit()
    }

    /// Random messages for ten minutes: what the program, our own page and the widget's page weigh after each minute.
    fn soak(&self) -> Result<()> {
        let session = Session::start(Plan::FULL)?;
        let app = self.with_desk(&session, &[])?;
        let root = app.process_id()?;
        let minute = self.amount.minute;
        let seconds = (minute * SOAK_MINUTES).as_secs();
        app.desk(&["noise", &format!("seconds={seconds}"), "perSecond=300", "seed=11"])?;
        for number in 1..=SOAK_MINUTES {
            std::thread::sleep(minute);
            let heard = app.view()?["accounts"][0]["heard"].as_u64().context("nothing heard")?;
            let least = (minute * number).as_secs();
            ensure!(heard > least, "only {heard} messages after {number} minutes");
            let megabytes = |id| Ok::<_, anyhow::Error>(processes::own(id)? as f64 / 1_000_000.0);
            figure(&format!("soak {number} min, program"), megabytes(root)?, "MB");
            for (index, page) in processes::web_processes(root)?.iter().enumerate() {
                figure(&format!("soak {number} min, page {index}"), megabytes(page.id)?, "MB");
            }
        }
        app.quit()
    }

    fn with_desk<'s>(&self, session: &'s Session, arguments: &[&str]) -> Result<App<'s>> {
        let app = App::start(session, &self.program, &session.folder().join("profile"), &[])?;
        app.add_desk_with(DESK, arguments)?;
        Ok(app)
    }
}

/// The account's page works and its widget was found. Phones are not looked for, and an agent console says nothing of
/// itself before a conversation begins.
fn is_there(account: &Value) -> bool {
    let is_visitors = matches!(account["hosting"].as_str(), Some("companyPage" | "ownPage"));
    account["page"]["kind"] == "alive" && (!is_visitors || account["widgets"] != json!([]))
}

/// A process that ends with us.
struct Running(Child);

impl Running {
    fn start(mut command: Command) -> Result<Self> {
        command.stdin(Stdio::null()).stdout(Stdio::null());
        Ok(Self(command.spawn()?))
    }

    fn end(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.end();
    }
}

/// Starts `command`, waits for its icon, ends it, and waits until the icon is gone.
fn until_tray(session: &Session, command: Command) -> Result<f64> {
    let bus = session.connect()?;
    let start = Instant::now();
    let mut running = Running::start(command)?;
    until_true("the icon is registered", PATIENCE, || Ok(!tray::registered(&bus)?.is_empty()))?;
    let took = millis(start.elapsed());
    // Ended at the same point of its life each time; a profile must survive that anyway.
    running.end();
    until_true("the icon is gone", PATIENCE, || Ok(tray::registered(&bus)?.is_empty()))?;
    Ok(took)
}

/// Weight in megabytes once it has come to rest.
fn at_rest(root: u32) -> Result<f64> {
    let mut before = 0;
    let weight = until("the weight is at rest", PATIENCE, || {
        std::thread::sleep(Duration::from_secs(1));
        let now = processes::weight(root)?;
        let rests = now.abs_diff(before) * 100 <= before * REST_PERCENT;
        before = now;
        Ok(rests.then_some(now))
    })?;
    Ok(weight as f64 / 1_000_000.0)
}

/// A call rings while `stage` is shown. Counted from the time that the page wrote into the text message it posts just
/// before: a call's own messages carry no time of theirs.
fn ring(app: &App<'_>, watch: &NotificationWatch, number: u32, stage: &str) -> Result<f64> {
    app.run(&["show", stage])?;
    let mark = app.events()?.mark();
    let caller = format!("Caller {number} at {stage}.");
    let call = |kind: &str| {
        let call = json!({
            "id": format!("{number}-{stage}"), "direction": "Inbound", "from": "+16505550100", "to": "+12095550100",
            "fromUserName": caller, "callStatus": "webphone-session-connecting",
        });
        json!({ "type": kind, "call": call })
    };
    let text = message(&format!("{stage} {number}"), "before a call");
    post(app, &json!([text, call("rc-call-ring-notify")]))?;
    let shown = watch.wait("it rings", PATIENCE, |shown| shown.summary.contains(&caller))?;
    let posted = created(app, mark)?;
    post(app, &call("rc-call-end-notify"))?;
    watch.wait("it is over", PATIENCE, |now| now.summary == shown.summary && now.closed)?;
    since(&shown, posted)
}

/// A text arrives while the activity page is shown: what is in front of the agent makes no banner. Counted from the
/// time that the page wrote into the message.
fn text(app: &App<'_>, watch: &NotificationWatch, number: u32) -> Result<f64> {
    app.run(&["show", "activity"])?;
    let mark = app.events()?.mark();
    let text = format!("message {number} of the gauge");
    post(app, &message(&number.to_string(), &text))?;
    let shown = watch.wait("the message", PATIENCE, |shown| shown.body.contains(&text))?;
    let took = since(&shown, created(app, mark)?)?;
    // Several that nobody looked at would share one notification.
    app.run(&["seen", "messages"])?;
    Ok(took)
}

/// Has the page post these messages as if the widget had.
fn post(app: &App<'_>, messages: &Value) -> Result<()> {
    app.desk(&["raw", &format!("message={messages}")])
}

fn message(id: &str, text: &str) -> Value {
    json!({ "type": "rc-inbound-message-notify", "message": {
        "id": id, "type": "SMS", "direction": "Inbound", "readStatus": "Unread", "availability": "Alive",
        "from": { "phoneNumber": "+16505550100", "name": "Avery" }, "to": [{ "phoneNumber": "+12095550100" }],
        "subject": text, "creationTime": "@now", "lastModifiedTime": "@now",
    } })
}

/// When the page posted the message that was heard after `mark`.
fn created(app: &App<'_>, mark: usize) -> Result<Option<u64>> {
    let fact = app.wait_event("the message", mark, PATIENCE, |line| {
        line.pointer(CREATED).is_some_and(Value::is_u64)
    })?;
    Ok(fact.pointer(CREATED).and_then(Value::as_u64))
}

/// A program that does nothing but this calls the same daemon.
fn bare_notification(
    connection: &zbus::blocking::Connection,
    watch: &NotificationWatch,
    number: u32,
) -> Result<f64> {
    let hints: HashMap<&str, zvariant::Value<'_>> = HashMap::new();
    let (text, actions) = (format!("bare {number}"), ["default", "Open"]);
    let daemon = daemon(connection)?;
    let before = SystemTime::now();
    let id: u32 =
        daemon.call("Notify", &("Gauge", 0_u32, "", "Bare", &text, &actions[..], hints, -1_i32))?;
    let shown = watch.wait("bare", PATIENCE, |shown| shown.body == text)?;
    daemon.call::<_, _, ()>("CloseNotification", &(id,))?;
    Ok(millis(shown.asked_at.duration_since(before)?))
}

/// Milliseconds from a time of ours, in milliseconds since 1970, to the notification's call on the bus.
fn since(shown: &Shown, from: Option<u64>) -> Result<f64> {
    let from = from.context("the event has no time")?;
    Ok(millis(shown.asked_at.duration_since(UNIX_EPOCH)?) - from as f64)
}

fn daemon(connection: &zbus::blocking::Connection) -> Result<Proxy<'_>> {
    const SERVICE: &str = "org.freedesktop.Notifications";
    Ok(Proxy::new(connection, SERVICE, "/org/freedesktop/Notifications", SERVICE)?)
}

fn flooded(view: &Value) -> u64 {
    let counts = view["accounts"][0]["unparsed"].as_array();
    let all = counts.map(Vec::as_slice).unwrap_or_default();
    let floods = all.iter().filter(|one| one["name"].as_str().is_some_and(|n| n.contains("flood")));
    floods.filter_map(|one| one["count"].as_u64()).sum()
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// The value below which `percent` of all are.
fn percentile(values: &mut [f64], percent: usize) -> f64 {
    values.sort_by(f64::total_cmp);
    let place = (values.len() * percent).div_ceil(100).saturating_sub(1);
    values.get(place).copied().unwrap_or(f64::NAN)
}
