//! Linux: the variables that WebKitGTK obeys.

use super::WebKitGtk;
use crate::web::environment::{EngineVariables, EnvironmentVariables};

impl EnvironmentVariables for WebKitGtk {
    /// An inspector on the network, a sandbox switched off, code and programs in other places.
    const VARIABLES: EngineVariables = EngineVariables {
        dropped: &["WEBKIT_", "WEB_PROCESS_CMD_PREFIX", "NETWORK_PROCESS_CMD_PREFIX", "JSC_"],
        kept: &[
            "WEBKIT_DISABLE_COMPOSITING_MODE",
            "WEBKIT_DISABLE_DMABUF_RENDERER",
            "WEBKIT_DMABUF_RENDERER_",
            "WEBKIT_FORCE_COMPLEX_TEXT",
            "WEBKIT_FORCE_COMPOSITING_MODE",
            "WEBKIT_FORCE_DMABUF_RENDERER",
            "WEBKIT_FORCE_VBLANK_TIMER",
            "WEBKIT_SKIA_",
        ],
    };
}
