//! `com.sun.management.GcInfo` objects: what the collector's bean tells about the last collection.

use super::host;
use super::management::{self, POOLS, Pool};
use crate::class::wk;
use crate::error::R;
use crate::heap::{ObjRef, collection};
use crate::interp;
use crate::launcher;
use crate::runtime::value::{self, Args};
use crate::thread::Thread;

const CONSTRUCTOR: &str = "(Lcom/sun/management/internal/GcInfoBuilder;JJJ\
    [Ljava/lang/management/MemoryUsage;[Ljava/lang/management/MemoryUsage;[Ljava/lang/Object;)V";

/// What `getLastGcInfo` of the collector's bean gives.
pub(super) fn of_collector(t: &Thread, bean: ObjRef) -> R<Option<ObjRef>> {
    let class = management::class(t, management::EXTENDED)?;
    let desc = "()Lcom/sun/management/GcInfo;";
    let method = wk::method_of(class, "getLastGcInfo", desc);
    let info = interp::call(t, method, Args::new().obj(Some(bean)).slots())?;
    Ok(value::to_ref(info))
}

/// The last collection, in arrays with one element per pool; null when there was none.
pub(super) fn last(
    t: &Thread,
    builder: ObjRef,
    extension: ObjRef,
    before: ObjRef,
    after: ObjRef,
) -> R<Option<ObjRef>> {
    let Some(last) = collection::last() else { return Ok(None) };
    for (index, pool) in POOLS.into_iter().enumerate() {
        let (was, is) = match pool {
            Pool::Heap => (pool.usage_of(last.event.before), pool.usage_of(last.event.after)),
            Pool::Metaspace => (pool.usage(), pool.usage()),
        };
        let (was, is) = (management::memory_usage(t, was)?, management::memory_usage(t, is)?);
        before.set_ref_element(index, Some(was));
        after.set_ref_element(index, Some(is));
    }
    let end = launcher::uptime().saturating_sub(last.ended.elapsed());
    let start = end.saturating_sub(last.event.pause);
    let args = Args::new()
        .obj(Some(builder))
        .long(i64::from(last.event.id) + 1)
        .long(start.as_millis() as i64)
        .long(end.as_millis() as i64)
        .obj(Some(before))
        .obj(Some(after))
        .obj(Some(extension));
    let class = management::class(t, "com/sun/management/GcInfo")?;
    host::new_object(t, class, CONSTRUCTOR, args).map(Some)
}
