//! Journeys: from what a widget posts to what the agent sees, without a window.

mod first_call;
mod ringcentral;
mod snapengage;
