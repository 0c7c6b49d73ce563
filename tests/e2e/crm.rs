//! The phone in a company's page: a frame from another origin is the account, its page and every other frame are not.

use crate::person::{
    self, bare, free_port, is, no_window_of_sign_in, notices, platform, sent_to, sign_in_at,
    sign_in_there,
};
use crate::stage::{PATIENCE, binary, in_session, wait};
use anyhow::{Result, ensure};
use deskbell_journeys::desktop::server::Server;
use deskbell_journeys::desktop::{App, Plan};
use serde_json::Value;
use std::path::Path;

/// What the page itself and a frame of somebody else's post: a call that rings, over and over.
const FORGED: &str = r"const forged = { type: 'rc-call-ring-notify', call: { id: 'forged', callId: 'forged',
  direction: 'Inbound', callStatus: 'webphone-session-connecting', from: '+16505550199', to: '+16505550100' } };
  setInterval(() => { for (const target of [parent, top]) target.postMessage(forged, '*'); }, 100);";

/// A CRM's page as the vendor's adapter.js makes it: a frame with the phone, and other things.
fn crm(phone: &str, foreign: &str) -> String {
    format!(
        "<!doctype html><title>CRM</title><script>{FORGED}</script>
         <iframe src='{foreign}/frame.html'></iframe>
         <iframe id='rc-widget-adapter-frame' allow='microphone; autoplay' src='{phone}?signedIn=1&defaultCallWith=callingOptions-ringout'
           sandbox='allow-same-origin allow-scripts allow-forms allow-popups'></iframe>"
    )
}

fn desk_folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../src-tauri/desk")
}

fn account(view: &Value) -> &Value {
    &view["accounts"][0]
}

fn add(app: &App, page: &str, widget: &str) -> Result<()> {
    let (page, widget) = (format!("page={page}"), format!("url={widget}"));
    app.run(&[
        "accounts",
        "add",
        "--vendor",
        "ringcentral",
        "--label",
        "CRM",
        "--option",
        "hosting=companyPage",
        "--option",
        &page,
        "--option",
        &widget,
    ])?;
    Ok(())
}

#[test]
fn a_phone_in_a_companys_page_is_heard_and_obeys_and_nobody_else_there_is_believed() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let phones = Server::of_folder(&desk_folder())?;
        let phone = format!("{}/ringcentral/index.html", phones.origin());
        let hostile = format!("<!doctype html><script>{FORGED}</script>");
        let foreign = Server::of_pages(&[("/frame.html", &hostile)])?;
        let company = Server::of_pages(&[("/crm.html", &crm(&phone, foreign.origin()))])?;
        let app = App::start(session, &binary()?, profile, &[])?;
        add(&app, &format!("{}/crm.html", company.origin()), &phone)?;
        wait(&app, "the phone in the frame is heard", |view| {
            account(view)["signIn"] == "signedIn" && account(view)["dialerReady"] == true
        })?;
        app.run(&["dial", "+16505550123"])?;
        wait(&app, "the phone in the frame has dialled", |view| {
            view["calls"]
                .as_array()
                .is_some_and(|calls| calls.iter().any(|call| call["number"] == "+16505550123"))
        })?;
        let view = app.view()?;
        ensure!(!view["calls"].to_string().contains("+16505550199"), "forged: {view:#}");
        ensure!(!view["recent"].to_string().contains("+16505550199"), "forged: {view:#}");
        app.run(&["quit", "--yes"])?;
        Ok(())
    })
}

#[test]
fn a_page_without_a_phone_says_what_is_missing() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let page = format!("<!doctype html><title>CRM</title><script>{FORGED}</script>");
        let company = Server::of_pages(&[("/crm.html", &page)])?;
        let app = App::start(session, &binary()?, profile, &[])?;
        let widget = "http://127.0.0.1:9/ringcentral/index.html";
        add(&app, &format!("{}/crm.html", company.origin()), widget)?;
        app.wait_view("the light says it", PATIENCE, |view| {
            let checks = view["reach"]["checks"].as_array().cloned().unwrap_or_default();
            checks.iter().any(|check| {
                check["text"].as_str().is_some_and(|text| text.contains("no phone was found"))
            })
        })?;
        ensure!(
            app.view()?["calls"].as_array().is_some_and(Vec::is_empty),
            "the page was believed"
        );
        app.quit()
    })
}

/// A CRM's page with nothing but the phone at `address` in it.
fn plain_crm(address: &str) -> Result<Server> {
    let address = address.replace('&', "&amp;");
    let frame = format!(
        "<!doctype html><title>CRM</title><iframe id='rc-widget-adapter-frame' src='{address}'></iframe>"
    );
    Server::of_pages(&[("/crm.html", &frame)])
}

/// The account of such a page, signed out.
fn add_signed_out(app: &App<'_>, page: &str, options: &[&str]) -> Result<()> {
    let page = format!("page={page}");
    let mut arguments = vec!["accounts", "add", "--simulated", "--label", LABEL];
    for option in ["parameters=", "hosting=companyPage", page.as_str()].iter().chain(options) {
        arguments.extend(["--option", option]);
    }
    app.run(&arguments)?;
    is(app, LABEL, "signedOut")
}

const LABEL: &str = "CRM";

#[test]
fn the_phone_in_a_companys_page_signs_in_in_a_window_of_ours() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let (platform, address) = platform()?;
        let company = plain_crm(&address)?;
        let app = person::start(session, profile)?;
        let url = format!("url={address}");
        add_signed_out(&app, &format!("{}/crm.html", company.origin()), &[&url])?;
        app.run(&["accounts", "sign-in", LABEL])?;
        sign_in_there(session, &app, LABEL)?;
        no_window_of_sign_in(session)?;
        ensure!(notices(&app.view()?).is_empty());
        ensure!(platform.tokens_issued().len() == 1);
        app.quit()
    })
}

#[test]
fn the_phone_in_a_companys_page_signs_in_in_the_browser() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let (platform, _) = platform()?;
        let redirect = format!("http://127.0.0.1:{}/signed-in", free_port()?);
        platform.register_redirect(&redirect);
        let address = format!("{}&redirectUri={redirect}&disableLoginPopup=1", bare(&platform));
        let company = plain_crm(&address)?;
        let app = person::start(session, profile)?;
        let url = format!("url={address}");
        let redirect = format!("redirectUri={redirect}");
        let options = [&url, "signInWith=browser", &redirect];
        add_signed_out(&app, &format!("{}/crm.html", company.origin()), &options)?;
        app.run(&["accounts", "sign-in", LABEL])?;
        let page = sign_in_at(&sent_to(session, 1)?)?;
        ensure!(page.status == 200 && page.body.contains("Back to Deskbell"), "{page:?}");
        is(&app, LABEL, "signedIn")?;
        ensure!(platform.tokens_issued().len() == 1);
        app.quit()
    })
}

/// A frame within a frame belongs to another page, of which nobody knows what it does: the phone there is not the account's.
#[test]
fn a_phone_two_frames_deep_is_not_heard_and_the_light_says_so() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let phones = Server::of_folder(&desk_folder())?;
        let phone = format!("{}/ringcentral/index.html", phones.origin());
        let inner = Server::of_pages(&[(
            "/panel.html",
            &format!("<!doctype html><iframe src='{phone}?signedIn=1'></iframe>"),
        )])?;
        let outer = format!("<!doctype html><iframe src='{}/panel.html'></iframe>", inner.origin());
        let company = Server::of_pages(&[("/crm.html", &outer)])?;
        let app = App::start(session, &binary()?, profile, &[])?;
        add(&app, &format!("{}/crm.html", company.origin()), &phone)?;
        app.wait_view("the light says it", PATIENCE, |view| {
            view["reach"]["checks"].to_string().contains("no phone was found")
        })?;
        ensure!(!phones.asked().is_empty(), "the phone was loaded");
        ensure!(account(&app.view()?)["signIn"] != "signedIn");
        let dialled = app.run_raw(&["dial", "+16505550123"])?;
        ensure!(!dialled.status.success(), "nothing was dialled");
        app.run(&["quit", "--yes"])?;
        Ok(())
    })
}
