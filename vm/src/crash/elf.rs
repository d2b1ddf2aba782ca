//! The programs and libraries in this process, and the names of their functions.

use object::LittleEndian as LE;
use object::elf::{FileHeader64, SHT_DYNSYM, SHT_SYMTAB, STT_FUNC};
use object::read::elf::{FileHeader, Sym};
use std::ffi::{CStr, c_void};

/// A program or library that is mapped.
#[derive(Clone, Copy)]
pub struct Module {
    /// What was added to its addresses.
    pub bias: usize,
    /// Its file; empty for the program.
    name: &'static CStr,
    /// Where the table of unwind tables is; zero when it has none.
    pub eh_frame_hdr: usize,
    /// The mapped part that holds that table.
    pub eh_segment: (usize, usize),
}

impl Module {
    /// The file without its directory.
    pub fn name(&self) -> &'static str {
        let path = self.name.to_str().unwrap_or_default();
        match path.rsplit('/').next() {
            Some("") | None => "cortado",
            Some(name) => name,
        }
    }

    /// Whether it is this program.
    pub fn is_program(&self) -> bool {
        self.name.is_empty()
    }
}

struct Search {
    address: usize,
    found: Option<Module>,
}

/// The module that `address` is in.
pub fn module_of(address: usize) -> Option<Module> {
    let mut search = Search { address, found: None };
    // SAFETY: the callback gets this search back, while it lives.
    unsafe { libc::dl_iterate_phdr(Some(visit), (&raw mut search).cast()) };
    search.found
}

unsafe extern "C" fn visit(
    info: *mut libc::dl_phdr_info,
    _bytes: usize,
    search: *mut c_void,
) -> libc::c_int {
    // SAFETY: `module_of` passes a `Search`; the loader passes a description of a module.
    let (search, info) = unsafe { (&mut *search.cast::<Search>(), &*info) };
    // SAFETY: the loader's table has that many rows.
    let rows = unsafe { std::slice::from_raw_parts(info.dlpi_phdr, info.dlpi_phnum.into()) };
    let bias = info.dlpi_addr as usize;
    let range = |row: &libc::Elf64_Phdr| {
        let low = bias + row.p_vaddr as usize;
        low..low + row.p_memsz as usize
    };
    let loaded = || rows.iter().filter(|row| row.p_type == libc::PT_LOAD).map(range);
    if !loaded().any(|part| part.contains(&search.address)) {
        return 0;
    }
    let header = rows.iter().find(|row| row.p_type == libc::PT_GNU_EH_FRAME).map(range);
    let eh_frame_hdr = header.map_or(0, |range| range.start);
    let segment = loaded().find(|part| part.contains(&eh_frame_hdr));
    search.found = Some(Module {
        bias,
        // SAFETY: a terminated text that lives as long as the module.
        name: unsafe { CStr::from_ptr(info.dlpi_name) },
        eh_frame_hdr,
        eh_segment: segment.map_or((0, 0), |part| (part.start, part.end)),
    });
    1
}

/// A file that is mapped as long as this lives.
struct Mapped(&'static [u8]);

impl Mapped {
    fn open(path: &CStr) -> Option<Mapped> {
        // SAFETY: plain system calls; the mapping is private and is unmapped by `drop`.
        unsafe {
            let descriptor = libc::open(path.as_ptr(), libc::O_RDONLY | libc::O_CLOEXEC);
            if descriptor < 0 {
                return None;
            }
            let mut facts: libc::stat = std::mem::zeroed();
            let known = libc::fstat(descriptor, &raw mut facts) == 0 && facts.st_size > 0;
            let bytes = facts.st_size as usize;
            let (read, private) = (libc::PROT_READ, libc::MAP_PRIVATE);
            let place = match known {
                true => libc::mmap(std::ptr::null_mut(), bytes, read, private, descriptor, 0),
                false => libc::MAP_FAILED,
            };
            libc::close(descriptor);
            (place != libc::MAP_FAILED)
                .then(|| Mapped(std::slice::from_raw_parts(place.cast(), bytes)))
        }
    }
}

impl Drop for Mapped {
    fn drop(&mut self) {
        // SAFETY: unmaps what `open` mapped.
        unsafe { libc::munmap(self.0.as_ptr().cast_mut().cast(), self.0.len()) };
    }
}

/// Shows the function that contains `address`, and the distance from its beginning; false when
/// the module's file does not tell.
pub fn with_function(
    module: &Module,
    address: usize,
    show: impl FnOnce(&str, usize) -> std::fmt::Result,
) -> bool {
    let path = if module.is_program() { c"/proc/self/exe" } else { module.name };
    let Some(file) = Mapped::open(path) else { return false };
    let wanted = (address - module.bias) as u64;
    let found =
        [SHT_SYMTAB, SHT_DYNSYM].into_iter().find_map(|table| function_in(file.0, table, wanted));
    match found {
        Some((name, distance)) => show(name, distance as usize).is_ok(),
        None => false,
    }
}

fn function_in(data: &[u8], table: object::elf::SectionType, wanted: u64) -> Option<(&str, u64)> {
    let header = FileHeader64::<LE>::parse(data).ok()?;
    let sections = header.sections(LE, data).ok()?;
    let symbols = sections.symbols(LE, data, table).ok()?;
    let symbol = symbols.iter().find(|symbol| {
        let start = symbol.st_value(LE);
        symbol.st_type() == STT_FUNC && (start..start + symbol.st_size(LE).max(1)).contains(&wanted)
    })?;
    let name = symbol.name(LE, symbols.strings()).ok()?;
    Some((std::str::from_utf8(name).ok()?, wanted - symbol.st_value(LE)))
}
