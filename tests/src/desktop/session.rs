//! A private desktop session: X server, message bus, window manager, notification daemon, tray host and secret
//! service of its own, with its own home folder. Everything ends with it, also on panic.

use super::wait::until;
use anyhow::{Context, Result, bail};
use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;
use zbus::blocking::{Connection, connection, fdo::DBusProxy};

/// How long a service of the session may take to come up.
const START_TIMEOUT: Duration = Duration::from_secs(20);
/// Size of the whole display in pixels.
pub const DISPLAY_SIZE: (u32, u32) = (1280, 800);
/// Variables of the caller's own desktop that must not reach into the session.
const FOREIGN: [&str; 10] = [
    "DBUS_SESSION_BUS_ADDRESS",
    "DBUS_STARTER_ADDRESS",
    "DESKTOP_SESSION",
    "GNOME_KEYRING_CONTROL",
    "GTK_MODULES",
    "SESSION_MANAGER",
    "WAYLAND_DISPLAY",
    "XAUTHORITY",
    "XDG_CURRENT_DESKTOP",
    "XDG_SESSION_TYPE",
];

/// What the session has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// A panel with a StatusNotifier host.
    pub tray_host: bool,
    /// A notification daemon.
    pub notifications: bool,
    /// A secret service with an unlocked collection.
    pub secrets: bool,
}

impl Plan {
    /// A complete desktop.
    pub const FULL: Self = Self { tray_host: true, notifications: true, secrets: true };
    /// A desktop without a tray host.
    pub const WITHOUT_TRAY: Self = Self { tray_host: false, ..Self::FULL };
}

/// A running private session.
#[derive(Debug)]
pub struct Session {
    // Ended in reverse order of their start, before the folder goes.
    running: Vec<(String, Child)>,
    display: String,
    bus: String,
    more: Vec<(String, String)>,
    root: TempDir,
    runtime: TempDir,
}

impl Session {
    /// Starts everything in `plan` and waits until each part answers.
    ///
    /// # Errors
    /// Names the part that did not start, with the end of its log.
    pub fn start(plan: Plan) -> Result<Self> {
        let root = tempfile::Builder::new().prefix("deskbell-session-").tempdir()?;
        // A socket's path must stay below 108 bytes, and the folder must belong to us alone: both hold here.
        let runtime = tempfile::Builder::new().prefix("db-run-").tempdir()?;
        for folder in ["bin", "home", "config", "data", "cache", "logs"] {
            fs::create_dir(root.path().join(folder))?;
        }
        write_config(root.path())?;
        let mut session = Self {
            running: Vec::new(),
            display: String::new(),
            bus: String::new(),
            more: Vec::new(),
            root,
            runtime,
        };
        session.start_display()?;
        session.start_bus()?;
        session.spawn("openbox", session.command("openbox"))?;
        if plan.notifications {
            session.start_notifications()?;
        }
        if plan.tray_host {
            session.start_tray_host()?;
        }
        if plan.secrets {
            session.start_secrets()?;
        }
        if plan.notifications {
            session.wait_for_name("org.freedesktop.Notifications")?;
        }
        if plan.tray_host {
            session.wait_for_name("org.kde.StatusNotifierWatcher")?;
        }
        Ok(session)
    }

    /// A command that will run inside the session and end when its caller does.
    #[must_use]
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new("setpriv");
        command.args(["--pdeathsig", "KILL", "--"]).arg(program);
        self.apply(&mut command);
        command
    }

    /// Gives everything that is started from now on one more variable.
    pub fn set(&mut self, name: &str, value: &str) {
        self.more.push((name.to_owned(), value.to_owned()));
    }

    /// Gives `command` the environment of the session.
    pub fn apply(&self, command: &mut Command) {
        let folder = |name: &str| self.root.path().join(name);
        for name in FOREIGN {
            command.env_remove(name);
        }
        command
            .env("HOME", folder("home"))
            .env("XDG_CONFIG_HOME", folder("config"))
            .env("XDG_DATA_HOME", folder("data"))
            .env("XDG_CACHE_HOME", folder("cache"))
            .env("XDG_RUNTIME_DIR", self.runtime.path())
            .env("XDG_CURRENT_DESKTOP", "XFCE")
            .env("XDG_SESSION_TYPE", "x11")
            .env("GDK_BACKEND", "x11")
            .env("LANG", "C.UTF-8")
            .env("TZ", "UTC")
            // Programs of a test's own come first.
            .env("PATH", own_programs_first(&folder("bin")))
            // There is no graphics card behind this display.
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1");
        if !self.display.is_empty() {
            command.env("DISPLAY", &self.display);
        }
        if !self.bus.is_empty() {
            command.env("DBUS_SESSION_BUS_ADDRESS", &self.bus);
        }
        for (name, value) in &self.more {
            command.env(name, value);
        }
    }

    /// The session's own folder; logs of its parts are in `logs`.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.root.path()
    }

    /// A new connection to the session's bus.
    ///
    /// # Errors
    /// If the bus is gone.
    pub fn connect(&self) -> Result<Connection> {
        Ok(connection::Builder::address(self.bus.as_str())?.build()?)
    }

    /// Starts the panel whose system tray is the StatusNotifier host.
    ///
    /// # Errors
    /// If it does not start.
    pub fn start_tray_host(&mut self) -> Result<()> {
        let mut panel = self.command("xfce4-panel");
        panel.arg("--disable-wm-check");
        self.spawn("xfce4-panel", panel)
    }

    /// Starts a sound server with one microphone that hears nothing and a speaker that nobody hears. Without it a session
    /// has none at all. A server without any speaker is nothing that desktops have, and WebKit waits for one for ever.
    ///
    /// # Errors
    /// If it does not start.
    pub fn start_microphone(&mut self) -> Result<()> {
        let mut server = self.command("pulseaudio");
        server.args(["-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1"]);
        server.args(["-L", "module-native-protocol-unix auth-anonymous=1"]);
        server.args(["-L", "module-null-source source_name=desk description=Desk"]);
        server.args(["-L", "module-null-sink sink_name=room"]);
        self.spawn("pulseaudio", server)?;
        self.wait_for_sound()
    }

    /// Starts a sound server whose default microphone hears what is played into the sink `mouth`, and whose default
    /// speaker can be heard at `ears.monitor`.
    ///
    /// # Errors
    /// If it does not start.
    pub fn start_sound(&mut self) -> Result<()> {
        let server = self.sound_server()?;
        self.spawn("pulseaudio", server)?;
        self.wait_for_sound()
    }

    /// What [`Session::start_sound`] starts.
    ///
    /// # Errors
    /// If its settings cannot be written.
    pub fn sound_server(&self) -> Result<Command> {
        let script = self.root.path().join("sound.pa");
        let lines = "load-module module-native-protocol-unix auth-anonymous=1\n\
                     load-module module-null-sink sink_name=ears\n\
                     load-module module-null-sink sink_name=mouth\n\
                     set-default-sink ears\nset-default-source mouth.monitor\n";
        fs::write(&script, lines)?;
        let mut server = self.command("pulseaudio");
        server.args(["-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1", "-F"]);
        server.arg(script);
        Ok(server)
    }

    /// Waits until the sound server listens.
    ///
    /// # Errors
    /// If it does not in time, with the end of every log.
    pub fn wait_for_sound(&self) -> Result<()> {
        let socket = self.runtime.path().join("pulse/native");
        until("the sound server listens", START_TIMEOUT, || Ok(socket.exists().then_some(())))
            .with_context(|| self.logs())
    }

    /// Stops a part of the session by name, as if it had crashed.
    ///
    /// # Errors
    /// If no such part runs.
    pub fn stop(&mut self, name: &str) -> Result<()> {
        let place = self.running.iter().position(|(running, _)| running == name);
        let Some(place) = place else { bail!("{name} does not run in this session") };
        let (_, mut child) = self.running.remove(place);
        end(&mut child);
        Ok(())
    }

    /// Starts a part that lives as long as the session; its output goes to `logs/<name>.log`.
    ///
    /// # Errors
    /// If the program cannot be started.
    pub fn spawn(&mut self, name: &str, mut command: Command) -> Result<()> {
        let log = File::create(self.log(name))?;
        command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        self.keep(name, command)?;
        Ok(())
    }

    /// Waits until somebody owns `name` on the bus.
    ///
    /// # Errors
    /// After a while, with the end of every log.
    pub fn wait_for_name(&self, name: &str) -> Result<()> {
        let connection = self.connect()?;
        let bus = DBusProxy::new(&connection)?;
        until(&format!("{name} is on the bus"), START_TIMEOUT, || {
            Ok(bus.name_has_owner(name.try_into()?)?.then_some(()))
        })
        .with_context(|| self.logs())
    }

    fn start_display(&mut self) -> Result<()> {
        let (width, height) = DISPLAY_SIZE;
        let mut server = self.command("Xvfb");
        server
            .args(["-displayfd", "1", "-nolisten", "tcp", "-noreset", "-screen", "0"])
            .arg(format!("{width}x{height}x24"));
        let number = self.spawn_speaking("Xvfb", server)?;
        self.display = format!(":{number}");
        let (mut paint, size) = (self.command("display"), format!("{width}x{height}"));
        paint.args(["-window", "root", "-size", &size, "xc:#3b4a5e"]);
        // Only for the eye: a session without a painted background is as good a session.
        let _ = paint.stdout(Stdio::null()).stderr(Stdio::null()).status();
        Ok(())
    }

    fn start_bus(&mut self) -> Result<()> {
        let mut daemon = self.command("dbus-daemon");
        daemon.args(["--session", "--nofork", "--nosyslog", "--print-address=1"]);
        self.bus = self.spawn_speaking("dbus-daemon", daemon)?;
        Ok(())
    }

    fn start_notifications(&mut self) -> Result<()> {
        let mut daemon = self.command("dunst");
        daemon.arg("-conf").arg(self.root.path().join("dunstrc"));
        self.spawn("dunst", daemon)
    }

    /// Starts the secret service with its collection unlocked, in place of one that was started on demand, and waits
    /// until it answers. Whoever asked for a secret between the end of the old one and this would have another locked
    /// one started on demand, and this one would stand back.
    ///
    /// # Errors
    /// If it does not start.
    pub fn start_secrets(&mut self) -> Result<()> {
        let mut daemon = self.command("gnome-keyring-daemon");
        let log = File::create(self.log("gnome-keyring-daemon"))?;
        daemon
            .args(["--foreground", "--replace", "--unlock", "--components=secrets"])
            .stdin(Stdio::piped())
            .stdout(log.try_clone()?)
            .stderr(log);
        let child = self.keep("gnome-keyring-daemon", daemon)?;
        let mut password = child.stdin.take().context("the secret service takes no password")?;
        password.write_all(b"throw-away")?;
        let id = child.id();
        drop(password);
        let connection = self.connect()?;
        let bus = DBusProxy::new(&connection)?;
        until("the secret service is on the bus", START_TIMEOUT, || {
            let owner = bus.get_connection_unix_process_id("org.freedesktop.secrets".try_into()?);
            Ok(owner.is_ok_and(|owner| owner == id).then_some(()))
        })
        .with_context(|| self.logs())
    }

    /// Starts a part that tells one line on its standard output once it is ready.
    fn spawn_speaking(&mut self, name: &str, mut command: Command) -> Result<String> {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(File::create(self.log(name))?);
        let child = self.keep(name, command)?;
        let output = child.stdout.take().with_context(|| format!("{name} has no output"))?;
        let line = first_line(output)?;
        if line.is_empty() {
            bail!("{name} ended at once\n{}", self.logs());
        }
        Ok(line)
    }

    fn keep(&mut self, name: &str, mut command: Command) -> Result<&mut Child> {
        let child = command.spawn().with_context(|| format!("{name} could not be started"))?;
        self.running.push((name.to_owned(), child));
        let (_, child) = self.running.last_mut().context("nothing runs")?;
        Ok(child)
    }

    fn log(&self, name: &str) -> PathBuf {
        self.root.path().join("logs").join(format!("{name}.log"))
    }

    /// The last lines of every log.
    fn logs(&self) -> String {
        let mut text = String::new();
        for (name, _) in &self.running {
            let log = fs::read_to_string(self.log(name)).unwrap_or_default();
            let tail: Vec<&str> = log.lines().rev().take(5).collect();
            for line in tail.iter().rev() {
                text.push_str(&format!("{name}: {line}\n"));
            }
        }
        text
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        for (_, child) in self.running.iter_mut().rev() {
            end(child);
        }
    }
}

/// Ends a process of ours; one that has already gone is fine.
fn end(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}

fn first_line(output: ChildStdout) -> Result<String> {
    let mut line = String::new();
    BufReader::new(output).read_line(&mut line)?;
    Ok(line.trim().to_owned())
}

/// Writes what the session's own programs read at their start.
fn own_programs_first(own: &Path) -> OsString {
    let rest = std::env::var_os("PATH").unwrap_or_default();
    let all = std::iter::once(own.to_owned()).chain(std::env::split_paths(&rest));
    std::env::join_paths(all).unwrap_or(rest)
}

fn write_config(root: &Path) -> Result<()> {
    let dunst = include_str!("session/dunstrc").replace("@ROOT@", &root.to_string_lossy());
    fs::write(root.join("dunstrc"), dunst)?;
    fs::write(root.join("choose"), include_str!("session/choose.sh"))?;
    let panel = root.join("config/xfce4/xfconf/xfce-perchannel-xml");
    fs::create_dir_all(&panel)?;
    fs::write(panel.join("xfce4-panel.xml"), include_str!("session/xfce4-panel.xml"))?;
    Ok(())
}
