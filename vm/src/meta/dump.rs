//! The arena as a file: written when all is quiet, mapped again at the same address.
//!
//! A dump is one page of header and then the used part of the arena. The header names what must
//! agree: the contract, the layout of everything in the arena, the length, a checksum of all.

use super::arena::{self, ARENA_BASE, ARENA_LIMIT};
use crate::class::walk;
use std::fs::File;
use std::io::{self, Read, Write};
use std::os::fd::AsRawFd;
use std::path::Path;

const MAGIC: [u8; 8] = *b"CORTADOM";

/// Bytes before the arena's own in a dump: one page, so that the rest can be mapped.
const HEADER_BYTES: usize = 4096;

/// What can go wrong with the arena as a whole.
#[derive(Debug, thiserror::Error)]
pub enum ArenaError {
    /// The fixed range is taken or refused.
    #[error("cannot reserve metaspace at {ARENA_BASE:#x}: {0}")]
    Reserve(io::Error),
    /// Reading, writing or mapping a dump failed.
    #[error("metaspace dump: {0}")]
    Io(#[from] io::Error),
    /// The file does not begin as a dump does.
    #[error("not a metaspace dump")]
    Foreign,
    /// The file is a dump of a VM with other tables or other structures.
    #[error("a metaspace dump of another build (version {found:#018x}, this is {expected:#018x})")]
    OtherBuild {
        /// What the file says.
        found: u64,
        /// What this build says.
        expected: u64,
    },
    /// The file is not as long as its header says.
    #[error("metaspace dump has {found} bytes instead of {expected}")]
    Length {
        /// Bytes of the file.
        found: u64,
        /// Bytes that its header asks for.
        expected: u64,
    },
    /// The content changed after it was written.
    #[error("metaspace dump is corrupt (checksum {found:#010x}, expected {expected:#010x})")]
    Corrupt {
        /// Checksum of the content.
        found: u32,
        /// Checksum in the header.
        expected: u32,
    },
}

/// What must be equal between the VM that writes a dump and the one that maps it.
pub fn version() -> u64 {
    cortado_protocol::CONTRACT ^ walk::LAYOUT
}

/// The header's fields, as they lie in the file.
struct Header {
    version: u64,
    used: u64,
    checksum: u32,
}

impl Header {
    const CHECKSUM_AT: usize = 24;

    fn to_bytes(&self) -> [u8; HEADER_BYTES] {
        let mut bytes = [0; HEADER_BYTES];
        bytes[..8].copy_from_slice(&MAGIC);
        bytes[8..16].copy_from_slice(&self.version.to_le_bytes());
        bytes[16..24].copy_from_slice(&self.used.to_le_bytes());
        bytes[Self::CHECKSUM_AT..28].copy_from_slice(&self.checksum.to_le_bytes());
        bytes
    }

    fn of_bytes(bytes: &[u8; HEADER_BYTES]) -> Option<Header> {
        let word = |at: usize| {
            let (words, _) = bytes[at..].as_chunks::<8>();
            u64::from_le_bytes(words[0])
        };
        (bytes[..8] == MAGIC).then(|| Header {
            version: word(8),
            used: word(16),
            checksum: word(Self::CHECKSUM_AT) as u32,
        })
    }
}

/// The checksum of a dump: of its header, but for the checksum itself, and its content.
fn checksum(header: &[u8; HEADER_BYTES], content: &[u8]) -> u32 {
    let mut header = *header;
    header[Header::CHECKSUM_AT..28].fill(0);
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&header);
    hasher.update(content);
    hasher.finalize()
}

/// The first `used` bytes of the arena.
fn content(used: usize) -> &'static [u8] {
    let base = std::ptr::with_exposed_provenance::<u8>(ARENA_BASE as usize);
    // SAFETY: callers pass the length of what is mapped and initialised.
    unsafe { std::slice::from_raw_parts(base, used) }
}

/// Writes the used part of the arena to `path`. The caller stops all other writers.
///
/// # Errors
/// What writing the file gives.
pub fn dump(path: &Path) -> Result<usize, ArenaError> {
    let used = arena::used_bytes();
    let content = content(used);
    let mut header = Header { version: version(), used: used as u64, checksum: 0 };
    header.checksum = checksum(&header.to_bytes(), content);
    let mut file = File::create(path)?;
    file.write_all(&header.to_bytes())?;
    file.write_all(content)?;
    Ok(used)
}

/// Maps a dump at the arena's address, privately, in a process that has no arena yet. Returns the
/// number of bytes in use.
///
/// # Errors
/// When the file is no dump, or one of another build, or is damaged; nothing is mapped then.
pub fn map_dump(path: &Path) -> Result<usize, ArenaError> {
    let mut file = File::open(path)?;
    let found = file.metadata()?.len();
    let mut bytes = [0; HEADER_BYTES];
    file.read_exact(&mut bytes).map_err(|error| match error.kind() {
        io::ErrorKind::UnexpectedEof => ArenaError::Foreign,
        _ => ArenaError::Io(error),
    })?;
    let header = Header::of_bytes(&bytes).ok_or(ArenaError::Foreign)?;
    let expected = version();
    if header.version != expected {
        return Err(ArenaError::OtherBuild { found: header.version, expected });
    }
    let expected = header.used.saturating_add(HEADER_BYTES as u64);
    let largest = u64::from(ARENA_LIMIT - ARENA_BASE);
    if found != expected || header.used > largest {
        return Err(ArenaError::Length { found, expected });
    }
    let used = header.used as usize;
    arena::reserve()?;
    let outcome = map(&file, used).and_then(|()| match checksum(&bytes, content(used)) {
        sum if sum == header.checksum => Ok(()),
        sum => Err(ArenaError::Corrupt { found: sum, expected: header.checksum }),
    });
    match outcome {
        Ok(()) => {
            arena::adopt();
            Ok(used)
        }
        Err(error) => {
            arena::release();
            Err(error)
        }
    }
}

/// Maps the content of a dump over the reserved arena.
fn map(file: &File, used: usize) -> Result<(), ArenaError> {
    let base = std::ptr::without_provenance_mut(ARENA_BASE as usize);
    // SAFETY: the range was reserved by the caller, who uses nothing of it yet; `used` fits.
    let got = unsafe {
        libc::mmap(
            base,
            used,
            libc::PROT_READ | libc::PROT_WRITE,
            libc::MAP_PRIVATE | libc::MAP_FIXED,
            file.as_raw_fd(),
            HEADER_BYTES as libc::off_t,
        )
    };
    if got == base { Ok(()) } else { Err(io::Error::last_os_error().into()) }
}
