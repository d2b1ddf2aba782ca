//! `jdk.internal.misc.CDS`: HotSpot's archive of classes. This VM has none, and says so.

use crate::error::R;
use crate::heap::ObjRef;
use crate::natives;
use crate::runtime::throw;
use crate::thread::Thread;

natives! { "jdk/internal/misc/CDS";
    "isDumpingClassList0()Z" => never [leaf];
    "isDumpingArchive0()Z" => never [leaf];
    "isSharingEnabled0()Z" => never [leaf];
    "logLambdaFormInvoker(Ljava/lang/String;)V" => log_lambda_form_invoker [leaf];
    "initializeFromArchive(Ljava/lang/Class;)V" => initialize_from_archive [leaf];
    "defineArchivedModules(Ljava/lang/ClassLoader;Ljava/lang/ClassLoader;)V" =>
        define_archived_modules [leaf];
    "getRandomSeedForDumping()J" => get_random_seed_for_dumping [leaf];
    "dumpClassList(Ljava/lang/String;)V" => dump;
    "dumpDynamicArchive(Ljava/lang/String;)V" => dump;
}

fn never(_t: &Thread) -> bool {
    false
}

/// Called only while a class list is being dumped.
fn log_lambda_form_invoker(_t: &Thread, _line: Option<ObjRef>) {}

/// Nothing is archived: the class's static fields stay as they are, and its initialiser fills them.
fn initialize_from_archive(_t: &Thread, _class: Option<ObjRef>) {}

fn define_archived_modules(_t: &Thread, _platform: Option<ObjRef>, _system: Option<ObjRef>) {}

/// Zero means that immutable collections take a random salt.
fn get_random_seed_for_dumping(_t: &Thread) -> i64 {
    0
}

fn dump(t: &Thread, _file: Option<ObjRef>) -> R<()> {
    Err(throw::new(
        t,
        "java/lang/UnsupportedOperationException",
        "class data sharing archives are not supported by this VM",
    ))
}
