//! The run-time constant pool (JVMS 5.1): tags, raw entries as in the class file, resolved entries.

use super::{ClassRef, FieldRef, MethodRef};
use crate::heap::GlobalRef;
use crate::meta::{Meta, MetaCell, MetaSlice, Sym};
use std::sync::atomic::{AtomicU64, Ordering};

/// Constant tags of JVMS table 4.4-A.
pub mod tag {
    #![expect(missing_docs, reason = "the names are those of the JVMS table")]
    pub const UNUSABLE: u8 = 0;
    pub const UTF8: u8 = 1;
    pub const INTEGER: u8 = 3;
    pub const FLOAT: u8 = 4;
    pub const LONG: u8 = 5;
    pub const DOUBLE: u8 = 6;
    pub const CLASS: u8 = 7;
    pub const STRING: u8 = 8;
    pub const FIELDREF: u8 = 9;
    pub const METHODREF: u8 = 10;
    pub const INTERFACE_METHODREF: u8 = 11;
    pub const NAME_AND_TYPE: u8 = 12;
    pub const METHOD_HANDLE: u8 = 15;
    pub const METHOD_TYPE: u8 = 16;
    pub const DYNAMIC: u8 = 17;
    pub const INVOKE_DYNAMIC: u8 = 18;
    pub const MODULE: u8 = 19;
    pub const PACKAGE: u8 = 20;
}

/// `resolved` of a Dynamic entry whose value is null.
pub const RESOLVED_NULL: u64 = 1 << 63;

/// Constant pool of one class.
///
/// `raw[i]` by tag: Utf8: symbol; Integer, Float: bits; Long, Double: low half at `i`, high half at
/// `i + 1`; Class, String, MethodType, Module, Package: *symbol* of the text; field and method
/// references, NameAndType, Dynamic, InvokeDynamic: two u16, first in the low half (class index or
/// bootstrap index or name index; then NameAndType or descriptor index); MethodHandle: kind in the
/// low half, reference index in the high half.
///
/// `resolved[i]` is zero until resolution succeeded and is then published with release order:
/// Class: the class handle; String, MethodType, MethodHandle, Dynamic: a [`GlobalRef`] in the low
/// half; fields: [`Resolved::field`]; methods: [`Resolved::method`]; Dynamic of a primitive
/// type: the boxed value; Dynamic with the value null: [`RESOLVED_NULL`].
#[repr(C)]
pub struct ConstantPool {
    /// Tag of each entry.
    pub tags: MetaSlice<u8>,
    /// Raw contents.
    pub raw: MetaSlice<u32>,
    /// Resolved contents.
    pub resolved: MetaSlice<AtomicU64>,
    /// Owner; none in the shared empty pool.
    pub class: MetaCell<Option<ClassRef>>,
}

/// A resolved field or method entry, packed in a word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Resolved(pub u64);

impl Resolved {
    /// A method: handle, vtable index (0xffff for none), argument slots.
    pub fn method(method: MethodRef) -> Resolved {
        let vtable = method.vtable_index.get() as u16;
        let args = u64::from(method.arg_slots as u8);
        Resolved(u64::from(method.raw()) | u64::from(vtable) << 32 | args << 48)
    }

    /// The method handle.
    #[inline(always)]
    pub fn method_handle(self) -> MethodRef {
        // SAFETY: made by `method` only.
        unsafe { Meta::from_raw(self.0 as u32) }
    }

    /// The vtable index.
    #[inline(always)]
    pub fn vtable_index(self) -> usize {
        usize::from((self.0 >> 32) as u16)
    }

    /// Argument slots, receiver included.
    #[inline(always)]
    pub fn arg_slots(self) -> usize {
        usize::from((self.0 >> 48) as u8)
    }

    /// A field: its handle.
    #[inline(always)]
    pub fn field(field: FieldRef) -> Resolved {
        Resolved(u64::from(field.raw()))
    }

    /// The field handle.
    #[inline(always)]
    pub fn field_handle(self) -> FieldRef {
        // SAFETY: made by `field` only.
        unsafe { Meta::from_raw(self.0 as u32) }
    }
}

impl ConstantPool {
    /// Number of entries, index 0 included.
    pub fn len(&self) -> usize {
        self.tags.get().len()
    }

    /// Whether there are no entries (arrays and primitives).
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Tag of entry `index`; `UNUSABLE` out of range.
    pub fn tag(&self, index: u16) -> u8 {
        self.tags.get().get(usize::from(index)).copied().unwrap_or(tag::UNUSABLE)
    }

    /// Raw word of entry `index`.
    #[inline]
    pub fn raw_word(&self, index: u16) -> u32 {
        self.raw.get()[usize::from(index)]
    }

    /// Low and high half of raw entry `index`.
    #[inline]
    pub fn pair(&self, index: u16) -> (u16, u16) {
        let word = self.raw_word(index);
        (word as u16, (word >> 16) as u16)
    }

    /// The symbol of a Utf8, Class, String, MethodType, Module or Package entry.
    #[inline]
    pub fn sym(&self, index: u16) -> Sym {
        // SAFETY: entries of these tags hold symbols; the class-file checks proved the tag.
        unsafe { Sym::from_raw(self.raw_word(index)) }
    }

    /// Name and descriptor of a NameAndType entry.
    pub fn name_and_type(&self, index: u16) -> (Sym, Sym) {
        let (name, desc) = self.pair(index);
        (self.sym(name), self.sym(desc))
    }

    /// Class index, name and descriptor of a field or method reference.
    pub fn member(&self, index: u16) -> (u16, Sym, Sym) {
        let (class, name_and_type) = self.pair(index);
        let (name, desc) = self.name_and_type(name_and_type);
        (class, name, desc)
    }

    /// Bootstrap index, name and descriptor of a Dynamic or InvokeDynamic entry.
    pub fn dynamic(&self, index: u16) -> (u16, Sym, Sym) {
        self.member(index)
    }

    /// A Long or Double entry's bits.
    pub fn wide(&self, index: u16) -> u64 {
        u64::from(self.raw_word(index)) | u64::from(self.raw_word(index + 1)) << 32
    }

    /// The resolved word, zero when unresolved.
    #[inline(always)]
    pub fn resolved(&self, index: u16) -> u64 {
        self.resolved.get()[usize::from(index)].load(Ordering::Acquire)
    }

    /// Publishes a resolution.
    #[inline]
    pub fn set_resolved(&self, index: u16, word: u64) {
        self.resolved.get()[usize::from(index)].store(word, Ordering::Release);
    }

    /// The resolved class of a Class entry, if resolved.
    #[inline]
    pub fn resolved_class(&self, index: u16) -> Option<ClassRef> {
        // SAFETY: resolved Class entries hold class handles.
        unsafe { Meta::from_raw_opt(self.resolved(index) as u32) }
    }

    /// The global reference of a resolved String, MethodType, MethodHandle or Dynamic entry.
    #[inline]
    pub fn resolved_global(&self, index: u16) -> GlobalRef {
        GlobalRef::from_raw(self.resolved(index) as u32)
    }
}
