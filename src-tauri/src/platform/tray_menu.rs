//! The tray's menu: lines of the core become menu items, ids become intents again.

use deskbell_core::{Intent, TrayItem};
use std::collections::HashMap;
use tauri::AppHandle;
use tauri::menu::{CheckMenuItem, IsMenuItem, Menu, MenuItem, PredefinedMenuItem};

/// The menu's lines, each with an id of its own.
#[derive(Default)]
pub(super) struct Lines {
    items: Vec<TrayItem>,
    /// What each id does: of this menu and the one before, which may still be open.
    intents: HashMap<String, Intent>,
    before: HashMap<String, Intent>,
    /// Grows with every menu, so that an id never means two things.
    edition: u64,
    /// The system's own tick must be undone.
    ticked: bool,
}

impl Lines {
    /// Takes over new lines; says whether the menu must be built again.
    pub(super) fn replace(&mut self, items: &[TrayItem]) -> bool {
        if !std::mem::take(&mut self.ticked) && self.edition > 0 && self.items == items {
            return false;
        }
        self.edition += 1;
        self.items = items.to_vec();
        let fresh = self.items.iter().enumerate().filter_map(|(at, item)| match item {
            TrayItem::Action { intent, .. } | TrayItem::Choice { intent, .. } => {
                Some((self.id(at), intent.clone()))
            }
            TrayItem::Label { .. } | TrayItem::Separator => None,
        });
        let fresh = fresh.collect();
        self.before = std::mem::replace(&mut self.intents, fresh);
        true
    }

    /// What the line with this id does. Lines of other menus are nobody's.
    pub(super) fn press(&mut self, id: &str) -> Option<Intent> {
        self.ticked = true;
        self.intents.get(id).or_else(|| self.before.get(id)).cloned()
    }

    /// Builds the system's menu.
    pub(super) fn menu(&self, app: &AppHandle) -> tauri::Result<Menu<tauri::Wry>> {
        let mut items: Vec<Box<dyn IsMenuItem<tauri::Wry>>> = Vec::new();
        for (at, item) in self.items.iter().enumerate() {
            let id = self.id(at);
            items.push(match item {
                TrayItem::Action { label, .. } => {
                    Box::new(MenuItem::with_id(app, id, literal(label), true, None::<&str>)?)
                }
                TrayItem::Choice { label, checked, .. } => {
                    let text = literal(label);
                    Box::new(CheckMenuItem::with_id(app, id, text, true, *checked, None::<&str>)?)
                }
                TrayItem::Label { label } => {
                    Box::new(MenuItem::with_id(app, id, literal(label), false, None::<&str>)?)
                }
                TrayItem::Separator => Box::new(PredefinedMenuItem::separator(app)?),
            });
        }
        let items: Vec<&dyn IsMenuItem<tauri::Wry>> = items.iter().map(AsRef::as_ref).collect();
        Menu::with_items(app, &items)
    }

    fn id(&self, at: usize) -> String {
        format!("tray-{}-{at}", self.edition)
    }
}

/// `&` would make the next letter a shortcut; a caller named "R&D" is no shortcut.
fn literal(label: &str) -> String {
    label.replace('&', "&&")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn action(label: &str, intent: Intent) -> TrayItem {
        TrayItem::Action { label: label.to_owned().into(), intent }
    }

    #[test]
    fn an_open_menu_still_does_what_it_says_after_the_next_one_was_built() {
        let mut lines = Lines::default();
        let quit = Intent::Quit { confirmed: false };
        assert!(lines.replace(&[action("Show", Intent::ShowWindow), TrayItem::Separator]));
        assert!(!lines.replace(&[action("Show", Intent::ShowWindow), TrayItem::Separator]));
        assert!(lines.replace(&[action("Quit", quit.clone())]));
        assert_eq!(lines.press("tray-1-0"), Some(Intent::ShowWindow));
        assert_eq!(lines.press("tray-2-0"), Some(quit.clone()));
        assert_eq!(lines.press("tray-1-1"), None);
        assert!(lines.replace(&[action("Quit", quit)]), "the system's tick is undone");
        assert_eq!(lines.press("tray-1-0"), None, "two menus ago");
    }

    #[test]
    fn an_empty_menu_is_built_once() {
        let mut lines = Lines::default();
        assert!(lines.replace(&[]));
        assert!(!lines.replace(&[]));
    }

    #[test]
    fn a_name_is_shown_letter_by_letter() {
        assert_eq!(literal("R&D _x"), "R&&D _x");
    }
}
