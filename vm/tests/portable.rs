//! Every fact of a portable body is compared with this VM: each change below is one fact that is
//! different, and the body must be refused because of it.

mod common;

use common::vm::{boot, load};
use cortado_protocol::CONTRACT;
use cortado_protocol::body::Place;
use cortado_protocol::body::{Assumption, CompiledBody, Node, Resume, State, VirtualFrame};
use cortado_protocol::portable::{
    Key, Misfit, PortableBody, PortableConstant, PortableMethod, Selection, What, content_of,
};
use cortado_protocol::request::{
    ClassFacts, ClassId, ClassSource, Constant, Entry, FieldFacts, FieldId, Kind, MethodFacts,
    MethodId, ObjectFacts, ObjectId, ObjectName, Value,
};
use cortado_vm::class::cp::tag;
use cortado_vm::class::{ClassRef, FieldRef, MethodRef, class_flag, init, method_flag};
use cortado_vm::compile::{portable, shape};
use cortado_vm::link::loader;
use cortado_vm::meta::intern;
use cortado_vm::thread::Thread;

/// Rows of classes in the body below.
const OBJECT: ClassId = ClassId(0);
const LIST: ClassId = ClassId(3);
const ZIP: ClassId = ClassId(4);
const INTS: ClassId = ClassId(5);
const OBJECTS: ClassId = ClassId(6);
const STRING: ClassId = ClassId(7);

fn class_row(class: ClassRef, super_class: Option<ClassId>) -> ClassFacts {
    ClassFacts {
        name: class.name.to_string(),
        source: ClassSource::Boot,
        shape: shape(&class),
        access: class.access,
        super_class,
        depth: class.depth,
        instance_bytes: class.shape.instance_bytes,
        initialized: false,
        finalizer: class.has(class_flag::FINALIZER),
        leaf: false,
        element: None,
        element_class: None,
    }
}

fn method_row(class: ClassId, method: MethodRef, compiled: bool) -> PortableMethod {
    let rows = method.handlers.iter();
    let rows = rows.map(|row| (row.start, row.end, row.target, row.catch_type == 0));
    let locals = method.max_locals.max(method.arg_slots);
    PortableMethod {
        facts: MethodFacts {
            class,
            name: method.name.to_string(),
            desc: method.desc.to_string(),
            access: method.access,
            vtable_index: u32::try_from(method.vtable_index.get()).ok(),
            overridden: false,
            force_inline: method.has(method_flag::FORCE_INLINE),
            dont_inline: method.has(method_flag::DONT_INLINE),
            intrinsic: method.has(method_flag::INTRINSIC),
            empty: false,
            body: None,
        },
        content: compiled.then(|| content_of(locals, method.max_stack, method.code.get(), rows)),
    }
}

fn field_row(class: ClassId, field: FieldRef, kind: Kind, value: Option<Value>) -> FieldFacts {
    FieldFacts {
        class,
        name: field.name.to_string(),
        desc: field.desc.to_string(),
        kind,
        access: field.access,
        offset: field.offset,
        value,
    }
}

fn field(class: ClassRef, name: &str, desc: &str) -> FieldRef {
    class.declared_field(intern(name), intern(desc)).expect(name)
}

fn method(class: ClassRef, name: &str, desc: &str) -> MethodRef {
    class.declared_method(intern(name), intern(desc)).expect(name)
}

/// The constant-pool index of the first entry that satisfies `is`.
fn index_of(class: ClassRef, is: impl Fn(u16) -> bool) -> u16 {
    (1..class.cp.len() as u16).find(|&index| is(index)).expect("an entry")
}

fn body(assumptions: Vec<Assumption>) -> CompiledBody {
    let frame = VirtualFrame {
        node: 0,
        bci: 0,
        resume: Resume::Execute,
        locals: Vec::new(),
        stack: Vec::new(),
        lock: Place::Dead,
    };
    CompiledBody {
        contract: CONTRACT,
        code: vec![0xc3],
        entry: Some(0),
        interpreter_entry: 0,
        interpreter_return: 0,
        relocs: Vec::new(),
        sites: Vec::new(),
        traps: Vec::new(),
        states: vec![State { frames: vec![frame] }],
        handlers: Vec::new(),
        nodes: vec![Node { method: MethodId(0), parent: None }],
        assumptions,
    }
}

/// A body of `ArrayList.size()` that depends on a fact of each kind, all of which hold.
fn fitting(t: &Thread) -> (MethodRef, PortableBody) {
    let list = load(t, "java/util/ArrayList");
    let zip = load(t, "java/util/zip/ZipConstants");
    let string = load(t, "java/lang/String");
    init::ensure_linked(t, list).expect("linked");
    init::ensure_initialized(t, zip).expect("initialised: it has no initialiser");
    let supers: Vec<ClassRef> = list.supers().collect();
    let [_, abstract_list, abstract_collection, object] = supers[..] else { panic!("supers") };
    let ints = loader::primitive_array_class(t, cortado_vm::class::Kind::Int).expect("[I");
    let objects = loader::array_class_of(t, object).expect("Object[]");
    let array = |class: ClassRef, element, element_class| ClassFacts {
        source: ClassSource::Array,
        element: Some(element),
        element_class,
        ..class_row(class, Some(OBJECT))
    };
    let size = method(list, "size", "()I");
    let declared = method(abstract_collection, "size", "()I");
    let is_empty = method(list, "isEmpty", "()Z");
    let size_field = index_of(list, |index| {
        list.cp.tag(index) == tag::FIELDREF && {
            let (class, name, _) = list.cp.member(index);
            name == "size" && list.cp.sym(class) == "java/util/ArrayList"
        }
    });
    let object_class = index_of(list, |index| {
        list.cp.tag(index) == tag::CLASS && list.cp.sym(index) == "java/lang/Object"
    });
    let text = index_of(list, |index| list.cp.tag(index) == tag::STRING);
    let constant = |index, constant| PortableConstant { method: MethodId(0), index, constant };
    let body = PortableBody {
        key: Key([0; 16]),
        method: MethodId(0),
        entry: Entry::Method,
        directives: cortado_vm::compile::directives(true),
        classes: vec![
            class_row(object, None),
            class_row(abstract_collection, Some(OBJECT)),
            class_row(abstract_list, Some(ClassId(1))),
            class_row(list, Some(ClassId(2))),
            class_row(zip, Some(OBJECT)),
            array(ints, Kind::Int, None),
            array(objects, Kind::Ref, Some(OBJECT)),
            class_row(string, Some(OBJECT)),
        ],
        fields: vec![
            field_row(LIST, field(list, "size", "I"), Kind::Int, None),
            field_row(ZIP, field(zip, "LOCHDR", "I"), Kind::Int, Some(Value::Int(30))),
        ],
        methods: vec![
            method_row(LIST, size, true),
            method_row(ClassId(1), declared, false),
            method_row(LIST, is_empty, false),
        ],
        objects: vec![ObjectFacts { name: ObjectName::Constant(MethodId(0), text), class: STRING }],
        constants: vec![
            constant(size_field, Constant::Field(FieldId(0))),
            constant(object_class, Constant::Class(OBJECT)),
            constant(text, Constant::Value(Value::Object(ObjectId(0)))),
        ],
        call_sites: vec![],
        selections: vec![Selection { callee: MethodId(1), class: LIST, selected: MethodId(0) }],
        body: body(vec![
            Assumption::Initialized(ZIP),
            Assumption::StaticValue(FieldId(1)),
            Assumption::NotOverridden(MethodId(2)),
            Assumption::Leaf(LIST),
        ]),
    };
    (size, body)
}

type Change = fn(&mut PortableBody);

/// One changed fact each.
const CHANGES: &[(What, Change)] = &[
    (What::Directives, |b| b.directives.cpu = all_cpu(true)),
    (What::Method, |b| b.method = MethodId(2)),
    (What::Class, |b| b.classes[0].source = ClassSource::Unnamed),
    (What::Class, |b| b.classes[0].source = ClassSource::Primitive),
    (What::Shape, |b| b.classes[3].shape ^= 1),
    (What::Shape, |b| b.classes[0].shape ^= 1),
    (What::ClassFlags, |b| b.classes[3].access ^= 0x10),
    (What::Super, |b| b.classes[3].super_class = Some(OBJECT)),
    (What::Super, |b| b.classes[3].depth += 1),
    (What::InstanceBytes, |b| b.classes[3].instance_bytes += 8),
    (What::Finalizer, |b| b.classes[3].finalizer ^= true),
    (What::Element, |b| b.classes[3].element = Some(Kind::Int)),
    (What::Element, |b| b.classes[3].element_class = Some(OBJECT)),
    (What::Element, |b| b.classes[INTS.0 as usize].element = Some(Kind::Ref)),
    (What::Shape, |b| b.classes[OBJECTS.0 as usize].shape ^= 1),
    (What::FieldFlags, |b| b.fields[0].access ^= 0x40),
    (What::FieldPlace, |b| b.fields[0].offset += 4),
    (What::FieldPlace, |b| b.fields[0].kind = Kind::Float),
    (What::StaticValue, |b| b.fields[1].value = Some(Value::Int(31))),
    (What::StaticValue, |b| b.fields[1].value = Some(Value::Long(30))),
    (What::StaticValue, |b| b.fields[0].value = Some(Value::Int(30))),
    (What::MethodFlags, |b| b.methods[0].facts.access ^= 0x20),
    (What::MethodFlags, |b| b.methods[0].facts.force_inline ^= true),
    (What::MethodFlags, |b| b.methods[0].facts.dont_inline ^= true),
    (What::MethodFlags, |b| b.methods[0].facts.intrinsic ^= true),
    (What::MethodFlags, |b| b.methods[0].facts.empty ^= true),
    (What::VtableIndex, |b| b.methods[0].facts.vtable_index = Some(1)),
    (What::VtableIndex, |b| b.methods[0].facts.vtable_index = None),
    (What::Bytecode, |b| b.methods[0].content = Some([1; 16])),
    (What::Constant, |b| b.constants[0].constant = Constant::Field(FieldId(1))),
    (What::Constant, |b| b.constants[1].constant = Constant::Class(LIST)),
    (What::Constant, |b| b.constants[2].constant = Constant::Value(Value::Int(1))),
    (What::ObjectClass, |b| b.objects[0].class = LIST),
    (What::StaticValue, |b| b.objects[0].name = ObjectName::Static(FieldId(1))),
    (What::Selection, |b| b.selections[0].selected = MethodId(2)),
    (What::Selection, |b| b.selections[0].class = OBJECT),
    (What::NotOverridden, |b| b.body.assumptions.push(Assumption::NotOverridden(MethodId(1)))),
    (What::Leaf, |b| b.body.assumptions.push(Assumption::Leaf(OBJECT))),
];

/// One missing thing each: not wrong, but not there yet.
const MISSING: &[(What, Change)] = &[
    (What::Class, |b| b.classes[3].name = "java/util/NoSuchList".to_owned()),
    (What::Declared, |b| b.methods[1].facts.class = STRING),
    (What::Initialized, |b| b.body.assumptions.push(Assumption::Initialized(LIST))),
];

fn all_cpu(there: bool) -> cortado_protocol::request::CpuFeatures {
    cortado_protocol::request::CpuFeatures {
        popcnt: there,
        lzcnt: there,
        bmi1: there,
        bmi2: there,
        sse41: there,
        fma: there,
        avx2: there,
    }
}

#[test]
fn each_different_fact_refuses_a_body() {
    let t = boot();
    let (method, fits) = fitting(t);
    let tables = portable::resolve(t, method, &fits).expect("every fact holds");
    assert_eq!(tables.methods[0], method);
    assert_eq!(tables.classes[3], method.class());
    let bytes = fits.to_bytes();
    assert_eq!(PortableBody::from_bytes(&bytes), Ok(fits.clone()));
    for (number, &(what, change)) in CHANGES.iter().enumerate() {
        let mut body = fits.clone();
        change(&mut body);
        if what == What::Directives && all_cpu(true).are_within(fits.directives.cpu) {
            continue;
        }
        let outcome = portable::resolve(t, method, &body).map(|_| ());
        assert_eq!(outcome, Err(Misfit::Never(what)), "change {number}");
    }
    for (number, &(what, change)) in MISSING.iter().enumerate() {
        let mut body = fits.clone();
        change(&mut body);
        let outcome = portable::resolve(t, method, &body).map(|_| ());
        assert_eq!(outcome, Err(Misfit::NotYet(what)), "missing {number}");
    }
    let other = PortableBody::from_bytes(&bytes).expect("its own bytes");
    let wrong = self::method(method.class(), "isEmpty", "()Z");
    let outcome = portable::resolve(t, wrong, &other).map(|_| ());
    assert_eq!(outcome, Err(Misfit::Never(What::Method)));
}
