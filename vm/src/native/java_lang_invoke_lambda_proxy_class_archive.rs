//! `java.lang.invoke.LambdaProxyClassArchive`: lambda classes in HotSpot's archive, which this VM
//! does not have. Java code asks only when `CDS` says that there is one.

use crate::heap::ObjRef;
use crate::natives;
use crate::thread::Thread;

natives! { "java/lang/invoke/LambdaProxyClassArchive";
    "addToArchive(Ljava/lang/Class;Ljava/lang/String;Ljava/lang/invoke/MethodType;Ljava/lang/invoke/MethodType;Ljava/lang/invoke/MemberName;Ljava/lang/invoke/MethodType;Ljava/lang/Class;)V" =>
        add_to_archive [leaf];
    "findFromArchive(Ljava/lang/Class;Ljava/lang/String;Ljava/lang/invoke/MethodType;Ljava/lang/invoke/MethodType;Ljava/lang/invoke/MemberName;Ljava/lang/invoke/MethodType;)Ljava/lang/Class;" =>
        find_from_archive [leaf];
}

#[expect(clippy::too_many_arguments, reason = "the parameters of the Java method")]
fn add_to_archive(
    _t: &Thread,
    _caller: Option<ObjRef>,
    _interface_method: Option<ObjRef>,
    _factory: Option<ObjRef>,
    _interface_type: Option<ObjRef>,
    _implementation: Option<ObjRef>,
    _dynamic_type: Option<ObjRef>,
    _class: Option<ObjRef>,
) {
}

fn find_from_archive(
    _t: &Thread,
    _caller: Option<ObjRef>,
    _interface_method: Option<ObjRef>,
    _factory: Option<ObjRef>,
    _interface_type: Option<ObjRef>,
    _implementation: Option<ObjRef>,
    _dynamic_type: Option<ObjRef>,
) -> Option<ObjRef> {
    None
}
