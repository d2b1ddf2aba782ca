//! The `Code` attribute (JVMS 4.7.3), except the instructions, which are the verifier's.

use super::Checks;
use super::adapter::{self, Attribute, RawCode};
use super::class_lists::non_zero;
use super::constant_pool::{ConstantPool, Span};
use super::descriptor::FieldType;
use super::error::ClassFileError;
use super::member_attributes::Carrier;
use super::model::{Code, ExceptionEntry, LineNumber, LocalVariable};
use super::reader::Cursor;
use super::to_utf8;
use cortado_protocol::bytecode::{Bci, CpIndex, LocalIndex};
use std::collections::HashSet;

/// The longest code array.
const CODE_MAX: u32 = 65535;

/// Reads the `Code` of a method whose arguments fill `argument_slots` slots.
pub(super) fn read(
    checks: &Checks<'_>,
    pool: &ConstantPool,
    attribute: Attribute,
    argument_slots: usize,
) -> Result<Code, ClassFileError> {
    // The code may seem to reach beyond its attribute: what is wrong inside is reported first.
    let mut cursor = Cursor::from(&pool.bytes, attribute.info.start());
    let mut header = cursor.clone();
    let (_max_stack, max_locals, code_length) = (header.u16()?, header.u16()?, header.u32()?);
    if checks.format && argument_slots > usize::from(max_locals) {
        return Err(checks.plain("Arguments can't fit into locals in"));
    }
    if code_length == 0 || code_length > CODE_MAX {
        return Err(checks.bad("Invalid method Code length", code_length));
    }
    let raw = adapter::code(&mut cursor)?;
    let mut code = Code {
        max_stack: raw.max_stack,
        max_locals: raw.max_locals,
        code: raw.code,
        exception_table: exception_table(checks, pool, &raw)?,
        line_numbers: Vec::new(),
        local_variables: Vec::new(),
        stack_map_table: None,
    };
    let mut generic_variables = Vec::new();
    for &attribute in &raw.attributes {
        match checks.attribute_name(pool, attribute, "Invalid code attribute name index")? {
            b"LineNumberTable" => line_numbers(checks, pool, attribute, &mut code)?,
            b"LocalVariableTable" => {
                let mut variables = checks.local_variables(pool, attribute, &raw, false)?;
                code.local_variables.append(&mut variables);
            }
            b"LocalVariableTypeTable" if checks.major >= 49 => {
                let mut variables = checks.local_variables(pool, attribute, &raw, true)?;
                generic_variables.append(&mut variables);
            }
            b"StackMapTable" if checks.major >= 50 => {
                let slot = &mut code.stack_map_table;
                checks.once(slot, attribute.info, "StackMapTable", Carrier::Class)?;
            }
            _ => {}
        }
    }
    if cursor.at() != attribute.info.end() {
        return Err(checks.plain("Code segment has wrong length in"));
    }
    checks.variables_agree(pool, &code.local_variables, &generic_variables)?;
    Ok(code)
}

fn exception_table(
    checks: &Checks<'_>,
    pool: &ConstantPool,
    raw: &RawCode,
) -> Result<Vec<ExceptionEntry>, ClassFileError> {
    let code_length = raw.code.len;
    let mut table = Vec::with_capacity(raw.exception_table.len());
    for &[start, end, handler, catch_type] in &raw.exception_table {
        let catch_type = non_zero(CpIndex(catch_type));
        if start >= end || u32::from(end) > code_length {
            return Err(checks.plain("Illegal exception table range in"));
        }
        if u32::from(handler) >= code_length {
            return Err(checks.plain("Illegal exception table handler in"));
        }
        if catch_type.is_some_and(|index| pool.find_class_name(index).is_none()) {
            return Err(checks.plain("Catch type in exception table has bad constant type in"));
        }
        let [start, end, handler] = [start, end, handler].map(|bci| Bci(bci.into()));
        table.push(ExceptionEntry { start, end, handler, catch_type });
    }
    Ok(table)
}

fn line_numbers(
    checks: &Checks<'_>,
    pool: &ConstantPool,
    attribute: Attribute,
    code: &mut Code,
) -> Result<(), ClassFileError> {
    let mut cursor = Cursor::of(&pool.bytes, attribute.info);
    let count = cursor.u16().unwrap_or(0);
    if attribute.info.len != 2 + 4 * u32::from(count) {
        return Err(checks.plain("LineNumberTable attribute has wrong length in"));
    }
    code.line_numbers.reserve_exact(usize::from(count));
    for _ in 0..count {
        let (start, line) = (Bci(cursor.u16()?.into()), cursor.u16()?);
        if start.0 >= code.code.len {
            return Err(checks.plain("Invalid pc in LineNumberTable in"));
        }
        code.line_numbers.push(LineNumber { start, line });
    }
    Ok(())
}

impl Checks<'_> {
    /// `LocalVariableTable`, or when `generic` `LocalVariableTypeTable`.
    fn local_variables(
        &self,
        pool: &ConstantPool,
        attribute: Attribute,
        raw: &RawCode,
        generic: bool,
    ) -> Result<Vec<LocalVariable>, ClassFileError> {
        let table = if generic { "LocalVariableTypeTable" } else { "LocalVariableTable" };
        let in_table = |what: &str, number: u16, end: &str| {
            let name = &self.name;
            self.error(format_args!("{what} {number} in {table}{end} in class file {name}"))
        };
        let mut cursor = Cursor::of(&pool.bytes, attribute.info);
        let count = cursor.u16().unwrap_or(0);
        if attribute.info.len != 2 + 10 * u32::from(count) {
            return Err(self.plain(&format!("{table} has wrong length in")));
        }
        let mut variables = Vec::with_capacity(usize::from(count));
        for _ in 0..count {
            let (start, length) = (cursor.u16()?, cursor.u16()?);
            let (name, descriptor) = (cursor.index()?, cursor.index()?);
            let index = cursor.u16()?;
            let end = u32::from(start) + u32::from(length);
            if u32::from(start) >= raw.code.len {
                return Err(in_table("Invalid start_pc", start, ""));
            }
            if end > raw.code.len {
                return Err(in_table("Invalid length", length, ""));
            }
            let bad_type = " has bad constant type";
            let Some(name_text) = pool.find_utf8(name) else {
                return Err(in_table("Name index", name.0, bad_type));
            };
            let Some(descriptor_text) = pool.find_utf8(descriptor) else {
                return Err(in_table("Signature index", descriptor.0, bad_type));
            };
            self.field_name(name_text)?;
            let mut slots = 1;
            if !generic {
                self.field_descriptor(name_text, descriptor_text)?;
                slots =
                    FieldType::parse(descriptor_text).map_or(1, |field_type| field_type.slots());
            }
            if usize::from(index) + slots > usize::from(raw.max_locals) {
                return Err(in_table("Invalid index", index, ""));
            }
            variables.push(LocalVariable {
                start: Bci(start.into()),
                end: Bci(end),
                name,
                descriptor,
                index: LocalIndex(index),
            });
        }
        Ok(variables)
    }

    /// No row may occur twice, and each generic row has a plain one.
    fn variables_agree(
        &self,
        pool: &ConstantPool,
        variables: &[LocalVariable],
        generic_variables: &[LocalVariable],
    ) -> Result<(), ClassFileError> {
        if !self.format || variables.is_empty() {
            return Ok(());
        }
        let key = |row: &LocalVariable| (row.start, row.end, row.name, row.index);
        let duplicated = |table: &str, row: &LocalVariable| {
            let text = to_utf8(pool.utf8(row.name));
            let name = &self.name;
            self.error(format_args!(
                "Duplicated {table} attribute entry for '{text}' in class file {name}"
            ))
        };
        let (mut seen, mut seen_generic) = (HashSet::new(), HashSet::new());
        if let Some(row) = variables.iter().find(|row| !seen.insert(key(row))) {
            return Err(duplicated("LocalVariableTable", row));
        }
        for row in generic_variables {
            if !seen.contains(&key(row)) {
                return Err(self.error(format_args!(
                    "LVTT entry for '{}' in class file {} does not match any LVT entry",
                    to_utf8(pool.utf8(row.name)),
                    self.name
                )));
            }
            if !seen_generic.insert(key(row)) {
                return Err(duplicated("LocalVariableTypeTable", row));
            }
        }
        Ok(())
    }
}

const _: () = assert!(size_of::<Span>() == 8);
