//! `sun.nio.ch.IOUtil`.

use crate::error::R;
use crate::heap::ObjRef;
use crate::natives;
use crate::runtime::throw;
use crate::thread::Thread;

use super::host::{self, Errno, FD};
use super::sun_nio_ch_file_dispatcher_impl::{io_status, writing};

natives! { "sun/nio/ch/IOUtil";
    "initIDs()V" => init_ids [leaf];
    "randomBytes([B)Z" => random_bytes;
    "makePipe(Z)J" => make_pipe;
    "write1(IB)I" => write_one;
    "drain(I)Z" => drain;
    "drain1(I)I" => drain_one;
    "configureBlocking(Ljava/io/FileDescriptor;Z)V" => configure_blocking;
    "fdVal(Ljava/io/FileDescriptor;)I" => fd_val [leaf];
    "setfdVal(Ljava/io/FileDescriptor;I)V" => set_fd_val;
    "fdLimit()I" => fd_limit;
    "iovMax()I" => iov_max [leaf];
}

fn init_ids(_t: &Thread) {}

fn random_bytes(t: &Thread, _bytes: Option<ObjRef>) -> R<bool> {
    Err(throw::bare(t, "java/lang/UnsupportedOperationException"))
}

/// The two ends in one long, the reading one above.
fn make_pipe(t: &Thread, blocking: bool) -> R<i64> {
    let mut ends = [0i32; 2];
    let place = ends.as_mut_ptr();
    // SAFETY: room for two descriptors.
    if let Err(errno) = host::once(t, || unsafe { libc::pipe(place) }) {
        return Err(host::io_error(t, errno, "Pipe failed"));
    }
    if !blocking {
        for fd in ends {
            if let Err(errno) = host::set_blocking(t, fd, false) {
                for fd in ends {
                    // SAFETY: made above, closed once.
                    unsafe { libc::close(fd) };
                }
                return Err(host::io_error(t, errno, "Configure blocking failed"));
            }
        }
    }
    Ok(i64::from(ends[0]) << 32 | i64::from(ends[1]))
}

fn write_one(t: &Thread, fd: i32, byte: i8) -> R<i32> {
    let place = &raw const byte;
    // SAFETY: one byte is read.
    let result = host::once(t, || unsafe { libc::write(fd, place.cast(), 1) });
    writing(t, result).map(|count| count as i32)
}

/// Reads all there is; whether there was anything.
fn drain(t: &Thread, fd: i32) -> R<bool> {
    let mut buffer = [0u8; 128];
    let mut total = 0;
    loop {
        let place = buffer.as_mut_ptr();
        // SAFETY: at most the buffer's length is read into it.
        match host::once(t, || unsafe { libc::read(fd, place.cast(), buffer.len()) }) {
            Ok(count) => {
                total += count;
                if count as usize == buffer.len() {
                    continue;
                }
                return Ok(total > 0);
            }
            Err(Errno(libc::EAGAIN | libc::EINTR)) => return Ok(total > 0),
            Err(errno) => return Err(host::io_error(t, errno, "Drain")),
        }
    }
}

/// Reads at most one byte.
fn drain_one(t: &Thread, fd: i32) -> R<i32> {
    let mut byte = 0u8;
    let place = &raw mut byte;
    // SAFETY: one byte is read into `byte`.
    match host::once(t, || unsafe { libc::read(fd, place.cast(), 1) }) {
        Ok(count) => Ok(count as i32),
        Err(Errno(libc::EAGAIN)) => Ok(0),
        Err(Errno(libc::EINTR)) => Ok(io_status::INTERRUPTED as i32),
        Err(errno) => Err(host::io_error(t, errno, "read")),
    }
}

fn configure_blocking(t: &Thread, fd: Option<ObjRef>, blocking: bool) -> R<()> {
    host::set_blocking(t, host::fd_val(fd), blocking)
        .map_err(|errno| host::io_error(t, errno, "Configure blocking failed"))
}

fn fd_val(_t: &Thread, fd: Option<ObjRef>) -> i32 {
    host::fd_val(fd)
}

fn set_fd_val(t: &Thread, fd: Option<ObjRef>, value: i32) -> R<()> {
    let fd = fd.ok_or_else(|| throw::npe(t))?;
    fd.set_i32(FD.of(fd), value);
    Ok(())
}

/// The most descriptors that the process can have.
fn fd_limit(t: &Thread) -> R<i32> {
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: an rlimit to fill.
    if unsafe { libc::getrlimit(libc::RLIMIT_NOFILE, &mut limit) } < 0 {
        return Err(host::io_error(t, Errno::last(), "getrlimit failed"));
    }
    Ok(i32::try_from(limit.rlim_max).unwrap_or(i32::MAX))
}

/// The most vectors that readv and writev take.
fn iov_max(_t: &Thread) -> i32 {
    // SAFETY: sysconf has no preconditions.
    let max = unsafe { libc::sysconf(libc::_SC_IOV_MAX) };
    i32::try_from(max).ok().filter(|&max| max > 0).unwrap_or(16)
}
