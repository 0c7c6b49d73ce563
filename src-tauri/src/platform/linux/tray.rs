//! The tray over D-Bus (`org.kde.StatusNotifierItem`): what counts is that the icon is registered with a watcher that
//! has a host, not that there is one.
//!
//! Why ksni itself and not tauri's tray, which can use it too (tray-icon 0.25.1): that registers once, on the main
//! thread, and waits there for as long as the watcher takes; and what becomes of the registration later nobody learns.

use super::bus;
use super::bus_object::{BusObject, PROPERTIES, owner_changes};
use crate::platform::{TrayEvent, TrayLook};
use deskbell_core::{Intent, TrayItem};
use futures_util::StreamExt;
use futures_util::stream::select;
use ksni::menu::{CheckmarkItem, StandardItem};
use ksni::{Handle, MenuItem, OfflineReason, TrayMethods};
use std::sync::Arc;
use std::time::Duration;
use tauri::AppHandle;
use tauri::image::Image;
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep, sleep_until, timeout};

const WATCHER: BusObject = BusObject {
    service: "org.kde.StatusNotifierWatcher",
    path: "/StatusNotifierWatcher",
    interface: "org.kde.StatusNotifierWatcher",
};
/// A tray that is not ready for so long counts as none until it is; so does one that went, for panels are restarted.
const PATIENCE: Duration = Duration::from_secs(4);
/// First and longest pause before a refused icon is registered again, or a watcher that failed is asked again.
const PAUSE: (Duration, Duration) = (Duration::from_millis(500), Duration::from_secs(10));
/// For how long a redraw waits for a tray that is busy.
const REDRAW: Duration = Duration::from_secs(2);

type Tell = Arc<dyn Fn(TrayEvent) + Send + Sync>;
/// Whether an icon would have a place; none until the watcher has told.
type Host = watch::Receiver<Option<bool>>;

pub(in crate::platform) struct TrayIcon(watch::Sender<TrayLook>);

impl TrayIcon {
    pub(in crate::platform) fn start(
        _app: &AppHandle,
        look: TrayLook,
        tell: Box<dyn Fn(TrayEvent) + Send + Sync>,
    ) -> Self {
        let (looks, look) = watch::channel(look);
        let (told, host) = watch::channel(None);
        bus::spawn(follow_hosts(told));
        bus::spawn(show(look, host, tell.into()));
        Self(looks)
    }

    pub(in crate::platform) fn set(&self, look: TrayLook) {
        self.0.send_replace(look);
    }
}

/// Follows the watcher over one connection after the other, for as long as somebody wants to know.
async fn follow_hosts(told: watch::Sender<Option<bool>>) {
    let mut pause = PAUSE.0;
    while !told.is_closed() {
        if let Err(error) = follow_host(&told).await {
            log::debug!("the tray host cannot be watched: {error}");
        }
        told.send_replace(Some(false));
        sleep(pause).await;
        pause = (pause * 2).min(PAUSE.1);
    }
}

async fn follow_host(told: &watch::Sender<Option<bool>>) -> zbus::Result<()> {
    // A slow answer is as good as a fast one.
    let bus = bus::session_without_limit().await?;
    let mut owners = owner_changes(&bus, &WATCHER).await?;
    let properties = WATCHER.signals_of(&bus, PROPERTIES).await?;
    let mut signals = select(WATCHER.signals(&bus).await?, properties);
    let mut pause = PAUSE.0;
    loop {
        let asked = WATCHER.property::<bool>(&bus, "IsStatusNotifierHostRegistered");
        tokio::pin!(asked);
        let mut changed = false;
        let answer = loop {
            tokio::select! {
                answer = &mut asked => break Some(answer),
                owner = owners.next() => match owner {
                    // The new one is asked anew.
                    Some(_) => break None,
                    None => return Ok(()),
                },
                signal = signals.next() => match signal {
                    Some(_) => changed = true,
                    None => return Ok(()),
                },
            }
        };
        let again = match answer {
            None => continue,
            Some(Ok(present)) => {
                told.send_if_modified(|known| known.replace(present) != Some(present));
                pause = PAUSE.0;
                None
            }
            Some(Err(error)) => {
                told.send_if_modified(|known| known.replace(false) != Some(false));
                // Nobody there: somebody who comes is heard of.
                let there = WATCHER.is_there(&bus).await;
                let again = there.then_some(pause);
                log::debug!("the tray host does not tell: {error}");
                pause = (pause * 2).min(PAUSE.1);
                again
            }
        };
        if changed {
            continue;
        }
        tokio::select! {
            owner = owners.next() => if owner.is_none() { return Ok(()) },
            signal = signals.next() => if signal.is_none() { return Ok(()) },
            () = sleep(again.unwrap_or_default()), if again.is_some() => {}
        }
    }
}

/// Keeps the icon registered wherever there is a place for it, and tells whether it is.
async fn show(mut look: watch::Receiver<TrayLook>, mut host: Host, tell: Tell) {
    let mut pause = PAUSE.0;
    let (since, patience) = (Instant::now(), PATIENCE);
    let mut shown = Shown { told: None, since, patience, tell: Arc::clone(&tell) };
    loop {
        let known = *host.borrow_and_update();
        match known {
            Some(true) => {}
            Some(false) if shown.told.is_none() => shown.is(false),
            Some(false) | None => {
                // Nobody changes it any more: the app has gone.
                if shown.unless(host.changed()).await.is_err() {
                    return;
                }
                continue;
            }
        }
        let (ended, mut end) = mpsc::unbounded_channel();
        let item = Item { look: look.borrow_and_update().clone(), tell: Arc::clone(&tell), ended };
        match shown.unless(item.spawn()).await {
            Ok(icon) => {
                pause = PAUSE.0;
                shown.is(true);
                let stays = serve(&icon, &mut look, &mut host, &mut end).await;
                shown.since = Instant::now();
                let _ = timeout(REDRAW, icon.shutdown()).await;
                if !stays {
                    return;
                }
            }
            Err(error) => {
                log::warn!("the tray did not take the icon: {error}");
                shown.unless(sleep(pause)).await;
                pause = (pause * 2).min(PAUSE.1);
            }
        }
    }
}

/// Redraws the icon until its place has gone. False if the app has.
async fn serve(
    icon: &Handle<Item>,
    look: &mut watch::Receiver<TrayLook>,
    host: &mut Host,
    end: &mut mpsc::UnboundedReceiver<()>,
) -> bool {
    loop {
        tokio::select! {
            changed = look.changed() => {
                if changed.is_err() {
                    return false;
                }
                let new = look.borrow_and_update().clone();
                if timeout(REDRAW, icon.update(|item| item.look = new)).await.is_err() {
                    look.mark_changed();
                }
            }
            changed = host.changed() => {
                if changed.is_err() {
                    return false;
                }
                if *host.borrow_and_update() != Some(true) {
                    return true;
                }
            }
            _ = end.recv() => return true,
        }
    }
}

/// What was told of the icon.
struct Shown {
    told: Option<bool>,
    /// It is not shown since then.
    since: Instant,
    patience: Duration,
    tell: Tell,
}

impl Shown {
    fn is(&mut self, shown: bool) {
        if self.told.replace(shown) != Some(shown) {
            (self.tell)(TrayEvent::Shown(shown));
        }
    }

    /// Waits for `what`; tells that there is no icon when that has been so for too long.
    async fn unless<T>(&mut self, what: impl Future<Output = T>) -> T {
        tokio::pin!(what);
        loop {
            tokio::select! {
                done = &mut what => return done,
                () = sleep_until(self.since + self.patience), if self.told != Some(false) => self.is(false),
            }
        }
    }
}

/// The icon as a tray host sees it.
struct Item {
    look: TrayLook,
    tell: Tell,
    /// Told when the watcher does not take it any more.
    ended: mpsc::UnboundedSender<()>,
}

impl ksni::Tray for Item {
    fn id(&self) -> String {
        "deskbell".to_owned()
    }

    fn title(&self) -> String {
        "Deskbell".to_owned()
    }

    fn category(&self) -> ksni::Category {
        ksni::Category::Communications
    }

    fn icon_pixmap(&self) -> Vec<ksni::Icon> {
        pixels(self.look.picture).into_iter().collect()
    }

    fn tool_tip(&self) -> ksni::ToolTip {
        let description = self.look.tooltip.replace('&', "&amp;").replace('<', "&lt;");
        ksni::ToolTip { title: self.title(), description, ..ksni::ToolTip::default() }
    }

    fn activate(&mut self, _x: i32, _y: i32) {
        (self.tell)(TrayEvent::Request(Intent::ShowWindow));
    }

    fn menu(&self) -> Vec<MenuItem<Self>> {
        self.look.items.iter().map(line).collect()
    }

    fn watcher_offline(&self, reason: OfflineReason) -> bool {
        match reason {
            // Whether it comes back is heard of.
            OfflineReason::No => true,
            reason => {
                log::warn!("the tray does not take the icon any more: {reason:?}");
                // Fails only if nobody keeps the icon any more.
                let _ = self.ended.send(());
                false
            }
        }
    }
}

fn line(item: &TrayItem) -> MenuItem<Item> {
    let chosen = |intent: &Intent| -> Box<dyn Fn(&mut Item) + Send> {
        let intent = intent.clone();
        Box::new(move |item| (item.tell)(TrayEvent::Request(intent.clone())))
    };
    match item {
        TrayItem::Action { label, intent } => {
            let (label, activate) = (literal(label), chosen(intent));
            StandardItem { label, activate, ..StandardItem::default() }.into()
        }
        TrayItem::Choice { label, checked, intent } => {
            let (label, activate) = (literal(label), chosen(intent));
            CheckmarkItem { label, checked: *checked, activate, ..CheckmarkItem::default() }.into()
        }
        TrayItem::Label { label } => {
            StandardItem { label: literal(label), enabled: false, ..StandardItem::default() }.into()
        }
        TrayItem::Separator => MenuItem::Separator,
    }
}

/// `_` would make the next letter a shortcut.
fn literal(label: &str) -> String {
    label.replace('_', "__")
}

/// A PNG as the specification wants it: alpha, red, green, blue. Ours can all be read, which a test holds.
fn pixels(png: &[u8]) -> Option<ksni::Icon> {
    let image = Image::from_bytes(png).ok()?;
    let (width, height) = (image.width().try_into().ok()?, image.height().try_into().ok()?);
    let data = image.rgba().chunks_exact(4).flat_map(|p| [p[3], p[0], p[1], p[2]]).collect();
    Some(ksni::Icon { width, height, data })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_shown_letter_by_letter() {
        assert_eq!(literal("R&D _x"), "R&D __x");
    }

    #[test]
    fn a_picture_has_four_bytes_for_each_of_its_pixels() {
        let png = include_bytes!("../../../../icons/tray/idle-dark@2x.png");
        let icon = pixels(png).unwrap();
        assert_eq!((icon.width, icon.height, icon.data.len()), (44, 44, 44 * 44 * 4));
        assert!(icon.data.iter().any(|byte| *byte != 0));
        assert!(pixels(b"no picture").is_none());
    }

    const SHORT: Duration = Duration::from_millis(400);

    fn shown() -> (Shown, std::sync::mpsc::Receiver<bool>) {
        let (tell, told) = std::sync::mpsc::channel();
        let tell = move |news| match news {
            TrayEvent::Shown(shown) => tell.send(shown).unwrap(),
            TrayEvent::Request(_) => {}
        };
        let (since, patience) = (Instant::now(), SHORT);
        (Shown { told: None, since, patience, tell: Arc::new(tell) }, told)
    }

    #[tokio::test]
    async fn an_icon_that_does_not_come_is_told_once_and_one_that_comes_too() {
        let (mut shown, told) = shown();
        shown.unless(sleep(SHORT / 8)).await;
        assert!(told.try_recv().is_err(), "it may still come");
        shown.unless(sleep(SHORT * 3)).await;
        assert_eq!(told.try_iter().collect::<Vec<_>>(), [false]);
        shown.is(true);
        shown.since = Instant::now();
        shown.unless(sleep(SHORT / 8)).await;
        assert_eq!(told.try_iter().collect::<Vec<_>>(), [true], "a panel is being restarted");
        shown.unless(sleep(SHORT * 2)).await;
        assert_eq!(told.try_iter().collect::<Vec<_>>(), [false]);
    }
}
