//! A server sends a body only in answer to a request that holds every fact that it depends on.

use super::{Asked, BadBody, Misfit, NotPortable, PortableBody, Selection, What};
use crate::CONTRACT;
use crate::body::{Assumption, CompiledBody, Node};
use crate::request::{
    CallSite, ClassFacts, ClassId, ClassSource, CompileRequest, Constant, Directives, Entry,
    FieldFacts, FieldId, Kind, MethodBody, MethodFacts, MethodId, ObjectFacts, ObjectId,
    ObjectName, Value,
};

const OBJECT: ClassId = ClassId(0);
const MAIN: ClassId = ClassId(1);
const LAMBDA: ClassId = ClassId(2);
const RUN: MethodId = MethodId(0);
const ADAPTER: MethodId = MethodId(1);
const CALLED: MethodId = MethodId(2);

fn class(name: &str, source: ClassSource, super_class: Option<ClassId>) -> ClassFacts {
    ClassFacts {
        name: name.to_owned(),
        source,
        shape: 7,
        access: 1,
        super_class,
        depth: u32::from(super_class.is_some()),
        instance_bytes: 16,
        initialized: true,
        finalizer: false,
        leaf: true,
        element: None,
        element_class: None,
    }
}

fn method(class: ClassId, name: &str, body: Option<MethodBody>) -> MethodFacts {
    MethodFacts {
        class,
        name: name.to_owned(),
        desc: "()V".to_owned(),
        access: 9,
        vtable_index: Some(5),
        overridden: false,
        force_inline: false,
        dont_inline: false,
        intrinsic: false,
        empty: false,
        body,
    }
}

/// `run` links a call at 4, reads the static field of constant 3 and calls constant 2.
fn request() -> CompileRequest {
    let appendix = ObjectFacts { name: ObjectName::Appendix(RUN, 4), class: LAMBDA };
    let body = MethodBody {
        max_locals: 1,
        max_stack: 1,
        code: vec![0xb1],
        handlers: vec![],
        constants: vec![(2, Constant::Method(CALLED)), (3, Constant::Field(FieldId(0)))],
        call_sites: vec![(4, CallSite { adapter: ADAPTER, appendix: Some(ObjectId(0)) })],
        profile: vec![],
        invocations: 3,
    };
    CompileRequest {
        contract: CONTRACT,
        method: RUN,
        entry: Entry::Method,
        directives: Directives {
            inline_allocation: true,
            inlining: true,
            speculation: true,
            generation: 1,
            cpu: Default::default(),
        },
        classes: vec![
            class("java/lang/Object", ClassSource::Boot, None),
            class("Main", ClassSource::Requesting, Some(OBJECT)),
            class("Main$$Lambda$+00000000000000aa", ClassSource::Hidden, Some(OBJECT)),
            class("Other", ClassSource::Unnamed, Some(OBJECT)),
        ],
        fields: vec![FieldFacts {
            class: MAIN,
            name: "limit".to_owned(),
            desc: "I".to_owned(),
            kind: Kind::Int,
            access: 0x18,
            offset: 12,
            value: Some(Value::Int(30)),
        }],
        methods: vec![
            method(MAIN, "run", Some(body)),
            method(LAMBDA, "linkToTargetMethod", None),
            method(MAIN, "called", None),
        ],
        objects: vec![appendix],
    }
}

fn compiled() -> CompiledBody {
    CompiledBody {
        contract: CONTRACT,
        code: vec![0xc3],
        entry: Some(0),
        interpreter_entry: 0,
        interpreter_return: 0,
        relocs: vec![],
        sites: vec![],
        traps: vec![],
        states: vec![],
        handlers: vec![],
        nodes: vec![Node { method: RUN, parent: None }],
        assumptions: vec![
            Assumption::Initialized(MAIN),
            Assumption::NotOverridden(CALLED),
            Assumption::Leaf(MAIN),
            Assumption::StaticValue(FieldId(0)),
        ],
    }
}

fn asked() -> Asked {
    let mut asked = Asked::default();
    asked.classes.insert(LAMBDA);
    asked.constants.extend([(RUN, 2), (RUN, 3)]);
    asked.call_sites.insert((RUN, 4));
    asked.selections.insert(Selection { callee: CALLED, class: MAIN, selected: CALLED });
    asked
}

fn portable() -> PortableBody {
    PortableBody::new(&request(), &compiled(), &asked()).expect("everything has a name")
}

fn body_of(request: &mut CompileRequest) -> &mut MethodBody {
    request.methods[0].body.as_mut().expect("its bytecode")
}

type Change = fn(&mut CompileRequest);

const DIFFERENT: &[(What, Change)] = &[
    (What::Contract, |r| r.contract ^= 1),
    (What::Method, |r| r.entry = Entry::Loop(3)),
    (What::Method, |r| r.method = CALLED),
    (What::Directives, |r| r.directives.inline_allocation = false),
    (What::Shape, |r| r.classes[1].shape = 8),
    (What::Shape, |r| r.classes[2].shape = 8),
    (What::ClassFlags, |r| r.classes[1].access = 3),
    (What::Super, |r| r.classes[1].super_class = None),
    (What::InstanceBytes, |r| r.classes[1].instance_bytes = 24),
    (What::Finalizer, |r| r.classes[1].finalizer = true),
    // Two rows of one name: nobody knows which is meant.
    (What::Class, |r| r.classes.push(r.classes[2].clone())),
    (What::FieldFlags, |r| r.fields[0].access = 8),
    (What::FieldPlace, |r| r.fields[0].offset = 16),
    (What::StaticValue, |r| r.fields[0].value = Some(Value::Int(31))),
    (What::MethodFlags, |r| r.methods[2].access = 1),
    (What::VtableIndex, |r| r.methods[2].vtable_index = None),
    (What::Bytecode, |r| body_of(r).code = vec![0, 0xb1]),
    (What::Constant, |r| body_of(r).constants[0].1 = Constant::Method(RUN)),
    (What::CallSite, |r| body_of(r).call_sites[0].1.adapter = CALLED),
    (What::CallSite, |r| body_of(r).call_sites[0].1.appendix = None),
    (What::CallSite, |r| r.objects[0].name = ObjectName::Appendix(RUN, 5)),
    (What::ObjectClass, |r| r.objects[0].class = OBJECT),
    (What::Leaf, |r| r.classes[1].leaf = false),
    (What::NotOverridden, |r| r.methods[2].overridden = true),
];

const MISSING: &[(What, Change)] = &[
    (What::Class, |r| r.classes[2].name.push('b')),
    (What::Class, |r| r.classes[2].source = ClassSource::Boot),
    (What::Field, |r| r.fields[0].name.push('s')),
    (What::Declared, |r| r.methods[2].name.push('s')),
    (What::StaticValue, |r| r.fields[0].value = None),
    (What::Constant, |r| body_of(r).constants.truncate(1)),
    (What::CallSite, |r| body_of(r).call_sites[0].0 = 5),
    (What::Initialized, |r| r.classes[1].initialized = false),
];

#[test]
fn each_different_fact_of_a_request_refuses_a_body() {
    let body = portable();
    assert_eq!(body.fits(&request()), Ok(()));
    let outcome = |change: Change| {
        let mut other = request();
        change(&mut other);
        body.fits(&other)
    };
    for (number, &(what, change)) in DIFFERENT.iter().enumerate() {
        assert_eq!(outcome(change), Err(Misfit::Never(what)), "change {number}");
    }
    for (number, &(what, change)) in MISSING.iter().enumerate() {
        assert_eq!(outcome(change), Err(Misfit::NotYet(what)), "missing {number}");
    }
}

#[test]
fn rows_that_no_code_depends_on_do_not_matter() {
    let body = portable();
    assert_eq!(body.classes.len(), 3);
    let mut other = request();
    other.classes.pop();
    let more = class("Another", ClassSource::Boot, Some(OBJECT));
    other.classes.push(more);
    body_of(&mut other).invocations = 1000;
    assert_eq!(body.fits(&other), Ok(()));
}

#[test]
fn what_has_no_name_elsewhere_is_not_portable() {
    let mut asked = asked();
    asked.classes.insert(ClassId(3));
    let outcome = PortableBody::new(&request(), &compiled(), &asked);
    assert_eq!(outcome, Err(NotPortable::UnnamedClass("Other".to_owned())));
}

#[test]
fn bytes_that_were_changed_are_no_body() {
    let body = portable();
    let bytes = body.to_bytes();
    assert_eq!(PortableBody::from_bytes(&bytes), Ok(body.clone()));
    for at in 0..bytes.len() {
        let mut other = bytes.clone();
        other[at] ^= 0x10;
        assert_eq!(PortableBody::from_bytes(&other), Err(BadBody::Checksum), "byte {at}");
        assert!(PortableBody::from_bytes(&bytes[..at]).is_err(), "cut at {at}");
    }
    // Bytes with the right checksum that contradict themselves.
    let changes: &[fn(&mut PortableBody)] = &[
        |b| b.method = MethodId(9),
        |b| b.call_sites[0].method = MethodId(9),
        |b| b.call_sites[0].call.adapter = MethodId(9),
        |b| b.call_sites[0].call.appendix = Some(ObjectId(9)),
        |b| b.objects[0].name = ObjectName::Appendix(MethodId(9), 4),
        |b| b.selections[0].class = ClassId(9),
        |b| b.constants[0].constant = Constant::Method(MethodId(9)),
        |b| b.classes[1].super_class = Some(ClassId(2)),
        |b| b.classes[1].source = ClassSource::Unnamed,
        |b| b.body.assumptions.push(Assumption::Leaf(ClassId(9))),
        |b| b.body.nodes.clear(),
    ];
    for (number, change) in changes.iter().enumerate() {
        let mut other = body.clone();
        change(&mut other);
        let outcome = PortableBody::from_bytes(&other.to_bytes());
        assert_eq!(outcome, Err(BadBody::Malformed), "change {number}");
    }
}
