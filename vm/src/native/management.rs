//! What the natives of `java.management` and `jdk.management` share: switches, memory pools and
//! their managers, and objects of the library's classes.
//!
//! There is one pool for the heap with one collector, and one pool for metaspace: generations and
//! code heaps do not exist here.

use crate::class::{ClassRef, wk};
use crate::error::{R, Thrown};
use crate::heap::{self, GlobalRef, ObjRef};
use crate::link::loader;
use crate::meta::{self, intern};
use crate::runtime::value::{self, Args};
use crate::runtime::{alloc, string, throw};
use crate::thread::Thread;
use crate::{interp, native::host};
use parking_lot::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Whether the beans tell processor times.
pub static CPU_TIME: AtomicBool = AtomicBool::new(true);

/// A part of memory that has a bean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pool {
    /// The whole heap.
    Heap,
    /// What the VM knows about classes.
    Metaspace,
}

/// The pools, in the order of their beans.
pub const POOLS: [Pool; 2] = [Pool::Heap, Pool::Metaspace];

/// What becomes a `MemoryUsage`; no maximum is -1.
#[derive(Debug, Clone, Copy)]
pub struct Usage {
    /// Bytes at the start of the VM.
    pub init: i64,
    /// Bytes in use.
    pub used: i64,
    /// Bytes that the system has given.
    pub committed: i64,
    /// Most bytes there can be.
    pub max: i64,
}

/// The beans, made once; null before that.
struct Beans {
    pools: [GlobalRef; 2],
    managers: [GlobalRef; 2],
}

static BEANS: Mutex<Option<Beans>> = Mutex::new(None);
static PEAKS: [AtomicUsize; 2] = [AtomicUsize::new(0), AtomicUsize::new(0)];

impl Pool {
    fn name(self) -> &'static str {
        match self {
            Pool::Heap => "Immix Heap",
            Pool::Metaspace => "Metaspace",
        }
    }

    /// The name of the manager's bean.
    pub fn manager(self) -> &'static str {
        match self {
            Pool::Heap => "Sticky Immix",
            Pool::Metaspace => "Metaspace Manager",
        }
    }

    /// What is used now.
    pub fn usage(self) -> Usage {
        let used = match self {
            Pool::Heap => heap::used_memory(),
            Pool::Metaspace => meta::used_bytes(),
        };
        PEAKS[self as usize].fetch_max(used, Ordering::Relaxed);
        self.usage_of(used)
    }

    /// With `used` bytes in place of what is used now.
    pub fn usage_of(self, used: usize) -> Usage {
        let used = used as i64;
        match self {
            Pool::Heap => Usage {
                init: heap::initial_memory() as i64,
                used,
                committed: (heap::total_memory() as i64).max(used),
                max: heap::max_memory() as i64,
            },
            Pool::Metaspace => {
                let page = 4095;
                Usage { init: 0, used, committed: (used + page) & !page, max: -1 }
            }
        }
    }

    /// The most that was used, as far as somebody looked: before each collection, and here.
    pub fn peak_usage(self) -> Usage {
        let now = self.usage();
        let before_collection = match self {
            Pool::Heap => heap::collection::most_used(),
            Pool::Metaspace => 0,
        };
        let peak = PEAKS[self as usize].fetch_max(before_collection, Ordering::Relaxed);
        let peak = peak.max(before_collection) as i64;
        Usage { used: peak.max(now.used), committed: now.committed.max(peak), ..now }
    }

    /// Forgets the peak.
    pub fn reset_peak(self) {
        if self == Pool::Heap {
            heap::collection::reset_most_used();
        }
        PEAKS[self as usize].store(0, Ordering::Relaxed);
    }

    /// What was used after the last collection; none for what is not collected.
    pub fn collection_usage(self) -> Option<Usage> {
        match self {
            Pool::Heap => {
                let after = heap::collection::last().map_or(0, |last| last.event.after);
                Some(self.usage_of(after))
            }
            Pool::Metaspace => None,
        }
    }

    /// The pool that a bean stands for.
    pub fn of_bean(bean: ObjRef) -> Option<Pool> {
        let name = name_of(bean)?;
        POOLS.into_iter().find(|pool| pool.name() == name)
    }
}

/// The field `name` of a bean.
fn name_of(bean: ObjRef) -> Option<String> {
    let field = bean.class().find_field(intern("name"), intern("Ljava/lang/String;"))?;
    string::to_rust_opt(bean.get_ref(field.offset as usize))
}

/// A class of the modules `java.management` and `jdk.management`, initialized.
pub fn class(t: &Thread, name: &str) -> R<ClassRef> {
    let class = loader::load_boot_class(t, intern(name))?;
    crate::class::init::ensure_initialized(t, class)?;
    Ok(class)
}

/// A `MemoryUsage`.
pub fn memory_usage(t: &Thread, usage: Usage) -> R<ObjRef> {
    let class = class(t, "java/lang/management/MemoryUsage")?;
    let Usage { init, used, committed, max } = usage;
    let args = Args::new().long(init).long(used).long(committed).long(max);
    host::new_object(t, class, "(JJJJ)V", args)
}

/// Calls a static method that makes an object.
fn make(t: &Thread, owner: &str, name: &str, desc: &str, args: Args) -> R<ObjRef> {
    let method = wk::method_of(class(t, owner)?, name, desc);
    let word = interp::call(t, method, args.slots())?;
    value::to_ref(word).ok_or_else(|| throw::npe(t))
}

const HELPER: &str = "sun/management/ManagementFactoryHelper";
const MAKE_POOL: &str = "(Ljava/lang/String;ZJJ)Ljava/lang/management/MemoryPoolMXBean;";
const MAKE_MANAGER: &str = "(Ljava/lang/String;)Ljava/lang/management/MemoryManagerMXBean;";
const MAKE_COLLECTOR: &str =
    "(Ljava/lang/String;Ljava/lang/String;)Ljava/lang/management/GarbageCollectorMXBean;";
/// The class of the collector's bean, where the module is in the image.
pub const EXTENDED: &str = "com/sun/management/internal/GarbageCollectorExtImpl";

fn make_pool(t: &Thread, pool: Pool) -> R<ObjRef> {
    let name = string::new(t, pool.name())?;
    let is_heap = pool == Pool::Heap;
    // Zero: a threshold can be set; -1: it cannot.
    let after_collection = if is_heap { 0 } else { -1 };
    let args = Args::new().obj(Some(name)).int(i32::from(is_heap)).long(0).long(after_collection);
    make(t, HELPER, "createMemoryPool", MAKE_POOL, args)
}

fn make_manager(t: &Thread, pool: Pool) -> R<ObjRef> {
    let name = string::new(t, pool.manager())?;
    let args = Args::new().obj(Some(name));
    if pool != Pool::Heap {
        return make(t, HELPER, "createMemoryManager", MAKE_MANAGER, args);
    }
    // The richer bean, where the module jdk.management is in the image and the graph.
    let owner = match loader::load_boot_class(t, intern(EXTENDED)) {
        Ok(_) => EXTENDED,
        Err(Thrown(_)) => HELPER,
    };
    make(t, owner, "createGarbageCollector", MAKE_COLLECTOR, args.obj(None))
}

fn with_beans<T>(t: &Thread, look: impl Fn(&Beans) -> T) -> R<T> {
    if let Some(beans) = &*BEANS.lock() {
        return Ok(look(beans));
    }
    // Made without the lock, which a collection must not wait for.
    let mut made = Beans { pools: [GlobalRef::NULL; 2], managers: [GlobalRef::NULL; 2] };
    for pool in POOLS {
        made.pools[pool as usize] = GlobalRef::new(make_pool(t, pool)?);
        made.managers[pool as usize] = GlobalRef::new(make_manager(t, pool)?);
    }
    let mut beans = BEANS.lock();
    Ok(look(beans.get_or_insert(made)))
}

/// The bean of a pool.
pub fn pool_bean(t: &Thread, pool: Pool) -> R<Option<ObjRef>> {
    with_beans(t, |beans| beans.pools[pool as usize].get())
}

/// The bean of the manager of a pool: the heap's is the collector.
pub fn manager_bean(t: &Thread, pool: Pool) -> R<Option<ObjRef>> {
    with_beans(t, |beans| beans.managers[pool as usize].get())
}

/// A `MemoryPoolMXBean[]` of the pools that a manager has, of all without one.
pub fn pool_array(t: &Thread, manager: Option<ObjRef>) -> R<ObjRef> {
    let name = manager.and_then(name_of);
    let theirs = |pool: &Pool| name.as_ref().is_none_or(|name| name == pool.manager());
    array(t, "java/lang/management/MemoryPoolMXBean", pool_bean, theirs)
}

/// A `MemoryManagerMXBean[]` of the managers of a pool, of all without one.
pub fn manager_array(t: &Thread, of: Option<Pool>) -> R<ObjRef> {
    let theirs = |pool: &Pool| of.is_none_or(|of| of == *pool);
    array(t, "java/lang/management/MemoryManagerMXBean", manager_bean, theirs)
}

fn array(
    t: &Thread,
    element: &str,
    bean: fn(&Thread, Pool) -> R<Option<ObjRef>>,
    wanted: impl Fn(&Pool) -> bool,
) -> R<ObjRef> {
    let wanted: Vec<Pool> = POOLS.into_iter().filter(wanted).collect();
    let array = alloc::ref_array(t, class(t, element)?, wanted.len())?;
    for (index, pool) in wanted.into_iter().enumerate() {
        let bean = bean(t, pool)?;
        array.set_ref_element(index, bean);
    }
    Ok(array)
}

/// UnsupportedOperationException that says what this VM does not do.
#[cold]
pub fn unsupported(t: &Thread, what: &str) -> Thrown {
    let text = format!("{what} not supported by this virtual machine");
    throw::new(t, "java/lang/UnsupportedOperationException", &text)
}
