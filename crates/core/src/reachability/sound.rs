//! Whether calls that Deskbell carries itself can be heard.

use super::facts::{Check, CheckId, ReachLevel, check};
use crate::accounts::AccountConfig;
use crate::base::text::fill;
use crate::calls::CallingMode;
use crate::intent::Intent;
use crate::sound::{CallFigures, DeviceKind, SoundServer};
use crate::window::Stage;
use crate::world::World;

/// Sound server and devices; none until somebody looked for them.
pub(crate) fn devices(world: &World, used: &[&AccountConfig]) -> Option<Check> {
    let say = &world.words().sound;
    let trouble = if is_needed(world, used) { ReachLevel::Bad } else { ReachLevel::Good };
    let set = &world.preferences.sound;
    if let SoundServer::Absent { reason } = world.sound.server()? {
        let text = fill(say.no_server, &[reason]);
        return Some(check(CheckId::Sound, trouble, text).fixed_by(say.no_server_fix));
    }
    let kinds = [DeviceKind::Microphone, DeviceKind::Speaker];
    let [microphone, speaker] = kinds.map(|kind| world.sound.used(kind, set));
    let (Some(microphone), Some(speaker)) = (microphone, speaker) else {
        let text = if microphone.is_none() { say.no_microphone } else { say.no_speaker };
        let found = check(CheckId::Sound, trouble, text.to_owned());
        return Some(found.fixed_by(say.no_device_fix));
    };
    let missing = kinds.into_iter().zip([microphone, speaker]).find_map(|(kind, device)| {
        let chosen = set.chosen(kind).filter(|chosen| chosen.name != device.name)?;
        Some(fill(say.chosen_gone, &[&chosen.label, &device.label]))
    });
    Some(match missing {
        Some(text) => {
            let level = trouble.min(ReachLevel::Look);
            let settings = Intent::Show { stage: Stage::Settings };
            check(CheckId::Sound, level, text)
                .fixed_by(say.chosen_gone_fix)
                .with(world.words().status.open_settings, settings)
        }
        None => {
            let text = fill(say.devices_ok, &[&microphone.label, &speaker.label]);
            check(CheckId::Sound, ReachLevel::Good, text)
        }
    })
}

/// Some phone calls through this computer. The simulated one speaks to nobody.
fn is_needed(world: &World, used: &[&AccountConfig]) -> bool {
    used.iter().filter(|config| !config.simulated).any(|config| {
        let mode = world.account(&config.id).and_then(|account| account.line.calling_mode);
        mode == Some(CallingMode::Browser) && !world.cannot_ring_here(&config.id)
    })
}

/// What was measured of the last call; none before there was one.
pub(crate) fn last_call(world: &World) -> Option<Check> {
    let say = &world.words().sound;
    let CallFigures { received, lost, concealed_ms, jitter_ms, round_trip_ms } =
        world.sound.last_call()?;
    let whole = (u64::from(received) + u64::from(lost)).max(1);
    let tenths = u64::from(lost) * 1000 / whole;
    let share = format!("{}.{}", tenths / 10, tenths % 10);
    let round_trip =
        round_trip_ms.map(|time| fill(say.round_trip, &[&time.to_string()])).unwrap_or_default();
    let figures = [share, concealed_ms.to_string(), jitter_ms.to_string(), round_trip];
    let figures: Vec<&str> = figures.iter().map(String::as_str).collect();
    Some(check(CheckId::LastCall, ReachLevel::Good, fill(say.last_call, &figures)))
}
