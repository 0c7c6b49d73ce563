//! What a screen reader gets: the tree of names, roles and states that a program gives over AT-SPI.
//! The protocol is plain D-Bus, and a reader needs a few of its calls.

use super::Session;
use anyhow::{Context, Result, ensure};
use std::collections::HashMap;
use zbus::blocking::{Connection, Proxy, connection, proxy};
use zbus::proxy::CacheProperties;
use zbus::zvariant::OwnedObjectPath;

const REGISTRY: &str = "org.a11y.atspi.Registry";
const ACCESSIBLE: &str = "org.a11y.atspi.Accessible";
const ROOT: &str = "/org/a11y/atspi/accessible/root";
/// Places of the states in a node's set, as AT-SPI numbers them.
const ENABLED: u32 = 8;
const SENSITIVE: u32 = 24;
const SHOWING: u32 = 25;
/// More nodes than any window of ours has: a tree in a circle ends here.
const NODES_MOST: usize = 20_000;

/// One node of the tree.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it is called.
    pub name: String,
    /// What else is said of it.
    pub description: String,
    /// What it is: a page's in ARIA's words (`button`, `menu`), GTK's own in AT-SPI's (`frame`).
    pub role: String,
    /// Its text, where it is one.
    pub text: String,
    /// Attributes such as `live`.
    pub attributes: HashMap<String, String>,
    /// It can be used.
    pub enabled: bool,
    /// It is on the screen.
    pub showing: bool,
    place: Place,
}

/// A reader that is connected to a session.
#[derive(Debug)]
pub struct ScreenReader {
    connection: Connection,
}

impl ScreenReader {
    /// Tells the session that a screen reader runs. Start it before the program: what is built without one gives less.
    ///
    /// # Errors
    /// If the session has no accessibility bus.
    pub fn start(session: &Session) -> Result<Self> {
        let bus = session.connect()?;
        let launcher = Proxy::new(&bus, "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus")?;
        let address: String = launcher
            .call("GetAddress", &())
            .context("the session has no accessibility bus (at-spi2-core)")?;
        let status = Proxy::new(&bus, "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Status")?;
        status.set_property("IsEnabled", true)?;
        status.set_property("ScreenReaderEnabled", true)?;
        let connection = connection::Builder::address(address.as_str())?.build()?;
        Ok(Self { connection })
    }

    /// Everything the program called `name` gives, from the top.
    ///
    /// # Errors
    /// If there is no such program or it ends meanwhile.
    pub fn read(&self, name: &str) -> Result<Vec<Node>> {
        let mut found = Vec::new();
        for place in self.children(&(REGISTRY.to_owned(), root()?))? {
            if self.node(&place).is_ok_and(|node| node.name == name) {
                self.walk(place, &mut found);
            }
        }
        Ok(found)
    }

    /// Does what a node is for, as a screen reader presses it.
    ///
    /// # Errors
    /// If it is gone or does nothing.
    pub fn press(&self, node: &Node) -> Result<()> {
        let done: bool = self.at(&node.place, "org.a11y.atspi.Action")?.call("DoAction", &0_i32)?;
        ensure!(done, "{:?} cannot be pressed", node.name);
        Ok(())
    }

    /// What goes away while it is read is not there.
    fn walk(&self, place: Place, found: &mut Vec<Node>) {
        if found.len() >= NODES_MOST {
            return;
        }
        let Ok(node) = self.node(&place) else { return };
        found.push(node);
        for child in self.children(&place).unwrap_or_default() {
            self.walk(child, found);
        }
    }

    fn node(&self, place: &Place) -> Result<Node> {
        let accessible = self.at(place, ACCESSIBLE)?;
        let states: Vec<u32> = accessible.call("GetState", &())?;
        let is = |state: u32| {
            let word = states.get(state as usize / 32).copied().unwrap_or_default();
            word >> (state % 32) & 1 == 1
        };
        // Only some nodes are texts; the others refuse.
        let text = self.at(place, "org.a11y.atspi.Text")?.call("GetText", &(0_i32, -1_i32));
        let attributes: HashMap<String, String> =
            accessible.call("GetAttributes", &()).unwrap_or_default();
        let role = match attributes.get("computed-role") {
            Some(role) => role.clone(),
            None => accessible.call("GetRoleName", &())?,
        };
        Ok(Node {
            place: place.clone(),
            name: accessible.get_property("Name")?,
            description: accessible.get_property("Description").unwrap_or_default(),
            role,
            text: text.unwrap_or_default(),
            attributes,
            enabled: is(ENABLED) && is(SENSITIVE),
            showing: is(SHOWING),
        })
    }

    fn children(&self, place: &Place) -> Result<Vec<Place>> {
        // One by one: asked for all at once, GTK leaves out what another process shows in its window, as WebKit's does.
        let accessible = self.at(place, ACCESSIBLE)?;
        let count: i32 = accessible.get_property("ChildCount")?;
        (0..count).map(|index| Ok(accessible.call("GetChildAtIndex", &index)?)).collect()
    }

    fn at(&self, (name, path): &Place, interface: &'static str) -> Result<Proxy<'_>> {
        // Nothing is remembered: what is read is what is there now.
        let proxy = proxy::Builder::new(&self.connection)
            .destination(name.clone())?
            .path(path.clone())?
            .interface(interface)?
            .cache_properties(CacheProperties::No);
        Ok(proxy.build()?)
    }
}

/// A program on the bus and a node of it.
type Place = (String, OwnedObjectPath);

fn root() -> Result<OwnedObjectPath> {
    Ok(OwnedObjectPath::try_from(ROOT)?)
}
