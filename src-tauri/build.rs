//! Declares our commands to Tauri, so that a capability must name each one, and lists the desk's files.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io, process};

fn main() {
    if let Err(error) = bundle_desk() {
        println!("cargo:warning=the simulated desk could not be bundled: {error}");
        process::exit(1);
    }
    let commands = &["dispatch", "view", "query", "widget_message", "widget_voice"];
    let manifest = tauri_build::AppManifest::new().commands(commands);
    let attributes = tauri_build::Attributes::new().app_manifest(manifest);
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo:warning={error:#}");
        process::exit(1);
    }
}

/// Writes `FILES: &[(path, bytes)]` over everything in `desk/`.
fn bundle_desk() -> io::Result<()> {
    let desk = PathBuf::from(env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("desk");
    println!("cargo:rerun-if-changed={}", desk.display());
    let mut files = Vec::new();
    list(&desk, &desk, &mut files)?;
    files.sort();
    let mut code = String::from("const FILES: &[(&str, &[u8])] = &[\n");
    for (name, path) in files {
        let _ = writeln!(code, "    ({name:?}, include_bytes!({path:?})),");
    }
    code.push_str("];\n");
    fs::write(PathBuf::from(env::var("OUT_DIR").unwrap_or_default()).join("desk_files.rs"), code)
}

fn list(root: &Path, folder: &Path, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            list(root, &path, files)?;
        } else if let Ok(name) = path.strip_prefix(root) {
            files.push((name.to_string_lossy().replace('\\', "/"), path));
        }
    }
    Ok(())
}
