//! `sun.management.ClassLoadingImpl`: the bean for class loading.

use crate::natives;
use crate::thread::Thread;
use crate::trace::{self, Topic};

natives! { "sun/management/ClassLoadingImpl";
    "setVerboseClass(Z)V" => set_verbose_class [leaf];
}

fn set_verbose_class(_t: &Thread, on: bool) {
    trace::show_on_stdout(Topic::ClassLoad, on);
}
