//! Installed bodies: what makes relocatable code run, and how it is found again.

use super::memory::{self, Block, CODE_BASE, CODE_LIMIT, GRANULE};
use super::{gdb, stubs};
use crate::class::{CallKind, MethodRef};
use crate::compile::Tables;
use crate::counters::Counter;
use crate::crash::events;
use cortado_protocol::body::{CompiledBody, Site};
use cortado_protocol::reloc::{self, Misfit};
use cortado_protocol::request::Entry;
use parking_lot::Mutex;
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicU32, Ordering};

/// A body in the code cache.
pub struct Installed {
    /// The body; its code is in the cache.
    pub body: CompiledBody,
    /// Where the code is.
    pub block: Block,
    /// The method.
    pub method: MethodRef,
    /// Where it is entered.
    pub entry: Entry,
    /// Address of the entry from the interpreter.
    pub interpreter_entry: usize,
    /// Address at which the chain of compiled frames ends.
    pub interpreter_return: usize,
    /// What the body's numbers mean here.
    pub tables: Tables,
    /// Whether it was withdrawn: nobody enters it any more, but for threads that were about to.
    pub dead: AtomicBool,
    /// Frames of it that stand as shells while the interpreter does their work; stack walks do
    /// not see them.
    pub shells: AtomicU32,
}

impl Installed {
    /// Offset of an address in the code.
    pub fn offset(&self, pc: usize) -> u32 {
        (pc - self.block.address()) as u32
    }

    /// The call that returns to `pc`, or whose deoptimisation entry it is.
    pub fn site_at(&self, pc: usize) -> Option<&Site> {
        let offset = self.offset(pc);
        match self.body.sites.binary_search_by_key(&offset, |site| site.ret) {
            Ok(index) => Some(&self.body.sites[index]),
            Err(_) => self.body.sites.iter().find(|site| site.deopt == Some(offset)),
        }
    }

    /// The method of a node.
    pub fn method_of_node(&self, node: u16) -> MethodRef {
        self.tables.methods[self.body.nodes[usize::from(node)].method.0 as usize]
    }
}

/// Why a body was not installed.
#[derive(Debug, thiserror::Error)]
pub enum InstallError {
    /// Another contract.
    #[error("contract {found:016x}, this VM has {ours:016x}", ours = cortado_protocol::CONTRACT)]
    Contract {
        /// The body's.
        found: u64,
    },
    /// A relocation does not fit.
    #[error(transparent)]
    Misfit(#[from] Misfit),
    /// No room.
    #[error("the code cache is full")]
    Full,
    /// An assumption does not hold (any more).
    #[error("assumption {0} does not hold")]
    Assumption(String),
    /// Numbers in the body's tables that are not in the code.
    #[error("malformed body: {0}")]
    Malformed(&'static str),
}

const BODIES_MAX: usize = 1 << 17;

/// Installed bodies by number, never removed; a freed body's place is null.
static BODIES: [AtomicPtr<Installed>; BODIES_MAX] =
    [const { AtomicPtr::new(std::ptr::null_mut()) }; BODIES_MAX];
static COUNT: Mutex<usize> = Mutex::new(0);
/// Held while the entries of a method are changed.
static ENTRIES: Mutex<()> = Mutex::new(());

/// For each granule of the region, the number of the body there plus one. Read by signal handlers.
static OWNERS: [AtomicU32; (CODE_LIMIT - CODE_BASE) / GRANULE] =
    [const { AtomicU32::new(0) }; (CODE_LIMIT - CODE_BASE) / GRANULE];

/// The granules of a block.
fn owners(block: Block) -> &'static [AtomicU32] {
    let first = (block.address() - CODE_BASE) / GRANULE;
    &OWNERS[first..first + block.bytes / GRANULE]
}

/// The body whose code contains `pc`. Takes no lock.
pub fn find(pc: usize) -> Option<&'static Installed> {
    if !memory::contains(pc) {
        return None;
    }
    let owner = OWNERS[(pc - CODE_BASE) / GRANULE].load(Ordering::Acquire) as usize;
    let place = BODIES.get(owner.checked_sub(1)?)?;
    // SAFETY: bodies are freed only when no frame and no entry leads to them.
    unsafe { place.load(Ordering::Acquire).as_ref() }
}

/// All bodies that are installed.
pub fn all() -> impl Iterator<Item = &'static Installed> {
    let count = *COUNT.lock();
    // SAFETY: as for `find`.
    BODIES[..count].iter().filter_map(|place| unsafe { place.load(Ordering::Acquire).as_ref() })
}

/// Checks what the VM will index with.
fn check(body: &CompiledBody, tables: &Tables) -> Result<(), InstallError> {
    let code = body.code.len() as u32;
    let inside = |offset: u32| offset < code;
    let sites_ok = body.sites.is_sorted_by_key(|site| site.ret)
        && body.sites.iter().all(|site| {
            site.ret <= code
                && site.deopt.is_none_or(inside)
                && (site.state as usize) < body.states.len()
        });
    if !sites_ok {
        return Err(InstallError::Malformed("sites"));
    }
    if !body.traps.is_sorted_by_key(|trap| trap.at)
        || !body.traps.iter().all(|trap| inside(trap.at) && inside(trap.target))
    {
        return Err(InstallError::Malformed("traps"));
    }
    let nodes = body.nodes.len();
    let states_ok = body.states.iter().all(|state| {
        !state.frames.is_empty() && state.frames.iter().all(|f| usize::from(f.node) < nodes)
    });
    if !states_ok {
        return Err(InstallError::Malformed("states"));
    }
    if !body.nodes.iter().all(|node| (node.method.0 as usize) < tables.methods.len()) {
        return Err(InstallError::Malformed("nodes"));
    }
    if !inside(body.interpreter_entry) || !inside(body.interpreter_return) {
        return Err(InstallError::Malformed("entries"));
    }
    Ok(())
}

/// Fills in the relocations of a body that fits this VM; its code moves out.
fn link(body: &mut CompiledBody, block: Block, tables: &Tables) -> Result<Vec<u8>, InstallError> {
    if body.contract != cortado_protocol::CONTRACT {
        return Err(InstallError::Contract { found: body.contract });
    }
    check(body, tables)?;
    let mut code = std::mem::take(&mut body.code);
    for row in &body.relocs {
        let value = tables.resolve(row.target);
        reloc::patch(&mut code, block.address() as u64, row, value)?;
    }
    Ok(code)
}

/// Installs a body whose assumptions hold in `block`, which has room for its code; the caller has
/// the lock of `compile::assume`.
///
/// # Errors
/// When it does not fit this VM; the block is free then, and nothing else has changed.
pub fn install(
    mut body: CompiledBody,
    block: Block,
    method: MethodRef,
    entry: Entry,
    tables: Tables,
) -> Result<&'static Installed, InstallError> {
    let code = link(&mut body, block, &tables).inspect_err(|_| memory::free(block))?;
    memory::write(block, &code);
    let address = block.address();
    let installed = Box::leak(Box::new(Installed {
        interpreter_entry: address + body.interpreter_entry as usize,
        interpreter_return: address + body.interpreter_return as usize,
        body,
        block,
        method,
        entry,
        tables,
        dead: AtomicBool::new(false),
        shells: AtomicU32::new(0),
    }));
    gdb::announce(installed, code.len());
    publish(installed, code.len());
    Ok(installed)
}

fn publish(installed: &'static Installed, bytes: usize) {
    let number = {
        let mut count = COUNT.lock();
        *count += 1;
        *count
    };
    let place = BODIES
        .get(number - 1)
        .unwrap_or_else(|| crate::error::fatal("more compiled bodies than this VM can number"));
    place.store(std::ptr::from_ref(installed).cast_mut(), Ordering::Release);
    for owner in owners(installed.block) {
        owner.store(number as u32, Ordering::Release);
    }
    Counter::BodiesInstalled.increment();
    let address = installed.block.address() as u32;
    events::note(events::Kind::Compiled, installed.method, 0, address);
    Counter::CodeBytes.add(bytes as u64);
    if let Some(entry) = installed.body.entry {
        let method = installed.method;
        let _guard = ENTRIES.lock();
        method.compiled_entry.set(installed.interpreter_entry as u32);
        let address = installed.block.address() as u32 + entry;
        method.compiled.address.store(address, Ordering::Release);
        method.call_kind.set(CallKind::Compiled);
    }
}

/// Gives the memory of a withdrawn body's code back; no frame runs it. What is known of it stays,
/// for whoever still refers to it: each method has only so many attempts.
pub fn release(installed: &'static Installed) {
    let owners = owners(installed.block);
    let number = owners[0].load(Ordering::Acquire) as usize;
    for owner in owners {
        owner.store(0, Ordering::Release);
    }
    if let Some(place) = number.checked_sub(1).and_then(|index| BODIES.get(index)) {
        place.store(std::ptr::null_mut(), Ordering::Release);
    }
    gdb::revoke(installed.block.address());
    memory::free(installed.block);
}

/// Takes a body out of use: calls of its method go to the interpreter again. Frames that run it
/// are the caller's business. False when it was out of use already.
///
/// A thread that has read the method's call kind may still enter the body until the next
/// safepoint, so `compiled_entry` keeps its address, and a body whose assumptions are broken is
/// withdrawn at a safepoint.
pub fn withdraw(installed: &Installed) -> bool {
    let _guard = ENTRIES.lock();
    if installed.dead.swap(true, Ordering::AcqRel) {
        return false;
    }
    let method = installed.method;
    let current = method.compiled_entry.get() as usize == installed.interpreter_entry;
    if installed.body.entry.is_some() && current {
        method.compiled.address.store(stubs::call_stub(), Ordering::Release);
        let sync = method.is_synchronized();
        method.call_kind.set(if sync { CallKind::SyncBytecode } else { CallKind::Bytecode });
    }
    true
}
