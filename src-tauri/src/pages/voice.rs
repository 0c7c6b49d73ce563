//! What a phone's page may do with its voice: reach what its account may reach, and record when the agent says so.

use super::guard::PageGuard;
use crate::engine::EngineHandle;
use crate::voice::VoiceAccess;
use crate::web::permission_requests::PermissionRequests;
use deskbell_core::{AccountId, Event, PageFact, Permission, PermissionId};
use tauri::{AppHandle, Manager};
use tokio::sync::oneshot;

/// For the page of `account`, which `guard` keeps in.
pub fn voice_access(
    app: &AppHandle,
    account: &AccountId,
    guard: &PageGuard,
    engine: &EngineHandle,
) -> VoiceAccess {
    let (app, account, guard) = (app.clone(), account.clone(), guard.clone());
    let (whose, engine) = (account.clone(), engine.clone());
    VoiceAccess {
        may_reach: Box::new(move |address| guard.may_reach(address)),
        microphone: Box::new(move || {
            let (tell, told) = oneshot::channel();
            let requests = app.state::<PermissionRequests>();
            let answered = move |allowed| {
                // Fails only if the page no longer waits.
                let _ = tell.send(allowed);
            };
            let ask = requests.want(&account, Permission::Microphone, None, answered);
            let question = Question { app: app.clone(), ask };
            Box::pin(async move {
                let allowed = told.await.unwrap_or(false);
                drop(question);
                allowed
            })
        }),
        sounds: Box::new(move |peer, sound| {
            let fact = PageFact::Sound { peer, sound };
            engine.send(Event::Page { account: whose.clone(), fact });
        }),
    }
}

/// A question to the agent; nobody is to be asked any more once it is dropped.
struct Question {
    app: AppHandle,
    ask: PermissionId,
}

impl Drop for Question {
    fn drop(&mut self) {
        self.app.state::<PermissionRequests>().withdraw(self.ask);
    }
}
