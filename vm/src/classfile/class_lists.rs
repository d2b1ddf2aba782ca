//! Lists of indices, and the attributes of classes that are such lists.

use super::adapter::Attribute;
use super::constant_pool::{Constant, ConstantPool};
use super::error::{ClassFileError, Truncated};
use super::model::{BootstrapMethod, InnerClass};
use super::reader::Cursor;
use super::{Checks, access};
use cortado_protocol::bytecode::CpIndex;
use std::collections::HashSet;

/// A counted list of indices.
pub(super) fn indices(cursor: &mut Cursor<'_>) -> Result<Vec<CpIndex>, Truncated> {
    let count = usize::from(cursor.u16()?);
    let mut indices = Vec::with_capacity(count.min(cursor.rest().len() / 2));
    for _ in 0..count {
        indices.push(cursor.index()?);
    }
    Ok(indices)
}

impl Checks<'_> {
    /// `NestMembers` or `PermittedSubclasses`, named by `attribute` and `entry` in messages.
    pub(super) fn class_list(
        &self,
        pool: &ConstantPool,
        of: Attribute,
        attribute: &str,
        entry: &str,
    ) -> Result<Vec<CpIndex>, ClassFileError> {
        let mut cursor = Cursor::from(&pool.bytes, of.info.start());
        let classes = indices(&mut cursor)?;
        for &index in &classes {
            if pool.find_class_name(index).is_none() {
                return Err(self.error(format_args!(
                    "{entry} class_info_index {} has bad constant type in class file {}",
                    index.0, self.name
                )));
            }
        }
        if cursor.at() != of.info.end() {
            return Err(self.plain(&format!("Wrong {attribute} attribute length in")));
        }
        Ok(classes)
    }

    /// `InnerClasses`
    pub(super) fn inner_classes(
        &self,
        pool: &ConstantPool,
        of: Attribute,
    ) -> Result<Vec<InnerClass>, ClassFileError> {
        let mut cursor = Cursor::from(&pool.bytes, of.info.start());
        let count = usize::from(cursor.u16()?);
        let mut classes = Vec::with_capacity(count.min(cursor.rest().len() / 8));
        for _ in 0..count {
            let [inner, outer, name] = [cursor.index()?, cursor.index()?, cursor.index()?];
            self.inner_class(pool, inner, outer, name)?;
            classes.push(InnerClass {
                inner,
                outer: non_zero(outer),
                name: non_zero(name),
                access: self.class_flags(cursor.u16()?, access::INNER_CLASS_FLAGS)?,
            });
        }
        let mut seen = HashSet::new();
        let key = |row: &InnerClass| (row.inner, row.outer, row.name, row.access);
        if self.format && self.major >= 49 && !classes.iter().all(|row| seen.insert(key(row))) {
            return Err(self.plain("Duplicate entry in InnerClasses attribute in"));
        }
        if cursor.at() != of.info.end() {
            return Err(self.plain("Wrong InnerClasses attribute length in"));
        }
        Ok(classes)
    }

    fn inner_class(
        &self,
        pool: &ConstantPool,
        inner: CpIndex,
        outer: CpIndex,
        name: CpIndex,
    ) -> Result<(), ClassFileError> {
        let bad_type = |what: &str, index: CpIndex| {
            Err(self.error(format_args!(
                "{what} {} has bad constant type in class file {}",
                index.0, self.name
            )))
        };
        if pool.find_class_name(inner).is_none() {
            return bad_type("inner_class_info_index", inner);
        }
        match pool.find_class_name(outer) {
            Some([b'[', ..]) => return Err(self.plain("Outer class is an array class in")),
            None if outer.0 != 0 => return bad_type("outer_class_info_index", outer),
            _ => {}
        }
        if name.0 != 0 && pool.find_utf8(name).is_none() {
            return bad_type("inner_name_index", name);
        }
        if self.format && inner == outer {
            return Err(self.plain("Class is both outer and inner class in"));
        }
        Ok(())
    }

    /// `BootstrapMethods`
    pub(super) fn bootstrap_methods(
        &self,
        pool: &ConstantPool,
        of: Attribute,
        bootstrap_max: Option<u16>,
    ) -> Result<Vec<BootstrapMethod>, ClassFileError> {
        let bad_type = |what: &str, index: CpIndex| {
            self.error(format_args!(
                "{what} {} has bad constant type in class file {}",
                index.0, self.name
            ))
        };
        if of.info.len < 2 {
            return Err(self.bad("Invalid BootstrapMethods attribute length", of.info.len));
        }
        let mut cursor = Cursor::from(&pool.bytes, of.info.start());
        let count = cursor.u16()?;
        if bootstrap_max.is_some_and(|max| max >= count) {
            return Err(self.plain("Short length on BootstrapMethods in"));
        }
        let mut methods = Vec::new();
        for _ in 0..count {
            let method = cursor.index()?;
            let argument_count = usize::from(cursor.clone().u16()?);
            if !matches!(pool.get(method), Some(Constant::MethodHandle { .. })) {
                return Err(bad_type("bootstrap_method_index", method));
            }
            if cursor.at() + 2 + 2 * argument_count > of.info.end() {
                return Err(self.plain(
                    "Invalid BootstrapMethods num_bootstrap_methods or num_bootstrap_arguments \
                     value in",
                ));
            }
            let arguments = indices(&mut cursor)?;
            let loadable = |index| pool.get(index).is_some_and(Constant::is_loadable);
            if let Some(&index) = arguments.iter().find(|&&index| !loadable(index)) {
                return Err(bad_type("argument_index", index));
            }
            methods.push(BootstrapMethod { method, arguments });
        }
        if cursor.at() != of.info.end() {
            return Err(self.plain("Bad length on BootstrapMethods in"));
        }
        Ok(methods)
    }
}

/// `None` for the index that stands for nothing.
pub(super) fn non_zero(index: CpIndex) -> Option<CpIndex> {
    (index.0 != 0).then_some(index)
}
