//! Which access flags go together (JVMS 4.1, 4.5, 4.6).

use super::access::*;
use super::error::ClassFileError;
use super::{Checks, to_utf8};

impl Checks<'_> {
    /// The flags of a class or of an `InnerClasses` entry, adjusted and checked.
    pub(super) fn class_flags(&self, raw: u16, known: u16) -> Result<u16, ClassFileError> {
        let module = if self.major >= 53 { MODULE } else { 0 };
        let mut flags = raw & (known | module);
        if flags & INTERFACE != 0 && self.major < 50 {
            flags |= ABSTRACT; // Older compilers left it out.
        }
        if flags & MODULE != 0 {
            if self.options.allow_module {
                return Ok(flags);
            }
            return Err(ClassFileError::NoClassDef(format!(
                "{} is not a class because access_flag ACC_MODULE is set",
                self.name
            )));
        }
        let has = |flag| flags & flag != 0;
        let since_5 = self.major >= 49;
        let illegal = has(ABSTRACT) && has(FINAL)
            || has(INTERFACE) && !has(ABSTRACT)
            || has(INTERFACE) && since_5 && (has(SUPER) || has(ENUM))
            || !has(INTERFACE) && since_5 && has(ANNOTATION);
        if illegal && self.format {
            return Err(self.error(format_args!(
                "Illegal class modifiers in class {}: 0x{flags:X}",
                self.name
            )));
        }
        Ok(flags)
    }

    pub(super) fn field_flags(&self, flags: u16, in_interface: bool) -> Result<(), ClassFileError> {
        let has = |flag| flags & flag != 0;
        let illegal = if in_interface {
            let wanted = PUBLIC | STATIC | FINAL;
            flags & wanted != wanted
                || has(PRIVATE | PROTECTED | VOLATILE | TRANSIENT)
                || self.major >= 49 && has(ENUM)
        } else {
            has_illegal_visibility(flags) || has(FINAL) && has(VOLATILE)
        };
        if illegal && self.format {
            return Err(self.error(format_args!(
                "Illegal field modifiers in class {}: 0x{flags:X}",
                self.name
            )));
        }
        Ok(())
    }

    pub(super) fn method_flags(
        &self,
        flags: u16,
        in_interface: bool,
        name: &[u8],
    ) -> Result<(), ClassFileError> {
        if !self.format {
            return Ok(());
        }
        let has = |flag| flags & flag != 0;
        let since_5 = self.major >= 49;
        let strict = self.major < 61 && has(STRICT);
        let illegal = if in_interface && self.major >= 52 {
            has(PUBLIC) == has(PRIVATE)
                || has(NATIVE | PROTECTED | FINAL | SYNCHRONIZED)
                || has(ABSTRACT) && (has(PRIVATE | STATIC) || strict)
        } else if in_interface && since_5 {
            let forbidden = PRIVATE | PROTECTED | STATIC | FINAL | SYNCHRONIZED | NATIVE | STRICT;
            !has(PUBLIC) || !has(ABSTRACT) || has(forbidden)
        } else if in_interface {
            !has(PUBLIC) || !has(ABSTRACT) || has(STATIC | FINAL | NATIVE)
        } else if has_illegal_visibility(flags) {
            true
        } else if name == b"<init>" {
            has(STATIC | FINAL | SYNCHRONIZED | NATIVE | ABSTRACT) || since_5 && has(BRIDGE)
        } else {
            has(ABSTRACT)
                && (has(FINAL | NATIVE | PRIVATE | STATIC)
                    || since_5 && (has(SYNCHRONIZED) || strict))
        };
        if illegal {
            return Err(self.error(format_args!(
                "Method {} in class {} has illegal modifiers: 0x{flags:X}",
                to_utf8(name),
                self.name
            )));
        }
        Ok(())
    }
}

/// At most one of public, protected and private.
fn has_illegal_visibility(flags: u16) -> bool {
    (flags & (PUBLIC | PROTECTED | PRIVATE)).count_ones() > 1
}
