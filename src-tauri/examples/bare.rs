//! A bare Tauri window with a tray icon: what `cargo xtask bench` compares Deskbell's start with.

use tauri::{WebviewUrl, WebviewWindowBuilder, image::Image, menu::Menu, tray::TrayIconBuilder};

fn main() -> tauri::Result<()> {
    tauri::Builder::default()
        .setup(|app| {
            let icon = Image::from_bytes(include_bytes!("../../icons/tray/idle-light@2x.png"))?;
            // Without a menu the system's library does not register the icon.
            let menu = Menu::with_items(app, &[])?;
            TrayIconBuilder::with_id("bare").icon(icon).menu(&menu).build(app)?;
            WebviewWindowBuilder::new(app, "main", WebviewUrl::App("main.html".into())).build()?;
            Ok(())
        })
        .run(tauri::generate_context!())
}
