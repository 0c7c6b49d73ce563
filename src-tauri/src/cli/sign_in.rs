//! `accounts sign-in`: begins, says what happens, and waits for the end if wanted.

use super::session::{Failure, Session, print};
use deskbell_core::{AccountId, AccountRow, AppView, Intent, NoticeKind, SignIn};
use std::time::Duration;

/// Time between two looks at how it stands.
const PAUSE: Duration = Duration::from_millis(250);

/// Begins to sign in at `account`; with `wait`, comes back when that is done or has come to nothing.
pub(super) fn carry_out(
    session: &mut Session,
    account: AccountId,
    wait: bool,
) -> Result<(), Failure> {
    let reply = session.request(Intent::SignIn { account: account.clone() })?;
    let mut said = None;
    loop {
        let view = session.view()?;
        let Some(row) = view.accounts.iter().find(|row| row.config.id == account) else {
            let message = "The account was removed meanwhile.".to_owned();
            return Err(Failure::Impossible("unknown-account", message));
        };
        match row.sign_in {
            SignIn::SignedOut => return Err(came_to_nothing(&view, &account)),
            SignIn::SignedIn if session.json => return session.tell(&reply),
            SignIn::SignedIn | SignIn::InProgress | SignIn::Unknown => {}
        }
        let now = words(row);
        if !session.json && said != Some(now) {
            print(now)?;
            said = Some(now);
        }
        if row.sign_in == SignIn::SignedIn {
            return Ok(());
        }
        if !wait {
            return if session.json { session.tell(&reply) } else { Ok(()) };
        }
        std::thread::sleep(PAUSE);
    }
}

fn words(row: &AccountRow) -> &'static str {
    match row.sign_in {
        SignIn::SignedIn => "Signed in.",
        SignIn::InProgress if row.waits_for_browser => {
            "Your web browser was asked to open the sign-in page. To give up: deskbell accounts cancel-sign-in"
        }
        SignIn::InProgress | SignIn::Unknown | SignIn::SignedOut
            if row.config.signs_in_by_browser() =>
        {
            "Signing in; the sign-in page opens in your web browser."
        }
        SignIn::InProgress | SignIn::Unknown | SignIn::SignedOut => {
            "Signing in; look at the sign-in window."
        }
    }
}

fn came_to_nothing(view: &AppView, account: &AccountId) -> Failure {
    let notices = view.notices.iter().rev().filter(|one| one.account.as_ref() == Some(account));
    let why = notices.map(|notice| notice.kind).find_map(reason);
    let why = why.unwrap_or("it was given up");
    let message = format!("Not signed in: {why}. Try again with: deskbell accounts sign-in");
    Failure::Impossible("not-signed-in", message)
}

/// Why a sign-in came to nothing; none for notices about other things.
fn reason(kind: NoticeKind) -> Option<&'static str> {
    Some(match kind {
        NoticeKind::SignInCancelled => "the window was closed",
        NoticeKind::SignInFailed => "the sign-in page said no",
        NoticeKind::SignInTimedOut => "it took too long",
        NoticeKind::SignInUnfinished => "the widget did not take the answer",
        NoticeKind::StrangeSignIn => {
            "the widget wanted to sign in somewhere that is not this account's; nothing was opened"
        }
        NoticeKind::StrangeAnswer => "an answer did not belong to this sign-in and was refused",
        NoticeKind::NoBrowser => "no web browser could be opened",
        NoticeKind::PortTaken => "another program has the port at which the answer would come",
        NoticeKind::SignInUnsafe => "the server of the sign-in page could not prove whose it is",
        NoticeKind::CertificateWanted => "the server wants a certificate that Deskbell cannot show",
        NoticeKind::SettingsReset
        | NoticeKind::SaveFailed
        | NoticeKind::KeyStore
        | NoticeKind::HistoryNotKept
        | NoticeKind::HistorySalvaged
        | NoticeKind::NoTray
        | NoticeKind::NoNotifications
        | NoticeKind::SignedOut
        | NoticeKind::NoAnswer
        | NoticeKind::Refused
        | NoticeKind::DialExpired
        | NoticeKind::NoWebRtc
        | NoticeKind::Flood
        | NoticeKind::CallLost
        | NoticeKind::DataNotDeleted
        | NoticeKind::ChatLost
        | NoticeKind::LinkRefused
        | NoticeKind::DeliveriesRefused
        | NoticeKind::MicrophoneForbidden
        | NoticeKind::MicrophoneBlocked
        | NoticeKind::NoMicrophone
        | NoticeKind::MicrophoneBusy
        | NoticeKind::MicrophoneLost
        | NoticeKind::SpeakerLost
        | NoticeKind::DownloadsRefused
        | NoticeKind::SignInDownload
        | NoticeKind::LinkOpened
        | NoticeKind::NotFollowed
        | NoticeKind::PasswordWanted => return None,
    })
}
