//! `sun.management.MemoryPoolImpl`: the beans for parts of the memory.

use super::management::{self, Pool};
use super::memory_notices;
use crate::error::R;
use crate::heap::ObjRef;
use crate::natives;
use crate::runtime::throw;
use crate::thread::Thread;

natives! { "sun/management/MemoryPoolImpl";
    "getUsage0()Ljava/lang/management/MemoryUsage;" => get_usage;
    "getPeakUsage0()Ljava/lang/management/MemoryUsage;" => get_peak_usage;
    "getCollectionUsage0()Ljava/lang/management/MemoryUsage;" => get_collection_usage;
    "setUsageThreshold0(JJ)V" => set_usage_threshold;
    "setCollectionThreshold0(JJ)V" => set_collection_threshold;
    "resetPeakUsage0()V" => reset_peak_usage;
    "getMemoryManagers0()[Ljava/lang/management/MemoryManagerMXBean;" => get_memory_managers;
    "setPoolUsageSensor(Lsun/management/Sensor;)V" => set_pool_usage_sensor;
    "setPoolCollectionSensor(Lsun/management/Sensor;)V" => set_pool_collection_sensor;
}

fn pool(t: &Thread, this: ObjRef) -> R<Pool> {
    Pool::of_bean(this).ok_or_else(|| {
        throw::new(t, "java/lang/InternalError", "the bean of an unknown memory pool")
    })
}

fn get_usage(t: &Thread, this: ObjRef) -> R<ObjRef> {
    management::memory_usage(t, pool(t, this)?.usage())
}

fn get_peak_usage(t: &Thread, this: ObjRef) -> R<ObjRef> {
    management::memory_usage(t, pool(t, this)?.peak_usage())
}

fn get_collection_usage(t: &Thread, this: ObjRef) -> R<Option<ObjRef>> {
    let usage = pool(t, this)?.collection_usage();
    usage.map(|usage| management::memory_usage(t, usage)).transpose()
}

fn reset_peak_usage(t: &Thread, this: ObjRef) -> R<()> {
    pool(t, this)?.reset_peak();
    Ok(())
}

fn get_memory_managers(t: &Thread, this: ObjRef) -> R<ObjRef> {
    let pool = pool(t, this)?;
    management::manager_array(t, Some(pool))
}

fn set_usage_threshold(t: &Thread, this: ObjRef, _old: i64, new: i64) -> R<()> {
    memory_notices::set_threshold(t, pool(t, this)?, memory_notices::Kind::Usage, new)
}

fn set_collection_threshold(t: &Thread, this: ObjRef, _old: i64, new: i64) -> R<()> {
    memory_notices::set_threshold(t, pool(t, this)?, memory_notices::Kind::Collection, new)
}

fn set_pool_usage_sensor(t: &Thread, this: ObjRef, sensor: Option<ObjRef>) -> R<()> {
    memory_notices::set_sensor(pool(t, this)?, memory_notices::Kind::Usage, sensor);
    Ok(())
}

fn set_pool_collection_sensor(t: &Thread, this: ObjRef, sensor: Option<ObjRef>) -> R<()> {
    memory_notices::set_sensor(pool(t, this)?, memory_notices::Kind::Collection, sensor);
    Ok(())
}
