//! `java.util.zip.Adler32`.

use crate::heap::ObjRef;
use crate::natives;
use crate::thread::Thread;

use super::java_util_zip_inflater::Span;

natives! { "java/util/zip/Adler32";
    "update(II)I" => update [leaf];
    "updateBytes(I[BII)I" => update_bytes [leaf];
    "updateByteBuffer(IJII)I" => update_byte_buffer [leaf];
}

fn checksum(adler: i32, bytes: &[u8]) -> i32 {
    let start = libz_sys::uLong::from(adler.cast_unsigned());
    // The length of an array or a buffer range fits an int.
    let len = bytes.len() as libz_sys::uInt;
    // SAFETY: zlib reads `len` bytes.
    unsafe { libz_sys::adler32(start, bytes.as_ptr(), len) as i32 }
}

fn update(_t: &Thread, adler: i32, byte: i32) -> i32 {
    checksum(adler, &[byte as u8])
}

fn update_bytes(_t: &Thread, adler: i32, bytes: Option<ObjRef>, off: i32, len: i32) -> i32 {
    // SAFETY: Adler32 has checked the range; a leaf passes no safepoint.
    let bytes = unsafe { Span::array(bytes, off, len).bytes() };
    checksum(adler, bytes)
}

fn update_byte_buffer(_t: &Thread, adler: i32, address: i64, off: i32, len: i32) -> i32 {
    // SAFETY: Adler32 passes the memory of a live direct buffer, and a range within it.
    let bytes = unsafe { Span::memory(address + i64::from(off), len).bytes() };
    checksum(adler, bytes)
}
