//! What every folder may use: time, private values, text within limits, requests and answers. It knows no domain.

pub(crate) mod answer;
pub(crate) mod changes;
pub(crate) mod disguise;
pub(crate) mod named;
pub(crate) mod number;
pub(crate) mod party;
pub(crate) mod private;
pub(crate) mod request;
pub(crate) mod same_name;
pub(crate) mod text;
pub(crate) mod time;
pub(crate) mod wall_clock;

pub use answer::*;
pub use named::*;
pub use number::NumberFormat;
pub use party::*;
pub use private::*;
pub use request::*;
pub use same_name::same_name;
pub use time::*;
pub(crate) use wall_clock::WallClock;
