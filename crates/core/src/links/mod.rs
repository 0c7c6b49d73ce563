//! `tel:` and `sms:` links of other programs. They fill in a number and never dial.

pub(crate) mod change;
pub(crate) mod pending;
pub(crate) mod read;

pub use pending::*;
pub use read::*;
