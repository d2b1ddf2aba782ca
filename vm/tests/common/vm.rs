//! The VM in the test's own process.

use cortado_vm::class::{ClassRef, wk};
use cortado_vm::classpath::java_home::JavaHome;
use cortado_vm::classpath::{JImage, SearchPath};
use cortado_vm::heap::{self, HeapConfig};
use cortado_vm::link::loader;
use cortado_vm::meta::{self, intern};
use cortado_vm::thread::{self, AttachOptions, Thread};

/// Starts the parts of the VM that loading classes needs; no Java code runs.
pub fn boot() -> &'static Thread {
    let home = JavaHome::find(None).expect("an installed JDK");
    meta::init().unwrap();
    heap::init(&HeapConfig { max_bytes: Some(64 << 20), ..HeapConfig::DEFAULT }).unwrap();
    let image = JImage::open(&home.modules_file()).unwrap();
    loader::init(loader::BootPath { image, append: SearchPath::default() });
    let t = thread::attach(&AttachOptions {
        name: "main".to_owned(),
        java_stack_bytes: 1 << 20,
        daemon: false,
    })
    .unwrap();
    for (name, cell) in wk::rows() {
        cell.set(Some(load(t, name)));
    }
    wk::resolve_fields().unwrap();
    t
}

/// Loads a class of the class library.
pub fn load(t: &Thread, name: &str) -> ClassRef {
    loader::load_boot_class(t, intern(name)).unwrap_or_else(|_| panic!("cannot load {name}"))
}
