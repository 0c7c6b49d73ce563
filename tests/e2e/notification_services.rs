//! Notification services that keep less of the specification than one hopes. The numbers are of public reports.

use crate::stage::{DESK, PATIENCE, binary, in_session, posts, ring, wait};
use anyhow::{Result, ensure};
use deskbell_journeys::desktop::notification_service::{
    Asked, Manners, NotificationService, Replacing,
};
use deskbell_journeys::desktop::{App, Plan, until, until_true};
use std::time::Duration;

const NO_DAEMON: Plan = Plan { notifications: false, ..Plan::FULL };

fn with_service(
    manners: &Manners,
    test: impl Fn(&NotificationService, &App<'_>) -> Result<()>,
) -> Result<()> {
    in_session(NO_DAEMON, |session, profile| {
        let service = NotificationService::start(session, manners.clone())?;
        let app = App::start(session, &binary()?, profile, &[])?;
        app.add_desk(DESK)?;
        test(&service, &app)?;
        app.quit()
    })
}

/// The newest notification with this button.
fn offered(service: &NotificationService, label: &str) -> Result<Asked> {
    until(&format!("a notification with {label}"), PATIENCE, || {
        let asked = service.next(Duration::from_secs(1)).ok();
        Ok(asked.filter(|asked| asked.actions.iter().any(|action| action == label)))
    })
}

#[test]
fn a_press_that_comes_after_the_close_is_carried_out() -> Result<()> {
    // awesome#3836, SwayNotificationCenter#54
    for pause in [0, 50] {
        let closes_first = Some(Duration::from_millis(pause));
        with_service(&Manners { closes_first, ..Manners::default() }, |service, app| {
            ring(app)?;
            let asked = offered(service, "Decline")?;
            let mark = app.events()?.mark();
            service.press(&asked, "Decline")?;
            app.wait_event("it is declined", mark, PATIENCE, |line| posts(line, "decline"))?;
            wait(app, "declined", |view| view["recent"][0]["end"] == "declined")
        })?;
    }
    Ok(())
}

#[test]
fn a_call_that_is_over_leaves_the_screen_however_its_notification_was_replaced() -> Result<()> {
    for replacing in [Replacing::Closes, Replacing::NewNumber] {
        with_service(&Manners { replacing, ..Manners::default() }, |service, app| {
            app.run(&[
                "accounts",
                "add",
                "--simulated",
                "--vendor",
                "snapengage",
                "--label",
                "Chat",
            ])?;
            app.run(&["desk", "ring", "from=+16505550100", "--account", DESK])?;
            offered(service, "Decline")?;
            // Where there are two accounts it says which one rings, and so is shown anew.
            app.run(&["accounts", "rename", DESK, "Sales"])?;
            until_true("it is shown anew", PATIENCE, || {
                Ok(service.next(Duration::from_secs(5))?.body.contains("Sales"))
            })?;
            std::thread::sleep(Duration::from_secs(3));
            app.run(&["desk", "hang-up-remotely", "--account", "Sales"])?;
            until_true("nothing says that it rings", PATIENCE, || {
                Ok(service.on_screen().iter().all(|(_, title)| !title.contains("Incoming")))
            })?;
            Ok(())
        })?;
    }
    Ok(())
}

#[test]
fn a_refused_call_is_shown_while_it_rings_and_doctor_tells() -> Result<()> {
    // python-sdbus#110
    with_service(&Manners { refusals: 3, ..Manners::default() }, |service, app| {
        ring(app)?;
        until_true("it was refused", PATIENCE, || Ok(!service.refused().is_empty()))?;
        let doctor = app.run_raw(&["doctor"])?;
        let text = String::from_utf8_lossy(&doctor.stdout).into_owned();
        ensure!(text.contains("too many at a time"), "{text}");
        offered(service, "Answer")?;
        wait(app, "the light is as before", |view| {
            view["reach"]["checks"].as_array().is_some_and(|checks| {
                checks.iter().all(|it| it["id"] != "notifications" || it["level"] == "good")
            })
        })
    })
}

#[test]
fn a_number_that_every_notification_gets_declines_no_call() -> Result<()> {
    // mako#113
    with_service(&Manners { always: Some(0), ..Manners::default() }, |service, app| {
        ring(app)?;
        let first = offered(service, "Decline")?;
        app.desk(&["ring", "from=+16505550101", "name=Bo Field"])?;
        offered(service, "Decline")?;
        service.press(&first, "Decline")?;
        std::thread::sleep(Duration::from_secs(2));
        let view = app.view()?;
        ensure!(view["calls"].as_array().is_some_and(|calls| calls.len() == 2), "{view:#}");
        Ok(())
    })
}

#[test]
fn a_service_that_is_slow_to_say_what_it_can_do_is_used_when_it_does() -> Result<()> {
    with_service(&Manners { slow: Duration::from_secs(7), ..Manners::default() }, |service, app| {
        ring(app)?;
        offered(service, "Answer").map(drop)
    })
}

#[test]
fn a_ringing_call_finds_room_on_a_full_screen() -> Result<()> {
    // gsconnect#364
    with_service(&Manners { room: Some(1), ..Manners::default() }, |service, app| {
        ring(app)?;
        offered(service, "Answer")?;
        app.desk(&["hang-up-remotely"])?;
        until_true("the missed call fills the screen", PATIENCE, || {
            Ok(service.on_screen().iter().any(|(_, title)| title.contains("Missed")))
        })?;
        ring(app)?;
        offered(service, "Answer").map(drop)
    })
}
