//! What the account form asks for, and the address of the vendor's loader.

use crate::chat_account::{OwnPage, Parameter, hosting_fields, own_field, script_address};
use crate::form::{mark, owned};
use deskbell_core::{FieldInput, VendorForm, VendorId};

/// Our page with the vendor's snippet.
pub(super) const OWN_PAGE: OwnPage = OwnPage {
    vendor: "engage",
    parameters: &[Parameter {
        key: "loader",
        missing: "Write the address of the loader; it ends with /loader.js.",
        check: loader,
    }],
};

/// Hosts of the loader: the vendor's old name, and the newer one (facts 1.2).
const HOSTS: [&str; 2] = [".dimelochat.com", ".chat.digital.ringcentral.com"];

/// The chat's id in the loader's address: 24 hexadecimal digits.
const ID_LENGTH: usize = 24;

/// `https://<account's host>/chat/<id>/loader.js`, also without its scheme as the vendor's snippet has it.
fn loader(text: &str) -> Result<String, String> {
    let url = script_address(text)?;
    let is_host = |host: &str| {
        HOSTS.iter().any(|family| host.strip_suffix(family).is_some_and(|name| !name.is_empty()))
    };
    if !url.host_str().is_some_and(is_host) || url.port().is_some() {
        return Err(format!(
            "The loader is on a host that ends with {}; copy its address from the snippet.",
            HOSTS.join(" or ")
        ));
    }
    let id = url.path().strip_prefix("/chat/").and_then(|path| path.strip_suffix("/loader.js"));
    let is_id = |id: &str| id.len() == ID_LENGTH && id.bytes().all(|b| b.is_ascii_hexdigit());
    if !id.is_some_and(is_id) {
        return Err(format!(
            "After the host the address goes on /chat/, {ID_LENGTH} digits and letters a to f, /loader.js."
        ));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err("Leave out what follows loader.js.".to_owned());
    }
    Ok(url.into())
}

/// The form, fields in the order people meet them.
pub(super) fn form() -> VendorForm {
    let name = "RingCentral Engage";
    let mut fields = hosting_fields(name, "Deskbell's own page with the loader");
    fields.push(own_field(
        "loader",
        "Address of the loader",
        "The address in the snippet for your website; it ends with /loader.js.",
        FieldInput::Address,
    ));
    VendorForm {
        vendor: VendorId(OWN_PAGE.vendor.to_owned()),
        name: name.to_owned(),
        mark: mark("E", "#7d3c98"),
        phone: false,
        fields,
        simulated: owned(&[
            ("hosting", "companyPage"),
            ("url", "desk://localhost/engage/index.html"),
        ]),
    }
}
