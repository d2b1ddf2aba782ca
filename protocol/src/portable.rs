//! Compiled bodies that fit other VMs (design D10): the body, and what it says about its request.
//!
//! A [`PortableBody`] carries the rows of the request that its code depends on, by name. Whoever
//! installs it finds each row again and compares every fact with its own; nothing is believed. What
//! is speculative (initialised, leaf, overridden) is among the assumptions of the body and is not
//! kept as a fact.
//!
//! Invariants of a body that [`PortableBody::new`] or [`PortableBody::from_bytes`] has made:
//! * Every number in it is that of one of its rows.
//! * A class's superclass, element class and the class whose loader finds it are earlier rows.
//! * Each object is named by a row of its own, and no class is [`ClassSource::Unnamed`].

mod cut;
mod fit;
#[cfg(test)]
#[path = "portable_tests.rs"]
mod tests;

use crate::CONTRACT;
use crate::body::{Assumption, CompiledBody};
use crate::limits::BODY_MAX;
use crate::message::Id128;
use crate::reloc::Target;
use crate::request::{
    CallSite, ClassFacts, ClassId, ClassSource, CompileRequest, Constant, Directives, Entry,
    FieldFacts, FieldId, MethodBody, MethodFacts, MethodId, ObjectFacts, ObjectId, ObjectName,
    Value,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The text of this file: its types are their own table in the contract's hash.
pub const TABLE_TEXT: &str = include_str!("portable.rs");

/// What is asked for: bodies of one key are answers to the same question, made at different times.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Key(pub Id128);

/// What a program is: its image, class path and main class.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Program(pub Id128);

/// The first 16 bytes of a BLAKE3 hash.
fn id_of(hasher: &blake3::Hasher) -> Id128 {
    let mut id = Id128::default();
    id.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    id
}

/// Hashes a list of texts or bytes; no two lists have the same input.
fn hash_parts(domain: &str, parts: &[&[u8]]) -> Id128 {
    let mut hasher = blake3::Hasher::new();
    for part in [domain.as_bytes()].iter().chain(parts) {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    id_of(&hasher)
}

impl Key {
    /// The key of a request: its method, the content of the method's class, where the code is
    /// entered, directives and contract. A method that the request lacks has the key of nothing.
    pub fn of(request: &CompileRequest) -> Key {
        let method = request.methods.get(request.method.0 as usize);
        let class = method.and_then(|m| request.classes.get(m.class.0 as usize));
        let (Some(method), Some(class)) = (method, class) else {
            return Key(Id128::default());
        };
        let options = postcard::to_stdvec(&(request.contract, request.entry, request.directives));
        Key(hash_parts(
            "key",
            &[
                class.name.as_bytes(),
                &class.shape.to_le_bytes(),
                method.name.as_bytes(),
                method.desc.as_bytes(),
                &options.unwrap_or_default(),
            ],
        ))
    }
}

impl Program {
    /// The program that these parts identify.
    pub fn of(parts: &[&[u8]]) -> Program {
        Program(hash_parts("program", parts))
    }
}

/// Name of a method's bytecode by its content: all that decides what an interpreter does with it,
/// apart from what its constants mean.
pub fn content_of(
    max_locals: u16,
    max_stack: u16,
    code: &[u8],
    handlers: impl Iterator<Item = (u16, u16, u16, bool)>,
) -> Id128 {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&max_locals.to_le_bytes());
    hasher.update(&max_stack.to_le_bytes());
    hasher.update(&(code.len() as u64).to_le_bytes());
    hasher.update(code);
    for (start, end, target, any) in handlers {
        for word in [start, end, target, u16::from(any)] {
            hasher.update(&word.to_le_bytes());
        }
    }
    id_of(&hasher)
}

fn content_of_body(body: &MethodBody) -> Id128 {
    let rows = body.handlers.iter().map(|row| (row.start, row.end, row.target, row.any));
    content_of(body.max_locals, body.max_stack, &body.code, rows)
}

/// What the compiler asked of a request, as far as its answer may depend on it.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Asked {
    /// Classes.
    pub classes: BTreeSet<ClassId>,
    /// Fields.
    pub fields: BTreeSet<FieldId>,
    /// Methods.
    pub methods: BTreeSet<MethodId>,
    /// Objects.
    pub objects: BTreeSet<ObjectId>,
    /// Constants that were resolved: method and index.
    pub constants: BTreeSet<(MethodId, u16)>,
    /// Call sites that were linked: method and bytecode index.
    pub call_sites: BTreeSet<(MethodId, u16)>,
    /// Which method a receiver of a class selects.
    pub selections: BTreeSet<Selection>,
}

/// That a call of a method with a receiver of a class runs another method.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Selection {
    /// The method that the call names.
    pub callee: MethodId,
    /// Class of the receiver.
    pub class: ClassId,
    /// What runs.
    pub selected: MethodId,
}

/// A method that code depends on.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PortableMethod {
    /// What is known of it; no body.
    pub facts: MethodFacts,
    /// Its bytecode, if it was compiled or inlined.
    pub content: Option<Id128>,
}

/// A resolved constant that code depends on.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct PortableConstant {
    /// The method whose class has it.
    pub method: MethodId,
    /// Index in the constant pool.
    pub index: u16,
    /// What it is resolved to.
    pub constant: Constant,
}

/// A linked call that code depends on: `invokedynamic`, or signature-polymorphic.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PortableCallSite {
    /// The method with the call.
    pub method: MethodId,
    /// Bytecode index of the call.
    pub bci: u16,
    /// What it calls, and the argument that is added.
    pub call: CallSite,
}

/// A body with all that it depends on.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PortableBody {
    /// What it answers.
    pub key: Key,
    /// The method.
    pub method: MethodId,
    /// Where the code is entered.
    pub entry: Entry,
    /// How it was made.
    pub directives: Directives,
    /// Classes.
    pub classes: Vec<ClassFacts>,
    /// Fields; a value is there only if the code relies on it.
    pub fields: Vec<FieldFacts>,
    /// Methods.
    pub methods: Vec<PortableMethod>,
    /// Objects.
    pub objects: Vec<ObjectFacts>,
    /// Constants.
    pub constants: Vec<PortableConstant>,
    /// Linked calls.
    pub call_sites: Vec<PortableCallSite>,
    /// Selected methods.
    pub selections: Vec<Selection>,
    /// Code and tables; numbers are those of the rows above.
    pub body: CompiledBody,
}

/// Why a body serves nobody but the VM whose request it answers.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NotPortable {
    /// A class that no other VM could find.
    #[error("it depends on {0}, which has no name elsewhere")]
    UnnamedClass(String),
    /// The request contradicts itself, or the body does not fit it.
    #[error("request and body do not belong together")]
    Inconsistent,
}

/// Why a body does not fit a request or a VM.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Misfit {
    /// Something is not loaded, resolved or initialised yet: may fit later.
    #[error("{0} is not there yet")]
    NotYet(What),
    /// A fact is different.
    #[error("{0} is different")]
    Never(What),
}

macro_rules! facts {
    ($($(#[doc = $doc:literal])* $name:ident $text:literal,)*) => {
        /// A kind of fact that a body depends on.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum What { $($(#[doc = $doc])* $name,)* }

        impl std::fmt::Display for What {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(match self { $(What::$name => $text,)* })
            }
        }
    };
}

facts! {
    /// Contract.
    Contract "the contract",
    /// Directives or extensions of the processor.
    Directives "a directive",
    /// The method that was asked for.
    Method "the method",
    /// A class of that name.
    Class "a class",
    /// Content of the class file or of those of its superclasses.
    Shape "the content of a class",
    /// Flags of a class.
    ClassFlags "a class's flags",
    /// Superclass or depth.
    Super "a superclass",
    /// Size of instances.
    InstanceBytes "an instance size",
    /// Whether instances have finalizers.
    Finalizer "a finalizer",
    /// Elements of an array class.
    Element "an array's element class",
    /// A field of that name.
    Field "a field",
    /// Flags of a field.
    FieldFlags "a field's flags",
    /// Offset or kind of a field.
    FieldPlace "a field's place",
    /// Value of a static final field.
    StaticValue "the value of a static final field",
    /// A declared method.
    Declared "a declared method",
    /// Flags and annotations of a method.
    MethodFlags "a method's flags",
    /// Place in the vtable.
    VtableIndex "a vtable index",
    /// Bytecode of a method.
    Bytecode "a method's bytecode",
    /// What a constant is resolved to.
    Constant "a constant",
    /// What a call is linked to.
    CallSite "a linked call site",
    /// Class of an object.
    ObjectClass "an object's class",
    /// Which method a receiver selects.
    Selection "a selected method",
    /// The class is initialised.
    Initialized "an initialised class",
    /// No class overrides the method.
    NotOverridden "a method that is not overridden",
    /// The class has no subclasses.
    Leaf "a class without subclasses",
}

/// Why bytes are no body.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum BadBody {
    /// Over the limit.
    #[error("a body of {0} bytes is over the limit")]
    TooLarge(usize),
    /// Another build's.
    #[error("the body's contract is {0:016x}, ours is {CONTRACT:016x}")]
    Contract(u64),
    /// The checksum is wrong.
    #[error("the body's checksum is wrong")]
    Checksum,
    /// The checksum is right, and still it is no body.
    #[error("the body is malformed")]
    Malformed,
}

/// Contract and checksum in front of a body.
const HEADER: usize = 8 + 16;

impl PortableBody {
    /// The bytes that are stored and sent.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![0; HEADER];
        bytes[..8].copy_from_slice(&self.body.contract.to_le_bytes());
        let bytes = postcard::to_extend(self, bytes);
        let mut bytes = bytes.expect("memory takes all bytes, and every type is serializable");
        let sum = hash_parts("body", &[&bytes[..8], &bytes[HEADER..]]);
        bytes[8..HEADER].copy_from_slice(&sum);
        bytes
    }

    /// The body that these bytes are.
    ///
    /// # Errors
    /// When they were cut, changed, made by another build or made to mislead.
    pub fn from_bytes(bytes: &[u8]) -> Result<PortableBody, BadBody> {
        if bytes.len() > BODY_MAX {
            return Err(BadBody::TooLarge(bytes.len()));
        }
        let (header, payload) = bytes.split_at_checked(HEADER).ok_or(BadBody::Malformed)?;
        let (contract, sum) = header.split_at(8);
        if hash_parts("body", &[contract, payload]) != *sum {
            return Err(BadBody::Checksum);
        }
        let contract = contract.iter().rev().fold(0, |all, &byte| all << 8 | u64::from(byte));
        if contract != CONTRACT {
            return Err(BadBody::Contract(contract));
        }
        let (body, rest) =
            postcard::take_from_bytes::<PortableBody>(payload).map_err(|_| BadBody::Malformed)?;
        if !rest.is_empty() || body.body.contract != contract || !body.is_consistent() {
            return Err(BadBody::Malformed);
        }
        Ok(body)
    }

    /// The class that declares the method.
    pub fn class(&self) -> &ClassFacts {
        &self.classes[self.method().class.0 as usize]
    }

    /// The method.
    pub fn method(&self) -> &MethodFacts {
        &self.methods[self.method.0 as usize].facts
    }

    /// The invariants.
    fn is_consistent(&self) -> bool {
        let class = |id: ClassId| (id.0 as usize) < self.classes.len();
        let field = |id: FieldId| (id.0 as usize) < self.fields.len();
        let method = |id: MethodId| (id.0 as usize) < self.methods.len();
        let object = |id: ObjectId| (id.0 as usize) < self.objects.len();
        let value = |value: Value| match value {
            Value::Object(id) => object(id),
            Value::Mirror(id) => class(id),
            Value::Int(_) | Value::Float(_) | Value::Long(_) | Value::Double(_) | Value::Null => {
                true
            }
        };
        let classes = self.classes.iter().enumerate().all(|(at, row)| {
            let earlier = |id: ClassId| (id.0 as usize) < at;
            let found = match row.source {
                ClassSource::Via(id) => earlier(id),
                ClassSource::Boot
                | ClassSource::Requesting
                | ClassSource::System
                | ClassSource::Hidden
                | ClassSource::Primitive => true,
                ClassSource::Array => row.name.starts_with('['),
                ClassSource::Unnamed => false,
            };
            found && row.super_class.is_none_or(earlier) && row.element_class.is_none_or(earlier)
        });
        let objects = self.objects.iter().all(|row| {
            class(row.class)
                && match row.name {
                    ObjectName::String(_) => true,
                    ObjectName::Static(id) => field(id),
                    ObjectName::Constant(id, _) | ObjectName::Appendix(id, _) => method(id),
                }
        });
        let constants = self.constants.iter().all(|row| {
            method(row.method)
                && match row.constant {
                    Constant::Value(of) => value(of),
                    Constant::Class(id) => class(id),
                    Constant::Field(id) => field(id),
                    Constant::Method(id) => method(id),
                }
        });
        let call_sites = self.call_sites.iter().all(|row| {
            method(row.method) && method(row.call.adapter) && row.call.appendix.is_none_or(object)
        });
        let selections = self
            .selections
            .iter()
            .all(|row| method(row.callee) && class(row.class) && method(row.selected));
        let assumptions = self.body.assumptions.iter().all(|&row| match row {
            Assumption::Initialized(id) | Assumption::Leaf(id) => class(id),
            Assumption::NotOverridden(id) => method(id),
            Assumption::StaticValue(id) => field(id),
        });
        let relocs = self.body.relocs.iter().all(|row| match row.target {
            Target::Helper(_) => true,
            Target::Class(id) | Target::Mirror(id) => class(id),
            Target::Method(id) | Target::MethodCode(id) => method(id),
            Target::StaticField(id) => field(id),
            Target::Object(id) => object(id),
        });
        let nodes = self.body.nodes.iter().enumerate().all(|(at, node)| {
            let parent = node.parent.is_none_or(|(parent, _)| usize::from(parent) < at);
            parent
                && method(node.method)
                && self.methods[node.method.0 as usize].content.is_some()
                && (at == 0) == node.parent.is_none()
        });
        classes
            && objects
            && constants
            && selections
            && call_sites
            && assumptions
            && relocs
            && nodes
            && method(self.method)
            && self.body.nodes.first().is_some_and(|node| node.method == self.method)
            && self.fields.iter().all(|row| class(row.class) && row.value.is_none_or(value))
            && self.methods.iter().all(|row| class(row.facts.class) && row.facts.body.is_none())
            && self.body.handlers.iter().all(|row| usize::from(row.node) < self.body.nodes.len())
    }
}
