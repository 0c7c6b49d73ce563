//! The demo tour: a whole working day of calls and chats, performed and observed on a real desktop session.
//! Its length is that of the day: each step is a few lines, and they share everything but the sound.
#![allow(clippy::print_stdout, reason = "a program for the terminal")]

#[path = "tour/voice.rs"]
mod voice;

use anyhow::{Context, Result, ensure};
use deskbell_journeys::desktop::notifications::press;
use deskbell_journeys::desktop::tray::TrayIcon;
use deskbell_journeys::desktop::{
    App, NotificationWatch, Plan, Session, processes, screenshot, tray, until, until_true, window,
};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// How long anything that a person would wait for may take here.
const PATIENCE: Duration = Duration::from_secs(15);
/// Within this the window must be back from the tray.
const BACK_WITHIN: Duration = Duration::from_millis(500);
const DESK: &str = "Simulated desk";
/// The agent console's label.
const HUB: &str = "Support";
/// Vendor and label of each simulated chat.
const CHATS: [(&str, &str); 4] =
    [("snapengage", HUB), ("engage", "Web shop"), ("smartagent", "Service"), ("onwebchat", "Blog")];
const CALLER: &str = "from=+16505550100";
const CALLER_NAME: &str = "name=Avery Stone";

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let (Some(binary), Some(folder)) = (words.next(), words.next()) else {
        eprintln!("usage: tour PROGRAM OUTPUT-FOLDER [--json]");
        return ExitCode::FAILURE;
    };
    let mut report = Report { json: words.any(|word| word == "--json"), passed: 0, failed: 0 };
    let folder = PathBuf::from(folder);
    if let Err(error) = perform(Path::new(&binary), &folder, &mut report) {
        eprintln!("\nerror: {error:#}");
        report.failed = report.failed.max(1);
    }
    if !report.json {
        println!("pictures: {}", folder.display());
        println!("{} passed, {} failed", report.passed, report.failed);
    }
    if report.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Prints each step as it ends and counts.
struct Report {
    json: bool,
    passed: u32,
    failed: u32,
}

impl Report {
    /// Performs one step; what it gives is for the next ones.
    fn step<T>(&mut self, name: &str, perform: impl FnOnce() -> Result<T>) -> Result<T> {
        let start = Instant::now();
        let result = perform();
        let (ok, ms) = (result.is_ok(), start.elapsed().as_millis());
        if self.json {
            println!("{}", json!({ "step": name, "ok": ok, "ms": ms }));
        } else {
            println!("  {} {ms:>6} ms  {name}", if ok { "ok    " } else { "FAILED" });
        }
        if ok {
            self.passed += 1;
        } else {
            self.failed += 1;
        }
        result.with_context(|| format!("step {name}"))
    }

    /// Says that a step cannot be performed here, which is no failure.
    fn skip(&self, name: &str, why: &str) {
        if self.json {
            println!("{}", json!({ "step": name, "skipped": why }));
        } else {
            println!("  skipped            {name} ({why})");
        }
    }
}

fn perform(binary: &Path, folder: &Path, report: &mut Report) -> Result<()> {
    clear(folder)?;
    let mut session = report.step("a private desktop session", || Session::start(Plan::FULL))?;
    let sound = voice::sound_of(&mut session);
    let watch = NotificationWatch::start(&session)?;
    // A profile of its own each time: the tour begins as a first start.
    let profile = session.folder().join("profile");
    let app = report.step("Deskbell starts", || App::start(&session, binary, &profile, &[]))?;
    let tour = Tour { session: &session, watch: &watch, app: &app, folder };
    let result = (|| {
        tour.calls(report)?;
        tour.voice(report, &sound)?;
        tour.chats(report)?;
        tour.status(report)
    })();
    if result.is_err() {
        // What the display showed when it went wrong says most.
        let _ = screenshot::save(&session, &folder.join("failure.png"));
    }
    result?;
    report.step("quit: the process ends and its tray icon is gone", || {
        app.quit()?;
        let bus = session.connect()?;
        until_true("the icon is gone", PATIENCE, || Ok(tray::registered(&bus)?.is_empty()))
    })
}

struct Tour<'t> {
    session: &'t Session,
    watch: &'t NotificationWatch,
    app: &'t App<'t>,
    folder: &'t Path,
}

impl Tour<'_> {
    fn calls(&self, report: &mut Report) -> Result<()> {
        let icon = report.step("its icon is registered with the tray host", || {
            TrayIcon::wait(self.session, PATIENCE)
        })?;
        report.step("the first start offers three choices", || {
            self.window()?;
            Ok(())
        })?;
        self.picture("01-first-start")?;
        report.step("the simulated desk signs in", || {
            self.app.add_desk(DESK)?;
            Ok(())
        })?;
        self.picture("02-signed-in")?;
        self.first_call(report, &icon)?;
        self.missed_call(report, &icon)?;
        self.message(report)?;
        self.tray(report, &icon)
    }

    fn first_call(&self, report: &mut Report, icon: &TrayIcon) -> Result<()> {
        let quiet_icon = icon.icon()?;
        let shown = report.step("a call rings: a notification with Answer and Decline", || {
            self.ring()?;
            let shown = self.watch.wait("a call", PATIENCE, |shown| {
                shown.id.is_some() && shown.offers("Answer") && shown.offers("Decline")
            })?;
            ensure!(shown.summary.contains("Avery Stone"), "who calls? {shown:?}");
            self.wait_call("it rings", "alerting")?;
            Ok(shown)
        })?;
        report.step("the tray icon shows that it rings", || {
            until_true("another icon", PATIENCE, || Ok(icon.icon()? != quiet_icon))
        })?;
        self.picture("03-ringing")?;
        report.step(
            "Answer is pressed in the notification: the widget connects the call",
            || {
                let mark = self.app.events()?.mark();
                press(self.session, self.watch, &shown, "Answer")?;
                self.app.wait_event("the command reaches the widget", mark, PATIENCE, |line| {
                    line.pointer("/effect/effect") == Some(&json!("post"))
                        && line.pointer("/effect/command/action") == Some(&json!("answer"))
                })?;
                self.wait_call("connected", "connected")
            },
        )?;
        report.step("the notification is withdrawn", || {
            self.watch.wait("withdrawn", PATIENCE, |now| now.id == shown.id && now.closed)?;
            Ok(())
        })?;
        self.picture("04-connected")?;
        report.step("hold", || {
            self.app.run(&["hold"])?;
            self.wait_call("held", "held")?;
            Ok(())
        })?;
        self.picture("05-on-hold")?;
        report.step("resume", || {
            self.app.run(&["resume"])?;
            self.wait_call("connected again", "connected")
        })?;
        report.step("hang up", || {
            self.app.run(&["hangup"])?;
            self.wait("no call is left", |view| {
                empty(&view["calls"]) && view["recent"][0]["end"] == "answered"
            })
        })
    }

    fn missed_call(&self, report: &mut Report, icon: &TrayIcon) -> Result<()> {
        report.step("a caller gives up: one missed-call notification and a badge", || {
            let before = icon.icon()?;
            self.ring()?;
            self.wait_call("it rings", "alerting")?;
            self.app.desk(&["hang-up-remotely"])?;
            self.wait("one missed call", |view| view["missed"] == 1)?;
            let category = Some("call.unanswered");
            self.watch.wait("a missed call", PATIENCE, |shown| {
                shown.category.as_deref() == category && shown.id.is_some()
            })?;
            let unanswered =
                self.watch.all().iter().filter(|s| s.category.as_deref() == category).count();
            ensure!(unanswered == 1, "{unanswered} notifications for one missed call");
            until_true("another icon", PATIENCE, || Ok(icon.icon()? != before))?;
            Ok(())
        })?;
        self.picture("06-missed-call")
    }

    fn message(&self, report: &mut Report) -> Result<()> {
        const TEXT: &str = "Is my order on its way?";
        // A message that is in front of the agent already makes no banner.
        report.step(
            "the activity page shows the missed call, which stays until it is marked as seen",
            || {
                self.app.run(&["show", "activity"])?;
                self.wait("it is on the stage", |view| view["stage"]["stage"] == "activity")?;
                ensure!(self.app.view()?["missed"] == 1, "looking at it took it away");
                for (verb, missed) in [("calls", 0), ("undo", 1), ("calls", 0)] {
                    self.app.run(&["seen", verb])?;
                    self.wait("marked", |view| view["missed"] == missed)?;
                }
                Ok(())
            },
        )?;
        self.picture("07-activity")?;
        report.step("a text message: exactly one notification, one unread", || {
            let text = format!("text={TEXT}");
            self.app.desk(&["sms", CALLER, CALLER_NAME, &text])?;
            self.wait("one unread message", |view| view["unread"] == 1)?;
            self.watch.wait("the message", PATIENCE, |shown| shown.body.contains(TEXT))?;
            self.wait("the message is known", |view| view["messages"][0]["text"] == TEXT)?;
            let count = self.watch.all().iter().filter(|s| s.body.contains(TEXT)).count();
            ensure!(count == 1, "{count} notifications for one message");
            Ok(())
        })?;
        self.picture("08-message")?;
        report.step("a message is read when it is marked so", || {
            self.app.run(&["seen", "messages"])?;
            self.wait("nothing is unread", |view| view["unread"] == 0)
        })
    }

    fn tray(&self, report: &mut Report, icon: &TrayIcon) -> Result<()> {
        report.step("closing goes to the tray, and our own page is dropped", || {
            let pages = self.web_processes()?;
            window::close(self.session, &self.window()?)?;
            until_true("the window is gone", PATIENCE, || {
                Ok(window::visible(self.session, "Deskbell")?.is_empty())
            })?;
            until_true("one page less", PATIENCE, || Ok(self.web_processes()? < pages))?;
            Ok(())
        })?;
        self.picture("09-in-the-tray")?;
        report.step("Decline from the tray menu while it rings", || {
            self.ring()?;
            self.wait_call("it rings", "alerting")?;
            until("Decline is in the menu", PATIENCE, || icon.choose("Decline").map(Some))?;
            self.wait("declined", |view| {
                empty(&view["calls"]) && view["recent"][0]["end"] == "declined"
            })
        })?;
        report.step("the window comes back in under half a second", || {
            let start = Instant::now();
            self.app.run(&["show"])?;
            self.window()?;
            let took = start.elapsed();
            ensure!(took < BACK_WITHIN, "it took {took:?}");
            Ok(())
        })?;
        self.picture("10-back")
    }

    fn chats(&self, report: &mut Report) -> Result<()> {
        report.step("four chat widgets are added; three say that they are there", || {
            for (vendor, label) in CHATS {
                let add = ["accounts", "add", "--simulated", "--vendor", vendor, "--label", label];
                self.app.run(&add)?;
            }
            self.wait("recognised", |view| {
                let accounts = view["accounts"].as_array().map(Vec::as_slice).unwrap_or_default();
                let found = accounts.iter().filter(|account| !empty(&account["widgets"]));
                found.count() + 1 == CHATS.len()
            })?;
            self.app.run(&["show", "activity"])?;
            Ok(())
        })?;
        let shown = report.step("a chat waits: a notification with the visitor's words", || {
            self.desk(HUB, &["offer", "name=Ada Sample", "text=Where is my order 4711?"])?;
            self.watch.wait("a chat", PATIENCE, |shown| {
                shown.id.is_some() && shown.summary.contains("Ada Sample")
            })
        })?;
        report.step("visitors of the three other vendors write", || {
            self.desk("Web shop", &["open"])?;
            self.desk("Web shop", &["say", "text=Hello"])?;
            self.desk("Service", &["say", "text=Hello"])?;
            self.desk("Blog", &["typing"])?;
            self.wait("four chats", |view| {
                view["conversations"].as_array().is_some_and(|all| all.len() == CHATS.len())
            })
        })?;
        self.picture("11-chats")?;
        report.step("the reply appears once the widget shows it", || {
            self.app.run(&["show", "chat:1"])?;
            self.app.run(&["reply", "--chat", "1", "It left this morning, Ada."])?;
            self.desk(HUB, &["typing"])?;
            self.wait("replied", |view| {
                view["conversation"]["transcript"].to_string().contains("It left this morning")
            })
        })?;
        report.step("its notification is withdrawn", || {
            self.watch.wait("withdrawn", PATIENCE, |now| now.id == shown.id && now.closed)?;
            Ok(())
        })?;
        self.picture("12-conversation")?;
        report.step("closed from the command line, confirmed by the widget", || {
            self.app.run(&["close-chat", "--chat", "1"])?;
            self.wait("closed", |view| {
                let all = view["conversations"].as_array().map(Vec::as_slice).unwrap_or_default();
                all.iter().any(|chat| chat["id"] == 1 && chat["closedBy"] == "agent")
            })
        })
    }

    fn status(&self, report: &mut Report) -> Result<()> {
        report.step("one status is chosen: phone and chat follow, and both confirm", || {
            self.app.run(&["status", "available"])?;
            self.wait("both have confirmed", confirmed)
        })?;
        report.step("on a call, chats pause by themselves", || {
            self.desk(DESK, &["ring", CALLER, CALLER_NAME])?;
            self.wait_call("it rings", "alerting")?;
            self.app.run(&["answer"])?;
            self.wait("chats are paused", |view| {
                view["status"]["rules"][0]["rule"] == "onCall" && confirmed(view)
            })
        })?;
        self.picture("13-chats-paused")?;
        report.step("after the call they come back", || {
            self.app.run(&["hangup"])?;
            self.wait("all as before", |view| empty(&view["status"]["rules"]) && confirmed(view))
        })?;
        let shown = report.step("a change on another device is told and not undone", || {
            self.desk(DESK, &["presence", "userStatus=Offline"])?;
            self.wait("it is drift", |view| {
                view["status"]["accounts"][0]["standing"]["kind"] == "drifted"
            })?;
            self.watch.wait("it is told", PATIENCE, |shown| {
                shown.id.is_some() && shown.offers("Set again")
            })
        })?;
        self.picture("14-drift")?;
        report.step("Set again is pressed in the notification: the phone confirms", || {
            press(self.session, self.watch, &shown, "Set again")?;
            self.wait("confirmed", confirmed)
        })?;
        report.step("the doctor finds nothing that keeps calls or chats away", || {
            let reach = self.app.json(&["doctor", "--json"])?;
            ensure!(reach["reach"]["level"] == "good", "{reach:#}");
            Ok(())
        })
    }

    fn desk(&self, label: &str, action: &[&str]) -> Result<()> {
        self.app.desk(&[action, &["--account", label]].concat())
    }

    fn ring(&self) -> Result<()> {
        self.app.desk(&["ring", CALLER, CALLER_NAME, "queue=Support"])
    }

    fn wait(&self, what: &str, wanted: impl Fn(&Value) -> bool) -> Result<()> {
        self.app.wait_view(what, PATIENCE, wanted)?;
        Ok(())
    }

    fn wait_call(&self, what: &str, state: &str) -> Result<()> {
        self.wait(what, |view| view["calls"][0]["state"] == state)
    }

    fn window(&self) -> Result<String> {
        until("Deskbell's window is visible", PATIENCE, || {
            Ok(window::visible(self.session, "Deskbell")?.pop())
        })
    }

    fn web_processes(&self) -> Result<usize> {
        Ok(processes::web_processes(self.app.process_id()?)?.len())
    }

    fn picture(&self, name: &str) -> Result<()> {
        screenshot::save_at_rest(self.session, &self.folder.join(format!("{name}.png")))
    }
}

/// Every vendor whose status is set shows the one that is wanted.
fn confirmed(view: &Value) -> bool {
    let rows = view["status"]["accounts"].as_array().map(Vec::as_slice).unwrap_or_default();
    !rows.is_empty() && rows.iter().all(|row| row["standing"]["kind"] == "confirmed")
}

fn empty(list: &Value) -> bool {
    list.as_array().is_some_and(Vec::is_empty)
}

/// Removes the pictures of an earlier tour.
fn clear(folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|kind| kind == "png") {
            std::fs::remove_file(path)?;
        }
    }
    Ok(())
}
