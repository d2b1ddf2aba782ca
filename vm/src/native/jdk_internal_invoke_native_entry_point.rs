//! `jdk.internal.invoke.NativeEntryPoint`: down-calls of the foreign-function incubator.

use crate::error::R;
use crate::natives;
use crate::runtime::throw;
use crate::thread::Thread;

natives! { "jdk/internal/invoke/NativeEntryPoint";
    "vmStorageToVMReg(II)J" => vm_storage_to_vm_reg;
    "registerNatives()V" => register_natives [leaf];
}

fn register_natives(_t: &Thread) {}

fn vm_storage_to_vm_reg(t: &Thread, _kind: i32, _index: i32) -> R<i64> {
    Err(throw::new(
        t,
        "java/lang/UnsupportedOperationException",
        "calls of foreign functions are not supported by this VM",
    ))
}
