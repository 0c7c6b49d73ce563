//! macOS: WKWebView, where it differs from the engine of Windows.

use crate::web::environment::EngineVariables;
use crate::web::request_filter::NavigationScope;
use tauri::Webview;

/// The origin this engine gives our own pages.
pub const DESK_ORIGIN: &str = "desk://localhost";

/// It asks about every frame.
pub const NAVIGATIONS: NavigationScope = NavigationScope::EveryFrame;

/// The script engine's variables; loaders of foreign code are the system's business (hardened run time).
pub const VARIABLES: EngineVariables =
    EngineVariables { dropped: &["JSC_", "__XPC_JSC_"], kept: &[] };

/// WebKit keeps no answer.
pub fn keep_no_answers(_webview: &Webview) -> tauri::Result<()> {
    Ok(())
}
