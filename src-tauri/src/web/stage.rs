//! How our page and the hosted pages share the main window: same functions, two bodies.

pub use super::engine::stage::{
    arrange, enclose, prepare, prepare_process, revive, watch, watch_keys,
};
