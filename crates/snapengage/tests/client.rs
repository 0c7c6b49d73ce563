//! Every problem the client can meet, each from a real socket.
#![allow(clippy::unwrap_used, missing_docs, reason = "a test")]

use deskbell_snapengage::{AgentStatus, Client, Limits, Problem, StatusUpdate};
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

const TOKEN: &str = "s3cret-t0ken";
/// Long enough for anything on loopback that is going to happen.
const PATIENT: Limits = Limits { connect: Duration::from_secs(5), total: Duration::from_secs(15) };
/// For what is never going to happen.
const IMPATIENT: Limits =
    Limits { connect: Duration::from_millis(300), total: Duration::from_millis(300) };

/// Hands each connection to `serve`; the address of the server without its scheme.
async fn server<F, S>(serve: F) -> String
where
    F: Fn(TcpStream) -> S + Send + 'static,
    S: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream));
        }
    });
    address
}

/// Reads one request with its body.
async fn request(stream: &mut TcpStream) -> String {
    let mut text = Vec::new();
    loop {
        let mut chunk = [0; 4096];
        let count = stream.read(&mut chunk).await.unwrap();
        text.extend_from_slice(&chunk[..count]);
        if count == 0 || text.ends_with(b"}") {
            return String::from_utf8(text).unwrap();
        }
    }
}

/// A server that gives everybody the same bytes.
async fn answering(answer: impl Into<Vec<u8>>) -> String {
    let answer = Arc::new(answer.into());
    server(move |mut stream| {
        let answer = Arc::clone(&answer);
        async move {
            request(&mut stream).await;
            let _ = stream.write_all(&answer).await;
        }
    })
    .await
}

fn away() -> StatusUpdate {
    StatusUpdate {
        agent: "wc:ada@example.com".to_owned(),
        status: AgentStatus::Pause,
        sub_status: Some("Lunch".to_owned()),
    }
}

async fn asked(base: &str, limits: Limits) -> Result<(), Problem> {
    let client = Client::direct(base, limits).unwrap();
    let result = client.set_agent_status(TOKEN, &away()).await;
    let printed = format!("{client:?} {result:?}");
    let told = result.as_ref().err().map(ToString::to_string).unwrap_or_default();
    assert!(!printed.contains(TOKEN) && !told.contains(TOKEN), "{printed} {told}");
    result
}

async fn answer_of(answer: impl Into<Vec<u8>>) -> Result<(), Problem> {
    asked(&format!("http://{}", answering(answer).await), PATIENT).await
}

#[tokio::test]
async fn the_request_is_as_documented() {
    let (tell, mut heard) = mpsc::unbounded_channel();
    let address = server(move |mut stream| {
        let tell = tell.clone();
        async move {
            tell.send(request(&mut stream).await).unwrap();
            stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").await.unwrap();
        }
    })
    .await;
    assert_eq!(asked(&format!("http://{address}/"), PATIENT).await, Ok(()));
    let request = heard.recv().await.unwrap();
    assert!(request.starts_with("POST /api/v2/agentstatus HTTP/1.1\r\n"), "{request}");
    let head = request.to_lowercase();
    assert!(head.contains(&format!("\r\nauthorization: {TOKEN}\r\n")), "{request}");
    assert!(head.contains("\r\ncontent-type: application/json\r\n"), "{request}");
    assert!(head.contains("\r\nuser-agent: deskbell/"), "{request}");
    let body = r#"{"agent_id":"ada@example.com","status":"pause","sub_status":"Lunch"}"#;
    assert!(request.ends_with(&format!("\r\n\r\n{body}")), "{request}");
}

#[tokio::test]
async fn any_2xx_is_success_whatever_it_says() {
    for status in ["200 OK", "201 Created", "202 Accepted", "299 Odd"] {
        let answer = format!("HTTP/1.1 {status}\r\nContent-Length: 5\r\n\r\n<htm>");
        assert_eq!(answer_of(answer).await, Ok(()), "{status}");
    }
}

#[tokio::test]
async fn refusals_are_told_apart() {
    let empty = |status: &str| format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n");
    let slow_down = |header: &str| {
        format!("HTTP/1.1 429 Slow\r\nRetry-After: {header}\r\nContent-Length: 0\r\n\r\n")
    };
    let limited = |seconds: Option<u64>| Problem::RateLimited {
        retry_after: seconds.map(Duration::from_secs),
    };
    let cases = [
        (empty("401 Unauthorized"), Problem::Unauthorized),
        (empty("403 Forbidden"), Problem::Forbidden),
        (empty("404 Not Found"), Problem::Rejected { status: 404, said: None }),
        (empty("429 Slow Down"), limited(None)),
        (slow_down("17"), limited(Some(17))),
        (slow_down("Sun, 06 Nov 1994 08:49:37 GMT"), limited(Some(0))),
        (slow_down("whenever"), limited(None)),
        (empty("500 Oops"), Problem::Server { status: 500 }),
        (empty("503 Later"), Problem::Server { status: 503 }),
    ];
    for (answer, problem) in cases {
        assert_eq!(answer_of(answer.clone()).await, Err(problem), "{answer}");
    }
}

#[tokio::test]
async fn a_refusal_says_why_within_limits() {
    let refused = |body: &str| {
        format!("HTTP/1.1 400 Bad Request\r\nContent-Length: {}\r\n\r\n{body}", body.len())
    };
    let rejected = |said: &str| Err(Problem::Rejected { status: 400, said: Some(said.to_owned()) });
    let documented = refused(r#"{ "code": 400, "message": "Detailed\u0007 message" }"#);
    assert_eq!(answer_of(documented).await, rejected("Detailed message"));
    let echo = refused(&format!("no such token: {TOKEN}"));
    assert_eq!(answer_of(echo).await, rejected("no such token: «private»"));
    // Says it is endless: what was read before the connection ended counts, and no more than 4 KB of it.
    let endless =
        format!("HTTP/1.1 400 No\r\nContent-Length: 99999999\r\n\r\n{}", "x".repeat(9000));
    assert_eq!(answer_of(endless).await, rejected(&"x".repeat(200)));
}

#[tokio::test]
async fn an_answer_without_end_is_read_no_further_than_needed() {
    let address = server(|mut stream| async move {
        request(&mut stream).await;
        let head = b"HTTP/1.1 400 No\r\nTransfer-Encoding: chunked\r\n\r\n";
        stream.write_all(head).await.unwrap();
        // Ends when the client has had enough.
        while stream.write_all(b"8\r\nxxxxxxx \r\n").await.is_ok() {}
    })
    .await;
    let Err(Problem::Rejected { status: 400, said: Some(said) }) =
        asked(&format!("http://{address}"), PATIENT).await
    else {
        panic!("the refusal was not read");
    };
    assert_eq!(said.len(), 200);
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let (tell, mut heard) = mpsc::unbounded_channel();
    let elsewhere = server(move |mut stream| {
        let tell = tell.clone();
        async move { tell.send(request(&mut stream).await).unwrap() }
    })
    .await;
    for status in [301, 302, 303, 307, 308] {
        let answer = format!(
            "HTTP/1.1 {status} Moved\r\nLocation: http://{elsewhere}/x\r\nContent-Length: 0\r\n\r\n"
        );
        assert_eq!(answer_of(answer).await, Err(Problem::Redirected), "{status}");
    }
    assert!(heard.try_recv().is_err(), "the token went on to another address");
}

#[tokio::test]
async fn silence_is_a_time_out() {
    let silent = server(|mut stream| async move {
        request(&mut stream).await;
        std::future::pending::<()>().await;
    })
    .await;
    assert_eq!(asked(&format!("http://{silent}"), IMPATIENT).await, Err(Problem::TimedOut));
    // The same before there is TLS.
    let deaf = server(|stream| async move {
        let _open = stream;
        std::future::pending::<()>().await;
    })
    .await;
    assert_eq!(asked(&format!("https://{deaf}"), IMPATIENT).await, Err(Problem::TimedOut));
}

#[tokio::test]
async fn a_name_without_address_is_not_found() {
    let result = asked("https://nothing.invalid", PATIENT).await;
    assert_eq!(result, Err(Problem::HostNotFound));
}

#[tokio::test]
async fn a_port_nobody_listens_on_is_not_reachable() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    for scheme in ["http", "https"] {
        let result = asked(&format!("{scheme}://{address}"), PATIENT).await;
        assert_eq!(result, Err(Problem::NotReachable), "{scheme}");
    }
}

#[tokio::test]
async fn a_connection_that_ends_early_is_broken() {
    assert_eq!(answer_of("").await, Err(Problem::Broken), "closed without an answer");
    assert_eq!(answer_of("HTTP/1.1 200 OK\r\nContent-").await, Err(Problem::Broken));
    assert_eq!(answer_of("SSH-2.0-OpenSSH_9.6\r\n").await, Err(Problem::Broken), "not HTTP");
    let reset = server(|mut stream| async move {
        request(&mut stream).await;
        stream.set_zero_linger().unwrap();
    })
    .await;
    assert_eq!(asked(&format!("http://{reset}"), PATIENT).await, Err(Problem::Broken), "reset");
    // In the middle of agreeing on TLS.
    let reset = server(|mut stream| async move {
        let _ = stream.read(&mut [0; 64]).await;
        stream.set_zero_linger().unwrap();
    })
    .await;
    assert_eq!(asked(&format!("https://{reset}"), PATIENT).await, Err(Problem::Broken), "in TLS");
}

#[tokio::test]
async fn a_certificate_nobody_vouches_for_is_not_accepted() {
    use tokio_rustls::rustls::pki_types::PrivateKeyDer;
    use tokio_rustls::{TlsAcceptor, rustls::ServerConfig};
    let own = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::Pkcs8(own.signing_key.serialize_der().into());
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![own.cert.der().clone()], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let (tell, mut heard) = mpsc::unbounded_channel();
    let address = server(move |stream| {
        let (acceptor, tell) = (acceptor.clone(), tell.clone());
        async move {
            if let Ok(mut stream) = acceptor.accept(stream).await {
                let mut text = String::new();
                let _ = stream.read_to_string(&mut text).await;
                tell.send(text).unwrap();
            }
        }
    })
    .await;
    let port = address.rsplit(':').next().unwrap();
    let result = asked(&format!("https://localhost:{port}"), PATIENT).await;
    let Err(Problem::Tls { reason }) = result else { panic!("{result:?}") };
    assert!(!reason.is_empty());
    let said = heard.try_recv().unwrap_or_default();
    assert!(said.is_empty(), "the request was sent to a stranger");
}

#[tokio::test]
async fn a_server_without_tls_is_not_safe() {
    let address = server(|mut stream| async move {
        let _ = stream.read(&mut [0; 1024]).await;
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
    })
    .await;
    let result = asked(&format!("https://{address}"), PATIENT).await;
    assert!(matches!(result, Err(Problem::Tls { .. })), "{result:?}");
}

#[tokio::test]
async fn a_token_that_cannot_be_sent_is_not_sent() {
    let client = Client::direct("http://127.0.0.1:9", PATIENT).unwrap();
    for bad in ["", " \n", "two\nlines", "schlüssel"] {
        let result = client.set_agent_status(bad, &away()).await;
        assert_eq!(result, Err(Problem::BadToken), "{bad:?}");
    }
}
