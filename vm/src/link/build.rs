//! From the parsed class file to the arena: constant pool and the attributes of the class.

use super::define::new_extra;
use crate::class::cp::tag;
use crate::class::{
    Bootstrap, ClassExtra, ConstantPool, EnclosingMethod, InnerClass, RecordComponent,
};
use crate::classfile::{ClassFile, Constant, Span};
use crate::meta::{Arena, Meta, MetaCell, MetaSlice, Sym, intern_bytes};
use cortado_protocol::bytecode::CpIndex;
use std::sync::atomic::AtomicU64;

/// A class file whose strings have been interned.
pub(super) struct Builder<'a> {
    pub(super) file: &'a ClassFile,
    /// The raw words of the run-time constant pool, in the arena already.
    raw: MetaSlice<u32>,
}

fn pair(first: u16, second: u16) -> u32 {
    u32::from(first) | u32::from(second) << 16
}

impl<'a> Builder<'a> {
    /// Interns every string of the class file once.
    pub(super) fn new(file: &'a ClassFile) -> Builder<'a> {
        let pool = &file.pool;
        let mut words = vec![0_u32; pool.len()];
        for (index, constant) in pool.iter() {
            if let Constant::Utf8(span) = constant {
                words[usize::from(index.0)] = intern_bytes(pool.bytes(*span)).raw();
            }
        }
        for (index, constant) in pool.iter() {
            let at = usize::from(index.0);
            words[at] = match *constant {
                Constant::Utf8(_) => continue,
                // The upper half of a long or double was written with the lower one.
                Constant::Unusable => continue,
                Constant::Integer(value) => value.cast_unsigned(),
                Constant::Float(value) => value.to_bits(),
                Constant::Long(value) => wide(&mut words, at, value.cast_unsigned()),
                Constant::Double(value) => wide(&mut words, at, value.to_bits()),
                Constant::Class { name }
                | Constant::String { text: name }
                | Constant::MethodType { descriptor: name }
                | Constant::Module { name }
                | Constant::Package { name } => words[usize::from(name.0)],
                Constant::FieldRef { class, name_and_type }
                | Constant::MethodRef { class, name_and_type }
                | Constant::InterfaceMethodRef { class, name_and_type } => {
                    pair(class.0, name_and_type.0)
                }
                Constant::NameAndType { name, descriptor } => pair(name.0, descriptor.0),
                Constant::MethodHandle { kind, reference } => pair(kind as u16, reference.0),
                Constant::Dynamic { bootstrap, name_and_type }
                | Constant::InvokeDynamic { bootstrap, name_and_type } => {
                    pair(bootstrap, name_and_type.0)
                }
            };
        }
        Builder { file, raw: Arena::slice(&words) }
    }

    /// The symbol of a Utf8 constant.
    #[inline]
    pub(super) fn sym(&self, index: CpIndex) -> Sym {
        // SAFETY: the parser checked that the index is a Utf8's; `new` put the symbol there.
        unsafe { Sym::from_raw(self.raw[usize::from(index.0)]) }
    }

    /// The symbol of an optional Utf8 constant.
    pub(super) fn sym_opt(&self, index: Option<CpIndex>) -> Option<Sym> {
        index.map(|index| self.sym(index))
    }

    /// The name of a Class constant.
    #[inline]
    pub(super) fn class_name(&self, index: CpIndex) -> Sym {
        // Raw words of classes are the symbols of their names.
        self.sym(index)
    }

    /// Bytes of the class file in the arena.
    pub(super) fn bytes(&self, span: Option<Span>) -> MetaSlice<u8> {
        span.map_or(MetaSlice::EMPTY, |span| Arena::slice(self.file.bytes(span)))
    }

    /// The run-time constant pool, everything unresolved but the class itself.
    pub(super) fn constant_pool(&self) -> Meta<ConstantPool> {
        let constants: Vec<u8> = self.file.pool.iter().map(|(_, c)| tag_of(c)).collect();
        Arena::place(ConstantPool {
            tags: Arena::slice(&constants),
            raw: self.raw,
            resolved: Arena::slice_with(constants.len(), |_| AtomicU64::new(0)),
            class: MetaCell::new(None),
        })
    }

    /// What reflection shows as modifiers: the flags of the class's own InnerClasses row, if any.
    pub(super) fn reflect_access(&self) -> u16 {
        let own = self.file.attributes.inner_classes.iter().flatten();
        own.into_iter()
            .find(|row| self.class_name(row.inner) == self.class_name(self.file.this_class))
            .map_or(self.file.access, |row| row.access)
            & !crate::class::acc::SUPER
    }

    /// The optional attributes of the class.
    pub(super) fn extra(&self, package: Sym, class_bytes: &[u8], hidden: bool) -> ClassExtra {
        let attributes = &self.file.attributes;
        let indices = |list: &Option<Vec<CpIndex>>| match list {
            Some(list) => Arena::slice_with(list.len(), |i| list[i].0),
            None => MetaSlice::EMPTY,
        };
        ClassExtra {
            source_file: self.sym_opt(attributes.source_file),
            signature: self.sym_opt(attributes.signature),
            inner_classes: self.inner_classes(),
            enclosing: attributes.enclosing_method.map(|enclosing| EnclosingMethod {
                class: enclosing.class.0,
                method: enclosing.method.map_or(0, |index| index.0),
            }),
            bootstraps: self.bootstraps(),
            nest_host_index: attributes.nest_host.map_or(0, |index| index.0),
            nest_members: indices(&attributes.nest_members),
            permitted: indices(&attributes.permitted_subclasses),
            record: self.record(),
            annotations: self.bytes(attributes.annotations.visible),
            type_annotations: self.bytes(attributes.annotations.visible_type),
            fingerprint: match hidden {
                true => fingerprint(&self.nameless(class_bytes)),
                false => fingerprint(class_bytes),
            },
            ..new_extra(package)
        }
    }

    /// The class file without its own name and its length: a name that is made has a number in it.
    fn nameless(&self, class_bytes: &[u8]) -> Vec<u8> {
        let pool = &self.file.pool;
        match pool.get(self.file.this_class) {
            Some(Constant::Class { name }) => match pool.get(*name) {
                Some(Constant::Utf8(name)) => {
                    [&class_bytes[..name.start() - 2], &class_bytes[name.end()..]].concat()
                }
                _ => class_bytes.to_vec(),
            },
            _ => class_bytes.to_vec(),
        }
    }

    fn inner_classes(&self) -> MetaSlice<InnerClass> {
        let rows = self.file.attributes.inner_classes.as_deref().unwrap_or_default();
        Arena::slice_with(rows.len(), |i| InnerClass {
            inner: rows[i].inner.0,
            outer: rows[i].outer.map_or(0, |index| index.0),
            name: rows[i].name.map_or(0, |index| index.0),
            access: rows[i].access,
        })
    }

    fn bootstraps(&self) -> MetaSlice<Bootstrap> {
        let rows = &self.file.attributes.bootstrap_methods;
        Arena::slice_with(rows.len(), |i| Bootstrap {
            method: rows[i].method.0,
            args: Arena::slice_with(rows[i].arguments.len(), |k| rows[i].arguments[k].0),
        })
    }

    fn record(&self) -> MetaSlice<RecordComponent> {
        let rows = self.file.attributes.record.as_deref().unwrap_or_default();
        Arena::slice_with(rows.len(), |i| RecordComponent {
            name: self.sym(rows[i].name),
            desc: self.sym(rows[i].descriptor),
            signature: self.sym_opt(rows[i].signature),
            annotations: self.bytes(rows[i].annotations.visible),
            type_annotations: self.bytes(rows[i].annotations.visible_type),
        })
    }
}

/// Writes the high half of a long or double behind its entry; the low half is the result.
fn wide(words: &mut [u32], at: usize, bits: u64) -> u32 {
    if let Some(high) = words.get_mut(at + 1) {
        *high = (bits >> 32) as u32;
    }
    bits as u32
}

fn tag_of(constant: &Constant) -> u8 {
    match constant {
        Constant::Unusable => tag::UNUSABLE,
        Constant::Utf8(_) => tag::UTF8,
        other => other.tag(),
    }
}

/// Content hash of a class file: FNV-1a over words of eight bytes, with a final mix.
fn fingerprint(bytes: &[u8]) -> u64 {
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    let mut hash = 0xcbf2_9ce4_8422_2325 ^ bytes.len() as u64;
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        hash = (hash ^ u64::from_le_bytes(*word)).wrapping_mul(PRIME).rotate_left(23);
    }
    for &byte in rest {
        hash = (hash ^ u64::from(byte)).wrapping_mul(PRIME);
    }
    (hash ^ (hash >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (hash >> 29)
}
