//! End-to-end tests: the built program on a private desktop session, seen from outside.

mod browsers;
mod calls;
mod certificates;
mod chats;
mod containment;
mod doors;
mod downloads;
mod floods;
mod lifecycle;
mod links;
mod messages;
mod origins;
mod pages;
mod person;
mod questions;
mod rights;
mod session;
mod settings;
mod sign_in;
mod sign_in_attacks;
mod sign_in_browser;
mod sign_in_secrets;
mod sign_in_windows;
mod stage;
mod status;
mod window;
