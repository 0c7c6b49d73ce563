//! What a domain did and nobody was told of yet: its change log of this update.

/// Changes in the order they happened. A domain adds to it; only `update` empties it.
#[derive(Clone, Debug)]
pub(crate) struct Changes<C>(Vec<C>);

impl<C> Default for Changes<C> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<C: PartialEq> Changes<C> {
    /// Notes a change; the same one twice in a row is noted once.
    pub(crate) fn push(&mut self, change: C) {
        if self.0.last() != Some(&change) {
            self.0.push(change);
        }
    }

    /// Everything since the last time.
    pub(crate) fn drain(&mut self) -> impl Iterator<Item = C> {
        self.0.drain(..)
    }

    /// Adds everything since the last time to what others did.
    pub(crate) fn take_into<A>(&mut self, all: &mut Vec<A>, as_one: fn(C) -> A) {
        if !self.0.is_empty() {
            all.extend(self.0.drain(..).map(as_one));
        }
    }
}
