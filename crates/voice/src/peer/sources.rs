//! Which sources of packets are listened to: a few, so that nobody fills our memory by inventing them.

/// Most sources listened to at a time. A call has one, a transfer another.
const MOST: usize = 8;

/// Sources in the order in which they were last proven or met, the oldest first.
#[derive(Default)]
pub(super) struct Sources(Vec<Source>);

struct Source {
    ssrc: u32,
    /// Whether a packet of it was decrypted.
    is_proven: bool,
}

impl Sources {
    /// Takes `ssrc` among them: whether it was not there, and which one had to go.
    pub(super) fn expect(&mut self, ssrc: u32) -> (bool, Option<u32>) {
        if self.0.iter().any(|known| known.ssrc == ssrc) {
            return (false, None);
        }
        let forgotten = (self.0.len() >= MOST).then(|| {
            // Whoever only pretends goes first; and then whoever has been silent for longest.
            let place = self.0.iter().position(|known| !known.is_proven).unwrap_or(0);
            self.0.remove(place).ssrc
        });
        self.0.push(Source { ssrc, is_proven: false });
        (true, forgotten)
    }

    /// A packet of `ssrc` was decrypted.
    pub(super) fn proven(&mut self, ssrc: u32) {
        if let Some(place) = self.0.iter().position(|known| known.ssrc == ssrc) {
            let mut source = self.0.remove(place);
            source.is_proven = true;
            self.0.push(source);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST, Sources};

    #[test]
    fn inventing_sources_drives_out_no_real_one() {
        let mut sources = Sources::default();
        assert_eq!(sources.expect(7), (true, None));
        sources.proven(7);
        for invented in 100..200 {
            let (is_new, forgotten) = sources.expect(invented);
            assert!(is_new && forgotten != Some(7));
        }
        assert_eq!(sources.expect(7), (false, None));
        assert_eq!(sources.0.len(), MOST);
    }

    #[test]
    fn of_real_ones_the_longest_silent_goes() {
        let mut sources = Sources::default();
        for ssrc in 0..8 {
            sources.expect(ssrc);
            sources.proven(ssrc);
        }
        sources.proven(0);
        assert_eq!(sources.expect(8), (true, Some(1)));
    }
}
