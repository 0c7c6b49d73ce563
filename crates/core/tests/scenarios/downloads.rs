//! Downloads: what is taken, what is refused, where it goes, and what the agent hears of it.

use crate::desk::*;
use deskbell_core::*;
use deskbell_core::{
    DISK_RESERVE, DOWNLOAD_BYTES_MAX, DOWNLOAD_PERIOD, DOWNLOAD_ROWS, DOWNLOADS_AT_ONCE,
    DOWNLOADS_BEGUN_MAX, DOWNLOADS_UNSEEN_MAX,
};
use expect_test::expect;

const SOME: DownloadId = DownloadId(1);

impl Desk {
    /// One account, shown on the stage.
    fn shown() -> Self {
        let mut desk = Self::with(&["phone", "other"]);
        desk.request(Intent::Show { stage: Stage::Widget { account: id("phone") } });
        desk.take();
        desk
    }

    fn download_of(
        &mut self,
        account: &str,
        download: DownloadId,
        fact: DownloadFact,
    ) -> Vec<Effect> {
        self.play(Event::Download { account: id(account), download, fact })
    }

    fn download(&mut self, download: u32, fact: DownloadFact) -> Vec<Effect> {
        self.download_of("phone", DownloadId(download), fact)
    }

    fn run(&mut self, download: u32, name: &str, size: Option<u64>) -> Vec<Effect> {
        self.download(download, begun());
        self.download(download, named(name, size))
    }

    fn state_of(&self, download: u32) -> Option<DownloadState> {
        let rows = self.view().downloads;
        rows.into_iter().find(|row| row.id == DownloadId(download)).map(|row| row.state)
    }
}

fn begun() -> DownloadFact {
    DownloadFact::Begun { host: Some("media.example.com".to_owned()), opener: DownloadOpener::Page }
}

fn named(name: &str, size: Option<u64>) -> DownloadFact {
    DownloadFact::Named { name: name.into(), size }
}

fn finished(name: &str) -> DownloadFact {
    DownloadFact::Finished { name: name.into(), folder: "/d".to_owned(), bytes: 7 }
}

fn orders(effects: &[Effect]) -> Vec<&DownloadOrder> {
    let mut orders = Vec::new();
    for effect in effects {
        if let Effect::Download { order, .. } = effect {
            orders.push(order);
        }
    }
    orders
}

fn failed(problem: DownloadProblem) -> Option<DownloadState> {
    Some(DownloadState::Failed { problem })
}

#[test]
fn a_download_is_taken_named_followed_and_told_once() {
    let mut desk = Desk::shown();
    assert_eq!(orders(&desk.download(1, begun())), [] as [&DownloadOrder; 0]);
    assert_eq!(desk.state_of(1), Some(DownloadState::Waiting));
    let effects = desk.download(1, named("../../Call \u{202e}1.mp3", Some(7)));
    let order =
        DownloadOrder::Save { name: "Call 1.mp3".into(), folder: String::new(), ask: false };
    assert_eq!(orders(&effects), [&order]);
    assert_eq!(desk.download(1, named("again.mp3", None)), [], "a second answer names nothing");
    desk.download(1, DownloadFact::Received { bytes: 3, free: None });
    let row = desk.view().downloads[0].clone();
    assert_eq!((row.received, row.total, row.state), (3, Some(7), DownloadState::Running));
    assert_eq!(row.host.as_deref(), Some("media.example.com"));
    expect![[r#"
        +downloads: Download finished | Call 1 (2).mp3 · My phone
    "#]]
    .assert_eq(&banners(&desk.download(1, finished("Call 1 (2).mp3"))));
    let row = desk.view().downloads[0].clone();
    assert_eq!((row.name.as_str(), row.received, row.total), ("Call 1 (2).mp3", 7, Some(7)));
    assert_eq!(row.state, DownloadState::Finished { folder: "/d".to_owned() });
    // What comes late changes nothing.
    assert_eq!(desk.download(1, finished("other.mp3")), []);
    assert_eq!(desk.download(1, DownloadFact::Cancelled), []);
    assert_eq!(desk.download(9, finished("unknown.mp3")), []);
    assert_eq!(desk.view().downloads.len(), 1);
}

#[test]
fn one_notification_counts_and_none_comes_while_the_window_is_in_front() {
    let mut desk = Desk::shown();
    for download in 1..=3 {
        desk.run(download, "a.pdf", None);
    }
    desk.download(1, finished("a.pdf"));
    expect![[r#"
        +downloads: 2 downloads finished | b.pdf · My phone
    "#]]
    .assert_eq(&banners(&desk.download(2, finished("b.pdf"))));
    let effects = desk.os(SystemFact::Focus { focused: true });
    assert_eq!(banners(&effects), "-downloads\n");
    assert_eq!(banners(&desk.download(3, finished("c.pdf"))), "");
    let withheld = desk.view().withheld[0].clone();
    assert_eq!((withheld.what.as_str(), withheld.reason), ("download", WithheldReason::InFront));
    // Also beside another page: the list stands there too.
    desk.request(Intent::Show { stage: Stage::Settings });
    desk.wait_alive(DOWNLOAD_PERIOD);
    desk.run(4, "d.pdf", None);
    assert_eq!(banners(&desk.download(4, finished("d.pdf"))), "");
    // Counting begins anew.
    desk.os(SystemFact::Focus { focused: false });
    desk.run(5, "e.pdf", None);
    desk.request(Intent::ChangeSetting { change: SettingChange::HideContent(true) });
    expect![[r#"
        +downloads: Download finished | My phone
    "#]]
    .assert_eq(&banners(&desk.download(5, finished("e.pdf"))));
}

#[test]
fn a_click_on_the_notification_shows_the_folder_and_never_opens_the_file() {
    let mut desk = Desk::shown();
    desk.run(1, "a.pdf", None);
    let effects = desk.download(1, finished("a.pdf"));
    let click = effects.iter().find_map(|effect| match effect {
        Effect::Notify { notification } => Some(notification.click.clone()),
        _ => None,
    });
    assert_eq!(click, Some(Intent::ShowDownload { download: SOME }));
    let effects = desk.request(Intent::ShowDownload { download: SOME });
    let reveal = DownloadOrder::Reveal { name: "a.pdf".into(), folder: "/d".to_owned() };
    assert_eq!(orders(&effects), [&reveal]);
}

#[test]
fn a_bomb_is_capped_and_told_in_one_line() {
    let mut desk = Desk::shown();
    for download in 1..=200 {
        desk.run(download, "bomb.bin", None);
    }
    assert_eq!(desk.view().downloads.len(), DOWNLOADS_AT_ONCE, "so many at one time");
    let notices = desk.view().notices;
    assert_eq!(notices.len(), 1, "{notices:#?}");
    let refused = (NoticeKind::DownloadsRefused, Some("190".to_owned()));
    assert_eq!((notices[0].kind, notices[0].detail.clone()), refused);
    let effects = desk.take();
    let cancelled = orders(&effects).into_iter().filter(|it| **it == DownloadOrder::Cancel);
    assert_eq!(cancelled.count(), 190);

    // Small ones that end at once do not get through either.
    let mut desk = Desk::shown();
    for download in 1..=200 {
        desk.run(download, "bomb.bin", None);
        desk.download(download, finished("bomb.bin"));
    }
    assert_eq!(desk.view().downloads.len(), DOWNLOADS_BEGUN_MAX);
    // Another account is not made to suffer, and later there is room again.
    desk.download_of("other", DownloadId(300), begun());
    assert_eq!(desk.state_of(300), Some(DownloadState::Waiting));
    desk.wait_alive(DOWNLOAD_PERIOD);
    desk.download(301, begun());
    assert_eq!(desk.state_of(301), Some(DownloadState::Waiting));
}

#[test]
fn a_page_in_the_background_begins_few() {
    let mut desk = Desk::shown();
    for download in 1..=20 {
        desk.download_of("other", DownloadId(download), begun());
    }
    assert_eq!(desk.view().downloads.len(), DOWNLOADS_UNSEEN_MAX);
    // In the tray every page is in the background.
    let mut desk = Desk::shown();
    desk.os(SystemFact::Visible { visible: false });
    for download in 1..=20 {
        desk.download(download, begun());
    }
    assert_eq!(desk.view().downloads.len(), DOWNLOADS_UNSEEN_MAX);
}

#[test]
fn a_sign_in_window_saves_nothing() {
    let mut desk = Desk::shown();
    let fact = DownloadFact::Begun { host: None, opener: DownloadOpener::SignIn };
    assert_eq!(orders(&desk.download(1, fact)), [&DownloadOrder::Cancel]);
    assert_eq!(desk.notices(), [NoticeKind::SignInDownload]);
    assert_eq!(desk.view().downloads, []);
}

#[test]
fn what_is_too_large_or_fills_the_disk_is_broken_off() {
    let mut desk = Desk::shown();
    let effects = desk.run(1, "a.iso", Some(DOWNLOAD_BYTES_MAX + 1));
    assert_eq!(orders(&effects), [&DownloadOrder::Cancel]);
    assert_eq!(desk.state_of(1), failed(DownloadProblem::TooLarge));

    // One that does not say how large it is.
    desk.run(2, "b.iso", None);
    let bytes = DOWNLOAD_BYTES_MAX;
    assert_eq!(desk.download(2, DownloadFact::Received { bytes, free: None }), []);
    let bytes = bytes + 1;
    let effects = desk.download(2, DownloadFact::Received { bytes, free: None });
    assert_eq!(orders(&effects), [&DownloadOrder::Cancel]);
    assert_eq!(desk.state_of(2), failed(DownloadProblem::TooLarge));

    // Before the first byte, and on the way.
    desk.run(3, "c.mp3", Some(1000));
    let free = Some(DISK_RESERVE + 999);
    let effects = desk.download(3, DownloadFact::Received { bytes: 0, free });
    assert_eq!(orders(&effects), [&DownloadOrder::Cancel]);
    assert_eq!(desk.state_of(3), failed(DownloadProblem::NoSpace));
    desk.run(4, "d.mp3", Some(1000));
    assert_eq!(desk.download(4, DownloadFact::Received { bytes: 1, free }), []);
    let free = Some(DISK_RESERVE - 1);
    desk.download(4, DownloadFact::Received { bytes: 1000, free });
    assert_eq!(desk.state_of(4), failed(DownloadProblem::NoSpace));
}

#[test]
fn the_user_says_where_and_is_asked_where_that_is_possible() {
    let mut desk = Desk::shown();
    let set = |folder: &str, ask| Intent::ChangeSetting {
        change: SettingChange::Downloads(DownloadPreferences { folder: folder.to_owned(), ask }),
    };
    for bad in ["relative/folder", "/with\nbreak"] {
        let request = desk.ask(set(bad, false));
        assert_eq!(desk.answer(request).as_deref(), Some("bad-input"), "{bad}");
    }
    desk.request(set("/home/ann/Files", true));
    let save =
        |ask| DownloadOrder::Save { name: "a".into(), folder: "/home/ann/Files".to_owned(), ask };
    assert_eq!(orders(&desk.run(1, "a", None)), [&save(false)], "this system cannot ask");
    let place = DownloadPlace { folder: "/home/ann/Downloads".to_owned(), can_ask: true };
    desk.os(SystemFact::Downloads { place });
    assert_eq!(orders(&desk.run(2, "a", None)), [&save(true)]);
    assert_eq!(desk.state_of(2), Some(DownloadState::Asking));
    desk.download(2, DownloadFact::Cancelled);
    assert_eq!(desk.state_of(2), Some(DownloadState::Cancelled));
    let effects = desk.request(Intent::ChooseDownloadFolder);
    let choose = Effect::ChooseDownloadFolder { folder: "/home/ann/Files".to_owned() };
    assert!(effects.contains(&choose));
}

#[test]
fn what_runs_is_broken_off_and_what_is_over_is_cleared() {
    let mut desk = Desk::shown();
    for download in 1..=3 {
        desk.run(download, "a.pdf", None);
    }
    let problem = DownloadProblem::Broken { reason: "gone".to_owned() };
    desk.download(1, DownloadFact::Failed { problem: problem.clone() });
    assert_eq!(desk.state_of(1), failed(problem));
    let asked = |desk: &mut Desk, intent| {
        let request = desk.ask(intent);
        desk.answer(request).unwrap_or_default()
    };
    let (cancel, clear) = (
        |download| Intent::CancelDownload { download: DownloadId(download) },
        |download: u32| Intent::ClearDownloads { download: Some(DownloadId(download)) },
    );
    assert_eq!(asked(&mut desk, cancel(1)), "not-possible");
    assert_eq!(asked(&mut desk, cancel(9)), "no-download");
    assert_eq!(asked(&mut desk, clear(2)), "not-possible");
    let reveal = Intent::ShowDownload { download: SOME };
    assert_eq!(asked(&mut desk, reveal), "not-possible", "nothing of it is there");
    desk.take();
    assert_eq!(asked(&mut desk, cancel(2)), "done");
    assert_eq!(orders(&desk.take()), [&DownloadOrder::Cancel]);
    assert_eq!(desk.state_of(2), Some(DownloadState::Cancelled));
    assert_eq!(asked(&mut desk, clear(1)), "done");
    assert_eq!(asked(&mut desk, Intent::ClearDownloads { download: None }), "done");
    let left: Vec<u32> = desk.view().downloads.iter().map(|row| row.id.0).collect();
    assert_eq!(left, [3], "what runs stays");
}

#[test]
fn with_its_page_a_download_goes_and_with_its_account_the_rows() {
    let mut desk = Desk::shown();
    desk.run(1, "a.pdf", None);
    let effects = desk.request(Intent::EnableAccount { account: id("phone"), enabled: false });
    assert_eq!(orders(&effects), [&DownloadOrder::Cancel]);
    assert_eq!(desk.state_of(1), Some(DownloadState::Cancelled));
    assert_eq!(
        orders(&desk.download(2, begun())),
        [&DownloadOrder::Cancel],
        "no page, no download"
    );
    assert_eq!(desk.notices(), []);
    desk.request(Intent::RemoveAccount { account: id("phone"), forget_history: false });
    assert_eq!(desk.view().downloads, []);
}

#[test]
fn the_list_stays_short() {
    let mut desk = Desk::shown();
    for download in 1..=500 {
        desk.run(download, "a.pdf", None);
        desk.download(download, finished("a.pdf"));
        desk.wait_alive(DOWNLOAD_PERIOD / 10);
    }
    let rows = desk.view().downloads;
    assert_eq!((rows.len(), rows[0].id), (DOWNLOAD_ROWS, DownloadId(500)));
}
