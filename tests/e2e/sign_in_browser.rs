//! Signing in with the system's browser: the answer comes back to this machine, to the account it belongs to, once.

use crate::person::{
    FIREFOX, SIGN_IN, add, bare, free_port, is, notices, parameter, platform, put_opener, row,
    sent_to, sign_in_at, start, told,
};
use crate::stage::{PATIENCE, in_session};
use anyhow::{Result, ensure};
use deskbell_journeys::desktop::{Plan, until_true, window};
use deskbell_journeys::platform::ringcentral::{PASSWORD, Platform, SignInPage, USER};
use deskbell_journeys::platform::visitor::{Page, Visitor};
use std::net::TcpListener;

const LABEL: &str = "Phone";
const IN_BROWSER: &str = "signInWith=browser";

/// Registers an address at a free port, as an administrator does; gives it and its option.
fn registered(platform: &Platform) -> Result<(String, String)> {
    let redirect = format!("http://127.0.0.1:{}/signed-in", free_port()?);
    platform.register_redirect(&redirect);
    let option = format!("redirectUri={redirect}");
    Ok((redirect, option))
}

fn ends_well(page: &Page) -> Result<()> {
    ensure!(page.status == 200 && page.body.contains("Back to Deskbell"), "{page:?}");
    ensure!(!page.url.contains("code") && !page.url.contains("state"), "{}", page.url);
    Ok(())
}

fn visit(address: &str) -> Result<Page> {
    Visitor { engine: FIREFOX.to_owned(), ..Visitor::default() }.visit(address)
}

#[test]
fn the_browser_signs_in_where_embedded_windows_are_refused_while_the_app_is_in_the_tray()
-> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let (platform, _) = platform()?;
        platform.sign_in_page(SignInPage::RefusesEmbedded);
        let (redirect, option) = registered(&platform)?;
        let app = start(session, profile)?;
        add(&app, LABEL, &bare(&platform), &[IN_BROWSER, &option])?;
        app.run(&["hide"])?;
        let said = app.run(&["accounts", "sign-in", LABEL])?;
        ensure!(said.contains("web browser was asked"), "{said}");
        let address = sent_to(session, 1)?;
        app.wait_view("it is waited for", PATIENCE, |view| {
            row(view, LABEL)["waitsForBrowser"] == true
        })?;
        // Open again is the same sign-in.
        app.run(&["accounts", "sign-in", LABEL])?;
        ensure!(sent_to(session, 2)? == address);
        let page = sign_in_at(&address)?;
        ends_well(&page)?;
        is(&app, LABEL, "signedIn")?;
        ensure!(notices(&app.view()?).is_empty());
        ensure!(platform.tokens_issued().len() == 1);
        let state = parameter(&address, "state")?;
        let replayed = visit(&format!("{redirect}?code=another&state={state}"))?;
        ensure!(replayed.body.contains("This sign-in is over"), "{}", replayed.body);
        ensure!(window::visible(session, SIGN_IN)?.is_empty(), "no window");
        app.quit()
    })
}

#[test]
fn any_free_port_where_the_vendor_allows_it() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let (platform, _) = platform()?;
        let app = start(session, profile)?;
        add(&app, LABEL, &bare(&platform), &[IN_BROWSER, "redirectUri=http://127.0.0.1/cb"])?;
        app.run(&["accounts", "sign-in", LABEL])?;
        let address = sent_to(session, 1)?;
        let redirect = parameter(&address, "redirect_uri")?;
        let port = url::Url::parse(&redirect)?.port();
        ensure!(port.is_some_and(|port| port >= 1024), "{redirect}");
        // Nobody else can be answered there.
        ensure!(TcpListener::bind(("127.0.0.1", port.unwrap_or_default())).is_err());
        platform.register_redirect(&redirect);
        ends_well(&sign_in_at(&address)?)?;
        is(&app, LABEL, "signedIn")?;
        app.quit()
    })
}

#[test]
fn a_link_brings_the_answer_to_the_running_app() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let (platform, _) = platform()?;
        let link = "org.deskbell.deskbell:/signed-in";
        platform.register_redirect(link);
        let app = start(session, profile)?;
        add(&app, LABEL, &bare(&platform), &[IN_BROWSER, &format!("redirectUri={link}")])?;
        app.run(&["accounts", "sign-in", LABEL])?;
        let address = sent_to(session, 1)?;
        let browser = Visitor { engine: FIREFOX.to_owned(), stops_at: Some(link.to_owned()) };
        let form = browser.visit(&address)?;
        let answer = browser.submit(&form, &[("user", USER), ("password", PASSWORD)])?.url;
        let state = parameter(&answer, "state")?;
        app.run_raw(&[&answer.replace(&state, "another")])?;
        ensure!(row(&app.view()?, LABEL)["waitsForBrowser"] == true, "a stranger ended it");
        app.run_raw(&[&answer])?;
        is(&app, LABEL, "signedIn")?;
        app.quit()
    })
}

#[test]
fn two_at_once_at_one_port_do_not_mix_and_swapped_answers_are_refused() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let (platform, _) = platform()?;
        let (redirect, option) = registered(&platform)?;
        let app = start(session, profile)?;
        let addresses = ["First", "Second"].iter().enumerate().map(|(place, label)| {
            add(&app, label, &bare(&platform), &[IN_BROWSER, &option])?;
            app.run(&["accounts", "sign-in", label])?;
            sent_to(session, place + 1)
        });
        let addresses = addresses.collect::<Result<Vec<String>>>()?;
        let states = [parameter(&addresses[0], "state")?, parameter(&addresses[1], "state")?];
        ensure!(states[0] != states[1]);
        // A code of the second for the state of the first: the platform finds that the proof is another.
        let stops = Visitor { engine: FIREFOX.to_owned(), stops_at: Some(redirect.clone()) };
        let form = stops.visit(&addresses[1])?;
        let answer = stops.submit(&form, &[("user", USER), ("password", PASSWORD)])?.url;
        let swapped = answer.replace(&states[1], &states[0]);
        visit(&swapped)?;
        let view = app.wait_view("nobody is signed in", PATIENCE, |_| {
            platform.requests().iter().any(|one| one.path.ends_with("/oauth/token"))
        })?;
        ensure!(row(&view, "Second")["signIn"] == "inProgress", "{view:#}");
        ensure!(platform.tokens_issued().is_empty(), "a swapped code was good");
        // The second is still waited for, and gets its own.
        ends_well(&sign_in_at(&addresses[1])?)?;
        is(&app, "Second", "signedIn")?;
        ensure!(row(&app.view()?, "First")["signIn"] != "signedIn");
        app.quit()
    })
}

#[test]
fn an_answer_to_an_older_or_given_up_attempt_is_over() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let (platform, _) = platform()?;
        let (_, option) = registered(&platform)?;
        let app = start(session, profile)?;
        add(&app, LABEL, &bare(&platform), &[IN_BROWSER, &option])?;
        app.run(&["accounts", "sign-in", LABEL])?;
        let first = sent_to(session, 1)?;
        app.run(&["accounts", "cancel-sign-in", LABEL])?;
        is(&app, LABEL, "signedOut")?;
        let page = sign_in_at(&first)?;
        ensure!(page.body.contains("This sign-in is over"), "given up: {}", page.body);
        app.run(&["accounts", "sign-in", LABEL])?;
        let second = sent_to(session, 2)?;
        let page = sign_in_at(&first)?;
        ensure!(page.body.contains("This sign-in is over"), "older: {}", page.body);
        ensure!(platform.tokens_issued().is_empty());
        // Who says no is told so, in the browser and here.
        platform.sign_in_page(SignInPage::Fails("access_denied".to_owned()));
        let page = visit(&second)?;
        ensure!(page.body.contains("Not signed in"), "{}", page.body);
        told(&app, "signInFailed")?;
        app.quit()
    })
}

#[test]
fn no_browser_and_a_taken_port_are_told() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let (platform, _) = platform()?;
        let (redirect, option) = registered(&platform)?;
        let app = start(session, profile)?;
        add(&app, LABEL, &bare(&platform), &[IN_BROWSER, &option])?;
        let port = url::Url::parse(&redirect)?.port().unwrap_or_default();
        let other = TcpListener::bind(("127.0.0.1", port))?;
        app.run_raw(&["accounts", "sign-in", LABEL])?;
        let view = told(&app, "portTaken")?;
        let detail = view["notices"][0]["detail"].as_str();
        ensure!(detail == Some(port.to_string().as_str()), "{:#}", view["notices"]);
        drop(other);
        put_opener(session, "exit 3")?;
        app.run_raw(&["accounts", "sign-in", LABEL])?;
        told(&app, "noBrowser")?;
        is(&app, LABEL, "signedOut")?;
        app.quit()
    })
}

#[test]
fn a_real_browser() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let (platform, _) = platform()?;
        let (_, option) = registered(&platform)?;
        let app = start(session, profile)?;
        let chromium = std::env::var("CHROMIUM").unwrap_or_else(|_| "chromium".to_owned());
        let data = session.folder().join("chromium");
        put_opener(
            session,
            &format!(
                "exec {chromium} --no-sandbox --no-first-run --disable-gpu --password-store=basic --user-data-dir={} --app=\"$1\" >/dev/null 2>&1",
                data.display()
            ),
        )?;
        add(&app, LABEL, &bare(&platform), &[IN_BROWSER, &option])?;
        app.run(&["accounts", "sign-in", LABEL])?;
        crate::person::sign_in_there(session, &app, LABEL)?;
        // Its page says so, and its title carries nothing else.
        until_true("the browser says so", PATIENCE, || {
            Ok(!window::visible(session, "Back to Deskbell")?.is_empty())
        })?;
        ensure!(platform.tokens_issued().len() == 1);
        app.quit()
    })
}
