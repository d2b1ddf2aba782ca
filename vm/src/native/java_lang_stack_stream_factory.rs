//! `java.lang.StackStreamFactory`; its walker's natives are in `stack_walk`.

use super::stack_walk;
use crate::class::ClassRef;
use crate::error::R;
use crate::link::loader;
use crate::meta::intern;
use crate::natives;
use crate::thread::Thread;

natives! { "java/lang/StackStreamFactory";
    "checkStackWalkModes()Z" => check_stack_walk_modes;
}

/// Whether the class library's constants are the bits that `stack_walk` knows.
fn check_stack_walk_modes(t: &Thread) -> R<bool> {
    let class: ClassRef = loader::load_boot_class(t, intern("java/lang/StackStreamFactory"))?;
    let value = |name: &str| {
        class
            .declared_field(intern(name), intern("I"))
            .map(|field| i64::from(class.mirror().get_i32(field.offset as usize)))
    };
    Ok(stack_walk::MODES.iter().all(|&(name, bit)| value(name) == Some(bit)))
}
