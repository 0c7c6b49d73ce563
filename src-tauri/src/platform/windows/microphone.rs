//! Windows keeps its switches for the microphone in the registry: one for the user, one for desktop programs.

use crate::platform::polls::poll;
use deskbell_core::MicrophoneSwitch;
use widestring::{U16CStr, U16Str, u16cstr};
use windows_sys::Win32::System::Registry::{
    HKEY, HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE, RRF_RT_REG_SZ, RegGetValueW,
};

/// Everybody's, and below the user's key his own.
const STORE: &U16CStr = u16cstr!(
    "Software\\Microsoft\\Windows\\CurrentVersion\\CapabilityAccessManager\\ConsentStore\\microphone"
);
/// Desktop programs, which have no identity of their own.
const DESKTOP: &U16CStr = u16cstr!(
    "Software\\Microsoft\\Windows\\CurrentVersion\\CapabilityAccessManager\\ConsentStore\\microphone\\NonPackaged"
);
/// Longest word that stands there, in characters.
const WORD_MAX: usize = 16;

/// Asks whether the switches are on.
pub(in crate::platform) fn watch_microphone(
    tell: impl Fn(bool, MicrophoneSwitch) + Send + Sync + 'static,
) {
    poll("deskbell-microphone", is_allowed, move |on| tell(on, MicrophoneSwitch::Windows));
}

/// None where there are no such switches, as before Windows 10.
fn is_allowed() -> Option<bool> {
    let places =
        [(HKEY_LOCAL_MACHINE, STORE), (HKEY_CURRENT_USER, STORE), (HKEY_CURRENT_USER, DESKTOP)];
    let words: Vec<String> = places.into_iter().filter_map(|(root, key)| word(root, key)).collect();
    // One that is off is enough, and one nobody has touched says nothing.
    (!words.is_empty()).then(|| words.iter().all(|word| word == "Allow"))
}

/// The word of one switch.
fn word(root: HKEY, key: &U16CStr) -> Option<String> {
    let mut text = [0_u16; WORD_MAX];
    let mut bytes = u32::try_from(size_of_val(&text)).ok()?;
    // SAFETY: both names end with zero; writes at most as many bytes as we say there are, and how many it wrote.
    #[allow(unsafe_code)]
    let status = unsafe {
        RegGetValueW(
            root,
            key.as_ptr(),
            u16cstr!("Value").as_ptr(),
            RRF_RT_REG_SZ,
            std::ptr::null_mut(),
            text.as_mut_ptr().cast(),
            &raw mut bytes,
        )
    };
    let written = text.get(..bytes as usize / 2)?;
    let word = U16Str::from_slice(written).to_string().ok()?;
    (status == 0).then(|| word.trim_end_matches('\0').to_owned())
}
