//! What a release build closes before anything starts: variables that open the web engine to others or weaken it, and
//! memory written to disk after a crash.

use super::Engine;
use crate::platform;
use std::ffi::OsStr;

/// In a debug build: behave as a release build does. It can only make things stricter.
const STRICT: &str = "DESKBELL_STRICT";

/// Variables meant for all engines: drivers of tests, and what makes TLS readable for others.
const EVERYWHERE: [&str; 4] =
    ["TAURI_AUTOMATION", "TAURI_WEBVIEW_AUTOMATION", "SSLKEYLOGFILE", "G_TLS_GNUTLS_PRIORITY"];

/// Which variables of the environment an engine obeys.
pub trait EnvironmentVariables {
    /// Those that open it to others or weaken it.
    const VARIABLES: EngineVariables;
}

/// Variables of one engine by the beginning of their names.
pub struct EngineVariables {
    /// All that begin like this go.
    pub dropped: &'static [&'static str],
    /// But for these, which only say how to draw.
    pub kept: &'static [&'static str],
}

/// Closes what a release build does not offer. Call first of all, while the program has one thread. Debug builds keep
/// everything, for tests and for looking into pages.
pub fn close_process() {
    if cfg!(debug_assertions) && std::env::var_os(STRICT).is_none() {
        return;
    }
    for (name, _) in std::env::vars_os().filter(|(name, _)| opens_engine(name)) {
        log::warn!("{} is ignored: it would open or weaken the web engine", name.display());
        #[allow(unsafe_code, reason = "no other thread runs yet that could read the environment")]
        unsafe {
            std::env::remove_var(&name);
        }
    }
    platform::keep_memory_off_disk();
}

/// Whoever may set `LD_PRELOAD`, `GTK_MODULES` and the like runs code as this user already and is kept out by nothing here.
/// What is asked is whether a harmless-looking variable lets *others* in, or turns a guard of the engine off.
fn opens_engine(name: &OsStr) -> bool {
    // Windows does not tell upper from lower case.
    let name = name.to_string_lossy().to_ascii_uppercase();
    let begins = |names: &[&str]| names.iter().any(|begin| name.starts_with(begin));
    let variables = Engine::VARIABLES;
    EVERYWHERE.contains(&name.as_str()) || (begins(variables.dropped) && !begins(variables.kept))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_opens_the_engine_goes_and_the_rest_stays() {
        for name in EVERYWHERE.iter().chain(Engine::VARIABLES.dropped) {
            assert!(opens_engine(OsStr::new(name)), "{name}");
        }
        assert!(opens_engine(OsStr::new("sslkeylogfile")));
        let known: &[&str] = match std::env::consts::OS {
            "linux" => &[
                "WEBKIT_INSPECTOR_SERVER",
                "WEBKIT_INSPECTOR_HTTP_SERVER",
                "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS",
                "WEBKIT_INJECTED_BUNDLE_PATH",
                "WEBKIT_EXEC_PATH",
                "WEBKIT_GST_ALLOWED_URI_PROTOCOLS",
                "JSC_useWebAssembly",
            ],
            "windows" => &[
                "WEBVIEW2_ADDITIONAL_BROWSER_ARGUMENTS",
                "WEBVIEW2_BROWSER_EXECUTABLE_FOLDER",
                "WEBVIEW2_USER_DATA_FOLDER",
                "WEBVIEW2_RELEASE_CHANNEL_PREFERENCE",
                "webview2_wait_for_script_debugger",
            ],
            _ => &["JSC_useWebAssembly", "__XPC_JSC_useWebAssembly"],
        };
        for name in known {
            assert!(opens_engine(OsStr::new(name)), "{name}");
        }
        for kept in Engine::VARIABLES.kept {
            assert!(!opens_engine(OsStr::new(kept)), "{kept}");
        }
        for other in ["HOME", "PATH", "DISPLAY", "DESKBELL_LOG", "GTK_THEME", "MY_WEBKIT_INSPECTOR"]
        {
            assert!(!opens_engine(OsStr::new(other)), "{other}");
        }
    }
}
