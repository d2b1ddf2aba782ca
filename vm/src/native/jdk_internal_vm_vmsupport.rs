//! `jdk.internal.vm.VMSupport`: what tools that attach to the VM want to know.

use super::{jdk_internal_misc_vm, jdk_internal_util_system_props, support};
use crate::error::R;
use crate::heap::ObjRef;
use crate::interp;
use crate::meta::intern;
use crate::natives;
use crate::runtime::value::Args;
use crate::runtime::{string, throw};
use crate::thread::Thread;

natives! { "jdk/internal/vm/VMSupport";
    "initAgentProperties(Ljava/util/Properties;)Ljava/util/Properties;" =>
        init_agent_properties;
    "getVMTemporaryDirectory()Ljava/lang/String;" => get_vm_temporary_directory;
}

fn init_agent_properties(t: &Thread, properties: Option<ObjRef>) -> R<ObjRef> {
    const DESC: &str = "(Ljava/lang/String;Ljava/lang/String;)Ljava/lang/Object;";
    let properties = support::required(t, properties)?;
    let setter = properties.class().find_class_method(intern("setProperty"), intern(DESC));
    let Some(setter) = setter else {
        return Err(throw::new(t, "java/lang/IllegalArgumentException", "not Properties"));
    };
    let command = jdk_internal_util_system_props::vm_property("sun.java.command");
    let rows = [
        ("sun.jvm.args", jdk_internal_misc_vm::arguments().join(" ")),
        ("sun.jvm.flags", String::new()),
        ("sun.java.command", command.unwrap_or_default().to_owned()),
    ];
    for (key, value) in rows {
        let key = string::new(t, key)?;
        let value = string::new(t, &value)?;
        let args = Args::new().obj(Some(properties)).obj(Some(key)).obj(Some(value));
        interp::call_virtual(t, setter, args.slots())?;
    }
    Ok(properties)
}

fn get_vm_temporary_directory(t: &Thread) -> R<ObjRef> {
    string::new(t, "/tmp")
}
