//! The tray icon as a tray host sees it: registered at the StatusNotifier watcher, with a menu over D-Bus.

use super::Session;
use super::wait::until;
use anyhow::{Context, Result, bail};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;
use zbus::blocking::{Connection, Proxy};
use zbus::zvariant::{OwnedValue, Value};

const WATCHER: &str = "org.kde.StatusNotifierWatcher";
const ITEM: &str = "org.kde.StatusNotifierItem";
const MENU: &str = "com.canonical.dbusmenu";

/// One line of the tray menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MenuLine {
    /// The menu's number of it.
    pub id: i32,
    /// Its words; empty for a separator.
    pub label: String,
    /// Can be chosen.
    pub enabled: bool,
    /// Carries a tick.
    pub checked: bool,
}

/// A registered tray icon.
#[derive(Debug)]
pub struct TrayIcon {
    connection: Connection,
    name: String,
    path: String,
}

impl TrayIcon {
    /// Waits until exactly one icon is registered with the session's tray host.
    ///
    /// # Errors
    /// After `patience`.
    pub fn wait(session: &Session, patience: Duration) -> Result<Self> {
        let connection = session.connect()?;
        until("a tray icon is registered", patience, || {
            Ok(registered(&connection)?.into_iter().next())
        })
        .and_then(|address| Self::at(connection.clone(), &address))
    }

    fn at(connection: Connection, address: &str) -> Result<Self> {
        let place = address.find('/').with_context(|| format!("odd address {address}"))?;
        let (name, path) = address.split_at(place);
        Ok(Self { connection, name: name.to_owned(), path: path.to_owned() })
    }

    /// A name for the picture shown now, the same whenever it is the same picture: programs give a tray host either a
    /// file's name or the pixels.
    ///
    /// # Errors
    /// If the icon is gone.
    pub fn icon(&self) -> Result<String> {
        type Pixels = Vec<(i32, i32, Vec<u8>)>;
        let item = self.item()?;
        let name: String = item.get_property("IconName").unwrap_or_default();
        if !name.is_empty() {
            return Ok(name);
        }
        let pixels: Pixels = item.get_property("IconPixmap")?;
        let mut hash = DefaultHasher::new();
        pixels.hash(&mut hash);
        Ok(format!("pixels {:016x}", hash.finish()))
    }

    /// The menu's lines, top to bottom.
    ///
    /// # Errors
    /// If the icon is gone or has no menu.
    pub fn menu(&self) -> Result<Vec<MenuLine>> {
        type Node = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);
        let menu = self.menu_proxy()?;
        // Hosts do this before they open a menu; some programs only then build it.
        let _: Result<bool, _> = menu.call("AboutToShow", &(0_i32,));
        let all: Vec<&str> = Vec::new();
        let (_revision, root): (u32, Node) = menu.call("GetLayout", &(0_i32, -1_i32, all))?;
        root.2.into_iter().map(read_line).collect()
    }

    /// Chooses the menu line with this label.
    ///
    /// # Errors
    /// If there is no such line, with the lines there are.
    pub fn choose(&self, label: &str) -> Result<()> {
        let lines = self.menu()?;
        let Some(line) = lines.iter().find(|line| line.label == label && line.enabled) else {
            bail!("the tray menu has no line {label:?} to choose: {lines:#?}");
        };
        let now = 0_u32;
        self.menu_proxy()?.call_method("Event", &(line.id, "clicked", Value::from(0_i32), now))?;
        Ok(())
    }

    fn item(&self) -> Result<Proxy<'_>> {
        Ok(Proxy::new(&self.connection, self.name.as_str(), self.path.as_str(), ITEM)?)
    }

    fn menu_proxy(&self) -> Result<Proxy<'_>> {
        let path: zbus::zvariant::OwnedObjectPath = self.item()?.get_property("Menu")?;
        Ok(Proxy::new(&self.connection, self.name.clone(), path, MENU)?)
    }
}

/// Addresses (`bus name/object path`) of all registered icons.
///
/// # Errors
/// If there is no watcher.
pub fn registered(connection: &Connection) -> Result<Vec<String>> {
    let watcher = Proxy::new(connection, WATCHER, "/StatusNotifierWatcher", WATCHER)?;
    Ok(watcher.get_property("RegisteredStatusNotifierItems")?)
}

fn read_line(line: OwnedValue) -> Result<MenuLine> {
    type Fields = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);
    let (id, properties, _children): Fields = Value::from(line).downcast()?;
    let label = match properties.get("label").map(|label| &**label) {
        // An underscore marks the key of a mnemonic.
        Some(Value::Str(label)) => label.replace('_', ""),
        _ => String::new(),
    };
    let enabled = !matches!(properties.get("enabled").map(|on| &**on), Some(Value::Bool(false)));
    let checked = matches!(properties.get("toggle-state").map(|on| &**on), Some(Value::I32(1)));
    Ok(MenuLine { id, label, enabled, checked })
}
