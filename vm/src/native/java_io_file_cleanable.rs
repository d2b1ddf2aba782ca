//! `java.io.FileCleanable`.

use crate::error::R;
use crate::natives;
use crate::thread::Thread;

use super::host;

natives! { "java/io/FileCleanable";
    "cleanupClose0(IJ)V" => cleanup_close;
}

fn cleanup_close(t: &Thread, fd: i32, _handle: i64) -> R<()> {
    if fd < 0 {
        return Ok(());
    }
    // SAFETY: the descriptor's last owner is gone.
    match host::once(t, || unsafe { libc::close(fd) }) {
        Ok(_) => Ok(()),
        Err(errno) => Err(host::io_error(t, errno, "close failed")),
    }
}
