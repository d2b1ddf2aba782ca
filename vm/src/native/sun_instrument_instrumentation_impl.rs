//! `sun.instrument.InstrumentationImpl`: agents are not supported; only the agent that the manifest
//! of an executable jar asks for is let pass, with a warning, so that the program itself runs.

use crate::error::R;
use crate::heap::ObjRef;
use crate::launcher::version::VM_NAME;
use crate::natives;
use crate::runtime::string;
use crate::thread::Thread;

natives! { "sun/instrument/InstrumentationImpl";
    "loadAgent0(Ljava/lang/String;)V" => load_agent;
}

/// Called for the `Launcher-Agent-Class` of a jar that is run with `-jar`.
fn load_agent(_t: &Thread, path: Option<ObjRef>) -> R<()> {
    let path = string::to_rust_opt(path).unwrap_or_default();
    eprintln!(
        "{VM_NAME} warning: Launcher-Agent-Class of {path} is ignored: agents are not supported"
    );
    Ok(())
}
