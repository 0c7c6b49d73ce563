//! Telephone numbers: read, compared, set for reading, and told from what only stands where a number should be.
//!
//! Pure: no I/O, no clock, no vendor's name. What is known about the world's numbering plans comes from `libphonenumber`,
//! through [`plan`](self) alone.
//!
//! | Question | Answered by |
//! |---|---|
//! | what did this person type or press? | [`read_dialled`] |
//! | who is the other side, by what the vendor wrote into the number's field? | [`read_identity`] |
//! | is this name a name, or a word for "unknown"? | [`names_nobody`] |
//! | are these two the same line? | [`PhoneNumber::same_line`] |

mod answers;
mod dialled;
mod identity;
mod number;
mod plan;
mod region;
mod withheld;
mod words;

pub use dialled::{BadNumber, Dialled, read_dialled};
pub use identity::{Identity, read_identity};
pub use number::PhoneNumber;
pub use region::Region;
pub use withheld::names_nobody;

/// Most digits of a number; none on earth has more than fifteen, but a desk may dial through others.
pub const DIGITS_MAX: usize = 32;
/// Most digits of an extension.
pub const EXTENSION_MAX: usize = 16;
/// Longest text read, in bytes.
pub const TEXT_MAX: usize = 4096;
