//! Writing a constant pool: each constant once, in order of first use.

use std::collections::HashMap;

/// A constant of JVMS 4.4, written with the indices of those that it refers to.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Constant {
    Utf8(String),
    Int(i32),
    Float(u32),
    Long(i64),
    Double(u64),
    Class(u16),
    String(u16),
    Member { tag: u8, class: u16, name_and_type: u16 },
    NameAndType(u16, u16),
    MethodHandle(u8, u16),
    MethodType(u16),
    Dynamic { tag: u8, bootstrap: u16, name_and_type: u16 },
}

/// The pool under construction.
#[derive(Default)]
pub struct Pool {
    indices: HashMap<Constant, u16>,
    bytes: Vec<u8>,
    used: u16,
}

/// What kind of member a reference names; the values are the tags.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum MemberKind {
    /// `CONSTANT_Fieldref`
    Field = 9,
    /// `CONSTANT_Methodref`
    Method = 10,
    /// `CONSTANT_InterfaceMethodref`
    InterfaceMethod = 11,
}

impl Pool {
    fn intern(&mut self, constant: Constant) -> u16 {
        if let Some(&index) = self.indices.get(&constant) {
            return index;
        }
        let index = self.used + 1;
        self.used += match constant {
            Constant::Long(_) | Constant::Double(_) => 2,
            _ => 1,
        };
        self.write(&constant);
        self.indices.insert(constant, index);
        index
    }

    fn write(&mut self, constant: &Constant) {
        let bytes = &mut self.bytes;
        let mut tagged = |tag: u8, parts: &[&[u8]]| {
            bytes.push(tag);
            bytes.extend(parts.concat());
        };
        match constant {
            Constant::Utf8(text) => {
                let text = modified_utf8(text);
                tagged(1, &[&(text.len() as u16).to_be_bytes(), &text]);
            }
            Constant::Int(value) => tagged(3, &[&value.to_be_bytes()]),
            Constant::Float(bits) => tagged(4, &[&bits.to_be_bytes()]),
            Constant::Long(value) => tagged(5, &[&value.to_be_bytes()]),
            Constant::Double(bits) => tagged(6, &[&bits.to_be_bytes()]),
            Constant::Class(name) => tagged(7, &[&name.to_be_bytes()]),
            Constant::String(text) => tagged(8, &[&text.to_be_bytes()]),
            Constant::Member { tag, class, name_and_type } => {
                tagged(*tag, &[&class.to_be_bytes(), &name_and_type.to_be_bytes()]);
            }
            Constant::NameAndType(name, descriptor) => {
                tagged(12, &[&name.to_be_bytes(), &descriptor.to_be_bytes()]);
            }
            Constant::MethodHandle(kind, member) => tagged(15, &[&[*kind], &member.to_be_bytes()]),
            Constant::MethodType(descriptor) => tagged(16, &[&descriptor.to_be_bytes()]),
            Constant::Dynamic { tag, bootstrap, name_and_type } => {
                tagged(*tag, &[&bootstrap.to_be_bytes(), &name_and_type.to_be_bytes()]);
            }
        }
    }

    /// The pool as it stands in a class file: the count, then the constants.
    pub fn finish(self) -> Vec<u8> {
        let mut bytes = (self.used + 1).to_be_bytes().to_vec();
        bytes.extend(self.bytes);
        bytes
    }

    /// `CONSTANT_Utf8`
    pub fn utf8(&mut self, text: &str) -> u16 {
        self.intern(Constant::Utf8(text.to_owned()))
    }

    /// `CONSTANT_Integer`
    pub fn int(&mut self, value: i32) -> u16 {
        self.intern(Constant::Int(value))
    }

    /// `CONSTANT_Float`
    pub fn float(&mut self, value: f32) -> u16 {
        self.intern(Constant::Float(value.to_bits()))
    }

    /// `CONSTANT_Long`
    pub fn long(&mut self, value: i64) -> u16 {
        self.intern(Constant::Long(value))
    }

    /// `CONSTANT_Double`
    pub fn double(&mut self, value: f64) -> u16 {
        self.intern(Constant::Double(value.to_bits()))
    }

    /// `CONSTANT_Class`
    pub fn class(&mut self, name: &str) -> u16 {
        let name = self.utf8(name);
        self.intern(Constant::Class(name))
    }

    /// `CONSTANT_String`
    pub fn string(&mut self, text: &str) -> u16 {
        let text = self.utf8(text);
        self.intern(Constant::String(text))
    }

    fn name_and_type(&mut self, name: &str, descriptor: &str) -> u16 {
        let (name, descriptor) = (self.utf8(name), self.utf8(descriptor));
        self.intern(Constant::NameAndType(name, descriptor))
    }

    /// `CONSTANT_Fieldref`, `CONSTANT_Methodref` or `CONSTANT_InterfaceMethodref`
    pub fn member(&mut self, kind: MemberKind, class: &str, name: &str, descriptor: &str) -> u16 {
        let class = self.class(class);
        let name_and_type = self.name_and_type(name, descriptor);
        self.intern(Constant::Member { tag: kind as u8, class, name_and_type })
    }

    /// `CONSTANT_MethodHandle` of a member that is in the pool.
    pub fn method_handle(&mut self, kind: u8, member: u16) -> u16 {
        self.intern(Constant::MethodHandle(kind, member))
    }

    /// `CONSTANT_MethodType`
    pub fn method_type(&mut self, descriptor: &str) -> u16 {
        let descriptor = self.utf8(descriptor);
        self.intern(Constant::MethodType(descriptor))
    }

    /// `CONSTANT_InvokeDynamic`, or `CONSTANT_Dynamic` when the descriptor is that of a field.
    pub fn dynamic(&mut self, bootstrap: u16, name: &str, descriptor: &str) -> u16 {
        let tag = if descriptor.starts_with('(') { 18 } else { 17 };
        let name_and_type = self.name_and_type(name, descriptor);
        self.intern(Constant::Dynamic { tag, bootstrap, name_and_type })
    }
}

/// JVMS 4.4.7: surrogates are encoded one by one, and NUL takes two bytes.
fn modified_utf8(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    for unit in text.encode_utf16() {
        match unit {
            1..=0x7f => bytes.push(unit as u8),
            0 | 0x80..=0x7ff => {
                bytes.extend([0xc0 | (unit >> 6) as u8, 0x80 | (unit & 0x3f) as u8])
            }
            _ => bytes.extend([
                0xe0 | (unit >> 12) as u8,
                0x80 | (unit >> 6 & 0x3f) as u8,
                0x80 | (unit & 0x3f) as u8,
            ]),
        }
    }
    bytes
}
