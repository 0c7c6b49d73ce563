//! `devices …`: microphones and speakers for calls, which are used, and hearing oneself.

use super::arguments::{DeviceArgument, DeviceVerb};
use super::session::{Failure, Session, print};
use super::show::table;
use deskbell_core::{
    AppView, ChosenDevice, DescribedBy, DeviceKind, HeadsetTest, Intent, Query, QueryAnswer,
    SettingChange, SoundDevice, SoundDevices, SoundServer,
};
use serde_json::json;
use std::thread::sleep;
use std::time::Duration;

/// How often a running test is looked at.
const LOOK: Duration = Duration::from_millis(100);
/// Softer than this nobody has spoken.
const UNHEARD_DB: i32 = -60;

/// Carries out the verb; without one the list is shown.
pub(super) fn carry_out(session: &mut Session, verb: Option<DeviceVerb>) -> Result<(), Failure> {
    match verb {
        None => list(session),
        Some(DeviceVerb::Use { kind, device }) => choose(session, kind.into(), device),
        Some(DeviceVerb::Clean { on }) => {
            let mut sound = session.view()?.preferences.sound;
            sound.clean_microphone = on;
            session.do_and_tell(Intent::ChangeSetting { change: SettingChange::Sound(sound) })
        }
        Some(DeviceVerb::Test) => test(session),
    }
}

impl From<DeviceArgument> for DeviceKind {
    fn from(argument: DeviceArgument) -> Self {
        match argument {
            DeviceArgument::Microphone => Self::Microphone,
            DeviceArgument::Speaker => Self::Speaker,
        }
    }
}

fn list(session: &mut Session) -> Result<(), Failure> {
    let view = session.view()?;
    if session.json {
        let outside = &view.surroundings;
        return Session::print_json(&json!({
            "sound": outside.sound,
            "microphone": outside.microphone,
            "speaker": outside.speaker,
            "preferences": view.preferences.sound,
        }));
    }
    let devices = match &view.surroundings.sound {
        None => return print("No phone account makes its calls through this computer."),
        Some(SoundServer::Absent { reason }) => {
            return print(&format!("There is no sound server: {reason}"));
        }
        Some(SoundServer::Present { devices }) => devices,
    };
    let mut rows = vec![["", "KIND", "DEVICE", "NAME"].map(str::to_owned)];
    for kind in [DeviceKind::Microphone, DeviceKind::Speaker] {
        rows.extend(devices.of(kind).iter().map(|device| row(&view, kind, device)));
        if let Some(gone) = missing(&view, devices, kind) {
            let mark = "chosen, not there".to_owned();
            rows.push([mark, word(kind), gone.label.clone(), gone.name.clone()]);
        }
    }
    table(&rows)
}

fn row(view: &AppView, kind: DeviceKind, device: &SoundDevice) -> [String; 4] {
    let used = match kind {
        DeviceKind::Microphone => &view.surroundings.microphone,
        DeviceKind::Speaker => &view.surroundings.speaker,
    };
    let mark = match (used.as_ref() == Some(&device.name), device.is_default) {
        (true, _) => "used",
        (false, true) => "system's",
        (false, false) => "",
    };
    [mark.to_owned(), word(kind), device.label.clone(), device.name.clone()]
}

/// What was chosen and is not there.
fn missing<'v>(
    view: &'v AppView,
    devices: &SoundDevices,
    kind: DeviceKind,
) -> Option<&'v ChosenDevice> {
    let chosen = view.preferences.sound.chosen(kind)?;
    let is_there = devices.of(kind).iter().any(|device| device.name == chosen.name);
    (!is_there).then_some(chosen)
}

fn word(kind: DeviceKind) -> String {
    match kind {
        DeviceKind::Microphone => "microphone".to_owned(),
        DeviceKind::Speaker => "speaker".to_owned(),
    }
}

fn choose(session: &mut Session, kind: DeviceKind, wanted: Option<String>) -> Result<(), Failure> {
    let view = session.view()?;
    let chosen = match wanted {
        None => None,
        Some(wanted) => Some(find(&view, kind, &wanted)?),
    };
    let mut sound = view.preferences.sound;
    match kind {
        DeviceKind::Microphone => sound.microphone = chosen,
        DeviceKind::Speaker => sound.speaker = chosen,
    }
    session.do_and_tell(Intent::ChangeSetting { change: SettingChange::Sound(sound) })
}

/// The device called `wanted`, by the server's name or by its label.
fn find(view: &AppView, kind: DeviceKind, wanted: &str) -> Result<ChosenDevice, Failure> {
    let all = match &view.surroundings.sound {
        Some(SoundServer::Present { devices }) => devices.of(kind),
        Some(SoundServer::Absent { .. }) | None => &[],
    };
    let by_name = all.iter().filter(|device| device.name == wanted);
    let by_label = all.iter().filter(|device| device.label == wanted);
    let found = by_name.chain(by_label).next();
    let found =
        found.map(|device| ChosenDevice { name: device.name.clone(), label: device.label.clone() });
    found.ok_or_else(|| {
        let kind = word(kind);
        let message = format!("There is no {kind} {wanted:?}. `deskbell devices` lists them.");
        Failure::Impossible("no-device", message)
    })
}

/// `doctor --sdp`: what both sides wrote in the last call.
pub(super) fn descriptions(session: &mut Session) -> Result<(), Failure> {
    let answer = session.query(Query::CallDescriptions)?;
    if session.json {
        return Session::print_json(&answer);
    }
    let QueryAnswer::CallDescriptions { descriptions } = answer else { return Ok(()) };
    if descriptions.is_empty() {
        return print("There was no call that Deskbell carried since it was started.");
    }
    for one in descriptions {
        let by = match one.by {
            DescribedBy::Us => "ours",
            DescribedBy::Them => "theirs",
        };
        print(&format!("# {}, {by}", one.kind))?;
        print(&one.sdp.replace("\r\n", "\n"))?;
    }
    Ok(())
}

/// Records, plays, and tells how loud it was.
fn test(session: &mut Session) -> Result<(), Failure> {
    session.request(Intent::TestHeadset)?;
    if !session.json {
        print("Speak now: three seconds are recorded.")?;
    }
    let mut told_playing = session.json;
    loop {
        sleep(LOOK);
        let QueryAnswer::SoundLevels { levels: Some(levels) } =
            session.query(Query::SoundLevels)?
        else {
            let message = "The pages' own engine has the devices here.".to_owned();
            return Err(Failure::Impossible("not-possible", message));
        };
        match levels.test {
            HeadsetTest::Idle | HeadsetTest::Recording { .. } => {}
            HeadsetTest::Playing { .. } if told_playing => {}
            HeadsetTest::Playing { .. } => {
                told_playing = true;
                print("You should hear yourself now.")?;
            }
            HeadsetTest::Over { heard_db } => {
                if session.json {
                    Session::print_json(&levels.test)?;
                } else if heard_db < UNHEARD_DB {
                    print(&format!(
                        "Nothing was heard of you ({heard_db} dB): look at the microphone and its volume."
                    ))?;
                } else {
                    print(&format!("You were heard at {heard_db} dB."))?;
                }
                return if heard_db < UNHEARD_DB { Err(Failure::Unwell) } else { Ok(()) };
            }
        }
    }
}
