//! `com.sun.management.internal.Flag`: the VM's flags, as `HotSpotDiagnosticMXBean` shows them.
//!
//! Those are the flags that mean something here, and some of HotSpot's that state a fact. None can
//! be changed while the VM runs.

use super::{host, management, support};
use crate::class::{Kind, wk};
use crate::error::R;
use crate::heap::{self, ObjRef};
use crate::interp;
use crate::natives;
use crate::options::{FLAG_ROWS, FlagSetting, FlagValue};
use crate::runtime::value::{self, Args};
use crate::runtime::{alloc, boxing, string, throw};
use crate::thread::Thread;

natives! { "com/sun/management/internal/Flag";
    "getAllFlagNames()[Ljava/lang/String;" => get_all_flag_names;
    "getFlags([Ljava/lang/String;[Lcom/sun/management/internal/Flag;I)I" => get_flags;
    "getInternalFlagCount()I" => get_internal_flag_count [leaf];
    "setLongValue(Ljava/lang/String;J)V" => set_long_value;
    "setDoubleValue(Ljava/lang/String;D)V" => set_double_value;
    "setBooleanValue(Ljava/lang/String;Z)V" => set_boolean_value;
    "setStringValue(Ljava/lang/String;Ljava/lang/String;)V" => set_string_value;
    "initialize()V" => initialize [leaf];
}

/// Flags of HotSpot that only have one value here.
const FACTS: &[(&str, FlagValue, &str)] = &[
    ("UseCompressedOops", FlagValue::Bool(true), "ERGONOMIC"),
    ("UseCompressedClassPointers", FlagValue::Bool(true), "ERGONOMIC"),
    ("ObjectAlignmentInBytes", FlagValue::Integer(heap::OBJECT_ALIGN as i128), "DEFAULT"),
    ("HeapDumpOnOutOfMemoryError", FlagValue::Bool(false), "DEFAULT"),
];

fn initialize(_t: &Thread) {}

fn names() -> impl Iterator<Item = &'static str> {
    FLAG_ROWS.iter().map(|row| row.name).chain(FACTS.iter().map(|fact| fact.0))
}

fn get_internal_flag_count(_t: &Thread) -> i32 {
    names().count() as i32
}

fn get_all_flag_names(t: &Thread) -> R<ObjRef> {
    let names: Vec<&str> = names().collect();
    let array = alloc::ref_array(t, wk::string(), names.len())?;
    for (index, name) in names.into_iter().enumerate() {
        let name = string::new(t, name)?;
        array.set_ref_element(index, Some(name));
    }
    Ok(array)
}

/// The value of a flag, and the name of the constant of `VMOption.Origin` for where it is from.
fn setting(name: &str) -> Option<(FlagValue, &'static str)> {
    if let Some((_, value, origin)) = FACTS.iter().find(|fact| fact.0 == name) {
        return Some((value.clone(), origin));
    }
    let FlagSetting { value, is_default } = crate::boot::config().flags.setting(name)?;
    // Zero leaves the choice to the VM, which has been made.
    let chosen = match name {
        "MaxHeapSize" => Some(heap::max_memory()),
        "InitialHeapSize" => Some(heap::initial_memory()),
        _ => None,
    };
    match chosen {
        Some(bytes) if is_default => Some((FlagValue::Integer(bytes as i128), "ERGONOMIC")),
        _ => Some((value, if is_default { "DEFAULT" } else { "VM_CREATION" })),
    }
}

fn object_of(t: &Thread, value: FlagValue) -> R<Option<ObjRef>> {
    match value {
        FlagValue::Bool(on) => boxing::box_word(t, Kind::Bool, u64::from(on)),
        FlagValue::Integer(number) => boxing::box_word(t, Kind::Long, number as i64 as u64),
        FlagValue::Double(number) => boxing::box_word(t, Kind::Double, number.to_bits()),
        FlagValue::Text(text) => string::new(t, &text).map(Some),
    }
}

const ORIGIN: &str = "com/sun/management/VMOption$Origin";
const CONSTRUCTOR: &str =
    "(Ljava/lang/String;Ljava/lang/Object;ZZLcom/sun/management/VMOption$Origin;)V";

fn flag_object(t: &Thread, name: &str) -> R<Option<ObjRef>> {
    let Some((value, origin)) = setting(name) else { return Ok(None) };
    let origin_class = management::class(t, ORIGIN)?;
    let value_of =
        wk::method_of(origin_class, "valueOf", &format!("(Ljava/lang/String;)L{ORIGIN};"));
    let origin = string::new(t, origin)?;
    let origin = interp::call(t, value_of, Args::new().obj(Some(origin)).slots())?;
    let origin = value::to_ref(origin);
    let value = object_of(t, value)?;
    let name = string::new(t, name)?;
    let class = management::class(t, "com/sun/management/internal/Flag")?;
    // Neither writable nor internal.
    let args = Args::new().obj(Some(name)).obj(value).int(0).int(1).obj(origin);
    host::new_object(t, class, CONSTRUCTOR, args).map(Some)
}

fn get_flags(t: &Thread, wanted: Option<ObjRef>, flags: Option<ObjRef>, count: i32) -> R<i32> {
    let flags = support::required(t, flags)?;
    let wanted: Vec<String> = match wanted {
        None => names().map(str::to_owned).collect(),
        Some(array) => (0..array.array_length())
            .map(|index| string::to_rust_opt(array.ref_element(index)).unwrap_or_default())
            .collect(),
    };
    let room = usize::try_from(count).unwrap_or_default().min(flags.array_length());
    let mut found = 0;
    for (index, name) in wanted.iter().take(room).enumerate() {
        let flag = flag_object(t, name)?;
        found += i32::from(flag.is_some());
        flags.set_ref_element(index, flag);
    }
    Ok(found)
}

fn not_writable(t: &Thread, name: Option<ObjRef>) -> crate::error::Thrown {
    let name = string::to_rust_opt(name).unwrap_or_default();
    let text = format!("VM option \"{name}\" is not writeable");
    throw::new(t, "java/lang/IllegalArgumentException", &text)
}

fn set_long_value(t: &Thread, name: Option<ObjRef>, _value: i64) -> R<()> {
    Err(not_writable(t, name))
}

fn set_double_value(t: &Thread, name: Option<ObjRef>, _value: f64) -> R<()> {
    Err(not_writable(t, name))
}

fn set_boolean_value(t: &Thread, name: Option<ObjRef>, _value: bool) -> R<()> {
    Err(not_writable(t, name))
}

fn set_string_value(t: &Thread, name: Option<ObjRef>, _value: Option<ObjRef>) -> R<()> {
    Err(not_writable(t, name))
}
