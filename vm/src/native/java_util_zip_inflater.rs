//! `java.util.zip.Inflater`, on zlib itself: what it says and how it consumes its input shows in
//! Java.
//!
//! Arrays are read and written in place. No safepoint is passed meanwhile, so that they stay where
//! they are; one call works on one buffer and does not take long.

use crate::error::{R, Thrown};
use crate::heap::{ELEMENTS_OFFSET, ObjRef};
use crate::natives;
use crate::runtime::throw;
use crate::thread::Thread;
use libz_sys as z;
use std::ffi::{CStr, c_int};

use super::host::{FieldAt, address};

natives! { "java/util/zip/Inflater";
    "initIDs()V" => init_ids [leaf];
    "init(Z)J" => init;
    "setDictionary(J[BII)V" => set_dictionary;
    "setDictionaryBuffer(JJI)V" => set_dictionary_buffer;
    "inflateBytesBytes(J[BII[BII)J" => inflate_bytes_bytes;
    "inflateBytesBuffer(J[BIIJI)J" => inflate_bytes_buffer;
    "inflateBufferBytes(JJI[BII)J" => inflate_buffer_bytes;
    "inflateBufferBuffer(JJIJI)J" => inflate_buffer_buffer;
    "getAdler(J)I" => get_adler [leaf];
    "reset(J)V" => reset;
    "end(J)V" => end;
}

static INPUT_CONSUMED: FieldAt = FieldAt::new("inputConsumed", "I");
static OUTPUT_CONSUMED: FieldAt = FieldAt::new("outputConsumed", "I");

/// Bits of the packed result beside the two 31-bit counts.
const FINISHED: i64 = 1 << 62;
const NEEDS_DICTIONARY: i64 = 1 << 63;

/// Bytes for zlib: of an array, or outside the heap. Two of them may overlap.
#[derive(Clone, Copy)]
pub(super) struct Span {
    pub(super) start: *mut u8,
    pub(super) len: u32,
}

impl Span {
    /// The range of a byte array that a zip class names and has checked.
    pub(super) fn array(array: Option<ObjRef>, off: i32, len: i32) -> Span {
        let Some(array) = array else { return Span { start: std::ptr::null_mut(), len: 0 } };
        let (off, len) = (off as usize, len as usize);
        assert!(off.saturating_add(len) <= array.array_length(), "range of a zip class");
        Span { start: array.at(ELEMENTS_OFFSET + off), len: len as u32 }
    }

    /// The range of memory outside the heap that a zip class names.
    pub(super) fn memory(start: i64, len: i32) -> Span {
        Span { start: address(start), len: len.max(0).cast_unsigned() }
    }

    /// The bytes, to be read.
    ///
    /// # Safety
    /// The memory is live, and no safepoint is passed while the slice is used.
    pub(super) unsafe fn bytes<'a>(self) -> &'a [u8] {
        if self.len == 0 {
            return &[];
        }
        // SAFETY: the caller's promise; other threads' writes can only spoil the data.
        unsafe { std::slice::from_raw_parts(self.start, self.len as usize) }
    }
}

/// A zlib stream that is not initialised, on its way to an address that Java holds.
pub(super) fn new_stream() -> Box<z::z_stream> {
    extern "C" fn allocate(_: z::voidpf, items: z::uInt, size: z::uInt) -> z::voidpf {
        // SAFETY: calloc checks the product.
        unsafe { libc::calloc(items as usize, size as usize) }
    }
    extern "C" fn free(_: z::voidpf, memory: z::voidpf) {
        // SAFETY: zlib frees what `allocate` gave it, once.
        unsafe { libc::free(memory) }
    }
    Box::new(z::z_stream {
        next_in: std::ptr::null_mut(),
        avail_in: 0,
        total_in: 0,
        next_out: std::ptr::null_mut(),
        avail_out: 0,
        total_out: 0,
        msg: std::ptr::null_mut(),
        state: std::ptr::null_mut(),
        zalloc: allocate,
        zfree: free,
        opaque: std::ptr::null_mut(),
        data_type: 0,
        adler: 0,
        reserved: 0,
    })
}

/// The stream at an address that [`new_stream`]'s box was turned into.
///
/// # Safety
/// The stream was not ended; the caller's Java lock keeps other threads away.
pub(super) unsafe fn stream<'a>(addr: i64) -> &'a mut z::z_stream {
    // SAFETY: the caller's promise.
    unsafe { &mut *address::<z::z_stream>(addr) }
}

/// zlib's message for the last error, if it has one.
pub(super) fn message(stream: &z::z_stream) -> Option<String> {
    // SAFETY: zlib's messages are constant strings.
    (!stream.msg.is_null())
        .then(|| unsafe { CStr::from_ptr(stream.msg) }.to_string_lossy().into_owned())
}

/// An exception with zlib's message, without one when there is none.
#[cold]
pub(super) fn failure(t: &Thread, class: &str, stream: &z::z_stream) -> Thrown {
    match message(stream) {
        Some(message) => throw::new(t, class, &message),
        None => throw::bare(t, class),
    }
}

pub(super) const INTERNAL_ERROR: &str = "java/lang/InternalError";

/// What is thrown when a stream cannot be initialised.
#[cold]
pub(super) fn init_failure(t: &Thread, stream: &z::z_stream, status: c_int, call: &str) -> Thrown {
    if status == z::Z_MEM_ERROR {
        return throw::bare(t, "java/lang/OutOfMemoryError");
    }
    let text = message(stream).unwrap_or_else(|| match status {
        z::Z_VERSION_ERROR => "zlib returned Z_VERSION_ERROR: compile time and runtime zlib \
                               implementations differ"
            .to_owned(),
        z::Z_STREAM_ERROR => format!("{call} returned Z_STREAM_ERROR"),
        _ => "unknown error initializing zlib library".to_owned(),
    });
    throw::new(t, INTERNAL_ERROR, &text)
}

/// How much a call of zlib consumed and produced.
#[derive(Clone, Copy)]
pub(super) struct Progress {
    pub(super) status: c_int,
    pub(super) used: u32,
    pub(super) made: u32,
}

impl Progress {
    /// Runs `call` with the stream set up for these buffers.
    pub(super) fn of(
        stream: &mut z::z_stream,
        input: Span,
        output: Span,
        call: impl FnOnce(&mut z::z_stream) -> c_int,
    ) -> Progress {
        stream.next_in = input.start;
        stream.avail_in = input.len;
        stream.next_out = output.start;
        stream.avail_out = output.len;
        let status = call(stream);
        let used = input.len - stream.avail_in;
        let made = output.len - stream.avail_out;
        Progress { status, used, made }
    }

    /// The two counts as Java unpacks them.
    pub(super) fn packed(self) -> i64 {
        i64::from(self.used) | i64::from(self.made) << 31
    }
}

fn init_ids(_t: &Thread) {}

fn init(t: &Thread, nowrap: bool) -> R<i64> {
    let mut stream = new_stream();
    // A negative window size means raw data without header and checksum.
    let window_bits = if nowrap { -15 } else { 15 };
    // SAFETY: the stream is zeroed apart from its allocator; the version is the one compiled in.
    let status = unsafe {
        z::inflateInit2_(
            &mut *stream,
            window_bits,
            z::zlibVersion(),
            size_of::<z::z_stream>() as c_int,
        )
    };
    if status != z::Z_OK {
        return Err(init_failure(t, &stream, status, "inflateInit2"));
    }
    Ok(Box::into_raw(stream).expose_provenance() as i64)
}

pub(super) fn dictionary_result(t: &Thread, stream: &z::z_stream, status: c_int) -> R<()> {
    match status {
        z::Z_OK => Ok(()),
        z::Z_STREAM_ERROR | z::Z_DATA_ERROR => {
            Err(failure(t, "java/lang/IllegalArgumentException", stream))
        }
        _ => Err(failure(t, INTERNAL_ERROR, stream)),
    }
}

fn use_dictionary(t: &Thread, addr: i64, dictionary: Span) -> R<()> {
    // SAFETY: Inflater passes the address of its open stream, under its lock.
    let stream = unsafe { stream(addr) };
    // SAFETY: the class library checked the range; zlib passes no safepoint.
    let status = unsafe { z::inflateSetDictionary(stream, dictionary.start, dictionary.len) };
    dictionary_result(t, stream, status)
}

fn set_dictionary(t: &Thread, addr: i64, bytes: Option<ObjRef>, off: i32, len: i32) -> R<()> {
    use_dictionary(t, addr, Span::array(bytes, off, len))
}

fn set_dictionary_buffer(t: &Thread, addr: i64, start: i64, len: i32) -> R<()> {
    use_dictionary(t, addr, Span::memory(start, len))
}

fn inflate(t: &Thread, this: ObjRef, addr: i64, input: Span, output: Span) -> R<i64> {
    // SAFETY: Inflater passes the address of its open stream, under its lock.
    let stream = unsafe { stream(addr) };
    let progress = Progress::of(stream, input, output, |stream| {
        // SAFETY: the stream is set up for two buffers that live through the call.
        unsafe { z::inflate(stream, z::Z_SYNC_FLUSH) }
    });
    match progress.status {
        z::Z_OK => Ok(progress.packed()),
        z::Z_STREAM_END => Ok(progress.packed() | FINISHED),
        z::Z_NEED_DICT => Ok(progress.packed() | NEEDS_DICTIONARY),
        z::Z_BUF_ERROR => Ok(0),
        z::Z_DATA_ERROR => {
            this.set_i32(INPUT_CONSUMED.of(this), progress.used.cast_signed());
            this.set_i32(OUTPUT_CONSUMED.of(this), progress.made.cast_signed());
            Err(failure(t, "java/util/zip/DataFormatException", stream))
        }
        z::Z_MEM_ERROR => Err(throw::bare(t, "java/lang/OutOfMemoryError")),
        _ => Err(failure(t, INTERNAL_ERROR, stream)),
    }
}

#[expect(clippy::too_many_arguments, reason = "the Java signature")]
fn inflate_bytes_bytes(
    t: &Thread,
    this: ObjRef,
    addr: i64,
    input: Option<ObjRef>,
    input_off: i32,
    input_len: i32,
    output: Option<ObjRef>,
    output_off: i32,
    output_len: i32,
) -> R<i64> {
    let (input, output) =
        (Span::array(input, input_off, input_len), Span::array(output, output_off, output_len));
    inflate(t, this, addr, input, output)
}

#[expect(clippy::too_many_arguments, reason = "the Java signature")]
fn inflate_bytes_buffer(
    t: &Thread,
    this: ObjRef,
    addr: i64,
    input: Option<ObjRef>,
    input_off: i32,
    input_len: i32,
    output: i64,
    output_len: i32,
) -> R<i64> {
    let (input, output) =
        (Span::array(input, input_off, input_len), Span::memory(output, output_len));
    inflate(t, this, addr, input, output)
}

#[expect(clippy::too_many_arguments, reason = "the Java signature")]
fn inflate_buffer_bytes(
    t: &Thread,
    this: ObjRef,
    addr: i64,
    input: i64,
    input_len: i32,
    output: Option<ObjRef>,
    output_off: i32,
    output_len: i32,
) -> R<i64> {
    let (input, output) =
        (Span::memory(input, input_len), Span::array(output, output_off, output_len));
    inflate(t, this, addr, input, output)
}

fn inflate_buffer_buffer(
    t: &Thread,
    this: ObjRef,
    addr: i64,
    input: i64,
    input_len: i32,
    output: i64,
    output_len: i32,
) -> R<i64> {
    let (input, output) = (Span::memory(input, input_len), Span::memory(output, output_len));
    inflate(t, this, addr, input, output)
}

fn get_adler(_t: &Thread, addr: i64) -> i32 {
    // SAFETY: Inflater passes the address of its open stream, under its lock.
    unsafe { stream(addr) }.adler as i32
}

fn reset(t: &Thread, addr: i64) -> R<()> {
    // SAFETY: as in `get_adler`.
    let status = unsafe { z::inflateReset(stream(addr)) };
    if status == z::Z_OK { Ok(()) } else { Err(throw::bare(t, INTERNAL_ERROR)) }
}

fn end(t: &Thread, addr: i64) -> R<()> {
    // SAFETY: Inflater ends a stream once and forgets its address.
    let status = unsafe { z::inflateEnd(stream(addr)) };
    if status == z::Z_STREAM_ERROR {
        return Err(throw::bare(t, INTERNAL_ERROR));
    }
    // SAFETY: the address came from `Box::into_raw` in `init`.
    drop(unsafe { Box::from_raw(address::<z::z_stream>(addr)) });
    Ok(())
}
