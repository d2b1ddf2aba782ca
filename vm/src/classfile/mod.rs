//! Class files: bytes in, [`ClassFile`] or the Java error to throw out.
//!
//! Nothing here knows the VM. The structure of a class file is read by the crate
//! `classfile-parser`; [`adapter`] is the only module that sees the crate. The rest checks what
//! the crate does not (JVMS 4.1 to 4.9 except the code itself, which is the verifier's) with the
//! messages of HotSpot 17, and decodes the attributes that the crate leaves raw.
//!
//! Invariants:
//! 1. No bytes make [`parse`] panic, loop, or allocate more than a constant times their number.
//! 2. Every index in a [`ClassFile`] is valid and of the kind its documentation says, whether or
//!    not the format was checked; exceptions are documented where they are.
//! 3. Strings stay modified UTF-8, as spans of the one copy of the bytes.

mod access_checks;
mod adapter;
mod class_attributes;
mod class_lists;
mod code;
mod error;
mod member_attributes;
mod members;
mod model;
mod pool_checks;
mod pool_reader;
mod reader;
#[cfg(test)]
mod test_builder;
#[cfg(test)]
mod tests;

pub mod access;
pub mod annotation;
pub mod constant_pool;
pub mod descriptor;

pub use annotation::{VmAnnotations, for_each_annotation};
pub use constant_pool::{Constant, ConstantPool, ReferenceKind, Span};
pub use error::ClassFileError;
pub use model::*;

use cortado_protocol::bytecode::CpIndex;
use reader::Cursor;
use std::borrow::Cow;
use std::fmt;

/// How to parse.
#[derive(Clone, Copy, Debug)]
pub struct ParseOptions<'a> {
    /// The internal name that the class must have; `None` accepts any.
    pub class_name: Option<&'a str>,
    /// Whether to check names, descriptors, modifiers and the like; classes of the boot loader are
    /// trusted to have them right.
    pub check_format: bool,
    /// Whether to look for the annotations that the VM itself obeys; only the class library is
    /// privileged to use them.
    pub vm_annotations: bool,
    /// The highest major version, 61 for Java 17.
    pub max_major: u16,
    /// Whether class files that depend on preview features are accepted.
    pub enable_preview: bool,
    /// Whether a module descriptor is accepted, which is no class.
    pub allow_module: bool,
}

impl<'a> ParseOptions<'a> {
    /// A class of the boot loader.
    pub fn boot(class_name: Option<&'a str>) -> Self {
        ParseOptions { check_format: false, vm_annotations: true, ..Self::checked(class_name) }
    }

    /// A class of any other loader.
    pub fn checked(class_name: Option<&'a str>) -> Self {
        ParseOptions {
            class_name,
            check_format: true,
            vm_annotations: false,
            max_major: MAJOR_JAVA_17,
            enable_preview: false,
            allow_module: false,
        }
    }
}

const MAGIC: u32 = 0xcafe_babe;
const MAJOR_MIN: u16 = 45;
const MAJOR_JAVA_17: u16 = 61;
const MINOR_PREVIEW: u16 = 65535;

/// Parses and checks a class file.
pub fn parse(bytes: &[u8], options: &ParseOptions<'_>) -> Result<ClassFile, ClassFileError> {
    let mut cursor = Cursor::new(bytes);
    let (magic, minor, major) = (cursor.u32()?, cursor.u16()?, cursor.u16()?);
    let mut checks = Checks {
        name: Cow::Borrowed(options.class_name.unwrap_or("<Unknown>")),
        major,
        format: options.check_format,
        options,
    };
    if magic != MAGIC {
        return Err(checks.bad("Incompatible magic value", magic));
    }
    checks.version(minor)?;

    let (pool, module_constant) = pool_reader::read(&checks, bytes, &mut cursor)?;
    let bootstrap_max = checks.pool(&pool)?;
    let access = checks.class_flags(cursor.u16()?, access::CLASS_FLAGS)?;
    if let Some(tag) = module_constant
        && access & access::MODULE == 0
    {
        return Err(checks.bad("Unknown constant tag", tag));
    }
    let this_class = cursor.index()?;
    checks.this_class(&pool, this_class)?;
    let super_class = checks.super_class(&pool, cursor.index()?, access)?;
    let interfaces = checks.interfaces(&pool, &mut cursor)?;
    let in_interface = access & access::INTERFACE != 0;
    let fields = members::fields(&checks, &pool, &mut cursor, in_interface)?;
    let methods = members::methods(&checks, &pool, &mut cursor, in_interface)?;
    let parsed = class_attributes::read(&checks, &pool, &mut cursor, access, bootstrap_max)?;
    if !cursor.is_at_end() {
        return Err(checks.plain("Extra bytes at the end of"));
    }
    let super_name = super_class.map(|index| pool.class_name(index));
    if in_interface && super_name.is_some_and(|name| name != b"java/lang/Object") {
        return Err(checks.plain("Interfaces must have java.lang.Object as superclass in"));
    }
    Ok(ClassFile {
        pool,
        minor_version: minor,
        major_version: major,
        access: access | parsed.synthetic,
        this_class,
        super_class,
        interfaces,
        fields,
        methods,
        attributes: parsed.attributes,
    })
}

/// What every check needs to know.
struct Checks<'a> {
    /// The internal name of the class for messages: expected at first, then its own.
    name: Cow<'a, str>,
    major: u16,
    /// Whether names, descriptors, modifiers and the like are checked.
    format: bool,
    options: &'a ParseOptions<'a>,
}

impl Checks<'_> {
    fn error(&self, message: fmt::Arguments<'_>) -> ClassFileError {
        ClassFileError::Format(message.to_string())
    }

    /// `what` and the class file.
    fn plain(&self, what: &str) -> ClassFileError {
        self.error(format_args!("{what} class file {}", self.name))
    }

    /// `what`, a number, and the class file.
    fn bad(&self, what: &str, number: impl fmt::Display) -> ClassFileError {
        self.error(format_args!("{what} {number} in class file {}", self.name))
    }

    /// A constant pool index of the wrong kind.
    fn bad_index(&self, index: CpIndex) -> ClassFileError {
        self.bad("Invalid constant pool index", index.0)
    }

    fn version(&self, minor: u16) -> Result<(), ClassFileError> {
        let (name, major, max) = (&self.name, self.major, self.options.max_major);
        let error = |message| Err(ClassFileError::UnsupportedVersion(message));
        let version = format_args!("{name} (class file version {major}.{minor})");
        if major > max {
            return error(format!(
                "{name} has been compiled by a more recent version of the Java Runtime (class file \
                 version {major}.{minor}), this version of the Java Runtime only recognizes class \
                 file versions up to {max}.0"
            ));
        }
        if major < MAJOR_MIN {
            return error(format!("{version} was compiled with an invalid major version"));
        }
        // Before version 56 any minor version goes.
        if major < 56 || minor == 0 {
            return Ok(());
        }
        if minor != MINOR_PREVIEW {
            return error(format!("{version} was compiled with an invalid non-zero minor version"));
        }
        if major != max {
            return error(format!(
                "{version} was compiled with preview features that are unsupported. This version \
                 of the Java Runtime only recognizes preview features for class file version \
                 {max}.{MINOR_PREVIEW}"
            ));
        }
        if !self.options.enable_preview {
            return error(format!(
                "Preview features are not enabled for {version}. Try running with \
                 '--enable-preview'"
            ));
        }
        Ok(())
    }

    /// Checks the name of the class, which messages use from here on.
    fn this_class(&mut self, pool: &ConstantPool, index: CpIndex) -> Result<(), ClassFileError> {
        let Some(name) = pool.find_class_name(index) else {
            return Err(self.error(format_args!(
                "Invalid this class index {} in constant pool in class file {}",
                index.0, self.name
            )));
        };
        if name.first() == Some(&b'[') {
            return Err(self.plain("Bad class name in"));
        }
        if let Some(expected) = self.options.class_name
            && expected.as_bytes() != name
            && to_utf8(name) != expected
        {
            return Err(ClassFileError::NoClassDef(format!(
                "{expected} (wrong name: {})",
                to_utf8(name)
            )));
        }
        self.name = Cow::Owned(to_utf8(name).into_owned());
        Ok(())
    }

    fn super_class(
        &self,
        pool: &ConstantPool,
        index: CpIndex,
        access: u16,
    ) -> Result<Option<CpIndex>, ClassFileError> {
        let invalid = || self.bad("Invalid superclass index", index.0);
        if index.0 == 0 {
            let has_none = self.name == "java/lang/Object" || access & access::MODULE != 0;
            return if has_none { Ok(None) } else { Err(invalid()) };
        }
        let name = pool.find_class_name(index).ok_or_else(invalid)?;
        if name.first() == Some(&b'[') {
            return Err(self.plain("Bad superclass name in"));
        }
        Ok(Some(index))
    }

    fn interfaces(
        &self,
        pool: &ConstantPool,
        cursor: &mut Cursor<'_>,
    ) -> Result<Vec<CpIndex>, ClassFileError> {
        let mut interfaces = class_lists::indices(cursor)?;
        interfaces.shrink_to_fit();
        for &index in &interfaces {
            let Some(name) = pool.find_class_name(index) else {
                return Err(self.error(format_args!(
                    "Interface name has bad constant pool index {} in class file {}",
                    index.0, self.name
                )));
            };
            if name.first() == Some(&b'[') {
                return Err(self.plain("Bad interface name in"));
            }
        }
        if self.format {
            let names = interfaces.iter().map(|&index| pool.class_name(index));
            if let Some(name) = members::first_duplicate(names) {
                return Err(self.error(format_args!(
                    "Duplicate interface name \"{}\" in class file {}",
                    to_utf8(name),
                    self.name
                )));
            }
        }
        if !interfaces.is_empty() && self.name == "java/lang/Object" {
            return Err(self.plain("java.lang.Object cannot implement an interface in"));
        }
        Ok(interfaces)
    }
}

/// Modified UTF-8 as text for messages.
fn to_utf8(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}
