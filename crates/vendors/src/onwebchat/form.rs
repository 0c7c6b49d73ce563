//! What the account form asks for, and the form of a chat id.

use crate::chat_account::{OwnPage, Parameter, hosting_fields, own_field};
use crate::form::{mark, owned};
use deskbell_core::{FieldInput, VendorForm, VendorId};

/// Our page with the vendor's snippet.
pub(super) const OWN_PAGE: OwnPage = OwnPage {
    vendor: "onwebchat",
    parameters: &[Parameter {
        key: "chatId",
        missing: "Write the chat ID; it stands in the snippet after /clientchat/.",
        check: chat_id,
    }],
};

/// 32 to 40 hexadecimal digits, and perhaps two numbers: `<id>/1/1` (facts W11).
fn chat_id(text: &str) -> Result<String, String> {
    let (id, numbers) = text.split_once('/').map_or((text, None), |(id, rest)| (id, Some(rest)));
    let is_hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
    let is_number = |n: &str| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit());
    let are_numbers = |rest: &str| {
        rest.split_once('/').is_some_and(|(first, second)| is_number(first) && is_number(second))
    };
    let fits =
        (32..=40).contains(&id.len()) && id.bytes().all(is_hex) && numbers.is_none_or(are_numbers);
    if fits {
        Ok(text.to_owned())
    } else {
        Err("A chat ID is 32 to 40 digits and letters a to f, perhaps with /1/1 behind it; copy it from the snippet."
            .to_owned())
    }
}

/// The form, fields in the order people meet them.
pub(super) fn form() -> VendorForm {
    let name = "onWebChat";
    let mut fields = hosting_fields(name, "Deskbell's own page with the widget");
    fields.push(own_field(
        "chatId",
        "Chat ID",
        "From the snippet for your website: what stands after /clientchat/.",
        FieldInput::Text,
    ));
    VendorForm {
        vendor: VendorId(OWN_PAGE.vendor.to_owned()),
        name: name.to_owned(),
        mark: mark("W", "#3553b5"),
        phone: false,
        fields,
        simulated: owned(&[
            ("hosting", "companyPage"),
            ("url", "desk://localhost/onwebchat/index.html"),
        ]),
    }
}
