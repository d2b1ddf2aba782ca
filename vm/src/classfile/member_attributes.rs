//! Attributes that fields, methods, classes and record components have in common.

use super::Checks;
use super::adapter::Attribute;
use super::annotation::{AnnotatedKind, VmAnnotations};
use super::constant_pool::{ConstantPool, Span};
use super::error::ClassFileError;
use super::model::Annotations;
use super::reader::Cursor;
use cortado_protocol::bytecode::CpIndex;

/// What carries attributes, as messages call it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Carrier {
    Class,
    Field,
    Method,
    Component,
}

impl Carrier {
    /// The end of "Multiple X attributes ... in class file".
    fn suffix(self) -> &'static str {
        match self {
            Carrier::Class => " in",
            Carrier::Field => " for field in",
            Carrier::Method => " for method in",
            Carrier::Component => " for Record component in",
        }
    }
}

/// The attributes that every carrier has.
pub(super) struct Common {
    carrier: Carrier,
    pub annotations: Annotations,
    invisible: Option<Span>,
    invisible_type: Option<Span>,
    pub signature: Option<CpIndex>,
    pub synthetic: bool,
    pub deprecated: bool,
}

impl Common {
    pub fn new(carrier: Carrier) -> Self {
        Common {
            carrier,
            annotations: Annotations::default(),
            invisible: None,
            invisible_type: None,
            signature: None,
            synthetic: false,
            deprecated: false,
        }
    }

    /// Takes `attribute` if it is one of these; the result says so.
    pub fn take(
        &mut self,
        checks: &Checks<'_>,
        pool: &ConstantPool,
        name: &[u8],
        attribute: Attribute,
    ) -> Result<bool, ClassFileError> {
        let annotations = &mut self.annotations;
        let (slot, text) = match name {
            b"Synthetic" if self.carrier != Carrier::Component => {
                checks.empty_attribute(attribute, "Synthetic", self.carrier)?;
                self.synthetic = true;
                return Ok(true);
            }
            b"Deprecated" if self.carrier != Carrier::Component => {
                checks.empty_attribute(attribute, "Deprecated", self.carrier)?;
                self.deprecated = true;
                return Ok(true);
            }
            // Everything below came with Java 5.
            _ if checks.major < 49 => return Ok(false),
            b"Signature" => {
                let index = checks.signature(pool, attribute, self.carrier, self.signature)?;
                self.signature = Some(index);
                return Ok(true);
            }
            b"RuntimeVisibleAnnotations" => (&mut annotations.visible, "RuntimeVisibleAnnotations"),
            b"RuntimeInvisibleAnnotations" => (&mut self.invisible, "RuntimeInvisibleAnnotations"),
            b"RuntimeVisibleTypeAnnotations" => {
                (&mut annotations.visible_type, "RuntimeVisibleTypeAnnotations")
            }
            b"RuntimeInvisibleTypeAnnotations" => {
                (&mut self.invisible_type, "RuntimeInvisibleTypeAnnotations")
            }
            _ => return Ok(false),
        };
        checks.once(slot, attribute.info, text, self.carrier)?;
        Ok(true)
    }

    /// The annotations that the VM obeys, when the class may use them.
    pub fn vm_annotations(
        &self,
        checks: &Checks<'_>,
        pool: &ConstantPool,
        kind: AnnotatedKind,
    ) -> VmAnnotations {
        match self.annotations.visible {
            Some(raw) if checks.options.vm_annotations => {
                VmAnnotations::scan(pool, pool.bytes(raw), kind)
            }
            _ => VmAnnotations::default(),
        }
    }
}

impl Checks<'_> {
    /// Fills `slot`, which must be empty still.
    pub(super) fn once<T>(
        &self,
        slot: &mut Option<T>,
        value: T,
        attribute: &str,
        carrier: Carrier,
    ) -> Result<(), ClassFileError> {
        match slot.replace(value) {
            Some(_) => Err(self.multiple(attribute, carrier)),
            None => Ok(()),
        }
    }

    pub(super) fn multiple(&self, attribute: &str, carrier: Carrier) -> ClassFileError {
        self.plain(&format!("Multiple {attribute} attributes{}", carrier.suffix()))
    }

    fn empty_attribute(
        &self,
        attribute: Attribute,
        name: &str,
        carrier: Carrier,
    ) -> Result<(), ClassFileError> {
        if attribute.info.len == 0 {
            return Ok(());
        }
        let of = match carrier {
            Carrier::Class => "classfile",
            Carrier::Field => "field",
            Carrier::Method | Carrier::Component => "method",
        };
        Err(self.bad(&format!("Invalid {name} {of} attribute length"), attribute.info.len))
    }

    fn signature(
        &self,
        pool: &ConstantPool,
        attribute: Attribute,
        carrier: Carrier,
        before: Option<CpIndex>,
    ) -> Result<CpIndex, ClassFileError> {
        if before.is_some() {
            return Err(self.multiple("Signature", carrier));
        }
        let len = attribute.info.len;
        if len != 2 {
            return Err(match carrier {
                Carrier::Class => self.bad("Wrong Signature attribute length", len),
                Carrier::Field => self.error(format_args!(
                    "Wrong size {len} for field's Signature attribute in class file {}",
                    self.name
                )),
                Carrier::Method => self.bad("Invalid Signature attribute length", len),
                Carrier::Component => self.error(format_args!(
                    "Invalid Signature attribute length {len} in Record component in class file {}",
                    self.name
                )),
            });
        }
        let index = Cursor::of(&pool.bytes, attribute.info).index()?;
        if pool.find_utf8(index).is_some() {
            return Ok(index);
        }
        Err(match carrier {
            Carrier::Class => self.error(format_args!(
                "Invalid constant pool index {} in Signature attribute in class file {}",
                index.0, self.name
            )),
            _ => self.bad("Invalid Signature attribute at constant pool index", index.0),
        })
    }

    /// The name of an attribute, `what` saying whose it is if it is none.
    pub(super) fn attribute_name<'p>(
        &self,
        pool: &'p ConstantPool,
        attribute: Attribute,
        what: &str,
    ) -> Result<&'p [u8], ClassFileError> {
        pool.find_utf8(attribute.name).ok_or_else(|| self.bad(what, attribute.name.0))
    }
}
