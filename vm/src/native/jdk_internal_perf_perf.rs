//! `jdk.internal.perf.Perf`: counters in memory that Java code writes through buffers. They are
//! for this VM only: nothing outside sees them.

use super::host;
use super::java_lang_system::nano_time;
use crate::error::R;
use crate::heap::ObjRef;
use crate::link::loader;
use crate::meta::intern;
use crate::natives;
use crate::runtime::value::Args;
use crate::runtime::{string, throw};
use crate::thread::Thread;

natives! { "jdk/internal/perf/Perf";
    "attach(Ljava/lang/String;II)Ljava/nio/ByteBuffer;" => attach;
    "detach(Ljava/nio/ByteBuffer;)V" => detach [leaf];
    "createLong(Ljava/lang/String;IIJ)Ljava/nio/ByteBuffer;" => create_long;
    "createByteArray(Ljava/lang/String;II[BI)Ljava/nio/ByteBuffer;" => create_byte_array;
    "highResCounter()J" => high_res_counter [leaf];
    "highResFrequency()J" => high_res_frequency [leaf];
    "registerNatives()V" => register_natives [leaf];
}

fn register_natives(_t: &Thread) {}

/// A direct `ByteBuffer` over memory that lives for ever, as JNI's NewDirectByteBuffer makes it.
pub(super) fn direct_buffer(t: &Thread, memory: &'static [u8]) -> R<ObjRef> {
    let class = loader::load_boot_class(t, intern("java/nio/DirectByteBuffer"))?;
    let address = memory.as_ptr().expose_provenance() as i64;
    let capacity = i32::try_from(memory.len()).unwrap_or(i32::MAX);
    host::new_object(t, class, "(JI)V", Args::new().long(address).int(capacity))
}

fn attach(t: &Thread, _this: ObjRef, _user: Option<ObjRef>, id: i32, _mode: i32) -> R<ObjRef> {
    let message = format!("performance counters of VM {id} are not accessible from this VM");
    Err(host::io_exception(t, &message))
}

fn detach(_t: &Thread, _this: ObjRef, _buffer: Option<ObjRef>) {}

fn create_long(
    t: &Thread,
    _this: ObjRef,
    name: Option<ObjRef>,
    _variability: i32,
    units: i32,
    value: i64,
) -> R<ObjRef> {
    string::required(t, name)?;
    if units <= 0 {
        return Err(throw::bare(t, "java/lang/IllegalArgumentException"));
    }
    // Longs are aligned to eight bytes.
    let counter: &'static [i64; 1] = Box::leak(Box::new([value]));
    // SAFETY: eight bytes that live for ever; from now on only the buffer's user touches them.
    let bytes = unsafe { std::slice::from_raw_parts(counter.as_ptr().cast::<u8>(), 8) };
    direct_buffer(t, bytes)
}

fn create_byte_array(
    t: &Thread,
    _this: ObjRef,
    name: Option<ObjRef>,
    _variability: i32,
    _units: i32,
    value: Option<ObjRef>,
    max_len: i32,
) -> R<ObjRef> {
    string::required(t, name)?;
    let value = value.ok_or_else(|| throw::npe(t))?;
    let mut bytes: Vec<u8> = value.to_vec();
    let len = bytes.len().max(usize::try_from(max_len).unwrap_or(0));
    bytes.resize(len, 0);
    direct_buffer(t, bytes.leak())
}

fn high_res_counter(t: &Thread, _this: ObjRef) -> i64 {
    nano_time(t)
}

fn high_res_frequency(_t: &Thread, _this: ObjRef) -> i64 {
    1_000_000_000
}
