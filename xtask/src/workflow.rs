//! The UI's own steps, shared by `test`, `demo` and `bench`.

use crate::context::Context;
use crate::run;
use anyhow::Result;
use std::fs;

/// Installs exactly what `ui/package-lock.json` says; does nothing if that has been done.
pub(crate) fn install_ui(context: &Context) -> Result<()> {
    let ui = context.root.join("ui");
    let lock = fs::read_to_string(ui.join("package-lock.json"))?;
    let stamp = ui.join("node_modules/.deskbell-installed");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    run::quiet(context, "ui-install", context.npm(["ci", "--no-audit", "--no-fund"]))?;
    fs::write(stamp, lock)?;
    Ok(())
}

/// Builds the windows into `ui/dist`.
pub(crate) fn build_ui(context: &Context) -> Result<()> {
    run::quiet(context, "ui-build", context.npm(["run", "--silent", "build"]))
}
