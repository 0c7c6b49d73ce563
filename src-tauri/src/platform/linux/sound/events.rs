//! Says that something about devices has changed at the sound server: the client library passes no events on, so this is a
//! connection of its own that does nothing else.

use super::{PATIENCE, cookie};
use pulseaudio::protocol::{
    self, AuthParams, AuthReply, Command, MAX_VERSION, Prop, Props, ProtocolError,
    SetClientNameReply, SubscriptionMask,
};
use std::io::BufReader;
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::Notify;

/// Listens until it is dropped or the server goes.
pub(super) struct DeviceEvents {
    socket: UnixStream,
    ended: Arc<AtomicBool>,
}

impl DeviceEvents {
    /// Begins to listen; `changed` is notified after each change, and when the server goes.
    pub(super) fn listen(changed: Arc<Notify>) -> Result<Self, ProtocolError> {
        let path = pulseaudio::socket_path_from_env()
            .ok_or_else(|| ProtocolError::Io(std::io::Error::from(std::io::ErrorKind::NotFound)))?;
        let socket = UnixStream::connect(path)?;
        socket.set_read_timeout(Some(PATIENCE))?;
        let mut reader = BufReader::new(socket.try_clone()?);
        let version = subscribe(&mut reader)?;
        socket.set_read_timeout(None)?;
        let ended = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&ended);
        std::thread::Builder::new().name("sound-events".to_owned()).spawn(move || {
            while let Ok((_, command)) = protocol::read_command_message(&mut reader, version) {
                if matches!(command, Command::SubscribeEvent(_)) {
                    changed.notify_one();
                }
            }
            told.store(true, Ordering::Relaxed);
            changed.notify_one();
        })?;
        Ok(Self { socket, ended })
    }

    /// Whether nothing more will be told.
    pub(super) fn have_ended(&self) -> bool {
        self.ended.load(Ordering::Relaxed)
    }
}

impl Drop for DeviceEvents {
    fn drop(&mut self) {
        // Ends the reading; fails only if that has ended.
        let _ = self.socket.shutdown(Shutdown::Both);
    }
}

/// Introduces us and asks for events; the version both sides speak.
fn subscribe(reader: &mut BufReader<UnixStream>) -> Result<u16, ProtocolError> {
    let auth = AuthParams {
        version: MAX_VERSION,
        supports_shm: false,
        supports_memfd: false,
        cookie: cookie(),
    };
    protocol::write_command_message(reader.get_mut(), 0, &Command::Auth(auth), MAX_VERSION)?;
    let (_, reply) = protocol::read_reply_message::<AuthReply>(reader, MAX_VERSION)?;
    let version = MAX_VERSION.min(reply.version);
    let mut props = Props::new();
    props.set(Prop::ApplicationName, c"Deskbell");
    protocol::write_command_message(reader.get_mut(), 1, &Command::SetClientName(props), version)?;
    protocol::read_reply_message::<SetClientNameReply>(reader, version)?;
    // The server's own events tell of another choice of the system.
    let wanted = SubscriptionMask::SINK | SubscriptionMask::SOURCE | SubscriptionMask::SERVER;
    protocol::write_command_message(reader.get_mut(), 2, &Command::Subscribe(wanted), version)?;
    protocol::read_ack_message(reader)?;
    Ok(version)
}
