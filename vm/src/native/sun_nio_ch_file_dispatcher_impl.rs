//! `sun.nio.ch.FileDispatcherImpl`: reading, writing and locking for FileChannel, and the closing
//! of descriptors for all channels.

use crate::error::{R, Thrown};
use crate::heap::ObjRef;
use crate::natives;
use crate::thread::Thread;
use std::sync::atomic::{AtomicI32, Ordering};

use super::file_stream;
use super::host::{self, Errno, SysResult, address, fd_val};

natives! { "sun/nio/ch/FileDispatcherImpl";
    "init()V" => init;
    "read0(Ljava/io/FileDescriptor;JI)I" => read;
    "pread0(Ljava/io/FileDescriptor;JIJ)I" => pread;
    "readv0(Ljava/io/FileDescriptor;JI)J" => readv;
    "write0(Ljava/io/FileDescriptor;JI)I" => write;
    "pwrite0(Ljava/io/FileDescriptor;JIJ)I" => pwrite;
    "writev0(Ljava/io/FileDescriptor;JI)J" => writev;
    "force0(Ljava/io/FileDescriptor;Z)I" => force;
    "seek0(Ljava/io/FileDescriptor;J)J" => seek;
    "truncate0(Ljava/io/FileDescriptor;J)I" => truncate;
    "size0(Ljava/io/FileDescriptor;)J" => size;
    "lock0(Ljava/io/FileDescriptor;ZJJZ)I" => lock;
    "release0(Ljava/io/FileDescriptor;JJ)V" => release;
    "close0(Ljava/io/FileDescriptor;)V" => close;
    "preClose0(Ljava/io/FileDescriptor;)V" => pre_close;
    "dup0(Ljava/io/FileDescriptor;Ljava/io/FileDescriptor;)V" => dup;
    "closeIntFD(I)V" => close_int_fd;
    "canTransferToFromOverlappedMap0()Z" => can_transfer_to_from_overlapped_map [leaf];
    "setDirect0(Ljava/io/FileDescriptor;)I" => set_direct;
}

/// Results of `sun.nio.ch.IOStatus`.
pub(super) mod io_status {
    pub const EOF: i64 = -1;
    pub const UNAVAILABLE: i64 = -2;
    pub const INTERRUPTED: i64 = -3;
    pub const UNSUPPORTED_CASE: i64 = -6;
}

/// Results of `FileDispatcher.lock`.
mod lock_status {
    pub const NO_LOCK: i32 = -1;
    pub const LOCKED: i32 = 0;
    pub const INTERRUPTED: i32 = 2;
}

/// A descriptor whose other end is closed: reading gives the end, writing fails.
static PRE_CLOSE_FD: AtomicI32 = AtomicI32::new(-1);

/// What a failed read or write means to channels.
pub(super) fn transfer_failure(t: &Thread, errno: Errno, message: &str) -> R<i64> {
    match errno.0 {
        libc::EAGAIN => Ok(io_status::UNAVAILABLE),
        libc::EINTR => Ok(io_status::INTERRUPTED),
        _ => Err(host::io_error(t, errno, message)),
    }
}

/// The result of a read: nothing means the end.
pub(super) fn reading(t: &Thread, result: Result<isize, Errno>) -> R<i64> {
    match result {
        Ok(0) => Ok(io_status::EOF),
        Ok(count) => Ok(count as i64),
        Err(errno) => transfer_failure(t, errno, "Read failed"),
    }
}

/// The result of a write.
pub(super) fn writing(t: &Thread, result: Result<isize, Errno>) -> R<i64> {
    match result {
        Ok(count) => Ok(count as i64),
        Err(errno) => transfer_failure(t, errno, "Write failed"),
    }
}

/// The result of any other call: a signal is a status, the rest is thrown.
pub(super) fn status<T: SysResult + Into<i64>>(
    t: &Thread,
    result: Result<T, Errno>,
    message: &str,
) -> R<i64> {
    match result {
        Ok(value) => Ok(value.into()),
        Err(Errno(libc::EINTR)) => Ok(io_status::INTERRUPTED),
        Err(errno) => Err(host::io_error(t, errno, message)),
    }
}

fn init(t: &Thread) -> R<()> {
    let mut pair = [0i32; 2];
    let place = pair.as_mut_ptr();
    // SAFETY: room for two descriptors.
    let made =
        host::once(t, || unsafe { libc::socketpair(libc::PF_UNIX, libc::SOCK_STREAM, 0, place) });
    if let Err(errno) = made {
        return Err(host::io_error(t, errno, "socketpair failed"));
    }
    PRE_CLOSE_FD.store(pair[0], Ordering::Release);
    // SAFETY: made above, closed once.
    unsafe { libc::close(pair[1]) };
    Ok(())
}

fn read(t: &Thread, fd: Option<ObjRef>, at: i64, len: i32) -> R<i32> {
    let (fd, at, len) = (fd_val(fd), address(at), len as usize);
    // SAFETY: native memory of the caller, as long as it says.
    let result = host::once(t, || unsafe { libc::read(fd, at, len) });
    reading(t, result).map(|count| count as i32)
}

fn pread(t: &Thread, fd: Option<ObjRef>, at: i64, len: i32, position: i64) -> R<i32> {
    let (fd, at, len) = (fd_val(fd), address(at), len as usize);
    // SAFETY: native memory of the caller, as long as it says.
    let result = host::once(t, || unsafe { libc::pread(fd, at, len, position) });
    reading(t, result).map(|count| count as i32)
}

fn readv(t: &Thread, fd: Option<ObjRef>, vectors: i64, count: i32) -> R<i64> {
    let (fd, vectors) = (fd_val(fd), address(vectors));
    // SAFETY: that many vectors of the caller, each naming native memory.
    let result = host::once(t, || unsafe { libc::readv(fd, vectors, count) });
    reading(t, result)
}

fn write(t: &Thread, fd: Option<ObjRef>, at: i64, len: i32) -> R<i32> {
    let (fd, at, len) = (fd_val(fd), address(at), len as usize);
    // SAFETY: native memory of the caller, as long as it says.
    let result = host::once(t, || unsafe { libc::write(fd, at, len) });
    writing(t, result).map(|count| count as i32)
}

fn pwrite(t: &Thread, fd: Option<ObjRef>, at: i64, len: i32, position: i64) -> R<i32> {
    let (fd, at, len) = (fd_val(fd), address(at), len as usize);
    // SAFETY: native memory of the caller, as long as it says.
    let result = host::once(t, || unsafe { libc::pwrite(fd, at, len, position) });
    writing(t, result).map(|count| count as i32)
}

fn writev(t: &Thread, fd: Option<ObjRef>, vectors: i64, count: i32) -> R<i64> {
    let (fd, vectors) = (fd_val(fd), address(vectors));
    // SAFETY: that many vectors of the caller, each naming native memory.
    let result = host::once(t, || unsafe { libc::writev(fd, vectors, count) });
    writing(t, result)
}

fn force(t: &Thread, fd: Option<ObjRef>, metadata: bool) -> R<i32> {
    let fd = fd_val(fd);
    // SAFETY: both calls take any number.
    let result =
        host::once(t, || unsafe { if metadata { libc::fsync(fd) } else { libc::fdatasync(fd) } });
    status(t, result, "Force failed").map(|value| value as i32)
}

/// The position, after setting it unless `offset` is negative.
fn seek(t: &Thread, fd: Option<ObjRef>, offset: i64) -> R<i64> {
    let fd = fd_val(fd);
    let (offset, whence) = if offset < 0 { (0, libc::SEEK_CUR) } else { (offset, libc::SEEK_SET) };
    // SAFETY: lseek takes any numbers.
    let result = host::once(t, || unsafe { libc::lseek(fd, offset, whence) });
    status(t, result, "lseek64 failed")
}

fn truncate(t: &Thread, fd: Option<ObjRef>, size: i64) -> R<i32> {
    let fd = fd_val(fd);
    // SAFETY: ftruncate takes any numbers.
    let result = host::once(t, || unsafe { libc::ftruncate(fd, size) });
    status(t, result, "Truncation failed").map(|value| value as i32)
}

fn size(t: &Thread, fd: Option<ObjRef>) -> R<i64> {
    status(t, file_stream::device_or_file_length(t, fd_val(fd)), "Size failed")
}

fn record(kind: i32, position: i64, size: i64) -> libc::flock {
    // SAFETY: all-zero is a valid flock.
    let mut record: libc::flock = unsafe { std::mem::zeroed() };
    record.l_type = kind as libc::c_short;
    record.l_whence = libc::SEEK_SET as libc::c_short;
    record.l_start = position;
    // To the end of the file, wherever it will be.
    record.l_len = if size == i64::MAX { 0 } else { size };
    record
}

fn lock(
    t: &Thread,
    fd: Option<ObjRef>,
    blocking: bool,
    position: i64,
    size: i64,
    shared: bool,
) -> R<i32> {
    let fd = fd_val(fd);
    let kind = if shared { libc::F_RDLCK } else { libc::F_WRLCK };
    let record = record(kind, position, size);
    let command = if blocking { libc::F_SETLKW } else { libc::F_SETLK };
    // SAFETY: the command reads a flock.
    match host::once(t, || unsafe { libc::fcntl(fd, command, &record) }) {
        Ok(_) => Ok(lock_status::LOCKED),
        Err(Errno(libc::EAGAIN | libc::EACCES)) if !blocking => Ok(lock_status::NO_LOCK),
        Err(Errno(libc::EINTR)) => Ok(lock_status::INTERRUPTED),
        Err(errno) => Err(host::io_error(t, errno, "Lock failed")),
    }
}

fn release(t: &Thread, fd: Option<ObjRef>, position: i64, size: i64) -> R<()> {
    let fd = fd_val(fd);
    let record = record(libc::F_UNLCK, position, size);
    // SAFETY: the command reads a flock.
    let result = host::once(t, || unsafe { libc::fcntl(fd, libc::F_SETLK, &record) });
    result.map(drop).map_err(|errno| host::io_error(t, errno, "Release failed"))
}

fn close_number(t: &Thread, fd: i32) -> Result<(), Thrown> {
    if fd == -1 {
        return Ok(());
    }
    // SAFETY: the descriptor is the channel's to close.
    let result = host::once(t, || unsafe { libc::close(fd) });
    result.map(drop).map_err(|errno| host::io_error(t, errno, "Close failed"))
}

fn close(t: &Thread, fd: Option<ObjRef>) -> R<()> {
    close_number(t, fd_val(fd))
}

/// Gives the descriptor another meaning, so that whoever still uses the number gets an end of file
/// and not somebody else's file.
fn pre_close(t: &Thread, fd: Option<ObjRef>) -> R<()> {
    let (from, fd) = (PRE_CLOSE_FD.load(Ordering::Acquire), fd_val(fd));
    if from < 0 {
        return Ok(());
    }
    // SAFETY: dup2 takes any numbers.
    let result = host::once(t, || unsafe { libc::dup2(from, fd) });
    result.map(drop).map_err(|errno| host::io_error(t, errno, "dup2 failed"))
}

fn dup(t: &Thread, from: Option<ObjRef>, to: Option<ObjRef>) -> R<()> {
    let (from, to) = (fd_val(from), fd_val(to));
    // SAFETY: dup2 takes any numbers.
    let result = host::once(t, || unsafe { libc::dup2(from, to) });
    result.map(drop).map_err(|errno| host::io_error(t, errno, "dup2 failed"))
}

fn close_int_fd(t: &Thread, fd: i32) -> R<()> {
    close_number(t, fd)
}

fn can_transfer_to_from_overlapped_map(_t: &Thread) -> bool {
    true
}

/// Bypasses the page cache; returns the alignment that transfers need then.
fn set_direct(t: &Thread, fd: Option<ObjRef>) -> R<i32> {
    let fd = fd_val(fd);
    // SAFETY: F_GETFL and F_SETFL take any descriptor.
    let result = host::once(t, || unsafe { libc::fcntl(fd, libc::F_GETFL) }).and_then(|flags| {
        // SAFETY: as above.
        host::once(t, || unsafe { libc::fcntl(fd, libc::F_SETFL, flags | libc::O_DIRECT) })
    });
    if let Err(errno) = result {
        return Err(host::io_error(t, errno, "DirectIO setup failed"));
    }
    // SAFETY: all-zero is a valid statvfs.
    let mut fs: libc::statvfs = unsafe { std::mem::zeroed() };
    // SAFETY: a statvfs to fill.
    match host::once(t, || unsafe { libc::fstatvfs(fd, &mut fs) }) {
        Ok(_) => Ok(fs.f_frsize as i32),
        Err(errno) => Err(host::io_error(t, errno, "DirectIO setup failed")),
    }
}
