//! Chat widgets of a page: which were recognised, what they can do, and how they stand.

use super::action::{ChatAbility, ChatAction};
use super::conversation::Conversation;
use super::facts::{ConversationFact, PageSeen, Visitor};
use super::visitor;
use super::visitor::Told;
use super::widget_facts::{Availability, RecognisedWidget, WidgetWindow};
use crate::accounts::{AccountId, VendorId};
use crate::base::Private;
use crate::base::text::{NAME_MAX, cap};
use crate::state::State;

/// Most widgets of one page.
const WIDGETS_MAX: usize = 8;

/// Most abilities of one widget: more than there are actions says nothing more.
const ABILITIES_MAX: usize = 64;

/// One widget on a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct ChatWidget {
    pub(crate) version: Option<String>,
    pub(crate) abilities: Vec<ChatAbility>,
    /// It does not reliably tell that a conversation is over.
    pub(crate) endless: bool,
    pub(crate) availability: Availability,
    pub(crate) window: WidgetWindow,
    /// What the vendor calls our agent.
    pub(crate) agent: Option<Private<String>>,
    /// The visitor of the page, where it tells of one before there is a conversation.
    pub(crate) visitor: Visitor,
}

impl ChatWidget {
    /// How it does this, if it can.
    pub(crate) fn ability(&self, action: ChatAction) -> Option<ChatAbility> {
        self.abilities.iter().copied().find(|ability| ability.action == action)
    }
}

/// A widget of an account's page.
pub(crate) fn widget<'a>(
    state: &'a State,
    account: &AccountId,
    vendor: &VendorId,
) -> Option<&'a ChatWidget> {
    state.world.account(account)?.widgets.get(vendor)
}

/// Changes a widget; one not heard of before is added while there is room.
fn change(
    state: &mut State,
    account: &AccountId,
    vendor: &VendorId,
    how: impl FnOnce(&mut ChatWidget),
) {
    let Some(a) = state.world.account_mut(account) else { return };
    if !a.widgets.contains_key(vendor) && a.widgets.len() >= WIDGETS_MAX {
        return;
    }
    let vendor = VendorId(cap(&vendor.0, NAME_MAX));
    let new = !a.widgets.contains_key(&vendor);
    let known = a.widgets.entry(vendor).or_default();
    let before = known.clone();
    how(known);
    state.dirty |= new || *known != before;
}

/// A widget was recognised, or recognised anew with other abilities.
pub(crate) fn recognised(state: &mut State, account: &AccountId, seen: RecognisedWidget) {
    let RecognisedWidget { vendor, version, mut abilities, endless, funnel: _ } = seen;
    let of_widget = |row: &&mut Conversation| row.account == *account && row.vendor == vendor;
    for row in state.world.chats.rows.iter_mut().filter(of_widget) {
        row.endless = endless;
    }
    abilities.truncate(ABILITIES_MAX);
    abilities.sort_unstable();
    abilities.dedup_by_key(|ability| ability.action);
    change(state, account, &vendor, |widget| {
        widget.version = version.map(|version| cap(&version, NAME_MAX)).or(widget.version.take());
        widget.abilities = abilities;
        widget.endless = endless;
    });
}

/// Somebody is there for visitors, or nobody.
pub(crate) fn available(
    state: &mut State,
    account: &AccountId,
    vendor: &VendorId,
    availability: Availability,
) {
    change(state, account, vendor, |widget| widget.availability = availability);
}

/// The widget's window changed.
pub(crate) fn window(
    state: &mut State,
    account: &AccountId,
    vendor: &VendorId,
    window: WidgetWindow,
) {
    change(state, account, vendor, |widget| widget.window = window);
}

/// The widget told what it calls our agent.
pub(crate) fn knows_agent(
    state: &mut State,
    account: &AccountId,
    vendor: &VendorId,
    agent: Option<Private<String>>,
) {
    if agent.is_some() {
        change(state, account, vendor, |widget| widget.agent = agent);
    }
}

/// A page that names no conversation tells of its one visitor: the next conversation is theirs.
pub(crate) fn remember_visitor(
    state: &mut State,
    account: &AccountId,
    vendor: &VendorId,
    fact: &ConversationFact,
) {
    let seen = match fact {
        ConversationFact::VisitorSeen { visitor } => (**visitor).clone(),
        ConversationFact::PageViewed { page } => with_page(page.clone()),
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
        | ConversationFact::Noted { .. } => return,
    };
    change(state, account, vendor, |widget| visitor::merge(&mut widget.visitor, seen, Told::Now));
}

fn with_page(page: PageSeen) -> Visitor {
    Visitor { page, ..Visitor::default() }
}

/// What can be asked of a widget as a whole now.
pub(crate) fn actions(page_alive: bool, widget: &ChatWidget) -> Vec<ChatAction> {
    if !page_alive {
        return Vec::new();
    }
    let of_widget = |action: &ChatAction| action.concerns_widget();
    widget.abilities.iter().map(|ability| ability.action).filter(of_widget).collect()
}
