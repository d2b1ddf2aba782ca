//! The disk cache (`-XX:AOTCache`): bodies that this run compiled, for the next run of the program.
//!
//! At start a thread reads what the last run of the same program needed, in that order, into
//! [`super::warm`]. At exit the bodies that lived to the end are stored, and the order in which
//! bodies were installed. The directory is shared by all programs; a key names a question, so that
//! programs share bodies, and each VM checks for itself whether a body fits.

use super::{remote, warm};
use crate::boot;
use crate::codecache::install::Installed;
use crate::counters::Counter;
use crate::options::VmConfig;
use crate::trace;
use cortado_protocol::CONTRACT;
use cortado_protocol::body::CompiledBody;
use cortado_protocol::message::Id128;
use cortado_protocol::portable::{Asked, Key, PortableBody, Program};
use cortado_protocol::request::CompileRequest;
use cortado_protocol::store::{Access, Options, Store, StoreError};
use parking_lot::Mutex;
use std::collections::HashSet;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::Ordering;

/// A body of this run.
struct Row {
    key: Key,
    installed: &'static Installed,
    /// None if it is in the store.
    bytes: Option<Vec<u8>>,
}

/// Bodies in the order of their installation.
static ROWS: Mutex<Vec<Row>> = Mutex::new(Vec::new());

fn directory() -> Option<&'static Path> {
    let directory = &boot::config().flags.AOTCache;
    (!directory.is_empty()).then(|| Path::new(directory))
}

fn open(directory: &Path, access: Access) -> Result<Store, StoreError> {
    Store::open(directory, Options::new(stamp(), access))
}

/// Bodies of another build are of no use: the contract says how code behaves, and the program file
/// which compiler has made it.
fn stamp() -> u64 {
    let mut stamp = CONTRACT;
    let file = std::env::current_exe().and_then(|path| path.metadata());
    if let Ok(file) = file {
        for word in [file.len(), file.mtime().cast_unsigned(), file.mtime_nsec().cast_unsigned()] {
            stamp = (stamp ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
        }
    }
    stamp
}

/// What program this is.
pub fn program() -> Program {
    static PROGRAM: OnceLock<Program> = OnceLock::new();
    *PROGRAM.get_or_init(|| program_of(boot::config()))
}

fn program_of(config: &VmConfig) -> Program {
    let launch = format!("{:?}", config.launch);
    let java_home = config.properties.get("java.home").unwrap_or_default();
    Program::of(&[
        java_home.as_bytes(),
        config.class_path().as_bytes(),
        config.properties.get("jdk.module.path").unwrap_or_default().as_bytes(),
        config.boot_class_path_append.as_bytes(),
        launch.as_bytes(),
        config.java_home.as_deref().map_or(&[][..], |path| path.as_os_str().as_bytes()),
    ])
}

/// Begins to read what the last run of this program needed.
pub fn start() {
    let Some(directory) = directory() else { return };
    let load = move || match open(directory, Access::Read) {
        Ok(store) => load(&store),
        Err(error) => trace!(Compilation, "no cache of earlier runs: {error}"),
    };
    let thread = std::thread::Builder::new().name("CacheLoader".to_owned());
    // Without the thread, methods are compiled as if the cache were empty.
    let _ = thread.spawn(load);
}

fn load(store: &Store) {
    let program = program();
    for key in store.list(&program.0).unwrap_or_default() {
        for bytes in store.get(&key) {
            match PortableBody::from_bytes(&bytes) {
                Ok(body) => warm::offer(body),
                Err(error) => trace!(Compilation, "a body of an earlier run: {error}"),
            }
        }
    }
    trace!(Compilation, "{} bodies of earlier runs wait", warm::waiting());
}

/// The bytes by which another run can use a body, if bodies are kept.
pub fn make_portable(
    request: &CompileRequest,
    body: &CompiledBody,
    asked: &Asked,
) -> Option<(Key, Vec<u8>)> {
    directory()?;
    match PortableBody::new(request, body, asked) {
        Ok(portable) => Some((portable.key, portable.to_bytes())),
        Err(reason) => {
            Counter::NotPortable.increment();
            let method = request.method(request.method);
            let class = &request.class(method.class).name;
            trace!(Compilation, "{class}.{} is not portable: {reason}", method.name);
            None
        }
    }
}

/// Notes a body that was compiled in this run.
pub fn compiled((key, bytes): (Key, Vec<u8>), installed: &'static Installed) {
    ROWS.lock().push(Row { key, installed, bytes: Some(bytes) });
}

/// Notes a body that came from the store or a server.
pub fn used(key: Key, installed: &'static Installed) {
    if directory().is_some() || remote::is_used() {
        ROWS.lock().push(Row { key, installed, bytes: None });
    }
}

/// Keys of the bodies from elsewhere that lived to the end, in the order of their installation.
pub fn used_keys() -> Vec<Id128> {
    let rows = ROWS.lock();
    let foreign = rows
        .iter()
        .filter(|row| row.bytes.is_none() && !row.installed.dead.load(Ordering::Acquire));
    let mut seen = HashSet::new();
    foreign.filter(|row| seen.insert(row.key)).map(|row| row.key.0).collect()
}

/// Stores what the next run will need. At the end of the process.
pub fn save() {
    let Some(directory) = directory() else { return };
    let rows = std::mem::take(&mut *ROWS.lock());
    if rows.is_empty() {
        return;
    }
    if let Err(error) = save_rows(directory, &rows) {
        trace!(Compilation, "bodies are not kept: {error}");
    }
}

fn save_rows(directory: &Path, rows: &[Row]) -> Result<(), StoreError> {
    let live = |row: &&Row| !row.installed.dead.load(Ordering::Acquire);
    let program = program();
    let store = open(directory, Access::Write)?;
    let mut keys = Vec::new();
    let mut seen = HashSet::new();
    for row in rows.iter().filter(live) {
        if let Some(bytes) = &row.bytes {
            store.put(&row.key.0, bytes)?;
        }
        if seen.insert(row.key) {
            keys.push(row.key.0);
        }
    }
    // What this run did not come to may be needed by the next.
    for key in store.list(&program.0).unwrap_or_default() {
        if let Ok(key) = key.try_into()
            && seen.insert(Key(key))
        {
            keys.push(key);
        }
    }
    // Nobody waits for the disk: what a crash of the machine damages, checksums tell.
    store.set_list(&program.0, &keys).map(drop)
}
