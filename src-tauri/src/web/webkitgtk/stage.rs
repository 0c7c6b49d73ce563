//! Linux: hosted pages lie above our page in a GTK overlay, because child bounds are ignored there.

use super::WebKitGtk;
use crate::web::stage::{HEADER, Heading, Split, StageLayout, split};
use deskbell_core::PageProblem;
use gtk::prelude::*;
use std::cell::Cell;
use tauri::{LogicalSize, Webview, Window};
use url::Url;
use webkit2gtk::{WebProcessTerminationReason, WebViewExt};

thread_local! {
    /// Where the page on the stage begins in the main window; GTK asks for it on its one thread.
    static CORNER: Cell<(i32, i32)> = const { Cell::new((0, 0)) };
}

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
            let Ok(content) = inside.default_vbox() else { return };
            let layers = gtk::Overlay::new();
            layers.connect_get_child_position(place);
            let ours = gtk::Box::new(gtk::Orientation::Horizontal, 0);
            layers.add(&ours);
            content.pack_start(&layers, true, true, 0);
            layers.show_all();
        })
    }

    /// Into a frame of its own: a webview asks for the width it last had, so bare in the box it would never give room to
    /// a page again; the frame asks for the width of the sidebar only.
    fn enclose(window: &Window, sidebar: &Webview, width: u32) -> tauri::Result<()> {
        let inside = window.clone();
        sidebar.with_webview(move |inner| {
            let view = inner.inner();
            let Some(ours) =
                layers(&inside).and_then(|layers| layers.child()).and_downcast::<gtk::Box>()
            else {
                return;
            };
            let frame = gtk::ScrolledWindow::new(gtk::Adjustment::NONE, gtk::Adjustment::NONE);
            frame.set_policy(gtk::PolicyType::External, gtk::PolicyType::External);
            frame.set_min_content_width(i32::try_from(width).unwrap_or(i32::MAX));
            release(&view);
            frame.add(&view);
            ours.pack_start(&frame, true, true, 0);
            // The frame goes with its view, or an empty sidebar would stay.
            let outer = frame.downgrade();
            view.connect_destroy(move |_| {
                if let Some(frame) = outer.upgrade() {
                    gtk::glib::idle_add_local_once(move || release(&frame));
                }
            });
            frame.show_all();
        })
    }

    /// Hosted pages lie above ours, which is as large as what of it is to be seen; hidden ones are taken out of the layout.
    fn arrange(
        window: &Window,
        sidebar: Option<&Webview>,
        page: Option<&Webview>,
        hidden: &[Webview],
        width: u32,
        heading: Heading,
    ) -> tauri::Result<()> {
        for webview in hidden {
            webview.with_webview(|inner| inner.inner().hide())?;
        }
        let size: LogicalSize<f64> = window.inner_size()?.to_logical(window.scale_factor()?);
        let shared = page.map(|_| split(size.width, size.height, width));
        let (left, top) = match (shared, heading) {
            (None, _) => (0, 0),
            (Some(Split::Beside), Heading::None) => (whole_pixels(f64::from(width)), 0),
            (Some(Split::Beside), Heading::Ours) => {
                (whole_pixels(f64::from(width)), whole_pixels(HEADER))
            }
            (Some(Split::Above(height)), _) => (0, whole_pixels(height)),
        };
        if let Some(page) = page {
            let inside = window.clone();
            page.with_webview(move |inner| {
                let Some(layers) = layers(&inside) else { return };
                let view = inner.inner();
                if view.parent().as_ref() != Some(layers.upcast_ref()) {
                    release(&view);
                    layers.add_overlay(&view);
                }
                CORNER.set((left, top));
                layers.queue_resize();
                view.show();
                // Our page may have come back after it.
                if let Some(outer) = view.window().and_then(|own| own.parent()) {
                    outer.raise();
                }
            })?;
        }
        let Some(sidebar) = sidebar else { return Ok(()) };
        let (across, down) = match (shared, heading) {
            (None, _) | (Some(Split::Beside), Heading::Ours) => {
                (gtk::Align::Fill, gtk::Align::Fill)
            }
            (Some(Split::Beside), Heading::None) => (gtk::Align::Start, gtk::Align::Fill),
            (Some(Split::Above(_)), _) => (gtk::Align::Fill, gtk::Align::Start),
        };
        sidebar.with_webview(move |inner| {
            let frame = inner.inner().ancestor(gtk::ScrolledWindow::static_type());
            if let Some(frame) = frame.and_downcast::<gtk::ScrolledWindow>() {
                frame.set_min_content_height(if down == gtk::Align::Start { top } else { -1 });
                frame.set_halign(across);
                frame.set_valign(down);
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

/// Where our page lies below the hosted ones.
fn layers(window: &Window) -> Option<gtk::Overlay> {
    let content = window.default_vbox().ok()?;
    content.children().into_iter().find_map(|child| child.downcast().ok())
}

/// Takes `widget` out of whatever holds it.
fn release(widget: &impl IsA<gtk::Widget>) {
    if let Some(holder) = widget.parent().and_downcast::<gtk::Container>() {
        holder.remove(widget);
    }
}

/// A hosted page gets all that is left of its corner, whatever size it had before. Margins would not do: what they leave
/// free would still take the clicks that are ours.
fn place(layers: &gtk::Overlay, _: &gtk::Widget) -> Option<gtk::gdk::Rectangle> {
    let (left, top) = CORNER.get();
    let (width, height) = (layers.allocated_width() - left, layers.allocated_height() - top);
    Some(gtk::gdk::Rectangle::new(left, top, width.max(1), height.max(1)))
}

fn switch_sides(window: &Window) {
    let Some(layers) = layers(window) else { return };
    let below = layers.child();
    let shown = layers.children().into_iter().filter(WidgetExt::is_visible);
    let hosted: Vec<_> = shown.filter(|child| Some(child) != below.as_ref()).collect();
    let mut ours =
        below.and_downcast::<gtk::Box>().and_then(|ours| ours.children().into_iter().next());
    // Frame and viewport hold one child each; the webview at the end is no such bin.
    while let Some(bin) = ours.as_ref().and_then(Cast::downcast_ref::<gtk::Bin>) {
        ours = bin.child();
    }
    let at_ours = ours.as_ref().is_some_and(WidgetExt::has_focus);
    let next = if at_ours { hosted.first() } else { ours.as_ref() };
    if let Some(next) = next {
        next.grab_focus();
    }
}
