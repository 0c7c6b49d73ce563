//! Messages: one notification each, counted until looked at.

use crate::stage::{DESK, PATIENCE, wait, with_desk};
use anyhow::{Result, ensure};

#[test]
fn a_text_message_is_told_once_and_counted() -> Result<()> {
    with_desk(|_, watch, app| {
        const TEXT: &str = "Is my order on its way?";
        // What is in front of the agent already makes no banner.
        app.run(&["show", "activity"])?;
        app.desk(&["sms", "from=+16505550100", "name=Avery Stone", &format!("text={TEXT}")])?;
        wait(app, "one unread", |view| view["unread"] == 1)?;
        watch.wait("told", PATIENCE, |shown| shown.body.contains(TEXT))?;
        // A later message of another kind: whatever the first one still had to say has been said by then.
        app.desk(&["voicemail", "from=+16505550101", "seconds=12"])?;
        wait(app, "two unread", |view| view["unread"] == 2)?;
        watch.wait("a voicemail", PATIENCE, |shown| shown.body != TEXT && !shown.closed)?;
        let told = watch.all().iter().filter(|shown| shown.body.contains(TEXT)).count();
        ensure!(told == 1, "{told} notifications for one message");
        // Who looks at the account has read neither.
        app.run(&["show", DESK])?;
        ensure!(app.view()?["unread"] == 2, "looking is not reading");
        app.run(&["seen", "messages"])?;
        wait(app, "nothing unread", |view| view["unread"] == 0)?;
        app.run(&["seen", "undo"])?;
        wait(app, "two unread again", |view| view["unread"] == 2)
    })
}
