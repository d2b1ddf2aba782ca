//! `java.lang.ref.PhantomReference`.

use super::java_lang_ref_reference::refers_to;
use crate::natives;

natives! { "java/lang/ref/PhantomReference";
    "refersTo0(Ljava/lang/Object;)Z" => refers_to [leaf];
}
