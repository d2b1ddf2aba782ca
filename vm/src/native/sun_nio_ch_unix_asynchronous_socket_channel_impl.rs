//! `sun.nio.ch.UnixAsynchronousSocketChannelImpl`.

use crate::error::R;
use crate::natives;
use crate::thread::Thread;

use super::host::Errno;
use super::socket::{self, channel_error, checked};

natives! { "sun/nio/ch/UnixAsynchronousSocketChannelImpl";
    "checkConnect(I)V" => check_connect;
}

/// Throws what made a connection fail.
fn check_connect(t: &Thread, fd: i32) -> R<()> {
    match checked(t, socket::pending_error(fd))? {
        Errno(0) => Ok(()),
        errno => Err(channel_error(t, errno)),
    }
}
