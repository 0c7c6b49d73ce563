//! What the account form asks for.

use super::hosting::HOSTINGS;
use crate::form::{choice, field, mark, owned, when};
use deskbell_core::{Field, FieldInput, HOSTING_OPTION, Hosting, VendorForm, VendorId};

/// The adapter's id.
pub(super) const ID: &str = "snapengage";

pub(super) fn vendor() -> VendorId {
    VendorId(ID.to_owned())
}

/// Where agents sign in. The vendor's document speaks of the Hub without its address.
pub(super) const HUB: &str = "https://www.snapengage.com/hub";

/// Origins of the Hub's messages: the document checks for the one and shows the other (S4).
pub(super) const HUB_ORIGINS: &str = "https://www.snapengage.com https://snapengage.com";

/// The name under which the widget's script puts its API; white-label installs have their own.
pub(super) const PROVIDER: &str = "SnapEngage";

/// The options of the simulated Hub; the simulated web page is beside it as `index.html`.
const SIMULATED: &[(&str, &str)] = &[
    (HOSTING_OPTION, "agentConsole"),
    ("url", "desk://localhost/snapengage/hub.html"),
    ("origins", "desk://localhost"),
    // The simulated desk takes a status without a token.
    ("statusAgent", "agent@desk.example"),
    ("statusAddress", "desk://localhost"),
];

/// The form, fields in the order people meet them.
pub(super) fn form() -> VendorForm {
    let hosting = |hosting: Hosting| when(HOSTING_OPTION, &[hosting.as_option()]);
    let [(first, _), ..] = HOSTINGS;
    let choices =
        HOSTINGS.iter().map(|(hosting, label)| choice(hosting.as_option(), label)).collect();
    let mut form = VendorForm {
        vendor: vendor(),
        name: "SnapEngage".to_owned(),
        mark: mark("S", "#0b6a94"),
        phone: false,
        fields: vec![
            Field {
                advanced: false,
                required: true,
                default: Some(first.as_option().to_owned()),
                ..field(
                    HOSTING_OPTION,
                    "What to open",
                    "The Hub is where agents answer; the other two show what visitors see.",
                    FieldInput::Choice { choices },
                )
            },
            Field {
                advanced: false,
                when: when(
                    HOSTING_OPTION,
                    &[Hosting::CompanyPage.as_option(), Hosting::AgentConsole.as_option()],
                ),
                ..field(
                    "url",
                    "Address",
                    "Of the page that has the widget. For the Hub, leave it empty unless yours has its own address.",
                    FieldInput::Address,
                )
            },
            Field {
                default: Some(HUB_ORIGINS.to_owned()),
                when: hosting(Hosting::AgentConsole),
                ..field(
                    "origins",
                    "Hub origins",
                    "Whose messages are the Hub's own, with blanks between them. European and white-label Hubs have others.",
                    FieldInput::Text,
                )
            },
            Field {
                advanced: false,
                required: true,
                when: hosting(Hosting::OwnPage),
                ..field(
                    "widgetId",
                    "Widget ID",
                    "From the Admin Dashboard: Settings, Get the Code, (Advanced) Widget ID.",
                    FieldInput::Text,
                )
            },
            Field {
                advanced: false,
                default: Some("us".to_owned()),
                when: hosting(Hosting::OwnPage),
                ..field(
                    "region",
                    "Region",
                    "Where the vendor keeps your account.",
                    FieldInput::Choice {
                        choices: vec![choice("us", "United States"), choice("eu", "Europe")],
                    },
                )
            },
            Field {
                default: Some(PROVIDER.to_owned()),
                when: when(
                    HOSTING_OPTION,
                    &[Hosting::CompanyPage.as_option(), Hosting::OwnPage.as_option()],
                ),
                ..field(
                    "provider",
                    "Provider name",
                    "Only for white-label installs: the name their web pages use instead of SnapEngage.",
                    FieldInput::Text,
                )
            },
        ],
        simulated: owned(SIMULATED),
    };
    form.fields.push(Field {
        when: hosting(Hosting::AgentConsole),
        help: "Hosts beside the Hub's own that its page may lead to for signing in, with blanks between them: login.example.com, or *.example.com for all below it.".to_owned(),
        ..crate::navigation::login_hosts_field()
    });
    form.fields.extend(super::statuses::fields());
    form
}
