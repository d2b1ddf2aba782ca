//! `java.io.FileInputStream`.

use crate::error::R;
use crate::heap::ObjRef;
use crate::natives;
use crate::thread::Thread;

use super::file_stream as streams;
use super::host::{self, Errno, FieldAt};

natives! { "java/io/FileInputStream";
    "initIDs()V" => init_ids [leaf];
    "open0(Ljava/lang/String;)V" => open;
    "read0()I" => read;
    "readBytes([BII)I" => read_bytes;
    "length0()J" => length;
    "position0()J" => position;
    "skip0(J)J" => skip;
    "available0()I" => available;
}

static FIELD: FieldAt = streams::descriptor_field();

fn init_ids(_t: &Thread) {}

fn open(t: &Thread, this: ObjRef, name: Option<ObjRef>) -> R<()> {
    streams::open(t, this, &FIELD, name, libc::O_RDONLY)
}

fn read(t: &Thread, this: ObjRef) -> R<i32> {
    streams::read_byte(t, this, &FIELD)
}

fn read_bytes(t: &Thread, this: ObjRef, bytes: Option<ObjRef>, off: i32, len: i32) -> R<i32> {
    streams::read_bytes(t, this, &FIELD, bytes, off, len)
}

fn length(t: &Thread, this: ObjRef) -> R<i64> {
    let fd = streams::fd(t, this, &FIELD)?;
    streams::length(t, fd, "GetLength failed")
}

fn position(t: &Thread, this: ObjRef) -> R<i64> {
    let fd = streams::fd(t, this, &FIELD)?;
    streams::seek(t, fd, 0, libc::SEEK_CUR, "Seek failed")
}

fn skip(t: &Thread, this: ObjRef, count: i64) -> R<i64> {
    let fd = streams::fd(t, this, &FIELD)?;
    let start = streams::seek(t, fd, 0, libc::SEEK_CUR, "Seek error")?;
    let end = streams::seek(t, fd, count, libc::SEEK_CUR, "Seek error")?;
    Ok(end - start)
}

fn available(t: &Thread, this: ObjRef) -> R<i32> {
    let fd = streams::fd(t, this, &FIELD)?;
    match available_bytes(t, fd) {
        Ok(count) => Ok(count.clamp(0, i64::from(i32::MAX)) as i32),
        Err(errno) => Err(host::io_error(t, errno, "Read error")),
    }
}

fn available_bytes(t: &Thread, fd: i32) -> Result<i64, Errno> {
    let mut size = -1;
    if let Ok(stat) = streams::file_stat(t, fd) {
        match stat.st_mode & libc::S_IFMT {
            libc::S_IFCHR | libc::S_IFIFO | libc::S_IFSOCK => {
                let mut count = 0i32;
                // SAFETY: FIONREAD stores an int.
                let asked =
                    host::once(t, || unsafe { libc::ioctl(fd, libc::FIONREAD, &mut count) });
                if asked.is_ok() {
                    return Ok(i64::from(count));
                }
            }
            libc::S_IFREG => size = stat.st_size,
            _ => {}
        }
    }
    // SAFETY: lseek takes any numbers.
    let seek = |offset, whence| host::once(t, || unsafe { libc::lseek(fd, offset, whence) });
    let current = seek(0, libc::SEEK_CUR)?;
    if size < current {
        // Files of /proc say 0; others may have grown.
        size = seek(0, libc::SEEK_END)?;
        seek(current, libc::SEEK_SET)?;
    }
    Ok(size - current)
}
