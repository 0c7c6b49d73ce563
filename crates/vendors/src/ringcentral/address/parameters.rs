//! Every documented parameter of the widget's URL (facts §4), with the rule its value must keep.

/// How the widget reads a parameter, and so what makes sense to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// Off if absent; *any* value means on, even `0` and `false`.
    Switch,
    /// On if absent; only `false` changes that.
    OnUnlessFalse,
    /// Any short text.
    Text,
    /// Letters, digits, `-`, `_` and `.`.
    Id,
    /// An address that may be loaded or opened.
    Address,
    /// Where an answer may come: an address, or a link that leads to us.
    Redirect,
    /// The platform's address: the widget ignores it without a word unless it is plain https.
    Server,
    /// One of these.
    OneOf(&'static [&'static str]),
    /// A secret with a field of its own.
    Secret,
}

/// One parameter.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parameter {
    pub(super) name: &'static str,
    pub(super) rule: Rule,
}

const fn p(name: &'static str, rule: Rule) -> Parameter {
    Parameter { name, rule }
}

/// The calling modes under the internal names, which are all the widget understands here.
const CALLING_OPTIONS: &[&str] = &[
    "callingOptions-browser",
    "callingOptions-ringout",
    "callingOptions-jupiter",
    "callingOptions-softphone",
];

/// In the order they are written into the URL.
pub(super) const PARAMETERS: &[Parameter] = &[
    p("clientId", Rule::Id),
    p("appKey", Rule::Id),
    p("clientSecret", Rule::Secret),
    p("appSecret", Rule::Secret),
    p("appServer", Rule::Server),
    p("discovery", Rule::Switch),
    p("discoverAppServer", Rule::Server),
    p("redirectUri", Rule::Redirect),
    p("proxyUri", Rule::Address),
    p("disableLoginPopup", Rule::Switch),
    p("authorizationCode", Rule::Text),
    p("authorizationCodeVerifier", Rule::Text),
    p("jwt", Rule::Secret),
    p("externalAuthId", Rule::Text),
    p("authProxy", Rule::Switch),
    p("prefix", Rule::Id),
    p("userAgent", Rule::Text),
    p("appVersion", Rule::Text),
    p("brand", Rule::Id),
    p("stylesUri", Rule::Address),
    p("defaultCallWith", Rule::OneOf(CALLING_OPTIONS)),
    p("enableFromNumberSetting", Rule::Switch),
    p("showMyLocationNumbers", Rule::Switch),
    p("enableSmsSettingEvent", Rule::Switch),
    p("multipleTabsSupport", Rule::Switch),
    p("disconnectInactiveWebphone", Rule::Switch),
    p("disableInactiveTabCallEvent", Rule::Switch),
    p("mainTab", Rule::OneOf(&["true", "false"])),
    p("fromPopup", Rule::Switch),
    p("fromAdapter", Rule::Switch),
    p("disableCall", Rule::Switch),
    p("disableCallHistory", Rule::Switch),
    p("disableMessages", Rule::Switch),
    p("disableReadText", Rule::Switch),
    p("disableMeeting", Rule::Switch),
    p("disableContacts", Rule::Switch),
    p("disableConferenceInvite", Rule::OnUnlessFalse),
    p("disableGlip", Rule::OnUnlessFalse),
    p("enableRingtoneSettings", Rule::Switch),
    p("enableSMSTemplate", Rule::Switch),
    p("enableSmartNote", Rule::Switch),
    p("enableAudioInitPrompt", Rule::Switch),
    p("enableLoadMoreCalls", Rule::Switch),
    p("enableSharedMessages", Rule::Switch),
    p("enableTypingTimeTracking", Rule::Switch),
    p("disableNoiseReduction", Rule::Switch),
    p("showSignUpButton", Rule::Switch),
    p("defaultAutoLogCallEnabled", Rule::Switch),
    p("defaultAutoLogMessageEnabled", Rule::Switch),
    p("enableAnalytics", Rule::Switch),
    p("enableWebRTCPlanB", Rule::Switch),
    p("enableSideWidget", Rule::Switch),
    // 3.x
    p("enableRingoutCallerId", Rule::Switch),
    p("enableVoicemailDrop", Rule::Switch),
    // Read by adapter.js alone; without effect on the page itself.
    p("notification", Rule::Switch),
    p("newAdapterUI", Rule::Switch),
    p("zIndex", Rule::Id),
    p("enablePopup", Rule::Switch),
    p("popupPageUri", Rule::Address),
    p("disableMinimize", Rule::Switch),
    p("defaultDirection", Rule::OneOf(&["left", "right"])),
];

/// The names whose values must not be shown.
pub(super) const SECRETS: &[&str] =
    &["clientSecret", "appSecret", "jwt", "authorizationCode", "authorizationCodeVerifier"];

/// The parameter of this name; names are case-sensitive, as in the widget.
pub(super) fn parameter(name: &str) -> Option<&'static Parameter> {
    PARAMETERS.iter().find(|parameter| parameter.name == name)
}

/// The documented name nearest to `typed`, if any is near enough to have been meant.
pub(super) fn nearest(
    typed: &str,
    names: impl Iterator<Item = &'static str>,
) -> Option<&'static str> {
    // A third of the letters wrong is no longer a slip of the hand.
    let near_enough = (typed.chars().count() / 3).max(1);
    names
        .map(|name| (distance(&typed.to_lowercase(), &name.to_lowercase()), name))
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, _)| *distance <= near_enough)
        .map(|(_, name)| name)
}

/// Levenshtein distance, one row at a time.
fn distance(left: &str, right: &str) -> usize {
    let mut row: Vec<usize> = (0..=right.chars().count()).collect();
    for (i, l) in left.chars().enumerate() {
        let mut diagonal = i;
        let mut previous = i + 1;
        let mut cells = row.iter_mut();
        if let Some(first) = cells.next() {
            *first = previous;
        }
        for (cell, r) in cells.zip(right.chars()) {
            let above = *cell;
            *cell = (diagonal + usize::from(l != r)).min(above + 1).min(previous + 1);
            diagonal = above;
            previous = *cell;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{PARAMETERS, distance, nearest};

    #[test]
    fn suggests_what_was_meant() {
        let names = || PARAMETERS.iter().map(|parameter| parameter.name);
        assert_eq!(nearest("clientID", names()), Some("clientId"));
        assert_eq!(nearest("disableGlp", names()), Some("disableGlip"));
        assert_eq!(nearest("enableSmartNotes", names()), Some("enableSmartNote"));
        assert_eq!(nearest("colour", names()), None);
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
    }

    #[test]
    fn names_are_unique() {
        let mut names: Vec<_> = PARAMETERS.iter().map(|parameter| parameter.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), PARAMETERS.len());
    }
}
