//! WebKit's content filters: compiled once, kept in the profile, added to a page before it loads anything.
#![allow(unsafe_code, reason = "the `webkit2gtk` crate leaves these functions of the library out")]

use deskbell_vendors::{FILTERED_ZONES, NetworkZone, rules};
use gtk::glib::translate::{ToGlibPtr, from_glib_full};
use gtk::{gio, glib};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ffi::{CString, c_void};
use std::path::Path;
use std::ptr::null_mut;
use webkit2gtk::{UserContentManager, ffi};

thread_local! {
    /// The library's objects belong to the main thread, where all of this happens.
    static COMPILED: RefCell<BTreeMap<NetworkZone, Filter>> = const { RefCell::new(BTreeMap::new()) };
}

/// One compiled filter, of which we hold a reference.
struct Filter(*mut ffi::WebKitUserContentFilter);

impl Drop for Filter {
    fn drop(&mut self) {
        // SAFETY: it was given to us with a reference that is ours, and never given away.
        unsafe { ffi::webkit_user_content_filter_unref(self.0) }
    }
}

/// One filter on its way.
struct Job {
    store: *mut ffi::WebKitUserContentFilterStore,
    zone: NetworkZone,
    name: CString,
    done: Box<dyn Fn(Result<(), String>)>,
}

impl Drop for Job {
    fn drop(&mut self) {
        // SAFETY: the store was made by `compile` for this job alone.
        unsafe { glib::gobject_ffi::g_object_unref(self.store.cast()) }
    }
}

/// Compiles every filter, or finds it compiled in `folder`; `done` is called once when all are there, or
/// why one is not. Call on the main thread.
pub(super) fn compile(folder: &Path, done: impl Fn(Result<(), String>) + Clone + 'static) {
    for zone in FILTERED_ZONES {
        let rules = rules(zone);
        // Under a new name when the rules change, so that an old file is never taken for the new one.
        let name = format!("{zone:?}-{}", crate::platform::short_hash(rules.as_bytes()));
        let (Some(folder), Ok(name)) = (folder.to_str(), CString::new(name)) else {
            return done(Err("the profile's folder has a name that is not text".to_owned()));
        };
        let done = done.clone();
        let compiled = move |result: Result<(), String>| match result {
            Ok(()) if COMPILED.with_borrow(|all| all.len() < FILTERED_ZONES.len()) => {}
            result => done(result),
        };
        // SAFETY: the arguments are a live C string, and a job that the callback takes back.
        unsafe {
            let store = ffi::webkit_user_content_filter_store_new(folder.to_glib_none().0);
            let job = Box::new(Job { store, zone, name, done: Box::new(compiled) });
            let name = job.name.as_ptr();
            let job = Box::into_raw(job).cast();
            ffi::webkit_user_content_filter_store_load(store, name, null_mut(), Some(loaded), job);
        }
    }
}

/// The end of looking for a compiled filter.
unsafe extern "C" fn loaded(
    _store: *mut glib::gobject_ffi::GObject,
    result: *mut gio::ffi::GAsyncResult,
    job: *mut c_void,
) {
    // SAFETY: `compile` made the job for this callback, which is called once.
    unsafe {
        let job = Box::from_raw(job.cast::<Job>());
        let found =
            ffi::webkit_user_content_filter_store_load_finish(job.store, result, null_mut());
        if !found.is_null() {
            return keep(&job, found);
        }
        let rules = glib::Bytes::from_owned(rules(job.zone).into_bytes());
        let (store, name, job) = (job.store, job.name.as_ptr(), Box::into_raw(job).cast());
        let rules: *mut glib::ffi::GBytes = rules.to_glib_none().0;
        ffi::webkit_user_content_filter_store_save(
            store,
            name,
            rules,
            null_mut(),
            Some(saved),
            job,
        );
    }
}

/// The end of compiling one.
unsafe extern "C" fn saved(
    _store: *mut glib::gobject_ffi::GObject,
    result: *mut gio::ffi::GAsyncResult,
    job: *mut c_void,
) {
    // SAFETY: `loaded` handed the job on to this callback, which is called once.
    unsafe {
        let job = Box::from_raw(job.cast::<Job>());
        let mut error = null_mut();
        let made =
            ffi::webkit_user_content_filter_store_save_finish(job.store, result, &raw mut error);
        if made.is_null() {
            let error: Option<glib::Error> = (!error.is_null()).then(|| from_glib_full(error));
            let why = error.map_or_else(|| "no reason given".to_owned(), |it| it.to_string());
            return (job.done)(Err(why));
        }
        keep(&job, made);
    }
}

fn keep(job: &Job, filter: *mut ffi::WebKitUserContentFilter) {
    COMPILED.with_borrow_mut(|all| all.insert(job.zone, Filter(filter)));
    (job.done)(Ok(()));
}

/// Adds the filters of these parts of the network to a page; false if one is not there.
pub(super) fn close(manager: &UserContentManager, zones: &[NetworkZone]) -> bool {
    COMPILED.with_borrow(|all| {
        zones.iter().all(|zone| {
            let Some(filter) = all.get(zone) else { return false };
            // SAFETY: both are alive; the manager takes a reference of its own.
            unsafe {
                ffi::webkit_user_content_manager_add_filter(manager.to_glib_none().0, filter.0)
            };
            true
        })
    })
}
