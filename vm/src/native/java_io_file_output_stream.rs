//! `java.io.FileOutputStream`.

use crate::error::R;
use crate::heap::ObjRef;
use crate::natives;
use crate::thread::Thread;

use super::file_stream as streams;
use super::host::FieldAt;

natives! { "java/io/FileOutputStream";
    "initIDs()V" => init_ids [leaf];
    "open0(Ljava/lang/String;Z)V" => open;
    "write(IZ)V" => write;
    "writeBytes([BIIZ)V" => write_bytes;
}

static FIELD: FieldAt = streams::descriptor_field();

fn init_ids(_t: &Thread) {}

fn open(t: &Thread, this: ObjRef, name: Option<ObjRef>, append: bool) -> R<()> {
    let mode = if append { libc::O_APPEND } else { libc::O_TRUNC };
    streams::open(t, this, &FIELD, name, libc::O_WRONLY | libc::O_CREAT | mode)
}

fn write(t: &Thread, this: ObjRef, byte: i32, _append: bool) -> R<()> {
    streams::write_byte(t, this, &FIELD, byte)
}

fn write_bytes(
    t: &Thread,
    this: ObjRef,
    bytes: Option<ObjRef>,
    off: i32,
    len: i32,
    _append: bool,
) -> R<()> {
    streams::write_bytes(t, this, &FIELD, bytes, off, len)
}
