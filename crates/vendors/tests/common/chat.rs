//! What the tests of the chat adapters share: tables of requests and of accounts.

use deskbell_core::{
    AddedFrom, BanBy, ChatRequest, Label, Private, SecureData, TransferTarget, VendorCommand,
    VisitorDetail, WhisperTo, WidgetWindow,
};
use deskbell_vendors::Vendor;
use std::collections::BTreeMap;
use std::fmt::Write as _;

fn encode(vendor: &dyn Vendor, request: &ChatRequest) -> Option<Vec<serde_json::Value>> {
    let command = VendorCommand::Chat { conversation: None, agent: None, request: request.clone() };
    vendor.encode(&command)
}

/// The messages of each request, or "none".
pub(crate) fn asked(vendor: &dyn Vendor, requests: &[ChatRequest]) -> String {
    let mut said = String::new();
    for request in requests {
        match encode(vendor, request) {
            Some(messages) => messages.iter().for_each(|m| writeln!(said, "{m}").unwrap()),
            None => said.push_str("none\n"),
        }
    }
    said
}

/// Every request but those named gives no message; so do the commands of a phone.
pub(crate) fn cannot(vendor: &dyn Vendor, but: &[&str]) {
    let text = || Private::from("text");
    let label = || Label { name: "vip".to_owned(), value: None, free_form: None };
    for request in [
        ChatRequest::Reply { text: text() },
        ChatRequest::Close,
        ChatRequest::AddLabel { label: label() },
        ChatRequest::RemoveLabel { label: label() },
        ChatRequest::Transfer { to: TransferTarget::Widget { id: "w".to_owned() } },
        ChatRequest::Reclaim,
        ChatRequest::RequestFile,
        ChatRequest::RequestSecureData { data: SecureData::Note },
        ChatRequest::Ban { by: BanBy::Cookie },
        ChatRequest::PopulateText { text: text() },
        ChatRequest::AddMessage { text: text(), from: AddedFrom::Agent },
        ChatRequest::Whisper { text: text(), to: WhisperTo::Agent },
        ChatRequest::StartChat { text: text() },
        ChatRequest::OpenChat,
        ChatRequest::Invite { text: None, force: false, offline_form: false, minimised: false },
        ChatRequest::PageChange,
        ChatRequest::SetVisitor { detail: VisitorDetail::Name, value: text(), locked: false },
        ChatRequest::SetLanguage { language: "de".to_owned() },
        ChatRequest::SwitchWidget { widget: "w".to_owned() },
        ChatRequest::AllowSound { on: true },
        ChatRequest::AllowInvitations { on: true },
        ChatRequest::RestartInvitations { force: false },
        ChatRequest::DelayInvitations { minutes: 1 },
        ChatRequest::ExpireInvitations { seconds: 1 },
        ChatRequest::ShowButton { shown: true },
        ChatRequest::SetWindow { window: WidgetWindow::Open },
        ChatRequest::ReadState,
        ChatRequest::ForgetVisitor,
    ] {
        let name = serde_json::to_value(request.action()).unwrap();
        let can = but.contains(&name.as_str().unwrap());
        assert_eq!(encode(vendor, &request).is_some(), can, "{name}");
    }
    let dial = VendorCommand::Dial { number: text(), call_now: true };
    for command in [dial, VendorCommand::SignIn, VendorCommand::SignOut, VendorCommand::ListLegs] {
        assert_eq!(vendor.encode(&command), None, "{command:?}");
    }
}

/// The address of each account, or what is wrong with it.
pub(crate) fn addressed(vendor: &dyn Vendor, accounts: &[&[(&str, &str)]]) -> String {
    let mut said = String::new();
    for account in accounts {
        let options: BTreeMap<_, _> =
            account.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        match vendor.address(&options) {
            Ok(address) => writeln!(said, "{} {:?}", address.url, address.origins).unwrap(),
            Err(problems) => {
                problems.iter().for_each(|p| writeln!(said, "{}: {}", p.field, p.message).unwrap())
            }
        }
    }
    said
}
