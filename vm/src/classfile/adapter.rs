//! The one place that sees the crate `classfile-parser`.
//!
//! The crate reads constants, members, attributes and code; it copies what it reads, so positions
//! in the class file are recomputed from the lengths that it consumed. Three things are kept from
//! it, because it would mishandle them:
//!
//! * A constant pool size of 0 makes it panic (`class_parser` subtracts one first), and it stops at
//!   the tags 17, 19 and 20. [`pool_reader`](super::pool_reader) looks at every tag and length
//!   first and hands over a pool of the right size in which 17 is written as 18, and 19 and 20 as 7.
//! * It turns every string into a `String`, lossily, twice. It gets empty strings instead; the real
//!   ones stay where they are, as modified UTF-8.
//! * Its parsers of stack maps index past the end of their input; they are not used.

use super::constant_pool::{Constant, ReferenceKind, Span};
use super::error::Truncated;
use super::reader::Cursor;
use classfile_parser::attribute_info::{AttributeInfo, attribute_parser, code_attribute_parser};
use classfile_parser::constant_info::{ConstantInfo, constant_parser};
use classfile_parser::field_info::field_parser;
use classfile_parser::method_info::method_parser;
use cortado_protocol::bytecode::CpIndex;

/// An attribute, not yet looked at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Attribute {
    /// What should be the index of its name.
    pub name: CpIndex,
    /// Its contents.
    pub info: Span,
}

/// A field or a method, not yet looked at.
pub(super) struct Member {
    pub access: u16,
    pub name: CpIndex,
    pub descriptor: CpIndex,
    pub attributes: Vec<Attribute>,
}

/// Bytes of a member before its attributes.
const MEMBER_HEADER: usize = 8;
/// Bytes of an attribute before its contents.
const ATTRIBUTE_HEADER: usize = 6;

/// Where attributes that follow each other from `start` have their contents.
fn locate(start: usize, attributes: &[AttributeInfo]) -> Vec<Attribute> {
    let mut at = start;
    attributes
        .iter()
        .map(|attribute| {
            let info = Span::new(at + ATTRIBUTE_HEADER, attribute.info.len());
            at = info.end();
            Attribute { name: CpIndex(attribute.attribute_name_index), info }
        })
        .collect()
}

/// Reads a field.
pub(super) fn field(cursor: &mut Cursor<'_>) -> Result<Member, Truncated> {
    let (rest, field) = field_parser(cursor.rest()).map_err(|_| Truncated)?;
    let attributes = locate(cursor.at() + MEMBER_HEADER, &field.attributes);
    cursor.advance_to(rest);
    Ok(Member {
        access: field.access_flags.bits(),
        name: CpIndex(field.name_index),
        descriptor: CpIndex(field.descriptor_index),
        attributes,
    })
}

/// Reads a method. The crate drops access flags that mean nothing; messages show them.
pub(super) fn method(cursor: &mut Cursor<'_>) -> Result<Member, Truncated> {
    let access = cursor.clone().u16()?;
    let (rest, method) = method_parser(cursor.rest()).map_err(|_| Truncated)?;
    let attributes = locate(cursor.at() + MEMBER_HEADER, &method.attributes);
    cursor.advance_to(rest);
    Ok(Member {
        access,
        name: CpIndex(method.name_index),
        descriptor: CpIndex(method.descriptor_index),
        attributes,
    })
}

/// Reads an attribute.
pub(super) fn attribute(cursor: &mut Cursor<'_>) -> Result<Attribute, Truncated> {
    let (rest, attribute) = attribute_parser(cursor.rest()).map_err(|_| Truncated)?;
    let info = Span::new(cursor.at() + ATTRIBUTE_HEADER, attribute.info.len());
    cursor.advance_to(rest);
    Ok(Attribute { name: CpIndex(attribute.attribute_name_index), info })
}

/// A `Code` attribute, not yet looked at.
pub(super) struct RawCode {
    pub max_stack: u16,
    pub max_locals: u16,
    pub code: Span,
    /// Start, end, handler, catch type.
    pub exception_table: Vec<[u16; 4]>,
    pub attributes: Vec<Attribute>,
}

/// Reads the contents of a `Code` attribute.
pub(super) fn code(cursor: &mut Cursor<'_>) -> Result<RawCode, Truncated> {
    let (rest, code) = code_attribute_parser(cursor.rest()).map_err(|_| Truncated)?;
    let span = Span::new(cursor.at() + 8, code.code.len());
    let rows = code.exception_table.iter();
    let exception_table: Vec<_> =
        rows.map(|row| [row.start_pc, row.end_pc, row.handler_pc, row.catch_type]).collect();
    let attributes_start = span.end() + 2 + 8 * exception_table.len() + 2;
    let attributes = locate(attributes_start, &code.attributes);
    cursor.advance_to(rest);
    Ok(RawCode {
        max_stack: code.max_stack,
        max_locals: code.max_locals,
        code: span,
        exception_table,
        attributes,
    })
}

/// A constant pool that the crate can read, and what was changed to make it so.
#[derive(Default)]
pub(super) struct PreparedPool {
    /// The entries, strings empty, only tags that the crate knows.
    pub bytes: Vec<u8>,
    /// The strings in order.
    pub strings: Vec<Span>,
    /// Entries whose tag was changed, in order: index and true tag.
    pub retagged: Vec<(u16, u8)>,
}

/// Why the constants cannot be used.
pub(super) enum PoolError {
    /// The crate did not accept them.
    Rejected,
    /// The method handle at this index has no kind.
    ReferenceKind(u16),
}

/// Reads the constants of a pool of `count` entries, index 0 included.
pub(super) fn constants(prepared: &PreparedPool, count: u16) -> Result<Vec<Constant>, PoolError> {
    let entries = usize::from(count.checked_sub(1).ok_or(PoolError::Rejected)?);
    let (_, infos) = constant_parser(&prepared.bytes, entries).map_err(|_| PoolError::Rejected)?;
    let mut strings = prepared.strings.iter();
    let mut retagged = prepared.retagged.iter().peekable();
    let mut constants = Vec::with_capacity(infos.len() + 1);
    constants.push(Constant::Unusable);
    for (index, info) in (1..).zip(&infos) {
        let tag = retagged.next_if(|&&(at, _)| at == index).map(|&(_, tag)| tag);
        constants.push(match info {
            ConstantInfo::Utf8(_) => Constant::Utf8(*strings.next().ok_or(PoolError::Rejected)?),
            info => convert(info, tag, index)?,
        });
    }
    Ok(constants)
}

fn convert(info: &ConstantInfo, tag: Option<u8>, index: u16) -> Result<Constant, PoolError> {
    Ok(match info {
        ConstantInfo::Utf8(_) | ConstantInfo::Unusable => Constant::Unusable,
        ConstantInfo::Integer(constant) => Constant::Integer(constant.value),
        ConstantInfo::Float(constant) => Constant::Float(constant.value),
        ConstantInfo::Long(constant) => Constant::Long(constant.value),
        ConstantInfo::Double(constant) => Constant::Double(constant.value),
        ConstantInfo::Class(constant) => {
            let name = CpIndex(constant.name_index);
            match tag {
                Some(19) => Constant::Module { name },
                Some(20) => Constant::Package { name },
                _ => Constant::Class { name },
            }
        }
        ConstantInfo::String(constant) => Constant::String { text: CpIndex(constant.string_index) },
        ConstantInfo::FieldRef(constant) => Constant::FieldRef {
            class: CpIndex(constant.class_index),
            name_and_type: CpIndex(constant.name_and_type_index),
        },
        ConstantInfo::MethodRef(constant) => Constant::MethodRef {
            class: CpIndex(constant.class_index),
            name_and_type: CpIndex(constant.name_and_type_index),
        },
        ConstantInfo::InterfaceMethodRef(constant) => Constant::InterfaceMethodRef {
            class: CpIndex(constant.class_index),
            name_and_type: CpIndex(constant.name_and_type_index),
        },
        ConstantInfo::NameAndType(constant) => Constant::NameAndType {
            name: CpIndex(constant.name_index),
            descriptor: CpIndex(constant.descriptor_index),
        },
        ConstantInfo::MethodHandle(constant) => Constant::MethodHandle {
            kind: ReferenceKind::from_u8(constant.reference_kind)
                .ok_or(PoolError::ReferenceKind(index))?,
            reference: CpIndex(constant.reference_index),
        },
        ConstantInfo::MethodType(constant) => {
            Constant::MethodType { descriptor: CpIndex(constant.descriptor_index) }
        }
        ConstantInfo::InvokeDynamic(constant) => {
            let bootstrap = constant.bootstrap_method_attr_index;
            let name_and_type = CpIndex(constant.name_and_type_index);
            match tag {
                Some(17) => Constant::Dynamic { bootstrap, name_and_type },
                _ => Constant::InvokeDynamic { bootstrap, name_and_type },
            }
        }
    })
}
