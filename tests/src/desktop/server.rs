//! A web server on loopback for pages of our own: a folder's files, or single pages made up by a test.

use anyhow::Result;
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

/// How long a client may take to say what it wants.
const REQUEST_PATIENCE: Duration = Duration::from_secs(5);

/// What is served.
#[derive(Debug, Default)]
struct Site {
    folder: Option<PathBuf>,
    pages: HashMap<String, String>,
}

/// A running server; it ends with the process.
#[derive(Debug)]
pub struct Server {
    origin: String,
}

impl Server {
    /// Serves the files below `folder`.
    ///
    /// # Errors
    /// If there is no free port.
    pub fn of_folder(folder: &Path) -> Result<Self> {
        Self::start(Site { folder: Some(folder.to_owned()), pages: HashMap::new() })
    }

    /// Serves these HTML pages by path (`/index.html`).
    ///
    /// # Errors
    /// If there is no free port.
    pub fn of_pages(pages: &[(&str, &str)]) -> Result<Self> {
        let own = |(path, page): &(&str, &str)| ((*path).to_owned(), (*page).to_owned());
        Self::start(Site { folder: None, pages: pages.iter().map(own).collect() })
    }

    /// `http://127.0.0.1:port`.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    fn start(site: Site) -> Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let origin = format!("http://{}", listener.local_addr()?);
        let site = Arc::new(site);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let site = Arc::clone(&site);
                // A client that goes away early has lost nothing of ours.
                thread::spawn(move || answer(&site, stream));
            }
        });
        Ok(Self { origin })
    }
}

fn answer(site: &Site, mut stream: TcpStream) -> Result<()> {
    stream.set_read_timeout(Some(REQUEST_PATIENCE))?;
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let request = lines.next().transpose()?.unwrap_or_default();
    for line in lines {
        if line?.is_empty() {
            break;
        }
    }
    let path = request.split(' ').nth(1).unwrap_or("/");
    let path = path.split(['?', '#']).next().unwrap_or("/");
    let (status, body) = match find(site, path) {
        Some(body) => ("200 OK", body),
        None => ("404 Not Found", Vec::new()),
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        kind(path),
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(&body)?;
    Ok(())
}

fn find(site: &Site, path: &str) -> Option<Vec<u8>> {
    if let Some(page) = site.pages.get(path) {
        return Some(page.clone().into_bytes());
    }
    let inside = path.trim_start_matches('/');
    let climbs = inside.split('/').any(|part| part == "..");
    let file = site.folder.as_ref()?.join(inside);
    if climbs { None } else { std::fs::read(file).ok() }
}

fn kind(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, kind)| kind) {
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        _ => "text/html; charset=utf-8",
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
    }

    #[test]
    fn does_not_climb_out_of_its_folder() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join("in")).expect("a folder");
        std::fs::write(folder.path().join("secret"), "x").expect("a file");
        let site = super::Site { folder: Some(folder.path().join("in")), ..Default::default() };
        assert_eq!(super::find(&site, "/../secret"), None);
    }
}
