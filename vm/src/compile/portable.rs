//! Bodies that another VM's request has led to: found by name, compared fact by fact (design D10).
//!
//! Nothing that a body says is believed. Each row is looked for among the classes that are loaded
//! already, and each fact of it is compared with what this VM would tell its own compiler. Constants
//! are resolved as the interpreter would resolve them, which loads nothing here: the class that the
//! entry names must be there. What is missing may come later ([`Misfit::NotYet`]).

use super::request::{directives, is_fixed, is_forced, is_kept_apart, is_open, kind, shape};
use super::{Tables, cache, local};
use crate::class::cp::{RESOLVED_NULL, Resolved, tag};
use crate::class::{
    self, CallKind, ClassRef, FieldRef, MethodRef, class_flag, init_state, method_flag, wk,
};
use crate::error::R;
use crate::heap::{GlobalRef, ObjRef};
use crate::interp::{self, profile};
use crate::link::resolve::{self, FieldUse, InvokeKind};
use crate::link::{hidden, loader, mirror, polymorphic, select};
use crate::meta::{self, Sym};
use crate::runtime::{string, value};
use crate::thread::{Thread, safepoint};
use cortado_protocol::body::Assumption;
use cortado_protocol::bytecode::decode::Instructions;
use cortado_protocol::bytecode::{Instruction, Opcode};
use cortado_protocol::portable::{
    Misfit, PortableBody, PortableConstant, PortableMethod, What, content_of,
};
use cortado_protocol::request::{
    ClassFacts, ClassId, ClassSource, Constant, Entry, FieldFacts, Kind, MethodId, ObjectFacts,
    ObjectName, Value,
};
use std::sync::atomic::Ordering;

type Checked<T = ()> = Result<T, Misfit>;

/// Installs a body that was found to fit, and notes that it was of use. False when it did not fit
/// any more.
pub fn install(
    t: &Thread,
    method: MethodRef,
    entry: Entry,
    portable: PortableBody,
    tables: Tables,
) -> bool {
    let PortableBody { key, body, .. } = portable;
    let installed = safepoint::in_native(t, || local::install(body, method, entry, tables));
    installed.inspect(|installed| cache::used(key, installed)).is_some()
}

fn same<T: PartialEq>(a: T, b: T, what: What) -> Checked {
    if a == b { Ok(()) } else { Err(Misfit::Never(what)) }
}

fn present<T>(found: Option<T>, what: What) -> Checked<T> {
    found.ok_or(Misfit::NotYet(what))
}

/// What the VM itself refuses will be refused again.
fn allowed<T>(outcome: R<T>, what: What) -> Checked<T> {
    outcome.map_err(|_| Misfit::Never(what))
}

fn symbol(text: &str, what: What) -> Checked<Sym> {
    present(meta::lookup(text.as_bytes()), what)
}

/// A body being compared with this VM.
struct Resolver<'a> {
    t: &'a Thread,
    /// The method that wants it.
    method: MethodRef,
    body: &'a PortableBody,
    tables: Tables,
}

/// Finds what the body's numbers mean in this VM. The thread is in Java.
///
/// # Errors
/// The first fact that is different or missing.
pub fn resolve(t: &Thread, method: MethodRef, body: &PortableBody) -> Checked<Tables> {
    debug_assert!(t.is_in_java());
    let ours = directives(true);
    same(body.directives.allow(ours), true, What::Directives)?;
    let mut resolver = Resolver { t, method, body, tables: Tables::default() };
    resolver.classes()?;
    resolver.methods()?;
    same(resolver.tables.methods[body.method.0 as usize], method, What::Method)?;
    resolver.fields()?;
    resolver.early_assumptions()?;
    resolver.constants()?;
    resolver.objects()?;
    resolver.values()?;
    resolver.call_sites()?;
    resolver.selections()?;
    resolver.prepare()?;
    Ok(resolver.tables)
}

impl Resolver<'_> {
    fn class(&self, id: ClassId) -> ClassRef {
        self.tables.classes[id.0 as usize]
    }

    fn method(&self, id: MethodId) -> MethodRef {
        self.tables.methods[id.0 as usize]
    }

    fn classes(&mut self) -> Checked {
        self.tables.classes.reserve(self.body.classes.len());
        for row in &self.body.classes {
            let class = self.find_class(row)?;
            self.compare_class(row, class)?;
            self.tables.classes.push(class);
        }
        Ok(())
    }

    fn find_class(&self, row: &ClassFacts) -> Checked<ClassRef> {
        let loader = match row.source {
            ClassSource::Boot => loader::boot(),
            ClassSource::Requesting => self.method.class().loader,
            ClassSource::System => present(loader::system(), What::Class)?,
            ClassSource::Via(id) => self.class(id).loader,
            ClassSource::Array => return self.find_array(row),
            ClassSource::Hidden => return self.find_hidden(&row.name),
            ClassSource::Primitive => {
                let kinds = class::Kind::PRIMITIVES;
                let kind = kinds.into_iter().find(|kind| kind.name() == row.name);
                return Ok(loader::primitive_class(kind.ok_or(Misfit::Never(What::Class))?));
            }
            ClassSource::Unnamed => return Err(Misfit::Never(What::Class)),
        };
        let name = symbol(&row.name, What::Class)?;
        let own = self.method.class();
        // A hidden class has a name that no loader knows.
        if own.loader == loader && own.name == name {
            return Ok(own);
        }
        present(loader::find_loaded(loader, name), What::Class)
    }

    /// Of several hidden classes with the same content any will do: guards and facts are checked
    /// against the one that is taken.
    fn find_hidden(&self, name: &str) -> Checked<ClassRef> {
        let own = self.method.class();
        if hidden::portable_name(own).is_some_and(|ours| ours == name) {
            return Ok(own);
        }
        present(hidden::find(name, own.loader), What::Class)
    }

    /// Array classes are made when there are none yet: no program can tell.
    fn find_array(&self, row: &ClassFacts) -> Checked<ClassRef> {
        let component = match (row.element_class, row.element) {
            (Some(id), _) => self.class(id),
            (None, Some(element)) if element != Kind::Ref && element != Kind::Void => {
                loader::primitive_class(primitive(element))
            }
            (None, _) => return Err(Misfit::Never(What::Element)),
        };
        match component.array_class_if_made() {
            Some(array) => Ok(array),
            // It fails when memory has run out.
            None => {
                loader::array_class_of(self.t, component).map_err(|_| Misfit::NotYet(What::Element))
            }
        }
    }

    fn compare_class(&self, row: &ClassFacts, class: ClassRef) -> Checked {
        same(row.shape, shape(&class), What::Shape)?;
        same(row.access, class.access, What::ClassFlags)?;
        same(row.super_class.map(|id| self.class(id)), class.super_class, What::Super)?;
        same(row.depth, class.depth, What::Super)?;
        same(row.instance_bytes, class.shape.instance_bytes, What::InstanceBytes)?;
        same(row.finalizer, class.has(class_flag::FINALIZER), What::Finalizer)?;
        let component = class.component;
        same(row.element, component.map(|component| kind(component.kind)), What::Element)?;
        let element = component.filter(|component| !component.is_primitive());
        same(row.element_class.map(|id| self.class(id)), element, What::Element)
    }

    fn methods(&mut self) -> Checked {
        self.tables.methods.reserve(self.body.methods.len());
        for row in &self.body.methods {
            let class = self.class(row.facts.class);
            // Tables of methods are complete, and bytecode is verified, once a class is linked.
            if class.init_state.load(Ordering::Acquire) == init_state::LOADED {
                return Err(Misfit::NotYet(What::Declared));
            }
            let name = symbol(&row.facts.name, What::Declared)?;
            let desc = symbol(&row.facts.desc, What::Declared)?;
            let linker = || polymorphic::find(class, name, desc).filter(|found| found.desc == desc);
            let method = class.declared_method(name, desc).or_else(linker);
            let method = method.ok_or(Misfit::Never(What::Declared))?;
            self.compare_method(row, method)?;
            self.tables.methods.push(method);
        }
        Ok(())
    }

    fn compare_method(&self, row: &PortableMethod, method: MethodRef) -> Checked {
        let facts = &row.facts;
        same(facts.access, method.access, What::MethodFlags)?;
        same(facts.force_inline, is_forced(method), What::MethodFlags)?;
        same(facts.dont_inline, is_kept_apart(method), What::MethodFlags)?;
        same(facts.intrinsic, method.has(method_flag::INTRINSIC), What::MethodFlags)?;
        // The flag is set when the method is prepared; a call of one that is not known to be empty
        // is a call like others.
        if facts.empty && method.code.get() != [Opcode::Return as u8] {
            return Err(Misfit::Never(What::MethodFlags));
        }
        same(facts.vtable_index, u32::try_from(method.vtable_index.get()).ok(), What::VtableIndex)?;
        let Some(content) = row.content else { return Ok(()) };
        same(method.has(method_flag::JSR), false, What::MethodFlags)?;
        let locals = method.max_locals.max(method.arg_slots);
        let rows = method.handlers.iter();
        let rows = rows.map(|row| (row.start, row.end, row.target, row.catch_type == 0));
        let ours = content_of(locals, method.max_stack, method.code.get(), rows);
        same(content, ours, What::Bytecode)
    }

    fn fields(&mut self) -> Checked {
        self.tables.fields.reserve(self.body.fields.len());
        for row in &self.body.fields {
            let field = self.find_field(row)?;
            same(row.access, field.access, What::FieldFlags)?;
            same((row.offset, row.kind), (field.offset, kind(field.kind)), What::FieldPlace)?;
            self.tables.fields.push(field);
        }
        Ok(())
    }

    fn find_field(&self, row: &FieldFacts) -> Checked<FieldRef> {
        let name = symbol(&row.name, What::Field)?;
        let desc = symbol(&row.desc, What::Field)?;
        self.class(row.class).declared_field(name, desc).ok_or(Misfit::Never(What::Field))
    }

    /// What the installation checks once more, under its lock: cheaper to know before.
    fn early_assumptions(&self) -> Checked {
        self.body.body.assumptions.iter().try_for_each(|&row| match row {
            Assumption::Initialized(id) => {
                present(self.class(id).is_ready().then_some(()), What::Initialized)
            }
            Assumption::StaticValue(id) => {
                let ready = self.tables.fields[id.0 as usize].class().is_ready();
                present(ready.then_some(()), What::Initialized)
            }
            Assumption::Leaf(id) => {
                same(self.class(id).first_sub.load(Ordering::Acquire), 0, What::Leaf)
            }
            Assumption::NotOverridden(id) => {
                let method = self.method(id);
                let certain = !is_open(method) && !method.has(method_flag::OVERRIDDEN);
                same(certain, true, What::NotOverridden)
            }
        })
    }

    fn constants(&self) -> Checked {
        self.body.constants.iter().try_for_each(|row| self.constant(row))
    }

    fn constant(&self, row: &PortableConstant) -> Checked {
        let owner = self.method(row.method).class();
        let (cp, index) = (owner.cp, row.index);
        let wrong = Err(Misfit::Never(What::Constant));
        match (cp.tag(index), row.constant) {
            (tag::INTEGER, Constant::Value(Value::Int(n))) => {
                same(cp.raw_word(index).cast_signed(), n, What::Constant)
            }
            (tag::FLOAT, Constant::Value(Value::Float(bits))) => {
                same(cp.raw_word(index), bits, What::Constant)
            }
            (tag::LONG, Constant::Value(Value::Long(n))) => {
                same(cp.wide(index).cast_signed(), n, What::Constant)
            }
            (tag::DOUBLE, Constant::Value(Value::Double(bits))) => {
                same(cp.wide(index), bits, What::Constant)
            }
            (tag::CLASS, Constant::Class(id)) => {
                same(self.class_constant(owner, index)?, self.class(id), What::Constant)
            }
            (tag::FIELDREF, Constant::Field(id)) => {
                let field = self.tables.fields[id.0 as usize];
                same(self.field_constant(owner, index, field)?, field, What::Constant)
            }
            (tag::METHODREF | tag::INTERFACE_METHODREF, Constant::Method(id)) => {
                self.method_constant(row, self.method(id))
            }
            (tag::STRING, Constant::Value(Value::Object(_))) => {
                if cp.resolved(index) == 0 {
                    let global = string::constant(self.t, cp.sym(index));
                    let global = global.map_err(|_| Misfit::NotYet(What::Constant))?;
                    cp.set_resolved(index, u64::from(global.raw()));
                }
                Ok(())
            }
            (
                tag::METHOD_HANDLE | tag::METHOD_TYPE | tag::DYNAMIC,
                Constant::Value(Value::Object(_) | Value::Mirror(_) | Value::Null),
            ) => match cp.resolved(index) {
                0 => Err(Misfit::NotYet(What::Constant)),
                RESOLVED_NULL => same(row.constant, Constant::Value(Value::Null), What::Constant),
                _ => self.global_constant(owner, index, row.constant),
            },
            _ => wrong,
        }
    }

    /// A resolved constant that is an object; boxed values of primitive types are not.
    fn global_constant(&self, owner: ClassRef, index: u16, constant: Constant) -> Checked {
        let cp = owner.cp;
        let is_primitive = cp.tag(index) == tag::DYNAMIC
            && class::Kind::of_char(cp.dynamic(index).2.bytes()[0]) != class::Kind::Ref;
        same(is_primitive, false, What::Constant)?;
        let object = cp.resolved_global(index).get();
        match constant {
            Constant::Value(Value::Object(_)) => same(object.is_some(), true, What::Constant),
            Constant::Value(Value::Mirror(id)) => {
                same(object.and_then(class_of_mirror), Some(self.class(id)), What::Constant)
            }
            _ => Err(Misfit::Never(What::Constant)),
        }
    }

    /// The class of an entry, if that needs no class loader's Java code.
    fn class_constant(&self, owner: ClassRef, index: u16) -> Checked<ClassRef> {
        if let Some(class) = owner.cp.resolved_class(index) {
            return Ok(class);
        }
        present(loader::find_loaded(owner.loader, owner.cp.sym(index)), What::Constant)?;
        allowed(resolve::resolve_class(self.t, owner, index), What::Constant)
    }

    fn field_constant(&self, owner: ClassRef, index: u16, field: FieldRef) -> Checked<FieldRef> {
        let word = owner.cp.resolved(index);
        if word != 0 {
            return Ok(Resolved(word).field_handle());
        }
        let (class_index, _) = owner.cp.pair(index);
        self.class_constant(owner, class_index)?;
        let usage = FieldUse { put: false, is_static: field.is_static(), method: None };
        allowed(resolve::resolve_field(self.t, owner, index, usage), What::Constant)
    }

    fn method_constant(&self, row: &PortableConstant, method: MethodRef) -> Checked {
        let (owner, index) = (self.method(row.method).class(), row.index);
        let (class_index, _) = owner.cp.pair(index);
        let named = self.class_constant(owner, class_index)?;
        let word = owner.cp.resolved(index);
        let found = if word != 0 {
            Resolved(word).method_handle()
        } else {
            let kind = if method.is_static() {
                InvokeKind::Static
            } else if owner.cp.tag(index) == tag::INTERFACE_METHODREF {
                InvokeKind::Interface
            } else {
                InvokeKind::Virtual
            };
            allowed(resolve::resolve_method(self.t, owner, index, kind), What::Constant)?
        };
        same(found, method, What::Constant)?;
        let reselected = resolve::is_reselected(owner, named, &method)
            && is_special(self.method(row.method), index);
        same(reselected, false, What::Constant)
    }

    /// The places of objects, and their classes.
    fn objects(&mut self) -> Checked {
        for row in &self.body.objects {
            let (slot, object) = self.find_object(row)?;
            same(object.class(), self.class(row.class), What::ObjectClass)?;
            // Mirrors have a form of their own.
            same(class_of_mirror(object), None, What::ObjectClass)?;
            self.tables.objects.push(slot);
        }
        Ok(())
    }

    fn find_object(&self, row: &ObjectFacts) -> Checked<(usize, ObjRef)> {
        match row.name {
            ObjectName::Static(id) => {
                let field = self.tables.fields[id.0 as usize];
                let class = field.class();
                same(is_fixed(field) && field.kind == class::Kind::Ref, true, What::StaticValue)?;
                present(class.is_ready().then_some(()), What::Initialized)?;
                let object = value::to_ref(static_word(field));
                let object = object.ok_or(Misfit::Never(What::StaticValue))?;
                Ok((class.mirror().raw() + field.offset as usize, object))
            }
            ObjectName::Constant(id, index) => {
                let owner = self.method(id).class();
                let kinds = [tag::STRING, tag::METHOD_HANDLE, tag::METHOD_TYPE, tag::DYNAMIC];
                same(kinds.contains(&owner.cp.tag(index)), true, What::Constant)?;
                match owner.cp.resolved(index) {
                    0 => Err(Misfit::NotYet(What::Constant)),
                    RESOLVED_NULL => Err(Misfit::Never(What::Constant)),
                    _ => {
                        let global = owner.cp.resolved_global(index);
                        let object = global.get().ok_or(Misfit::Never(What::Constant))?;
                        Ok((global.slot_address(), object))
                    }
                }
            }
            ObjectName::Appendix(id, bci) => {
                let (_, appendix) = linked_site(self.method(id), bci)?;
                let object = appendix.get().ok_or(Misfit::Never(What::CallSite))?;
                Ok((appendix.slot_address(), object))
            }
            ObjectName::String(_) => Err(Misfit::Never(What::Constant)),
        }
    }

    /// Values that the code relies on, and that constants and fields name the same objects.
    fn values(&self) -> Checked {
        for (row, &field) in self.body.fields.iter().zip(&self.tables.fields) {
            let Some(value) = row.value else { continue };
            same(is_fixed(field), true, What::StaticValue)?;
            present(field.class().is_ready().then_some(()), What::Initialized)?;
            let slot = field.class().mirror().raw() + field.offset as usize;
            self.value(value, field.kind, static_word(field), slot)?;
        }
        for row in &self.body.constants {
            if let Constant::Value(Value::Object(id)) = row.constant {
                let cp = self.method(row.method).class().cp;
                let slot = cp.resolved_global(row.index).slot_address();
                same(slot, self.tables.objects[id.0 as usize], What::Constant)?;
            }
        }
        Ok(())
    }

    fn value(&self, value: Value, kind: class::Kind, word: u64, slot: usize) -> Checked {
        let equal = match (kind, value) {
            (class::Kind::Float, Value::Float(bits)) => word as u32 == bits,
            (class::Kind::Double, Value::Double(bits)) => word == bits,
            (class::Kind::Long, Value::Long(n)) => word.cast_signed() == n,
            (class::Kind::Ref, Value::Null) => value::to_ref(word).is_none(),
            (class::Kind::Ref, Value::Mirror(id)) => {
                value::to_ref(word).and_then(class_of_mirror) == Some(self.class(id))
            }
            (class::Kind::Ref, Value::Object(id)) => {
                slot == self.tables.objects[id.0 as usize] && value::to_ref(word).is_some()
            }
            (
                class::Kind::Bool
                | class::Kind::Byte
                | class::Kind::Char
                | class::Kind::Short
                | class::Kind::Int,
                Value::Int(n),
            ) => word as i32 == n,
            _ => false,
        };
        same(equal, true, What::StaticValue)
    }

    fn call_sites(&self) -> Checked {
        for row in &self.body.call_sites {
            let (adapter, appendix) = linked_site(self.method(row.method), row.bci)?;
            same(adapter, self.method(row.call.adapter), What::CallSite)?;
            let slot = appendix.get().map(|_| appendix.slot_address());
            let ours = row.call.appendix.map(|id| self.tables.objects[id.0 as usize]);
            same(slot, ours, What::CallSite)?;
        }
        Ok(())
    }

    fn selections(&self) -> Checked {
        for row in &self.body.selections {
            let (callee, class) = (self.method(row.callee), self.class(row.class));
            let selected = if callee.class().is_interface() {
                present(select::known_interface_method(class, callee), What::Selection)?
            } else {
                same(class.is_subclass_of(callee.class()), true, What::Selection)?;
                select::virtual_method(class, callee)
            };
            same(selected, self.method(row.selected), What::Selection)?;
            same(selected.is_abstract(), false, What::Selection)?;
        }
        Ok(())
    }

    /// Inlined methods are run by the interpreter when the code is left in the middle of them.
    fn prepare(&self) -> Checked {
        for node in &self.body.body.nodes {
            let method = self.method(node.method);
            if method.call_kind.get() == CallKind::Unprepared {
                allowed(interp::prepare(self.t, method), What::Bytecode)?;
                super::warm::prepared(method);
            }
            let runs = matches!(
                method.call_kind.get(),
                CallKind::Bytecode | CallKind::SyncBytecode | CallKind::Compiled
            );
            same(runs, true, What::Bytecode)?;
        }
        Ok(())
    }
}

/// What the call at a bytecode index of the method is linked to.
fn linked_site(method: MethodRef, bci: u16) -> Checked<(MethodRef, GlobalRef)> {
    let sites = profile::linked_sites(&method);
    let site = sites.binary_search_by_key(&bci, |&(bci, ..)| bci);
    let site = site.map_err(|_| Misfit::NotYet(What::CallSite))?;
    let (_, adapter, appendix) = sites[site];
    Ok((adapter, appendix))
}

/// Whether an `invokespecial` of the method uses the constant.
fn is_special(method: MethodRef, index: u16) -> bool {
    Instructions::new(method.code.get()).flatten().any(|decoded| {
        matches!(decoded.instruction, Instruction::InvokeSpecial { method } if method.0 == index)
    })
}

fn primitive(kind: Kind) -> class::Kind {
    match kind {
        Kind::Bool => class::Kind::Bool,
        Kind::Byte => class::Kind::Byte,
        Kind::Char => class::Kind::Char,
        Kind::Short => class::Kind::Short,
        Kind::Int => class::Kind::Int,
        Kind::Float => class::Kind::Float,
        Kind::Long => class::Kind::Long,
        Kind::Double => class::Kind::Double,
        Kind::Ref => class::Kind::Ref,
        Kind::Void => class::Kind::Void,
    }
}

fn static_word(field: FieldRef) -> u64 {
    value::load(field.class().mirror(), field.offset as usize, field.kind)
}

fn class_of_mirror(object: ObjRef) -> Option<ClassRef> {
    (object.class() == wk::class()).then(|| mirror::class_of(object)).flatten()
}
