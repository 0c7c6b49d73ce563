//! End-to-end tests: the built program on a private desktop session, seen from outside.

mod calls;
mod chats;
mod floods;
mod lifecycle;
mod links;
mod messages;
mod origins;
mod pages;
mod session;
mod settings;
mod sign_in;
mod stage;
mod status;
mod window;
