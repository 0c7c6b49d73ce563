//! A whole sign-in, every way there is, and then a look for its secrets where none may be.

use crate::person::{
    add, bare, is, opened, own_files, platform, press_sign_in, sent_to, sign_in_at, sign_in_there,
    start,
};
use crate::stage::in_session;
use anyhow::{Result, ensure};
use deskbell_journeys::desktop::{Plan, window};
use deskbell_journeys::platform::ringcentral::{PASSWORD, SignInPage};
use std::fs;

#[test]
fn no_secret_of_a_sign_in_is_logged_kept_told_or_shown() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let (platform, address) = platform()?;
        let app = start(session, profile)?;
        let mut titles = Vec::new();
        add(&app, "Popup", &address, &["disableLoginPopup="])?;
        press_sign_in(session)?;
        sign_in_there(session, &app, "Popup")?;
        titles.extend(window::titles(session)?);
        app.run(&["accounts", "remove", "Popup", "--yes"])?;

        add(&app, "Window", &address, &["disableLoginPopup=1"])?;
        app.run(&["accounts", "sign-in", "Window"])?;
        crate::person::window_of_sign_in(session)?;
        titles.extend(window::titles(session)?);
        sign_in_there(session, &app, "Window")?;
        titles.extend(window::titles(session)?);

        let port = crate::person::free_port()?;
        let redirect = format!("http://127.0.0.1:{port}/signed-in");
        platform.register_redirect(&redirect);
        let option = format!("redirectUri={redirect}");
        add(&app, "Browser", &bare(&platform), &["signInWith=browser", &option])?;
        app.run(&["accounts", "sign-in", "Browser"])?;
        let sent = sent_to(session, 1)?;
        sign_in_at(&sent)?;
        is(&app, "Browser", "signedIn")?;
        // What goes wrong must not say more than what goes well.
        platform.sign_in_page(SignInPage::Fails("access_denied".to_owned()));
        app.run(&["accounts", "sign-out", "Browser"])?;
        is(&app, "Browser", "signedOut")?;
        app.run(&["accounts", "sign-in", "Browser"])?;
        deskbell_journeys::platform::visitor::Visitor::default().visit(&sent_to(session, 2)?)?;
        is(&app, "Browser", "signedOut")?;

        let view = app.run(&["view", "--json"])?;
        let history = app.run(&["status", "history", "--json"]).unwrap_or_default();
        let raw = app.run(&["raw", "--json"]).unwrap_or_default();
        let events = format!("{:?}", app.events()?.since(0));
        ensure!(events.contains("openSignIn") && events.contains("signInRequested"), "{events}");
        app.quit()?;

        let mut secrets = [platform.secrets(), platform.secrets_shown()].concat();
        secrets.push(PASSWORD.to_owned());
        for address in opened(session) {
            secrets.push(crate::person::parameter(&address, "code_challenge")?);
        }
        ensure!(secrets.len() > 12, "{secrets:?}");
        let mut places = vec![
            ("the view".to_owned(), view),
            ("the history".to_owned(), history),
            ("the raw messages".to_owned(), raw),
            ("the events".to_owned(), events),
            ("titles".to_owned(), titles.join("\n")),
        ];
        let log = session.folder().join("logs/deskbell.log");
        for file in own_files(profile)?.into_iter().chain([log]) {
            let text = String::from_utf8_lossy(&fs::read(&file)?).into_owned();
            places.push((file.display().to_string(), text));
        }
        for (place, text) in &places {
            for secret in &secrets {
                let escaped =
                    url::form_urlencoded::byte_serialize(secret.as_bytes()).collect::<String>();
                ensure!(!text.contains(secret) && !text.contains(&escaped), "{secret} in {place}");
            }
        }
        Ok(())
    })
}
