//! What FileInputStream, FileOutputStream and RandomAccessFile have in common: opening, reading,
//! writing and seeking on the FileDescriptor in their field `fd`.

use crate::error::{R, Thrown};
use crate::heap::ObjRef;
use crate::thread::Thread;
use std::ffi::CStr;

use super::host::{self, Errno, FD, FieldAt};

/// `FileDescriptor.append`.
static APPEND: FieldAt = FieldAt::new("append", "Z");

/// The field `fd` of one of the three classes.
pub(super) const fn descriptor_field() -> FieldAt {
    FieldAt::new("fd", "Ljava/io/FileDescriptor;")
}

#[cold]
fn closed(t: &Thread) -> Thrown {
    host::io_exception(t, "Stream Closed")
}

/// The descriptor number of an open stream.
pub(super) fn fd(t: &Thread, stream: ObjRef, field: &FieldAt) -> R<i32> {
    match host::fd_val(stream.get_ref(field.of(stream))) {
        -1 => Err(closed(t)),
        fd => Ok(fd),
    }
}

/// Opens a file that is no directory; the descriptor is not inherited by other programs.
pub(super) fn open_file(t: &Thread, path: &CStr, flags: i32) -> Result<i32, Errno> {
    let flags = flags | libc::O_CLOEXEC;
    // SAFETY: `path` is a C string.
    let fd = host::retry(t, || unsafe { libc::open(path.as_ptr(), flags, 0o666) })?;
    match file_stat(t, fd) {
        Ok(stat) if stat.st_mode & libc::S_IFMT != libc::S_IFDIR => Ok(fd),
        status => {
            // SAFETY: opened above.
            unsafe { libc::close(fd) };
            Err(status.err().unwrap_or(Errno(libc::EISDIR)))
        }
    }
}

/// `fstat`.
pub(super) fn file_stat(t: &Thread, fd: i32) -> Result<libc::stat, Errno> {
    // SAFETY: all-zero is a valid stat.
    let mut stat: libc::stat = unsafe { std::mem::zeroed() };
    // SAFETY: `stat` is there to be filled.
    host::once(t, || unsafe { libc::fstat(fd, &mut stat) })?;
    Ok(stat)
}

/// `open0`: opens the file named `name` into the stream's descriptor.
pub(super) fn open(
    t: &Thread,
    stream: ObjRef,
    field: &FieldAt,
    name: Option<ObjRef>,
    flags: i32,
) -> R<()> {
    let path = host::path_arg(t, name)?;
    let fd = match open_file(t, &path, flags) {
        Ok(fd) => fd,
        // path_arg has checked for null.
        Err(errno) => return Err(host::file_not_found(t, name.unwrap_or(stream), errno)),
    };
    if let Some(descriptor) = stream.get_ref(field.of(stream)) {
        descriptor.set_i32(FD.of(descriptor), fd);
        let append = flags & libc::O_APPEND != 0;
        descriptor.set_u8(APPEND.of(descriptor), u8::from(append));
    }
    Ok(())
}

/// `read0`: one byte, -1 at the end.
pub(super) fn read_byte(t: &Thread, stream: ObjRef, field: &FieldAt) -> R<i32> {
    let fd = fd(t, stream, field)?;
    let mut byte = 0u8;
    let place = &raw mut byte;
    // SAFETY: one byte is read into `byte`.
    match host::retry(t, || unsafe { libc::read(fd, place.cast(), 1) }) {
        Ok(0) => Ok(-1),
        Ok(_) => Ok(i32::from(byte)),
        Err(errno) => Err(host::io_error(t, errno, "Read error")),
    }
}

/// `readBytes`: as many bytes as one system call gives, -1 at the end.
pub(super) fn read_bytes(
    t: &Thread,
    stream: ObjRef,
    field: &FieldAt,
    bytes: Option<ObjRef>,
    off: i32,
    len: i32,
) -> R<i32> {
    let (array, off, len) = host::array_range(t, bytes, off, len)?;
    if len == 0 {
        return Ok(0);
    }
    let mut small = [0u8; STACK_BUFFER];
    let mut large;
    // The array may move while the thread waits, so the bytes go through a buffer.
    let buffer = if len <= STACK_BUFFER {
        &mut small[..len]
    } else {
        large = host::buffer(t, len)?;
        &mut large[..]
    };
    let fd = fd(t, stream, field)?;
    let start = buffer.as_mut_ptr();
    // SAFETY: at most `len` bytes are read into the buffer.
    match host::retry(t, || unsafe { libc::read(fd, start.cast(), len) }) {
        Ok(0) => Ok(-1),
        Ok(count) => {
            array.write_elements(off, &buffer[..count as usize]);
            Ok(count as i32)
        }
        Err(errno) => Err(host::io_error(t, errno, "Read error")),
    }
}

/// What HotSpot's library uses too: common transfers need no allocation.
const STACK_BUFFER: usize = 8192;

/// `write`: one byte.
pub(super) fn write_byte(t: &Thread, stream: ObjRef, field: &FieldAt, byte: i32) -> R<()> {
    let fd = fd(t, stream, field)?;
    write_all(t, fd, &[byte as u8])
}

/// `writeBytes`: all of them.
pub(super) fn write_bytes(
    t: &Thread,
    stream: ObjRef,
    field: &FieldAt,
    bytes: Option<ObjRef>,
    off: i32,
    len: i32,
) -> R<()> {
    let (array, off, len) = host::array_range(t, bytes, off, len)?;
    if len == 0 {
        return Ok(());
    }
    let mut small = [0u8; STACK_BUFFER];
    let mut large;
    let buffer = if len <= STACK_BUFFER {
        &mut small[..len]
    } else {
        large = host::buffer(t, len)?;
        &mut large[..]
    };
    // SAFETY: copied at once, before any safepoint.
    buffer.copy_from_slice(&unsafe { array.elements::<u8>() }[off..off + len]);
    let fd = fd(t, stream, field)?;
    write_all(t, fd, buffer)
}

fn write_all(t: &Thread, fd: i32, mut bytes: &[u8]) -> R<()> {
    while !bytes.is_empty() {
        // SAFETY: `bytes` is readable for its length.
        let write = || unsafe { libc::write(fd, bytes.as_ptr().cast(), bytes.len()) };
        match host::retry(t, write) {
            Ok(count) => bytes = &bytes[count as usize..],
            Err(errno) => return Err(host::io_error(t, errno, "Write error")),
        }
    }
    Ok(())
}

/// `lseek`, or the IOException.
pub(super) fn seek(t: &Thread, fd: i32, offset: i64, whence: i32, otherwise: &str) -> R<i64> {
    // SAFETY: lseek takes any numbers.
    host::once(t, || unsafe { libc::lseek(fd, offset, whence) })
        .map_err(|errno| host::io_error(t, errno, otherwise))
}

/// The length of a file or block device.
pub(super) fn length(t: &Thread, fd: i32, otherwise: &str) -> R<i64> {
    device_or_file_length(t, fd).map_err(|errno| host::io_error(t, errno, otherwise))
}

/// As [`length`], for other exceptions.
pub(super) fn device_or_file_length(t: &Thread, fd: i32) -> Result<i64, Errno> {
    let stat = file_stat(t, fd)?;
    if stat.st_mode & libc::S_IFMT != libc::S_IFBLK {
        return Ok(stat.st_size);
    }
    // <linux/fs.h>: BLKGETSIZE64, _IOR(0x12, 114, size_t).
    const BLKGETSIZE64: libc::c_ulong = 0x8008_1272;
    let mut size = 0u64;
    // SAFETY: the request stores a u64.
    host::once(t, || unsafe { libc::ioctl(fd, BLKGETSIZE64, &mut size) })?;
    Ok(size.cast_signed())
}
