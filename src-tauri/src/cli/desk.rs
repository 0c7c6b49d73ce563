//! `desk`: the help's list of what the simulated desk does.

/// What a simulated RingCentral desk does; the other vendors' desks have buttons for theirs.
pub(super) const ACTIONS: &str = "\
What a RingCentral desk does:
  ring [from=] [name=] [to=] [queue=] [id=] [elsewhere=true] [delayMs=]
                                      a call comes in; id names it for the actions below
  answer-remotely [id=]               another device answers, or who was called does
  hang-up-remotely [id=]              the other side hangs up
  vanish id=                          the call ends and nobody says so
  conference                          joins this phone's calls
  sms [from=] [name=] [text=] [kind=SMS|MMS|Pager] [id=] [delayMs=]
  voicemail [from=] [name=] [seconds=] [id=] [delayMs=]
  fax [from=] [name=] [pages=] [id=] [delayMs=]
  sign-in, sign-out                   without a sign-in page
  calling-mode mode=browser|ringout|jupiter|softphone
  presence [userStatus=] [dndStatus=] set on another device
  refuse-presence [on=false]          the platform takes no status
  drop-presence-duplicates [on=false] no state in between while several devices ring
  lose-network, restore-network
  reload                              loads the page again
  hang seconds=                       the page stands still
  flood count= bytes=                 so many messages of that size
  noise [seconds=] [perSecond=] [seed=]
                                      messages of every kind
  raw message=                        a message as if the widget had sent it
Another vendor's desk shows its actions as buttons on its page.";

#[cfg(test)]
mod tests {
    use super::ACTIONS;
    use std::collections::BTreeSet;

    #[test]
    fn the_help_lists_what_the_desk_does() {
        let code = include_str!("../../desk/ringcentral/remote.js");
        let from = code.find("const actions = {").unwrap();
        let body = &code[from..from + code[from..].find("\n  };").unwrap()];
        let name = |line: &str| {
            let line = line.strip_prefix("    ").filter(|line| !line.starts_with([' ', '}']))?;
            let end = line.find([':', '(', ','])?;
            Some(line[..end].trim_matches('\'').to_owned())
        };
        let does: BTreeSet<String> = body.lines().skip(1).filter_map(name).collect();
        let lines = ACTIONS.lines().filter_map(|line| line.strip_prefix("  "));
        let lines = lines.filter(|line| !line.starts_with(' '));
        let listed: BTreeSet<String> = lines
            .flat_map(|line| line.split("  ").next().unwrap_or_default().split(", "))
            .filter_map(|action| action.split(' ').next().map(str::to_owned))
            .collect();
        assert!(does.len() > 20, "{does:?}");
        assert_eq!(listed, does);
    }
}
