//! `sun.nio.ch.FileKey`.

use crate::error::R;
use crate::heap::ObjRef;
use crate::natives;
use crate::thread::Thread;

use super::file_stream;
use super::host::{self, FieldAt};

natives! { "sun/nio/ch/FileKey";
    "initIDs()V" => init_ids [leaf];
    "init(Ljava/io/FileDescriptor;)V" => init;
}

static DEV: FieldAt = FieldAt::new("st_dev", "J");
static INO: FieldAt = FieldAt::new("st_ino", "J");

fn init_ids(_t: &Thread) {}

fn init(t: &Thread, this: ObjRef, fd: Option<ObjRef>) -> R<()> {
    match file_stream::file_stat(t, host::fd_val(fd)) {
        Ok(stat) => {
            this.set_i64(DEV.of(this), stat.st_dev.cast_signed());
            this.set_i64(INO.of(this), stat.st_ino.cast_signed());
            Ok(())
        }
        Err(errno) => Err(host::io_error(t, errno, "")),
    }
}
