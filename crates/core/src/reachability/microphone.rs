//! Whether callers could hear the agent.

use super::facts::{Check, CheckId, ReachLevel, check};
use crate::accounts::AccountConfig;
use crate::base::text::fill;
use crate::intent::Intent;
use crate::permissions::wording::microphone_switch;
use crate::permissions::{MicrophoneProblem, Permission};
use crate::world::{Account, World};

/// Whether callers could hear the agent through this page.
pub(crate) fn judge(world: &World, config: &AccountConfig, a: Account<'_>) -> Check {
    let (say, words) = (&world.words().status, &world.words().rights);
    let label = &[config.label.as_str()];
    let is = |level, template: &str| check(CheckId::Microphone, level, fill(template, label));
    let said = world.permissions.said(&config.id, &Permission::Microphone);
    if said == Some(false) {
        let (account, right) = (config.id.clone(), Permission::Microphone);
        return is(ReachLevel::Bad, words.microphone_forbidden)
            .fixed_by(words.microphone_forbidden_fix)
            .with(words.allow, Intent::SetGrant { account, right, allowed: true });
    }
    let refused = a.permissions.microphone_problem() == Some(MicrophoneProblem::NotAllowed);
    if world.system.microphone == Some(false) || (refused && said == Some(true)) {
        return is(ReachLevel::Bad, words.microphone_blocked)
            .fixed_by(microphone_switch(words, world.system.microphone_switch));
    }
    match (a.permissions.microphone_problem(), a.permissions.microphones()) {
        (Some(MicrophoneProblem::NoDevice), _) | (_, Some(0)) => {
            is(ReachLevel::Bad, say.no_microphone).fixed_by(say.no_microphone_fix)
        }
        (Some(MicrophoneProblem::NotReadable), _) => {
            is(ReachLevel::Bad, words.microphone_busy).fixed_by(words.microphone_busy_fix)
        }
        (_, None) => is(ReachLevel::Good, say.microphone_unknown),
        (_, Some(_)) => is(ReachLevel::Good, say.microphone_ok),
    }
}
