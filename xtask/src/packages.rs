//! System packages: finds out which are missing, installs them where it may, and otherwise says exactly how.

use crate::context::Context;
use crate::run;
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What a package is needed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Purpose {
    /// Building and starting the program.
    Build,
    /// Starting it in a desktop session of its own, and testing it there.
    Session,
}

/// How to see that something is there.
enum Probe {
    /// A library's pkg-config file.
    Library(&'static str),
    /// Any of these programs.
    Program(&'static [&'static str]),
    /// Any of these files.
    File(&'static [&'static str]),
}

/// One thing that must be there, and the package that brings it with apt, dnf and pacman.
struct Need {
    purpose: Purpose,
    probe: Probe,
    packages: [&'static str; 3],
}

const fn need(purpose: Purpose, probe: Probe, packages: [&'static str; 3]) -> Need {
    Need { purpose, probe, packages }
}

use Probe::{File, Library, Program};
use Purpose::{Build, Session};

/// What Chromium and its nearest relative are called.
const CHROMIUM: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// Everything, in the order it is looked for.
const NEEDS: &[Need] = &[
    need(Build, Program(&["cc"]), ["build-essential", "gcc", "base-devel"]),
    need(Build, Program(&["pkg-config"]), ["pkg-config", "pkgconf-pkg-config", "pkgconf"]),
    need(
        Build,
        Library("webkit2gtk-4.1"),
        ["libwebkit2gtk-4.1-dev", "webkit2gtk4.1-devel", "webkit2gtk-4.1"],
    ),
    need(
        Build,
        Library("ayatana-appindicator3-0.1"),
        [
            "libayatana-appindicator3-dev",
            "libayatana-appindicator-gtk3-devel",
            "libayatana-appindicator",
        ],
    ),
    need(Build, Library("librsvg-2.0"), ["librsvg2-dev", "librsvg2-devel", "librsvg"]),
    need(Build, File(&["/usr/include/xdo.h"]), ["libxdo-dev", "libxdo-devel", "xdotool"]),
    need(Build, Library("openssl"), ["libssl-dev", "openssl-devel", "openssl"]),
    need(Build, Library("dbus-1"), ["libdbus-1-dev", "dbus-devel", "dbus"]),
    need(Build, Library("opus"), ["libopus-dev", "opus-devel", "opus"]),
    need(Session, Program(&["Xvfb"]), ["xvfb", "xorg-x11-server-Xvfb", "xorg-server-xvfb"]),
    need(Session, Program(&["dbus-daemon"]), ["dbus", "dbus-daemon", "dbus"]),
    need(Session, Program(&["dbus-launch"]), ["dbus-x11", "dbus-x11", "dbus"]),
    need(
        Session,
        Program(&["WebKitWebDriver"]),
        ["webkit2gtk-driver", "webkit2gtk-driver", "webkit2gtk-4.1"],
    ),
    need(
        Session,
        Program(&["gnome-keyring-daemon"]),
        ["gnome-keyring", "gnome-keyring", "gnome-keyring"],
    ),
    need(
        Session,
        File(&["/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi-bus-launcher"]),
        ["at-spi2-core", "at-spi2-core", "at-spi2-core"],
    ),
    need(Session, Program(&["xdotool"]), ["xdotool", "xdotool", "xdotool"]),
    need(Session, Program(&["import"]), ["imagemagick", "ImageMagick", "imagemagick"]),
    need(Session, Program(&["dunst"]), ["dunst", "dunst", "dunst"]),
    // Microphones and speakers that are none, for calls and pages that ask for them; and what plays into one and hears another.
    need(Session, Program(&["pulseaudio"]), ["pulseaudio", "pulseaudio", "pulseaudio"]),
    need(Session, Program(&["pacat"]), ["pulseaudio-utils", "pulseaudio-utils", "libpulse"]),
    need(Session, Program(&["parec"]), ["pulseaudio-utils", "pulseaudio-utils", "libpulse"]),
    need(Session, Program(&["xfce4-panel"]), ["xfce4-panel", "xfce4-panel", "xfce4-panel"]),
    need(Session, Program(&["openbox"]), ["openbox", "openbox", "openbox"]),
    need(Session, Program(&["setpriv"]), ["util-linux", "util-linux", "util-linux"]),
    need(
        Session,
        File(&[
            "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
            "/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf",
            "/usr/share/fonts/TTF/DejaVuSans.ttf",
        ]),
        ["fonts-dejavu-core", "dejavu-sans-fonts", "ttf-dejavu"],
    ),
    need(Session, Program(&CHROMIUM), ["chromium", "chromium", "chromium"]),
];

/// A system's way to install packages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Installer {
    Apt,
    Dnf,
    Pacman,
}

/// Sees to it that everything for `purpose` (and what comes before it) is installed.
pub(crate) fn ensure(context: &Context, purpose: Purpose) -> Result<()> {
    if std::env::consts::OS != "linux" {
        return Ok(());
    }
    let missing: Vec<&Need> =
        NEEDS.iter().filter(|need| need.purpose <= purpose && !is_there(context, need)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let Some(installer) = installer(context) else {
        let names: Vec<&str> = missing.iter().map(|need| need.packages[0]).collect();
        bail!(
            "these are missing, and neither apt-get, dnf nor pacman is here to install them \
             (Debian's names): {}",
            names.join(" ")
        );
    };
    let packages = names(&missing, installer);
    install(context, installer, &packages)?;
    let still = missing.iter().filter(|need| !is_there(context, need)).copied();
    let still: Vec<&Need> = still.collect();
    if !still.is_empty() {
        bail!("installed, but still not found: {}", names(&still, installer).join(" "));
    }
    Ok(())
}

/// The Chromium that is installed.
pub(crate) fn chromium(context: &Context) -> Option<PathBuf> {
    CHROMIUM.iter().find_map(|name| context.find(name))
}

/// Installs packages with apt, or says the command and stops.
pub(crate) fn ensure_apt(context: &Context, packages: &[&str]) -> Result<()> {
    install(context, Installer::Apt, packages)
}

fn install(context: &Context, installer: Installer, packages: &[&str]) -> Result<()> {
    let words = command_words(installer, packages);
    if context.no_install {
        bail!("--no-install: run this first, then try again:\n\n    {words}\n");
    }
    if installer != Installer::Apt {
        bail!("some system packages are missing. Run this, then try again:\n\n    {words}\n");
    }
    let Some(prefix) = root_prefix(context) else {
        bail!(
            "some system packages are missing, and installing them needs root. \
             Run this, then try again:\n\n    {words}\n"
        );
    };
    eprintln!("  installing {}", packages.join(" "));
    run::quiet(context, "apt-update", apt(context, prefix, &["update"]))?;
    let mut arguments = vec!["install", "--yes", "--no-install-recommends"];
    arguments.extend(packages);
    run::quiet(context, "apt-install", apt(context, prefix, &arguments))
}

/// `apt-get` that asks nothing.
fn apt(context: &Context, prefix: &[&str], arguments: &[&str]) -> Command {
    let mut words = prefix.to_vec();
    words.extend(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet"]);
    words.extend(arguments);
    let (program, rest) = words.split_first().unwrap_or((&"apt-get", &[]));
    let mut command = context.command(program);
    command.args(rest);
    command
}

/// What goes before a command that needs root: nothing as root, `sudo -n` where that works without a question.
fn root_prefix(context: &Context) -> Option<&'static [&'static str]> {
    let succeeds = |program: &str, arguments: &[&str]| {
        let mut command = context.command(program);
        command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    };
    let output = context.command("id").arg("-u").output().ok()?;
    if output.stdout.trim_ascii() == b"0" {
        return Some(&[]);
    }
    succeeds("sudo", &["-n", "true"]).then_some(&["sudo", "-n"])
}

/// What a person types.
fn command_words(installer: Installer, packages: &[&str]) -> String {
    let packages = packages.join(" ");
    match installer {
        Installer::Apt => format!(
            "sudo apt-get update && sudo apt-get install --no-install-recommends {packages}"
        ),
        Installer::Dnf => format!("sudo dnf install {packages}"),
        Installer::Pacman => format!("sudo pacman -S --needed {packages}"),
    }
}

fn installer(context: &Context) -> Option<Installer> {
    let known =
        [("apt-get", Installer::Apt), ("dnf", Installer::Dnf), ("pacman", Installer::Pacman)];
    known.into_iter().find(|(program, _)| context.find(program).is_some()).map(|(_, found)| found)
}

fn names(needs: &[&Need], installer: Installer) -> Vec<&'static str> {
    let [apt, dnf, pacman] = [0, 1, 2].map(|place: usize| {
        let mut names: Vec<&'static str> =
            needs.iter().filter_map(|need| need.packages.get(place).copied()).collect();
        names.sort_unstable();
        names.dedup();
        names
    });
    match installer {
        Installer::Apt => apt,
        Installer::Dnf => dnf,
        Installer::Pacman => pacman,
    }
}

fn is_there(context: &Context, need: &Need) -> bool {
    match need.probe {
        Program(names) => names.iter().any(|name| context.find(name).is_some()),
        File(files) => files.iter().any(|file| Path::new(file).exists()),
        Library(name) => {
            let mut probe = context.command("pkg-config");
            probe.args(["--exists", name]).stdout(Stdio::null()).stderr(Stdio::null());
            probe.status().is_ok_and(|status| status.success())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Installer, NEEDS, command_words, names};

    #[test]
    fn the_command_names_every_package_once() {
        let all: Vec<_> = NEEDS.iter().collect();
        let names = names(&all, Installer::Pacman);
        let words = command_words(Installer::Pacman, &names);
        assert!(words.starts_with("sudo pacman -S --needed "), "{words}");
        assert_eq!(words.matches(" dbus").count(), 1, "{words}");
    }

    #[test]
    fn nothing_asks_a_question() {
        let context = crate::context::Context::new(false).expect("a workspace");
        let command = super::apt(&context, &["sudo", "-n"], &["install", "--yes", "dunst"]);
        let words: Vec<_> = command.get_args().map(|word| word.to_string_lossy()).collect();
        assert_eq!(
            words.join(" "),
            "-n env DEBIAN_FRONTEND=noninteractive apt-get --quiet install --yes dunst"
        );
    }
}
