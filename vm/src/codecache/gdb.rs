//! Compiled code as a debugger sees it: an ELF file in memory for each body, announced as gdb's
//! manual says ("JIT Compilation Interface").

use super::install::Installed;
use super::perf;
use crate::boot;
use object::write::elf::{FileHeader, SectionHeader, Sym, Writer};
use object::{Endianness, elf, write};
use parking_lot::Mutex;
use std::collections::BTreeMap;
use std::ptr;
use std::sync::atomic::{AtomicPtr, AtomicU32, Ordering};

/// An announced file; gdb reads these from our memory.
#[repr(C)]
struct CodeEntry {
    next: AtomicPtr<CodeEntry>,
    previous: AtomicPtr<CodeEntry>,
    file: AtomicPtr<u8>,
    bytes: u64,
}

/// Where gdb begins to read.
#[repr(C)]
struct Descriptor {
    version: u32,
    action: AtomicU32,
    relevant: AtomicPtr<CodeEntry>,
    first: AtomicPtr<CodeEntry>,
}

const REGISTER: u32 = 1;
const UNREGISTER: u32 = 2;

/// The list that gdb looks for by this name.
#[unsafe(no_mangle)]
static __jit_debug_descriptor: Descriptor = Descriptor {
    version: 1,
    action: AtomicU32::new(0),
    relevant: AtomicPtr::new(ptr::null_mut()),
    first: AtomicPtr::new(ptr::null_mut()),
};

/// Where gdb stops to read the list again.
#[unsafe(no_mangle)]
#[inline(never)]
extern "C" fn __jit_debug_register_code() {
    // SAFETY: no instruction at all; it keeps the call from being optimised away.
    unsafe { std::arch::asm!("") };
}

/// Entries by the address of their code.
static ANNOUNCED: Mutex<BTreeMap<usize, &'static CodeEntry>> = Mutex::new(BTreeMap::new());

fn tell(action: u32, entry: &'static CodeEntry) {
    let list = &__jit_debug_descriptor;
    list.relevant.store(ptr::from_ref(entry).cast_mut(), Ordering::Release);
    list.action.store(action, Ordering::Release);
    __jit_debug_register_code();
}

/// Tells a debugger of a body, where that is asked for (`-XX:+AnnounceCodeToDebugger`).
pub fn announce(body: &Installed, bytes: usize) {
    if !boot::announces_code() {
        return;
    }
    let name = perf::name(body.method, body.entry);
    let Ok(file) = elf_file(&name, body.block.address() as u64, bytes as u64) else { return };
    let file: &'static [u8] = file.leak();
    let mut announced = ANNOUNCED.lock();
    let list = &__jit_debug_descriptor;
    let first = list.first.load(Ordering::Acquire);
    let entry: &'static CodeEntry = Box::leak(Box::new(CodeEntry {
        next: AtomicPtr::new(first),
        previous: AtomicPtr::new(ptr::null_mut()),
        file: AtomicPtr::new(file.as_ptr().cast_mut()),
        bytes: file.len() as u64,
    }));
    // SAFETY: entries are never freed.
    if let Some(first) = unsafe { first.as_ref() } {
        first.previous.store(ptr::from_ref(entry).cast_mut(), Ordering::Release);
    }
    list.first.store(ptr::from_ref(entry).cast_mut(), Ordering::Release);
    announced.insert(body.block.address(), entry);
    tell(REGISTER, entry);
}

/// Tells a debugger that the code at an address is gone.
pub fn revoke(address: usize) {
    let mut announced = ANNOUNCED.lock();
    let Some(entry) = announced.remove(&address) else { return };
    let (next, previous) =
        (entry.next.load(Ordering::Acquire), entry.previous.load(Ordering::Acquire));
    // SAFETY: entries are never freed.
    let (after, before) = unsafe { (next.as_ref(), previous.as_ref()) };
    if let Some(after) = after {
        after.previous.store(previous, Ordering::Release);
    }
    match before {
        Some(before) => before.next.store(next, Ordering::Release),
        None => __jit_debug_descriptor.first.store(next, Ordering::Release),
    }
    tell(UNREGISTER, entry);
}

/// An ELF file with one function: no code, only where it is and how it is called.
fn elf_file(name: &str, address: u64, bytes: u64) -> write::Result<Vec<u8>> {
    let mut file = Vec::new();
    let mut writer = Writer::new_single_phase(Endianness::Little, true, &mut file);
    writer.write_file_header(&FileHeader {
        os_abi: elf::ELFOSABI_NONE,
        abi_version: 0,
        e_type: elf::ET_EXEC,
        e_machine: elf::EM_X86_64,
        e_entry: 0,
        e_flags: elf::FileFlags(0),
    })?;
    let text = writer.add_section_name(b".text");
    let symbol = writer.add_string(name.as_bytes());
    writer.write_null_symbol();
    writer.write_symbol(&Sym {
        section: Some(1),
        st_name: writer.string_offset(Some(symbol)),
        st_info: elf::SymbolInfo::new(elf::STB_GLOBAL, elf::STT_FUNC),
        st_other: elf::SymbolOther(0),
        st_shndx: elf::SymbolSection(0),
        st_value: address,
        st_size: bytes,
    });
    writer.write_strtab()?;
    writer.write_shstrtab()?;
    writer.write_null_section_header();
    writer.write_section_header(&SectionHeader {
        sh_name: writer.section_name_offset(Some(text)),
        sh_type: elf::SHT_NOBITS,
        sh_flags: elf::SHF_ALLOC | elf::SHF_EXECINSTR,
        sh_addr: address,
        sh_offset: 0,
        sh_size: bytes,
        sh_link: 0,
        sh_info: 0,
        sh_addralign: 16,
        sh_entsize: 0,
    });
    writer.write_strtab_section_header();
    writer.write_symtab_section_header(1);
    writer.write_shstrtab_section_header();
    let mut header = Vec::new();
    writer.write_file_header_to(&mut header)?;
    file[..header.len()].copy_from_slice(&header);
    Ok(file)
}
