//! Downloads: every way a page can begin one, names that mean ill, floods, broken connections, and a token that leaks nowhere.

use crate::person;
use crate::stage::{PATIENCE, binary, in_session, main_window};
use anyhow::{Context, Result, ensure};
use deskbell_journeys::desktop::server::{Answer, Server};
use deskbell_journeys::desktop::{App, Plan, Session, until, window};
use serde_json::Value;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Stands for the token in a link to a recording.
const SECRET: &str = "TOKEN-THAT-LEAKS-NOWHERE";
/// What a page needs to press its own links.
const PRESS: &str = r#"<!doctype html><title>Own page</title><script>
document.cookie = 'sid=the-account';
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
function press(href, attributes = {}) {
  const link = document.createElement('a');
  link.href = href;
  link.textContent = 'x';
  for (const [name, value] of Object.entries(attributes)) link.setAttribute(name, value);
  document.body.append(link);
  link.click();
}
function frame(address) {
  const frame = document.createElement('iframe');
  frame.hidden = true;
  frame.src = address;
  document.body.append(frame);
}
</script><body><script>"#;

fn attached(name: &str, body: &str) -> Answer {
    Answer::of(body).header("Content-Disposition", &format!("attachment; filename=\"{name}\""))
}

/// The account's own page, at another origin than the files.
fn page(script: &str) -> Result<Server> {
    let page = format!("{PRESS}{script}</script>");
    let page = Answer::of(page).header("Content-Type", "text/html; charset=utf-8");
    let own = [("/app.html", page), ("/own.bin", Answer::of("own"))];
    Server::of_answers(own)
}

/// Starts the program with an account on that page.
fn start<'s>(session: &'s Session, profile: &Path, own: &Server) -> Result<App<'s>> {
    let app = person::start(session, profile)?;
    add(&app, own)?;
    Ok(app)
}

fn add(app: &App<'_>, own: &Server) -> Result<()> {
    let url = format!("url={}/app.html", own.origin());
    let add = ["accounts", "add", "--vendor", "ringcentral", "--label", "Own page"];
    app.run(&[&add[..], &["--option", &url]].concat())?;
    Ok(())
}

fn folder(session: &Session) -> PathBuf {
    session.folder().join("home/Downloads")
}

/// Names in the folder for downloads, hidden ones too.
fn names(session: &Session) -> Vec<String> {
    let entries = fs::read_dir(folder(session)).into_iter().flatten().flatten();
    let mut names: Vec<String> =
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn rows(view: &Value) -> &[Value] {
    view["downloads"].as_array().map(Vec::as_slice).unwrap_or_default()
}

fn kinds(view: &Value, kind: &str) -> usize {
    rows(view).iter().filter(|row| row["state"]["kind"] == kind).count()
}

/// Whether `needle` stands in any file below `folder`.
fn holds(folder: &Path, needle: &[u8]) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)?.flatten() {
        let path = entry.path();
        let kind = entry.file_type()?;
        if kind.is_dir() {
            found.extend(holds(&path, needle)?);
        } else if kind.is_file()
            && fs::read(&path)?.windows(needle.len()).any(|window| window == needle)
        {
            found.push(path);
        }
    }
    Ok(found)
}

#[test]
fn every_way_saves_under_a_harmless_name_and_the_token_stays_in_the_engine() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let long = format!("{}.pdf", "x".repeat(240));
        let files = Server::of_answers([
            ("/attached", attached("Call recording.mp3", "attached")),
            ("/climbs", attached("../../../.bashrc", "climbs")),
            ("/windows", attached("..\\\\..\\\\run.bat", "windows")),
            ("/unseen", attached("invoice\u{202e}fdp.exe", "unseen")),
            ("/acts", attached("readme.desktop", "acts")),
            ("/long", attached(&long, "long")),
            ("/zip.zip", Answer::of("zip").header("Content-Type", "application/zip")),
            ("/fax", attached("fax.pdf", "fax")),
            ("/inline.txt", Answer::of("inline").header("Content-Type", "text/plain")),
            ("/gone", attached("gone.pdf", "an error page").status("404 Not Found")),
        ])?;
        let script = format!(
            r"(async () => {{
              const files = '{}';
              const bare = '?access_token={SECRET}';
              frame(files + '/attached' + bare); await pause(300);
              frame(files + '/climbs'); await pause(300);
              frame(files + '/windows'); await pause(300);
              frame(files + '/unseen'); await pause(300);
              frame(files + '/acts'); await pause(300);
              frame(files + '/long'); await pause(300);
              frame(files + '/zip.zip'); await pause(300);
              press('/own.bin' + bare, {{ download: 'mine.bin', target: '_blank' }}); await pause(300);
              press(URL.createObjectURL(new Blob(['blob'])), {{ download: 'blob.txt' }}); await pause(300);
              press('data:text/plain,data', {{ download: 'data.txt' }}); await pause(300);
              press('data:application/zip,{SECRET}', {{ download: '' }}); await pause(300);
              frame(files + '/gone' + bare);
            }})();
            // Links that would open a window need a press by hand.
            const files = '{}', bare = '?access_token={SECRET}';
            const token = bare + '&contentDisposition=Attachment';
            const ways = [
              () => press(files + '/fax' + token, {{ download: '', target: '_blank' }}),
              () => press(files + '/fax' + bare, {{ download: '', target: '_blank' }}),
              () => press(files + '/inline.txt' + bare, {{ download: 'ignored.txt' }}),
              () => window.open(files + '/fax' + token),
            ];
            addEventListener('mouseup', () => ways.shift()?.());",
            files.origin(),
            files.origin()
        );
        let own = page(&script)?;
        let app = start(session, profile, &own)?;
        app.wait_view("what needs no press is saved", PATIENCE * 2, |view| {
            kinds(view, "finished") == 11 && kinds(view, "failed") == 1
        })?;
        let main = main_window(session)?;
        for saved in 12..=15 {
            window::click(session, &main, (800, 500))?;
            app.wait_view("a press saves", PATIENCE, |view| kinds(view, "finished") == saved)?;
        }
        let view = app.wait_view("all downloads are over", PATIENCE * 2, |view| {
            kinds(view, "finished") == 15 && kinds(view, "failed") == 1
        })?;
        let gone = rows(&view).iter().find(|row| row["state"]["kind"] == "failed");
        let problem = gone.map(|row| &row["state"]["problem"]).context("one fails")?;
        ensure!(problem["problem"] == "refused" && problem["status"] == 404, "{problem}");

        let long = format!("{}.pdf", "x".repeat(136));
        let mut wanted = [
            ("Call recording.mp3", "attached"),
            ("bashrc", "climbs"),
            ("run.bat", "windows"),
            ("invoice_fdp.exe", "unseen"),
            ("readme.desktop.download", "acts"),
            (long.as_str(), "long"),
            ("zip.zip", "zip"),
            ("fax.pdf", "fax"),
            ("fax (2).pdf", "fax"),
            ("fax (3).pdf", "fax"),
            ("inline.txt", "inline"),
            ("mine.bin", "own"),
            ("blob.txt", "blob"),
            ("data.txt", "data"),
            ("download.zip", SECRET),
        ];
        wanted.sort_unstable();
        ensure!(names(session) == wanted.map(|(name, _)| name), "{:#?}", names(session));
        for (name, body) in wanted {
            let path = folder(session).join(name);
            ensure!(fs::read_to_string(&path)? == body, "{name}");
            let mode = fs::metadata(&path)?.permissions().mode();
            ensure!(mode & 0o777 == 0o600, "{name} has mode {mode:o}");
            let noted = attributes(&path)?;
            ensure!(noted.is_empty(), "{name} has the attributes {noted:?}");
        }
        let outside = [session.folder().join("home"), session.folder().to_owned()];
        ensure!(
            !outside.iter().any(|it| it.join("bashrc").exists() || it.join(".bashrc").exists())
        );

        // In the account's own session, and the page is where it was.
        let fax = files.requests().into_iter().filter(|request| request.starts_with("GET /fax"));
        let fax: Vec<String> = fax.collect();
        ensure!(fax.len() == 3 && fax.iter().all(|it| it.contains("sid=the-account")), "{fax:#?}");
        ensure!(!fax.iter().any(|request| request.contains("deskbell")), "{fax:#?}");
        ensure!(own.requests().iter().filter(|it| it.starts_with("GET /app.html ")).count() == 1);

        // Nothing is opened by itself; what is asked for shows the folder and not the file.
        ensure!(person::opened(session) == [""; 0], "opened: {:?}", person::opened(session));
        let shown = rows(&view).iter().find(|row| row["name"] == "bashrc").context("a row")?;
        app.run(&["downloads", "show", &shown["id"].to_string()])?;
        let opened = until("the folder is shown", PATIENCE, || Ok(person::opened(session).pop()))?;
        ensure!(Path::new(&opened) == folder(session), "opened {opened}");

        // The token: in no event, no log, no settings and no history. The engine's own session data is the engine's.
        let lines = app.events()?.since(0);
        let said = format!("{view}{lines:?}{}", app.run(&["downloads"])?);
        ensure!(said.contains("fax (2).pdf") && !said.contains(SECRET), "the token is told");
        app.quit()?;
        fs::remove_file(folder(session).join("download.zip"))?;
        let held = holds(session.folder(), SECRET.as_bytes())?;
        let ours: Vec<_> =
            held.iter().filter(|path| !path.starts_with(profile.join("accounts"))).collect();
        ensure!(ours.is_empty(), "the token is kept in {ours:#?}");
        Ok(())
    })
}

/// Names of the extended attributes of a file.
fn attributes(path: &Path) -> Result<Vec<String>> {
    let mut names = vec![0_u8; 4096];
    let size = rustix::fs::listxattr(path, &mut names)?;
    let names = String::from_utf8_lossy(&names[..size]).into_owned();
    Ok(names.split_terminator('\0').map(str::to_owned).collect())
}

#[test]
fn what_is_cut_off_cancelled_or_left_leaves_nothing() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let slow = || attached("slow.bin", &"x".repeat(64 << 20)).slowly(Duration::from_millis(20));
        let files = Server::of_answers([
            ("/slow", slow()),
            ("/cut", attached("cut.bin", &"x".repeat(100_000)).declared(10 << 20)),
        ])?;
        let script = format!(
            "(async () => {{ const files = '{}'; frame(files + '/cut'); await pause(300); \
             frame(files + '/slow'); await pause(300); frame(files + '/slow?2'); }})();",
            files.origin()
        );
        let own = page(&script)?;
        let app = start(session, profile, &own)?;
        let view = app.wait_view("one is cut off and two run", PATIENCE, |view| {
            let moves =
                |row: &&Value| row["received"].as_u64().is_some_and(|bytes| bytes > 200_000);
            kinds(view, "failed") == 1 && rows(view).iter().filter(moves).count() == 2
        })?;
        let cut =
            rows(&view).iter().find(|row| row["state"]["kind"] == "failed").context("a row")?;
        ensure!(cut["state"]["problem"]["problem"] == "broken", "{cut}");
        ensure!(cut["name"] == "cut.bin", "{cut}");
        let slow = rows(&view).iter().find(|row| row["state"]["kind"] == "running");
        let slow = slow.context("one runs")?;
        ensure!(slow["total"] == 64 << 20, "{slow}");
        let hidden = names(session);
        ensure!(hidden.len() == 2 && hidden.iter().all(|name| name.starts_with('.')), "{hidden:?}");

        app.run(&["downloads", "cancel", &slow["id"].to_string()])?;
        app.wait_view("it is cancelled", PATIENCE, |view| kinds(view, "cancelled") == 1)?;
        until("nothing of it is left", PATIENCE, || Ok((names(session).len() == 1).then_some(())))?;
        let progress = app
            .events()?
            .since(0)
            .into_iter()
            .filter(|line| line["event"]["news"]["news"] == "received");
        ensure!(progress.count() < 200, "progress is told in a flood");
        app.quit()?;
        ensure!(names(session) == [""; 0], "left: {:?}", names(session));
        Ok(())
    })
}

#[test]
fn what_says_that_it_is_too_large_is_not_begun() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let files = Server::of_answers([
            ("/huge", attached("huge.iso", "x").declared((4 << 30) + 1)),
            ("/small", attached("small.txt", "small")),
        ])?;
        let script = format!(
            "(async () => {{ const files = '{}'; frame(files + '/huge'); await pause(500); \
             frame(files + '/small'); }})();",
            files.origin()
        );
        let own = page(&script)?;
        let app = start(session, profile, &own)?;
        let view = app.wait_view("the other one is saved", PATIENCE, |view| {
            kinds(view, "failed") == 1 && kinds(view, "finished") == 1
        })?;
        let huge = rows(&view).iter().find(|row| row["name"] == "huge.iso").context("a row")?;
        ensure!(huge["state"]["problem"]["problem"] == "tooLarge", "{huge}");
        ensure!(huge["received"] == 0, "{huge}");
        until("nothing of it is left", PATIENCE, || {
            Ok((names(session) == ["small.txt"]).then_some(()))
        })?;
        app.quit()
    })
}

#[test]
fn a_bomb_is_capped_and_a_folder_that_is_gone_is_told() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let files = Server::of_answers([("/bomb", attached("bomb.bin", "boom"))])?;
        let script =
            format!("for (let n = 0; n < 200; n += 1) frame('{}/bomb?' + n);", files.origin());
        let own = page(&script)?;
        let app = start(session, profile, &own)?;
        let view = app.wait_view("the bomb is refused", PATIENCE * 2, |view| {
            let notices = view["notices"].as_array().map(Vec::as_slice).unwrap_or_default();
            let told = notices.iter().find(|notice| notice["kind"] == "downloadsRefused");
            let refused = told.and_then(|it| it["detail"].as_str()?.parse::<usize>().ok());
            refused.is_some_and(|refused| refused + rows(view).len() == 200)
                && rows(view).iter().all(|row| row["state"]["kind"] == "finished")
        })?;
        ensure!(rows(&view).len() <= 20, "{} got through", rows(&view).len());
        ensure!(names(session).len() == rows(&view).len(), "{:?}", names(session));
        let notices = view["notices"].as_array().context("notices")?;
        let told = notices.iter().filter(|notice| notice["kind"] == "downloadsRefused");
        ensure!(told.count() == 1, "one line tells of all: {notices:#?}");
        app.quit()?;

        // The user's own folder, which is there no more (a drive that was taken out).
        let own = page(&format!("frame('{}/bomb');", files.origin()))?;
        let app = App::start(session, &binary()?, &profile.with_extension("other"), &[])?;
        let gone = session.folder().join("gone");
        let gone = gone.to_str().context("a path")?;
        let refused = app.run_raw(&["downloads", "folder", gone])?;
        let says = String::from_utf8_lossy(&refused.stderr).into_owned();
        ensure!(!refused.status.success() && says.contains("was not changed"), "{says}");
        fs::create_dir(gone)?;
        app.run(&["downloads", "folder", gone])?;
        fs::remove_dir(gone)?;
        add(&app, &own)?;
        let view = app.wait_view("it fails", PATIENCE, |view| kinds(view, "failed") == 1)?;
        let problem = &rows(&view)[0]["state"]["problem"];
        ensure!(problem["problem"] == "folder" && problem["folder"] == gone, "{problem}");
        ensure!(!Path::new(gone).exists(), "it is not made: a drive would be hidden under it");
        app.quit()
    })
}

#[test]
fn the_user_is_asked_where_if_they_want_to_be() -> Result<()> {
    in_session(Plan::FULL, |session, profile| {
        let files = Server::of_answers([("/a", attached("asked.txt", "asked"))])?;
        let own = page(&format!("frame('{}/a');", files.origin()))?;
        let app = App::start(session, &binary()?, profile, &[])?;
        fs::create_dir_all(folder(session))?;
        app.run(&["downloads", "folder", "--ask", "true"])?;
        add(&app, &own)?;
        let answer = |app: &App<'_>, key: &str, kind: &str, count: usize| {
            app.wait_view("it is asked", PATIENCE, |view| kinds(view, "asking") == 1)?;
            ensure!(names(session).len() < 2, "nothing is written before: {:?}", names(session));
            // The dialog comes when the desktop shows it.
            until("the answer is taken", PATIENCE, || {
                std::thread::sleep(Duration::from_secs(1));
                window::press_keys(session, &[key])?;
                Ok((kinds(&app.view()?, kind) == count).then_some(()))
            })
        };
        answer(&app, "Return", "finished", 1)?;
        ensure!(fs::read_to_string(folder(session).join("asked.txt"))? == "asked");
        app.run(&["reload", "own-page"])?;
        answer(&app, "Escape", "cancelled", 1)?;
        ensure!(names(session) == ["asked.txt"], "{:?}", names(session));
        app.quit()
    })
}
