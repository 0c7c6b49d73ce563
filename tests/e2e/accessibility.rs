//! What a screen reader gets of the real program, from its own engine, over AT-SPI: a call is announced, names do not run
//! together, menus are menus, and what cannot be pressed says why.

use crate::stage::{DESK, PATIENCE, binary, in_session, main_window, ring, wait_call};
use anyhow::{Result, ensure};
use deskbell_journeys::desktop::accessibility::{Node, ScreenReader};
use deskbell_journeys::desktop::{App, Plan, until};

#[test]
fn a_screen_reader_hears_of_a_call_and_reads_names_menus_and_reasons() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let reader = ScreenReader::start(session)?;
        let app = App::start(session, &binary()?, profile, &[])?;
        app.add_desk(DESK)?;
        main_window(session)?;
        let find = |what: &str, is: &dyn Fn(&Node) -> bool| {
            until(what, PATIENCE, || Ok(reader.read("deskbell")?.into_iter().find(|node| is(node))))
        };

        // A disabled control says why, and a menu is one.
        find("why nothing can be called yet", &|node| {
            node.name == "Call" && node.description == "Enter a number or a name."
        })?;
        let more = find("the menu of the account", &|node| {
            node.name == format!("More for {DESK}")
                && node.attributes.get("haspopup").is_some_and(|kind| kind == "menu")
        })?;
        reader.press(&more)?;
        find("the menu", &|node| node.role == "menu")?;
        find("its entry", &|node| node.role == "menuitem" && node.name == "Rename")?;
        reader.press(&more)?;

        // A call is announced, and stands there as a dialog with its two ways.
        ring(&app)?;
        find("the sentence that is announced", &|node| {
            node.attributes.get("live").is_some_and(|live| live == "assertive")
                && node.text == "Incoming call from Avery Stone"
        })?;
        find("the dialog of the call", &|node| {
            node.role == "alertdialog"
                && node.name == "Avery Stone"
                && node.description.starts_with("Ringing ")
                && node.attributes.get("live").is_some_and(|live| live == "assertive")
        })?;
        for action in ["Answer", "Decline"] {
            find(action, &|node| node.role == "button" && node.name == action && node.showing)?;
        }
        app.run(&["answer"])?;
        wait_call(&app, "connected", "connected")?;
        app.run(&["hold"])?;
        wait_call(&app, "held", "held")?;
        find("why the keypad is grey", &|node| {
            node.name == "Keypad" && node.description.contains("Not while the call is on hold.")
        })?;

        // Ours comes first; what the hosted page says is its own affair.
        let all = reader.read("deskbell")?;
        let ours: Vec<&Node> =
            all.iter().take_while(|node| node.name != "Simulated desk").collect();
        ensure!(ours.iter().any(|node| node.name == "Hang up"), "our page is not read");
        let glued = |name: &str| {
            let letters: Vec<char> = name.chars().collect();
            letters.windows(2).any(|two| {
                two[0].is_lowercase() && two[1].is_uppercase()
                    || two[0].is_alphabetic() && two[1].is_numeric()
                    || two[0].is_numeric() && two[1].is_alphabetic()
            })
        };
        // What a vendor calls itself is its own affair.
        let words = |node: &Node| node.name.replace("RingCentral", "").replace("RingOut", "");
        let faults: Vec<&str> =
            ours.iter().filter(|node| glued(&words(node))).map(|node| &*node.name).collect();
        ensure!(faults.is_empty(), "names that run together: {faults:?}");
        app.quit()
    })
}
