//! Memory that may not be there, files of the system, and the sections made of them.

use super::output::Output;
use super::{Failure, elf};
use std::ffi::CStr;
use std::fmt::{self, Write};
use std::sync::atomic::{AtomicI32, Ordering};

/// A file that is read without allocating.
struct File(i32);

impl File {
    fn open(path: &CStr) -> Option<File> {
        // SAFETY: the path is terminated.
        let descriptor = unsafe { libc::open(path.as_ptr(), libc::O_RDONLY | libc::O_CLOEXEC) };
        (descriptor >= 0).then_some(File(descriptor))
    }

    /// The number of bytes read; zero at the end and after a failure.
    fn read(&self, bytes: &mut [u8]) -> usize {
        // SAFETY: the range is writable.
        let count = unsafe { libc::read(self.0, bytes.as_mut_ptr().cast(), bytes.len()) };
        usize::try_from(count).unwrap_or(0)
    }
}

impl Drop for File {
    fn drop(&mut self) {
        // SAFETY: the descriptor is ours.
        unsafe { libc::close(self.0) };
    }
}

/// Copies this process's memory at `address`; false when some of it is not there.
pub fn read_memory(address: usize, bytes: &mut [u8]) -> bool {
    static MEMORY: AtomicI32 = AtomicI32::new(-1);
    let mut descriptor = MEMORY.load(Ordering::Relaxed);
    if descriptor < 0 {
        // SAFETY: the path is terminated.
        descriptor =
            unsafe { libc::open(c"/proc/self/mem".as_ptr(), libc::O_RDONLY | libc::O_CLOEXEC) };
        MEMORY.store(descriptor, Ordering::Relaxed);
    }
    let place = bytes.as_mut_ptr().cast();
    // SAFETY: the range is writable; the system refuses addresses that are not mapped.
    let count = unsafe { libc::pread(descriptor, place, bytes.len(), address as i64) };
    count == bytes.len() as isize
}

/// The word at `address`, if there is one.
pub fn read_word(address: usize) -> Option<u64> {
    let mut bytes = [0; 8];
    read_memory(address, &mut bytes).then(|| u64::from_ne_bytes(bytes))
}

/// Shows the lines of a file until `visit` says that it has seen enough. Long lines are cut.
pub fn for_each_line(path: &CStr, mut visit: impl FnMut(&[u8]) -> bool) {
    let Some(file) = File::open(path) else { return };
    let mut line = [0; 1024];
    let mut length = 0;
    let mut bytes = [0; 2048];
    loop {
        let count = file.read(&mut bytes);
        for &byte in &bytes[..count] {
            if byte == b'\n' {
                if !visit(&line[..length]) {
                    return;
                }
                length = 0;
            } else if length < line.len() {
                line[length] = byte;
                length += 1;
            }
        }
        if count == 0 {
            break;
        }
    }
    if length > 0 {
        visit(&line[..length]);
    }
}

/// The mapping around `address`, as the system lists it.
pub fn mapping_of(address: usize) -> Option<(usize, usize)> {
    let mut found = None;
    for_each_line(c"/proc/self/maps", |line| {
        let mut bounds = line.split(|&byte| byte == b'-' || byte == b' ').map(|text| {
            std::str::from_utf8(text).ok().and_then(|text| usize::from_str_radix(text, 16).ok())
        });
        if let (Some(Some(low)), Some(Some(high))) = (bounds.next(), bounds.next())
            && (low..high).contains(&address)
        {
            found = Some((low, high));
        }
        found.is_none()
    });
    found
}

/// Writes a whole file as it is.
fn copy(path: &CStr, out: &mut Output) {
    let Some(file) = File::open(path) else { return };
    let mut bytes = [0; 4096];
    loop {
        match file.read(&mut bytes) {
            0 => return,
            count => out.write_bytes(&bytes[..count]),
        }
    }
}

/// The value of the first line that begins with `key`, without white space around it.
fn write_value(path: &CStr, key: &str, out: &mut Output) {
    for_each_line(path, |line| match line.strip_prefix(key.as_bytes()) {
        Some(value) => {
            let value = value.trim_ascii_start();
            out.write_bytes(
                value.trim_ascii_start().strip_prefix(b":").unwrap_or(value).trim_ascii(),
            );
            false
        }
        None => true,
    });
}

/// The machine in one line.
pub fn host(_: &Failure, out: &mut Output) -> fmt::Result {
    out.write_str("Host: ")?;
    write_value(c"/proc/cpuinfo", "model name", out);
    // SAFETY: sysconf has no preconditions.
    let (count, pages, page) = unsafe {
        (
            libc::sysconf(libc::_SC_NPROCESSORS_ONLN),
            libc::sysconf(libc::_SC_PHYS_PAGES),
            libc::sysconf(libc::_SC_PAGESIZE),
        )
    };
    write!(out, ", {count} cores, {}G, ", (pages * page) >> 30)?;
    for_each_line(c"/etc/os-release", |line| match line.strip_prefix(b"PRETTY_NAME=") {
        Some(name) => {
            out.write_bytes(name.strip_prefix(b"\"").unwrap_or(name).trim_suffix_quote());
            false
        }
        None => true,
    });
    out.write_str("\n")
}

/// A closing quote is no part of a value.
trait TrimQuote {
    fn trim_suffix_quote(&self) -> &[u8];
}

impl TrimQuote for [u8] {
    fn trim_suffix_quote(&self) -> &[u8] {
        self.strip_suffix(b"\"").unwrap_or(self)
    }
}

/// When it happened, and how long after the start.
pub fn time(_: &Failure, out: &mut Output) -> fmt::Result {
    // SAFETY: plain data filled by the calls, which get places that exist.
    let text = unsafe {
        let now = libc::time(std::ptr::null_mut());
        let mut parts: libc::tm = std::mem::zeroed();
        libc::gmtime_r(&raw const now, &raw mut parts);
        let mut text = [0_u8; 64];
        let format = c"%a %b %e %H:%M:%S %Y UTC";
        let place = text.as_mut_ptr().cast();
        let length = libc::strftime(place, text.len(), format.as_ptr(), &raw const parts);
        out.write_str("Time: ")?;
        out.write_bytes(&text[..length]);
        crate::launcher::uptime()
    };
    let (days, rest) = (text.as_secs() / 86400, text.as_secs() % 86400);
    writeln!(
        out,
        " elapsed time: {}.{:06} seconds ({days}d {}h {}m {}s)\n",
        text.as_secs(),
        text.subsec_micros(),
        rest / 3600,
        rest % 3600 / 60,
        rest % 60
    )
}

/// Everything that is mapped.
pub fn dynamic_libraries(_: &Failure, out: &mut Output) -> fmt::Result {
    out.write_str("\nDynamic libraries:\n")?;
    copy(c"/proc/self/maps", out);
    out.write_str("\n")
}

/// Other threads of the process: those that run no Java.
pub fn native_threads(out: &mut Output, is_java: impl Fn(u32) -> bool) -> fmt::Result {
    let Some(directory) = File::open(c"/proc/self/task") else { return Ok(()) };
    let mut entries = [0_u8; 4096];
    loop {
        // SAFETY: the range is writable.
        let count = unsafe {
            let place = entries.as_mut_ptr();
            libc::syscall(libc::SYS_getdents64, directory.0, place, entries.len())
        };
        let Ok(count @ 1..) = usize::try_from(count) else { return Ok(()) };
        let mut rest = &entries[..count];
        while rest.len() > 19 {
            let length = usize::from(u16::from_ne_bytes([rest[16], rest[17]])).max(19);
            let entry = &rest[..length.min(rest.len())];
            rest = &rest[entry.len()..];
            let name = entry[19..].split(|&byte| byte == 0).next().unwrap_or_default();
            let tid = std::str::from_utf8(name).ok().and_then(|name| name.parse::<u32>().ok());
            if let Some(tid) = tid.filter(|&tid| !is_java(tid)) {
                native_thread(tid, out)?;
            }
        }
    }
}

fn native_thread(tid: u32, out: &mut Output) -> fmt::Result {
    let mut path = super::output::Text::<64>::new();
    write!(path, "/proc/self/task/{tid}/comm\0")?;
    out.write_str("  \"")?;
    if let Ok(path) = CStr::from_bytes_with_nul(path.as_str().as_bytes()) {
        for_each_line(path, |name| {
            out.write_bytes(name);
            false
        });
    }
    write!(out, "\" [id={tid}")?;
    if let Some(method) = super::compiling::current(tid) {
        out.write_str(", compiling ")?;
        super::frames::write_method(out, method)?;
    }
    out.write_str("]\n")
}

/// Variables of the environment that change what the VM does.
const VARIABLES: [&str; 16] = [
    "JAVA_HOME",
    "JAVA_TOOL_OPTIONS",
    "_JAVA_OPTIONS",
    "JDK_JAVA_OPTIONS",
    "CLASSPATH",
    "PATH",
    "USERNAME",
    "LD_LIBRARY_PATH",
    "LD_PRELOAD",
    "SHELL",
    "DISPLAY",
    "HOSTTYPE",
    "OSTYPE",
    "LANG",
    "LC_ALL",
    "TZ",
];

/// The environment, as far as it matters.
pub fn environment(_: &Failure, out: &mut Output) -> fmt::Result {
    out.write_str("\nEnvironment Variables:\n")?;
    for name in VARIABLES {
        let mut terminated = super::output::Text::<64>::new();
        write!(terminated, "{name}\0")?;
        // SAFETY: the name is terminated; the process changes its environment at its start only.
        let value = unsafe {
            let value = libc::getenv(terminated.as_str().as_ptr().cast());
            if value.is_null() { None } else { Some(CStr::from_ptr(value)) }
        };
        if let Some(value) = value {
            write!(out, "{name}=")?;
            out.write_bytes(value.to_bytes());
            out.write_str("\n")?;
        }
    }
    out.write_str("\n")
}

/// The kernel, the processor, and what the process may use.
pub fn system(_: &Failure, out: &mut Output) -> fmt::Result {
    out.write_str("\n---------------  S Y S T E M  ---------------\n\nOS:\n")?;
    copy(c"/etc/os-release", out);
    out.write_str("uname: ")?;
    // SAFETY: plain data filled by the call, with terminated texts.
    unsafe {
        let mut names: libc::utsname = std::mem::zeroed();
        libc::uname(&raw mut names);
        for field in [&names.sysname, &names.release, &names.version, &names.machine] {
            out.write_bytes(CStr::from_ptr(field.as_ptr()).to_bytes());
            out.write_str(" ")?;
        }
    }
    out.write_str("\nlibc: ")?;
    // SAFETY: a terminated text that lives for ever.
    out.write_bytes(unsafe { CStr::from_ptr(libc::gnu_get_libc_version()) }.to_bytes());
    out.write_str("\nload average: ")?;
    copy(c"/proc/loadavg", out);
    out.write_str("\n/proc/meminfo:\n")?;
    copy(c"/proc/meminfo", out);
    for (name, path) in [
        ("memory.max", c"/sys/fs/cgroup/memory.max"),
        ("memory.current", c"/sys/fs/cgroup/memory.current"),
        ("cpu.max", c"/sys/fs/cgroup/cpu.max"),
        ("pids.max", c"/sys/fs/cgroup/pids.max"),
    ] {
        for_each_line(path, |line| {
            let _ = write!(out, "control group {name}: ");
            out.write_bytes(line);
            let _ = out.write_str("\n");
            false
        });
    }
    out.write_str("\nlimits:\n")?;
    copy(c"/proc/self/limits", out);
    out.write_str("\nprocess:\n")?;
    copy(c"/proc/self/status", out);
    out.write_str("\nCPU: ")?;
    write_value(c"/proc/cpuinfo", "model name", out);
    out.write_str("\nflags: ")?;
    write_value(c"/proc/cpuinfo", "flags", out);
    out.write_str("\n")
}

/// Where the system would put a core dump, and whether it would.
pub fn core_dump(_: &Failure, out: &mut Output) -> fmt::Result {
    let wanted = super::facts::get().is_none_or(|facts| facts.dumps_core);
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: plain data filled by the call.
    unsafe { libc::getrlimit(libc::RLIMIT_CORE, &raw mut limit) };
    if !wanted {
        return out.write_str("# CreateCoredumpOnCrash turned off, no core file dumped\n#\n");
    }
    if limit.rlim_cur == 0 {
        return out.write_str(
            "# No core dump will be written. Core dumps have been disabled. To enable core \
             dumping, try \"ulimit -c unlimited\" before starting Java again\n#\n",
        );
    }
    out.write_str("# Core dump will be written. Default location: ")?;
    copy_line(c"/proc/sys/kernel/core_pattern", out);
    out.write_str("\n#\n")
}

fn copy_line(path: &CStr, out: &mut Output) {
    for_each_line(path, |line| {
        out.write_bytes(line);
        false
    });
}

/// What an address is, in a few words: for registers and words of the stack.
pub fn write_meaning(out: &mut Output, address: usize) -> fmt::Result {
    if address == 0 {
        return out.write_str("null");
    }
    if super::frames::is_compiled_code(address) {
        return super::frames::write_code(out, address);
    }
    if let Some(module) = elf::module_of(address) {
        return super::frames::write_native(out, &module, address);
    }
    super::process::write_region(out, address)
}
