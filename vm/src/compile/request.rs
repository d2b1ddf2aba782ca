//! From a method and its profile to a self-contained request (design D9).
//!
//! Runs in a thread that is in Java, so that no object moves and no class changes its state under
//! it. Everything the compiler may ask is gathered here once: resolved constants, the classes and
//! methods they name, bytecode of what may be inlined.

use super::Tables;
use super::command::{self, Command};
use crate::class::cp::{RESOLVED_NULL, Resolved, tag};
use crate::class::{
    self, CallKind, Class, ClassRef, FieldRef, MethodRef, acc, class_flag, method_flag, wk,
};
use crate::heap::{GlobalRef, ObjRef};
use crate::interp::profile;
use crate::link::loader::{self, primitive_class};
use crate::link::{hidden, mirror, resolve, select};
use crate::runtime::value;
use crate::thread::Thread;
use cortado_protocol::CONTRACT;
use cortado_protocol::bytecode::decode::Instructions;
use cortado_protocol::bytecode::{CpIndex, Instruction};
use cortado_protocol::request::{
    CallSite, ClassFacts, ClassId, ClassSource, CompileRequest, Constant, CpuFeatures, Directives,
    Entry, FieldFacts, FieldId, HandlerRow, Kind, MethodBody, MethodFacts, MethodId, ObjectFacts,
    ObjectId, ObjectName, Seen, Value,
};
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::atomic::Ordering;

/// Bytecode bytes of all methods in one request.
const BYTECODE_BYTES_MAX: usize = 12_000;
/// Nesting of calls whose bodies are included.
const DEPTH_MAX: u32 = 12;
/// Bodies of at most so many bytes are included whenever the call was reached.
const SMALL_BODY: usize = 48;
/// Bodies of at most so many bytes are included when the call is frequent.
const HOT_BODY: usize = 325;
/// A callee that was called so often is frequent.
const HOT_CALLS: u32 = 200;

/// Makes the request for `method`.
pub fn build(
    t: &Thread,
    method: MethodRef,
    entry: Entry,
    speculation: bool,
    generation: u32,
) -> (CompileRequest, Tables) {
    debug_assert!(t.is_in_java());
    let mut builder = Builder { root: Some(method), ..Builder::default() };
    let id = builder.method(method);
    builder.include(method, id, 0);
    while let Some((method, id, depth)) = builder.wanted.pop_front() {
        let body = builder.body(method, id, depth);
        builder.methods[id.0 as usize].body = Some(body);
    }
    let request = CompileRequest {
        contract: CONTRACT,
        method: id,
        entry,
        directives: Directives { generation, ..directives(speculation) },
        classes: builder.classes,
        fields: builder.fields,
        methods: builder.methods,
        objects: builder.objects,
    };
    (request, builder.tables)
}

/// What compiled code may do in this VM.
pub fn directives(speculation: bool) -> Directives {
    Directives {
        inline_allocation: !crate::heap::is_stressed(),
        inlining: true,
        speculation,
        generation: 1,
        cpu: cpu_features(),
    }
}

fn cpu_features() -> CpuFeatures {
    CpuFeatures {
        popcnt: std::is_x86_feature_detected!("popcnt"),
        lzcnt: std::is_x86_feature_detected!("lzcnt"),
        bmi1: std::is_x86_feature_detected!("bmi1"),
        bmi2: std::is_x86_feature_detected!("bmi2"),
        sse41: std::is_x86_feature_detected!("sse4.1"),
        fma: std::is_x86_feature_detected!("fma"),
        avx2: std::is_x86_feature_detected!("avx2"),
    }
}

/// The contract's name of a kind.
pub fn kind(kind: class::Kind) -> Kind {
    match kind {
        class::Kind::Bool => Kind::Bool,
        class::Kind::Byte => Kind::Byte,
        class::Kind::Char => Kind::Char,
        class::Kind::Short => Kind::Short,
        class::Kind::Int => Kind::Int,
        class::Kind::Float => Kind::Float,
        class::Kind::Long => Kind::Long,
        class::Kind::Double => Kind::Double,
        class::Kind::Ref => Kind::Ref,
        class::Kind::Void => Kind::Void,
    }
}

#[derive(Default)]
struct Builder {
    /// The method to compile.
    root: Option<MethodRef>,
    tables: Tables,
    classes: Vec<ClassFacts>,
    fields: Vec<FieldFacts>,
    methods: Vec<MethodFacts>,
    objects: Vec<ObjectFacts>,
    class_ids: HashMap<u32, ClassId>,
    field_ids: HashMap<u32, FieldId>,
    method_ids: HashMap<u32, MethodId>,
    object_ids: HashMap<usize, ObjectId>,
    /// Methods whose bytecode is to be included, with their nesting.
    wanted: VecDeque<(MethodRef, MethodId, u32)>,
    bytes: usize,
}

impl Builder {
    fn class(&mut self, class: ClassRef) -> ClassId {
        if let Some(&id) = self.class_ids.get(&class.raw()) {
            return id;
        }
        let super_class = class.super_class.map(|super_class| self.class(super_class));
        let component = class.component;
        let element_class =
            component.filter(|c| !c.is_primitive()).map(|component| self.class(component));
        let source = self.source(class);
        let id = ClassId(self.classes.len() as u32);
        self.class_ids.insert(class.raw(), id);
        self.tables.classes.push(class);
        self.classes.push(ClassFacts {
            name: hidden::portable_name(class).unwrap_or_else(|| class.name.to_string()),
            source,
            shape: shape(&class),
            access: class.access,
            super_class,
            depth: class.depth,
            instance_bytes: class.shape.instance_bytes,
            initialized: class.is_ready(),
            finalizer: class.has(class_flag::FINALIZER),
            leaf: class.first_sub.load(Ordering::Acquire) == 0,
            element: component.map(|component| kind(component.kind)),
            element_class,
        });
        id
    }

    /// How another VM finds the class.
    fn source(&self, class: ClassRef) -> ClassSource {
        let known = |loader| loader::find_loaded(loader, class.name) == Some(class);
        if class.is_array() {
            ClassSource::Array
        } else if class.is_primitive() {
            ClassSource::Primitive
        } else if class.has(class_flag::HIDDEN) {
            let reachable = |root: MethodRef| hidden::is_reachable(class, root.class().loader);
            match self.root.is_some_and(reachable) {
                true => ClassSource::Hidden,
                false => ClassSource::Unnamed,
            }
        } else if class.loader == loader::boot() {
            if known(class.loader) { ClassSource::Boot } else { ClassSource::Unnamed }
        } else if self.root.is_some_and(|root| known(root.class().loader)) {
            ClassSource::Requesting
        } else if loader::system() == Some(class.loader) && known(class.loader) {
            ClassSource::System
        } else {
            let via = self.tables.classes.iter().position(|other| known(other.loader));
            via.map_or(ClassSource::Unnamed, |at| ClassSource::Via(ClassId(at as u32)))
        }
    }

    fn field(&mut self, field: FieldRef) -> FieldId {
        if let Some(&id) = self.field_ids.get(&field.raw()) {
            return id;
        }
        let class = self.class(field.class());
        let id = FieldId(self.fields.len() as u32);
        self.field_ids.insert(field.raw(), id);
        self.tables.fields.push(field);
        self.fields.push(FieldFacts {
            class,
            name: field.name.to_string(),
            desc: field.desc.to_string(),
            kind: kind(field.kind),
            access: field.access,
            offset: field.offset,
            value: None,
        });
        let value = self.static_value(field, id);
        self.fields[id.0 as usize].value = value;
        id
    }

    /// The value of a static final field that can change no more.
    fn static_value(&mut self, field: FieldRef, id: FieldId) -> Option<Value> {
        let class = field.class();
        if !is_fixed(field) || !class.is_ready() {
            return None;
        }
        let word = value::load(class.mirror(), field.offset as usize, field.kind);
        Some(match field.kind {
            class::Kind::Float => Value::Float(word as u32),
            class::Kind::Double => Value::Double(word),
            class::Kind::Long => Value::Long(word.cast_signed()),
            class::Kind::Ref => {
                let Some(object) = value::to_ref(word) else { return Some(Value::Null) };
                let slot = class.mirror().raw() + field.offset as usize;
                self.object_value(object, slot, ObjectName::Static(id))
            }
            _ => Value::Int(word as i32),
        })
    }

    /// The value of a root slot at a fixed address.
    fn object_value(&mut self, object: ObjRef, slot: usize, name: ObjectName) -> Value {
        if object.class() == wk::class()
            && let Some(class) = mirror::class_of(object)
        {
            return Value::Mirror(self.class(class));
        }
        Value::Object(self.object(object, slot, name))
    }

    fn object(&mut self, object: ObjRef, slot: usize, name: ObjectName) -> ObjectId {
        if let Some(&id) = self.object_ids.get(&slot) {
            return id;
        }
        let class = self.class(object.class());
        let id = ObjectId(self.objects.len() as u32);
        self.object_ids.insert(slot, id);
        self.tables.objects.push(slot);
        self.objects.push(ObjectFacts { name, class });
        id
    }

    fn global_value(&mut self, global: GlobalRef, name: ObjectName) -> Value {
        match global.get() {
            Some(object) => self.object_value(object, global.slot_address(), name),
            None => Value::Null,
        }
    }

    fn method(&mut self, method: MethodRef) -> MethodId {
        if let Some(&id) = self.method_ids.get(&method.raw()) {
            return id;
        }
        let class = self.class(method.class());
        let id = MethodId(self.methods.len() as u32);
        self.method_ids.insert(method.raw(), id);
        self.tables.methods.push(method);
        self.methods.push(MethodFacts {
            class,
            name: method.name.to_string(),
            desc: method.desc.to_string(),
            access: method.access,
            vtable_index: u32::try_from(method.vtable_index.get()).ok(),
            overridden: is_open(method) || method.has(method_flag::OVERRIDDEN),
            force_inline: is_forced(method),
            dont_inline: is_kept_apart(method),
            intrinsic: method.has(method_flag::INTRINSIC),
            empty: method.has(method_flag::EMPTY),
            body: None,
        });
        id
    }

    /// Wants the bytecode of a method in the request.
    fn include(&mut self, method: MethodRef, id: MethodId, depth: u32) {
        self.bytes += method.code.len();
        self.wanted.push_back((method, id, depth));
    }

    /// As [`Builder::include`], if the method may be worth inlining.
    fn consider(&mut self, method: MethodRef, id: MethodId, depth: u32) {
        let code = method.code.len();
        let ran = matches!(
            method.call_kind.get(),
            CallKind::Bytecode | CallKind::SyncBytecode | CallKind::Compiled
        );
        let most = if is_forced(method) {
            BYTECODE_BYTES_MAX
        } else if method.invocations.get() >= HOT_CALLS || is_compiled(method) {
            HOT_BODY
        } else {
            SMALL_BODY
        };
        let wanted = ran
            && depth <= DEPTH_MAX
            && code <= most
            && self.bytes + code <= BYTECODE_BYTES_MAX
            && !method.has(method_flag::JSR)
            && !is_kept_apart(method)
            && !self.wanted.iter().any(|&(_, other, _)| other == id)
            && self.methods[id.0 as usize].body.is_none();
        if wanted {
            self.include(method, id, depth);
        }
    }

    fn body(&mut self, method: MethodRef, id: MethodId, depth: u32) -> MethodBody {
        let mut constants = BTreeMap::new();
        let mut reselected = Vec::new();
        let sites = profile::sites(&method);
        let mut seen = Vec::new();
        for decoded in Instructions::new(method.code.get()) {
            let Ok(decoded) = decoded else { break };
            let bci = decoded.bci.0 as u16;
            let found = sites
                .binary_search_by_key(&bci, |site| site.bci)
                .ok()
                .map(|index| &sites[index].seen);
            if let Some(CpIndex(index)) = constant_of(&decoded.instruction) {
                if !constants.contains_key(&index)
                    && let Some(constant) = self.constant(method, id, index)
                {
                    constants.insert(index, constant);
                }
                if self.is_reselected(method, &decoded.instruction, constants.get(&index)) {
                    reselected.push(index);
                }
                if let Some(&Constant::Method(callee)) = constants.get(&index) {
                    self.callee(callee, depth + 1);
                    if let Some(profile::Seen::Receivers { classes, others }) = found {
                        seen.push((bci, self.receivers(callee, classes, *others, depth + 1)));
                    }
                }
            }
            self.array_class(method, &decoded.instruction);
            if let Some(&profile::Seen::Branch { taken, not_taken }) = found {
                seen.push((bci, Seen::Branch { taken, not_taken }));
            }
        }
        for index in reselected {
            constants.remove(&index);
        }
        let call_sites = self.call_sites(method, id, depth + 1);
        let handlers = method.handlers.iter().map(|row| HandlerRow {
            start: row.start,
            end: row.end,
            target: row.target,
            any: row.catch_type == 0,
        });
        MethodBody {
            max_locals: method.max_locals.max(method.arg_slots),
            max_stack: method.max_stack,
            code: method.code.get().to_vec(),
            handlers: handlers.collect(),
            constants: constants.into_iter().collect(),
            call_sites,
            profile: seen,
            invocations: method.invocations.get(),
        }
    }

    /// Whether the instruction may call another method than its constant says.
    fn is_reselected(
        &self,
        method: MethodRef,
        instruction: &Instruction<'_>,
        constant: Option<&Constant>,
    ) -> bool {
        let Instruction::InvokeSpecial { method: CpIndex(index) } = *instruction else {
            return false;
        };
        let Some(&Constant::Method(callee)) = constant else { return false };
        let owner = method.class();
        let named = owner.cp.resolved_class(owner.cp.member(index).0);
        let callee = self.tables.methods[callee.0 as usize];
        named.is_none_or(|named| resolve::is_reselected(owner, named, &callee))
    }

    /// The class of the arrays that the instruction makes, if there is one yet.
    fn array_class(&mut self, method: MethodRef, instruction: &Instruction<'_>) {
        let array = match *instruction {
            Instruction::NewArray { element } => {
                primitive_class(class::Kind::of_element(element)).array_class_if_made()
            }
            Instruction::ANewArray { class: CpIndex(index) } => method
                .class()
                .cp
                .resolved_class(index)
                .and_then(|class| class.array_class_if_made()),
            _ => None,
        };
        if let Some(array) = array {
            self.class(array);
        }
    }

    /// The target of a call that needs no selection may be inlined.
    fn callee(&mut self, id: MethodId, depth: u32) {
        let method = self.tables.methods[id.0 as usize];
        let selected = method.vtable_index.get() >= 0 || method.class().is_interface();
        let certain = !self.methods[id.0 as usize].overridden;
        let direct = method.is_static() || method.is_private() || method.has(method_flag::INIT);
        if !selected || certain || direct {
            self.consider(method, id, depth);
        }
    }

    fn receivers(
        &mut self,
        callee: MethodId,
        classes: &[(ClassRef, u32)],
        others: u32,
        depth: u32,
    ) -> Seen {
        let method = self.tables.methods[callee.0 as usize];
        let rows = classes.iter().map(|&(class, count)| {
            let selected = if method.class().is_interface() {
                select::known_interface_method(class, method)
            } else {
                Some(select::virtual_method(class, method))
            };
            let selected = selected.filter(|selected| !selected.is_abstract()).map(|selected| {
                let id = self.method(selected);
                if count > others {
                    self.consider(selected, id, depth);
                }
                id
            });
            (self.class(class), count, selected)
        });
        Seen::Receivers { classes: rows.collect(), others }
    }

    fn call_sites(&mut self, method: MethodRef, id: MethodId, depth: u32) -> Vec<(u16, CallSite)> {
        let linked = profile::linked_sites(&method);
        let sites = linked.into_iter().map(|(bci, adapter, appendix)| {
            let adapter_id = self.method(adapter);
            self.consider(adapter, adapter_id, depth);
            let name = ObjectName::Appendix(id, bci);
            let appendix =
                appendix.get().map(|object| self.object(object, appendix.slot_address(), name));
            (bci, CallSite { adapter: adapter_id, appendix })
        });
        sites.collect()
    }

    /// What a constant means, if it is resolved.
    fn constant(&mut self, method: MethodRef, id: MethodId, index: u16) -> Option<Constant> {
        let cp = method.class().cp;
        let resolved = cp.resolved(index);
        Some(match cp.tag(index) {
            tag::INTEGER => Constant::Value(Value::Int(cp.raw_word(index).cast_signed())),
            tag::FLOAT => Constant::Value(Value::Float(cp.raw_word(index))),
            tag::LONG => Constant::Value(Value::Long(cp.wide(index).cast_signed())),
            tag::DOUBLE => Constant::Value(Value::Double(cp.wide(index))),
            tag::CLASS => Constant::Class(self.class(cp.resolved_class(index)?)),
            _ if resolved == 0 => return None,
            tag::FIELDREF => Constant::Field(self.field(Resolved(resolved).field_handle())),
            tag::METHODREF | tag::INTERFACE_METHODREF => {
                Constant::Method(self.method(Resolved(resolved).method_handle()))
            }
            tag::DYNAMIC
                if class::Kind::of_char(cp.dynamic(index).2.bytes()[0]) != class::Kind::Ref =>
            {
                return None;
            }
            _ if resolved == RESOLVED_NULL => Constant::Value(Value::Null),
            _ => {
                let name = ObjectName::Constant(id, index);
                Constant::Value(self.global_value(cp.resolved_global(index), name))
            }
        })
    }
}

/// Whether calls of the method are to be inlined.
pub fn is_forced(method: MethodRef) -> bool {
    method.has(method_flag::FORCE_INLINE) || command::applies(Command::Inline, method)
}

/// Whether calls of the method are not to be inlined.
pub fn is_kept_apart(method: MethodRef) -> bool {
    method.has(method_flag::DONT_INLINE) || command::applies(Command::DontInline, method)
}

/// Whether the field keeps the value that it has once its class is initialised.
pub fn is_fixed(field: FieldRef) -> bool {
    let fixed = acc::STATIC | acc::FINAL;
    // System.in, out and err are final, and set by native methods all the same.
    field.access & fixed == fixed && field.class() != wk::system()
}

/// Whether what a call of the method runs is never certain.
pub fn is_open(method: MethodRef) -> bool {
    method.class().is_interface() || method.is_abstract()
}

fn is_compiled(method: MethodRef) -> bool {
    method.call_kind.get() == CallKind::Compiled
}

/// Hash of what decides the layout of a class and its instances.
pub fn shape(class: &Class) -> u64 {
    class.supers().fold(0xcbf2_9ce4_8422_2325, |hash: u64, class| {
        (hash ^ class.extra.fingerprint).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// The constant-pool index of an instruction.
fn constant_of(instruction: &Instruction<'_>) -> Option<CpIndex> {
    use Instruction as I;
    match *instruction {
        I::Ldc { constant } | I::LdcW { constant } | I::Ldc2W { constant } => Some(constant),
        I::GetStatic { field } | I::PutStatic { field } => Some(field),
        I::GetField { field } | I::PutField { field } => Some(field),
        I::InvokeVirtual { method } | I::InvokeSpecial { method } | I::InvokeStatic { method } => {
            Some(method)
        }
        I::InvokeInterface { method, .. } => Some(method),
        I::New { class } | I::ANewArray { class } => Some(class),
        I::CheckCast { class } | I::InstanceOf { class } => Some(class),
        I::MultiANewArray { class, .. } => Some(class),
        _ => None,
    }
}
