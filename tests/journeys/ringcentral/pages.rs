//! The pages between an app and its code, well or badly behaved.

use super::browser::{HandedOver as _, authorize, code, submit, visit};
use super::{PATIENCE, REDIRECT};
use anyhow::{Result, ensure};
use deskbell_journeys::platform::ringcentral::{
    ONE_TIME_CODE, PASSWORD, Platform, SignInPage, USER,
};
use std::collections::HashSet;

const WEBKITGTK: &str = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 \
     Safari/605.1.15";
const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const PERSON: [(&str, &str); 2] = [("user", USER), ("password", PASSWORD)];

#[test]
fn a_person_can_refuse_or_be_refused() -> Result<()> {
    let platform = Platform::start()?;
    platform.register_redirect(REDIRECT);
    let address = authorize(&platform, REDIRECT, "s");
    let handed = submit(&visit(&address, "")?, &[("decision", "cancel")])?.handed_over()?;
    ensure!(handed["error"] == "access_denied" && handed["state"] == "s", "{handed:?}");
    platform.sign_in_page(SignInPage::Fails("login_required".to_owned()));
    let handed = visit(&address, "")?.handed_over()?;
    ensure!(handed["error"] == "login_required" && !handed.contains_key("code"), "{handed:?}");
    platform.sign_in_page(SignInPage::Remembered);
    ensure!(visit(&address, "")?.handed_over()?.contains_key("code"));
    Ok(())
}

#[test]
fn two_sign_ins_at_once_do_not_meet() -> Result<()> {
    let platform = Platform::start()?;
    platform.register_redirect(REDIRECT);
    let begin = |state| visit(&authorize(&platform, REDIRECT, state), "");
    let (first, second) = (begin("s-1")?, begin("s-2")?);
    ensure!(submit(&first, &PERSON)?.handed_over()?["state"] == "s-1");
    let third = begin("s-3")?;
    ensure!(submit(&second, &PERSON)?.handed_over()?["state"] == "s-2");
    ensure!(submit(&third, &[("decision", "cancel")])?.handed_over()?["state"] == "s-3");
    ensure!(submit(&third, &PERSON)?.status == 400, "it was refused");
    Ok(())
}

#[test]
fn a_second_factor_is_asked_for() -> Result<()> {
    let platform = Platform::start()?;
    platform.register_redirect(REDIRECT);
    platform.sign_in_page(SignInPage::SecondFactor);
    let second = submit(&visit(&authorize(&platform, REDIRECT, "s"), "")?, &PERSON)?;
    ensure!(second.url.contains("second-factor"), "{}", second.url);
    let early = second.url.replace("/identity/second-factor", "/restapi/oauth/signed-in");
    let wrong = submit(&second, &[("one_time_code", "000000")])?;
    ensure!(wrong.body.contains("role=alert"), "{}", wrong.body);
    let page = submit(&wrong, &[("one_time_code", ONE_TIME_CODE)])?;
    ensure!(page.handed_over()?.contains_key("code"));
    ensure!(visit(&early, "")?.status == 400, "over");

    let second = submit(&visit(&authorize(&platform, REDIRECT, "s"), "")?, &PERSON)?;
    let early = second.url.replace("/identity/second-factor", "/restapi/oauth/signed-in");
    ensure!(visit(&early, "")?.status == 400, "the second factor was skipped");
    Ok(())
}

#[test]
fn the_page_may_lie_behind_other_origins() -> Result<()> {
    let platform = Platform::start()?;
    platform.register_redirect(REDIRECT);
    platform.sign_in_page(SignInPage::Chain);
    let page = visit(&authorize(&platform, REDIRECT, "s"), "")?;
    ensure!(page.origins.iter().collect::<HashSet<_>>().len() == 4, "{:?}", page.origins);
    ensure!(page.origins.iter().any(|one| one.contains("localhost")), "{:?}", page.origins);
    ensure!(submit(&page, &PERSON)?.handed_over()?.contains_key("code"));
    Ok(())
}

#[test]
fn embedded_engines_may_be_refused() -> Result<()> {
    let platform = Platform::start()?;
    platform.register_redirect(REDIRECT);
    platform.sign_in_page(SignInPage::RefusesEmbedded);
    let address = authorize(&platform, REDIRECT, "s");
    let page = visit(&address, WEBKITGTK)?;
    ensure!(page.status == 403 && page.body.contains("disallowed_useragent"), "{}", page.body);
    ensure!(visit(&address, FIREFOX)?.status == 200);
    Ok(())
}

#[test]
fn the_page_may_never_answer() -> Result<()> {
    let platform = Platform::start()?;
    platform.register_redirect(REDIRECT);
    platform.sign_in_page(SignInPage::NeverAnswers);
    let address = authorize(&platform, REDIRECT, "s");
    let waiting = std::thread::spawn(move || visit(&address, ""));
    let asked = platform.wait_for_requests("GET", "/identity/sign-in", 1, PATIENCE)?;
    ensure!(asked[0].answered.is_none() && !waiting.is_finished());
    platform.close()?;
    ensure!(waiting.join().is_ok_and(|page| page.is_err()), "the connection ends");
    platform.open()?;
    platform.sign_in_page(SignInPage::Password);
    ensure!(code(&platform).is_ok());
    Ok(())
}
