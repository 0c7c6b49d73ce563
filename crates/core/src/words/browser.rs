//! What the web browser shows at the end of a sign-in: the only sentences of ours outside our own windows.

use super::Locale;

/// How a sign-in in the web browser ended, as far as the browser is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BrowserPage {
    /// The answer is with Deskbell.
    Done,
    /// The sign-in page said no.
    Failed,
    /// Nothing waits for this answer.
    Over,
}

/// One language's sentences on such a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BrowserWords {
    /// Language tag.
    pub lang: &'static str,
    /// Title.
    pub title: &'static str,
    /// What happened and what to do.
    pub text: &'static str,
}

/// The sentences of `page`, in the language a browser prefers: the value of `Accept-Language`, best first.
#[must_use]
pub fn browser_words(page: BrowserPage, accepted: &str) -> BrowserWords {
    let best = accepted.split([',', ';']).next().unwrap_or_default().trim();
    let (lang, title, text) = match (Locale::from_name(best), page) {
        (Locale::English, BrowserPage::Done) => {
            ("en", "Back to Deskbell", "Deskbell has your sign-in. You can close this page.")
        }
        (Locale::English, BrowserPage::Failed) => (
            "en",
            "Not signed in",
            "The sign-in was cancelled or refused. Close this page and try again in Deskbell.",
        ),
        (Locale::English, BrowserPage::Over) => (
            "en",
            "This sign-in is over",
            "Deskbell does not wait for this answer. If you are not signed in, close this page and try again in Deskbell.",
        ),
        (Locale::German, BrowserPage::Done) => (
            "de",
            "Zurück zu Deskbell",
            "Deskbell hat Ihre Anmeldung. Sie können diese Seite schließen.",
        ),
        (Locale::German, BrowserPage::Failed) => (
            "de",
            "Nicht angemeldet",
            "Die Anmeldung wurde abgebrochen oder verweigert. Schließen Sie diese Seite und versuchen Sie es in Deskbell erneut.",
        ),
        (Locale::German, BrowserPage::Over) => (
            "de",
            "Diese Anmeldung ist vorbei",
            "Deskbell wartet nicht auf diese Antwort. Wenn Sie nicht angemeldet sind, schließen Sie diese Seite und versuchen Sie es in Deskbell erneut.",
        ),
    };
    BrowserWords { lang, title, text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browsers_first_language_decides() {
        for (accepted, lang) in [
            ("de-DE,de;q=0.9,en;q=0.8", "de"),
            ("en-GB,en;q=0.9,de;q=0.8", "en"),
            (" de ", "de"),
            ("fr,de;q=0.5", "en"),
            ("", "en"),
        ] {
            assert_eq!(browser_words(BrowserPage::Done, accepted).lang, lang, "{accepted}");
        }
    }
}
