//! `java.lang.ref.Reference`.

use crate::heap::{self, ObjRef};
use crate::natives;
use crate::thread::Thread;

natives! { "java/lang/ref/Reference";
    "getAndClearReferencePendingList()Ljava/lang/ref/Reference;" => take_pending_list [leaf];
    "hasReferencePendingList()Z" => has_pending_list [leaf];
    "waitForReferencePendingList()V" => wait_for_pending_list;
    "refersTo0(Ljava/lang/Object;)Z" => refers_to [leaf];
    "clear0()V" => clear [leaf];
}

fn take_pending_list(_t: &Thread) -> Option<ObjRef> {
    heap::take_pending_list()
}

fn has_pending_list(_t: &Thread) -> bool {
    heap::has_pending_list()
}

fn wait_for_pending_list(t: &Thread) {
    heap::wait_for_pending_list(t);
}

pub(super) fn refers_to(_t: &Thread, this: ObjRef, object: Option<ObjRef>) -> bool {
    heap::referent(this) == object
}

fn clear(_t: &Thread, this: ObjRef) {
    heap::clear_referent(this);
}
