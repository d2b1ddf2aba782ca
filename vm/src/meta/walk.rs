//! Walking metaspace: every structure is visited from the root, and every handle in it is checked.
//!
//! What may lie in the arena is what implements [`Walk`]; there is no implementation for pointers,
//! references, functions or plain 64-bit words, and [`walk_struct`] names every field, so that
//! neither a foreign address nor a forgotten field gets past the compiler. At run time the walk
//! checks that each handle lies in the used part, is aligned, means one type only, and that what
//! it names overlaps nothing else.

use super::arena::{self, ARENA_BASE, Root};
use super::symbol::{self, SymbolTable};
use super::{ArenaMap, Meta, MetaCell, MetaSlice, MetaVec, Sym};
use crate::heap::{GlobalRef, HEAP_END, HEAP_START, OBJECT_ALIGN, ObjRef};
use std::any::type_name;
use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::fmt;
use std::hash::Hash;
use std::sync::atomic::{AtomicU8, AtomicU32, Ordering};

/// The first thing found wrong, and where.
#[derive(Debug)]
pub struct Bad {
    problem: String,
    /// Fields and elements on the way to it, innermost first.
    path: Vec<String>,
    /// The structure that the path begins in.
    subject: String,
}

impl Bad {
    /// Something is wrong with what is being visited.
    pub fn new(problem: impl Into<String>) -> Bad {
        Bad { problem: problem.into(), path: Vec::new(), subject: String::new() }
    }

    /// Adds the field or element in which it was found.
    #[must_use]
    pub fn within(mut self, place: impl Into<String>) -> Bad {
        self.path.push(place.into());
        self
    }
}

impl fmt::Display for Bad {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.subject)?;
        for place in self.path.iter().rev() {
            write!(f, " {place}")?;
        }
        write!(f, ": {}", self.problem)
    }
}

impl std::error::Error for Bad {}

/// Result of a visit.
pub type Walked = Result<(), Bad>;

/// A value that may lie in metaspace.
pub trait Walk: Sized + 'static {
    /// Checks the value and visits what it refers to.
    ///
    /// # Errors
    /// The first thing wrong.
    fn walk(&self, w: &mut Walker) -> Walked;

    /// Visits the elements of a slice.
    ///
    /// # Errors
    /// The first thing wrong.
    fn walk_slice(slice: MetaSlice<Self>, w: &mut Walker) -> Walked {
        for (index, element) in slice.get().iter().enumerate() {
            element.walk(w).map_err(|bad| bad.within(format!("[{index}]")))?;
        }
        Ok(())
    }
}

/// A structure that handles refer to.
pub trait Node: Walk {
    /// What several of them are called in the report.
    const PLURAL: &'static str;
    /// Which one it is, for messages.
    fn describe(&self, w: &Walker) -> String;
}

/// A stretch of memory that has been visited.
struct Extent {
    bytes: usize,
    element: usize,
    type_name: &'static str,
}

type Visit = fn(u32, &mut Walker) -> Walked;

/// The state of one walk.
pub struct Walker {
    end: usize,
    symbols: HashSet<u32>,
    nodes: HashMap<u32, &'static str>,
    extents: BTreeMap<(usize, usize), Extent>,
    queue: VecDeque<(u32, Visit)>,
    counts: BTreeMap<&'static str, usize>,
}

/// What a walk has seen.
#[derive(Debug)]
pub struct Report {
    /// Structures by kind.
    pub counts: BTreeMap<&'static str, usize>,
    /// Bytes of the arena in use.
    pub used: usize,
    /// Bytes of them that are reachable from the root.
    pub reached: usize,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (kind, count) in &self.counts {
            writeln!(f, "{kind:24}{count:>12}")?;
        }
        writeln!(f, "{:24}{:>12}", "bytes in use", self.used)?;
        writeln!(f, "{:24}{:>12}", "bytes reached", self.reached)
    }
}

/// Walks all of metaspace. Nobody else may change it meanwhile.
///
/// # Errors
/// The first thing wrong.
pub fn walk() -> Result<Report, Bad> {
    let used = arena::used_bytes();
    let mut walker = Walker {
        end: ARENA_BASE as usize + used,
        symbols: HashSet::new(),
        nodes: HashMap::new(),
        extents: BTreeMap::new(),
        queue: VecDeque::new(),
        counts: BTreeMap::new(),
    };
    let root = arena::root();
    walker.cover(ARENA_BASE as usize, size_of::<Root>(), size_of::<Root>(), "Root")?;
    root.walk(&mut walker).map_err(|bad| Bad { subject: "the root".to_owned(), ..bad })?;
    while let Some((address, visit)) = walker.queue.pop_front() {
        visit(address, &mut walker)?;
    }
    let reached = walker.check_overlaps()?;
    Ok(Report { counts: walker.counts, used, reached })
}

fn visit<T: Node>(address: u32, w: &mut Walker) -> Walked {
    // SAFETY: `Walker::node` checked range and alignment before queueing; the type is what the
    // handle said.
    let node = unsafe { Meta::<T>::from_raw(address) }.get();
    node.walk(w).map_err(|bad| {
        let subject = format!("{} at {address:#x} ({})", short::<T>(), node.describe(w));
        Bad { subject, ..bad }
    })
}

fn short<T>() -> &'static str {
    let name = type_name::<T>();
    name.rsplit("::").next().unwrap_or(name)
}

impl Walker {
    /// Adds to a count of the report.
    pub fn count(&mut self, kind: &'static str, number: usize) {
        *self.counts.entry(kind).or_default() += number;
    }

    /// The text of a symbol, for messages.
    pub fn text(&self, sym: Sym) -> String {
        if self.symbols.contains(&sym.raw()) {
            sym.to_string()
        } else {
            format!("symbol {:#x}", sym.raw())
        }
    }

    fn check_range(&self, address: usize, bytes: usize, align: usize) -> Walked {
        let range = ARENA_BASE as usize..=self.end;
        if !range.contains(&address) || bytes > self.end - address {
            return Err(Bad::new(format!(
                "{bytes} bytes at {address:#x} are outside {ARENA_BASE:#x}..{:#x}",
                self.end
            )));
        }
        if !address.is_multiple_of(align) {
            return Err(Bad::new(format!("{address:#x} is not aligned to {align}")));
        }
        Ok(())
    }

    /// Notes visited memory; whether it is new.
    fn cover(
        &mut self,
        address: usize,
        bytes: usize,
        element: usize,
        type_name: &'static str,
    ) -> Result<bool, Bad> {
        let key = (address, usize::MAX - bytes);
        if let Some(known) = self.extents.get(&key) {
            if known.type_name != type_name {
                let problem = format!("{address:#x} is a {type_name} and a {}", known.type_name);
                return Err(Bad::new(problem));
            }
            return Ok(false);
        }
        self.extents.insert(key, Extent { bytes, element, type_name });
        Ok(true)
    }

    /// Checks and notes the memory of a slice, not its elements; whether it is new.
    ///
    /// # Errors
    /// When it lies outside the arena's used part.
    pub fn slice_memory<T: 'static>(&mut self, slice: MetaSlice<T>) -> Result<bool, Bad> {
        let bytes = slice.len.saturating_mul(size_of::<T>() as u32) as usize;
        if slice.len == 0 {
            return Ok(false);
        }
        self.check_range(slice.address as usize, bytes, align_of::<T>())?;
        self.cover(slice.address as usize, bytes, size_of::<T>(), type_name::<T>())
    }

    /// Checks and visits a slice.
    ///
    /// # Errors
    /// The first thing wrong.
    pub fn slice<T: Walk>(&mut self, slice: MetaSlice<T>) -> Walked {
        if self.slice_memory(slice)? { T::walk_slice(slice, self) } else { Ok(()) }
    }

    /// Checks a handle and, the first time, has what it names visited.
    ///
    /// # Errors
    /// When it cannot be the handle of a `T`.
    pub fn node<T: Node>(&mut self, handle: Meta<T>) -> Walked {
        let (raw, name) = (handle.raw(), type_name::<T>());
        self.check_range(raw as usize, size_of::<T>(), align_of::<T>())?;
        match self.nodes.insert(raw, name) {
            None => {
                self.cover(raw as usize, size_of::<T>(), size_of::<T>(), name)?;
                self.count(T::PLURAL, 1);
                self.queue.push_back((raw, visit::<T>));
                Ok(())
            }
            Some(known) if known == name => Ok(()),
            Some(known) => {
                Err(Bad::new(format!("{raw:#x} is the handle of a {name} and of a {known}")))
            }
        }
    }

    /// As [`Walker::node`] for a number that is a handle or zero.
    ///
    /// # Errors
    /// When it is neither.
    pub fn raw_node<T: Node>(&mut self, raw: u32) -> Walked {
        // SAFETY: the handle is checked before it is followed.
        unsafe { Meta::<T>::from_raw_opt(raw) }.map_or(Ok(()), |handle| self.node(handle))
    }

    /// As [`Walker::raw_node`], for something that is there.
    ///
    /// # Errors
    /// Also when the number is zero.
    pub fn present_node<T: Node>(&mut self, raw: u32) -> Walked {
        if raw == 0 {
            return Err(Bad::new(format!("no handle of a {}", short::<T>())));
        }
        self.raw_node::<T>(raw)
    }

    /// Checks a number that is the handle of a symbol.
    ///
    /// # Errors
    /// When the symbol table does not have it.
    pub fn symbol(&mut self, raw: u32) -> Walked {
        if self.symbols.contains(&raw) {
            Ok(())
        } else {
            Err(Bad::new(format!("{raw:#x} is not in the symbol table")))
        }
    }

    /// Checks a number that is the index of a global reference.
    ///
    /// # Errors
    /// When no table of global references is that long.
    pub fn global(&mut self, raw: u32) -> Walked {
        if raw < GlobalRef::MOST {
            Ok(())
        } else {
            Err(Bad::new(format!("{raw:#x} is no index of a global reference")))
        }
    }

    /// Visited memory must not overlap, except elements of a slice that have handles of their own.
    /// Returns the number of bytes visited.
    fn check_overlaps(&self) -> Result<usize, Bad> {
        let (mut reached, mut end) = (0, 0);
        let mut outer: Option<(usize, &Extent)> = None;
        for (&(start, _), extent) in &self.extents {
            if start >= end {
                reached += extent.bytes;
                end = start + extent.bytes;
                outer = Some((start, extent));
                continue;
            }
            let (base, whole) = outer.expect("something ends after zero");
            let inside = start + extent.bytes <= end && extent.type_name == whole.type_name;
            if !inside || !(start - base).is_multiple_of(whole.element) {
                return Err(Bad::new(format!(
                    "a {} at {start:#x} overlaps a {} at {base:#x}",
                    extent.type_name, whole.type_name
                )));
            }
        }
        Ok(reached)
    }

    /// Checks the header of a hash table whose elements are `T`, and notes its memory.
    fn table<T>(&mut self, words: &[usize], allocation: usize) -> Walked {
        const GROUP: usize = 16;
        let first = ARENA_BASE as usize;
        let mut control = None;
        for &word in words {
            match word {
                _ if (first..self.end).contains(&word) => control = Some(word),
                count if count < first => {}
                foreign => return Err(Bad::new(format!("a table holds {foreign:#x}"))),
            }
        }
        let layout = |buckets: usize| {
            let data = (buckets * size_of::<T>()).next_multiple_of(GROUP);
            (data, data + buckets + GROUP)
        };
        let data = (0..28).map(|log| layout(1 << log)).find(|&(_, all)| all == allocation);
        let (Some(control), Some((data, _))) = (control, data) else {
            return Err(Bad::new("a table is not in the arena"));
        };
        let start = control.saturating_sub(data);
        self.check_range(start, allocation, GROUP.min(align_of::<T>()))?;
        self.cover(start, allocation, 1, type_name::<T>()).map(|_| ())
    }
}

/// The words of a table's header.
fn words_of<T>(table: &T) -> Vec<usize> {
    let count = size_of::<T>() / size_of::<usize>();
    let place = std::ptr::from_ref(table).cast::<usize>();
    // SAFETY: hash tables in the arena consist of four words and zero-sized parts.
    (0..count).map(|index| unsafe { place.add(index).read() }).collect()
}

/// Implements [`Walk`] and [`Layout`] for a structure, whose fields are all named: without a `..`,
/// a field that is added to the structure does not compile until it is added here. A field is
/// visited by its type's [`Walk`], or by the function after `by`; the function after `then` looks
/// at the whole.
macro_rules! walk_struct {
    (@field $w:ident, $field:ident) => { $crate::meta::walk::Walk::walk($field, $w) };
    (@field $w:ident, $field:ident, $how:expr) => { $how($field, $w) };
    ($type:ident { $($field:ident $(by $how:expr)?),* $(,)? } $(then $check:expr)?) => {
        impl $crate::meta::walk::Walk for $type {
            fn walk(
                &self,
                w: &mut $crate::meta::walk::Walker,
            ) -> $crate::meta::walk::Walked {
                let $type { $($field),* } = self;
                $(
                    walk_struct!(@field w, $field $(, $how)?)
                        .map_err(|bad| bad.within(stringify!($field)))?;
                )*
                $( $check(self, w)?; )?
                Ok(())
            }
        }
        impl $crate::meta::walk::Layout for $type {
            const LAYOUT: u64 = {
                use $crate::meta::walk::mix;
                let hash = mix(0, stringify!($type), size_of::<$type>());
                $( let hash = mix(hash, stringify!($field), std::mem::offset_of!($type, $field)); )*
                hash
            };
        }
    };
}
pub(crate) use walk_struct;

/// What identifies the layout of a structure, for dumps.
pub trait Layout {
    /// A hash of its names and offsets.
    const LAYOUT: u64;
}

/// Adds a name and a number to a hash.
pub const fn mix(hash: u64, name: &str, number: usize) -> u64 {
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    let mut hash = (hash ^ number as u64).wrapping_mul(PRIME);
    let bytes = name.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u64).wrapping_mul(PRIME);
        at += 1;
    }
    hash
}

macro_rules! plain {
    ($($type:ty),*) => { $(
        impl Walk for $type {
            fn walk(&self, _w: &mut Walker) -> Walked {
                Ok(())
            }
            fn walk_slice(_slice: MetaSlice<Self>, _w: &mut Walker) -> Walked {
                Ok(())
            }
        }
    )* };
}
pub(crate) use plain;

// Numbers too small for an address of the host. There is none for 64 bits on purpose.
plain!(u8, u16, u32, i32, bool, AtomicU8);

impl<T: Walk> Walk for Option<T> {
    fn walk(&self, w: &mut Walker) -> Walked {
        self.as_ref().map_or(Ok(()), |value| value.walk(w))
    }
}

impl<T: Walk + Copy> Walk for MetaCell<T> {
    fn walk(&self, w: &mut Walker) -> Walked {
        self.get().walk(w)
    }
}

impl<T: Walk, const N: usize> Walk for [T; N] {
    fn walk(&self, w: &mut Walker) -> Walked {
        for (index, element) in self.iter().enumerate() {
            element.walk(w).map_err(|bad| bad.within(format!("[{index}]")))?;
        }
        Ok(())
    }
}

impl<A: Walk, B: Walk> Walk for (A, B) {
    fn walk(&self, w: &mut Walker) -> Walked {
        let (first, second) = self;
        first.walk(w)?;
        second.walk(w)
    }
}

impl<T: Node> Walk for Meta<T> {
    fn walk(&self, w: &mut Walker) -> Walked {
        w.node(*self)
    }
}

impl<T: Walk> Walk for MetaSlice<T> {
    fn walk(&self, w: &mut Walker) -> Walked {
        w.slice(*self)
    }
}

impl<T: Walk + Copy> Walk for MetaVec<T> {
    fn walk(&self, w: &mut Walker) -> Walked {
        let slice = self.as_slice();
        if self.capacity.get() < slice.len {
            return Err(Bad::new("longer than its capacity"));
        }
        w.slice(slice)
    }
}

impl Walk for Sym {
    fn walk(&self, w: &mut Walker) -> Walked {
        w.symbol(self.raw())
    }
}

impl Walk for GlobalRef {
    fn walk(&self, w: &mut Walker) -> Walked {
        w.global(self.raw())
    }
}

/// A reference to an object that does not move: the boot image maps the heap where it was.
impl Walk for ObjRef {
    fn walk(&self, _w: &mut Walker) -> Walked {
        let address = self.raw();
        if (HEAP_START..HEAP_END).contains(&address) && address.is_multiple_of(OBJECT_ALIGN) {
            Ok(())
        } else {
            Err(Bad::new(format!("{address:#x} is no object of the heap")))
        }
    }
}

/// A map: its memory, that every key finds its value again, keys and values.
impl<K: Walk + Eq + Hash, V: Walk> Walk for ArenaMap<K, V> {
    fn walk(&self, w: &mut Walker) -> Walked {
        w.table::<(K, V)>(&words_of(self), self.allocation_size())?;
        for (key, value) in self {
            key.walk(w).map_err(|bad| bad.within("key"))?;
            value.walk(w).map_err(|bad| bad.within("value"))?;
            if !self.get(key).is_some_and(|found| std::ptr::eq(found, value)) {
                return Err(Bad::new("a key does not find its value"));
            }
        }
        Ok(())
    }
}

impl<K: Walk + Eq + Hash, V: Walk> Node for ArenaMap<K, V> {
    const PLURAL: &'static str = "maps";
    fn describe(&self, _w: &Walker) -> String {
        format!("{} entries", self.len())
    }
}

/// The symbol table comes before everything that refers to symbols.
fn walk_symbols(table: &SymbolTable, w: &mut Walker) -> Walked {
    w.table::<Sym>(&words_of(table), table.allocation_size())?;
    for &sym in table {
        let header = symbol::HEADER_BYTES;
        w.check_range(sym.raw() as usize, header, 4)?;
        let bytes = header + sym.bytes().len();
        w.check_range(sym.raw() as usize, bytes, 4)?;
        w.cover(sym.raw() as usize, bytes, bytes, "symbol")?;
        if symbol::lookup(sym.bytes()) != Some(sym) {
            return Err(Bad::new(format!("{sym:?} does not find itself")));
        }
        w.symbols.insert(sym.raw());
    }
    w.count("symbols", table.len());
    Ok(())
}

fn walk_symbol_table(cell: &MetaCell<Option<Meta<SymbolTable>>>, w: &mut Walker) -> Walked {
    let Some(table) = cell.get() else { return Ok(()) };
    let (address, size) = (table.raw() as usize, size_of::<SymbolTable>());
    w.check_range(address, size, align_of::<SymbolTable>())?;
    w.cover(address, size, size, type_name::<SymbolTable>())?;
    walk_symbols(table.get(), w)
}

fn check_cursor(cursor: &AtomicU32, w: &mut Walker) -> Walked {
    match cursor.load(Ordering::Relaxed) as usize {
        at if at == w.end => Ok(()),
        at => Err(Bad::new(format!("{at:#x} is not the end"))),
    }
}

walk_struct!(Root {
    cursor by check_cursor,
    symbols by walk_symbol_table,
    boot_loader,
    loaders,
    classes,
    primitives,
    java_base,
    empty_pool,
    empty_extra,
    linkers,
    failures,
});
