//! Hostile pages in the real engine: where they try to go, what they try to reach, and that they stay where they were.

use crate::stage::{PATIENCE, binary, in_session, main_window};
use anyhow::{Context, Result, ensure};
use deskbell_journeys::desktop::server::{Answer, Server};
use deskbell_journeys::desktop::webdriver::WebDriver;
use deskbell_journeys::desktop::{App, Plan, Session, until_true, window};
use serde_json::Value;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long after the last attack its consequences are waited for.
const AFTERMATH: Duration = Duration::from_secs(2);

/// How long a press may take to arrive, and its consequences to be over, before it is pressed again.
const PRESS_AGAIN: Duration = Duration::from_secs(15);
/// A place in the page, in pixels from the window's corner.
const INSIDE: (i32, i32) = (600, 300);

/// Where foreign pages live: only the test's proxy knows the name.
const FOREIGN: &str = "http://elsewhere.example";

/// A foreign page that reports when it runs, and when it can reach us.
const FOREIGN_PAGE: &str = r"<!doctype html><title>Foreign</title><script>
fetch('/ran');
try { __TAURI_INTERNALS__.invoke('dispatch', { intent: { intent: 'quit', confirmed: true } }); } catch {}
</script>";

/// What every page of the account begins with: a beat, and a word when it is done.
const BEAT: &str = r"<!doctype html><title>Own page</title><body><script>
const say = (type) => window.postMessage({ type }, '*');
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
setInterval(() => say('rc-own-beat-notify'), 100);
const click = (href, target) => {
  const link = document.createElement('a');
  link.href = href;
  if (target) link.target = target;
  document.body.append(link);
  link.click();
  link.remove();
};
</script>";

/// The page of the account, which runs `attack` and then says so.
fn own_page(attack: &str) -> Answer {
    Answer::page(format!(
        "{BEAT}<script>(async () => {{ await wait(500); {attack}\nsay('rc-own-done-notify'); }})();</script>"
    ))
}

/// The same once somebody presses in it: without that the engine lets no page open windows.
fn pressed_page(attack: &str) -> Answer {
    Answer::page(format!(
        "{BEAT}<script>addEventListener('mousedown', async () => {{ {attack}\nsay('rc-own-done-notify'); }}, {{ once: true }});</script>"
    ))
}

/// Presses in the page until it has noticed.
fn press(session: &Session, app: &App<'_>) -> Result<()> {
    app.wait_view("the page works", PATIENCE, |view| count(view, "own-beat") > 5)?;
    let main = main_window(session)?;
    until_true("the press arrives", PATIENCE * 2, || {
        window::click(session, &main, INSIDE)?;
        Ok(app.wait_view("pressed", PRESS_AGAIN, |view| count(view, "own-done") == 1).is_ok())
    })
}

/// The session's only way out is this proxy; whatever is opened outside is written down instead.
fn confine(session: &mut Session, proxy: &Server) -> Result<PathBuf> {
    let folder = session.folder().join("bin");
    fs::create_dir_all(&folder)?;
    let opened = session.folder().join("opened");
    fs::write(&opened, "")?;
    let program = folder.join("xdg-open");
    fs::write(&program, format!("#!/bin/sh\necho \"$1\" >> '{}'\n", opened.display()))?;
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755))?;
    let path = std::env::var("PATH").unwrap_or_default();
    session.set("PATH", &format!("{}:{path}", folder.display()));
    for name in ["http_proxy", "https_proxy"] {
        session.set(name, proxy.origin());
    }
    session.set("no_proxy", "127.0.0.1");
    Ok(opened)
}

fn add(app: &App<'_>, own: &Server, more: &[&str]) -> Result<()> {
    let url = format!("url={}/app.html", own.origin());
    let mut arguments =
        vec!["accounts", "add", "--vendor", "ringcentral", "--label", "Own page", "--option", &url];
    for option in more {
        arguments.extend(["--option", option]);
    }
    app.run(&arguments).map(drop)
}

fn count(view: &Value, name: &str) -> u64 {
    let unparsed = view["accounts"][0]["unparsed"].as_array();
    let all = unparsed.map(Vec::as_slice).unwrap_or_default();
    let named = all.iter().filter(|one| one["name"].as_str().is_some_and(|n| n.contains(name)));
    named.filter_map(|one| one["count"].as_u64()).sum()
}

/// Waits until the page says that it has tried everything, and then that it still beats.
fn survive(app: &App<'_>, patience: Duration) -> Result<Value> {
    app.wait_view("every attack was tried", patience, |view| count(view, "own-done") == 1)?;
    std::thread::sleep(AFTERMATH);
    let beats = count(&app.view()?, "own-beat");
    app.wait_view("the page lives on", PATIENCE, |view| {
        count(view, "own-beat") > beats && count(view, "own-done") == 1
    })
}

fn lines(file: &Path) -> Result<Vec<String>> {
    Ok(fs::read_to_string(file)?.lines().map(str::to_owned).collect())
}

fn notices(view: &Value, kind: &str) -> Vec<String> {
    let all = view["notices"].as_array().map(Vec::as_slice).unwrap_or_default();
    let of_kind = all.iter().filter(|one| one["kind"] == kind);
    of_kind.map(|one| one["detail"].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_page_cannot_be_led_elsewhere() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let pages = ["location", "form", "link", "redirect", "frame-top", "meta"];
        let addresses: Vec<String> = pages.iter().map(|it| format!("{FOREIGN}/{it}")).collect();
        let foreign = addresses.iter().map(|it| (it.as_str(), Answer::page(FOREIGN_PAGE)));
        let proxy = Server::of_answers(foreign)?;
        let opened = confine(session, &proxy)?;
        let attack = format!(
            r"
            location = '{FOREIGN}/location'; await wait(700);
            const form = document.createElement('form');
            form.action = '{FOREIGN}/form'; form.method = 'post';
            document.body.append(form); form.submit(); await wait(700);
            click('{FOREIGN}/link'); await wait(700);
            location = '/open-redirect'; await wait(700);
            const frame = document.createElement('iframe');
            frame.src = '/frame.html'; document.body.append(frame); await wait(900);
            document.head.insertAdjacentHTML('beforeend',
              '<meta http-equiv=refresh content=\'0;url={FOREIGN}/meta\'>'); await wait(900);"
        );
        let own = Server::of_answers([
            ("/app.html", own_page(&attack)),
            ("/open-redirect", Answer::redirect(format!("{FOREIGN}/redirect"))),
            (
                "/frame.html",
                Answer::page(format!("<script>top.location = '{FOREIGN}/frame-top'</script>")),
            ),
        ])?;
        let app = App::start(session, &binary()?, profile, &[])?;
        add(&app, &own, &[])?;
        let view = survive(&app, PATIENCE * 2)?;
        let asked = proxy.asked();
        ensure!(!asked.iter().any(|one| one.contains("/ran")), "a foreign page ran: {asked:?}");
        let opened = lines(&opened)?;
        for page in addresses {
            ensure!(opened.contains(&page), "{page} did not leave: {opened:?}; {asked:?}");
        }
        ensure!(notices(&view, "linkOpened") == ["elsewhere.example"], "{:#}", view["notices"]);
        app.quit()
    })
}

#[test]
fn an_address_that_leads_away_shows_nothing() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let foreign = format!("{FOREIGN}/");
        let proxy = Server::of_answers([(foreign.as_str(), Answer::page(FOREIGN_PAGE))])?;
        let opened = confine(session, &proxy)?;
        let own = Server::of_answers([("/app.html", Answer::redirect(foreign.clone()))])?;
        let app = App::start(session, &binary()?, profile, &[])?;
        add(&app, &own, &[])?;
        app.wait_view("it is told", PATIENCE, |view| {
            let problem = &view["accounts"][0]["page"]["problem"];
            let reason = problem["reason"].as_str().unwrap_or_default();
            problem["kind"] == "loadFailed" && reason.contains("leads on to elsewhere.example")
        })?;
        std::thread::sleep(AFTERMATH);
        let asked = proxy.asked();
        ensure!(!asked.iter().any(|one| one.contains("/ran")), "a foreign page ran: {asked:?}");
        ensure!(lines(&opened)?.is_empty(), "nobody pressed a link");
        app.quit()
    })
}

#[test]
fn links_leave_only_as_what_they_are() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let proxy = Server::of_answers([])?;
        let opened = confine(session, &proxy)?;
        let links = [
            "file:///etc/passwd",
            "file://server.example/share/x.desktop",
            "\\\\\\\\server.example\\\\share",
            "data:text/html,<img src=http://elsewhere.example/ran>",
            "view-source:http://elsewhere.example/",
            "ms-msdt:/id%20PCWDiagnostic",
            "search-ms:query=x",
            "smb://server.example/x",
            "ssh://-oProxyCommand=x/",
            "desk://localhost/ringcentral/index.html",
            "tauri://localhost/",
            "ipc://localhost/dispatch",
            "http://bank.example@127.0.0.2/",
            "http://169.254.169.254/latest",
            "http://10.1.2.3/",
            "http://router/",
            "mailto:a@b.example?subject=Hi&attach=/etc/passwd",
            "http://tauri.elsewhere.example/",
            "http://desk.localhost.elsewhere.example/",
        ];
        let mut attack = String::new();
        for link in links {
            attack.push_str(&format!(
                "click(`{link}`, '_blank'); click(`{link}`); await wait(150);\n"
            ));
        }
        // One that runs in the page itself may do so, and what it makes stays a document of the page's.
        attack.push_str("click('javascript:void fetch(`/own-script`)'); await wait(200);\n");
        let own = Server::of_answers([("/app.html", pressed_page(&attack))])?;
        let app = App::start(session, &binary()?, profile, &[])?;
        add(&app, &own, &[])?;
        press(session, &app)?;
        survive(&app, PATIENCE * 2)?;
        let mut left = lines(&opened)?;
        left.sort();
        left.dedup();
        let expected = [
            "http://desk.localhost.elsewhere.example/",
            // What begins with two backslashes is an address of the web to an engine.
            "http://server.example/share",
            "http://tauri.elsewhere.example/",
            "mailto:a@b.example?subject=Hi",
        ];
        ensure!(left == expected, "{left:#?}");
        let asked = proxy.asked();
        ensure!(
            !asked.iter().any(|one| one.contains("ran") || one.contains("169.254")),
            "{asked:?}"
        );
        app.quit()
    })
}

#[test]
fn another_program_is_opened_after_a_yes_and_only_once() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let proxy = Server::of_answers([])?;
        let opened = confine(session, &proxy)?;
        let attack = "for (let n = 0; n < 100; n += 1) click(`zoommtg://zoom.example/join?n=${n}`); await wait(500);";
        let own = Server::of_answers([("/app.html", pressed_page(attack))])?;
        let app = App::start(session, &binary()?, profile, &[])?;
        add(&app, &own, &[])?;
        press(session, &app)?;
        survive(&app, PATIENCE)?;
        let view = app.view()?;
        let asks = view["asks"].as_array().context("no asks")?;
        ensure!(asks.len() == 1, "{asks:#?}");
        ensure!(asks[0]["right"]["scheme"] == "zoommtg", "{asks:#?}");
        ensure!(lines(&opened)?.is_empty(), "nothing opens before the answer");
        app.run(&["accounts", "allow", "Own page", "program:zoommtg"])?;
        until_true("it opens", PATIENCE, || Ok(!lines(&opened)?.is_empty()))?;
        std::thread::sleep(AFTERMATH);
        ensure!(lines(&opened)? == ["zoommtg://zoom.example/join?n=99"], "{:?}", lines(&opened)?);
        app.quit()
    })
}

/// Every way a page can send a request to `host`, each to a path of its own.
const REQUESTS: &str = r"
const reach = async (host, at, socket = `${host}:81`) => {
  const quiet = (run) => { try { const made = run(); made?.catch?.(() => {}); } catch {} };
  quiet(() => fetch(`http://${host}/fetch`, { mode: 'no-cors' }));
  quiet(() => fetch(`http://${host}/post`, { mode: 'no-cors', method: 'POST', body: 'x' }));
  quiet(() => navigator.sendBeacon(`http://${host}/beacon`, 'x'));
  quiet(() => { new Image().src = `http://${host}/img`; });
  quiet(() => { new EventSource(`http://${host}/events`); });
  quiet(() => { new WebSocket(`ws://${socket}/socket`); });
  for (const [tag, key, more] of [['iframe', 'src'], ['script', 'src'], ['video', 'src'],
    ['link', 'href', { rel: 'stylesheet' }], ['object', 'data'], ['embed', 'src']]) {
    const made = Object.assign(document.createElement(tag), more ?? {});
    made[key] = `http://${host}/${tag}`;
    document.body.append(made);
  }
  const request = new XMLHttpRequest();
  quiet(() => { request.open('GET', `http://${host}/xhr`); request.send(); });
  const code = `fetch('http://${host}/worker', { mode: 'no-cors' }).catch(() => {})`;
  quiet(() => new Worker(URL.createObjectURL(new Blob([code]))));
  quiet(() => fetch(`http://elsewhere.example/to-${at}`, { mode: 'no-cors' }));
  const led = document.createElement('iframe');
  led.src = `http://elsewhere.example/to-${at}?frame`;
  document.body.append(led);
  await wait(300);
};
";

/// The paths that those requests ask for.
const WAYS: [&str; 13] = [
    "fetch", "post", "beacon", "img", "events", "iframe", "script", "video", "link", "object",
    "embed", "xhr", "worker",
];

#[test]
fn a_page_reaches_nothing_on_the_local_network() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let closed = [
            "10.1.2.3",
            "172.16.0.1",
            "172.31.9.9",
            "192.168.7.7",
            "169.254.169.254",
            "100.64.1.1",
            "printer.local",
            "metadata.google.internal",
            "nas.lan",
            "router",
            "167838211",
            "0xA9FEA9FE",
            "10.66051",
            "[fd00::1]",
            "[fe80::1]",
            "[::ffff:10.1.2.3]",
            "[64:ff9b::a01:203]",
        ];
        let public = ["elsewhere.example", "8.8.4.4", "172.32.0.1", "local.example"];
        let to = |at: usize| format!("{FOREIGN}/to-{at}");
        let doors: Vec<(String, String)> = closed
            .iter()
            .chain(&public)
            .enumerate()
            .map(|(at, host)| (to(at), format!("http://{host}/redirected")))
            .collect();
        let doors = doors.iter().map(|(from, to)| (from.as_str(), Answer::redirect(to.clone())));
        let proxy = Server::of_answers(doors)?;
        confine(session, &proxy)?;
        let mut attack = REQUESTS.to_owned();
        for (at, host) in closed.iter().chain(&public).enumerate() {
            attack.push_str(&format!("await reach('{host}', {at});\n"));
        }
        let own = Server::of_answers([("/app.html", own_page(&attack))])?;
        let app = App::start(session, &binary()?, profile, &[])?;
        add(&app, &own, &[])?;
        survive(&app, PATIENCE * 3)?;
        let asked = proxy.asked();
        for host in public {
            for way in WAYS {
                let (get, post) =
                    (format!("GET http://{host}/{way}"), format!("POST http://{host}/{way}"));
                ensure!(
                    asked.contains(&get) || asked.contains(&post),
                    "{host}/{way} is blocked: {asked:#?}"
                );
            }
            ensure!(asked.contains(&format!("GET http://{host}/redirected")), "{asked:#?}");
            ensure!(asked.contains(&format!("GET ws://{host}:81/socket")), "{asked:#?}");
        }
        let public = |one: &String| {
            public.iter().any(|host| {
                one.contains(&format!("://{host}/")) || one.contains(&format!("://{host}:81/"))
            })
        };
        let reached: Vec<_> = asked.iter().filter(|one| !public(one)).collect();
        ensure!(reached.is_empty(), "{reached:#?}");
        app.quit()
    })
}

/// A page of ours that carries a vendor's widget lives nowhere on the network, so this machine is closed to
/// it like to any vendor's page; alone in a hidden start, it is the one that WebDriver can speak for.
#[test]
fn a_page_that_does_not_live_here_reaches_nothing_on_this_machine() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let app = App::start(session, &binary()?, profile, &[])?;
        let (page, chat) = ("hosting=ownPage", "chatId=0123456789abcdef0123456789abcdef");
        let vendor = ["accounts", "add", "--vendor", "onwebchat", "--label", "Own page"];
        app.run(&[&vendor[..], &["--option", page, "--option", chat]].concat())?;
        app.quit()?;
        let local = Server::of_answers([])?;
        let port = local.origin().rsplit(':').next().context("no port")?.to_owned();
        let (app, driver) = WebDriver::start(session, &binary()?, profile, &["--hidden"])?;
        driver.switch_to("desk://localhost/own/", PATIENCE)?;
        let mut attack = format!("{REQUESTS}\nconst all = [];\n");
        for host in ["127.0.0.1", "localhost", "[::1]", "0.0.0.0", "2130706433", "x.localhost"] {
            attack.push_str(&format!("all.push(reach('{host}:{port}', 0, '{host}:{port}'));\n"));
        }
        attack.push_str("return all.length;");
        let tried = driver.script(&attack)?;
        ensure!(tried == 6, "{tried}");
        std::thread::sleep(AFTERMATH * 2);
        let asked = local.asked();
        ensure!(asked.is_empty(), "{asked:#?}");
        app.quit()
    })
}

#[test]
fn a_thousand_windows_open_ten_links_and_none_inside() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let proxy = Server::of_answers([])?;
        let opened = confine(session, &proxy)?;
        let attack = "for (let n = 0; n < 1000; n += 1) window.open(`http://elsewhere.example/${n}`); await wait(1000);";
        let own = Server::of_answers([("/app.html", pressed_page(attack))])?;
        let app = App::start(session, &binary()?, profile, &[])?;
        add(&app, &own, &[])?;
        press(session, &app)?;
        let view = survive(&app, PATIENCE * 2)?;
        let left = lines(&opened)?;
        ensure!(left.len() == 10, "{} opened: {left:?}", left.len());
        ensure!(window::visible(session, "Sign in")?.is_empty());
        ensure!(notices(&view, "notFollowed")[0].contains("faster than anybody"), "{view:#}");
        app.quit()
    })
}

#[test]
fn a_window_that_may_open_opens_no_further_one_and_reaches_no_further() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let sign_in = format!("{FOREIGN}/restapi/oauth/authorize");
        // It tries the network around it, a window of its own, and a document of its own.
        let inside = Answer::page(
            "<title>x</title><script>
            fetch('http://10.1.2.3/popup', { mode: 'no-cors' }).catch(() => {});
            setTimeout(() => { location = 'http://192.168.1.1/popup'; }, 300);
            addEventListener('mousedown', () => {
              window.open('/login.html', '_blank');
              window.open('http://elsewhere.example/second', '_blank');
              fetch('/alive');
            });
            </script>",
        );
        let proxy = Server::of_answers([(sign_in.as_str(), inside.clone())])?;
        let opened = confine(session, &proxy)?;
        let attack = "window.open('/login.html', '_blank'); await wait(2000);";
        let own =
            Server::of_answers([("/app.html", pressed_page(attack)), ("/login.html", inside)])?;
        let app = App::start(session, &binary()?, profile, &[])?;
        add(&app, &own, &[])?;
        press(session, &app)?;
        survive(&app, PATIENCE)?;
        until_true("its own press arrives", PATIENCE, || {
            if let Some(popup) = window::visible(session, "Sign in")?.pop() {
                window::click(session, &popup, (200, 200))?;
            }
            Ok(own.asked().contains(&"GET /alive".to_owned()))
        })?;
        std::thread::sleep(AFTERMATH);
        ensure!(window::visible(session, "Sign in")?.len() == 1, "one window");
        let (left, second) = (lines(&opened)?, "http://elsewhere.example/second".to_owned());
        ensure!(left.contains(&second), "{left:?}");
        let logins = own.asked().iter().filter(|one| *one == "GET /login.html").count();
        ensure!(logins == 1, "a window of a window: {:?}", own.asked());
        let asked = proxy.asked();
        ensure!(asked.is_empty(), "{asked:?}");
        app.quit()
    })
}
