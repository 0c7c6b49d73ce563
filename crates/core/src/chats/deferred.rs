//! Requests that need the widget's window: they wait for it to open, with a time-out that says so.

use super::asked::{ChatAsked, Deferred};
use super::change::Change;
use super::state::Chats;
use super::widget_facts::WidgetWindow;
use crate::accounts::AccountId;
use crate::base::answer::failed;
use crate::base::{ErrorCode, RequestId, Timestamp};
use crate::pages::state::Pages;
use crate::words::Words;

/// Most requests that wait; the oldest gives way.
const DEFERRED_MAX: usize = 50;

impl Chats {
    /// Lets a request wait.
    pub(super) fn defer(&mut self, request: Deferred, words: &Words) {
        if self.deferred.len() >= DEFERRED_MAX {
            let oldest = self.deferred.remove(0);
            self.answer_in_vain(oldest.request, words);
        }
        self.deferred.push(request);
        self.changes.push(Change::Updated);
    }

    /// Hands over what waited for a window that is open now.
    pub(crate) fn hand_over_deferred(&mut self, pages: &Pages) {
        let open = |it: &Deferred| self.is_window_open(pages, &it.account, &it.asked);
        let open: Vec<bool> = self.deferred.iter().map(open).collect();
        if !open.contains(&true) {
            return;
        }
        for (it, open) in std::mem::take(&mut self.deferred).into_iter().zip(open) {
            if !open {
                self.deferred.push(it);
                continue;
            }
            let Deferred { account, conversation, asked, request, .. } = it;
            self.changes.push(Change::Ask { account, conversation, asked, request });
        }
    }

    /// The widget's window is open, and its page works.
    pub(super) fn is_window_open(
        &self,
        pages: &Pages,
        account: &AccountId,
        asked: &ChatAsked,
    ) -> bool {
        let widget = self.widget(account, &asked.vendor);
        pages.is_alive(account) && widget.is_some_and(|it| it.window == WidgetWindow::Open)
    }

    /// What waited too long is given up, in words.
    pub(super) fn expire_deferred(&mut self, words: &Words, now: Timestamp) {
        if self.deferred.iter().all(|it| now < it.until()) {
            return;
        }
        let (late, waiting): (Vec<Deferred>, Vec<Deferred>) =
            self.deferred.drain(..).partition(|it| now >= it.until());
        self.deferred = waiting;
        for it in late {
            let action = it.asked.request.action();
            self.changes.push(Change::Expired { account: it.account, action });
            if let Some(id) = it.conversation {
                self.set_trouble(id, Some(words.chat.window_expired.to_owned()));
            }
            self.answer_in_vain(it.request, words);
        }
    }

    /// The account went, and with it what waited for its window.
    pub(super) fn give_up_deferred(&mut self, account: &AccountId, words: &Words) {
        let (gone, waiting): (Vec<Deferred>, Vec<Deferred>) =
            self.deferred.drain(..).partition(|it| it.account == *account);
        self.deferred = waiting;
        for it in gone {
            self.answer_in_vain(it.request, words);
        }
    }

    fn answer_in_vain(&mut self, request: Option<RequestId>, words: &Words) {
        if let Some(request) = request {
            let answer = failed(ErrorCode::NoAnswer, words.chat.window_expired.to_owned());
            self.changes.push(Change::Answered { request, answer });
        }
    }

    /// When the first of them has waited too long.
    pub(super) fn deferred_until(&self) -> Option<Timestamp> {
        self.deferred.iter().map(Deferred::until).min()
    }
}
