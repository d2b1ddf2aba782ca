//! `com.sun.management.internal.DiagnosticCommandImpl`: commands that `jcmd` would send. The VM says
//! that it has none, so that the bean is not there.

use super::management;
use crate::error::R;
use crate::heap::ObjRef;
use crate::natives;
use crate::thread::Thread;

natives! { "com/sun/management/internal/DiagnosticCommandImpl";
    "setNotificationEnabled(Z)V" => set_notification_enabled;
    "getDiagnosticCommands()[Ljava/lang/String;" => get_commands;
    "getDiagnosticCommandInfo([Ljava/lang/String;)[Lcom/sun/management/internal/DiagnosticCommandInfo;" => get_info;
    "executeDiagnosticCommand(Ljava/lang/String;)Ljava/lang/String;" => execute;
}

const COMMANDS: &str = "diagnostic commands are";

fn set_notification_enabled(t: &Thread, _this: ObjRef, _on: bool) -> R<()> {
    Err(management::unsupported(t, COMMANDS))
}

fn get_commands(t: &Thread, _this: ObjRef) -> R<Option<ObjRef>> {
    Err(management::unsupported(t, COMMANDS))
}

fn get_info(t: &Thread, _this: ObjRef, _names: Option<ObjRef>) -> R<Option<ObjRef>> {
    Err(management::unsupported(t, COMMANDS))
}

fn execute(t: &Thread, _this: ObjRef, _command: Option<ObjRef>) -> R<Option<ObjRef>> {
    Err(management::unsupported(t, COMMANDS))
}
