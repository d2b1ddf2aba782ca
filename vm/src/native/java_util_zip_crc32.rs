//! `java.util.zip.CRC32`.

use crate::heap::ObjRef;
use crate::natives;
use crate::thread::Thread;

use super::java_util_zip_inflater::Span;

natives! { "java/util/zip/CRC32";
    "update(II)I" => update [leaf];
    "updateBytes0(I[BII)I" => update_bytes [leaf];
    "updateByteBuffer0(IJII)I" => update_byte_buffer [leaf];
}

fn checksum(crc: i32, bytes: &[u8]) -> i32 {
    let mut hasher = crc32fast::Hasher::new_with_initial(crc.cast_unsigned());
    hasher.update(bytes);
    hasher.finalize().cast_signed()
}

fn update(_t: &Thread, crc: i32, byte: i32) -> i32 {
    checksum(crc, &[byte as u8])
}

fn update_bytes(_t: &Thread, crc: i32, bytes: Option<ObjRef>, off: i32, len: i32) -> i32 {
    // SAFETY: CRC32 has checked the range; a leaf passes no safepoint.
    let bytes = unsafe { Span::array(bytes, off, len).bytes() };
    checksum(crc, bytes)
}

fn update_byte_buffer(_t: &Thread, crc: i32, address: i64, off: i32, len: i32) -> i32 {
    // SAFETY: CRC32 passes the memory of a live direct buffer, and a range within it.
    let bytes = unsafe { Span::memory(address + i64::from(off), len).bytes() };
    checksum(crc, bytes)
}
