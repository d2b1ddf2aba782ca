//! The class that is verified: assignability (JVMS 4.10.1.2), and the classes that it needs.

use super::Failure;
use super::types::{Names, VType};
use crate::class::cp::tag;
use crate::class::{ClassRef, ConstantPool, class_flag};
use crate::link::loader;
use crate::meta::Sym;
use crate::thread::Thread;

/// What the instructions of all methods of one class share.
pub(super) struct Context<'t> {
    pub t: &'t Thread,
    pub class: ClassRef,
    /// The type of `this`.
    pub this_type: VType,
    pub names: Box<Names>,
    resolved: [Option<(Sym, ClassRef)>; SLOTS],
    /// Assignments that were found to be allowed: from, to.
    allowed: [Option<(Sym, Sym)>; SLOTS],
}

/// Size of the caches; a class names a few dozen others.
const SLOTS: usize = 64;

fn slot(name: Sym) -> usize {
    // Symbols are aligned to eight bytes.
    (name.raw() >> 3) as usize % SLOTS
}

/// The type that the Class entry `index` names. A hidden class names itself as it is called.
pub(super) fn class_type(cp: &ConstantPool, index: u16) -> VType {
    if let Some(class) = cp.class.get()
        && class.has(class_flag::HIDDEN)
        && cp.resolved_class(index) == Some(class)
    {
        return VType::Object(class.name);
    }
    VType::of_class(cp.sym(index))
}

impl<'t> Context<'t> {
    pub fn new(t: &'t Thread, class: ClassRef, names: Box<Names>) -> Context<'t> {
        Context {
            t,
            class,
            this_type: VType::Object(class.name),
            names,
            resolved: [None; SLOTS],
            allowed: [None; SLOTS],
        }
    }

    /// The class called `name` as the verified class sees it.
    pub fn load(&mut self, name: Sym) -> Result<ClassRef, Failure> {
        if name == self.class.name {
            return Ok(self.class);
        }
        let place = slot(name);
        if let Some((known, class)) = self.resolved[place]
            && known == name
        {
            return Ok(class);
        }
        let class = loader::load_named(self.t, self.class.loader, name).map_err(Failure::Thrown)?;
        self.resolved[place] = Some((name, class));
        Ok(class)
    }

    /// Whether a value of type `from` may be used where `to` is expected.
    #[inline]
    pub fn assignable(&mut self, from: VType, to: VType) -> Result<bool, Failure> {
        if from == to {
            return Ok(true);
        }
        match to {
            VType::Top => Ok(true),
            VType::AnyReference => Ok(from.is_reference() || from.is_uninitialized()),
            VType::Category1 => Ok(from.is_category1()),
            VType::Category2 => Ok(from.second().is_some()),
            VType::Bool | VType::Byte | VType::Char | VType::Short => Ok(from == VType::Int),
            VType::Object(_) | VType::Array(_) => self.reference_assignable(from, to, false),
            _ => Ok(false),
        }
    }

    /// The same for references. For access to protected members of superclasses, interfaces do
    /// not count as Object.
    pub fn reference_assignable(
        &mut self,
        from: VType,
        to: VType,
        protected: bool,
    ) -> Result<bool, Failure> {
        match (from, to) {
            _ if from == to => Ok(true),
            (VType::Null, VType::Object(_) | VType::Array(_)) => Ok(true),
            (VType::Object(from), VType::Object(to)) => self.class_assignable(from, to, protected),
            (VType::Array(_), VType::Object(to)) => {
                if to == self.names.object {
                    return Ok(true);
                }
                // Whatever else the name means, arrays have these supertypes only.
                let class = self.load(to)?;
                let known = to == self.names.cloneable || to == self.names.serializable;
                Ok(class.is_interface() && known)
            }
            (VType::Array(from), VType::Array(to)) => self.array_assignable(from, to, protected),
            _ => Ok(false),
        }
    }

    fn class_assignable(&mut self, from: Sym, to: Sym, protected: bool) -> Result<bool, Failure> {
        if to == self.names.object || from == to {
            return Ok(true);
        }
        let place = slot(from).wrapping_add(slot(to)) % SLOTS;
        if self.allowed[place] == Some((from, to)) && !protected {
            return Ok(true);
        }
        let target = self.load(to)?;
        let holds = if target.is_interface() && (!protected || from != self.names.object) {
            true
        } else {
            self.load(from)?.is_subclass_of(target)
        };
        if holds && !protected {
            self.allowed[place] = Some((from, to));
        }
        Ok(holds)
    }

    fn array_assignable(
        &mut self,
        mut from: Sym,
        mut to: Sym,
        protected: bool,
    ) -> Result<bool, Failure> {
        loop {
            match (self.names.component(from), self.names.component(to)) {
                (VType::Top, _) | (_, VType::Top) => return Ok(false),
                (VType::Array(a), VType::Array(b)) if a != b => (from, to) = (a, b),
                (a, b) => return self.reference_assignable(a, b, protected),
            }
        }
    }

    /// Whether a superclass is called `name`.
    pub fn is_super_name(&self, name: Sym) -> bool {
        self.class.supers().skip(1).any(|class| class.name == name)
    }

    /// The name of the class that the member reference `index` names.
    pub fn member_class(&self, index: u16) -> VType {
        class_type(&self.class.cp, self.class.cp.pair(index).0)
    }

    /// Whether access to this member, found in the superclass `target`, is access to a protected
    /// member of another package.
    pub fn is_protected_elsewhere(
        &self,
        target: ClassRef,
        (name, desc): (Sym, Sym),
        method: bool,
    ) -> bool {
        if !self.class.is_subclass_of(target) {
            return false;
        }
        let found = if method {
            let method = target.find_class_method(name, desc);
            method.map(|method| (method.access, method.class()))
        } else {
            target.find_field(name, desc).map(|field| (field.access, field.class()))
        };
        found.is_some_and(|(access, holder)| {
            access & crate::class::acc::PROTECTED != 0
                && !crate::link::access::same_package(self.class, holder)
        })
    }

    /// Whether entry `index` has one of the tags `allowed`.
    pub fn has_tag(&self, index: u16, allowed: &[u8]) -> bool {
        let found = self.class.cp.tag(index);
        found != tag::UNUSABLE && allowed.contains(&found)
    }

    /// Whether there is an entry `index` at all.
    pub fn is_index(&self, index: u16) -> bool {
        index != 0 && usize::from(index) < self.class.cp.len()
    }
}
