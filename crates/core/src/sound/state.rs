//! What is known of devices and of the sound of calls.

use super::change::Change;
use super::devices::{DeviceKind, SoundDevice, SoundDevices, SoundPreferences, SoundServer};
use super::facts::{CallFigures, CallSound, PeerSound};
use crate::accounts::AccountId;
use crate::base::changes::Changes;
use crate::base::text::{NAME_MAX, cap};
use std::collections::BTreeMap;

/// Most connections of one account whose sound is kept.
const PEERS_MAX: usize = 16;
const KINDS: [DeviceKind; 2] = [DeviceKind::Microphone, DeviceKind::Speaker];

/// Devices and sounds.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sound {
    /// None until somebody looked.
    server: Option<SoundServer>,
    /// By the number each page gives its connections.
    peers: BTreeMap<AccountId, BTreeMap<u32, CallSound>>,
    /// Devices that went in a call, by the sound server's name.
    lost: BTreeMap<DeviceKind, String>,
    last: Option<CallFigures>,
    pub(crate) changes: Changes<Change>,
}

impl Sound {
    /// The sound server, once looked for.
    pub(crate) const fn server(&self) -> Option<&SoundServer> {
        self.server.as_ref()
    }

    /// What was measured of the last call.
    pub(crate) const fn last_call(&self) -> Option<CallFigures> {
        self.last
    }

    /// How an account's running calls sound; none while none can be heard.
    pub(crate) fn of(&self, account: &AccountId) -> Option<CallSound> {
        self.peers.get(account)?.values().copied().reduce(CallSound::worse)
    }

    /// The sound server lists other devices, or is there no more.
    pub(crate) fn server_is(&mut self, server: SoundServer, set: &SoundPreferences) {
        let server = match server {
            SoundServer::Present { devices } => SoundServer::Present { devices: devices.capped() },
            SoundServer::Absent { reason } => {
                SoundServer::Absent { reason: cap(&reason, NAME_MAX) }
            }
        };
        if self.server.as_ref() == Some(&server) {
            return;
        }
        let before = self.server.replace(server);
        self.changes.push(Change::Updated);
        // A server that goes takes all devices along: the light says that.
        let (Some(SoundServer::Present { devices: before }), Some(after)) =
            (before, self.devices().cloned())
        else {
            return;
        };
        for kind in KINDS {
            self.compare(kind, &before, &after, set);
        }
    }

    fn compare(
        &mut self,
        kind: DeviceKind,
        before: &SoundDevices,
        after: &SoundDevices,
        set: &SoundPreferences,
    ) {
        let is_there = |name: &str| after.of(kind).iter().any(|device| device.name == name);
        if self.lost.get(&kind).is_some_and(|name| is_there(name)) {
            self.lost.remove(&kind);
            self.changes.push(Change::Settled { kind });
        }
        let Some(used) = before.used(kind, set.chosen(kind)) else { return };
        if self.has_calls() && !is_there(&used.name) {
            let next = after.used(kind, set.chosen(kind)).map(|next| next.label.clone());
            // Of several that go one after another the first is the one to come back.
            self.lost.entry(kind).or_insert_with(|| used.name.clone());
            self.changes.push(Change::Lost { kind, gone: used.label.clone(), next });
        }
    }

    fn devices(&self) -> Option<&SoundDevices> {
        match &self.server {
            Some(SoundServer::Present { devices }) => Some(devices),
            Some(SoundServer::Absent { .. }) | None => None,
        }
    }

    /// The device that is used.
    pub(crate) fn used(&self, kind: DeviceKind, set: &SoundPreferences) -> Option<&SoundDevice> {
        self.devices()?.used(kind, set.chosen(kind))
    }

    /// What is missing to hear oneself.
    pub(crate) fn cannot_test(&self, set: &SoundPreferences) -> Option<DeviceKind> {
        KINDS.into_iter().find(|kind| self.used(*kind, set).is_none())
    }

    /// A page's connection tells of its sound.
    pub(crate) fn peer_told(&mut self, account: &AccountId, peer: u32, told: PeerSound) {
        if let PeerSound::Ended { figures } = told {
            return self.peer_ended(account, peer, figures);
        }
        let peers = self.peers.entry(account.clone()).or_default();
        if peers.len() >= PEERS_MAX && !peers.contains_key(&peer) {
            return;
        }
        let is_new = !peers.contains_key(&peer);
        let sound = peers.entry(peer).or_default();
        let before = *sound;
        match told {
            PeerSound::Began | PeerSound::Ended { .. } => {}
            PeerSound::Graded { grade, flaw } => {
                let (flaw, hearer) = flaw.unzip();
                *sound = CallSound { grade, flaw, hearer, ..*sound };
            }
            PeerSound::Heard { heard } => sound.nothing_heard = !heard,
            PeerSound::SpeakingWhileMuted { speaking } => sound.speaking_while_muted = speaking,
            PeerSound::MicrophoneSilent { silent } => sound.microphone_silent = silent,
        }
        if is_new || *sound != before {
            self.changes.push(Change::Updated);
        }
    }

    fn peer_ended(&mut self, account: &AccountId, peer: u32, figures: Option<CallFigures>) {
        let gone = self.peers.get_mut(account).and_then(|peers| peers.remove(&peer));
        if figures.is_some() {
            self.last = figures;
        }
        if gone.is_some() || figures.is_some() {
            self.changes.push(Change::Updated);
        }
        self.settle();
    }

    /// Its calls are gone with it.
    pub(crate) fn account_removed(&mut self, account: &AccountId) {
        if self.peers.remove(account).is_some() {
            self.changes.push(Change::Updated);
        }
        self.settle();
    }

    /// Nobody misses a device once no call needs it.
    fn settle(&mut self) {
        self.peers.retain(|_, peers| !peers.is_empty());
        if !self.has_calls() {
            for kind in std::mem::take(&mut self.lost).into_keys() {
                self.changes.push(Change::Settled { kind });
            }
        }
    }

    fn has_calls(&self) -> bool {
        !self.peers.is_empty()
    }
}
