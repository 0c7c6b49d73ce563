//! The account forms of every vendor. With `TS_RS_EXPORT_DIR` set they are written beside the wire types:
//! `cargo xtask codegen` keeps them in `ui/src/wire/forms.ts`, where the windows' samples and tests read the registry.
#![allow(clippy::unwrap_used, missing_docs)]

use deskbell_core::VendorForm;
use deskbell_vendors::VENDORS;
use std::collections::BTreeSet;
use std::path::Path;

/// What stands before the forms: their type, so that `tsc` compares them with it.
const HEAD: &str = "// Account forms of every vendor in the registry, in its order. Written by `cargo xtask codegen`; do not edit.
import type { VendorForm } from './VendorForm';

export const FORMS: VendorForm[] = ";

#[test]
fn forms_name_their_vendor_and_each_field_once() {
    let forms: Vec<VendorForm> = VENDORS.iter().map(|vendor| vendor.form()).collect();
    for (form, vendor) in forms.iter().zip(VENDORS) {
        assert_eq!(form.vendor.0, vendor.id());
        let keys: BTreeSet<&str> = form.fields.iter().map(|field| field.key.as_str()).collect();
        assert_eq!(keys.len(), form.fields.len(), "{}: a key stands twice", form.name);
    }
    #[allow(clippy::disallowed_methods, reason = "a test that writes where it is told")]
    let Ok(folder) = std::env::var("TS_RS_EXPORT_DIR") else { return };
    let json = serde_json::to_string_pretty(&forms).unwrap();
    std::fs::create_dir_all(&folder).unwrap();
    #[allow(clippy::disallowed_methods, reason = "a test that writes where it is told")]
    std::fs::write(Path::new(&folder).join("forms.ts"), format!("{HEAD}{json};\n")).unwrap();
}
