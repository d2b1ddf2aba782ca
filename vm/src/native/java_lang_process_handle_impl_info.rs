//! `java.lang.ProcessHandleImpl.Info`.

use crate::class::wk;
use crate::error::R;
use crate::heap::ObjRef;
use crate::natives;
use crate::runtime::alloc;
use crate::thread::Thread;

use super::host::{self, FieldAt};
use super::proc_fs;

natives! { "java/lang/ProcessHandleImpl$Info";
    "initIDs()V" => init_ids [leaf];
    "info0(J)V" => info;
}

static COMMAND: FieldAt = FieldAt::new("command", "Ljava/lang/String;");
static ARGUMENTS: FieldAt = FieldAt::new("arguments", "[Ljava/lang/String;");
static START_TIME: FieldAt = FieldAt::new("startTime", "J");
static TOTAL_TIME: FieldAt = FieldAt::new("totalTime", "J");
static USER: FieldAt = FieldAt::new("user", "Ljava/lang/String;");

fn init_ids(_t: &Thread) {}

/// Fills in what can be found out.
fn info(t: &Thread, this: ObjRef, pid: i64) -> R<()> {
    let Some(status) = proc_fs::status(pid) else { return Ok(()) };
    this.set_i64(START_TIME.of(this), status.start_millis);
    this.set_i64(TOTAL_TIME.of(this), status.cpu_nanos);
    if let Some(user) = proc_fs::user(pid) {
        let user = host::from_system(t, &user)?;
        this.set_ref(USER.of(this), Some(user));
    }
    let Some(program) = proc_fs::program(pid) else { return Ok(()) };
    let command = host::from_system(t, &program)?;
    this.set_ref(COMMAND.of(this), Some(command));
    let arguments = proc_fs::arguments(pid);
    if let Some((_name, arguments)) = arguments.split_first() {
        let array = alloc::ref_array(t, wk::string(), arguments.len())?;
        for (index, argument) in arguments.iter().enumerate() {
            array.set_ref_element(index, Some(host::from_system(t, argument)?));
        }
        this.set_ref(ARGUMENTS.of(this), Some(array));
    }
    Ok(())
}
