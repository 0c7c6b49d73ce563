//! The socket against programs that mean harm: other users, games with its file, and requests made to break it.

use super::super::*;
use super::{FakeCore, Peer, desk, serve_core};
use crate::journal::Journal;
use serde_json::json;
use std::io::{Read, Write};
use std::net::Shutdown;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::{UnixListener, UnixStream};
use std::process::Command;

fn fake() -> FakeCore {
    FakeCore { asked: Arc::default(), journal: Journal::new() }
}

fn file(name: SocketName) -> std::path::PathBuf {
    match name {
        SocketName::File(path) => path,
        SocketName::Pipe(_) => panic!("unix has socket files"),
    }
}

#[test]
fn it_is_a_file_that_no_page_and_no_other_computer_can_name() {
    let desk = desk();
    assert!(std::os::unix::fs::FileTypeExt::is_socket(
        &std::fs::metadata(&desk.path).unwrap().file_type()
    ));
}

#[test]
fn what_a_browser_would_send_is_no_request() {
    let desk = desk();
    let mut peer = desk.connect();
    for line in ["POST / HTTP/1.1\r", "Host: localhost\r", "Content-Type: text/plain\r"] {
        assert_eq!(peer.ask(line)["code"], "bad-request", "{line}");
    }
    assert!(desk.core.asked.lock().unwrap().is_empty());
}

#[test]
fn a_program_of_another_user_gets_nothing_even_where_files_would_let_it() {
    let desk = desk();
    // Only root may become somebody else, and only folders of the test may be opened to everybody.
    if !rustix::process::geteuid().is_root() || !desk.path.starts_with(std::env::temp_dir()) {
        return eprintln!("not tried: this needs root and no runtime folder");
    }
    // As if the rights of folder and file had been lost.
    let open = |path: &Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    open(desk.path.parent().unwrap(), 0o755);
    open(&desk.path, 0o666);
    let line = r#"{"v":1,"id":1,"view":true}"#;
    let script = "socket(S, PF_UNIX, SOCK_STREAM, 0) or die; connect(S, pack_sockaddr_un($ARGV[0])) or die $!; \
                  $SIG{PIPE} = 'IGNORE'; alarm 5; syswrite(S, \"$ARGV[1]\\n\"); sysread(S, $b, 9); print 'in:', length($b);";
    let heard_by = |user: &str| {
        let mut command = Command::new("setpriv");
        command.args(["--reuid", user, "--clear-groups", "--", "/usr/bin/perl", "-MSocket", "-e"]);
        let output = command.arg(script).arg(&desk.path).arg(line).output().unwrap();
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        (String::from_utf8_lossy(&output.stdout).into_owned(), error)
    };
    assert_eq!(heard_by("0"), ("in:9".to_owned(), String::new()), "ourselves we hear");
    let (foreign, error) = heard_by("65534");
    assert_eq!(foreign, "in:0", "what a foreign user heard; {error}");
    assert!(desk.core.asked.lock().unwrap().is_empty());
}

#[test]
fn a_link_or_a_file_in_the_place_of_the_socket_is_not_followed() {
    let profile = tempfile::tempdir().unwrap();
    let path = file(platform::socket_name(profile.path()).unwrap());
    let precious = profile.path().join("precious");
    std::fs::write(&precious, "kept").unwrap();
    symlink(&precious, &path).unwrap();
    serve_core(profile.path(), fake()).unwrap();
    assert_eq!(std::fs::read_to_string(&precious).unwrap(), "kept");
    let mode = |path: &Path| std::fs::symlink_metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&path), 0o600, "the socket itself stands there now");
    assert!(poke(profile.path()));

    // Another socket behind a link: it is not taken away.
    let other = tempfile::tempdir().unwrap();
    let path = file(platform::socket_name(other.path()).unwrap());
    let stranger = other.path().join("stranger.sock");
    let listener = UnixListener::bind(&stranger).unwrap();
    listener.set_nonblocking(true).unwrap();
    symlink(&stranger, &path).unwrap();
    let _ = serve_core(other.path(), fake());
    assert!(stranger.exists(), "what is behind the link stays");
}

#[test]
fn a_lock_that_leads_elsewhere_empties_no_file() {
    let profile = tempfile::tempdir().unwrap();
    let name = platform::socket_name(profile.path()).unwrap();
    let precious = profile.path().join("precious");
    std::fs::write(&precious, "kept").unwrap();
    symlink(&precious, name.lock_file(profile.path())).unwrap();
    let _ = serve_core(profile.path(), fake());
    assert_eq!(std::fs::read_to_string(&precious).unwrap(), "kept");
}

#[test]
fn lines_made_to_break_their_reader_are_refused_and_the_connection_goes_on() {
    let desk = desk();
    let mut peer = desk.connect();
    let deep = |open: &str, close: &str| {
        let count = 60_000 / (open.len() + close.len());
        format!(r#"{{"v":1,"id":1,"intent":{}1{}}}"#, open.repeat(count), close.repeat(count))
    };
    let lines = [
        deep("[", "]"),
        deep("{\"intent\":", "}"),
        "[".repeat(60_000),
        format!(r#"{{"v":1,"id":{},"view":true}}"#, "9".repeat(60_000)),
        r#"{"v":1e999,"id":1,"view":true}"#.to_owned(),
        r#"{"v":1,"id":18446744073709551616,"view":true}"#.to_owned(),
        r#"{"v":1,"id":-1,"view":true}"#.to_owned(),
        r#"{"v":1,"id":1.5,"view":true}"#.to_owned(),
        r#"{"v":1,"id":1,"intent":{"intent":"dial","number":"\ud800","callNow":true}}"#.to_owned(),
        "{\"v\":1,\"id\":1,\"view\":true,\"view\":true,\"query\":1}".to_owned(),
        "\u{feff}{\"v\":1,\"id\":1,\"view\":true}".to_owned(),
    ];
    for line in &lines {
        let start: String = line.chars().take(60).collect();
        assert_eq!(peer.ask(line)["ok"], false, "{start}");
    }
    peer.0.get_mut().write_all(b"{\"v\":1,\"id\":1,\"view\":\xff\xfe}\n\0\0\0\n").unwrap();
    assert_eq!(
        (peer.receive()["ok"].clone(), peer.receive()["ok"].clone()),
        (json!(false), json!(false))
    );
    assert!(desk.core.asked.lock().unwrap().is_empty());
    assert_eq!(peer.ask(r#"{"v":1,"id":2,"view":true}"#)["ok"], true);
}

#[test]
fn ten_thousand_requests_are_all_answered_or_refused_and_others_go_on() {
    const COUNT: usize = 10_000;
    let desk = desk();
    let mut flood = desk.connect();
    let mut writer = flood.0.get_ref().try_clone().unwrap();
    let writing = std::thread::spawn(move || {
        let intent = r#"{"intent":"showWindow"}"#;
        for id in 0..COUNT {
            writeln!(writer, r#"{{"v":1,"id":{id},"intent":{intent}}}"#).unwrap();
        }
    });
    let mut refused = 0;
    for _ in 0..COUNT {
        refused += usize::from(flood.receive()["code"] == "too-many");
    }
    writing.join().unwrap();
    let asked = desk.core.asked.lock().unwrap().len();
    assert_eq!(asked + refused, COUNT, "nothing is lost silently");
    assert!(refused > COUNT / 2, "{refused} refused");
    assert_eq!(desk.connect().ask(r#"{"v":1,"id":1,"view":true}"#)["ok"], true);
}

#[test]
fn who_says_half_a_line_or_leaves_holds_no_place() {
    let desk = desk();
    for _ in 0..200 {
        let mut stream = UnixStream::connect(&desk.path).unwrap();
        // Whoever is turned away already cannot even say that much.
        let _ = stream.write_all(b"{\"v\":1,");
    }
    // Whoever has gone is noticed when its place is looked at again; until then others are turned away.
    let began = Instant::now();
    let turned_away = || {
        assert!(began.elapsed() < Duration::from_secs(60), "the places are held");
        std::thread::sleep(Duration::from_millis(20));
    };
    let view = r#"{"v":1,"id":1,"view":true}"#;
    let mut calm = desk.connect();
    while !calm.try_ask(view).is_ok_and(|answer| answer["ok"] == true) {
        turned_away();
        calm = desk.connect();
    }
    let half_a_word = || {
        let mut half = UnixStream::connect(&desk.path)?;
        half.set_read_timeout(Some(Duration::from_secs(20)))?;
        half.write_all(format!("{view}\n{{\"v\"").as_bytes())?;
        half.shutdown(Shutdown::Write)?;
        let mut said = String::new();
        half.read_to_string(&mut said)?;
        std::io::Result::Ok(said)
    };
    let said = loop {
        match half_a_word() {
            Ok(said) if said.contains("\"ok\":true") => break said,
            // Timed out: it was not let go.
            Err(error) if error.kind() == ErrorKind::WouldBlock => panic!("{error}"),
            Ok(_) | Err(_) => turned_away(),
        }
    };
    assert_eq!(said.lines().count(), 1, "answered, and then let go: {said}");
    assert_eq!(calm.ask(view)["ok"], true);
}

#[test]
fn only_the_names_of_doors_are_taken_for_where_a_wish_comes_from() {
    let desk = desk();
    let mut peer: Peer = desk.connect();
    for from in ["\"window\"", "\"tray\"", "\"notification\"", "null", "1", "\"LINK\""] {
        let line = format!(r#"{{"v":1,"id":1,"from":{from},"intent":{{"intent":"showWindow"}}}}"#);
        assert_eq!(peer.ask(&line)["code"], "bad-request", "{from}");
    }
    assert!(desk.core.asked.lock().unwrap().is_empty());
    peer.ask(r#"{"v":1,"id":1,"from":"link","intent":{"intent":"openLink","link":"tel:1"}}"#);
    let asked = desk.core.asked.lock().unwrap();
    assert_eq!(*asked, [(Intent::OpenLink { link: "tel:1".into() }, Source::Link)]);
}
