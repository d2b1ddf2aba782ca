//! Symbols: interned modified-UTF-8 strings (JVMS 4.4.7). Equal text, equal handle.

use super::{Arena, Meta, root};
use hashbrown::hash_table::{Entry, HashTable};
use parking_lot::Mutex;
use std::borrow::Cow;
use std::fmt;

/// The text of one symbol; the bytes follow the header in the arena.
#[repr(C)]
pub struct SymbolData {
    hash: u32,
    len: u16,
}

/// Bytes before the text of a symbol.
pub(super) const HEADER_BYTES: usize = size_of::<SymbolData>();

/// A handle to an interned string.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[repr(transparent)]
pub struct Sym(Meta<SymbolData>);

/// The table of all symbols.
pub type SymbolTable = HashTable<Sym, Arena>;

static LOCK: Mutex<()> = Mutex::new(());

/// Hashes eight bytes at a time: class files consist of names, and start-up of their hashes.
fn hash_of(bytes: &[u8]) -> u32 {
    const PRIME: u64 = 0x9e37_79b9_7f4a_7c15;
    let step = |hash: u64, word: u64| {
        let mixed = (hash ^ word).wrapping_mul(PRIME);
        mixed ^ (mixed >> 32)
    };
    let (words, rest) = bytes.as_chunks::<8>();
    let mut hash = bytes.len() as u64;
    for word in words {
        hash = step(hash, u64::from_le_bytes(*word));
    }
    let tail = rest.iter().rev().fold(0, |tail, &byte| tail << 8 | u64::from(byte));
    let hash = step(hash, tail);
    (hash ^ (hash >> 29)) as u32
}

fn spread(hash: u32) -> u64 {
    u64::from(hash).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

fn with_table<R>(use_it: impl FnOnce(&mut SymbolTable) -> R) -> R {
    let _guard = LOCK.lock();
    let cell = &root().symbols;
    let table = cell.get().unwrap_or_else(|| {
        let table = Arena::place(SymbolTable::with_capacity_in(1 << 14, Arena));
        cell.set(Some(table));
        table
    });
    // SAFETY: the lock makes this the only reference to the table.
    use_it(unsafe { &mut *table.as_ptr() })
}

/// The symbol with this modified-UTF-8 text, made if need be.
///
/// # Panics
/// When the text is longer than 65535 bytes, the limit of a class file's constant.
pub fn intern_bytes(bytes: &[u8]) -> Sym {
    assert!(bytes.len() <= usize::from(u16::MAX), "symbol longer than 65535 bytes");
    let hash = hash_of(bytes);
    with_table(|table| {
        let equal = |sym: &Sym| sym.0.hash == hash && sym.bytes() == bytes;
        match table.entry(spread(hash), equal, |sym| spread(sym.0.hash)) {
            Entry::Occupied(entry) => *entry.get(),
            Entry::Vacant(entry) => {
                let place = Arena::raw(size_of::<SymbolData>() + bytes.len(), 8);
                let data = SymbolData { hash, len: bytes.len() as u16 };
                // SAFETY: fresh memory with room for the header and the bytes after it.
                let sym = unsafe {
                    place.cast::<SymbolData>().write(data);
                    let text = place.add(size_of::<SymbolData>());
                    std::ptr::copy_nonoverlapping(bytes.as_ptr(), text, bytes.len());
                    Sym(Meta::from_raw(place.addr() as u32))
                };
                entry.insert(sym);
                sym
            }
        }
    })
}

/// The symbol for ASCII (or plain UTF-8 without NUL and supplementary characters) text.
pub fn intern(text: &str) -> Sym {
    intern_bytes(text.as_bytes())
}

/// The symbol with this text if there is one already.
pub fn lookup(bytes: &[u8]) -> Option<Sym> {
    let hash = hash_of(bytes);
    with_table(|table| {
        table.find(spread(hash), |sym| sym.0.hash == hash && sym.bytes() == bytes).copied()
    })
}

impl Sym {
    /// The modified-UTF-8 bytes.
    #[inline]
    pub fn bytes(self) -> &'static [u8] {
        let data = self.0.as_ptr();
        // SAFETY: intern_bytes laid out `len` bytes after the header.
        unsafe {
            let text = data.cast::<u8>().add(size_of::<SymbolData>());
            std::slice::from_raw_parts(text, usize::from((*data).len))
        }
    }

    /// The text for messages; ill-formed parts are replaced.
    pub fn text(self) -> Cow<'static, str> {
        String::from_utf8_lossy(self.bytes())
    }

    /// The text when it is plain UTF-8, as all names the VM itself knows are; else "".
    pub fn as_str(self) -> &'static str {
        std::str::from_utf8(self.bytes()).unwrap_or("")
    }

    /// The text with `/` replaced by `.`: a class's external name.
    pub fn external(self) -> String {
        self.text().replace('/', ".")
    }

    /// The handle's number.
    #[inline(always)]
    pub fn raw(self) -> u32 {
        self.0.raw()
    }

    /// The symbol with the number `raw`.
    ///
    /// # Safety
    /// `raw` must come from [`Sym::raw`].
    #[inline(always)]
    pub unsafe fn from_raw(raw: u32) -> Sym {
        // SAFETY: the caller's promise.
        Sym(unsafe { Meta::from_raw(raw) })
    }
}

impl PartialEq<str> for Sym {
    fn eq(&self, other: &str) -> bool {
        self.bytes() == other.as_bytes()
    }
}
impl PartialEq<&str> for Sym {
    fn eq(&self, other: &&str) -> bool {
        self.bytes() == other.as_bytes()
    }
}
impl fmt::Display for Sym {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}
impl fmt::Debug for Sym {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.text())
    }
}
