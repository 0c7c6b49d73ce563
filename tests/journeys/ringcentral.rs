//! The stand-in for RingCentral's platform does what the platform's guides say.

mod app;
mod browser;
mod calls;
mod messages;
mod pages;
mod phone;
mod presence;
mod ring_out;
mod sign_in;
mod site;
mod socket;

use std::time::Duration;

/// Far longer than anything here takes; only a defect lets it pass.
const PATIENCE: Duration = Duration::from_secs(60);
/// Where the app wants its codes. Nobody listens there: the browser stops before it.
const REDIRECT: &str = "http://127.0.0.1:9/redirect.html";
