//! What every vendor must have: held together for all of them, so that the next one fails here until it has everything.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]
#![allow(clippy::disallowed_methods, reason = "tests read the repository's files")]

mod common;

use deskbell_core::{HOSTING_OPTION, Hosting, Problem, WidgetFact};
use deskbell_vendors::{VENDORS, Vendor};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|_| panic!("{path} is missing"))
}

/// Names in a folder, without the extension, of what has this one.
fn names(folder: &str, extension: &str) -> BTreeSet<String> {
    let paths = fs::read_dir(root().join(folder)).unwrap().map(|entry| entry.unwrap().path());
    let wanted = paths.filter(|path| match extension {
        "" => path.is_dir(),
        other => path.extension().is_some_and(|found| found == other),
    });
    wanted.map(|path| path.file_stem().unwrap().to_string_lossy().into_owned()).collect()
}

fn ids(wanted: impl Fn(&dyn Vendor) -> bool) -> BTreeSet<String> {
    VENDORS.iter().filter(|vendor| wanted(**vendor)).map(|vendor| vendor.id().to_owned()).collect()
}

/// Values of the form's choice of pages.
fn hostings(vendor: &dyn Vendor) -> Vec<String> {
    let form = serde_json::to_value(vendor.form()).unwrap();
    let fields = form["fields"].as_array().unwrap();
    let hosting = fields.iter().find(|field| field["key"] == HOSTING_OPTION);
    let choices = hosting.map(|field| find_choices(&field["input"]));
    choices.unwrap_or_default()
}

fn find_choices(input: &Value) -> Vec<String> {
    let choices = input["choices"].as_array().into_iter().flatten();
    choices.filter_map(|choice| Some(choice["value"].as_str()?.to_owned())).collect()
}

fn has_own_page(vendor: &dyn Vendor) -> bool {
    hostings(vendor).iter().any(|hosting| hosting == Hosting::OwnPage.as_option())
}

/// Tests, benchmarks and checks outside this crate take the list of vendors from these folders.
#[test]
fn every_folder_with_an_adapter_is_in_the_list_and_has_the_same_files() {
    let mut adapters = names("crates/vendors/src", "");
    adapters.retain(|id| root().join(format!("crates/vendors/src/{id}/mod.rs")).exists());
    assert_eq!(adapters, ids(|_| true));
    assert_eq!(VENDORS.len(), adapters.len(), "two adapters share an id");
    for vendor in VENDORS {
        let id = vendor.id();
        assert_eq!(vendor.form().vendor.0, id);
        assert_eq!(deskbell_vendors::vendor(id).map(|found| found.id()), Some(id));
        let files = names(&format!("crates/vendors/src/{id}"), "rs");
        for file in ["encode", "form", "messages"] {
            assert!(files.contains(file), "{id}/{file}.rs is missing");
        }
        let has = |file: &str| files.contains(file);
        assert_eq!(has("statuses"), vendor.statuses().is_some(), "{id}/statuses.rs");
    }
}

#[test]
fn every_vendor_has_fixtures_docs_and_a_simulated_page_and_nothing_is_left_over() {
    let all = ids(|_| true);
    assert_eq!(names("crates/vendors/fixtures", ""), all);
    assert_eq!(names("docs/vendors", "md"), all);
    let mut pages = names("src-tauri/desk", "");
    for other in ["own", "shared"] {
        assert!(pages.remove(other), "{other}");
    }
    assert_eq!(pages, all);
    for vendor in VENDORS {
        let id = vendor.id();
        let simulated = text(&format!("src-tauri/desk/{id}/index.html"));
        assert!(simulated.contains("<title>"), "{id}");
        let address = vendor.address(&vendor.form().simulated).unwrap();
        let begins = format!("desk://localhost/{id}/");
        assert!(address.url.as_str().starts_with(&begins), "{}", address.url);
        let page = address.url.path().trim_start_matches('/');
        text(&format!("src-tauri/desk/{page}"));
    }
}

#[test]
fn own_pages_are_those_the_forms_offer() {
    assert_eq!(names("src-tauri/desk/own", "html"), ids(has_own_page));
    for id in ids(has_own_page) {
        let page = text(&format!("src-tauri/desk/own/{id}.html"));
        assert!(page.contains(&format!("src=\"{id}.js\"")) && page.contains("role=\"status\""));
        assert!(!page.contains("<script>"), "{id}: what a page runs is in files");
        let docs = text(&format!("docs/vendors/{id}.md"));
        assert!(docs.contains(&format!("`desk://localhost/own/{id}.html`")), "{id}");
    }
}

#[test]
fn chat_vendors_have_a_tap_and_offer_to_host_it() {
    let chats = ids(|vendor| vendor.tap().is_some());
    // Every vendor can be in a company's page; a phone is heard there without a tap.
    assert_eq!(ids(|vendor| !hostings(vendor).is_empty()), ids(|_| true));
    assert_eq!(ids(|vendor| !vendor.form().phone), chats);
    for id in chats {
        let tap = deskbell_vendors::vendor(&id).unwrap().tap().unwrap();
        assert_eq!(tap, text(&format!("crates/vendors/src/{id}/tap.js")));
        assert!(!tap.contains("__DESKBELL_"), "{id}: nothing in a tap may be filled in");
        // What a tap touches after document start must not be the page's: descriptors and reports inherit nothing.
        for call in ["deskbell.report({", "defineProperty(window, "] {
            for (_, rest) in tap.match_indices(call).map(|(at, _)| tap.split_at(at)) {
                let line = rest.lines().next().unwrap();
                assert!(line.contains("__proto__: null"), "{id}: {line}");
            }
        }
    }
}

#[test]
fn fixtures_show_a_widget_a_fact_and_a_message_nobody_knows() {
    for vendor in VENDORS {
        let id = vendor.id();
        let parsed: Vec<_> =
            common::all_messages(id).iter().map(|message| vendor.parse(message)).collect();
        let facts = || parsed.iter().flat_map(|parsed| &parsed.facts);
        let problems = || parsed.iter().flat_map(|parsed| &parsed.problems);
        assert!(problems().any(|it| matches!(it, Problem::UnknownType { .. })), "{id}");
        assert!(problems().any(|it| matches!(it, Problem::Malformed { .. })), "{id}");
        let recognised = facts().any(|it| matches!(it, WidgetFact::WidgetRecognised { .. }));
        assert_eq!(recognised, vendor.tap().is_some(), "{id}");
        let says =
            |it: &WidgetFact| matches!(it, WidgetFact::Chat { .. } | WidgetFact::Call { .. });
        assert!(facts().any(says), "{id}");
    }
}

/// Luminance of `#rrggbb` as WCAG 2.2 defines it.
fn luminance(colour: &str) -> f64 {
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

#[test]
fn every_vendor_is_told_from_the_others_at_a_glance_by_letters_that_can_be_read() {
    let marks: Vec<_> = VENDORS.iter().map(|vendor| vendor.form().mark).collect();
    let letters: BTreeSet<_> = marks.iter().map(|mark| mark.letters.as_str()).collect();
    let colours: BTreeSet<_> = marks.iter().map(|mark| mark.colour.as_str()).collect();
    assert_eq!((letters.len(), colours.len()), (VENDORS.len(), VENDORS.len()));
    for mark in &marks {
        assert!((1..=2).contains(&mark.letters.chars().count()), "{mark:?}");
        let contrast = 1.05 / (luminance(&mark.colour) + 0.05);
        assert!(contrast >= 4.5, "{mark:?} has a contrast of {contrast:.1}");
    }
}
