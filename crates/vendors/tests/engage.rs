//! RingCentral Engage: accounts become addresses, requests become entries of its queue.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use common::chat::{addressed, asked, cannot};
use deskbell_core::{AddedFrom, ChatRequest, Private};
use deskbell_vendors::engage::WIDGET;
use expect_test::expect;

fn add(text: &str, from: AddedFrom) -> ChatRequest {
    ChatRequest::AddMessage { text: Private::from(text), from }
}

#[test]
fn every_request_it_takes() {
    let said = asked(
        &WIDGET,
        &[
            add("Hello, how can I help?", AddedFrom::Agent),
            add("Size 9 </script>", AddedFrom::Visitor),
            add("Size 9", AddedFrom::EngagingVisitor),
            ChatRequest::PageChange,
        ],
    );
    expect![[r#"
        {"options":{"agent":true,"body":"Hello, how can I help?"},"type":"_addMessage"}
        {"options":{"agent":false,"body":"Size 9 </script>"},"type":"_addMessage"}
        {"options":{"agent":false,"body":"Size 9","engage":true},"type":"_addMessage"}
        {"type":"_pageChange"}
    "#]]
    .assert_eq(&said);
}

#[test]
fn what_it_cannot_do() {
    cannot(&WIDGET, &["addMessage", "pageChange"]);
    assert_eq!(asked(&WIDGET, &[add("  ", AddedFrom::Agent)]), "none\n");
}

#[test]
fn accounts() {
    let id = "5e1f0a2b3c4d5e6f70818283";
    let said = addressed(
        &WIDGET,
        &[
            &[("url", " https://shop.example.com/help?x=1#chat ")],
            &[("hosting", "companyPage"), ("url", "http://localhost:8080/"), ("loader", "unused")],
            &[
                ("hosting", "ownPage"),
                ("loader", &format!("//acme.dimelochat.com/chat/{id}/loader.js")),
            ],
            &[
                ("hosting", "ownPage"),
                ("loader", &format!("https://1a.chat.digital.ringcentral.com/chat/{id}/loader.js")),
            ],
            &[],
            &[("url", "http://shop.example.com/")],
            &[("url", "https://ada:secret@shop.example.com/")],
            &[("url", "https://acme.dimelochat.com/chat/loader.js")],
            &[("hosting", "agentConsole"), ("url", "https://shop.example.com/")],
            &[("hosting", "ownPage")],
            &[
                ("hosting", "ownPage"),
                ("loader", &format!("https://dimelochat.com.evil.example/chat/{id}/loader.js")),
            ],
            &[
                ("hosting", "ownPage"),
                ("loader", &format!("https://.dimelochat.com/chat/{id}/loader.js")),
            ],
            &[
                ("hosting", "ownPage"),
                ("loader", &format!("https://evildimelochat.com/chat/{id}/loader.js")),
            ],
            &[("hosting", "ownPage"), ("loader", "https://acme.dimelochat.com/chat/12/loader.js")],
            &[
                ("hosting", "ownPage"),
                ("loader", &format!("http://acme.dimelochat.com/chat/{id}/loader.js")),
            ],
            &[
                ("hosting", "ownPage"),
                ("loader", &format!("https://acme.dimelochat.com/chat/{id}/loader.js?x=1")),
            ],
            &[
                ("url", "https://shop.example.com/"),
                ("widgetId", "1"),
                ("hosting", "company\nPage"),
            ],
        ],
    );
    expect![[r#"
        https://shop.example.com/help?x=1#chat ["https://shop.example.com"]
        http://localhost:8080/ ["http://localhost:8080"]
        desk://localhost/own/engage.html?loader=https%3A%2F%2Facme.dimelochat.com%2Fchat%2F5e1f0a2b3c4d5e6f70818283%2Floader.js ["desk://localhost"]
        desk://localhost/own/engage.html?loader=https%3A%2F%2F1a.chat.digital.ringcentral.com%2Fchat%2F5e1f0a2b3c4d5e6f70818283%2Floader.js ["desk://localhost"]
        url: Write the address of the page that shows the chat.
        url: This address is not encrypted; use https (http works only for this machine).
        url: Leave the user name and password out of the address; sign in on the page instead.
        url: This is a script, not a page; choose Deskbell's own page to load it.
        hosting: The page is one of companyPage and ownPage.
        loader: Write the address of the loader; it ends with /loader.js.
        loader: The loader is on a host that ends with .dimelochat.com or .chat.digital.ringcentral.com; copy its address from the snippet.
        loader: The loader is on a host that ends with .dimelochat.com or .chat.digital.ringcentral.com; copy its address from the snippet.
        loader: The loader is on a host that ends with .dimelochat.com or .chat.digital.ringcentral.com; copy its address from the snippet.
        loader: After the host the address goes on /chat/, 24 digits and letters a to f, /loader.js.
        loader: This address is not encrypted; use https (http works only for this machine).
        loader: Leave out what follows loader.js.
        hosting: This contains a line break or another invisible character; paste it again without.
        widgetId: A RingCentral Engage account has no setting widgetId; it has hosting, url, loader.
    "#]].assert_eq(&said);
}
