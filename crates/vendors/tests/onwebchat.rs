//! onWebChat: accounts become addresses, requests become settings.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use common::chat::{addressed, asked, cannot};
use deskbell_core::{ChatRequest, Private, VisitorDetail, WidgetWindow};
use deskbell_vendors::onwebchat::WIDGET;
use expect_test::expect;

fn visitor(detail: VisitorDetail, value: &str, locked: bool) -> ChatRequest {
    ChatRequest::SetVisitor { detail, value: Private::from(value), locked }
}

fn language(language: &str) -> ChatRequest {
    ChatRequest::SetLanguage { language: language.to_owned() }
}

#[test]
fn every_request_it_takes() {
    let said = asked(
        &WIDGET,
        &[
            visitor(VisitorDetail::Name, "Ada </script>", false),
            visitor(VisitorDetail::Email, "ada@example.com", false),
            visitor(VisitorDetail::Phone, "+16505550100", false),
            visitor(VisitorDetail::Notes, "", false),
            language("l1"),
            language("pt_BR"),
            ChatRequest::SetWindow { window: WidgetWindow::Open },
            ChatRequest::SetWindow { window: WidgetWindow::Minimised },
            ChatRequest::ShowButton { shown: true },
            ChatRequest::ShowButton { shown: false },
            ChatRequest::ReadState,
        ],
    );
    expect![[r#"
        {"key":"name","type":"set","value":"Ada </script>"}
        {"key":"email","type":"set","value":"ada@example.com"}
        {"key":"phone","type":"set","value":"+16505550100"}
        {"key":"notes","type":"set","value":""}
        {"key":"language","type":"set","value":"l1"}
        {"key":"language","type":"set","value":"pt_BR"}
        {"key":"max","type":"set","value":1}
        {"key":"max","type":"set","value":0}
        {"key":"show","type":"set","value":1}
        {"key":"show","type":"set","value":0}
        {"type":"read"}
    "#]]
    .assert_eq(&said);
}

#[test]
fn what_it_cannot_do() {
    cannot(&WIDGET, &["setVisitor", "setLanguage", "setWindow", "showButton", "readState"]);
    let said = asked(
        &WIDGET,
        &[
            visitor(VisitorDetail::Name, "Ada", true),
            visitor(VisitorDetail::Description, "x", false),
            visitor(VisitorDetail::Field { name: "max".to_owned() }, "1", false),
            language("../x"),
            language("x"),
            ChatRequest::SetWindow { window: WidgetWindow::Closed },
        ],
    );
    assert_eq!(said, "none\n".repeat(6));
}

#[test]
fn accounts() {
    let id = "0123456789abcdef0123456789abcdef";
    let own = |id: &str| addressed(&WIDGET, &[&[("hosting", "ownPage"), ("chatId", id)]]);
    let said = [
        addressed(
            &WIDGET,
            &[&[("url", "https://shop.example.com/")], &[], &[("hosting", "ownPage")]],
        ),
        own(id),
        own(&format!(" {id}/1/23 ")),
        own(&format!("{id}01234567")),
        own(&format!("{id}012345678")),
        own(&id.to_uppercase()),
        own(&format!("{id}/1")),
        own(&format!("{id}/1/2/3")),
        own(&format!("{id}/../x")),
        own("0123"),
    ]
    .concat();
    expect![[r#"
        https://shop.example.com/ ["https://shop.example.com"]
        url: Write the address of the page that shows the chat.
        chatId: Write the chat ID; it stands in the snippet after /clientchat/.
        desk://localhost/own/onwebchat.html?chatId=0123456789abcdef0123456789abcdef ["desk://localhost"]
        desk://localhost/own/onwebchat.html?chatId=0123456789abcdef0123456789abcdef%2F1%2F23 ["desk://localhost"]
        desk://localhost/own/onwebchat.html?chatId=0123456789abcdef0123456789abcdef01234567 ["desk://localhost"]
        chatId: A chat ID is 32 to 40 digits and letters a to f, perhaps with /1/1 behind it; copy it from the snippet.
        chatId: A chat ID is 32 to 40 digits and letters a to f, perhaps with /1/1 behind it; copy it from the snippet.
        chatId: A chat ID is 32 to 40 digits and letters a to f, perhaps with /1/1 behind it; copy it from the snippet.
        chatId: A chat ID is 32 to 40 digits and letters a to f, perhaps with /1/1 behind it; copy it from the snippet.
        chatId: A chat ID is 32 to 40 digits and letters a to f, perhaps with /1/1 behind it; copy it from the snippet.
        chatId: A chat ID is 32 to 40 digits and letters a to f, perhaps with /1/1 behind it; copy it from the snippet.
    "#]].assert_eq(&said);
}
