//! What the account form asks for.

use crate::chat_account::{OwnPage, Parameter, hosting_fields, own_field, script_address};
use crate::form::{mark, owned};
use deskbell_core::{FieldInput, VendorForm, VendorId};

/// Our page with the vendor's script.
pub(super) const OWN_PAGE: OwnPage = OwnPage {
    vendor: "smartagent",
    parameters: &[Parameter {
        key: "loader",
        missing: "Write the address of the chat's script.",
        check: loader,
    }],
};

/// Where the vendor serves its script is not published: any https address will do.
fn loader(text: &str) -> Result<String, String> {
    script_address(text).map(Into::into)
}

/// The form, fields in the order people meet them.
pub(super) fn form() -> VendorForm {
    let name = "SmartAgent";
    let mut fields = hosting_fields(name, "Deskbell's own page with the script");
    fields.push(own_field(
        "loader",
        "Address of the script",
        "The address in the snippet that SmartAgent gave you for your website.",
        FieldInput::Address,
    ));
    VendorForm {
        vendor: VendorId(OWN_PAGE.vendor.to_owned()),
        name: name.to_owned(),
        mark: mark("SA", "#1f6f54"),
        phone: false,
        fields,
        simulated: owned(&[
            ("hosting", "companyPage"),
            ("url", "desk://localhost/smartagent/index.html"),
        ]),
    }
}
