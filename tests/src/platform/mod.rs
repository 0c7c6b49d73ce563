//! Stand-ins for the servers of vendors: they behave as documented, and as badly as they are told to.

mod door;
pub mod ringcentral;
pub mod snapengage;
pub mod visitor;
