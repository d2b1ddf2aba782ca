//! `java.util.zip.Deflater`, on zlib itself: the same input gives the same bytes as with `java`.

use crate::error::R;
use crate::heap::ObjRef;
use crate::natives;
use crate::runtime::throw;
use crate::thread::Thread;
use libz_sys as z;
use std::ffi::c_int;

use super::host::address;
use super::java_util_zip_inflater::{
    INTERNAL_ERROR, Progress, Span, dictionary_result, failure, init_failure, new_stream, stream,
};

natives! { "java/util/zip/Deflater";
    "init(IIZ)J" => init;
    "setDictionary(J[BII)V" => set_dictionary;
    "setDictionaryBuffer(JJI)V" => set_dictionary_buffer;
    "deflateBytesBytes(J[BII[BIIII)J" => deflate_bytes_bytes;
    "deflateBytesBuffer(J[BIIJIII)J" => deflate_bytes_buffer;
    "deflateBufferBytes(JJI[BIIII)J" => deflate_buffer_bytes;
    "deflateBufferBuffer(JJIJIII)J" => deflate_buffer_buffer;
    "getAdler(J)I" => get_adler [leaf];
    "reset(J)V" => reset;
    "end(J)V" => end;
}

/// zlib's default, which decides the compressed bytes.
const MEMORY_LEVEL: c_int = 8;

/// Bits of the packed result beside the two 31-bit counts.
const FINISHED: i64 = 1 << 62;
/// The new level and strategy are not in force yet.
const SET_PARAMS: i64 = 1 << 63;

fn init(t: &Thread, level: i32, strategy: i32, nowrap: bool) -> R<i64> {
    let mut stream = new_stream();
    // A negative window size means raw data without header and checksum.
    let window_bits = if nowrap { -15 } else { 15 };
    // SAFETY: the stream is zeroed apart from its allocator; the version is the one compiled in.
    let status = unsafe {
        z::deflateInit2_(
            &mut *stream,
            level,
            z::Z_DEFLATED,
            window_bits,
            MEMORY_LEVEL,
            strategy,
            z::zlibVersion(),
            size_of::<z::z_stream>() as c_int,
        )
    };
    match status {
        z::Z_OK => Ok(Box::into_raw(stream).expose_provenance() as i64),
        z::Z_STREAM_ERROR => Err(throw::bare(t, "java/lang/IllegalArgumentException")),
        _ => Err(init_failure(t, &stream, status, "deflateInit2")),
    }
}

fn use_dictionary(t: &Thread, addr: i64, dictionary: Span) -> R<()> {
    // SAFETY: Deflater passes the address of its open stream, under its lock.
    let stream = unsafe { stream(addr) };
    // SAFETY: the class library checked the range; zlib passes no safepoint.
    let status = unsafe { z::deflateSetDictionary(stream, dictionary.start, dictionary.len) };
    dictionary_result(t, stream, status)
}

fn set_dictionary(t: &Thread, addr: i64, bytes: Option<ObjRef>, off: i32, len: i32) -> R<()> {
    use_dictionary(t, addr, Span::array(bytes, off, len))
}

fn set_dictionary_buffer(t: &Thread, addr: i64, start: i64, len: i32) -> R<()> {
    use_dictionary(t, addr, Span::memory(start, len))
}

/// `params`: bit 0 asks for a new strategy (bits 1 and 2) and level (the rest) first.
fn deflate(t: &Thread, addr: i64, input: Span, output: Span, flush: i32, params: i32) -> R<i64> {
    // SAFETY: Deflater passes the address of its open stream, under its lock.
    let stream = unsafe { stream(addr) };
    if params & 1 != 0 {
        let (strategy, level) = (params >> 1 & 3, params >> 3);
        let progress = Progress::of(stream, input, output, |stream| {
            // SAFETY: the stream is set up for two buffers that live through the call.
            unsafe { z::deflateParams(stream, level, strategy) }
        });
        return match progress.status {
            z::Z_OK => Ok(progress.packed()),
            z::Z_BUF_ERROR => Ok(progress.packed() | SET_PARAMS),
            _ => Err(failure(t, INTERNAL_ERROR, stream)),
        };
    }
    let progress = Progress::of(stream, input, output, |stream| {
        // SAFETY: as above.
        unsafe { z::deflate(stream, flush) }
    });
    match progress.status {
        z::Z_OK => Ok(progress.packed()),
        z::Z_STREAM_END => Ok(progress.packed() | FINISHED),
        z::Z_BUF_ERROR => Ok(0),
        _ => Err(failure(t, INTERNAL_ERROR, stream)),
    }
}

#[expect(clippy::too_many_arguments, reason = "the Java signature")]
fn deflate_bytes_bytes(
    t: &Thread,
    _this: ObjRef,
    addr: i64,
    input: Option<ObjRef>,
    input_off: i32,
    input_len: i32,
    output: Option<ObjRef>,
    output_off: i32,
    output_len: i32,
    flush: i32,
    params: i32,
) -> R<i64> {
    let (input, output) =
        (Span::array(input, input_off, input_len), Span::array(output, output_off, output_len));
    deflate(t, addr, input, output, flush, params)
}

#[expect(clippy::too_many_arguments, reason = "the Java signature")]
fn deflate_bytes_buffer(
    t: &Thread,
    _this: ObjRef,
    addr: i64,
    input: Option<ObjRef>,
    input_off: i32,
    input_len: i32,
    output: i64,
    output_len: i32,
    flush: i32,
    params: i32,
) -> R<i64> {
    let (input, output) =
        (Span::array(input, input_off, input_len), Span::memory(output, output_len));
    deflate(t, addr, input, output, flush, params)
}

#[expect(clippy::too_many_arguments, reason = "the Java signature")]
fn deflate_buffer_bytes(
    t: &Thread,
    _this: ObjRef,
    addr: i64,
    input: i64,
    input_len: i32,
    output: Option<ObjRef>,
    output_off: i32,
    output_len: i32,
    flush: i32,
    params: i32,
) -> R<i64> {
    let (input, output) =
        (Span::memory(input, input_len), Span::array(output, output_off, output_len));
    deflate(t, addr, input, output, flush, params)
}

#[expect(clippy::too_many_arguments, reason = "the Java signature")]
fn deflate_buffer_buffer(
    t: &Thread,
    _this: ObjRef,
    addr: i64,
    input: i64,
    input_len: i32,
    output: i64,
    output_len: i32,
    flush: i32,
    params: i32,
) -> R<i64> {
    let (input, output) = (Span::memory(input, input_len), Span::memory(output, output_len));
    deflate(t, addr, input, output, flush, params)
}

fn get_adler(_t: &Thread, addr: i64) -> i32 {
    // SAFETY: Deflater passes the address of its open stream, under its lock.
    unsafe { stream(addr) }.adler as i32
}

fn reset(t: &Thread, addr: i64) -> R<()> {
    // SAFETY: as in `get_adler`.
    let status = unsafe { z::deflateReset(stream(addr)) };
    if status == z::Z_OK { Ok(()) } else { Err(throw::bare(t, INTERNAL_ERROR)) }
}

fn end(t: &Thread, addr: i64) -> R<()> {
    // SAFETY: Deflater ends a stream once and forgets its address.
    let status = unsafe { z::deflateEnd(stream(addr)) };
    if status == z::Z_STREAM_ERROR {
        return Err(throw::bare(t, INTERNAL_ERROR));
    }
    // SAFETY: the address came from `Box::into_raw` in `init`.
    drop(unsafe { Box::from_raw(address::<z::z_stream>(addr)) });
    Ok(())
}
