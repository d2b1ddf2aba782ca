//! `jdk.internal.jimage.NativeImageBuffer`.

use crate::error::R;
use crate::heap::ObjRef;
use crate::link::loader;
use crate::meta::intern;
use crate::natives;
use crate::runtime::value::Args;
use crate::thread::Thread;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use super::host;

natives! { "jdk/internal/jimage/NativeImageBuffer";
    "getNativeMap(Ljava/lang/String;)Ljava/nio/ByteBuffer;" => get_native_map;
}

/// A direct buffer over the image that the VM itself has mapped; null for any other file, which
/// the caller maps then.
fn get_native_map(t: &Thread, path: Option<ObjRef>) -> R<Option<ObjRef>> {
    let path = host::path_arg(t, path)?;
    let image = &loader::boot_path().image;
    let bytes = image.as_bytes();
    let (true, Ok(length)) =
        (image.path() == Path::new(OsStr::from_bytes(path.as_bytes())), i32::try_from(bytes.len()))
    else {
        return Ok(None);
    };
    let class = loader::load_boot_class(t, intern("java/nio/DirectByteBuffer"))?;
    let start = bytes.as_ptr().expose_provenance() as i64;
    host::new_object(t, class, "(JI)V", Args::new().long(start).int(length)).map(Some)
}
