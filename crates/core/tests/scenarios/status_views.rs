//! Sample views of the one status and of the light, for the windows' own tests.

use crate::desk::*;
use crate::status_desk::*;
use deskbell_core::*;

/// Every situation by name.
pub(crate) fn situations() -> Vec<(&'static str, AppView)> {
    let mut all: Vec<(&str, AppView)> = Vec::new();
    let mut add = |name, desk: Desk| all.push((name, desk.view()));
    add("status-unchosen", Desk::both());
    add("status-confirmed", Desk::at(Presence::Available));
    add("status-lunch", {
        let mut desk = Desk::at(Presence::Available);
        let note = Some("Lunch".to_owned());
        desk.request(Intent::SetPresence {
            presence: Presence::Away,
            note,
            after_call: false,
            until: None,
        });
        desk.all_confirm();
        desk
    });
    add("status-retrying", retrying());
    add("status-gave-up", {
        let mut desk = Desk::both();
        desk.request(set(Presence::Available));
        desk.refuse(PushProblem::Unauthorized);
        desk
    });
    add("status-drifted", drifted());
    add("status-second-session", {
        let mut desk = Desk::at(Presence::Available);
        let at = desk.now;
        desk.told("pause", at);
        desk.wait_alive(SECOND * 3);
        desk
    });
    add("status-paused-on-call", {
        let mut desk = Desk::at(Presence::Available);
        desk.talk();
        desk.all_confirm();
        desk
    });
    add("status-wrap-up", {
        let mut desk = Desk::at(Presence::Available);
        desk.change_rules(|rules| rules.wrap_up = true);
        desk.talk();
        desk.all_confirm();
        desk.wait_alive(MINUTE);
        desk.hang_up();
        desk.all_confirm();
        desk.wait_alive(SECOND * 12);
        desk
    });
    add("status-next", {
        let mut desk = Desk::at(Presence::Available);
        desk.talk();
        desk.all_confirm();
        let note = Some("Break".to_owned());
        desk.request(Intent::SetPresence {
            presence: Presence::Away,
            note,
            after_call: true,
            until: None,
        });
        desk
    });
    add("status-offline", {
        let mut desk = Desk::at(Presence::Available);
        desk.os(SystemFact::Network { online: false });
        desk.request(set(Presence::Away));
        desk
    });
    add("status-quiet-hours", {
        let mut desk = Desk::at(Presence::Available);
        desk.change_rules(|rules| rules.schedules = vec![night()]);
        desk.wait_alive(HOUR);
        desk.all_confirm();
        desk
    });
    add("status-history", {
        let mut desk = drifted();
        desk.request(Intent::PushStatus { account: id("phone") });
        desk.all_confirm();
        desk.talk();
        desk.all_confirm();
        desk.hang_up();
        desk.refuse(PushProblem::Server { status: 503 });
        desk.wait_alive(SECOND * 5);
        desk.request(Intent::Show { stage: Stage::Activity });
        desk
    });
    add("reach-everything-wrong", {
        let mut desk = retrying();
        desk.os(SystemFact::NotificationService { abilities: None });
        desk.os(SystemFact::DoNotDisturb { on: Some(true) });
        desk.os(SystemFact::KeyStore { problem: Some("no key store is running".to_owned()) });
        let listener = ListenerPreferences { on: true, ..ListenerPreferences::default() };
        desk.request(Intent::ChangeSetting { change: SettingChange::Listener(listener) });
        let state = ListenerState::Failed { reason: "the port is taken".to_owned() };
        desk.os(SystemFact::Listener { state });
        desk.page(PageFact::Microphones { count: Some(0) });
        desk.receive(WidgetFact::ConnectionChanged { connection: Connection::Disconnected });
        desk
    });
    all
}

fn retrying() -> Desk {
    let mut desk = Desk::at(Presence::Available);
    desk.request(set(Presence::Away));
    desk.presence_is("phone", Presence::Away);
    desk.refuse(PushProblem::Server { status: 503 });
    desk
}

fn drifted() -> Desk {
    let mut desk = Desk::at(Presence::Available);
    desk.presence_is("phone", Presence::Offline);
    desk.wait_alive(SECOND * 2);
    desk
}

/// Quiet hours that begin half an hour after [`T0`] (Tuesday, 22:13 UTC).
pub(crate) fn night() -> Schedule {
    Schedule {
        name: "Night".to_owned(),
        kind: ScheduleKind::QuietHours,
        on: true,
        days: [true; 7],
        from: 22 * 60 + 45,
        to: 6 * 60,
    }
}
