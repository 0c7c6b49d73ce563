//! Calls: pressed where people press, confirmed by the widget, gone from the screen in time.

use crate::stage::{DESK, PATIENCE, binary, in_session, posts, ring, wait, wait_call, with_desk};
use anyhow::{Context, Result, ensure};
use deskbell_journeys::desktop::notifications::press;
use deskbell_journeys::desktop::tray::TrayIcon;
use deskbell_journeys::desktop::{App, NotificationWatch, Plan, until, until_true};

#[test]
fn answer_in_the_notification_reaches_the_widget_and_comes_back_as_a_fact() -> Result<()> {
    with_desk(|session, watch, app| {
        ring(app)?;
        let shown = watch.wait("a call", PATIENCE, |shown| {
            shown.id.is_some() && shown.offers("Answer") && shown.offers("Decline")
        })?;
        let events = app.events()?;
        let mark = events.mark();
        press(session, watch, &shown, "Answer")?;
        let post =
            app.wait_event("the command goes out", mark, PATIENCE, |line| posts(line, "answer"))?;
        let fact = app.wait_event("the widget says connected", mark, PATIENCE, |line| {
            line.pointer("/event/fact/observation/state").is_some_and(|state| state == "connected")
        })?;
        // Nothing is shown as done before the widget says so.
        ensure!(post["seq"].as_u64() < fact["seq"].as_u64(), "{post} should come before {fact}");
        wait_call(app, "connected", "connected")?;
        watch.wait("the notification is withdrawn", PATIENCE, |now| {
            now.id == shown.id && now.closed
        })?;
        app.run(&["hold"])?;
        wait_call(app, "held", "held")?;
        app.run(&["resume"])?;
        wait_call(app, "resumed", "connected")?;
        app.run(&["hangup"])?;
        wait(app, "over", |view| view["recent"][0]["end"] == "answered")
    })
}

#[test]
fn a_ringing_notification_goes_with_a_terminated_program() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let watch = NotificationWatch::start(session)?;
        let app = App::start(session, &binary()?, profile, &[])?;
        app.add_desk(DESK)?;
        ring(&app)?;
        let shown = watch.wait("a call", PATIENCE, |shown| shown.offers("Answer"))?;
        app.terminate()?;
        watch.wait("the notification is withdrawn", PATIENCE, |now| {
            now.id == shown.id && now.closed
        })?;
        Ok(())
    })
}

#[test]
fn the_tray_menu_serves_a_call_from_ring_to_end_and_opens_what_is_unread() -> Result<()> {
    with_desk(|session, _, app| {
        let icon = TrayIcon::wait(session, PATIENCE)?;
        ring(app)?;
        let first = |wanted: &str| {
            let menu = icon.menu()?;
            Ok(menu.first().is_some_and(|line| line.label.contains(wanted)))
        };
        until_true("who rings stands first", PATIENCE, || first("Avery Stone"))?;
        until("Answer is in the menu", PATIENCE, || icon.choose("Answer").map(Some))?;
        wait(app, "answered", |view| view["calls"][0]["state"] == "connected")?;
        until("Mute is in the menu", PATIENCE, || icon.choose("Mute").map(Some))?;
        wait(app, "muted", |view| view["calls"][0]["muted"] == true)?;
        until("Unmute is in the menu", PATIENCE, || icon.choose("Unmute").map(Some))?;
        wait(app, "heard again", |view| view["calls"][0]["muted"] == false)?;
        until("Hang up is in the menu", PATIENCE, || icon.choose("Hang up").map(Some))?;
        wait(app, "over", |view| view["calls"].as_array().is_some_and(Vec::is_empty))?;
        app.desk(&["sms", "from=+16505550100", "name=Avery Stone", "text=Hello?"])?;
        until("what is unread is in the menu", PATIENCE, || icon.choose("1 unread").map(Some))?;
        wait(app, "it is led to", |view| view["focus"]["item"]["item"] == "unread")?;
        ensure!(app.view()?["stage"]["stage"] == "activity", "where it is listed");
        Ok(())
    })
}

#[test]
fn decline_in_the_tray_menu_while_it_rings() -> Result<()> {
    with_desk(|session, watch, app| {
        let icon = TrayIcon::wait(session, PATIENCE)?;
        let quiet = icon.icon()?;
        let lines = icon.menu()?;
        ensure!(lines.iter().all(|line| line.label != "Decline"), "nothing rings: {lines:#?}");
        ring(app)?;
        until_true("the icon shows that it rings", PATIENCE, || Ok(icon.icon()? != quiet))?;
        until("Decline is in the menu", PATIENCE, || icon.choose("Decline").map(Some))?;
        wait(app, "declined", |view| view["recent"][0]["end"] == "declined")?;
        until_true("the icon is quiet again", PATIENCE, || Ok(icon.icon()? == quiet))?;
        let all = watch.all();
        ensure!(all.iter().all(|s| s.category.as_deref() != Some("call.unanswered")), "{all:#?}");
        Ok(())
    })
}

#[test]
fn a_missed_call_leaves_one_notification_and_a_badge_until_seen() -> Result<()> {
    with_desk(|_, watch, app| {
        ring(app)?;
        let ringing = watch.wait("a call", PATIENCE, |s| s.id.is_some() && s.offers("Answer"))?;
        app.desk(&["hang-up-remotely"])?;
        wait(app, "missed", |view| view["missed"] == 1)?;
        watch.wait("the ringing one is gone", PATIENCE, |s| s.id == ringing.id && s.closed)?;
        let missed = watch.wait("a missed call", PATIENCE, |shown| {
            shown.category.as_deref() == Some("call.unanswered") && shown.id.is_some()
        })?;
        ensure!(missed.summary.contains("Avery Stone") || missed.body.contains("Avery Stone"));
        app.run(&["show", DESK])?;
        ensure!(app.view()?["missed"] == 1, "looking at the account is not calling back");
        app.run(&["seen", "calls"])?;
        wait(app, "seen", |view| view["missed"] == 0)
    })
}

#[test]
fn a_call_answered_elsewhere_is_not_missed() -> Result<()> {
    with_desk(|_, watch, app| {
        ring(app)?;
        watch.wait("a call", PATIENCE, |s| s.id.is_some() && s.offers("Answer"))?;
        app.desk(&["answer-remotely"])?;
        watch.wait("it is withdrawn", PATIENCE, |s| s.offers("Answer") && s.closed)?;
        let view = app.view()?;
        ensure!(view["missed"] == 0, "{view:#}");
        Ok(())
    })
}

#[test]
fn a_refused_verb_says_so_and_fails() -> Result<()> {
    with_desk(|_, _, app| {
        let output = app.run_raw(&["answer", "--json"])?;
        ensure!(!output.status.success(), "there is no call to answer");
        let failure: serde_json::Value =
            serde_json::from_slice(&output.stdout).context("not JSON")?;
        ensure!(failure["code"] == "no-call", "the stable word is missing: {failure}");
        Ok(())
    })
}
