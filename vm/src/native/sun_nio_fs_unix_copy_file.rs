//! `sun.nio.fs.UnixCopyFile`.

use crate::error::R;
use crate::natives;
use crate::thread::Thread;
use std::sync::atomic::{AtomicI32, Ordering};

use super::host::{self, Errno, address, unix_exception};

natives! { "sun/nio/fs/UnixCopyFile";
    "transfer(IIJ)V" => transfer;
}

/// The most that one call of sendfile takes.
const TRANSFER_MAX: usize = 0x7FFF_F000;
/// Smaller steps when the copy can be cancelled.
const CANCELLABLE_STEP: usize = 1 << 20;
const BUFFER: usize = 1 << 15;

fn transfer(t: &Thread, to: i32, from: i32, cancel: i64) -> R<()> {
    copy(t, to, from, cancel).map_err(|errno| unix_exception(t, errno))
}

/// Copies from one file's position to its end, to the position of another.
fn copy(t: &Thread, to: i32, from: i32, cancel: i64) -> Result<(), Errno> {
    let step = if cancel == 0 { TRANSFER_MAX } else { CANCELLABLE_STEP };
    loop {
        // SAFETY: sendfile takes any numbers; null means the file's own position.
        let sent =
            host::retry(t, || unsafe { libc::sendfile(to, from, std::ptr::null_mut(), step) });
        match sent {
            Ok(0) => return Ok(()),
            Ok(_) => check_cancelled(cancel)?,
            // The kernel cannot do it for these files.
            Err(Errno(libc::EINVAL | libc::ENOSYS)) => {
                return copy_through_buffer(t, to, from, cancel);
            }
            Err(errno) => return Err(errno),
        }
    }
}

fn copy_through_buffer(t: &Thread, to: i32, from: i32, cancel: i64) -> Result<(), Errno> {
    let mut buffer = vec![0u8; BUFFER];
    let start = buffer.as_mut_ptr();
    loop {
        // SAFETY: at most the buffer's length is read into it.
        let count = host::retry(t, || unsafe { libc::read(from, start.cast(), BUFFER) })?;
        if count == 0 {
            return Ok(());
        }
        check_cancelled(cancel)?;
        let mut rest = &buffer[..count as usize];
        while !rest.is_empty() {
            // SAFETY: `rest` is readable for its length.
            let written =
                host::retry(t, || unsafe { libc::write(to, rest.as_ptr().cast(), rest.len()) })?;
            rest = &rest[written as usize..];
        }
    }
}

/// `cancel` is the address of an int that another thread sets, or 0.
fn check_cancelled(cancel: i64) -> Result<(), Errno> {
    if cancel == 0 {
        return Ok(());
    }
    // SAFETY: the class library keeps the int alive during the copy.
    let cancelled = unsafe { &*address::<AtomicI32>(cancel) }.load(Ordering::Relaxed);
    if cancelled == 0 { Ok(()) } else { Err(Errno(libc::ECANCELED)) }
}
