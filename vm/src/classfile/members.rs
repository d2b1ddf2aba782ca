//! Fields and methods (JVMS 4.5, 4.6).

use super::access;
use super::adapter::{self, Attribute};
use super::annotation::AnnotatedKind;
use super::class_lists::indices;
use super::code;
use super::constant_pool::{Constant, ConstantPool, Span};
use super::error::ClassFileError;
use super::member_attributes::{Carrier, Common};
use super::model::{Field, Method, MethodParameter};
use super::reader::Cursor;
use super::{Checks, to_utf8};
use cortado_protocol::bytecode::CpIndex;
use std::collections::HashSet;
use std::hash::Hash;

/// The most slots that the arguments of a method may fill.
const ARGUMENT_SLOTS_MAX: usize = 255;

pub(super) fn fields(
    checks: &Checks<'_>,
    pool: &ConstantPool,
    cursor: &mut Cursor<'_>,
    in_interface: bool,
) -> Result<Vec<Field>, ClassFileError> {
    let count = cursor.u16()?;
    let mut fields = Vec::with_capacity(usize::from(count).min(cursor.rest().len() / 8));
    for _ in 0..count {
        fields.push(field(checks, pool, cursor, in_interface)?);
    }
    let keys = fields.iter().map(|field| (pool.utf8(field.name), pool.utf8(field.descriptor)));
    checks.no_duplicates("field", keys)?;
    Ok(fields)
}

pub(super) fn methods(
    checks: &Checks<'_>,
    pool: &ConstantPool,
    cursor: &mut Cursor<'_>,
    in_interface: bool,
) -> Result<Vec<Method>, ClassFileError> {
    let count = cursor.u16()?;
    let mut methods = Vec::with_capacity(usize::from(count).min(cursor.rest().len() / 8));
    for _ in 0..count {
        methods.push(method(checks, pool, cursor, in_interface)?);
    }
    let keys = methods.iter().map(|method| (pool.utf8(method.name), pool.utf8(method.descriptor)));
    checks.no_duplicates("method", keys)?;
    Ok(methods)
}

fn field(
    checks: &Checks<'_>,
    pool: &ConstantPool,
    cursor: &mut Cursor<'_>,
    in_interface: bool,
) -> Result<Field, ClassFileError> {
    let member = adapter::field(cursor)?;
    let flags = member.access & access::FIELD_FLAGS;
    checks.field_flags(flags, in_interface)?;
    let name = checks.string(pool, member.name, "field name")?;
    checks.field_name(name)?;
    let descriptor = checks.string(pool, member.descriptor, "field signature")?;
    checks.field_descriptor(name, descriptor)?;

    let mut common = Common::new(Carrier::Field);
    let mut constant_value = None;
    for &attribute in &member.attributes {
        let name = checks.attribute_name(pool, attribute, "Invalid field attribute index")?;
        if common.take(checks, pool, name, attribute)? {
            continue;
        }
        if name == b"ConstantValue" && flags & access::STATIC != 0 {
            if constant_value.is_some() {
                return Err(checks.plain("Duplicate ConstantValue attribute in"));
            }
            constant_value = Some(checks.constant_value(pool, attribute, descriptor)?);
        }
    }
    Ok(Field {
        access: flags | if common.synthetic { access::SYNTHETIC } else { 0 },
        name: member.name,
        descriptor: member.descriptor,
        constant_value,
        signature: common.signature,
        annotations: common.annotations,
        vm_annotations: common.vm_annotations(checks, pool, AnnotatedKind::Field),
        deprecated: common.deprecated,
    })
}

fn method(
    checks: &Checks<'_>,
    pool: &ConstantPool,
    cursor: &mut Cursor<'_>,
    in_interface: bool,
) -> Result<Method, ClassFileError> {
    let member = adapter::method(cursor)?;
    let name = checks.string(pool, member.name, "method name")?;
    checks.method_name(name)?;
    let descriptor = checks.string(pool, member.descriptor, "method signature")?;
    let flags = if name == b"<clinit>" {
        checks.class_initializer_flags(member.access)?
    } else {
        checks.method_flags(member.access, in_interface, name)?;
        member.access
    };
    if name == b"<init>" && in_interface {
        return Err(checks.error(format_args!(
            "Interface cannot have a method named <init>, class file {}",
            checks.name
        )));
    }
    let receiver = usize::from(flags & access::STATIC == 0);
    let argument_slots = receiver + checks.method_descriptor(name, descriptor)?;
    if argument_slots > ARGUMENT_SLOTS_MAX {
        return Err(checks.plain("Too many arguments in method signature in"));
    }
    let mut flags = flags & access::METHOD_FLAGS;
    let has_no_code = flags & (access::NATIVE | access::ABSTRACT) != 0;

    let mut common = Common::new(Carrier::Method);
    let mut parsed = MethodAttributes::default();
    for &attribute in &member.attributes {
        let name = checks.attribute_name(pool, attribute, "Invalid method attribute name index")?;
        if name == b"Code" {
            if checks.format && has_no_code {
                return Err(checks.plain("Code attribute in native or abstract methods in"));
            }
            if parsed.code.is_some() {
                return Err(checks.plain("Multiple Code attributes in"));
            }
            parsed.code = Some(code::read(checks, pool, attribute, argument_slots)?);
        } else if !common.take(checks, pool, name, attribute)? {
            parsed.take(checks, pool, name, attribute)?;
        }
    }
    if parsed.code.is_none() && !has_no_code {
        return Err(
            checks.plain("Absent Code attribute in method that is not native or abstract in")
        );
    }
    if common.synthetic {
        flags |= access::SYNTHETIC;
    }
    Ok(Method {
        access: flags,
        name: member.name,
        descriptor: member.descriptor,
        code: parsed.code,
        exceptions: parsed.exceptions.unwrap_or_default(),
        signature: common.signature,
        annotations: common.annotations,
        parameter_annotations: parsed.parameter_annotations,
        annotation_default: parsed.annotation_default,
        parameters: parsed.parameters,
        vm_annotations: common.vm_annotations(checks, pool, AnnotatedKind::Method),
        deprecated: common.deprecated,
    })
}

/// The attributes that only methods have.
#[derive(Default)]
struct MethodAttributes {
    code: Option<super::model::Code>,
    exceptions: Option<Vec<CpIndex>>,
    parameters: Option<Vec<MethodParameter>>,
    parameter_annotations: Option<Span>,
    invisible_parameter_annotations: Option<Span>,
    annotation_default: Option<Span>,
}

impl MethodAttributes {
    fn take(
        &mut self,
        checks: &Checks<'_>,
        pool: &ConstantPool,
        name: &[u8],
        attribute: Attribute,
    ) -> Result<(), ClassFileError> {
        let (slot, text) = match name {
            b"Exceptions" => {
                let exceptions = checks.exceptions(pool, attribute)?;
                return checks.once(&mut self.exceptions, exceptions, "Exceptions", Carrier::Class);
            }
            b"MethodParameters" => {
                if self.parameters.is_some() {
                    return Err(checks.multiple("MethodParameters", Carrier::Class));
                }
                self.parameters = Some(checks.method_parameters(pool, attribute)?);
                return Ok(());
            }
            _ if checks.major < 49 => return Ok(()),
            b"RuntimeVisibleParameterAnnotations" => {
                (&mut self.parameter_annotations, "RuntimeVisibleParameterAnnotations")
            }
            b"RuntimeInvisibleParameterAnnotations" => {
                (&mut self.invisible_parameter_annotations, "RuntimeInvisibleParameterAnnotations")
            }
            b"AnnotationDefault" => (&mut self.annotation_default, "AnnotationDefault"),
            _ => return Ok(()),
        };
        checks.once(slot, attribute.info, text, Carrier::Method)
    }
}

/// The first key that equals an earlier one.
pub(super) fn first_duplicate<K: Eq + Hash + Copy>(keys: impl Iterator<Item = K>) -> Option<K> {
    let mut seen = HashSet::new();
    let mut keys = keys;
    keys.find(|&key| !seen.insert(key))
}

impl Checks<'_> {
    /// The string at `index`, which should be `what`.
    fn string<'p>(
        &self,
        pool: &'p ConstantPool,
        index: CpIndex,
        what: &str,
    ) -> Result<&'p [u8], ClassFileError> {
        pool.find_utf8(index).ok_or_else(|| {
            // Methods are spoken of in other words than fields.
            let adjective = if what.starts_with("method") { "Illegal" } else { "Invalid" };
            self.error(format_args!(
                "{adjective} constant pool index {} for {what} in class file {}",
                index.0, self.name
            ))
        })
    }

    fn no_duplicates<'p>(
        &self,
        what: &str,
        keys: impl Iterator<Item = (&'p [u8], &'p [u8])>,
    ) -> Result<(), ClassFileError> {
        if !self.format {
            return Ok(());
        }
        match first_duplicate(keys) {
            Some((name, descriptor)) => Err(self.error(format_args!(
                "Duplicate {what} name \"{}\" with signature \"{}\" in class file {}",
                to_utf8(name),
                to_utf8(descriptor),
                self.name
            ))),
            None => Ok(()),
        }
    }

    /// Only these flags count on a class initializer.
    fn class_initializer_flags(&self, flags: u16) -> Result<u16, ClassFileError> {
        if self.major < 51 {
            return Ok(access::STATIC);
        }
        if flags & access::STATIC == 0 {
            return Err(self.plain("Method <clinit> is not static in"));
        }
        let strict = if self.major <= 60 { access::STRICT } else { 0 };
        Ok(flags & (access::STATIC | strict))
    }

    fn constant_value(
        &self,
        pool: &ConstantPool,
        attribute: Attribute,
        descriptor: &[u8],
    ) -> Result<CpIndex, ClassFileError> {
        if attribute.info.len != 2 {
            let what = "Invalid ConstantValue field attribute length";
            return Err(self.bad(what, attribute.info.len));
        }
        let index = Cursor::of(&pool.bytes, attribute.info).index()?;
        let Some(value) = pool.get(index) else {
            return Err(self.error(format_args!(
                "Bad initial value index {} in ConstantValue attribute in class file {}",
                index.0, self.name
            )));
        };
        let (right, message) = match descriptor {
            b"J" => (matches!(value, Constant::Long(_)), INCONSISTENT),
            b"F" => (matches!(value, Constant::Float(_)), INCONSISTENT),
            b"D" => (matches!(value, Constant::Double(_)), INCONSISTENT),
            b"B" | b"C" | b"I" | b"S" | b"Z" => {
                (matches!(value, Constant::Integer(_)), INCONSISTENT)
            }
            b"Ljava/lang/String;" => {
                (matches!(value, Constant::String { .. }), "Bad string initial value in")
            }
            [b'L', ..] => (false, "Bad string initial value in"),
            _ => return Err(self.bad("Unable to set initial value", index.0)),
        };
        if right { Ok(index) } else { Err(self.plain(message)) }
    }

    fn exceptions(
        &self,
        pool: &ConstantPool,
        attribute: Attribute,
    ) -> Result<Vec<CpIndex>, ClassFileError> {
        let mut cursor = Cursor::from(&pool.bytes, attribute.info.start());
        let exceptions = indices(&mut cursor)?;
        for &index in &exceptions {
            if pool.find_class_name(index).is_none() {
                return Err(self.bad("Exception name has bad type at constant pool", index.0));
            }
        }
        if cursor.at() != attribute.info.end() {
            return Err(self.plain("Exceptions attribute has wrong length in"));
        }
        Ok(exceptions)
    }

    fn method_parameters(
        &self,
        pool: &ConstantPool,
        attribute: Attribute,
    ) -> Result<Vec<MethodParameter>, ClassFileError> {
        let mut cursor = Cursor::of(&pool.bytes, attribute.info);
        let count = cursor.u8().unwrap_or(0);
        if attribute.info.len != 1 + 4 * u32::from(count) {
            return Err(self.error(format_args!(
                "Invalid MethodParameters method attribute length {} in class file",
                attribute.info.len
            )));
        }
        let mut parameters = Vec::with_capacity(usize::from(count));
        for _ in 0..count {
            parameters.push(MethodParameter { name: cursor.index()?, access: cursor.u16()? });
        }
        Ok(parameters)
    }
}

const INCONSISTENT: &str = "Inconsistent constant value type in";
