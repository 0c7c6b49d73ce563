//! Windows and macOS: the variables that their engines obey.

use super::TauriEngine;
use crate::web::environment::{EngineVariables, Environment};
use crate::web::native;

impl Environment for TauriEngine {
    const VARIABLES: EngineVariables = native::VARIABLES;
}
