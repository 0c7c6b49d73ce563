//! Chats: every vendor's simulated page, heard, told and answered in the real program.

use crate::person::{sent_to, start};
use crate::stage::{PATIENCE, binary, in_session, wait};
use anyhow::{Result, ensure};
use deskbell_journeys::desktop::notification_service::{Manners, NotificationService};
use deskbell_journeys::desktop::{App, NotificationWatch, Plan, until};
use serde_json::Value;

/// Options of SnapEngage's simulated shop.
const SHOP: &[&str] = &[
    "--option",
    "hosting=companyPage",
    "--option",
    "url=desk://localhost/snapengage/index.html",
    "--option",
    "origins=",
];

/// Runs `test` with a simulated account of `vendor` on whose page its widget was recognised.
fn with_widget(
    vendor: &str,
    options: &[&str],
    test: impl Fn(&NotificationWatch, &App<'_>) -> Result<()>,
) -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let watch = NotificationWatch::start(session)?;
        let app = App::start(session, &binary()?, profile, &[])?;
        let add = ["accounts", "add", "--simulated", "--vendor", vendor, "--label", "Chat"];
        app.run(&[&add[..], options].concat())?;
        // A console, SnapEngage's stand-in, says nothing before the first chat; others are found on their page.
        wait(&app, "the page works", |view| view["accounts"][0]["page"]["kind"] == "alive")?;
        if vendor != "snapengage" || options == SHOP {
            wait(&app, "the widget is recognised", |view| recognised(view, vendor))?;
        }
        // What is in front of the agent makes no banner.
        app.run(&["show", "activity"])?;
        test(&watch, &app)?;
        app.quit()
    })
}

fn recognised(view: &Value, vendor: &str) -> bool {
    let widgets = view["accounts"][0]["widgets"].as_array().map(Vec::as_slice).unwrap_or_default();
    widgets.iter().any(|widget| widget["vendor"] == vendor)
}

/// Waits until the newest conversation has this status.
fn wait_status(app: &App<'_>, status: &str) -> Result<()> {
    wait(app, status, |view| view["conversations"][0]["status"] == status)
}

#[test]
fn a_hub_chat_rings_is_answered_labelled_and_closed() -> Result<()> {
    with_widget("snapengage", &[], |watch, app| {
        app.desk(&["offer", "name=Ada Sample", "text=Where is my order?"])?;
        let shown = watch.wait("a chat", PATIENCE, |shown| shown.id.is_some())?;
        app.run(&["reply", "It left this morning."])?;
        wait(app, "the reply is in the conversation", |view| {
            view["conversations"][0]["replied"] == true
        })?;
        watch.wait("the notification is withdrawn", PATIENCE, |now| {
            now.id == shown.id && now.closed
        })?;
        app.run(&["show", "chat:1"])?;
        wait(app, "both lines are in the transcript", |view| {
            let lines = view["conversation"]["transcript"].to_string();
            lines.contains("Where is my order?") && lines.contains("It left this morning.")
        })?;
        app.run(&["close-chat"])?;
        wait(app, "closed by the agent", |view| view["conversations"][0]["closedBy"] == "agent")
    })
}

/// The document knows no event for the agent's end; the Hub that was seen tells it. Over is over in both.
#[test]
fn the_agents_end_is_the_end_whether_the_hub_tells_it_or_not() -> Result<()> {
    for shape in ["seen", "documented"] {
        with_widget("snapengage", &[], |_, app| {
            app.desk(&["shape", &format!("shape={shape}")])?;
            app.desk(&["offer", "name=Ada Sample", "text=Where is my order?"])?;
            wait_status(app, "offered")?;
            app.run(&["reply", "It left this morning."])?;
            wait(app, "the reply is taken", |view| view["conversations"][0]["replied"] == true)?;
            app.run(&["close-chat"])?;
            wait_status(app, "closed")?;
            ensure!(app.view()?["conversations"][0]["closedBy"] == "agent", "{shape}");
            // The next one is another, and its visitor's end is told in both.
            app.desk(&["offer", "name=Bo Sample", "text=Hello"])?;
            wait(app, "the next chat", |view| view["conversations"][0]["who"] == "Bo Sample")?;
            app.desk(&["close"])?;
            wait(app, "closed by the visitor", |view| {
                let rows = view["conversations"].as_array().cloned().unwrap_or_default();
                rows.iter().all(|row| row["status"] == "closed")
                    && rows.iter().any(|row| row["closedBy"] == "visitor")
            })
        })?;
    }
    Ok(())
}

#[test]
fn a_file_of_a_visitor_opens_in_the_browser() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let app = start(session, profile)?;
        app.run(&["accounts", "add", "--simulated", "--vendor", "snapengage", "--label", "Chat"])?;
        wait(&app, "the page works", |view| view["accounts"][0]["page"]["kind"] == "alive")?;
        app.desk(&["offer", "name=Ada Sample", "text=Here is the receipt"])?;
        wait_status(&app, "offered")?;
        let early = app.run_raw(&["open-file", "1"])?;
        ensure!(!early.status.success(), "there is no file yet");
        app.desk(&["file", "file=receipt.png"])?;
        wait(&app, "the file came", |view| {
            view["conversations"][0]["last"].to_string().contains("receipt.png")
                || view["conversations"][0]["unread"] == 2
        })?;
        app.run(&["open-file", "1"])?;
        ensure!(sent_to(session, 1)? == "https://files.example/receipt.png");
        app.quit()
    })
}

#[test]
fn an_answer_typed_into_the_notification_reaches_the_visitor() -> Result<()> {
    in_session(Plan { notifications: false, ..Plan::FULL }, |session, profile| {
        let service = NotificationService::start(session, Manners::default())?;
        let app = App::start(session, &binary()?, profile, &[])?;
        app.run(&["accounts", "add", "--simulated", "--vendor", "snapengage", "--label", "Chat"])?;
        wait(&app, "the page works", |view| view["accounts"][0]["page"]["kind"] == "alive")?;
        app.run(&["show", "activity"])?;
        app.desk(&["offer", "name=Ada Sample", "text=Where is my order?"])?;
        // Its first form may come before the widget has told what it can do.
        let shown = until("a notification with a field", PATIENCE, || {
            let shown = service.next(PATIENCE)?;
            Ok(shown.actions.iter().any(|action| action == "inline-reply").then_some(shown))
        })?;
        service.reply(&shown, "It left this morning.")?;
        wait(&app, "the reply is in the conversation", |view| {
            view["conversations"][0]["last"]["text"] == "It left this morning."
        })?;
        app.quit()
    })
}

#[test]
fn an_engage_chat_is_heard_though_the_page_replaces_its_queue() -> Result<()> {
    with_widget("engage", &[], |watch, app| {
        app.desk(&["reassign"])?;
        app.desk(&["open"])?;
        app.desk(&["say", "text=Hello"])?;
        watch.wait("a chat", PATIENCE, |shown| shown.id.is_some())?;
        app.run(&["ask", "addMessage", "text=One moment.", "from=agent"])?;
        app.desk(&["close"])?;
        wait_status(app, "closed")
    })
}

#[test]
fn a_smartagent_chat_makes_no_noise_of_its_history() -> Result<()> {
    with_widget("smartagent", &[], |watch, app| {
        app.desk(&["say", "text=Hello"])?;
        watch.wait("a chat", PATIENCE, |shown| shown.id.is_some())?;
        app.desk(&["answer"])?;
        wait_status(app, "active")?;
        let before = watch.all().len();
        app.desk(&["repeat"])?;
        app.desk(&["replace"])?;
        app.desk(&["close"])?;
        wait_status(app, "closed")?;
        ensure!(watch.all().len() == before, "{:#?}", watch.all());
        Ok(())
    })
}

#[test]
fn an_onwebchat_visitor_who_begins_to_write_is_told() -> Result<()> {
    with_widget("onwebchat", &[], |watch, app| {
        app.desk(&["typing"])?;
        watch.wait("a chat", PATIENCE, |shown| shown.id.is_some())?;
        app.run(&["ask", "setVisitor", r#"detail={"kind":"name"}"#, "value=Ada Sample"])?;
        app.run(&["ask", "readState"])?;
        wait(app, "the visitor has the name", |view| {
            view["conversations"][0]["who"] == "Ada Sample"
        })
    })
}

#[test]
fn a_snapengage_visitor_is_heard_though_the_page_takes_the_only_slot() -> Result<()> {
    with_widget("snapengage", SHOP, |watch, app| {
        app.desk(&["clobber"])?;
        app.desk(&["say", "text=Hello"])?;
        watch.wait("a chat", PATIENCE, |shown| shown.id.is_some())?;
        app.desk(&["reply", "text=Good morning"])?;
        wait(app, "it is active", |view| view["conversations"][0]["replied"] == true)?;
        app.run(&["close-chat"])?;
        wait_status(app, "closed")
    })
}
