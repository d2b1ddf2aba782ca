//! The file of the report, and what is done when it is written.

use super::Failure;
use super::facts::{self, Commands};
use super::output::{Output, Text};
use std::ffi::CStr;
use std::fmt::{self, Write};

const PATH_MAX: usize = 4096;
type Path = Text<PATH_MAX>;

/// The file's name without an option.
const USUAL_NAME: &str = "hs_err_pid%p.log";

/// Opens the file and says where it is; later steps write to it.
pub fn open(_: &Failure, out: &mut Output) -> fmt::Result {
    if let Some(stream) = facts::get().and_then(|facts| facts.stream) {
        out.redirect(stream);
        return Ok(());
    }
    for path in candidates() {
        if let Some(descriptor) = create(&path) {
            out.write_str("# An error report file with more information is saved as:\n# ")?;
            writeln!(out, "{}\n#", path.as_str().trim_end_matches('\0'))?;
            out.redirect(descriptor);
            return Ok(());
        }
    }
    out.write_str("# Can not save log file, dump to screen..\n")
}

/// Writes to standard output again.
pub fn close(_: &Failure, out: &mut Output) -> fmt::Result {
    out.redirect(libc::STDOUT_FILENO);
    Ok(())
}

/// Where the file may be: where the option says, in the working directory, in the directory of
/// temporary files.
fn candidates() -> impl Iterator<Item = Path> {
    let pattern = facts::get().map_or("", |facts| &facts.error_file);
    let named = (!pattern.is_empty()).then(|| expand("", pattern));
    let mut directory = [0_u8; PATH_MAX / 2];
    // SAFETY: the system writes a terminated text of at most that length.
    let known = unsafe { !libc::getcwd(directory.as_mut_ptr().cast(), directory.len()).is_null() };
    let usual = CStr::from_bytes_until_nul(&directory).ok().and_then(|text| text.to_str().ok());
    let usual = usual.filter(|_| known).map(|directory| expand(directory, USUAL_NAME));
    [named, usual, Some(expand("/tmp", USUAL_NAME))].into_iter().flatten()
}

/// The path with the process's number in place of `%p`, and its terminator.
fn expand(directory: &str, pattern: &str) -> Path {
    let mut path = Path::new();
    let mut write = |text: &str| {
        // What is too long is cut.
        let _ = path.write_str(text);
    };
    if !directory.is_empty() {
        write(directory);
        write("/");
    }
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('%') {
        write(before);
        rest = match after.as_bytes().first() {
            Some(b'p') => {
                let mut number = Text::<16>::new();
                let _ = write!(number, "{}", std::process::id());
                write(number.as_str());
                &after[1..]
            }
            Some(b'%') => {
                write("%");
                &after[1..]
            }
            _ => {
                write("%");
                after
            }
        };
    }
    write(rest);
    write("\0");
    path
}

fn create(path: &Path) -> Option<i32> {
    let path = CStr::from_bytes_with_nul(path.as_str().as_bytes()).ok()?;
    let flags = libc::O_WRONLY | libc::O_CREAT | libc::O_TRUNC | libc::O_CLOEXEC;
    // SAFETY: the path is terminated.
    let descriptor = unsafe { libc::open(path.as_ptr(), flags, 0o666) };
    (descriptor >= 0).then_some(descriptor)
}

/// Runs the commands of `-XX:OnError`.
pub fn run_commands(_: &Failure, out: &mut Output) -> fmt::Result {
    let Some(facts) = facts::get().filter(|facts| !facts.on_error.single.is_empty()) else {
        return Ok(());
    };
    out.write_str("#\n")?;
    super::signals::limit_nothing();
    run_all(&facts.on_error, "\" ...\n", out)
}

/// Runs commands one after the other, each announced.
pub fn run_all(commands: &Commands, ending: &str, out: &mut Output) -> fmt::Result {
    writeln!(out, "# -XX:{}=\"{}\"", commands.option, commands.text)?;
    for command in &commands.single {
        let command = expand("", command.to_str().unwrap_or_default());
        let Ok(text) = CStr::from_bytes_with_nul(command.as_str().as_bytes()) else { continue };
        out.write_str("#   Executing /bin/sh -c \"")?;
        out.write_bytes(text.to_bytes());
        out.write_str(ending)?;
        out.flush();
        run(text);
    }
    Ok(())
}

/// Runs a command of the shell to its end.
fn run(command: &CStr) {
    let shell = c"/bin/sh";
    let words = [shell.as_ptr(), c"-c".as_ptr(), command.as_ptr(), std::ptr::null()];
    unsafe extern "C" {
        static environ: *const *const libc::c_char;
    }
    // SAFETY: the system call leaves out what the C library does around a fork, which may wait for
    // its locks; the child does nothing but become the shell, with texts that are terminated.
    unsafe {
        let child = libc::syscall(libc::SYS_fork) as i32;
        if child == 0 {
            libc::execve(shell.as_ptr(), words.as_ptr(), environ);
            libc::_exit(127);
        }
        if child > 0 {
            libc::waitpid(child, std::ptr::null_mut(), 0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_signs_are_expanded() {
        let pid = std::process::id();
        let texts = [("a%pb", format!("d/a{pid}b\0")), ("100%%%q%", "d/100%%q%\0".to_owned())];
        for (pattern, expected) in texts {
            assert_eq!(expand("d", pattern).as_str(), expected);
        }
    }
}
