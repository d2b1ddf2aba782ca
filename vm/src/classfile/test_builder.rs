//! A builder of class files for tests.

use super::{ClassFile, ClassFileError, ParseOptions, access, parse};

/// Builds class files, legal or not.
pub(super) struct Builder {
    pub minor: u16,
    pub major: u16,
    /// Entries of the pool, index 1 first; `None` after a long.
    pub pool: Vec<Option<Vec<u8>>>,
    pub access: u16,
    pub this_class: u16,
    pub super_class: u16,
    pub interfaces: Vec<u16>,
    pub fields: Vec<Vec<u8>>,
    pub methods: Vec<Vec<u8>>,
    pub attributes: Vec<Vec<u8>>,
    pub tail: Vec<u8>,
}

impl Builder {
    pub fn new() -> Self {
        let mut builder = Builder {
            minor: 0,
            major: 61,
            pool: Vec::new(),
            access: access::PUBLIC | access::SUPER,
            this_class: 0,
            super_class: 0,
            interfaces: Vec::new(),
            fields: Vec::new(),
            methods: Vec::new(),
            attributes: Vec::new(),
            tail: Vec::new(),
        };
        builder.this_class = builder.class("Foo");
        builder.super_class = builder.class("java/lang/Object");
        builder
    }

    pub fn interface() -> Self {
        let mut builder = Builder::new();
        builder.access = access::INTERFACE | access::ABSTRACT;
        builder
    }

    /// Adds an entry: its tag, then numbers of two bytes.
    pub fn constant(&mut self, tag: u8, numbers: &[u16]) -> u16 {
        let mut entry = vec![tag];
        entry.extend(words(numbers));
        self.entry(entry)
    }

    pub fn entry(&mut self, entry: Vec<u8>) -> u16 {
        let index = self.pool.len() as u16 + 1;
        let wide = matches!(entry[0], 5 | 6);
        self.pool.push(Some(entry));
        if wide {
            self.pool.push(None);
        }
        index
    }

    pub fn utf8(&mut self, text: &str) -> u16 {
        self.utf8_bytes(text.as_bytes())
    }

    pub fn utf8_bytes(&mut self, text: &[u8]) -> u16 {
        let mut entry = vec![1];
        entry.extend((text.len() as u16).to_be_bytes());
        entry.extend(text);
        self.entry(entry)
    }

    pub fn class(&mut self, name: &str) -> u16 {
        let name = self.utf8(name);
        self.constant(7, &[name])
    }

    pub fn name_and_type(&mut self, name: &str, descriptor: &str) -> u16 {
        let (name, descriptor) = (self.utf8(name), self.utf8(descriptor));
        self.constant(12, &[name, descriptor])
    }

    /// A field (9), method (10) or interface method (11) of the class.
    pub fn member_ref(&mut self, tag: u8, name: &str, descriptor: &str) -> u16 {
        let name_and_type = self.name_and_type(name, descriptor);
        self.constant(tag, &[self.this_class, name_and_type])
    }

    pub fn method_handle(&mut self, kind: u8, reference: u16) -> u16 {
        let [high, low] = reference.to_be_bytes();
        self.entry(vec![15, kind, high, low])
    }

    pub fn attribute(&mut self, name: &str, info: &[u8]) -> Vec<u8> {
        let mut bytes = self.utf8(name).to_be_bytes().to_vec();
        bytes.extend((info.len() as u32).to_be_bytes());
        bytes.extend(info);
        bytes
    }

    pub fn class_attribute(&mut self, name: &str, info: &[u8]) {
        let attribute = self.attribute(name, info);
        self.attributes.push(attribute);
    }

    pub fn member(
        &mut self,
        access: u16,
        name: &str,
        desc: &str,
        attributes: &[Vec<u8>],
    ) -> Vec<u8> {
        let (name, descriptor) = (self.utf8(name), self.utf8(desc));
        let mut bytes = words(&[access, name, descriptor, attributes.len() as u16]);
        bytes.extend(attributes.concat());
        bytes
    }

    pub fn field(&mut self, access: u16, name: &str, descriptor: &str, attributes: &[Vec<u8>]) {
        let field = self.member(access, name, descriptor, attributes);
        self.fields.push(field);
    }

    pub fn method(&mut self, access: u16, name: &str, descriptor: &str, attributes: &[Vec<u8>]) {
        let method = self.member(access, name, descriptor, attributes);
        self.methods.push(method);
    }

    /// `Code` of one `return`, with room for four locals.
    pub fn code(&mut self, exceptions: &[[u16; 4]], attributes: &[Vec<u8>]) -> Vec<u8> {
        let mut info = words(&[1, 4, 0, 1]);
        info.push(0xb1);
        info.extend((exceptions.len() as u16).to_be_bytes());
        info.extend(words(&exceptions.concat()));
        info.extend((attributes.len() as u16).to_be_bytes());
        info.extend(attributes.concat());
        self.attribute("Code", &info)
    }

    pub fn method_with_code(&mut self, exceptions: &[[u16; 4]], attributes: &[Vec<u8>]) {
        let code = self.code(exceptions, attributes);
        self.method(access::STATIC, "m", "()V", &[code]);
    }

    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = 0xcafebabe_u32.to_be_bytes().to_vec();
        bytes.extend(words(&[self.minor, self.major, self.pool.len() as u16 + 1]));
        bytes.extend(self.pool.iter().flatten().flatten());
        bytes.extend(words(&[self.access, self.this_class, self.super_class]));
        bytes.extend((self.interfaces.len() as u16).to_be_bytes());
        bytes.extend(words(&self.interfaces));
        for table in [&self.fields, &self.methods, &self.attributes] {
            bytes.extend((table.len() as u16).to_be_bytes());
            bytes.extend(table.iter().flatten());
        }
        bytes.extend(&self.tail);
        bytes
    }

    pub fn parse(&self) -> Result<ClassFile, ClassFileError> {
        parse(&self.bytes(), &ParseOptions::checked(Some("Foo")))
    }
}

pub(super) fn words(numbers: &[u16]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_be_bytes()).collect()
}
