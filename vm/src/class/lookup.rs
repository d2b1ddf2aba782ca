//! Finding declared and inherited members by name and descriptor (JVMS 5.4.3, without access).

use super::{Class, ClassRef, FieldRef, MethodRef, acc, member_key};
use crate::meta::Sym;

impl Class {
    /// The method that this class itself declares.
    pub fn declared_method(&self, name: Sym, desc: Sym) -> Option<MethodRef> {
        let wanted = member_key(name, desc);
        let at = self.method_keys.iter().position(|&key| key == wanted)?;
        Some(self.methods.handle(at))
    }

    /// The field that this class itself declares.
    pub fn declared_field(&self, name: Sym, desc: Sym) -> Option<FieldRef> {
        let at = self.fields.iter().position(|f| f.name == name && f.desc == desc)?;
        Some(self.fields.handle(at))
    }

    /// Field resolution of JVMS 5.4.3.2: this class, its superinterfaces, its superclasses.
    pub fn find_field(&self, name: Sym, desc: Sym) -> Option<FieldRef> {
        if let Some(field) = self.declared_field(name, desc) {
            return Some(field);
        }
        for interface in self.interfaces.iter() {
            if let Some(field) = interface.find_field(name, desc) {
                return Some(field);
            }
        }
        self.super_class.and_then(|class| class.find_field(name, desc))
    }

    /// The method in this class or its superclasses, interfaces aside.
    pub fn find_class_method(&self, name: Sym, desc: Sym) -> Option<MethodRef> {
        let mut class = Some(self.handle());
        while let Some(at) = class {
            if let Some(method) = at.declared_method(name, desc) {
                return Some(method);
            }
            class = at.super_class;
        }
        None
    }

    /// The maximally-specific superinterface methods of JVMS 5.4.3.3: when exactly one of them is
    /// not abstract, that one; else any. Private and static ones do not count.
    pub fn find_interface_method(&self, name: Sym, desc: Sym) -> InterfaceLookup {
        let mut found: Vec<MethodRef> = Vec::new();
        let own = self.is_interface().then(|| self.handle());
        for &interface in own.iter().chain(self.all_interfaces.iter()) {
            if let Some(method) = interface.declared_method(name, desc)
                && method.access & (acc::PRIVATE | acc::STATIC) == 0
            {
                found.push(method);
            }
        }
        let specific: Vec<MethodRef> = found
            .iter()
            .copied()
            .filter(|m| !found.iter().any(|o| o != m && o.class().is_subtype_of(m.class())))
            .collect();
        let mut concrete = specific.iter().copied().filter(|m| !m.is_abstract());
        match (concrete.next(), concrete.next()) {
            (Some(first), Some(second)) => InterfaceLookup::Conflict(first, second),
            (Some(only), None) => InterfaceLookup::Found(only),
            (None, _) => {
                specific.first().map_or(InterfaceLookup::Absent, |&m| InterfaceLookup::Found(m))
            }
        }
    }

    /// The nearest direct or indirect superclass or superinterface chain member: all supers of a
    /// class, itself first.
    pub fn supers(&self) -> impl Iterator<Item = ClassRef> {
        std::iter::successors(Some(self.handle()), |class| class.super_class)
    }
}

/// Outcome of [`Class::find_interface_method`].
#[derive(Clone, Copy, Debug)]
pub enum InterfaceLookup {
    /// No superinterface declares it.
    Absent,
    /// The one to use; may be abstract.
    Found(MethodRef),
    /// Two defaults, neither more specific.
    Conflict(MethodRef, MethodRef),
}
