//! Safe names: a table of what is suggested by the ill-meaning, and properties that hold whatever is suggested.

use super::{DISARMED, FILE_NAME_MAX, numbered_file_name, safe_file_name};
use proptest::prelude::*;

#[test]
fn names_that_are_good_stay() {
    for name in [
        "recording.mp3",
        "Fax 2024-05-01.pdf",
        "ärger über größe.txt",
        "報告書.docx",
        "backup.tar.gz",
        "README",
        "a.b.c.d",
        "👩‍💻 notes.txt",
        "setup.exe",
        "invoice.pdf.exe",
        "console.log",
        "com10.txt",
        "comic.cbr",
        "v1.2-3 (final) [x] {y}.txt",
    ] {
        assert_eq!(safe_file_name(name), name);
    }
}

#[test]
fn names_that_mean_ill_are_disarmed() {
    for (suggested, safe) in [
        // Out of the folder
        ("../../.bashrc", "bashrc"),
        ("..\\..\\Startup\\run.bat", "run.bat"),
        ("/etc/passwd", "passwd"),
        ("C:\\Windows\\win.ini", "win.ini"),
        ("C:evil.txt", "C_evil.txt"),
        ("\\\\host\\share\\file.txt", "file.txt"),
        ("file.txt::$DATA", "file.txt___DATA"),
        ("a/..", "download"),
        ("..", "download"),
        ("..\u{ff0f}..\u{ff0f}x", "_.._x"),
        ("\u{ff0e}\u{2024}\u{ff0f}x\u{fe52}exe", "___x_exe"),
        ("folder/", "download"),
        ("%2e%2e%2fx.txt", "_2e_2e_2fx.txt"),
        // Nothing
        ("", "download"),
        ("   ", "download"),
        (". . .", "download"),
        ("\u{202e}\u{200b}", "download"),
        // Unseen
        ("invoice\u{202e}fdp.exe", "invoicefdp.exe"),
        ("a\u{0}b\u{1b}[2Jc\u{7f}\u{9b}.txt", "ab[2Jc.txt"),
        ("pho\u{200b}to.jpg\u{2066}", "photo.jpg"),
        ("a\u{200e}b\u{200f}c\u{61c}.txt", "abc.txt"),
        ("tag\u{e0041}ged\u{e007f}.txt", "tagged.txt"),
        ("fill\u{34f}\u{180b}\u{fffc}ed.txt", "filled.txt"),
        ("two\r\nlines\t.txt", "two lines .txt"),
        ("x.pdf\u{3164}\u{2800}\u{a0}\u{2003}          .exe", "x.pdf .exe"),
        // Hidden, and ends that Windows drops
        (".bashrc", "bashrc"),
        ("...x", "x"),
        (" . x", "x"),
        ("run.exe. . ", "run.exe"),
        ("run.exe.\u{200b}.", "run.exe"),
        // What shells and systems read into a name
        ("-rf", "_rf"),
        ("~root", "_root"),
        ("%APPDATA%.txt", "_APPDATA_.txt"),
        ("$(reboot)`x`.sh", "_(reboot)_x_.sh"),
        ("what?*<>|\".txt", "what______.txt"),
        // Devices
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("Aux .tar.gz", "_Aux .tar.gz"),
        ("com1.log", "_com1.log"),
        ("LPT²", "_LPT²"),
        ("conin$", "conin_"),
        ("desktop.ini", "_desktop.ini"),
        ("AutoRun.inf", "_AutoRun.inf"),
        // Acts when opened
        ("readme.desktop", "readme.desktop.download"),
        ("readme.txt.LNK", "readme.txt.LNK.download"),
        ("link.url.", "link.url.download"),
        ("site.webloc", "site.webloc.download"),
        ("x.Library-ms", "x.Library-ms.download"),
        (
            "folder.{ED7BA470-8E54-465E-825C-99712043E01C}",
            "folder.{ED7BA470-8E54-465E-825C-99712043E01C}.download",
        ),
        (".lnk", "lnk"),
        ("con.lnk", "_con.lnk.download"),
    ] {
        assert_eq!(safe_file_name(suggested), safe, "{suggested:?}");
    }
}

#[test]
fn a_long_name_keeps_its_ending_and_whole_characters() {
    let cut = safe_file_name(&format!("{}.pdf", "ü".repeat(300)));
    assert!(cut.len() <= FILE_NAME_MAX && cut.ends_with("ü.pdf"), "{cut}");
    let cut = safe_file_name(&format!("{}.tar.gz", "x".repeat(300)));
    assert!(cut.len() == FILE_NAME_MAX && cut.ends_with("x.tar.gz"), "{cut}");
    // An ending that is longer than any is part of the name.
    let cut = safe_file_name(&format!("a.{}", "😀".repeat(100)));
    assert!(cut.len() <= FILE_NAME_MAX && cut.starts_with("a.😀"), "{cut}");
    // What would act when opened does not get its ending back by being cut.
    let cut = safe_file_name(&format!("{}.lnk", "x".repeat(300)));
    assert!(cut.ends_with("x.lnk.download") && cut.len() == FILE_NAME_MAX, "{cut}");
    let cut = safe_file_name(&format!("{}.lnk {}", "x".repeat(135), "y".repeat(50)));
    assert!(!cut.ends_with(".lnk"), "{cut}");
}

#[test]
fn a_number_stands_before_the_ending() {
    for (name, numbered) in [
        ("report.pdf", "report (2).pdf"),
        ("backup.tar.gz", "backup (2).tar.gz"),
        ("README", "README (2)"),
        ("x.lnk.download", "x (2).lnk.download"),
        ("_CON", "_CON (2)"),
    ] {
        assert_eq!(numbered_file_name(name, 2), numbered);
        assert_eq!(numbered_file_name(name, 1), name);
    }
    let longest = safe_file_name(&format!("{}.pdf", "ü".repeat(300)));
    let numbered = numbered_file_name(&longest, u32::MAX);
    assert!(
        numbered.len() <= FILE_NAME_MAX && numbered.ends_with(" (4294967295).pdf"),
        "{numbered}"
    );
}

/// Names made of what is dangerous in names, beside any text at all.
fn suggested() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        proptest::sample::select(vec![
            "..",
            "/",
            "\\",
            ".",
            " ",
            "CON",
            "nul",
            "com¹",
            ".lnk",
            ".desktop",
            ".URL",
            ".{x",
            ".tar",
            ".gz",
            "\u{202e}",
            "\u{0}",
            ":",
            "%",
            "~",
            "-",
            "ü",
            "😀",
            "\u{3164}",
            ".download",
            "\u{200d}",
            "desktop.ini",
        ])
        .prop_map(str::to_owned),
        ".{0,3}",
        "[a-zü]{0,60}",
    ];
    prop_oneof![9 => proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat()), 1 => any::<String>()]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn whatever_is_suggested_the_name_is_harmless(suggested in suggested(), number in 0_u32..1000) {
        let safe = safe_file_name(&suggested);
        prop_assert_eq!(&safe_file_name(&safe), &safe, "giving it what it gave changes it");
        for name in [safe.clone(), numbered_file_name(&safe, number)] {
            prop_assert!(!name.is_empty() && name.len() <= FILE_NAME_MAX, "{}", name);
            prop_assert!(!name.starts_with(['.', ' ', '-', '~']) && !name.ends_with(['.', ' ']), "{}", name);
            prop_assert!(!name.contains(['/', '\\', ':', '\0', '*', '?', '"', '<', '>', '|', '%', '\u{202e}']), "{}", name);
            prop_assert!(!name.chars().any(char::is_control), "{:?}", name);
            let path = std::path::Path::new(&name);
            prop_assert_eq!(path.components().count(), 1);
            prop_assert_eq!(path.file_name().and_then(|it| it.to_str()), Some(name.as_str()));
            let lower = name.to_lowercase();
            prop_assert!(![".lnk", ".desktop", ".url", ".scf"].iter().any(|it| lower.ends_with(it)), "{}", name);
            let first = lower.split('.').next().unwrap_or_default().trim();
            prop_assert!(!["con", "nul", "aux", "prn", "com1", "com¹"].contains(&first), "{}", name);
        }
        prop_assert!(!safe.ends_with(DISARMED) || safe.len() > DISARMED.len());
    }
}
