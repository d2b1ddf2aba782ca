//! What the numbers of a request mean in this VM.

use crate::class::{ClassRef, FieldRef, MethodRef};
use crate::codecache::stubs;
use cortado_protocol::layout;
use cortado_protocol::reloc::Target;

/// Handles by the numbers of a request.
#[derive(Default)]
pub struct Tables {
    /// By `ClassId`.
    pub classes: Vec<ClassRef>,
    /// By `FieldId`.
    pub fields: Vec<FieldRef>,
    /// By `MethodId`.
    pub methods: Vec<MethodRef>,
    /// By `ObjectId`: addresses of the root slots.
    pub objects: Vec<usize>,
}

impl Tables {
    /// The one match that turns a name into a value.
    pub fn resolve(&self, target: Target) -> u64 {
        match target {
            Target::Helper(id) => stubs::helper(id).into(),
            Target::Class(id) => self.classes[id.0 as usize].raw().into(),
            Target::Method(id) => self.methods[id.0 as usize].raw().into(),
            Target::MethodCode(id) => {
                u64::from(self.methods[id.0 as usize].raw()) + layout::method::CODE as u64
            }
            Target::StaticField(id) => {
                let field = self.fields[id.0 as usize];
                field.class().mirror().raw() as u64 + u64::from(field.offset)
            }
            Target::Object(id) => self.objects[id.0 as usize] as u64,
            Target::Mirror(id) => self.classes[id.0 as usize].mirror().raw() as u64,
        }
    }
}
