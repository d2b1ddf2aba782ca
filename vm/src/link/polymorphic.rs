//! Signature-polymorphic methods (JVMS 2.9.3, 5.4.3.3): the linkers of MethodHandle get one
//! synthetic method per shape of call, the others are linked by Java.

use super::{loader, members};
use crate::class::{
    CallKind, ClassRef, CodeSlot, Kind, Method, MethodExtra, MethodRef, NO_VTABLE, method_flag,
    types,
};
use crate::codecache;
use crate::heap::GlobalRef;
use crate::meta::{self, Arena, MetaCell, MetaSlice, Sym, intern_bytes, new_map};
use parking_lot::Mutex;

/// Guards the map of linkers in metaspace.
static LOCK: Mutex<()> = Mutex::new(());

/// Whether `class` is one of the two that declare such methods.
fn declares_polymorphic(class: ClassRef) -> bool {
    class.loader == loader::boot()
        && (class.name == "java/lang/invoke/MethodHandle"
            || class.name == "java/lang/invoke/VarHandle")
}

/// The signature-polymorphic method `name` of MethodHandle or VarHandle; for the linkers and
/// `invokeBasic`, the synthetic method for calls with descriptor `desc`.
pub fn find(class: ClassRef, name: Sym, desc: Sym) -> Option<MethodRef> {
    if !declares_polymorphic(class) {
        return None;
    }
    let index = class
        .methods
        .iter()
        .position(|method| method.name == name && method.has(method_flag::SIGNATURE_POLYMORPHIC))?;
    let declared = class.methods.handle(index);
    match members::polymorphic_kind(name) {
        Some(kind) => Some(linker(declared, kind, desc)),
        None => Some(declared),
    }
}

/// The descriptor with references erased to Object and small integers to int.
pub fn basic_descriptor(desc: Sym) -> Sym {
    let mut basic = vec![b'('];
    let mut add = |part: &[u8]| match Kind::of_char(part[0]) {
        Kind::Ref => basic.extend(b"Ljava/lang/Object;"),
        Kind::Bool | Kind::Byte | Kind::Char | Kind::Short => basic.push(b'I'),
        kind => basic.push(kind.to_char() as u8),
    };
    types::params(desc.bytes()).for_each(&mut add);
    let mut result = Vec::new();
    match types::result_kind(desc.bytes()) {
        Kind::Ref => result.extend(b")Ljava/lang/Object;"),
        Kind::Bool | Kind::Byte | Kind::Char | Kind::Short => result.extend(b")I"),
        kind => result.extend([b')', kind.to_char() as u8]),
    }
    basic.extend(result);
    intern_bytes(&basic)
}

fn linker(declared: MethodRef, kind: CallKind, desc: Sym) -> MethodRef {
    let desc = basic_descriptor(desc);
    let _guard = LOCK.lock();
    let cell = &meta::root().linkers;
    let map = cell.get().unwrap_or_else(|| {
        let map = Arena::place(new_map());
        cell.set(Some(map));
        map
    });
    // SAFETY: the lock makes this the only reference to the map.
    let map = unsafe { &mut *map.as_ptr() };
    *map.entry((declared, desc)).or_insert_with(|| make(declared, kind, desc))
}

fn make(declared: MethodRef, kind: CallKind, desc: Sym) -> MethodRef {
    let receiver = usize::from(!declared.is_static());
    let arg_slots = (types::param_slots(desc.bytes()) + receiver) as u16;
    Arena::place(Method {
        class: MetaCell::new(Some(declared.class())),
        name: declared.name,
        desc,
        access: declared.access,
        call_kind: MetaCell::new(kind),
        ret: types::result_kind(desc.bytes()),
        max_locals: arg_slots,
        max_stack: 0,
        arg_slots,
        slot: declared.slot,
        flags: MetaCell::new(declared.flags.get()),
        vtable_index: MetaCell::new(NO_VTABLE),
        itable_index: MetaCell::new(-1),
        prepared: MetaCell::new(None),
        entry: MetaCell::new(0),
        frame_words: MetaCell::new(0),
        compiled: CodeSlot::new(codecache::stubs::linker(kind, desc.bytes())),
        compiled_entry: MetaCell::new(0),
        native_index: MetaCell::new(0),
        invocations: MetaCell::new(0),
        back_edges: MetaCell::new(0),
        code: MetaSlice::EMPTY,
        handlers: MetaSlice::EMPTY,
        extra: Arena::place(MethodExtra {
            lines: MetaSlice::EMPTY,
            local_vars: MetaSlice::EMPTY,
            stack_map: MetaSlice::EMPTY,
            exceptions: MetaSlice::EMPTY,
            parameters: MetaSlice::EMPTY,
            has_parameters: false,
            signature: None,
            annotations: MetaSlice::EMPTY,
            parameter_annotations: MetaSlice::EMPTY,
            annotation_default: MetaSlice::EMPTY,
            type_annotations: MetaSlice::EMPTY,
        }),
        resolved_name: MetaCell::new(GlobalRef::NULL),
    })
}
