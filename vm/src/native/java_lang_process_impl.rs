//! `java.lang.ProcessImpl`: starting programs.

use crate::error::R;
use crate::heap::ObjRef;
use crate::natives;
use crate::runtime::throw;
use crate::thread::{Thread, safepoint};

use super::host;
use super::spawn::{self, Program, Spawned};

natives! { "java/lang/ProcessImpl";
    "init()V" => init [leaf];
    "forkAndExec(I[B[B[BI[BI[B[IZ)I" => fork_and_exec;
}

fn init(_t: &Thread) {
    spawn::init();
}

fn bytes(array: Option<ObjRef>) -> Option<Vec<u8>> {
    array.map(ObjRef::to_vec)
}

/// Starts a program. The launch mechanisms differ only in how the child is made; here it is
/// always made as by vfork, whatever `mode` says, and needs no helper program.
///
/// `fds`: -1 asks for a pipe, and becomes the parent's end of it; another descriptor becomes the
/// child's, and -1 here.
#[expect(clippy::too_many_arguments, reason = "the Java signature")]
fn fork_and_exec(
    t: &Thread,
    _this: ObjRef,
    _mode: i32,
    _helper: Option<ObjRef>,
    name: Option<ObjRef>,
    arguments: Option<ObjRef>,
    _argument_count: i32,
    environment: Option<ObjRef>,
    _environment_count: i32,
    directory: Option<ObjRef>,
    fds: Option<ObjRef>,
    redirect_error: bool,
) -> R<i32> {
    let (Some(name), Some(arguments), Some(fds)) = (bytes(name), bytes(arguments), fds) else {
        return Err(throw::npe(t));
    };
    let streams: Vec<i32> = fds.to_vec();
    let program = Program {
        name,
        arguments,
        environment: bytes(environment),
        directory: bytes(directory),
        streams: [streams[0], streams[1], streams[2]],
        redirect_error,
    };
    match safepoint::in_native(t, || spawn::spawn(&program)) {
        Ok(Spawned { pid, pipes }) => {
            fds.write_elements(0, &pipes);
            Ok(pid)
        }
        Err((what, errno)) => {
            let message = format!("error={}, {}", errno.0, errno.text());
            let message = if what.is_empty() { message } else { format!("{what}, {message}") };
            Err(host::io_exception(t, &message))
        }
    }
}
