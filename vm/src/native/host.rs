//! What the natives of java.io, sun.nio and java.lang.Process share: system calls and their
//! errors, file names as the platform encodes them, fields of library objects.

use crate::error::{R, Thrown};
use crate::heap::ObjRef;
use crate::interp;
use crate::link::loader;
use crate::meta::intern;
use crate::runtime::value::Args;
use crate::runtime::{alloc, string, throw};
use crate::thread::{Thread, safepoint};
use std::ffi::{CStr, CString};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use super::platform_string;

/// An instance field of a library class, found by name when first needed.
pub struct FieldAt {
    name: &'static str,
    desc: &'static str,
    offset: AtomicU32,
}

impl FieldAt {
    /// The field with this name and descriptor; use one static per declaring class.
    pub const fn new(name: &'static str, desc: &'static str) -> FieldAt {
        FieldAt { name, desc, offset: AtomicU32::new(0) }
    }

    /// Its offset; `object` is any instance of the class that declares it.
    #[inline]
    pub fn of(&self, object: ObjRef) -> usize {
        match self.offset.load(Ordering::Relaxed) {
            0 => self.find(object),
            offset => offset as usize,
        }
    }

    #[cold]
    fn find(&self, object: ObjRef) -> usize {
        let class = object.class();
        let Some(field) = class.find_field(intern(self.name), intern(self.desc)) else {
            crate::error::fatal(&format!(
                "the class library's {} has no field {} {}",
                class.external_name(),
                self.name,
                self.desc
            ))
        };
        self.offset.store(field.offset, Ordering::Relaxed);
        field.offset as usize
    }
}

/// `java.io.FileDescriptor.fd`.
pub static FD: FieldAt = FieldAt::new("fd", "I");

/// The descriptor number in a FileDescriptor object; -1 for none.
pub fn fd_val(descriptor: Option<ObjRef>) -> i32 {
    descriptor.map_or(-1, |object| object.get_i32(FD.of(object)))
}

/// A system call's error number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Errno(pub i32);

impl Errno {
    /// The error of the call that failed last on this thread.
    pub fn last() -> Errno {
        // SAFETY: errno's address is always valid on its own thread.
        Errno(unsafe { *libc::__errno_location() })
    }

    /// Forgets the last error: for functions that report errors through errno alone.
    pub fn clear() {
        // SAFETY: as in `last`.
        unsafe { *libc::__errno_location() = 0 }
    }

    /// The system's text for it: `No such file or directory`.
    pub fn text(self) -> String {
        let mut buffer = [0u8; 256];
        // SAFETY: the buffer is writable and as long as is said; the result is NUL-terminated.
        let status = unsafe { libc::strerror_r(self.0, buffer.as_mut_ptr().cast(), buffer.len()) };
        match CStr::from_bytes_until_nul(&buffer) {
            Ok(text) if status == 0 => text.to_string_lossy().into_owned(),
            _ => format!("Unknown error {}", self.0),
        }
    }
}

/// Results of system calls, where -1 means that errno tells.
pub trait SysResult: Copy {
    /// Whether the call failed.
    fn failed(self) -> bool;
}
impl SysResult for i32 {
    fn failed(self) -> bool {
        self == -1
    }
}
impl SysResult for i64 {
    fn failed(self) -> bool {
        self == -1
    }
}
impl SysResult for isize {
    fn failed(self) -> bool {
        self == -1
    }
}

/// Makes a system call that may block, once.
///
/// `call` runs while the collector may run: it must not touch Java objects.
pub fn once<T: SysResult>(t: &Thread, call: impl FnOnce() -> T) -> Result<T, Errno> {
    safepoint::in_native(t, || {
        let result = call();
        if result.failed() { Err(Errno::last()) } else { Ok(result) }
    })
}

/// As [`once`], again when a signal interrupted it.
pub fn retry<T: SysResult>(t: &Thread, call: impl Fn() -> T) -> Result<T, Errno> {
    loop {
        match once(t, &call) {
            Err(Errno(libc::EINTR)) => {}
            result => return result,
        }
    }
}

const IO_EXCEPTION: &str = "java/io/IOException";

/// IOException with a message.
#[cold]
pub fn io_exception(t: &Thread, message: &str) -> Thrown {
    throw::new(t, IO_EXCEPTION, message)
}

/// IOException with the system's text for the error, or `otherwise` when there is none.
#[cold]
pub fn io_error(t: &Thread, errno: Errno, otherwise: &str) -> Thrown {
    match errno.0 {
        0 => io_exception(t, otherwise),
        _ => io_exception(t, &errno.text()),
    }
}

/// `FileNotFoundException: name (No such file or directory)`.
#[cold]
pub fn file_not_found(t: &Thread, name: ObjRef, errno: Errno) -> Thrown {
    let make = || {
        let mut message = string::units(name);
        message.extend(format!(" ({})", errno.text()).encode_utf16());
        let message = string::from_utf16(t, &message)?;
        let class = loader::load_boot_class(t, intern("java/io/FileNotFoundException"))?;
        throw::make_in(t, class, Some(message), None)
    };
    make().unwrap_or_else(|thrown| thrown)
}

/// `sun.nio.fs.UnixException` with an error number.
#[cold]
pub fn unix_exception(t: &Thread, errno: Errno) -> Thrown {
    let make = || {
        let class = loader::load_boot_class(t, intern("sun/nio/fs/UnixException"))?;
        new_object(t, class, "(I)V", Args::new().int(errno.0)).map(Thrown)
    };
    make().unwrap_or_else(|thrown| thrown)
}

/// `new C(args)`; `args` does not hold the new object.
pub fn new_object(
    t: &Thread,
    class: crate::class::ClassRef,
    constructor: &str,
    args: Args,
) -> R<ObjRef> {
    crate::class::init::ensure_initialized(t, class)?;
    let object = alloc::instance(t, class)?;
    let mut all = Args::new().obj(Some(object));
    args.slots().iter().for_each(|&word| all.push(word));
    let method = crate::class::wk::method_of(class, "<init>", constructor);
    interp::call(t, method, all.slots())?;
    Ok(object)
}

/// A non-null String argument as a file name for the system.
pub fn path_arg(t: &Thread, path: Option<ObjRef>) -> R<CString> {
    let path = string::required(t, path)?;
    let mut bytes = platform_string::encode(&string::units(path));
    // What follows a NUL is invisible to the system.
    if let Some(end) = bytes.iter().position(|&byte| byte == 0) {
        bytes.truncate(end);
    }
    Ok(CString::new(bytes).unwrap_or_default())
}

/// A String from what the system gave.
pub fn from_system(t: &Thread, bytes: &[u8]) -> R<ObjRef> {
    string::from_utf16(t, &platform_string::decode(bytes))
}

/// The bytes of a C string that a library function returned, or the caller's memory holds.
///
/// # Safety
/// `text` must be null or point to a NUL-terminated string.
pub unsafe fn c_bytes(text: *const libc::c_char) -> Vec<u8> {
    if text.is_null() {
        return Vec::new();
    }
    // SAFETY: the caller's promise.
    unsafe { CStr::from_ptr(text) }.to_bytes().to_vec()
}

/// Memory outside the heap that Java code names by its address.
#[inline]
pub fn address<T>(address: i64) -> *mut T {
    std::ptr::with_exposed_provenance_mut(address as usize)
}

/// A zeroed buffer that is filled by the system; OutOfMemoryError when there is no memory.
pub fn buffer(t: &Thread, len: usize) -> R<Vec<u8>> {
    let mut buffer = Vec::new();
    if buffer.try_reserve_exact(len).is_err() {
        return Err(throw::bare(t, "java/lang/OutOfMemoryError"));
    }
    buffer.resize(len, 0);
    Ok(buffer)
}

/// The range `off..off + len` of an array as indices, or the exceptions of `InputStream.read`.
pub fn array_range(
    t: &Thread,
    array: Option<ObjRef>,
    off: i32,
    len: i32,
) -> R<(ObjRef, usize, usize)> {
    let array = array.ok_or_else(|| throw::npe(t))?;
    let range = || {
        let (off, len) = (usize::try_from(off).ok()?, usize::try_from(len).ok()?);
        (off + len <= array.array_length()).then_some((array, off, len))
    };
    range().ok_or_else(|| throw::bare(t, "java/lang/IndexOutOfBoundsException"))
}

/// The size of a memory page.
pub fn page_size() -> i64 {
    static SIZE: OnceLock<i64> = OnceLock::new();
    // SAFETY: sysconf has no preconditions.
    *SIZE.get_or_init(|| unsafe { libc::sysconf(libc::_SC_PAGESIZE) })
}

/// Makes reads and writes on a descriptor block, or return at once.
pub fn set_blocking(t: &Thread, fd: i32, blocking: bool) -> Result<(), Errno> {
    // SAFETY: F_GETFL takes any descriptor.
    let flags = once(t, || unsafe { libc::fcntl(fd, libc::F_GETFL) })?;
    let wanted = if blocking { flags & !libc::O_NONBLOCK } else { flags | libc::O_NONBLOCK };
    if wanted != flags {
        // SAFETY: F_SETFL takes any descriptor.
        once(t, || unsafe { libc::fcntl(fd, libc::F_SETFL, wanted) })?;
    }
    Ok(())
}
