//! Windows: WebView2, where it differs from the Mac's engine.

use crate::web::environment::EngineVariables;
use crate::web::request_filter::NavigationScope;
use tauri::Webview;
use webview2_com::Microsoft::Web::WebView2::Win32::{
    ICoreWebView2PermissionRequestedEventArgs, ICoreWebView2PermissionRequestedEventArgs3,
};
use webview2_com::PermissionRequestedEventHandler;
use winrt::core::Interface;

/// The origin this engine gives our own pages.
pub const DESK_ORIGIN: &str = "http://desk.localhost";

/// It asks about the page itself.
pub const NAVIGATIONS: NavigationScope = NavigationScope::TopFrame;

/// WebView2's variables replace what the program chose: arguments of the browser, its program, its data folder.
pub const VARIABLES: EngineVariables =
    EngineVariables { dropped: &["WEBVIEW2_", "COREWEBVIEW2_"], kept: &[] };

/// Has the engine of `webview` ask each time, so that the agent's word alone holds: by itself it keeps the answer and asks
/// nobody again. Versions before 2022 keep what they were told.
pub fn keep_no_answers(webview: &Webview) -> tauri::Result<()> {
    webview.with_webview(|inner| {
        let handler = PermissionRequestedEventHandler::create(Box::new(
            |_, request: Option<ICoreWebView2PermissionRequestedEventArgs>| {
                let newer = request
                    .and_then(|it| it.cast::<ICoreWebView2PermissionRequestedEventArgs3>().ok());
                // SAFETY: the engine's own object, alive while it calls us.
                #[allow(unsafe_code)]
                newer.map_or(Ok(()), |request| unsafe { request.SetSavesInProfile(false) })
            },
        ));
        let mut token = 0;
        // SAFETY: called on the thread of the webview; the engine keeps the handler as long as itself.
        #[allow(unsafe_code)]
        let added = unsafe {
            inner
                .controller()
                .CoreWebView2()
                .and_then(|view| view.add_PermissionRequested(&handler, &raw mut token))
        };
        if let Err(error) = added {
            log::warn!("the engine may keep answers of its own: {error}");
        }
    })
}
