//! The Java stack: a mapped region that grows upwards, with a reserve and a guard at its end.

use std::io;

/// Part of a Java stack kept back for the code that handles its overflow.
pub const JAVA_RESERVE: usize = 64 << 10;
/// Part of a native stack kept back for the code that handles its overflow.
pub const NATIVE_RESERVE: usize = 128 << 10;
const GUARD: usize = 64 << 10;

/// A mapped region for interpreter frames.
#[derive(Debug)]
pub struct JavaStack {
    base: usize,
    bytes: usize,
}

impl JavaStack {
    /// Maps a stack of at least `bytes` usable bytes; pages cost memory only once touched.
    pub fn new(bytes: usize) -> io::Result<JavaStack> {
        let bytes = bytes.max(4 * JAVA_RESERVE).next_multiple_of(GUARD);
        // SAFETY: a fresh private anonymous mapping.
        let base = unsafe {
            libc::mmap(
                std::ptr::null_mut(),
                bytes + GUARD,
                libc::PROT_READ | libc::PROT_WRITE,
                libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE,
                -1,
                0,
            )
        };
        if base == libc::MAP_FAILED {
            return Err(io::Error::last_os_error());
        }
        let stack = JavaStack { base: base.expose_provenance(), bytes };
        // SAFETY: the guard is the last part of the mapping just made.
        let guarded = unsafe { libc::mprotect(base.byte_add(bytes), GUARD, libc::PROT_NONE) };
        if guarded != 0 {
            return Err(io::Error::last_os_error());
        }
        Ok(stack)
    }

    /// Lowest word.
    pub fn base(&self) -> *mut u64 {
        std::ptr::with_exposed_provenance_mut(self.base)
    }

    /// Where the reserve begins.
    pub fn limit(&self) -> *mut u64 {
        std::ptr::with_exposed_provenance_mut(self.base + self.bytes - JAVA_RESERVE)
    }

    /// Usable bytes, the reserve included.
    pub fn bytes(&self) -> usize {
        self.bytes
    }
}

impl Drop for JavaStack {
    fn drop(&mut self) {
        // SAFETY: unmaps what `new` mapped.
        unsafe { libc::munmap(self.base().cast(), self.bytes + GUARD) };
    }
}

/// Lowest and highest address of the calling thread's native stack.
pub(super) fn native_bounds() -> (usize, usize) {
    // SAFETY: plain libc calls on a local attribute object, destroyed at the end.
    unsafe {
        let mut attributes: libc::pthread_attr_t = std::mem::zeroed();
        let mut low = std::ptr::null_mut();
        let mut bytes = 0;
        let failed = libc::pthread_getattr_np(libc::pthread_self(), &raw mut attributes) != 0
            || libc::pthread_attr_getstack(&raw const attributes, &raw mut low, &raw mut bytes)
                != 0;
        assert!(!failed, "cannot find this thread's stack");
        libc::pthread_attr_destroy(&raw mut attributes);
        (low.addr(), low.addr() + bytes)
    }
}
