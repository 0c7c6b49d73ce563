//! Which options of an account are secrets.

use deskbell_core::{FieldInput, VendorId};

/// What a secret's name contains, for a vendor or an option that no form knows.
const SUSPECT: [&str; 6] =
    ["secret", "password", "token", "jwt", "authorizationcode", "statushook"];

/// What the account's form calls a secret; for a vendor or an option we do not know, anything that sounds like one.
#[must_use]
pub fn is_secret(vendor: &VendorId, option: &str) -> bool {
    let form = crate::vendor(&vendor.0).map(|vendor| vendor.form());
    let field = form.as_ref().and_then(|form| form.fields.iter().find(|it| it.key == option));
    let name = option.to_ascii_lowercase();
    field.map_or_else(
        || SUSPECT.iter().any(|word| name.contains(word)),
        |field| field.input == FieldInput::Secret,
    )
}
