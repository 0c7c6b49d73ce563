//! What a test makes happen to the phone, and what it sees of it.

use super::book::Book;
use super::dialog::{CONTACT, Origin};
use super::facts::{
    Authorisation, Callee, Caller, Cancelled, Change, PhoneCall, RegistrationFault, SIP_DOMAIN,
    SIP_USER, Summon, Traffic,
};
use super::message::Message;
use super::server::{Input, Server};
use crate::platform::door::wait;
use anyhow::{Context as _, Result, ensure};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Longer than the other end of a call, a browser, takes to make an offer.
const ORDER_TIMEOUT: Duration = Duration::from_secs(30);

/// The SIP side of the stand-in.
#[derive(Debug)]
pub struct Sip {
    inputs: Sender<Input>,
    book: Mutex<Book>,
}

impl Sip {
    pub(in super::super) fn new() -> (Self, Receiver<Input>) {
        let (inputs, heard) = mpsc::channel();
        (Self { inputs, book: Mutex::new(Book::new()) }, heard)
    }

    pub(in super::super) fn input(&self, input: Input) {
        // Without its thread nothing is heard any more: the stand-in is about to end.
        let _ = self.inputs.send(input);
    }

    pub(super) fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Answers registrations so from now on.
    pub fn refuse_registration(&self, fault: Option<RegistrationFault>) {
        self.book().behaviour.registration = fault;
    }

    /// Registrations last so long from now on.
    pub fn registration_lifetime(&self, lifetime: Duration) {
        self.book().behaviour.lifetime = lifetime;
    }

    /// Whether calls of the phone must be authorised one by one.
    pub fn authorise(&self, authorisation: Authorisation) {
        self.book().behaviour.authorisation = authorisation;
    }

    /// Calls of the phone go on like this from now on.
    pub fn callee(&self, callee: Callee) {
        self.book().behaviour.callee = callee;
    }

    /// Commands such as `startcallrecord` have this code and these words as their result from now on; 0 is success.
    pub fn command_result(&self, code: i32, words: &str) {
        self.book().behaviour.command_result = (code, words.to_owned());
    }

    /// Transfers come to this status from now on.
    pub fn transfer_result(&self, status: u16, words: &str) {
        self.book().behaviour.transfer = (status, words.to_owned());
    }

    /// Refuses holds and other changes the phone asks for with this status.
    pub fn refuse_changes(&self, status: Option<u16>) {
        self.book().behaviour.change_refusal = status;
    }

    /// Who is at the other end of calls from now on; before it is nobody: descriptions, but no sound.
    pub fn summon(&self, summon: Summon) {
        self.book().behaviour.summon = summon;
    }

    /// The address the phone has registered, if it has.
    #[must_use]
    pub fn registered(&self) -> Option<String> {
        self.book().contact.clone()
    }

    /// Waits until a phone has registered.
    ///
    /// # Errors
    /// If none has after `patience`.
    pub fn wait_for_registration(&self, patience: Duration) -> Result<String> {
        wait(patience, || self.registered()).context("no phone has registered")
    }

    /// Every call of the phone so far, oldest first.
    #[must_use]
    pub fn calls(&self) -> Vec<PhoneCall> {
        self.book().calls.clone()
    }

    /// Waits until a call is as wanted, and gives it; the newest one, if several are.
    ///
    /// # Errors
    /// If none is after `patience`.
    pub fn wait_for_call(
        &self,
        patience: Duration,
        wanted: impl Fn(&PhoneCall) -> bool,
    ) -> Result<PhoneCall> {
        wait(patience, || self.calls().into_iter().rev().find(&wanted))
            .with_context(|| format!("no such call among {:#?}", self.calls()))
    }

    /// Everything that was said so far, oldest first.
    #[must_use]
    pub fn traffic(&self) -> Vec<Traffic> {
        self.book().traffic.clone()
    }

    /// Waits for a message after the first `from` ones, and gives it.
    ///
    /// # Errors
    /// If there is none after `patience`.
    pub fn wait_for_message(
        &self,
        from: usize,
        patience: Duration,
        wanted: impl Fn(&Traffic) -> bool,
    ) -> Result<Message> {
        let find = || self.book().traffic.iter().skip(from).find(|one| wanted(one)).cloned();
        let said = || {
            let traffic = self.traffic();
            let lines = traffic.iter().map(|one| format!("{:?} {}", one.way, one.message.start));
            lines.collect::<Vec<String>>().join("\n")
        };
        let found = wait(patience, find).with_context(|| format!("not said:\n{}", said()))?;
        Ok(found.message)
    }

    /// Somebody calls the phone; gives the call's `Call-Id`.
    ///
    /// # Errors
    /// If no phone is registered, or nobody can be at the other end.
    pub fn call(&self, caller: Caller) -> Result<String> {
        self.order(move |server| server.call_phone(&caller))
    }

    /// A call stops ringing at the phone.
    ///
    /// # Errors
    /// If it does not ring there.
    pub fn cancel(&self, call: &str, why: Cancelled) -> Result<()> {
        let call = call.to_owned();
        self.order(move |server| server.stop_ringing(&call, why))
    }

    /// The other end hangs up a call that is up.
    ///
    /// # Errors
    /// If there is no such call.
    pub fn hang_up(&self, call: &str) -> Result<()> {
        let call = call.to_owned();
        self.order(move |server| server.hang_up(&call, "BYE of the other end"))
    }

    /// The other end changes something about a call.
    ///
    /// # Errors
    /// If there is no such call, or its other end cannot.
    pub fn change(&self, call: &str, change: Change) -> Result<()> {
        let call = call.to_owned();
        self.order(move |server| server.change(&call, change))
    }

    /// The other end sends a request without a body in a call, such as UPDATE.
    ///
    /// # Errors
    /// If there is no such call.
    pub fn request(&self, call: &str, method: &'static str) -> Result<()> {
        let call = call.to_owned();
        self.order(move |server| server.request(&call, method, &[], "").map(|_| ()))
    }

    /// A request outside of calls: OPTIONS, or NOTIFY, which asks the phone to get its provision again.
    ///
    /// # Errors
    /// If no phone is registered.
    pub fn request_outside(&self, method: &'static str) -> Result<()> {
        self.order(move |server| server.request_outside(method))
    }

    /// The phone's connection breaks.
    ///
    /// # Errors
    /// If no phone is registered.
    pub fn disconnect(&self) -> Result<()> {
        self.order(|server| {
            let connection = server.registered.take().context("no phone is registered")?;
            server.connections.remove(&connection);
            server.book().contact = None;
            Ok(())
        })
    }

    /// Calls the phone made, as against those it got: their `Call-Id`s.
    ///
    /// # Errors
    /// If the stand-in has ended.
    pub fn dialogs_of_phone(&self) -> Result<Vec<String>> {
        self.order(|server| {
            let own = server.dialogs.values().filter(|one| one.origin == Origin::Phone);
            Ok(own.map(|one| one.id.clone()).collect())
        })
    }

    fn order<T: Send + 'static>(
        &self,
        order: impl FnOnce(&mut Server) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (tell, told) = mpsc::channel();
        self.input(Input::Order(Box::new(move |server| {
            // Whoever has given up waiting does not want to know.
            let _ = tell.send(order(server));
        })));
        told.recv_timeout(ORDER_TIMEOUT).context("the stand-in does not answer")?
    }
}

impl Server {
    fn request_outside(&mut self, method: &'static str) -> Result<()> {
        let connection = self.registered.context("no phone is registered")?;
        let target = self.book().contact.clone().context("no phone is registered")?;
        ensure!(!target.is_empty(), "the phone has no address");
        let (id, branch, tag) = (self.fresh(), self.fresh(), self.fresh());
        let mut message = Message::new(format!("{method} {target} SIP/2.0"))
            .with("Via", format!("SIP/2.0/WS 127.0.0.1;branch=z9hG4bK{branch}"))
            .with("Max-Forwards", "70")
            .with("From", format!("<sip:{SIP_DOMAIN}>;tag={tag}"))
            .with("To", format!("<sip:{SIP_USER}@{SIP_DOMAIN}>"))
            .with("Call-Id", id)
            .with("CSeq", format!("1 {method}"))
            .with("Contact", CONTACT);
        if method == "NOTIFY" {
            message = message.with("Event", "check-sync").with("Subscription-State", "active");
        }
        self.send(connection, message);
        Ok(())
    }
}
