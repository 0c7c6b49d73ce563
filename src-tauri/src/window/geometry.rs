//! Where the main window begins: as remembered, and never larger than the part of the screen it may use.

use deskbell_core::WindowPlace;
use tauri::{LogicalPosition, LogicalSize, Monitor};

/// Size of the main window at the first start, in logical pixels.
const FIRST_SIZE: (f64, f64) = (1120.0, 720.0);
/// Smallest useful size, in logical pixels; less only where the screen has less.
const LEAST_SIZE: (f64, f64) = (320.0, 480.0);
/// Largest sensible size, in logical pixels: a settings file may say anything.
const MOST_SIZE: f64 = 16_000.0;
/// A remembered window must show at least this much of itself on a screen, in logical pixels.
const LEAST_VISIBLE: f64 = 80.0;
/// What a title bar takes beside the window's inside, in logical pixels; its real height is not known before it is shown.
const TITLE_BAR: f64 = 40.0;

/// One screen in logical pixels of its own: its corner, and what of it is free of panels.
#[derive(Clone, Copy, Debug)]
pub struct Screen {
    corner: LogicalPosition<f64>,
    whole: LogicalSize<f64>,
    free_corner: LogicalPosition<f64>,
    free: LogicalSize<f64>,
}

impl From<&Monitor> for Screen {
    fn from(monitor: &Monitor) -> Self {
        let scale = monitor.scale_factor();
        let area = monitor.work_area();
        Self {
            corner: monitor.position().to_logical(scale),
            whole: monitor.size().to_logical(scale),
            free_corner: area.position.to_logical(scale),
            free: area.size.to_logical(scale),
        }
    }
}

/// How the main window is built, in logical pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Beginning {
    /// Size of its inside.
    pub size: LogicalSize<f64>,
    /// Smallest size of its inside.
    pub least: LogicalSize<f64>,
    /// Where it stands; none leaves that to the desktop.
    pub at: Option<LogicalPosition<f64>>,
}

/// How the window begins that was at `place`, on one of the `screens`, the main one first.
pub fn beginning(place: Option<WindowPlace>, screens: &[Screen]) -> Beginning {
    // A screen may be gone since the window was there.
    let there = place
        .and_then(|place| screens.iter().find(|screen| shows(screen, place)).map(|s| (place, s)));
    let screen = there.map_or_else(|| screens.first(), |(_, screen)| Some(screen));
    let room = screen.filter(|screen| screen.free.width > 0.0 && screen.free.height > TITLE_BAR);
    let room = room.map_or((MOST_SIZE, MOST_SIZE), |s| (s.free.width, s.free.height - TITLE_BAR));
    let least = (LEAST_SIZE.0.min(room.0), LEAST_SIZE.1.min(room.1));
    let wanted =
        place.map_or(FIRST_SIZE, |place| (f64::from(place.width), f64::from(place.height)));
    let fit = |wanted: f64, least: f64, room: f64| wanted.clamp(least, room.min(MOST_SIZE));
    let size = (fit(wanted.0, least.0, room.0), fit(wanted.1, least.1, room.1));
    let at = there.map(|(place, screen)| {
        let free = screen.free_corner;
        // What was cut to the screen starts at its edge, or it would reach over the other one.
        let x = if size.0 < wanted.0 { free.x } else { f64::from(place.x) };
        let y = if size.1 < wanted.1 { free.y } else { f64::from(place.y) };
        LogicalPosition::new(x, y)
    });
    Beginning {
        size: LogicalSize::new(size.0, size.1),
        least: LogicalSize::new(least.0, least.1),
        at,
    }
}

/// Enough of the window's upper edge is on `screen` to take hold of.
fn shows(screen: &Screen, place: WindowPlace) -> bool {
    let (x, y) = (f64::from(place.x), f64::from(place.y));
    let (from, size) = (screen.corner, screen.whole);
    x + LEAST_VISIBLE > from.x
        && y >= from.y
        && x + LEAST_VISIBLE < from.x + size.width
        && y + LEAST_VISIBLE < from.y + size.height
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A screen at `x` with a panel of 32 logical pixels on top.
    fn screen(x: f64, width: f64, height: f64) -> Screen {
        Screen {
            corner: LogicalPosition::new(x, 0.0),
            whole: LogicalSize::new(width, height),
            free_corner: LogicalPosition::new(x, 32.0),
            free: LogicalSize::new(width, height - 32.0),
        }
    }

    fn place(x: i32, y: i32, width: u32, height: u32) -> Option<WindowPlace> {
        Some(WindowPlace { x, y, width, height, maximized: false })
    }

    fn begins(place: Option<WindowPlace>, screens: &[Screen]) -> (f64, f64, Option<(f64, f64)>) {
        let begin = beginning(place, screens);
        (begin.size.width, begin.size.height, begin.at.map(|at| (at.x, at.y)))
    }

    #[test]
    fn where_there_is_room_the_window_is_as_it_was() {
        let large = [screen(0.0, 1920.0, 1080.0)];
        assert_eq!(begins(None, &large), (1120.0, 720.0, None));
        assert_eq!(begins(place(50, 60, 900, 600), &large), (900.0, 600.0, Some((50.0, 60.0))));
        assert_eq!(beginning(None, &large).least, LogicalSize::new(320.0, 480.0));
        assert_eq!(begins(place(50, 60, 1, 1), &large).0, 320.0);
        // No screen is known: nothing to bound by.
        assert_eq!(begins(None, &[]), (1120.0, 720.0, None));
        assert_eq!(begins(place(0, 0, u32::MAX, 600), &[]), (16_000.0, 600.0, None));
    }

    #[test]
    fn a_window_is_never_larger_than_what_the_screen_has_free() {
        // 1366 × 768 at 200 %.
        let small = [screen(0.0, 683.0, 384.0)];
        let begin = beginning(None, &small);
        assert_eq!((begin.size.width, begin.size.height), (683.0, 384.0 - 32.0 - TITLE_BAR));
        assert_eq!((begin.least.width, begin.least.height), (320.0, begin.size.height));
        // It was remembered from a larger screen.
        let begin = begins(place(300, 100, 1600, 900), &small);
        assert_eq!(begin, (683.0, 312.0, Some((0.0, 32.0))));
    }

    #[test]
    fn the_screen_the_window_stood_on_bounds_it_and_one_that_is_gone_does_not() {
        let both = [screen(0.0, 1280.0, 720.0), screen(1280.0, 2560.0, 1440.0)];
        let large = place(1400, 40, 2000, 1200);
        assert_eq!(begins(large, &both), (2000.0, 1200.0, Some((1400.0, 40.0))));
        assert_eq!(begins(large, &both[..1]), (1280.0, 648.0, None));
        for off in [place(-2000, 40, 900, 600), place(40, -50, 900, 600), place(40, 700, 900, 600)]
        {
            assert_eq!(begins(off, &both), (900.0, 600.0, None), "{off:?}");
        }
        assert_eq!(begins(place(i32::MAX, i32::MIN, 900, 600), &both).2, None);
    }
}
