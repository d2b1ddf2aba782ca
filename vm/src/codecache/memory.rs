//! Executable memory: one region below 2 GiB that is never writable and executable through the same
//! mapping.
//!
//! The region is a memory file that is mapped twice: where code runs, readable and executable, and
//! elsewhere, readable and writable. It lies directly above metaspace, so that compiled code names
//! handles, code and stubs with 32 bits.

use crate::meta::ARENA_LIMIT;
use memmap2::{MmapMut, MmapOptions};
use parking_lot::Mutex;
use std::fs::File;
use std::io;
use std::os::fd::{AsRawFd, FromRawFd};
use std::sync::OnceLock;

/// Lowest address of the code cache.
pub const CODE_BASE: usize = ARENA_LIMIT as usize;
/// First address after it.
pub const CODE_LIMIT: usize = 1 << 31;
/// Bodies begin at multiples of this.
pub const GRANULE: usize = 64;

/// A part of the region, in bytes from its base.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// First byte.
    pub offset: usize,
    /// Length, a multiple of [`GRANULE`].
    pub bytes: usize,
}

impl Block {
    /// The address at which its code runs.
    pub fn address(self) -> usize {
        CODE_BASE + self.offset
    }
}

/// The region's bookkeeping.
struct Memory {
    writable: MmapMut,
    /// Free blocks by ascending offset; no two are adjacent.
    free: Vec<Block>,
    used: usize,
    limit: usize,
}

static MEMORY: OnceLock<Mutex<Memory>> = OnceLock::new();

/// Reserves the region, of which at most `limit` bytes will be used.
///
/// # Errors
/// When the address range is taken or memory files are not to be had.
pub fn init(limit: usize) -> io::Result<()> {
    let bytes = CODE_LIMIT - CODE_BASE;
    // SAFETY: a name with its terminator; the descriptor is owned by the file from here on.
    let file = unsafe {
        let descriptor = libc::memfd_create(c"cortado-code".as_ptr(), libc::MFD_CLOEXEC);
        if descriptor < 0 {
            return Err(io::Error::last_os_error());
        }
        File::from_raw_fd(descriptor)
    };
    file.set_len(bytes as u64)?;
    // SAFETY: the file is ours alone, and is only ever written through this mapping.
    let writable = unsafe { MmapOptions::new().len(bytes).map_mut(&file)? };
    // memmap2 has no fixed addresses, so the other view is libc's.
    // SAFETY: MAP_FIXED_NOREPLACE maps nothing over anything.
    let executable = unsafe {
        libc::mmap(
            std::ptr::without_provenance_mut(CODE_BASE),
            bytes,
            libc::PROT_READ | libc::PROT_EXEC,
            libc::MAP_SHARED | libc::MAP_FIXED_NOREPLACE,
            file.as_raw_fd(),
            0,
        )
    };
    if executable == libc::MAP_FAILED {
        return Err(io::Error::last_os_error());
    }
    let limit = limit.clamp(GRANULE, bytes);
    let free = vec![Block { offset: 0, bytes: limit }];
    let memory = Memory { writable, free, used: 0, limit };
    let _ = MEMORY.set(Mutex::new(memory));
    Ok(())
}

fn memory() -> &'static Mutex<Memory> {
    MEMORY.get().expect("the code cache is initialised")
}

/// Whether an address lies in the region.
#[inline]
pub fn contains(address: usize) -> bool {
    (CODE_BASE..CODE_LIMIT).contains(&address)
}

/// Takes a block of at least `bytes` bytes; none when the region has no such block.
pub fn allocate(bytes: usize) -> Option<Block> {
    let bytes = bytes.next_multiple_of(GRANULE);
    let mut memory = memory().lock();
    let index = memory.free.iter().position(|block| block.bytes >= bytes)?;
    let whole = memory.free[index];
    if whole.bytes == bytes {
        memory.free.remove(index);
    } else {
        memory.free[index] = Block { offset: whole.offset + bytes, bytes: whole.bytes - bytes };
    }
    memory.used += bytes;
    Some(Block { offset: whole.offset, bytes })
}

/// Gives a block back. No thread may be in its code, or come to it.
pub fn free(block: Block) {
    let mut memory = memory().lock();
    memory.used -= block.bytes;
    let at = memory.free.partition_point(|other| other.offset < block.offset);
    memory.free.insert(at, block);
    for index in [at, at.wrapping_sub(1)] {
        let Some(&[low, high]) =
            memory.free.get(index..index.wrapping_add(2)).and_then(|pair| pair.first_chunk())
        else {
            continue;
        };
        if low.offset + low.bytes == high.offset {
            memory.free[index].bytes += high.bytes;
            memory.free.remove(index + 1);
        }
    }
}

/// Writes code into a block that nobody runs yet.
pub fn write(block: Block, code: &[u8]) {
    assert!(code.len() <= block.bytes);
    memory().lock().writable[block.offset..block.offset + code.len()].copy_from_slice(code);
}

/// Bytes in use, and the most there may be.
pub fn usage() -> (usize, usize) {
    let memory = memory().lock();
    (memory.used, memory.limit)
}

/// The same without waiting for whoever changes it; none then, and before there is a region.
pub fn usage_if_free() -> Option<(usize, usize)> {
    let memory = MEMORY.get()?.try_lock()?;
    Some((memory.used, memory.limit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_taken_and_joined_again() {
        if MEMORY.get().is_none() {
            init(1 << 20).expect("the region is free");
        }
        let (before, _) = usage();
        let a = allocate(100).expect("room");
        let b = allocate(64).expect("room");
        let c = allocate(1).expect("room");
        assert_eq!((a.bytes, b.bytes, c.bytes), (128, 64, 64));
        write(b, &[0xc3]);
        // SAFETY: the block is mapped; its first byte was written just now.
        let seen = unsafe { *std::ptr::with_exposed_provenance::<u8>(b.address()) };
        assert_eq!(seen, 0xc3);
        free(a);
        free(c);
        free(b);
        assert_eq!(usage().0, before);
        let joined = allocate(256).expect("room");
        assert_eq!(joined.offset, a.offset);
        free(joined);
    }
}
