//! A desk with a phone and a chat vendor whose status is set by its service.

use crate::desk::*;
use deskbell_core::*;
use std::time::Duration;

pub(crate) const MINUTE: Duration = Duration::from_secs(60);
pub(crate) const HOUR: Duration = Duration::from_secs(60 * 60);

/// The chat account: an agent console whose status is linked.
pub(crate) fn hub() -> AccountConfig {
    let options = [
        (HOSTING_OPTION, Hosting::AgentConsole.as_option()),
        (STATUS_AGENT_OPTION, "ada@company.example"),
        (STATUS_TOKEN_OPTION, "token"),
        (STATUS_HOOK_OPTION, "hook"),
    ];
    AccountConfig {
        vendor: VendorId("chat".to_owned()),
        label: "Web chat".to_owned(),
        options: options.map(|(key, value)| (key.to_owned(), value.to_owned())).into(),
        ..config("hub")
    }
}

pub(crate) fn both_settings() -> Settings {
    Settings { accounts: vec![config("phone"), hub()], ..Settings::default() }
}

impl Desk {
    /// Phone signed in and available, console open, nothing chosen yet.
    pub(crate) fn both() -> Self {
        Self::both_with(both_settings())
    }

    pub(crate) fn both_with(settings: Settings) -> Self {
        let mut desk = Self::from(settings, "en");
        desk.open_both();
        desk.take();
        desk
    }

    /// Both pages come up and tell what they tell at a start.
    pub(crate) fn open_both(&mut self) {
        self.page_of("hub", PageFact::Started { abilities: abilities(true) });
        self.sign_in("phone", CallingMode::Browser);
        self.presence_is("phone", Presence::Available);
    }

    /// The same desk with both vendors at what was chosen.
    pub(crate) fn at(presence: Presence) -> Self {
        let mut desk = Self::both();
        desk.request(set(presence));
        desk.all_confirm();
        desk.wait_alive(SECOND * 2);
        desk.take();
        desk
    }

    /// Both vendors take whatever was asked of them.
    pub(crate) fn all_confirm(&mut self) {
        while let Some((push, ..)) = self.pushing() {
            self.accepted(push);
        }
        if let Some(presence) = self.asked_of_phone() {
            self.presence_is("phone", presence);
        }
    }

    /// The status the phone's widget was asked for last.
    pub(crate) fn asked_of_phone(&self) -> Option<Presence> {
        let all = [
            Presence::Available,
            Presence::Away,
            Presence::DoNotDisturb,
            Presence::Offline,
            Presence::WrapUp,
        ];
        let last = self.effects.iter().rev().find_map(|effect| match effect {
            Effect::Post { command: VendorCommand::SetPresence { word }, .. } => Some(word.clone()),
            _ => None,
        })?;
        all.into_iter().find(|presence| word(*presence) == last)
    }

    /// Every push to the chat vendor since the last [`Desk::take`]: word and note.
    pub(crate) fn pushes(&self) -> Vec<(String, Option<String>)> {
        let one = |effect: &Effect| match effect {
            Effect::PushStatus { word, note, .. } => Some((word.clone(), note.clone())),
            _ => None,
        };
        self.effects.iter().filter_map(one).collect()
    }

    /// The words alone.
    pub(crate) fn words(&self) -> Vec<String> {
        self.pushes().into_iter().map(|(word, _)| word).collect()
    }

    /// The push on its way to the chat vendor.
    pub(crate) fn pushing(&self) -> Option<(PushId, String)> {
        if !matches!(self.standing("hub"), SyncState::Sending) {
            return None;
        }
        self.effects.iter().rev().find_map(|effect| match effect {
            Effect::PushStatus { push, word, .. } => Some((*push, word.clone())),
            _ => None,
        })
    }

    pub(crate) fn accepted(&mut self, push: PushId) {
        self.outcome(Outcome::StatusPushed { account: id("hub"), push });
    }

    pub(crate) fn accept(&mut self) {
        let (push, _) = self.pushing().expect("nothing is on its way");
        self.accepted(push);
    }

    pub(crate) fn refuse(&mut self, problem: PushProblem) {
        let (push, _) = self.pushing().expect("nothing is on its way");
        self.outcome(Outcome::StatusNotPushed { account: id("hub"), push, problem });
    }

    /// The chat vendor tells of a change.
    pub(crate) fn told(&mut self, word: &str, changed_at: Timestamp) {
        let told = StatusReport { word: word.to_owned(), note: None, changed_at: Some(changed_at) };
        self.play(Event::StatusReported { account: id("hub"), told });
    }

    pub(crate) fn status(&self, account: &str) -> AccountStatus {
        let all = self.view().status.accounts;
        all.into_iter().find(|row| row.account == id(account)).expect("no status")
    }

    pub(crate) fn standing(&self, account: &str) -> SyncState {
        self.status(account).standing
    }

    pub(crate) fn aims(&self) -> (Option<Presence>, Option<Presence>) {
        (self.status("phone").aim, self.status("hub").aim)
    }

    pub(crate) fn rules(&self) -> Vec<Rule> {
        self.view().status.rules.into_iter().map(|rule| rule.rule).collect()
    }

    pub(crate) fn change_rules(&mut self, how: impl FnOnce(&mut StatusRules)) {
        let mut rules = self.view().preferences.rules;
        how(&mut rules);
        self.request(Intent::ChangeSetting { change: SettingChange::Rules(rules) });
    }

    /// A call comes in and is answered.
    pub(crate) fn talk(&mut self) {
        self.call(leg(ObservedState::Alerting));
        self.wait_alive(SECOND * 3);
        self.call(leg(ObservedState::Connected));
    }

    pub(crate) fn hang_up(&mut self) {
        self.call(leg(ObservedState::Ended));
    }

    /// What the settings file would hold now.
    pub(crate) fn saved(&self) -> Settings {
        let last = self.effects.iter().rev().find_map(|effect| match effect {
            Effect::SaveSettings { settings } => Some((**settings).clone()),
            _ => None,
        });
        last.expect("nothing was saved")
    }
}
