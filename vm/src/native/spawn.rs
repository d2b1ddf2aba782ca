//! Starting another program, for `java.lang.ProcessImpl`.
//!
//! `posix_spawn` makes the child as vfork does, without copying the heap's page tables, and tells
//! why the program could not be started. The child gets three streams and no other descriptor.

use std::ffi::{CStr, CString, OsStr, c_char, c_int};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::sync::OnceLock;

use super::host::Errno;

/// What to start, and how. Names and blocks end with a NUL, as Java gives them.
pub(super) struct Program {
    /// Its file; looked for on PATH when it has no slash.
    pub(super) name: Vec<u8>,
    /// The arguments after the name, each ended by a NUL.
    pub(super) arguments: Vec<u8>,
    /// The environment, each variable ended by a NUL; none to inherit ours.
    pub(super) environment: Option<Vec<u8>>,
    /// Its working directory.
    pub(super) directory: Option<Vec<u8>>,
    /// Its standard streams; -1 for a pipe to us.
    pub(super) streams: [i32; 3],
    /// Whether standard error goes where standard output goes.
    pub(super) redirect_error: bool,
}

/// A child.
#[derive(Debug)]
pub(super) struct Spawned {
    /// Its process id.
    pub(super) pid: i32,
    /// Our ends of the pipes; -1 where there is none.
    pub(super) pipes: [i32; 3],
}

/// What failed, in words (empty for the start itself), and why.
pub(super) type Failure = (&'static str, Errno);

/// The directories of PATH at start-up, as in HotSpot.
fn path() -> &'static [Vec<u8>] {
    static PATH: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    PATH.get_or_init(|| {
        let path = std::env::var_os("PATH").unwrap_or_else(|| ":/bin:/usr/bin".into());
        // An empty element is the working directory.
        let directory = |name: &[u8]| if name.is_empty() { b".".to_vec() } else { name.to_vec() };
        path.as_bytes().split(|&byte| byte == b':').map(directory).collect()
    })
}

/// Remembers PATH.
pub(super) fn init() {
    path();
}

/// Both ends of a pipe, closed when it goes out of scope unless taken.
struct Pipe {
    read: i32,
    write: i32,
}

impl Pipe {
    fn new() -> Result<Pipe, Failure> {
        let mut ends = [0i32; 2];
        // SAFETY: room for two descriptors.
        match unsafe { libc::pipe2(ends.as_mut_ptr(), libc::O_CLOEXEC) } {
            -1 => Err(("Bad file descriptor", Errno::last())),
            _ => Ok(Pipe { read: ends[0], write: ends[1] }),
        }
    }

    /// Takes the end for us: we write to stream 0 of the child and read from the others.
    fn take_ours(&mut self, stream: usize) -> i32 {
        std::mem::replace(if stream == 0 { &mut self.write } else { &mut self.read }, -1)
    }

    fn theirs(&self, stream: usize) -> i32 {
        if stream == 0 { self.read } else { self.write }
    }
}

impl Drop for Pipe {
    fn drop(&mut self) {
        for fd in [self.read, self.write] {
            if fd != -1 {
                // SAFETY: ours, closed once.
                unsafe { libc::close(fd) };
            }
        }
    }
}

/// Starts the program.
pub(super) fn spawn(program: &Program) -> Result<Spawned, Failure> {
    let mut pipes: [Option<Pipe>; 3] = [None, None, None];
    let mut child = program.streams;
    for stream in 0..3 {
        if program.streams[stream] == -1 && !(stream == 2 && program.redirect_error) {
            let pipe = pipes[stream].insert(Pipe::new()?);
            child[stream] = pipe.theirs(stream);
        }
    }
    if program.redirect_error {
        child[2] = 1;
    }
    let setup = Setup::new(child, program.directory.as_deref())?;
    let arguments = c_strings(&program.arguments);
    let environment = program.environment.as_deref().map(c_strings);
    let name = c_strings(&program.name).into_iter().next().unwrap_or_default();
    let pid = setup.start(&name, &arguments, environment.as_deref()).map_err(|e| ("", e))?;
    let mut ours = [-1; 3];
    for (stream, pipe) in pipes.iter_mut().enumerate() {
        if let Some(pipe) = pipe {
            ours[stream] = pipe.take_ours(stream);
        }
    }
    Ok(Spawned { pid, pipes: ours })
}

/// The strings of a block in which each ends with a NUL.
fn c_strings(block: &[u8]) -> Vec<CString> {
    block
        .split_inclusive(|&byte| byte == 0)
        .filter_map(|text| CStr::from_bytes_with_nul(text).ok())
        .map(CStr::to_owned)
        .collect()
}

/// Pointers to strings with a null at the end, as exec wants them.
fn pointers<'a>(strings: impl Iterator<Item = &'a CString>) -> Vec<*mut c_char> {
    strings.map(|text| text.as_ptr().cast_mut()).chain([std::ptr::null_mut()]).collect()
}

/// What the child does between its birth and the program.
struct Setup {
    actions: libc::posix_spawn_file_actions_t,
    attributes: libc::posix_spawnattr_t,
    /// The child's working directory; `actions` may refer to it.
    directory: Option<CString>,
}

impl Setup {
    fn new(streams: [i32; 3], directory: Option<&[u8]>) -> Result<Setup, Failure> {
        let directory = directory.and_then(|name| c_strings(name).into_iter().next());
        // SAFETY: both are initialised below before use; all-zero is valid for the C library.
        let (actions, attributes) = unsafe { std::mem::zeroed() };
        let mut setup = Setup { actions, attributes, directory };
        let status = setup.fill(streams);
        if status == 0 { Ok(setup) } else { Err(("", Errno(status))) }
    }

    fn fill(&mut self, streams: [i32; 3]) -> c_int {
        let actions = &raw mut self.actions;
        let attributes = &raw mut self.attributes;
        let directory = self.directory.as_ref();
        // SAFETY: initialised first; signal sets are plain memory; the directory is a C string.
        unsafe {
            let mut pipe_signal: libc::sigset_t = std::mem::zeroed();
            let mut no_signals: libc::sigset_t = std::mem::zeroed();
            libc::sigemptyset(&mut no_signals);
            libc::sigemptyset(&mut pipe_signal);
            // Rust programs ignore it; other programs do not expect that.
            libc::sigaddset(&mut pipe_signal, libc::SIGPIPE);
            let flags = libc::POSIX_SPAWN_SETSIGDEF | libc::POSIX_SPAWN_SETSIGMASK;
            let mut status = libc::posix_spawn_file_actions_init(actions)
                | libc::posix_spawnattr_init(attributes)
                | libc::posix_spawnattr_setsigdefault(attributes, &pipe_signal)
                | libc::posix_spawnattr_setsigmask(attributes, &no_signals)
                | libc::posix_spawnattr_setflags(attributes, flags as libc::c_short);
            for (to, from) in (0..).zip(streams) {
                status |= libc::posix_spawn_file_actions_adddup2(actions, from, to);
            }
            status |= libc::posix_spawn_file_actions_addclosefrom_np(actions, 3);
            if let Some(directory) = directory {
                status |= libc::posix_spawn_file_actions_addchdir_np(actions, directory.as_ptr());
            }
            status
        }
    }

    /// Starts `name`, looked for as a shell would.
    fn start(
        &self,
        name: &CStr,
        arguments: &[CString],
        environment: Option<&[CString]>,
    ) -> Result<i32, Errno> {
        if name.to_bytes().contains(&b'/') {
            return self.start_file(name, name, arguments, environment);
        }
        let mut error = Errno(libc::ENOENT);
        for directory in path() {
            let file =
                Path::new(OsStr::from_bytes(directory)).join(OsStr::from_bytes(name.to_bytes()));
            // A relative element counts from the child's directory, which only the child can try.
            if file.is_absolute() && !file.exists() {
                continue;
            }
            let Ok(file) = CString::new(file.as_os_str().as_bytes()) else { continue };
            match self.start_file(&file, name, arguments, environment) {
                Err(Errno(
                    libc::ENOENT
                    | libc::ENOTDIR
                    | libc::ELOOP
                    | libc::ESTALE
                    | libc::ENODEV
                    | libc::ETIMEDOUT
                    | libc::ENAMETOOLONG,
                )) => {}
                // Remembered: a later directory may have one that can be executed.
                Err(errno @ Errno(libc::EACCES)) => error = errno,
                result => return result,
            }
        }
        Err(error)
    }

    /// Starts a file; one that is text without `#!` is the shell's, as always in Unix.
    fn start_file(
        &self,
        file: &CStr,
        name: &CStr,
        arguments: &[CString],
        environment: Option<&[CString]>,
    ) -> Result<i32, Errno> {
        let name = name.to_owned();
        let argv = pointers(std::iter::once(&name).chain(arguments));
        match self.exec(file, &argv, environment) {
            Err(Errno(libc::ENOEXEC)) => {
                let script = file.to_owned();
                let shell = c"/bin/sh".to_owned();
                let argv = pointers([&shell, &script].into_iter().chain(arguments));
                self.exec(&shell, &argv, environment)
            }
            result => result,
        }
    }

    fn exec(
        &self,
        file: &CStr,
        argv: &[*mut c_char],
        environment: Option<&[CString]>,
    ) -> Result<i32, Errno> {
        unsafe extern "C" {
            static environ: *const *mut c_char;
        }
        let envp = environment.map(|strings| pointers(strings.iter()));
        // SAFETY: reading the pointer; whoever changes the environment is at fault.
        let envp = envp.as_ref().map_or_else(|| unsafe { environ }, |envp| envp.as_ptr());
        let mut pid = 0;
        // SAFETY: C strings and null-terminated lists of them, which live through the call.
        let status = unsafe {
            libc::posix_spawn(
                &mut pid,
                file.as_ptr(),
                &self.actions,
                &self.attributes,
                argv.as_ptr(),
                envp,
            )
        };
        if status == 0 { Ok(pid) } else { Err(Errno(status)) }
    }
}

impl Drop for Setup {
    fn drop(&mut self) {
        // SAFETY: initialised by `fill`.
        unsafe {
            libc::posix_spawn_file_actions_destroy(&mut self.actions);
            libc::posix_spawnattr_destroy(&mut self.attributes);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::{self, File};
    use std::io::Read;
    use std::os::fd::FromRawFd;
    use std::os::unix::fs::PermissionsExt;

    fn program(name: &str, arguments: &[&str]) -> Program {
        Program {
            name: format!("{name}\0").into_bytes(),
            arguments: arguments
                .iter()
                .flat_map(|text| [text.as_bytes(), b"\0"].concat())
                .collect(),
            environment: None,
            directory: None,
            streams: [-1; 3],
            redirect_error: false,
        }
    }

    /// Runs a program; its output, errors and wait status.
    fn run(program: &Program) -> Result<(String, String, i32), Failure> {
        let Spawned { pid, pipes } = spawn(program)?;
        let mut texts = [String::new(), String::new()];
        for (text, fd) in texts.iter_mut().zip(&pipes[1..]) {
            if *fd != -1 {
                // SAFETY: the pipe is ours.
                unsafe { File::from_raw_fd(*fd) }.read_to_string(text).unwrap();
            }
        }
        let mut status = 0;
        // SAFETY: our child, and pipes of ours.
        unsafe {
            libc::close(pipes[0]);
            libc::waitpid(pid, &mut status, 0);
        }
        let [out, err] = texts;
        Ok((out, err, status))
    }

    #[test]
    fn programs_get_arguments_environment_directory_and_streams() {
        assert_eq!(run(&program("echo", &["a b", "c"])).unwrap(), ("a b c\n".into(), "".into(), 0));
        let mut env = program("/usr/bin/env", &[]);
        env.environment = Some(b"A=b\0C=\0".to_vec());
        env.directory = Some(b"/usr\0".to_vec());
        assert_eq!(run(&env).unwrap().0, "A=b\nC=\n");
        let script = "echo out; echo err >&2; pwd; exit 3";
        let mut shell = program("sh", &["-c", script]);
        shell.directory = Some(b"/usr\0".to_vec());
        assert_eq!(run(&shell).unwrap(), ("out\n/usr\n".into(), "err\n".into(), 3 << 8));
        shell.redirect_error = true;
        assert_eq!(run(&shell).unwrap().0, "out\nerr\n/usr\n");
        // Standard streams, and what ls opens for itself.
        assert_eq!(run(&program("ls", &["/proc/self/fd"])).unwrap().0, "0\n1\n2\n3\n");
    }

    #[test]
    fn failures_are_those_of_exec() {
        let dir = tempfile::TempDir::new().unwrap();
        let file = dir.path().join("script");
        fs::write(&file, "echo script $1\n").unwrap();
        let name = file.to_str().unwrap();
        let failure = |program: &Program| run(program).unwrap_err().1.0;
        assert_eq!(failure(&program(name, &[])), libc::EACCES);
        assert_eq!(failure(&program("/no/such", &[])), libc::ENOENT);
        assert_eq!(failure(&program("no-such-program", &[])), libc::ENOENT);
        let mut lost = program("pwd", &[]);
        lost.directory = Some(b"/no/such\0".to_vec());
        assert_eq!(failure(&lost), libc::ENOENT);
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
        assert_eq!(run(&program(name, &["x"])).unwrap().0, "script x\n");
    }
}
