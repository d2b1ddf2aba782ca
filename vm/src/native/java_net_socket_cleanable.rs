//! `java.net.SocketCleanable`.

use crate::error::R;
use crate::natives;
use crate::thread::Thread;

use super::blocking_fd;
use super::socket;

natives! { "java/net/SocketCleanable";
    "cleanupClose0(I)V" => cleanup_close;
}

/// Closes the descriptor of a socket that nobody refers to any more.
fn cleanup_close(t: &Thread, fd: i32) -> R<()> {
    socket::checked(t, blocking_fd::close(t, fd))
}
