//! `sun.management.GarbageCollectorImpl`: the bean for the collector.

use crate::counters::Counter;
use crate::heap::{self, ObjRef};
use crate::natives;
use crate::thread::Thread;

natives! { "sun/management/GarbageCollectorImpl";
    "getCollectionCount()J" => get_collection_count [leaf];
    "getCollectionTime()J" => get_collection_time [leaf];
}

fn get_collection_count(_t: &Thread, _this: ObjRef) -> i64 {
    i64::from(heap::collection::collection_count())
}

fn get_collection_time(_t: &Thread, _this: ObjRef) -> i64 {
    (Counter::CollectionTime.value() / 1000) as i64
}
