//! `java.lang.Object`.

use super::java_lang_thread::{self, status};
use crate::class::class_flag;
use crate::class::wk;
use crate::error::{R, Thrown};
use crate::heap::{self, HEADER_BYTES, ObjRef};
use crate::interp;
use crate::natives;
use crate::runtime::value::Args;
use crate::runtime::{alloc, throw};
use crate::thread::Thread;
use crate::thread::monitor::{self, NotOwner};
use std::time::Duration;

natives! { "java/lang/Object";
    "getClass()Ljava/lang/Class;" => get_class [leaf];
    "hashCode()I" => hash_code [leaf];
    "clone()Ljava/lang/Object;" => clone;
    "notify()V" => notify;
    "notifyAll()V" => notify_all;
    "wait(J)V" => wait;
}

fn get_class(_t: &Thread, this: ObjRef) -> ObjRef {
    this.class().mirror()
}

fn hash_code(_t: &Thread, this: ObjRef) -> i32 {
    this.identity_hash()
}

fn clone(t: &Thread, this: ObjRef) -> R<ObjRef> {
    let class = this.class();
    if class.is_array() {
        let len = this.array_length();
        let copy = alloc::array(t, class, i32::try_from(len).unwrap_or(i32::MAX))?;
        heap::copy_elements(this, 0, copy, 0, len);
        return Ok(copy);
    }
    if !class.has(class_flag::CLONEABLE) || class.is_subtype_of(wk::reference()) {
        let name = class.external_name();
        return Err(throw::new(t, "java/lang/CloneNotSupportedException", &name));
    }
    let copy = alloc::instance(t, class)?;
    copy_fields(this, copy, class.shape.instance_bytes as usize);
    if class.has(class_flag::FINALIZER) {
        let register = wk::method_of(wk::finalizer(), "register", "(Ljava/lang/Object;)V");
        crate::class::init::ensure_initialized(t, wk::finalizer())?;
        interp::call(t, register, Args::new().obj(Some(copy)).slots())?;
    }
    Ok(copy)
}

/// Copies all fields of an instance in whole words; nothing can collect meanwhile.
fn copy_fields(from: ObjRef, to: ObjRef, bytes: usize) {
    const { assert!(HEADER_BYTES.is_multiple_of(8)) };
    let mut offset = HEADER_BYTES;
    while offset < bytes {
        to.set_u64(offset, from.get_u64(offset));
        offset += 8;
    }
    heap::after_write(to);
}

fn not_owner(t: &Thread, _: NotOwner) -> Thrown {
    throw::new(t, "java/lang/IllegalMonitorStateException", "current thread is not owner")
}

fn notify(t: &Thread, this: ObjRef) -> R<()> {
    monitor::notify(t, this).map_err(|error| not_owner(t, error))
}

fn notify_all(t: &Thread, this: ObjRef) -> R<()> {
    monitor::notify_all(t, this).map_err(|error| not_owner(t, error))
}

fn wait(t: &Thread, this: ObjRef, millis: i64) -> R<()> {
    let Ok(millis) = u64::try_from(millis) else {
        let text = "timeout value is negative";
        return Err(throw::new(t, "java/lang/IllegalArgumentException", text));
    };
    let limit = (millis != 0).then(|| Duration::from_millis(millis));
    let status = match limit {
        Some(_) => status::IN_OBJECT_WAIT_TIMED,
        None => status::IN_OBJECT_WAIT,
    };
    let wait = || monitor::wait(Thread::current(), this, limit);
    match java_lang_thread::with_status(t, status, wait) {
        Ok(monitor::Woken::Interrupted) => Err(java_lang_thread::interrupted_exception(t, None)),
        Ok(_) => Ok(()),
        Err(error) => Err(not_owner(t, error)),
    }
}
