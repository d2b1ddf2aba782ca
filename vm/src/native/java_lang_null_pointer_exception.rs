//! `java.lang.NullPointerException`.

use super::java_lang_throwable::top_frame;
use super::npe_message;
use crate::error::R;
use crate::heap::ObjRef;
use crate::natives;
use crate::runtime::string;
use crate::thread::Thread;
use std::sync::atomic::{AtomicBool, Ordering};

natives! { "java/lang/NullPointerException";
    "getExtendedNPEMessage()Ljava/lang/String;" => extended_message;
}

static ENABLED: AtomicBool = AtomicBool::new(true);

/// Whether messages say what was null.
pub fn configure(enabled: bool) {
    ENABLED.store(enabled, Ordering::Relaxed);
}

fn extended_message(t: &Thread, this: ObjRef) -> R<Option<ObjRef>> {
    if !ENABLED.load(Ordering::Relaxed) {
        return Ok(None);
    }
    let Some(frame) = top_frame(this) else { return Ok(None) };
    let (Ok(bci), false) = (u16::try_from(frame.bci), frame.method.is_native()) else {
        return Ok(None);
    };
    // One that reflection made was not thrown by an instruction.
    if frame.method.class().name == "jdk/internal/reflect/NativeConstructorAccessorImpl" {
        return Ok(None);
    }
    match npe_message::describe(frame.method.get(), bci) {
        Some(text) => string::new(t, &text).map(Some),
        None => Ok(None),
    }
}
