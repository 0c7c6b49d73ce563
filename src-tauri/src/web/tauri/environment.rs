//! Windows and macOS: the variables that their engines obey.

use super::TauriEngine;
use crate::web::environment::{EngineVariables, EnvironmentVariables};
use crate::web::native;

impl EnvironmentVariables for TauriEngine {
    const VARIABLES: EngineVariables = native::VARIABLES;
}
