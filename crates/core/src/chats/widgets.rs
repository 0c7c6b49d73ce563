//! Chat widgets of a page: which were recognised, what they can do, and how they stand.

use super::action::ChatAction;
use super::change::Change;
use super::conversation::Conversation;
use super::facts::{ConversationFact, PageSeen, Visitor};
use super::state::Chats;
use super::visitor;
use super::visitor::Recency;
use super::widget::ChatWidget;
use super::widget_facts::{Availability, RecognisedWidget, WidgetWindow};
use crate::accounts::{AccountId, VendorId};
use crate::base::text::{NAME_MAX, cap};
use crate::base::{Private, Timestamp};
use std::collections::BTreeMap;

/// Most widgets of one page.
const WIDGETS_MAX: usize = 8;

/// Most abilities of one widget: more than there are actions says nothing more.
const ABILITIES_MAX: usize = 64;

impl Chats {
    /// A new account: nothing is recognised on its page.
    pub(crate) fn account_added(&mut self, account: AccountId) {
        self.widgets.insert(account, BTreeMap::new());
    }

    /// A widget of an account's page.
    pub(crate) fn widget(&self, account: &AccountId, vendor: &VendorId) -> Option<&ChatWidget> {
        self.widgets.get(account)?.get(vendor)
    }

    /// The widgets of an account's page.
    pub(crate) fn widgets_of(
        &self,
        account: &AccountId,
    ) -> impl Iterator<Item = (&VendorId, &ChatWidget)> {
        self.widgets.get(account).into_iter().flatten()
    }

    /// Changes a widget; one not heard of before is added while there is room.
    fn change_widget(
        &mut self,
        account: &AccountId,
        vendor: &VendorId,
        how: impl FnOnce(&mut ChatWidget),
    ) {
        let Some(widgets) = self.widgets.get_mut(account) else { return };
        if !widgets.contains_key(vendor) && widgets.len() >= WIDGETS_MAX {
            return;
        }
        let vendor = VendorId(cap(&vendor.0, NAME_MAX));
        let is_new = !widgets.contains_key(&vendor);
        let known = widgets.entry(vendor).or_default();
        let before = known.clone();
        how(known);
        if *known == before && !is_new {
            return;
        }
        let abilities = known.abilities != before.abilities;
        self.changes.push(match abilities {
            true => Change::WidgetChanged { account: account.clone() },
            false => Change::Updated,
        });
    }

    /// A widget was recognised, or recognised anew with other abilities.
    pub(crate) fn recognised(
        &mut self,
        account: &AccountId,
        seen: RecognisedWidget,
        now: Timestamp,
    ) {
        let RecognisedWidget { vendor, version, mut abilities, no_end_signal, funnel: _ } = seen;
        let differs = |row: &&Conversation| {
            row.account == *account && row.vendor == vendor && row.no_end_signal != no_end_signal
        };
        let different = self.rows.all().filter(differs);
        for id in different.map(|row| row.id).collect::<Vec<_>>() {
            self.rows.change(id, |row| row.no_end_signal = no_end_signal);
            self.changed(id, now);
        }
        abilities.truncate(ABILITIES_MAX);
        abilities.sort_unstable();
        abilities.dedup_by_key(|ability| ability.action);
        self.change_widget(account, &vendor, |widget| {
            widget.version =
                version.map(|version| cap(&version, NAME_MAX)).or(widget.version.take());
            widget.abilities = abilities;
            widget.no_end_signal = no_end_signal;
        });
    }

    /// Somebody is there for visitors, or nobody.
    pub(crate) fn available(
        &mut self,
        account: &AccountId,
        vendor: &VendorId,
        availability: Availability,
    ) {
        self.change_widget(account, vendor, |widget| widget.availability = availability);
    }

    /// The widget's window changed.
    pub(crate) fn window(&mut self, account: &AccountId, vendor: &VendorId, window: WidgetWindow) {
        self.change_widget(account, vendor, |widget| widget.window = window);
    }

    /// The widget told what it calls our agent.
    pub(super) fn knows_agent(
        &mut self,
        account: &AccountId,
        vendor: &VendorId,
        agent: Option<Private<String>>,
    ) {
        let known = self.widget(account, vendor).is_some_and(|widget| widget.agent == agent);
        if agent.is_some() && !known {
            self.change_widget(account, vendor, |widget| widget.agent = agent);
        }
    }

    /// A page that names no conversation tells of its one visitor: the next conversation is theirs.
    pub(super) fn remember_visitor(
        &mut self,
        account: &AccountId,
        vendor: &VendorId,
        fact: &ConversationFact,
    ) {
        if let Some(seen) = visitor_of_page(fact) {
            self.change_widget(account, vendor, |widget| {
                visitor::merge(&mut widget.visitor, seen, Recency::Now);
            });
        }
    }
}

/// What the fact tells of the visitor.
fn visitor_of_page(fact: &ConversationFact) -> Option<Visitor> {
    match fact {
        ConversationFact::VisitorSeen { visitor } => Some((**visitor).clone()),
        ConversationFact::PageViewed { page } => Some(with_page(page.clone())),
        ConversationFact::Queued { .. }
        | ConversationFact::Offered { .. }
        | ConversationFact::Active { .. }
        | ConversationFact::Closed { .. }
        | ConversationFact::Message { .. }
        | ConversationFact::OfflineMessage { .. }
        | ConversationFact::CallRequested { .. }
        | ConversationFact::VisitorTyping { .. }
        | ConversationFact::Transfer { .. }
        | ConversationFact::LabelAdded { .. }
        | ConversationFact::LabelRemoved { .. }
        | ConversationFact::Rated { .. }
        | ConversationFact::Noted { .. } => None,
    }
}

fn with_page(page: PageSeen) -> Visitor {
    Visitor { page, ..Visitor::default() }
}

/// What can be asked of a widget as a whole now.
pub(super) fn actions(page_alive: bool, widget: &ChatWidget) -> Vec<ChatAction> {
    if !page_alive {
        return Vec::new();
    }
    let of_widget = |action: &ChatAction| action.concerns_widget();
    widget.abilities.iter().map(|ability| ability.action).filter(of_widget).collect()
}
