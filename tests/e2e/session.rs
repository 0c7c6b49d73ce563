//! The session itself: if these fail, no other end-to-end failure means anything.

use anyhow::{Context, Result, ensure};
use deskbell_journeys::desktop::notifications::{displayed, press};
use deskbell_journeys::desktop::{NotificationWatch, Plan, Session, screenshot, tray};
use std::collections::HashMap;
use std::time::Duration;
use zbus::blocking::Proxy;
use zbus::zvariant::Value;

const SERVICE: &str = "org.freedesktop.Notifications";

#[test]
fn a_button_of_a_real_notification_can_be_pressed() -> Result<()> {
    let session = Session::start(Plan::FULL)?;
    let watch = NotificationWatch::start(&session)?;
    let connection = session.connect()?;
    let daemon = Proxy::new(&connection, SERVICE, "/org/freedesktop/Notifications", SERVICE)?;
    let hints = HashMap::from([("category", Value::from("call.incoming"))]);
    let actions = ["default", "Show", "answer", "Answer", "decline", "Decline"];
    let _id: u32 = daemon.call(
        "Notify",
        &("Test", 0_u32, "", "Somebody calls", "from a test", &actions[..], hints, 0_i32),
    )?;
    let shown = watch.wait("ours", Duration::from_secs(5), |shown| shown.id.is_some())?;
    ensure!(shown.offers("Answer") && shown.offers("Decline"), "{shown:?}");
    ensure!(shown.category.as_deref() == Some("call.incoming"), "{shown:?}");
    ensure!(displayed(&session)? == 1);
    let picture = session.folder().join("picture.png");
    screenshot::save(&session, &picture)?;
    ensure!(std::fs::metadata(&picture)?.len() > 1000, "the picture is empty");
    press(&session, &watch, &shown, "Answer")?;
    let pressed = watch.all().pop().context("nothing shown")?;
    ensure!(pressed.pressed == ["answer"], "{pressed:?}");
    Ok(())
}

#[test]
fn a_session_without_tray_host_has_no_watcher() -> Result<()> {
    let session = Session::start(Plan::WITHOUT_TRAY)?;
    ensure!(tray::registered(&session.connect()?).is_err());
    Ok(())
}

#[test]
fn nothing_of_a_session_stays_behind() -> Result<()> {
    let session = Session::start(Plan::FULL)?;
    let folder = session.folder().to_owned();
    drop(session);
    ensure!(!folder.exists());
    Ok(())
}
