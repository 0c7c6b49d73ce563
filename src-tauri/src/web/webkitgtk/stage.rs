//! Linux: our page and the hosted pages share one GTK box, because child bounds are ignored there.

use super::WebKitGtk;
use crate::web::stage::{Split, StageLayout, split};
use deskbell_core::PageProblem;
use gtk::prelude::*;
use tauri::{LogicalSize, Webview, Window};
use url::Url;
use webkit2gtk::{WebProcessTerminationReason, WebViewExt};

impl StageLayout for WebKitGtk {
    fn prepare_process() {
        const VARIABLE: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
        if std::env::var_os(VARIABLE).is_none() {
            // Measured with WebKitGTK 2.50: shared GPU buffers cost each page 30 to 60 MB more, and a phone
            // widget draws nothing that would need them.
            #[allow(
                unsafe_code,
                reason = "no other thread runs yet that could read the environment"
            )]
            unsafe {
                std::env::set_var(VARIABLE, "1");
            }
        }
    }

    fn prepare_window(window: &Window) -> tauri::Result<()> {
        let inside = window.clone();
        window.run_on_main_thread(move || {
            if let Ok(content) = inside.default_vbox() {
                content.set_orientation(gtk::Orientation::Horizontal);
                // The window must be able to shrink below the natural width of a hosted page.
                content.set_homogeneous(false);
            }
        })
    }

    /// Into a frame of its own: a webview asks for the width it last had, so bare in the box it would never give room to
    /// a page again; the frame asks for the width of the sidebar only.
    fn enclose(window: &Window, sidebar: &Webview, width: u32) -> tauri::Result<()> {
        let inside = window.clone();
        sidebar.with_webview(move |inner| {
            let view = inner.inner();
            let Ok(content) = inside.default_vbox() else { return };
            let frame = gtk::ScrolledWindow::new(gtk::Adjustment::NONE, gtk::Adjustment::NONE);
            frame.set_policy(gtk::PolicyType::External, gtk::PolicyType::External);
            frame.set_min_content_width(i32::try_from(width).unwrap_or(i32::MAX));
            content.remove(&view);
            frame.add(&view);
            content.pack_start(&frame, true, true, 0);
            content.reorder_child(&frame, 0);
            // The frame goes with its view, or an empty sidebar would stay.
            let outer = frame.downgrade();
            view.connect_destroy(move |_| {
                if let Some(frame) = outer.upgrade() {
                    gtk::glib::idle_add_local_once(move || {
                        if let Some(content) = frame.parent().and_downcast::<gtk::Box>() {
                            content.remove(&frame);
                        }
                    });
                }
            });
            frame.show_all();
        })
    }

    /// Hidden pages are taken out of the layout.
    fn arrange(
        window: &Window,
        sidebar: Option<&Webview>,
        page: Option<&Webview>,
        hidden: &[Webview],
        width: u32,
    ) -> tauri::Result<()> {
        for webview in hidden {
            webview.with_webview(|inner| inner.inner().hide())?;
        }
        if let Some(page) = page {
            page.with_webview(|inner| inner.inner().show())?;
        }
        let Some(sidebar) = sidebar else { return Ok(()) };
        let whole = page.is_none();
        let size: LogicalSize<f64> = window.inner_size()?.to_logical(window.scale_factor()?);
        let (orientation, height) = match split(size.width, size.height, width) {
            Split::Beside => (gtk::Orientation::Horizontal, -1),
            Split::Above(height) => (gtk::Orientation::Vertical, whole_pixels(height)),
        };
        let inside = window.clone();
        sidebar.with_webview(move |inner| {
            let frame = inner.inner().ancestor(gtk::ScrolledWindow::static_type());
            let frame = frame.and_downcast::<gtk::ScrolledWindow>();
            if let (Some(frame), Ok(content)) = (frame, inside.default_vbox()) {
                content.set_orientation(orientation);
                frame.set_min_content_height(height);
                content.set_child_packing(&frame, whole, true, 0, gtk::PackType::Start);
            }
        })
    }

    fn watch_keys(window: &Window, pressed: impl Fn(usize) + Send + 'static) -> tauri::Result<()> {
        let inside = window.clone();
        window.run_on_main_thread(move || {
            let Ok(main) = inside.gtk_window() else { return };
            let inside = inside.clone();
            main.connect_key_press_event(move |_, key| {
                let held = key.state() & gtk::accelerator_get_default_mod_mask();
                if key.keyval() == gtk::gdk::keys::constants::F6 && held.is_empty() {
                    switch_sides(&inside);
                    return gtk::glib::Propagation::Stop;
                }
                let digit = key.keyval().to_unicode().and_then(|typed| typed.to_digit(10));
                match digit {
                    Some(number @ 1..) if held == gtk::gdk::ModifierType::CONTROL_MASK => {
                        pressed(number as usize);
                        gtk::glib::Propagation::Stop
                    }
                    _ => gtk::glib::Propagation::Proceed,
                }
            });
        })
    }

    fn watch_process(
        page: &Webview,
        report: impl Fn(PageProblem) + Send + 'static,
    ) -> tauri::Result<()> {
        page.with_webview(move |inner| {
            inner.inner().connect_web_process_terminated(move |_, reason| match reason {
                // We end it ourselves only to load the page again.
                WebProcessTerminationReason::TerminatedByApi => {}
                _ => report(PageProblem::Crashed),
            });
        })
    }

    fn load_again(page: &Webview, address: Url) -> tauri::Result<()> {
        page.with_webview(move |inner| {
            let view = inner.inner();
            // A hung process would queue the load behind its endless script.
            view.terminate_web_process();
            view.load_uri(address.as_str());
        })
    }
}

/// As GTK counts them.
#[allow(
    clippy::cast_possible_truncation,
    reason = "far below a million, and a fraction of a pixel is none"
)]
fn whole_pixels(length: f64) -> i32 {
    length.clamp(0.0, 1e6) as i32
}

fn switch_sides(window: &Window) {
    let Ok(content) = window.default_vbox() else { return };
    let shown = content.children().into_iter().filter(WidgetExt::is_visible);
    let (ours, hosted): (Vec<_>, Vec<_>) =
        shown.partition(|child| child.is::<gtk::ScrolledWindow>());
    // Frame and viewport hold one child each; the webview at the end is no such bin.
    let mut ours = ours.into_iter().next();
    while let Some(bin) = ours.as_ref().and_then(Cast::downcast_ref::<gtk::Bin>) {
        ours = bin.child();
    }
    let at_ours = ours.as_ref().is_some_and(WidgetExt::has_focus);
    let next = if at_ours { hosted.first() } else { ours.as_ref() };
    if let Some(next) = next {
        next.grab_focus();
    }
}
