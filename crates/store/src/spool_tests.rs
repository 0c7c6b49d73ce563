//! Tests of the spool: what is acknowledged is there after any crash, and nothing else is made up.

use super::*;
use proptest::prelude::*;
use std::fs;
use std::path::PathBuf;
use std::time::Duration;

/// Far longer than a disk takes; only a defect lets it pass.
const PATIENCE: Duration = Duration::from_secs(60);

fn place() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deliveries.spool");
    (folder, path)
}

/// Appends and waits.
fn kept(spool: &Spool, line: &str) -> io::Result<Ticket> {
    let (tell, told) = mpsc::channel();
    spool.append(line.to_owned(), move |result| tell.send(result).unwrap());
    told.recv_timeout(PATIENCE).unwrap()
}

/// What a run that starts now would find.
fn found(path: &Path) -> (Vec<String>, usize) {
    let (_spool, left) = Spool::open(path).unwrap();
    (left.lines.into_iter().map(|(_, line)| line).collect(), left.skipped)
}

/// A copy of the file as a crash at this moment leaves it.
fn crashed(path: &Path) -> PathBuf {
    let copy = path.with_extension("crashed");
    fs::copy(path, &copy).unwrap();
    copy
}

#[test]
fn an_acknowledged_line_survives_a_crash_until_it_is_handled() {
    let (_folder, path) = place();
    let (spool, left) = Spool::open(&path).unwrap();
    assert_eq!(left, Left::default());
    let first = kept(&spool, "first").unwrap();
    let second = kept(&spool, "second, with “words”").unwrap();
    assert_ne!(first, second);
    let both = vec!["first".to_owned(), "second, with “words”".to_owned()];
    assert_eq!(found(&crashed(&path)), (both, 0));
    spool.handled(first);
    spool.handled(first);
    // An order later than all others: when it is answered, they have been followed.
    kept(&spool, "third").unwrap();
    assert!(fs::metadata(&path).unwrap().len() > 0);
    drop(spool);
    let rest = vec!["second, with “words”".to_owned(), "third".to_owned()];
    assert_eq!(found(&path), (rest, 0), "ended in order, so handled lines are gone");
}

#[test]
fn the_file_is_empty_once_everything_is_handled() {
    let (_folder, path) = place();
    let (spool, _) = Spool::open(&path).unwrap();
    let tickets: Vec<Ticket> = (0..20).map(|n| kept(&spool, &format!("{n}")).unwrap()).collect();
    assert!(fs::metadata(&path).unwrap().len() > 0);
    tickets.into_iter().for_each(|ticket| spool.handled(ticket));
    drop(spool);
    assert_eq!(fs::metadata(&path).unwrap().len(), 0);
}

#[test]
fn the_file_is_emptied_while_it_is_open() {
    let (_folder, path) = place();
    let (spool, _) = Spool::open(&path).unwrap();
    let ticket = kept(&spool, "one").unwrap();
    spool.handled(ticket);
    let start = std::time::Instant::now();
    while fs::metadata(&path).unwrap().len() > 0 {
        assert!(start.elapsed() < PATIENCE, "never emptied");
        thread::yield_now();
    }
    kept(&spool, "two").unwrap();
    assert_eq!(found(&crashed(&path)), (vec!["two".to_owned()], 0));
}

#[test]
fn lines_left_over_wait_to_be_handled_too() {
    let (_folder, path) = place();
    kept(&Spool::open(&path).unwrap().0, "old").unwrap();
    let (spool, left) = Spool::open(&path).unwrap();
    let new = kept(&spool, "new").unwrap();
    spool.handled(new);
    kept(&spool, "newer").unwrap();
    assert_eq!(found(&crashed(&path)).0[0], "old", "nobody has handled it");
    let (old, _) = left.lines[0].clone();
    assert_ne!(old, new);
    spool.handled(old);
    drop(spool);
    assert_eq!(found(&path), (vec!["newer".to_owned()], 0));
}

#[test]
fn a_file_cut_anywhere_in_its_last_line_loses_that_line_only() {
    let (_folder, path) = place();
    let (spool, _) = Spool::open(&path).unwrap();
    kept(&spool, "the first line, whole").unwrap();
    let before = fs::metadata(&path).unwrap().len();
    kept(&spool, r#"{"agent":"ada@example.com","status":"pause","sub":"é"}"#).unwrap();
    let whole = fs::read(&path).unwrap();
    drop(spool);
    for cut in usize::try_from(before).unwrap()..=whole.len() {
        fs::write(&path, &whole[..cut]).unwrap();
        let (lines, skipped) = found(&path);
        // Only the line break is missing at the last but one place: the line itself is whole.
        let expected = if cut >= whole.len() - 1 { 2 } else { 1 };
        assert_eq!(lines.len(), expected, "cut at {cut}");
        assert_eq!(lines[0], "the first line, whole");
        let torn = cut > usize::try_from(before).unwrap() && expected == 1;
        assert_eq!(skipped, usize::from(torn), "cut at {cut}");
        // What is appended behind the wound is readable.
        let (spool, _) = Spool::open(&path).unwrap();
        kept(&spool, "after").unwrap();
        drop(spool);
        assert_eq!(found(&path).0.last().map(String::as_str), Some("after"), "cut at {cut}");
    }
}

#[test]
fn bad_lines_are_skipped_and_counted() {
    let (_folder, path) = place();
    kept(&Spool::open(&path).unwrap().0, "good").unwrap();
    let good = fs::read(&path).unwrap();
    let mut changed = good.clone();
    changed[18] ^= 1;
    let file = [&b"nonsense\n"[..], &good, &changed, b"\0\0\0\0\n\xff\xfe\n\n", &good].concat();
    fs::write(&path, file).unwrap();
    assert_eq!(found(&path), (vec!["good".to_owned(), "good".to_owned()], 4));
    assert_eq!(found(&path).1, 0, "cleaned up by the first opening");
}

#[test]
fn a_full_spool_says_so_and_recovers() {
    let (_folder, path) = place();
    let (spool, _) = Spool::open_with(&path, 1000, Durability::Disk).unwrap();
    let line = "x".repeat(82);
    let tickets: Vec<Ticket> = (0..10).map(|_| kept(&spool, &line).unwrap()).collect();
    let error = kept(&spool, &line).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::StorageFull);
    assert!(error.to_string().contains("full"));
    assert_eq!(fs::metadata(&path).unwrap().len(), 1000);
    // Handled lines make room although the oldest still waits.
    tickets[1..7].iter().for_each(|ticket| spool.handled(*ticket));
    kept(&spool, &line).unwrap();
    assert_eq!(found(&crashed(&path)).0.len(), 5);
    assert_eq!(kept(&spool, &"x".repeat(2000)).unwrap_err().kind(), io::ErrorKind::StorageFull);
}

#[test]
fn a_line_with_a_break_is_refused() {
    let (_folder, path) = place();
    let (spool, _) = Spool::open(&path).unwrap();
    for bad in ["a\nb", "a\rb", "\n"] {
        assert_eq!(kept(&spool, bad).unwrap_err().kind(), io::ErrorKind::InvalidInput);
    }
    assert_eq!(fs::metadata(&path).unwrap().len(), 0);
}

#[test]
fn a_panic_of_one_does_not_end_the_spool_for_others() {
    let (_folder, path) = place();
    let (spool, _) = Spool::open(&path).unwrap();
    spool.append("one".to_owned(), |_| std::panic::resume_unwind(Box::new("a mistake")));
    kept(&spool, "two").unwrap();
    assert_eq!(found(&crashed(&path)).0, ["one", "two"]);
}

#[test]
fn the_last_owner_may_be_the_writer_itself() {
    let (_folder, path) = place();
    let spool = Arc::new(Spool::open(&path).unwrap().0);
    let (tell, told) = mpsc::channel();
    let (owner, (go, gone)) = (Arc::clone(&spool), mpsc::channel());
    spool.append("one".to_owned(), move |_| {
        gone.recv_timeout(PATIENCE).unwrap();
        drop(owner);
        tell.send(()).unwrap();
    });
    drop(spool);
    go.send(()).unwrap();
    told.recv_timeout(PATIENCE).unwrap();
}

#[test]
fn many_threads_lose_nothing() {
    let (_folder, path) = place();
    let (spool, _) = Spool::open(&path).unwrap();
    thread::scope(|scope| {
        for thread in 0..8 {
            let spool = &spool;
            scope.spawn(move || {
                for number in 0..50 {
                    kept(spool, &format!("{thread}-{number}")).unwrap();
                }
            });
        }
    });
    let (mut lines, skipped) = found(&crashed(&path));
    lines.sort();
    lines.dedup();
    assert_eq!((lines.len(), skipped), (400, 0));
}

#[cfg(unix)]
#[test]
fn only_its_owner_may_read_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let (_folder, path) = place();
    fs::write(&path, "").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let (spool, _) = Spool::open_with(&path, 1000, Durability::Disk).unwrap();
    assert_eq!(mode(&path), 0o600);
    // Also after it was written anew.
    kept(&spool, "one").unwrap();
    let two = kept(&spool, "two").unwrap();
    spool.handled(two);
    drop(spool);
    assert_eq!(mode(&path), 0o600);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_lines_and_any_cut_give_a_beginning_of_the_lines(
        lines in proptest::collection::vec("[^\r\n]{0,40}", 1..8), cut in any::<prop::sample::Index>(),
    ) {
        let (_folder, path) = place();
        let (spool, _) = Spool::open_with(&path, SPOOL_MAX, Durability::System).unwrap();
        for line in &lines {
            kept(&spool, line).unwrap();
        }
        let whole = fs::read(&path).unwrap();
        drop(spool);
        let cut = cut.index(whole.len() + 1);
        fs::write(&path, &whole[..cut]).unwrap();
        let (read, skipped) = found(&path);
        prop_assert!(skipped <= 1);
        prop_assert_eq!(&read[..], &lines[..read.len()]);
        // Every line that was written in full is there.
        let full = whole[..cut].iter().filter(|byte| **byte == b'\n').count();
        prop_assert!(read.len() >= full);
    }

    #[test]
    fn any_bytes_are_opened(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let (_folder, path) = place();
        fs::write(&path, &bytes).unwrap();
        let (lines, _) = found(&path);
        prop_assert!(lines.is_empty(), "a line was made up: {lines:?}");
    }
}
