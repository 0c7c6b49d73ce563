//! A web server on loopback for pages of our own: a folder's files, single pages made up by a test, or answers to the letter.

use anyhow::Result;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// How long a client may take to say what it wants.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(5);
/// Bytes sent at a time where a body comes slowly.
const SLICE: usize = 16 * 1024;

/// One answer, to the letter.
#[derive(Clone, Debug)]
pub struct Answer {
    status: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    declared: Option<usize>,
    pause: Duration,
}

impl Answer {
    /// `200` with this body, of a kind no engine shows.
    #[must_use]
    pub fn of(body: impl Into<Vec<u8>>) -> Self {
        let kind = ("Content-Type".to_owned(), "application/octet-stream".to_owned());
        Self {
            status: "200 OK".to_owned(),
            headers: vec![kind],
            body: body.into(),
            declared: None,
            pause: Duration::ZERO,
        }
    }

    /// A page.
    #[must_use]
    pub fn page(body: impl Into<Vec<u8>>) -> Self {
        Self::of(body).header("Content-Type", HTML)
    }

    /// A redirect to `address`.
    #[must_use]
    pub fn redirect(address: impl AsRef<str>) -> Self {
        Self::page("").status("302 Found").header("Location", address.as_ref())
    }

    /// The same with another status, for instance `404 Not Found`.
    #[must_use]
    pub fn status(mut self, status: &str) -> Self {
        status.clone_into(&mut self.status);
        self
    }

    /// The same with one more header; one of the same name gives way.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same, claiming to be this long; the connection ends when the body does.
    #[must_use]
    pub const fn declared(mut self, bytes: usize) -> Self {
        self.declared = Some(bytes);
        self
    }

    /// The same, with a pause after each 16 KiB.
    #[must_use]
    pub const fn slowly(mut self, pause: Duration) -> Self {
        self.pause = pause;
        self
    }

    fn write(&self, stream: &mut TcpStream) -> Result<()> {
        let mut head = format!("HTTP/1.1 {}\r\nConnection: close\r\n", self.status);
        for (name, value) in &self.headers {
            head += &format!("{name}: {value}\r\n");
        }
        head += &format!("Content-Length: {}\r\n\r\n", self.declared.unwrap_or(self.body.len()));
        stream.write_all(head.as_bytes())?;
        for slice in self.body.chunks(SLICE) {
            stream.write_all(slice)?;
            stream.flush()?;
            thread::sleep(self.pause);
        }
        Ok(())
    }
}

/// What a page or a program is asked for before it is let in.
#[derive(Debug)]
struct Lock {
    /// The header that must come, in lower case.
    header: &'static str,
    /// What it must say.
    key: String,
    /// What those are told who do not know.
    refusal: Answer,
}

/// What is served.
#[derive(Debug, Default)]
struct Site {
    folder: Option<PathBuf>,
    answers: HashMap<String, Answer>,
    lock: Option<Lock>,
    heard: Mutex<Vec<String>>,
}

/// A running server; it ends with the process. It also is a proxy: a whole address is looked up as it stands.
#[derive(Debug)]
pub struct Server {
    origin: String,
    site: Arc<Site>,
}

impl Server {
    /// Serves the files below `folder`.
    ///
    /// # Errors
    /// If there is no free port.
    pub fn of_folder(folder: &Path) -> Result<Self> {
        Self::start(Site { folder: Some(folder.to_owned()), ..Site::default() })
    }

    /// Serves these HTML pages by path (`/index.html`).
    ///
    /// # Errors
    /// If there is no free port.
    pub fn of_pages(pages: &[(&str, &str)]) -> Result<Self> {
        Self::of_answers(pages.iter().map(|(path, page)| (*path, Answer::page(*page))))
    }

    /// Gives these answers by path, or as a proxy by whole address without its query.
    ///
    /// # Errors
    /// If there is no free port.
    pub fn of_answers<'a>(answers: impl IntoIterator<Item = (&'a str, Answer)>) -> Result<Self> {
        Self::start(Site { answers: owned(answers), ..Site::default() })
    }

    /// The same, for whoever gives this name and password.
    ///
    /// # Errors
    /// If there is no free port.
    pub fn locked<'a>(
        answers: impl IntoIterator<Item = (&'a str, Answer)>,
        name: &str,
        password: &str,
    ) -> Result<Self> {
        let refusal = Answer::page("locked")
            .status("401 Unauthorized")
            .header("WWW-Authenticate", "Basic realm=\"Desk\"");
        let lock = Lock { header: "authorization", key: basic(name, password), refusal };
        Self::start(Site { answers: owned(answers), lock: Some(lock), ..Site::default() })
    }

    /// The same as a proxy.
    ///
    /// # Errors
    /// If there is no free port.
    pub fn locked_proxy<'a>(
        answers: impl IntoIterator<Item = (&'a str, Answer)>,
        name: &str,
        password: &str,
    ) -> Result<Self> {
        let refusal = Answer::page("locked")
            .status("407 Proxy Authentication Required")
            .header("Proxy-Authenticate", "Basic realm=\"Company\"");
        let lock = Lock { header: "proxy-authorization", key: basic(name, password), refusal };
        Self::start(Site { answers: owned(answers), lock: Some(lock), ..Site::default() })
    }

    /// `http://127.0.0.1:port`.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Requests so far, each with its headers.
    #[must_use]
    pub fn requests(&self) -> Vec<String> {
        self.site.heard.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The same as `GET /path` or `GET http://host/path`, without queries and headers.
    #[must_use]
    pub fn asked(&self) -> Vec<String> {
        let bare = |head: &String| {
            let mut words = head.split(' ');
            let method = words.next().unwrap_or_default();
            format!("{method} {}", without_query(words.next().unwrap_or("/")))
        };
        self.requests().iter().map(bare).collect()
    }

    fn start(site: Site) -> Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let origin = format!("http://{}", listener.local_addr()?);
        let site = Arc::new(site);
        let own = Arc::clone(&site);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let site = Arc::clone(&own);
                // A client that goes away early has lost nothing of ours.
                thread::spawn(move || answer(&site, stream));
            }
        });
        Ok(Self { origin, site })
    }
}

fn answer(site: &Site, mut stream: TcpStream) -> Result<()> {
    stream.set_read_timeout(Some(REQUEST_TIMEOUT))?;
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let request = lines.next().transpose()?.unwrap_or_default();
    let (mut head, mut known) = (request.clone(), site.lock.is_none());
    for line in lines {
        let line = line?;
        if line.is_empty() {
            break;
        }
        known |= site.lock.as_ref().is_some_and(|lock| lock.opens(&line));
        head = format!("{head}\n{line}");
    }
    site.heard.lock().unwrap_or_else(PoisonError::into_inner).push(head);
    let path = without_query(request.split(' ').nth(1).unwrap_or("/"));
    match &site.lock {
        Some(lock) if !known => lock.refusal.write(&mut stream),
        Some(_) | None => find(site, path).write(&mut stream),
    }
}

impl Lock {
    fn opens(&self, line: &str) -> bool {
        let field = line.split_once(':');
        field.is_some_and(|(name, value)| {
            name.eq_ignore_ascii_case(self.header) && value.trim() == self.key
        })
    }
}

fn owned<'a>(answers: impl IntoIterator<Item = (&'a str, Answer)>) -> HashMap<String, Answer> {
    answers.into_iter().map(|(path, answer)| (path.to_owned(), answer)).collect()
}

fn basic(name: &str, password: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{name}:{password}")))
}

fn without_query(target: &str) -> &str {
    target.split(['?', '#']).next().unwrap_or(target)
}

fn find(site: &Site, path: &str) -> Answer {
    if let Some(answer) = site.answers.get(path) {
        return answer.clone();
    }
    let inside = path.trim_start_matches('/');
    let climbs = inside.split('/').any(|part| part == "..");
    let file = site.folder.as_ref().filter(|_| !climbs).map(|folder| folder.join(inside));
    match file.and_then(|file| std::fs::read(file).ok()) {
        Some(body) => Answer::of(body).header("Content-Type", kind(path)),
        None => Answer::of("").status("404 Not Found").header("Content-Type", kind(path)),
    }
}

const HTML: &str = "text/html; charset=utf-8";

fn kind(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, kind)| kind) {
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        _ => HTML,
    }
}

#[cfg(test)]
mod tests {
    use super::Server;

    #[test]
    fn serves_its_pages_and_nothing_else() {
        let server = Server::of_pages(&[("/a.html", "hello")]).expect("a server");
        let page = ureq::get(format!("{}/a.html?x=1", server.origin())).call();
        assert_eq!(
            page.ok().and_then(|mut p| p.body_mut().read_to_string().ok()),
            Some("hello".into())
        );
        assert!(ureq::get(format!("{}/b.html", server.origin())).call().is_err());
        assert!(server.requests()[0].starts_with("GET /a.html?x=1 "), "{:?}", server.requests());
    }

    #[test]
    fn redirects_and_tells_what_it_was_asked() {
        let there = ("/there", super::Answer::page("arrived"));
        let server = Server::of_answers([("/here", super::Answer::redirect("/there")), there]);
        let server = server.expect("a server");
        let page = ureq::get(format!("{}/here?secret", server.origin())).call();
        let words = page.ok().and_then(|mut page| page.body_mut().read_to_string().ok());
        assert_eq!(words.as_deref(), Some("arrived"));
        assert_eq!(server.asked(), ["GET /here", "GET /there"]);
    }

    #[test]
    fn does_not_climb_out_of_its_folder() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join("in")).expect("a folder");
        std::fs::write(folder.path().join("secret"), "x").expect("a file");
        let site = super::Site { folder: Some(folder.path().join("in")), ..Default::default() };
        assert_eq!(super::find(&site, "/../secret").status, "404 Not Found");
    }
}
