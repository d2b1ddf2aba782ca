//! `java.io.RandomAccessFile`.

use crate::error::R;
use crate::heap::ObjRef;
use crate::natives;
use crate::thread::Thread;

use super::file_stream as streams;
use super::host::{self, Errno, FieldAt};

natives! { "java/io/RandomAccessFile";
    "initIDs()V" => init_ids [leaf];
    "open0(Ljava/lang/String;I)V" => open;
    "read0()I" => read;
    "readBytes([BII)I" => read_bytes;
    "write0(I)V" => write;
    "writeBytes([BII)V" => write_bytes;
    "getFilePointer()J" => get_file_pointer;
    "seek0(J)V" => seek;
    "length()J" => length;
    "setLength(J)V" => set_length;
}

static FIELD: FieldAt = streams::descriptor_field();

/// The class's own mode bits.
mod mode {
    pub const RDONLY: i32 = 1;
    pub const RDWR: i32 = 2;
    pub const SYNC: i32 = 4;
    pub const DSYNC: i32 = 8;
}

fn init_ids(_t: &Thread) {}

fn open(t: &Thread, this: ObjRef, name: Option<ObjRef>, mode: i32) -> R<()> {
    let mut flags = 0;
    if mode & mode::RDONLY != 0 {
        flags = libc::O_RDONLY;
    } else if mode & mode::RDWR != 0 {
        flags = libc::O_RDWR | libc::O_CREAT;
        if mode & mode::SYNC != 0 {
            flags |= libc::O_SYNC;
        } else if mode & mode::DSYNC != 0 {
            flags |= libc::O_DSYNC;
        }
    }
    streams::open(t, this, &FIELD, name, flags)
}

fn read(t: &Thread, this: ObjRef) -> R<i32> {
    streams::read_byte(t, this, &FIELD)
}

fn read_bytes(t: &Thread, this: ObjRef, bytes: Option<ObjRef>, off: i32, len: i32) -> R<i32> {
    streams::read_bytes(t, this, &FIELD, bytes, off, len)
}

fn write(t: &Thread, this: ObjRef, byte: i32) -> R<()> {
    streams::write_byte(t, this, &FIELD, byte)
}

fn write_bytes(t: &Thread, this: ObjRef, bytes: Option<ObjRef>, off: i32, len: i32) -> R<()> {
    streams::write_bytes(t, this, &FIELD, bytes, off, len)
}

fn get_file_pointer(t: &Thread, this: ObjRef) -> R<i64> {
    let fd = streams::fd(t, this, &FIELD)?;
    streams::seek(t, fd, 0, libc::SEEK_CUR, "Seek failed")
}

fn seek(t: &Thread, this: ObjRef, position: i64) -> R<()> {
    let fd = streams::fd(t, this, &FIELD)?;
    if position < 0 {
        return Err(host::io_exception(t, "Negative seek offset"));
    }
    streams::seek(t, fd, position, libc::SEEK_SET, "Seek failed").map(drop)
}

fn length(t: &Thread, this: ObjRef) -> R<i64> {
    let fd = streams::fd(t, this, &FIELD)?;
    streams::length(t, fd, "GetLength failed")
}

fn set_length(t: &Thread, this: ObjRef, length: i64) -> R<()> {
    let fd = streams::fd(t, this, &FIELD)?;
    truncate(t, fd, length).map_err(|errno| host::io_error(t, errno, "setLength failed"))
}

/// Sets the length and keeps the position, or moves it to the new end.
fn truncate(t: &Thread, fd: i32, length: i64) -> Result<(), Errno> {
    // SAFETY: lseek and ftruncate take any numbers.
    let seek = |offset, whence| host::once(t, || unsafe { libc::lseek(fd, offset, whence) });
    let current = seek(0, libc::SEEK_CUR)?;
    // SAFETY: as above.
    host::retry(t, || unsafe { libc::ftruncate(fd, length) })?;
    if current > length {
        seek(0, libc::SEEK_END)?
    } else {
        seek(current, libc::SEEK_SET)?
    };
    Ok(())
}
