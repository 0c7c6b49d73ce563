//! Links on the command line. Whoever wrote a link is a stranger, and systems paste it into our arguments: nothing in it
//! and nothing behind it may become an option.

use deskbell_core::is_link;
use std::ffi::OsString;

/// Cuts `args` (program name first) off behind the link they are about, and fences the link in, so that the parser takes
/// it for a value whatever it looks like. Arguments that are about no link stay as they are.
pub(super) fn separate(args: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let args: Vec<OsString> = args.into_iter().collect();
    let Some(place) = place_of_link(&args) else { return args };
    let before = args.iter().take(place).filter(|arg| *arg != "open" && *arg != "--");
    let mut separated: Vec<OsString> = before.cloned().collect();
    separated.extend(["open".into(), "--".into()]);
    // A trick with quotes lets more arguments follow; what is behind the link is never ours.
    separated.extend(args.into_iter().nth(place));
    separated
}

/// Where the link is: behind options of ours, `open` and `--` at most. Behind any other verb a link is just text.
fn place_of_link(args: &[OsString]) -> Option<usize> {
    let mut place = 1;
    let mut opens = false;
    loop {
        let arg = args.get(place)?.to_string_lossy();
        match arg.as_ref() {
            "--" if opens
                || args.get(place + 1).is_some_and(|next| is_link(&next.to_string_lossy())) =>
            {
                return args.get(place + 1).map(|_| place + 1);
            }
            "open" if !opens => opens = true,
            "--profile" => place += 1,
            "--json" | "--hidden" => {}
            option if option.starts_with("--profile=") => {}
            link if is_link(link) => return Some(place),
            _ => return None,
        }
        place += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::separate;
    use std::ffi::OsString;

    fn separated(args: &[&str]) -> Vec<String> {
        let args = std::iter::once("deskbell").chain(args.iter().copied()).map(OsString::from);
        separate(args).into_iter().skip(1).map(|arg| arg.into_string().unwrap()).collect()
    }

    #[test]
    fn nothing_in_or_behind_a_link_becomes_an_option() {
        for args in [
            &["tel:1"][..],
            &["open", "tel:1"],
            &["open", "--", "tel:1"],
            &["--", "tel:1"],
            &["tel:1", "--profile=/evil", "--hidden"],
            &["tel:1", "--profile", "/evil", "dial", "666"],
            &["open", "tel:1", "--json", "--profile=/evil"],
            &["open", "--", "tel:1", "--profile=/evil"],
            &["tel:1", "--", "--hidden"],
        ] {
            assert_eq!(separated(args), ["open", "--", "tel:1"], "{args:?}");
        }
        for trick in ["tel:1 --profile=/evil", "TEL:--hidden", "callto:\" --hidden \"", "sms:-1"] {
            assert_eq!(separated(&[trick]), ["open", "--", trick]);
        }
        // Whatever the system hands over in the place of the link stays one value.
        for odd in ["--profile=/evil", "--hidden", "-h", "--", "dial", ""] {
            assert_eq!(separated(&["open", "--", odd, "--json"]), ["open", "--", odd]);
        }
    }

    #[test]
    fn what_a_person_typed_before_the_link_counts() {
        let given = ["--profile", "/p", "--json", "tel:1", "--hidden"];
        assert_eq!(separated(&given), ["--profile", "/p", "--json", "open", "--", "tel:1"]);
        assert_eq!(
            separated(&["--profile=/p", "open", "tel:1"]),
            ["--profile=/p", "open", "--", "tel:1"]
        );
        assert_eq!(separated(&["--profile", "tel:1", "calls"]), ["--profile", "tel:1", "calls"]);
    }

    #[test]
    fn what_a_bundle_registers_is_what_we_read() {
        let config: serde_json::Value =
            serde_json::from_str(include_str!("../../tauri.conf.json")).unwrap();
        let schemes = &config["plugins"]["deep-link"]["desktop"]["schemes"];
        let schemes: Vec<_> = schemes.as_array().unwrap().iter().collect();
        assert_eq!(schemes.len(), 5);
        for scheme in schemes {
            assert!(super::is_link(&format!("{}:", scheme.as_str().unwrap())), "{scheme}");
        }
        // Tauri's own entry passes no link on.
        let entry = include_str!("../../desktop-entry.hbs");
        assert!(entry.contains("Exec={{exec}} %u\n") && entry.contains("MimeType={{mime_type}};"));
        for package in ["deb", "rpm"] {
            let template = &config["bundle"]["linux"][package]["desktopTemplate"];
            assert_eq!(template, "desktop-entry.hbs");
        }
    }

    #[test]
    fn other_verbs_keep_their_arguments() {
        for args in [
            &["reply", "tel:1", "--chat", "3"][..],
            &["dial", "tel:1", "--account", "a"],
            &["calls"],
            &[],
            &["--hidden"],
            &["--profile"],
            &["open"],
            &["open", "--"],
            &["open", "--help"],
            &["--", "calls"],
        ] {
            assert_eq!(separated(args), args);
        }
    }
}
