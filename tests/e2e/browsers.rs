//! A page in a real browser against the listener: every way a page can send something, to every name this computer has.

use anyhow::{Context, Result, ensure};
use deskbell_snapengage::{Access, Listener, Options, Token};
use std::net::SocketAddr;
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

/// Ways of the page times names of the listener, without those that a browser may keep to itself.
const LEAST_ANSWERS: usize = 12;
/// How long the browser may take.
const PATIENCE: Duration = Duration::from_secs(60);
const TOKEN: &str = "s3cret-t0ken";
const BODY: &str =
    r#"{"agent_id":"wc:ada@example.com","status":"pause","timestamp":1551461879355}"#;

/// Tries all it can, knowing path and token, and tells what it could read.
const PAGE: &str = r#"<!doctype html><title>x</title><script type="module">
const read = [];
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
for (const host of ['127.0.0.1', 'localhost', 'evil.test']) {
  const url = `http://${host}:@PORT@/snapengage/main/agent-status`;
  const ways = [
    () => fetch(url, { method: 'POST', mode: 'no-cors', body: '@BODY@' }),
    () => fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', authorization: '@TOKEN@' }, body: '@BODY@' }),
    () => fetch(url).then((answer) => answer.text()),
  ];
  for (const way of ways) await way().then((answer) => answer.type === 'opaque' || read.push(host), () => 0);
  navigator.sendBeacon(url, '@BODY@');
  new Image().src = url;
  new WebSocket(url.replace('http', 'ws'));
  const frame = document.body.appendChild(document.createElement('iframe'));
  frame.name = `into-${host}`;
  const form = document.body.appendChild(document.createElement('form'));
  Object.assign(form, { action: url, method: 'post', enctype: 'text/plain', target: frame.name });
  form.append(Object.assign(document.createElement('input'), { name: '@BODY@', value: '' }));
  form.submit();
  await wait(300);
  document.body.appendChild(document.createElement('iframe')).src = url;
  await wait(300);
}
await fetch(`/done?${read.length}`);
</script><body></body>"#;

/// Passes everything on to the listener and notes how it answers.
async fn watch(front: TcpListener, back: SocketAddr, heard: Arc<Mutex<Vec<String>>>) {
    while let Ok((mut near, _)) = front.accept().await {
        let heard = Arc::clone(&heard);
        tokio::spawn(async move {
            let Ok(mut far) = TcpStream::connect(back).await else { return };
            let (mut from_page, mut to_page) = near.split();
            let (mut from_us, mut to_us) = far.split();
            let asking = tokio::io::copy(&mut from_page, &mut to_us);
            let answering = async {
                let mut buffer = [0; 4096];
                while let Ok(count @ 1..) = from_us.read(&mut buffer).await {
                    let text = String::from_utf8_lossy(&buffer[..count]).into_owned();
                    let lines = text.lines().filter_map(|line| line.strip_prefix("HTTP/1.1 "));
                    heard
                        .lock()
                        .unwrap_or_else(PoisonError::into_inner)
                        .extend(lines.map(str::to_owned));
                    if to_page.write_all(&buffer[..count]).await.is_err() {
                        break;
                    }
                }
            };
            let _ = tokio::join!(asking, answering);
        });
    }
}

/// Serves the page; tells what it could read.
async fn serve(server: TcpListener, page: String, done: mpsc::Sender<String>) {
    while let Ok((mut stream, _)) = server.accept().await {
        let mut request = [0; 4096];
        let count = stream.read(&mut request).await.unwrap_or(0);
        let request = String::from_utf8_lossy(&request[..count]).into_owned();
        if let Some(read) = request.strip_prefix("GET /done?") {
            let _ = done.send(read.split(' ').next().unwrap_or_default().to_owned()).await;
        }
        let head = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nconnection: close\r\n";
        let answer = format!("{head}content-length: {}\r\n\r\n{page}", page.len());
        let _ = stream.write_all(answer.as_bytes()).await;
    }
}

#[test]
fn a_page_in_a_browser_gets_nothing_into_the_listener() -> Result<()> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(async {
        let kept = Arc::new(Mutex::new(0));
        let counting = Arc::clone(&kept);
        let token = Token::new(TOKEN).context("a token")?;
        let access = Access { accounts: [("main".to_owned(), token)].into(), public_host: None };
        let options = Options { access, ..Options::default() };
        let listener = Listener::start(options, move |_| {
            *counting.lock().unwrap() += 1;
            async { Ok(()) }
        })
        .await?;
        let heard = Arc::new(Mutex::new(Vec::new()));
        let front = TcpListener::bind("127.0.0.1:0").await?;
        let port = front.local_addr()?.port();
        tokio::spawn(watch(front, listener.address(), Arc::clone(&heard)));

        let server = TcpListener::bind("127.0.0.1:0").await?;
        let address = format!("http://127.0.0.1:{}/", server.local_addr()?.port());
        let page = PAGE.replace("@PORT@", &port.to_string()).replace("@TOKEN@", TOKEN);
        let (done, mut finished) = mpsc::channel(1);
        tokio::spawn(serve(server, page.replace("@BODY@", BODY), done));

        let profile = tempfile::tempdir()?;
        let program = std::env::var_os("CHROMIUM").unwrap_or_else(|| "chromium".into());
        let mut browser = std::process::Command::new(program)
            .args(["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run"])
            .arg("--host-resolver-rules=MAP evil.test 127.0.0.1")
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .arg(&address)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("there is no browser: set CHROMIUM")?;
        let read = tokio::time::timeout(PATIENCE, finished.recv()).await;
        let _ = browser.kill();
        let _ = browser.wait();
        let read = read.context("the page did not finish")?;
        ensure!(read.as_deref() == Some("0"), "the page could read {read:?} answers");
        let answers = heard.lock().unwrap().clone();
        ensure!(answers.len() >= LEAST_ANSWERS, "the browser sent too little: {answers:?}");
        let known = |answer: &&String| !answer.starts_with("403") && !answer.starts_with("421");
        let odd: Vec<_> = answers.iter().filter(known).collect();
        ensure!(odd.is_empty(), "got past the door: {odd:?}");
        for status in ["403", "421"] {
            ensure!(answers.iter().any(|answer| answer.starts_with(status)), "no {status}: {answers:?}");
        }
        ensure!(*kept.lock().unwrap() == 0, "something was delivered");

        // What was sent would have been taken from a server.
        let mut stream = TcpStream::connect(("127.0.0.1", port)).await?;
        let request = format!(
            "POST /snapengage/main/agent-status HTTP/1.1\r\nHost: localhost\r\nAuthorization: {TOKEN}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{BODY}",
            BODY.len()
        );
        stream.write_all(request.as_bytes()).await?;
        let count = stream.read(&mut [0; 512]).await?;
        ensure!(count > 0 && *kept.lock().unwrap() == 1, "the request itself is wrong");
        Ok(())
    })
}
