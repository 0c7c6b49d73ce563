//! Any text as a session description: it is read or refused, and what was read can be written and read again unchanged.
#![no_main]

use deskbell_voice::sdp::{Candidate, Description, Fingerprint, MOST_CANDIDATES};

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    if let Ok(read) = Description::read(&text) {
        assert!(read.audio.candidates.len() <= MOST_CANDIDATES);
        let again = Description::read(&read.to_string()).expect("what was accepted is accepted again");
        assert_eq!(again.audio.candidates, read.audio.candidates);
        assert_eq!(again.audio.ice, read.audio.ice);
        assert_eq!(again.audio.fingerprints, read.audio.fingerprints);
        assert_eq!(again.audio.direction, read.audio.direction);
        assert_eq!(again.sections.len(), read.sections.len());
    }
    let _ = Candidate::read(&text);
    let _ = Fingerprint::read(&text);
});
