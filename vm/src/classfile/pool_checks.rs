//! Which constants may refer to which (JVMS 4.4), and what names they may carry.

use super::constant_pool::{Constant, ConstantPool, ReferenceKind};
use super::descriptor::{self, IllegalDescriptor, NameKind};
use super::error::ClassFileError;
use super::{Checks, to_utf8};
use cortado_protocol::bytecode::CpIndex;

impl Checks<'_> {
    /// Checks all constants; the result is the highest index of a bootstrap method.
    pub(super) fn pool(&self, pool: &ConstantPool) -> Result<Option<u16>, ClassFileError> {
        let mut bootstrap_max = None;
        for (index, constant) in pool.iter() {
            self.references(pool, index, constant)?;
            if let Constant::Dynamic { bootstrap, .. } | Constant::InvokeDynamic { bootstrap, .. } =
                constant
            {
                bootstrap_max = bootstrap_max.max(Some(*bootstrap));
            }
        }
        if self.format {
            for (_, constant) in pool.iter() {
                self.names(pool, constant)?;
            }
        }
        Ok(bootstrap_max)
    }

    /// Whether `constant` refers to constants of the right kind.
    fn references(
        &self,
        pool: &ConstantPool,
        _index: CpIndex,
        constant: &Constant,
    ) -> Result<(), ClassFileError> {
        let utf8 = |index| match pool.get(index) {
            Some(Constant::Utf8(_)) => Ok(()),
            _ => Err(self.bad_index(index)),
        };
        let class = |index| match pool.get(index) {
            Some(Constant::Class { .. }) => Ok(()),
            _ => Err(self.bad_index(index)),
        };
        let name_and_type = |index| match pool.get(index) {
            Some(Constant::NameAndType { .. }) => Ok(()),
            _ => Err(self.bad_index(index)),
        };
        match *constant {
            Constant::Unusable
            | Constant::Utf8(_)
            | Constant::Integer(_)
            | Constant::Float(_)
            | Constant::Long(_)
            | Constant::Double(_) => Ok(()),
            Constant::Class { name } | Constant::Module { name } | Constant::Package { name } => {
                utf8(name)
            }
            Constant::String { text } => utf8(text),
            Constant::MethodType { descriptor } => utf8(descriptor),
            Constant::FieldRef { class: c, name_and_type: n }
            | Constant::MethodRef { class: c, name_and_type: n }
            | Constant::InterfaceMethodRef { class: c, name_and_type: n } => {
                class(c)?;
                name_and_type(n)
            }
            Constant::NameAndType { name, descriptor } => {
                utf8(name)?;
                utf8(descriptor)
            }
            Constant::Dynamic { name_and_type: n, .. }
            | Constant::InvokeDynamic { name_and_type: n, .. } => name_and_type(n),
            Constant::MethodHandle { kind, reference } => self.method_handle(pool, kind, reference),
        }
    }

    fn method_handle(
        &self,
        pool: &ConstantPool,
        kind: ReferenceKind,
        reference: CpIndex,
    ) -> Result<(), ClassFileError> {
        use ReferenceKind::*;
        let Some(target) = pool.get(reference) else { return Err(self.bad_index(reference)) };
        let is_method = matches!(target, Constant::MethodRef { .. });
        let is_interface_method = matches!(target, Constant::InterfaceMethodRef { .. });
        let (right, wanted) = match kind {
            GetField | GetStatic | PutField | PutStatic => {
                (matches!(target, Constant::FieldRef { .. }), "not a field")
            }
            InvokeVirtual | NewInvokeSpecial => (is_method, "not a method"),
            InvokeStatic | InvokeSpecial => {
                (is_method || self.major >= 52 && is_interface_method, "not a method")
            }
            InvokeInterface => (is_interface_method, "not an interface method"),
        };
        if right {
            return Ok(());
        }
        Err(self.error(format_args!(
            "Invalid constant pool index {} in class file {} ({wanted})",
            reference.0, self.name
        )))
    }

    /// Whether `constant` carries legal names and descriptors; what it refers to is right.
    fn names(&self, pool: &ConstantPool, constant: &Constant) -> Result<(), ClassFileError> {
        match *constant {
            Constant::Class { name } => self.class_name(pool.utf8(name)),
            Constant::NameAndType { name, descriptor } => {
                for index in [descriptor, name] {
                    if pool.utf8(index).is_empty() {
                        return Err(self.error(format_args!(
                            "Illegal zero length constant pool entry at {} in class {}",
                            index.0, self.name
                        )));
                    }
                }
                let (name, descriptor) = (pool.utf8(name), pool.utf8(descriptor));
                if is_method(descriptor) {
                    self.method_name(name)?;
                    self.method_descriptor(name, descriptor).map(drop)
                } else {
                    self.field_name(name)?;
                    self.field_descriptor(name, descriptor)
                }
            }
            Constant::FieldRef { name_and_type, .. } => {
                let (name, descriptor) = pool.name_and_type(name_and_type);
                self.kind_of_descriptor("Field", false, name, descriptor)
            }
            Constant::Dynamic { name_and_type, .. } => {
                let (name, descriptor) = pool.name_and_type(name_and_type);
                self.kind_of_descriptor("CONSTANT_Dynamic", false, name, descriptor)
            }
            Constant::InterfaceMethodRef { name_and_type, .. }
            | Constant::InvokeDynamic { name_and_type, .. } => {
                let (name, descriptor) = pool.name_and_type(name_and_type);
                self.kind_of_descriptor("Method", true, name, descriptor)
            }
            Constant::MethodRef { name_and_type, .. } => {
                let (name, descriptor) = pool.name_and_type(name_and_type);
                self.kind_of_descriptor("Method", true, name, descriptor)?;
                if name.first() == Some(&b'<') && name != b"<init>" {
                    return Err(self.bad_name("method", pool, name_and_type));
                }
                Ok(())
            }
            Constant::MethodHandle { kind, reference } => {
                let (Constant::MethodRef { name_and_type, .. }
                | Constant::InterfaceMethodRef { name_and_type, .. }) =
                    pool.constants[usize::from(reference.0)]
                else {
                    return Ok(());
                };
                let is_init = pool.name_and_type(name_and_type).0 == b"<init>";
                match kind {
                    ReferenceKind::NewInvokeSpecial if !is_init => {
                        Err(self.bad_name("constructor", pool, name_and_type))
                    }
                    ReferenceKind::InvokeVirtual
                    | ReferenceKind::InvokeStatic
                    | ReferenceKind::InvokeSpecial
                    | ReferenceKind::InvokeInterface
                        if is_init =>
                    {
                        Err(self.bad_name("method", pool, name_and_type))
                    }
                    _ => Ok(()),
                }
            }
            Constant::MethodType { descriptor } => {
                self.method_descriptor(b"type", pool.utf8(descriptor)).map(drop)
            }
            Constant::Unusable
            | Constant::Utf8(_)
            | Constant::Integer(_)
            | Constant::Float(_)
            | Constant::Long(_)
            | Constant::Double(_)
            | Constant::String { .. }
            | Constant::Module { .. }
            | Constant::Package { .. } => Ok(()),
        }
    }

    fn bad_name(&self, of: &str, pool: &ConstantPool, name_and_type: CpIndex) -> ClassFileError {
        let index = match pool.get(name_and_type) {
            Some(Constant::NameAndType { name, .. }) => name.0,
            _ => name_and_type.0,
        };
        let (name, of) = (&self.name, of);
        self.error(format_args!(
            "Bad {of} name at constant pool index {index} in class file {name}"
        ))
    }

    fn kind_of_descriptor(
        &self,
        of: &str,
        method: bool,
        name: &[u8],
        descriptor: &[u8],
    ) -> Result<(), ClassFileError> {
        if is_method(descriptor) == method {
            return Ok(());
        }
        Err(self.illegal_signature(of, name, descriptor))
    }

    fn illegal_signature(&self, of: &str, name: &[u8], descriptor: &[u8]) -> ClassFileError {
        self.error(format_args!(
            "{of} \"{}\" in class {} has illegal signature \"{}\"",
            to_utf8(name),
            self.name,
            to_utf8(descriptor)
        ))
    }

    /// Checks the name of a class; array classes are named by their descriptor.
    pub(super) fn class_name(&self, name: &[u8]) -> Result<(), ClassFileError> {
        let legal = if name.first() == Some(&b'[') {
            match descriptor::check_field(name, self.major) {
                Ok(()) => true,
                Err(IllegalDescriptor::Shape) => false,
                Err(error) => return Err(self.descriptor_error("Class", b"", name, error)),
            }
        } else if self.major < 49 {
            descriptor::is_legal_identifier(name, true)
        } else {
            descriptor::is_legal_name(name, NameKind::Class)
        };
        if legal {
            return Ok(());
        }
        let text = to_utf8(name);
        Err(self.error(format_args!("Illegal class name \"{text}\" in class file {}", self.name)))
    }

    /// Checks the name of a field.
    pub(super) fn field_name(&self, name: &[u8]) -> Result<(), ClassFileError> {
        let legal = if self.major < 49 {
            descriptor::is_legal_identifier(name, false)
        } else {
            descriptor::is_legal_name(name, NameKind::Field)
        };
        if legal || !self.format {
            return Ok(());
        }
        let text = to_utf8(name);
        Err(self.error(format_args!("Illegal field name \"{text}\" in class {}", self.name)))
    }

    /// Checks the name of a method.
    pub(super) fn method_name(&self, name: &[u8]) -> Result<(), ClassFileError> {
        let legal = if name.first() == Some(&b'<') {
            name == b"<init>" || name == b"<clinit>"
        } else if self.major < 49 {
            descriptor::is_legal_identifier(name, false)
        } else {
            descriptor::is_legal_name(name, NameKind::Method)
        };
        if legal || !self.format {
            return Ok(());
        }
        let text = to_utf8(name);
        Err(self.error(format_args!("Illegal method name \"{text}\" in class {}", self.name)))
    }

    /// Checks the descriptor of a field called `name`.
    pub(super) fn field_descriptor(
        &self,
        name: &[u8],
        descriptor: &[u8],
    ) -> Result<(), ClassFileError> {
        if !self.format {
            return Ok(());
        }
        descriptor::check_field(descriptor, self.major)
            .map_err(|error| self.descriptor_error("Field", name, descriptor, error))
    }

    /// Checks the descriptor of a method called `name`; the result is the slots of the parameters,
    /// 0 when the format is not checked.
    pub(super) fn method_descriptor(
        &self,
        name: &[u8],
        descriptor: &[u8],
    ) -> Result<usize, ClassFileError> {
        if !self.format {
            return Ok(0);
        }
        let illegal = || self.illegal_signature("Method", name, descriptor);
        if name == b"<clinit>" && self.major >= 51 && descriptor != b"()V" {
            return Err(illegal());
        }
        if name.first() == Some(&b'<') && descriptor.last().is_some_and(|&letter| letter != b'V') {
            return Err(illegal());
        }
        descriptor::check_method(descriptor, self.major)
            .map_err(|error| self.descriptor_error("Method", name, descriptor, error))
    }

    fn descriptor_error(
        &self,
        of: &str,
        name: &[u8],
        descriptor: &[u8],
        error: IllegalDescriptor,
    ) -> ClassFileError {
        match error {
            IllegalDescriptor::Shape => self.illegal_signature(of, name, descriptor),
            IllegalDescriptor::Dimensions => {
                self.plain("Array type descriptor has more than 255 dimensions in")
            }
            IllegalDescriptor::ClassName => {
                self.plain("Class name is empty or contains illegal character in descriptor in")
            }
        }
    }
}

/// Whether a descriptor wants to be that of a method.
fn is_method(descriptor: &[u8]) -> bool {
    descriptor.first() == Some(&b'(')
}
