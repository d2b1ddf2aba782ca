//! Start-up and shut-down: one line per step, as in HotSpot's `Threads::create_vm`.

use crate::class::wk::{self, off};
use crate::class::{ClassRef, init};
use crate::classpath::java_home::JavaHome;
use crate::classpath::{JImage, SearchPath};
use crate::codecache;
use crate::compile::{cache, policy, remote};
use crate::crash;
use crate::error::{R, Thrown, fatal};
use crate::heap::{self, HeapConfig, ObjRef};
use crate::interp;
use crate::launcher::{failure, reports};
use crate::link::{loader, mirror};
use crate::meta::{self, intern};
use crate::native;
use crate::options::{MainEntry, VmConfig};
use crate::phases::{self, Phase};
use crate::runtime::value::{Args, to_ref};
use crate::runtime::{alloc, string, throw};
use crate::thread::{self, AttachOptions, Thread};
use crate::trace;
use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;
use std::sync::OnceLock;

static CONFIG: OnceLock<VmConfig> = OnceLock::new();

/// How this VM was started.
///
/// # Panics
/// Before [`run`].
pub fn config() -> &'static VmConfig {
    CONFIG.get().expect("the VM is starting")
}

/// Whether `--enable-preview` was given.
pub fn is_preview_enabled() -> bool {
    CONFIG.get().is_some_and(|config| config.enable_preview)
}

/// What `-XX:CompileCommand` asks for; nothing in a VM without options.
pub fn compile_commands() -> &'static [String] {
    CONFIG.get().map_or(&[], |config| &config.flags.CompileCommand)
}

/// Whether the stress mode is on in which every poll leaves compiled code.
pub fn leaves_code_at_polls() -> bool {
    CONFIG.get().is_some_and(|config| config.flags.DeoptimizeAtPolls)
}

/// Whether debuggers are told of compiled code.
pub fn announces_code() -> bool {
    CONFIG.get().is_some_and(|config| config.flags.AnnounceCodeToDebugger)
}

/// Whether the bytecode of classes is verified: of those of the bootstrap loader if `local`, else
/// of all others.
pub fn verifies_bytecode(local: bool) -> bool {
    CONFIG.get().is_some_and(|config| {
        let flags = &config.flags;
        if local { flags.BytecodeVerificationLocal } else { flags.BytecodeVerificationRemote }
    })
}

/// Java stack bytes for each byte of `-Xss`: a recursion that HotSpot compiles needs less stack
/// there than our frames do.
pub const STACK_FACTOR: usize = 4;

/// Native stack of a Java thread other than main.
pub const NATIVE_STACK_BYTES: usize = 16 << 20;

/// Size of the Java stack of threads that do not ask for one.
pub fn java_stack_bytes() -> usize {
    usize::try_from(config().stack_bytes()).unwrap_or(1 << 20).saturating_mul(STACK_FACTOR)
}

/// Runs the program that `config` describes on this OS thread, which becomes the Java thread
/// `main`. Returns the exit code; `System.exit` does not return at all.
pub fn run(config: VmConfig) -> i32 {
    if CONFIG.set(config).is_err() {
        fatal("a second VM in this process");
    }
    let t = match start() {
        Ok(t) => t,
        Err(text) => {
            failure::report(&text);
            return 1;
        }
    };
    phases::reach(Phase::Vm);
    if let Err(thrown) = initialize(t) {
        failure::report_exception(t, thrown.0);
        return 1;
    }
    phases::reach(Phase::Library);
    crash::provoke_in_vm();
    let code = launch(t);
    shut_down(t);
    code
}

/// Host-side start: memory, class path, this thread.
fn start() -> Result<&'static Thread, String> {
    let config = config();
    let home = JavaHome::find(config.java_home.as_deref()).map_err(|e| e.to_string())?;
    native::configure(config, &home);
    native::java_lang_shutdown::set_exit_hook(reports::exit);
    meta::init().map_err(|e| e.to_string())?;
    let sizes = config.heap_sizes();
    reports::heap_limit(config.flags.MaxHeapSize, heap::MAX_BYTES as u64);
    heap::init(&HeapConfig {
        max_bytes: Some(sizes.max as usize),
        initial_bytes: Some((sizes.initial.min(sizes.max)) as usize),
        nursery_bytes: (sizes.young > 0).then_some(sizes.young as usize),
        gc_threads: (config.flags.ParallelGCThreads > 0)
            .then_some(config.flags.ParallelGCThreads as usize),
        stress_every: config.flags.GCEveryNthAllocation as u32,
        always_defrag: false,
        verify: config.flags.VerifyHeap,
        hook: Some(reports::collection),
    })
    .map_err(|e| e.to_string())?;
    codecache::init(config.flags.ReservedCodeCacheSize as usize)
        .map_err(|error| format!("Could not reserve enough space for code cache: {error}"))?;
    policy::configure(&config.flags);
    cache::start();
    remote::start(config);
    let image = JImage::open(&home.modules_file()).map_err(|e| e.to_string())?;
    let append = SearchPath::parse(OsStr::new(&config.boot_class_path_append));
    loader::init(loader::BootPath { image, append });
    thread::attach(&AttachOptions {
        name: "main".to_owned(),
        java_stack_bytes: java_stack_bytes(),
        daemon: false,
    })
    .map_err(|e| e.to_string())
}

/// Java-side start, in HotSpot's order.
fn initialize(t: &'static Thread) -> R<()> {
    load_well_known(t)?;
    native::set_unsafe_constants(t)?;
    for class in [wk::string(), wk::system(), wk::class(), wk::thread_group(), wk::thread()] {
        init::ensure_initialized(t, class)?;
    }
    create_main_thread(t)?;
    for class in [wk::module(), wk::method(), wk::finalizer()] {
        init::ensure_initialized(t, class)?;
    }
    throw::preallocate(t)?;
    call_system(t, "initPhase1", "()V", &Args::new())?;
    phases::reach(Phase::Core);
    for class in [
        wk::method_handle(),
        wk::resolved_method_name(),
        wk::member_name(),
        wk::method_handle_natives(),
    ] {
        init::ensure_initialized(t, class)?;
    }
    let verbose = trace::enabled(trace::Topic::Startuptime, trace::Level::Debug);
    let phase2 = Args::new().int(0).int(i32::from(verbose));
    if call_system(t, "initPhase2", "(ZZ)I", &phase2)? as i32 != 0 {
        shut_down_at_once(1);
    }
    phases::reach(Phase::Modules);
    call_system(t, "initPhase3", "()V", &Args::new())?;
    loader::set_system_loader(t)?;
    Ok(())
}

fn load_well_known(t: &Thread) -> R<()> {
    for (name, cell) in wk::rows() {
        cell.set(Some(loader::load_boot_class(t, intern(name))?));
        if name == "java/lang/ref/Reference" {
            resolve_fields();
            heap::set_reference_layout(
                off::reference_referent() as u32,
                off::reference_next() as u32,
                off::reference_discovered() as u32,
            );
        }
    }
    resolve_fields();
    Ok(())
}

fn resolve_fields() {
    if let Err(missing) = wk::resolve_fields() {
        fatal(&format!("the class library has no field {missing}"));
    }
}

fn call_system(t: &Thread, name: &str, desc: &str, args: &Args) -> R<u64> {
    interp::call(t, wk::method_of(wk::system(), name, desc), args.slots())
}

/// Makes the thread groups and the `java.lang.Thread` of this thread.
fn create_main_thread(t: &'static Thread) -> R<()> {
    let group = wk::thread_group();
    let system = alloc::instance(t, group)?;
    interp::call(t, wk::method_of(group, "<init>", "()V"), Args::new().obj(Some(system)).slots())?;
    let main = alloc::instance(t, group)?;
    let name = string::new(t, "main")?;
    let args = Args::new().obj(Some(main)).obj(Some(system)).obj(Some(name));
    let desc = "(Ljava/lang/ThreadGroup;Ljava/lang/String;)V";
    interp::call(t, wk::method_of(group, "<init>", desc), args.slots())?;
    let object = alloc::instance(t, wk::thread())?;
    object.set_i64(off::thread_eetop(), std::ptr::from_ref(t).addr() as i64);
    object.set_i32(off::thread_priority(), 5);
    t.thread_obj.set(Some(object));
    let args = Args::new().obj(Some(object)).obj(Some(main)).obj(Some(name));
    interp::call(t, wk::method_of(wk::thread(), "<init>", desc), args.slots())?;
    /// `JVMTI_THREAD_STATE_ALIVE | JVMTI_THREAD_STATE_RUNNABLE`
    const RUNNABLE: i32 = 0x0005;
    object.set_i32(off::thread_status(), RUNNABLE);
    Ok(())
}

/// Loads the main class and calls `main`, as the launcher of `java` does. Returns the exit code.
fn launch(t: &'static Thread) -> i32 {
    let plan = &config().launch;
    match crate::launcher::plan::perform(t, plan) {
        Ok(true) => {}
        Ok(false) => return plan.exit_code,
        Err(thrown) => return uncaught(t, thrown),
    }
    let Some(main) = &plan.main else { return plan.exit_code };
    let class = match load_main_class(t, main) {
        Ok(class) => class,
        Err(thrown) => return uncaught(t, thrown),
    };
    phases::reach(Phase::MainLoaded);
    if plan.dry_run {
        return 0;
    }
    match call_main(t, class) {
        Ok(()) => 0,
        Err(thrown) => uncaught(t, thrown),
    }
}

/// Calls a static method of `sun.launcher.LauncherHelper`.
pub fn launcher_helper(t: &Thread, name: &str, desc: &str, args: &Args) -> R<Option<ObjRef>> {
    let class = loader::load_boot_class(t, intern("sun/launcher/LauncherHelper"))?;
    init::ensure_initialized(t, class)?;
    interp::call(t, wk::method_of(class, name, desc), args.slots()).map(to_ref)
}

fn load_main_class(t: &Thread, main: &MainEntry) -> R<ClassRef> {
    let what = string::new(t, &main.what)?;
    let args = Args::new().int(1).int(main.mode as i32).obj(Some(what));
    let desc = "(ZILjava/lang/String;)Ljava/lang/Class;";
    let class = launcher_helper(t, "checkAndLoadMain", desc, &args)?;
    class.and_then(mirror::class_of).ok_or_else(|| throw::npe(t))
}

/// A word of the command line as a Java string, decoded from the platform's encoding.
fn java_argument(t: &Thread, word: &OsString) -> R<ObjRef> {
    native::string_from_system(t, word.as_bytes())
}

fn call_main(t: &Thread, class: ClassRef) -> R<()> {
    let words = &config().arguments;
    let array = alloc::ref_array(t, wk::string(), words.len())?;
    for (index, word) in words.iter().enumerate() {
        let text = java_argument(t, word)?;
        array.set_ref_element(index, Some(text));
    }
    phases::reach(Phase::MainEntered);
    init::ensure_initialized(t, class)?;
    let main = class
        .find_class_method(intern("main"), intern("([Ljava/lang/String;)V"))
        .ok_or_else(|| throw::new(t, "java/lang/NoSuchMethodError", "main"))?;
    interp::call(t, main, Args::new().obj(Some(array)).slots()).map(|_| ())
}

/// Lets the thread's handler report an exception that left `main`; the exit code is 1.
fn uncaught(t: &Thread, thrown: Thrown) -> i32 {
    let thread = t.thread_obj.get();
    let dispatch =
        wk::method_of(wk::thread(), "dispatchUncaughtException", "(Ljava/lang/Throwable;)V");
    let args = Args::new().obj(thread).obj(Some(thrown.0));
    if interp::call(t, dispatch, args.slots()).is_err() {
        eprintln!(
            "\nException: {} thrown from the UncaughtExceptionHandler in thread \"{}\"",
            thrown.0.class().external_name(),
            t.name()
        );
    }
    1
}

/// DestroyJavaVM: waits for the other threads, then runs the shutdown hooks.
fn shut_down(t: &'static Thread) {
    thread::registry::wait_for_non_daemons(t);
    let name = intern("java/lang/Shutdown");
    let done = loader::load_boot_class(t, name).and_then(|class| {
        init::ensure_initialized(t, class)?;
        interp::call(t, wk::method_of(class, "shutdown", "()V"), &[])
    });
    if let Err(thrown) = done {
        eprintln!("Exception {} in shutdown", thrown.0.class().external_name());
    }
}

/// Ends the process without any Java code.
fn shut_down_at_once(code: i32) -> ! {
    std::process::exit(code)
}
