//! SmartAgent: accounts become addresses, requests become messages for its tap.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use common::chat::{addressed, asked, cannot};
use deskbell_core::{ChatRequest, WidgetWindow};
use deskbell_vendors::smartagent::WIDGET;
use expect_test::expect;

#[test]
fn every_request_it_takes() {
    let windows =
        [WidgetWindow::Open, WidgetWindow::Minimised, WidgetWindow::Closed, WidgetWindow::Unknown];
    let said = asked(&WIDGET, &windows.map(|window| ChatRequest::SetWindow { window }));
    expect![[r#"
        {"open":true,"type":"window"}
        {"open":false,"type":"window"}
        none
        none
    "#]]
    .assert_eq(&said);
    cannot(&WIDGET, &["setWindow"]);
}

#[test]
fn accounts() {
    let said = addressed(
        &WIDGET,
        &[
            &[("url", "https://shop.example.com/help")],
            &[
                ("hosting", "ownPage"),
                ("loader", "//chat.example.com/loader.js?instance=help bot&x=1"),
            ],
            &[],
            &[("hosting", "ownPage")],
            &[("hosting", "ownPage"), ("loader", "javascript:alert(1)")],
            &[("hosting", "ownPage"), ("loader", "http://localhost/loader.js")],
            &[("hosting", "ownPage"), ("loader", "desk://localhost/x.js")],
            &[("hosting", "ownPage"), ("loader", "https://chat.example.com/?a=\"><script>")],
        ],
    );
    expect![[r#"
        https://shop.example.com/help ["https://shop.example.com"]
        desk://localhost/own/smartagent.html?loader=https%3A%2F%2Fchat.example.com%2Floader.js%3Finstance%3Dhelp%2520bot%26x%3D1 ["desk://localhost"]
        url: Write the address of the page that shows the chat.
        loader: Write the address of the chat's script.
        loader: The address must begin with https://.
        loader: The script must be at an address that begins with https://.
        loader: The script must be at an address that begins with https://.
        desk://localhost/own/smartagent.html?loader=https%3A%2F%2Fchat.example.com%2F%3Fa%3D%2522%253E%253Cscript%253E ["desk://localhost"]
    "#]].assert_eq(&said);
}
