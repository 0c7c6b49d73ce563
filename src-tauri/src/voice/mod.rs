//! A voice for pages whose engine has no WebRTC: their peer connections live here, over sockets of this process.
//!
//! A phone's page talks to [`Voices`] by one command; `pages/script/voice.js` is its side. Where the engine has WebRTC the
//! room is empty: nobody is admitted.

#[cfg(target_os = "linux")]
mod call;
#[cfg(target_os = "linux")]
mod document;
mod door;
#[cfg(target_os = "linux")]
mod exchange;
#[cfg(target_os = "linux")]
mod facts;
#[cfg(target_os = "linux")]
mod headset_test;
#[cfg(target_os = "linux")]
mod mixer;
#[cfg(target_os = "linux")]
mod network;
#[cfg(target_os = "linux")]
mod page;
#[cfg(target_os = "linux")]
#[path = "voices.rs"]
mod voices;
#[cfg(not(target_os = "linux"))]
#[path = "no_voices.rs"]
mod voices;

pub use door::{VoiceAccess, VoiceError};
pub use voices::Voices;
