//! What the account form asks for.

use crate::form::{choice, field, mark, owned, when};
use deskbell_core::{
    Field, FieldInput, HOSTING_OPTION, Hosting, IN_BROWSER, SIGN_IN_OPTION, VendorForm, VendorId,
};

/// The adapter's id.
pub(super) const ID: &str = "ringcentral";

/// Version that is loaded where the user names none.
pub(super) const DEFAULT_VERSION: &str = "latest";

/// The platform's production address.
pub(super) const PRODUCTION: &str = "https://platform.ringcentral.com";

/// Where the system's browser brings an answer if the user names no other place. No system gives this port to a
/// program that asks for any.
pub(super) const BROWSER_REDIRECT: &str = "http://127.0.0.1:28370/signed-in";

/// In a window of ours.
pub(super) const IN_WINDOW: &str = "window";

/// The address of a company's page that shows the phone.
pub(super) const PAGE_OPTION: &str = "page";

/// How the phone can be hosted, the first where nothing is said.
pub(super) const HOSTINGS: [(Hosting, &str); 2] = [
    (Hosting::VendorPage, "The phone by itself"),
    (Hosting::CompanyPage, "A page of our company that shows the phone, such as a CRM"),
];

/// Ways to sign in: what we store, what people read.
const WAYS: &[(&str, &str)] = &[
    (IN_WINDOW, "In a window of Deskbell"),
    (IN_BROWSER, "In your web browser (Google, passkeys, smart cards)"),
];

/// Calling modes: what we store, what people read.
pub(super) const CALLING_MODES: &[(&str, &str)] = &[
    ("browser", "In this app (browser phone)"),
    ("ringout", "RingOut: ring my own phone first"),
    ("jupiter", "RingCentral desktop app"),
    ("softphone", "RingCentral Phone app (old)"),
];

/// The switches the form offers by name; every other one goes into the parameters.
pub(super) const SWITCHES: &[(&str, &str, &str)] = &[
    (
        "disableLoginPopup",
        "Sign in through Deskbell",
        "The widget asks Deskbell to open the sign-in window. Without it the widget opens a pop-up itself, which web engines often block without a word.",
    ),
    (
        "enableFromNumberSetting",
        "Choose the caller ID",
        "Offers the choice of the number others see.",
    ),
    (
        "showMyLocationNumbers",
        "Tell RingOut locations",
        "Lets Deskbell know the phones RingOut can ring.",
    ),
    (
        "enableSmsSettingEvent",
        "Tell SMS senders",
        "Lets Deskbell know the numbers you can text from.",
    ),
    (
        "enableRingtoneSettings",
        "Ringtone settings",
        "Shows the ringtone page in the widget's settings.",
    ),
    ("enableLoadMoreCalls", "Longer call history", "Loads older calls in the widget's history."),
    (
        "disableMessages",
        "Hide messages",
        "Removes SMS, voicemail and fax from the widget, and from Deskbell.",
    ),
    ("disableMeeting", "Hide meetings", "Removes the meeting pages from the widget."),
];

/// Switched on where the user says nothing; an empty value switches it off.
pub(super) const ON_BY_DEFAULT: &str = "disableLoginPopup";

/// The options of the simulated desk. `signedIn=1` makes it start signed in.
#[must_use]
pub const fn simulated_desk() -> &'static [(&'static str, &'static str)] {
    &[("url", "desk://localhost/ringcentral/index.html"), ("parameters", "signedIn=1")]
}

/// The form, fields in the order people meet them.
pub(super) fn form() -> VendorForm {
    let modes = CALLING_MODES.iter().map(|(value, label)| choice(value, label)).collect();
    let mut fields = hosting_fields();
    fields.extend([
        Field {
            advanced: false,
            ..field(
                "clientId",
                "Client ID",
                "From your app's page in the RingCentral developer console. Needed for the official widget; an own build may carry its own.",
                FieldInput::Text,
            )
        },
        Field {
            advanced: false,
            default: Some("browser".to_owned()),
            ..field(
                "callingMode",
                "Calling mode",
                "How calls are made at the first sign-in; the widget's settings can change it later.",
                FieldInput::Choice { choices: modes },
            )
        },
        Field {
            advanced: false,
            default: Some(IN_WINDOW.to_owned()),
            ..field(
                SIGN_IN_OPTION,
                "Sign in",
                "The web browser also works where a sign-in page refuses windows inside apps. Its redirect URI, http://127.0.0.1:28370/signed-in unless you type another one, must be registered in the RingCentral developer console.",
                FieldInput::Choice {
                    choices: WAYS.iter().map(|(value, label)| choice(value, label)).collect(),
                },
            )
        },
        Field {
            advanced: false,
            default: Some(DEFAULT_VERSION.to_owned()),
            ..field(
                "version",
                "Widget version",
                "A version of the official widget, for example latest or 2.3.1.",
                FieldInput::Text,
            )
        },
        field(
            "url",
            "Widget address",
            "The app.html of your own build, instead of the official widget. Overrides the version.",
            FieldInput::Address,
        ),
        Field {
            default: Some(PRODUCTION.to_owned()),
            ..field(
                "appServer",
                "RingCentral server",
                "Address of the RingCentral platform.",
                FieldInput::Address,
            )
        },
        field(
            "redirectUri",
            "Redirect URI",
            "Must equal the one in the developer console. Left empty, it is the redirect.html beside the widget, or http://127.0.0.1:28370/signed-in for the web browser. For the browser, http://127.0.0.1/path without a port takes any free one.",
            FieldInput::Address,
        ),
        field(
            "clientSecret",
            "Client secret",
            "Only for apps that do not use PKCE. The widget's page can read it.",
            FieldInput::Secret,
        ),
        field(
            "jwt",
            "JWT credential",
            "Signs in without a window, as the user the credential belongs to.",
            FieldInput::Secret,
        ),
    ]);
    fields.extend(SWITCHES.iter().map(|(key, label, help)| Field {
        default: (*key == ON_BY_DEFAULT).then(|| "1".to_owned()),
        ..field(key, label, help, FieldInput::Switch)
    }));
    fields.extend(crate::status_form::fields(&super::statuses::dialect()));
    fields.push(crate::navigation::login_hosts_field());
    fields.push(field(
        "parameters",
        "More parameters",
        "Any other documented parameter of the widget's address, as name=value, joined by &.",
        FieldInput::Parameters,
    ));
    VendorForm {
        vendor: VendorId(ID.to_owned()),
        name: "RingCentral phone".to_owned(),
        mark: mark("R", "#b8440c"),
        phone: true,
        fields,
        simulated: owned(simulated_desk()),
    }
}

/// Which page is hosted, and a company's address.
fn hosting_fields() -> Vec<Field> {
    let [(first, _), ..] = HOSTINGS;
    let choices = HOSTINGS.iter().map(|(hosting, label)| choice(hosting.as_option(), label));
    vec![
        Field {
            default: Some(first.as_option().to_owned()),
            ..field(
                HOSTING_OPTION,
                "Page",
                "Which page the phone is on. A page of the company's brings its own settings of the phone; here count the widget's version or address, the server, the sign-in and its redirect URI.",
                FieldInput::Choice { choices: choices.collect() },
            )
        },
        Field {
            required: true,
            when: when(HOSTING_OPTION, &[Hosting::CompanyPage.as_option()]),
            ..field(
                PAGE_OPTION,
                "Address of the page",
                "The page of your company that shows the RingCentral phone in a frame, by the vendor's adapter.js.",
                FieldInput::Address,
            )
        },
    ]
}
