//! A Wayland compositor's word that the agent left the keyboard and came back (`ext-idle-notify`).

use crate::platform::input_idle::UNTOUCHED_AFTER;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use wayland_client::globals::{GlobalListContents, registry_queue_init};
use wayland_client::protocol::wl_registry::WlRegistry;
use wayland_client::protocol::wl_seat::WlSeat;
use wayland_client::{Connection, Dispatch, Proxy, QueueHandle, delegate_noop};
use wayland_protocols::ext::idle_notify::v1::client::ext_idle_notification_v1::{
    Event, ExtIdleNotificationV1,
};
use wayland_protocols::ext::idle_notify::v1::client::ext_idle_notifier_v1::ExtIdleNotifierV1;

/// From this version on the compositor tells of input alone: a video that keeps the screen on is none.
const TELLS_INPUT: u32 = 2;

/// Keyboard and pointer as the compositor has told of them.
#[derive(Clone)]
pub(super) struct Seat(Arc<Mutex<SeatActivity>>);

#[derive(Clone, Copy)]
enum SeatActivity {
    Used,
    UntouchedSince(Instant),
    /// The compositor is gone.
    Nothing,
}

impl Seat {
    /// Connects and listens on a thread of its own; none if the compositor does not tell.
    pub(super) fn watch() -> Option<Self> {
        let server = Connection::connect_to_env().ok()?;
        let (globals, mut queue) = registry_queue_init::<Self>(&server).ok()?;
        let handle = queue.handle();
        let notifier: ExtIdleNotifierV1 = globals.bind(&handle, 1..=TELLS_INPUT, ()).ok()?;
        let seat: WlSeat = globals.bind(&handle, 1..=1, ()).ok()?;
        let after = u32::try_from(UNTOUCHED_AFTER.as_millis()).ok()?;

        if notifier.version() >= TELLS_INPUT {
            notifier.get_input_idle_notification(after, &seat, &handle, ());
        } else {
            notifier.get_idle_notification(after, &seat, &handle, ());
        }
        let mut listener = Self(Arc::new(Mutex::new(SeatActivity::Used)));
        let seat = listener.clone();
        let listen = move || {
            while queue.blocking_dispatch(&mut listener).is_ok() {}
            listener.set(SeatActivity::Nothing);
        };
        std::thread::Builder::new().name("deskbell-seat".to_owned()).spawn(listen).ok()?;
        Some(seat)
    }

    /// The time since the last input; zero below the threshold.
    pub(super) fn untouched(&self) -> Option<Duration> {
        match *self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            SeatActivity::Used => Some(Duration::ZERO),
            SeatActivity::UntouchedSince(since) => Some(since.elapsed()),
            SeatActivity::Nothing => None,
        }
    }

    /// Keeps what the compositor said last.
    fn set(&self, activity: SeatActivity) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = activity;
    }
}

/// The agent left or came back.
impl Dispatch<ExtIdleNotificationV1, ()> for Seat {
    fn event(
        seat: &mut Self,
        _: &ExtIdleNotificationV1,
        event: Event,
        (): &(),
        _: &Connection,
        _: &QueueHandle<Self>,
    ) {
        let now = Instant::now();
        match event {
            Event::Idled => {
                let since = now.checked_sub(UNTOUCHED_AFTER).unwrap_or(now);
                seat.set(SeatActivity::UntouchedSince(since));
            }
            Event::Resumed => seat.set(SeatActivity::Used),
            _ => {}
        }
    }
}

/// Seats and notifiers that come or go while we run do not matter: the first seat is the agent's.
impl Dispatch<WlRegistry, GlobalListContents> for Seat {
    fn event(
        _: &mut Self,
        _: &WlRegistry,
        _: <WlRegistry as Proxy>::Event,
        _: &GlobalListContents,
        _: &Connection,
        _: &QueueHandle<Self>,
    ) {
    }
}

delegate_noop!(Seat: ignore WlSeat);
delegate_noop!(Seat: ExtIdleNotifierV1);
