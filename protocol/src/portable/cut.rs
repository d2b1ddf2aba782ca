//! From a request and its answer to a portable body: the rows that matter, numbered anew.

use super::{
    Asked, Key, NotPortable, PortableBody, PortableCallSite, PortableConstant, PortableMethod,
    Selection, content_of_body,
};
use crate::body::{Assumption, CompiledBody};
use crate::reloc::Target;
use crate::request::{
    ClassFacts, ClassId, ClassSource, CompileRequest, Constant, FieldFacts, FieldId, MethodFacts,
    MethodId, ObjectFacts, ObjectId, ObjectName, Value,
};
use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;

/// Rows that are needed, with all that they name.
struct Cut<'r> {
    request: &'r CompileRequest,
    /// Fields on whose values the body relies.
    valued: BTreeSet<FieldId>,
    classes: BTreeSet<ClassId>,
    fields: BTreeSet<FieldId>,
    methods: BTreeSet<MethodId>,
    objects: BTreeSet<ObjectId>,
}

type Outcome<T = ()> = Result<T, NotPortable>;

impl Cut<'_> {
    fn class(&mut self, id: ClassId) -> Outcome {
        let row = self.request.classes.get(id.0 as usize).ok_or(NotPortable::Inconsistent)?;
        if !self.classes.insert(id) {
            return Ok(());
        }
        let via = match row.source {
            ClassSource::Unnamed => {
                return Err(NotPortable::UnnamedClass(row.name.clone()));
            }
            ClassSource::Via(id) => Some(id),
            ClassSource::Boot
            | ClassSource::Requesting
            | ClassSource::System
            | ClassSource::Hidden
            | ClassSource::Primitive
            | ClassSource::Array => None,
        };
        for other in [row.super_class, row.element_class, via].into_iter().flatten() {
            if other >= id {
                return Err(NotPortable::Inconsistent);
            }
            self.class(other)?;
        }
        Ok(())
    }

    fn field(&mut self, id: FieldId) -> Outcome {
        let row = self.request.fields.get(id.0 as usize).ok_or(NotPortable::Inconsistent)?;
        if !self.fields.insert(id) {
            return Ok(());
        }
        self.class(row.class)?;
        match row.value.filter(|_| self.valued.contains(&id)) {
            Some(value) => self.value(value),
            None => Ok(()),
        }
    }

    fn method(&mut self, id: MethodId) -> Outcome {
        let row = self.request.methods.get(id.0 as usize).ok_or(NotPortable::Inconsistent)?;
        self.methods.insert(id);
        self.class(row.class)
    }

    fn object(&mut self, id: ObjectId) -> Outcome {
        let row = self.request.objects.get(id.0 as usize).ok_or(NotPortable::Inconsistent)?;
        if !self.objects.insert(id) {
            return Ok(());
        }
        self.class(row.class)?;
        match row.name {
            ObjectName::String(_) => Ok(()),
            ObjectName::Static(id) => self.field(id),
            ObjectName::Constant(id, _) | ObjectName::Appendix(id, _) => self.method(id),
        }
    }

    fn value(&mut self, value: Value) -> Outcome {
        match value {
            Value::Object(id) => self.object(id),
            Value::Mirror(id) => self.class(id),
            Value::Int(_) | Value::Float(_) | Value::Long(_) | Value::Double(_) | Value::Null => {
                Ok(())
            }
        }
    }

    fn constant(&mut self, constant: Constant) -> Outcome {
        match constant {
            Constant::Value(value) => self.value(value),
            Constant::Class(id) => self.class(id),
            Constant::Field(id) => self.field(id),
            Constant::Method(id) => self.method(id),
        }
    }

    fn body(&mut self, body: &CompiledBody) -> Outcome {
        for row in &body.relocs {
            match row.target {
                Target::Helper(_) => {}
                Target::Class(id) | Target::Mirror(id) => self.class(id)?,
                Target::Method(id) | Target::MethodCode(id) => self.method(id)?,
                Target::StaticField(id) => self.field(id)?,
                Target::Object(id) => self.object(id)?,
            }
        }
        for &row in &body.assumptions {
            match row {
                Assumption::Initialized(id) | Assumption::Leaf(id) => self.class(id)?,
                Assumption::NotOverridden(id) => self.method(id)?,
                Assumption::StaticValue(id) => self.field(id)?,
            }
        }
        body.nodes.iter().try_for_each(|node| self.method(node.method))
    }

    fn asked(&mut self, asked: &Asked) -> Outcome {
        asked.classes.iter().try_for_each(|&id| self.class(id))?;
        asked.fields.iter().try_for_each(|&id| self.field(id))?;
        asked.methods.iter().try_for_each(|&id| self.method(id))?;
        asked.objects.iter().try_for_each(|&id| self.object(id))?;
        for &Selection { callee, class, selected } in &asked.selections {
            self.method(callee)?;
            self.class(class)?;
            self.method(selected)?;
        }
        for row in constants(self.request, asked)? {
            self.method(row.method)?;
            self.constant(row.constant)?;
        }
        for row in call_sites(self.request, asked)? {
            self.method(row.method)?;
            self.method(row.call.adapter)?;
            row.call.appendix.map_or(Ok(()), |id| self.object(id))?;
        }
        Ok(())
    }
}

/// The constants that were asked, with the request's numbers.
fn constants(request: &CompileRequest, asked: &Asked) -> Outcome<Vec<PortableConstant>> {
    let rows = asked.constants.iter().map(|&(method, index)| {
        let facts = request.methods.get(method.0 as usize);
        let constant = facts.and_then(|facts| facts.body.as_ref()?.constant(index));
        let constant = constant.ok_or(NotPortable::Inconsistent)?;
        Ok(PortableConstant { method, index, constant })
    });
    rows.collect()
}

/// The linked calls that were asked, with the request's numbers.
fn call_sites(request: &CompileRequest, asked: &Asked) -> Outcome<Vec<PortableCallSite>> {
    let rows = asked.call_sites.iter().map(|&(method, bci)| {
        let facts = request.methods.get(method.0 as usize);
        let call = facts.and_then(|facts| facts.body.as_ref()?.call_site(bci));
        let call = call.ok_or(NotPortable::Inconsistent)?;
        Ok(PortableCallSite { method, bci, call })
    });
    rows.collect()
}

/// New numbers of old rows.
struct Numbers {
    classes: HashMap<ClassId, ClassId>,
    fields: HashMap<FieldId, FieldId>,
    methods: HashMap<MethodId, MethodId>,
    objects: HashMap<ObjectId, ObjectId>,
}

fn numbers<Id: Copy + Eq + Hash>(rows: &BTreeSet<Id>, id: impl Fn(u32) -> Id) -> HashMap<Id, Id> {
    rows.iter().enumerate().map(|(at, &old)| (old, id(at as u32))).collect()
}

impl Numbers {
    fn value(&self, value: &mut Value) {
        match value {
            Value::Object(id) => *id = self.objects[id],
            Value::Mirror(id) => *id = self.classes[id],
            Value::Int(_) | Value::Float(_) | Value::Long(_) | Value::Double(_) | Value::Null => {}
        }
    }

    fn class(&self, row: &ClassFacts) -> ClassFacts {
        let mut row = ClassFacts { initialized: false, leaf: false, ..row.clone() };
        for id in [&mut row.super_class, &mut row.element_class].into_iter().flatten() {
            *id = self.classes[id];
        }
        if let ClassSource::Via(id) = &mut row.source {
            *id = self.classes[id];
        }
        row
    }

    fn field(&self, row: &FieldFacts, valued: bool) -> FieldFacts {
        let mut row = row.clone();
        row.class = self.classes[&row.class];
        row.value = row.value.filter(|_| valued);
        if let Some(value) = &mut row.value {
            self.value(value);
        }
        row
    }

    fn method(&self, row: &MethodFacts, compiled: bool) -> Outcome<PortableMethod> {
        let content = compiled.then(|| row.body.as_ref().map(content_of_body));
        let content = match content {
            Some(content) => Some(content.ok_or(NotPortable::Inconsistent)?),
            None => None,
        };
        // Not the whole row: bytecode is long.
        let facts = MethodFacts {
            class: self.classes[&row.class],
            name: row.name.clone(),
            desc: row.desc.clone(),
            access: row.access,
            vtable_index: row.vtable_index,
            overridden: false,
            force_inline: row.force_inline,
            dont_inline: row.dont_inline,
            intrinsic: row.intrinsic,
            empty: row.empty,
            body: None,
        };
        Ok(PortableMethod { facts, content })
    }

    fn object(&self, row: &ObjectFacts) -> ObjectFacts {
        let mut row = row.clone();
        row.class = self.classes[&row.class];
        match &mut row.name {
            ObjectName::String(_) => {}
            ObjectName::Static(id) => *id = self.fields[id],
            ObjectName::Constant(id, _) | ObjectName::Appendix(id, _) => *id = self.methods[id],
        }
        row
    }

    fn constant(&self, row: &mut PortableConstant) {
        row.method = self.methods[&row.method];
        match &mut row.constant {
            Constant::Value(value) => self.value(value),
            Constant::Class(id) => *id = self.classes[id],
            Constant::Field(id) => *id = self.fields[id],
            Constant::Method(id) => *id = self.methods[id],
        }
    }

    fn call_site(&self, row: &mut PortableCallSite) {
        row.method = self.methods[&row.method];
        row.call.adapter = self.methods[&row.call.adapter];
        if let Some(id) = &mut row.call.appendix {
            *id = self.objects[id];
        }
    }

    fn selection(&self, row: Selection) -> Selection {
        Selection {
            callee: self.methods[&row.callee],
            class: self.classes[&row.class],
            selected: self.methods[&row.selected],
        }
    }

    fn body(&self, body: &mut CompiledBody) {
        for row in &mut body.relocs {
            match &mut row.target {
                Target::Helper(_) => {}
                Target::Class(id) | Target::Mirror(id) => *id = self.classes[id],
                Target::Method(id) | Target::MethodCode(id) => *id = self.methods[id],
                Target::StaticField(id) => *id = self.fields[id],
                Target::Object(id) => *id = self.objects[id],
            }
        }
        for row in &mut body.assumptions {
            match row {
                Assumption::Initialized(id) | Assumption::Leaf(id) => *id = self.classes[id],
                Assumption::NotOverridden(id) => *id = self.methods[id],
                Assumption::StaticValue(id) => *id = self.fields[id],
            }
        }
        for node in &mut body.nodes {
            node.method = self.methods[&node.method];
        }
    }
}

impl PortableBody {
    /// Makes the answer to a request portable.
    ///
    /// # Errors
    /// When it depends on something that cannot be named elsewhere.
    pub fn new(
        request: &CompileRequest,
        body: &CompiledBody,
        asked: &Asked,
    ) -> Result<PortableBody, NotPortable> {
        let valued = body.assumptions.iter().filter_map(|row| match row {
            Assumption::StaticValue(id) => Some(*id),
            Assumption::Initialized(_) | Assumption::NotOverridden(_) | Assumption::Leaf(_) => None,
        });
        let mut cut = Cut {
            request,
            valued: valued.collect(),
            classes: BTreeSet::new(),
            fields: BTreeSet::new(),
            methods: BTreeSet::new(),
            objects: BTreeSet::new(),
        };
        cut.method(request.method)?;
        cut.body(body)?;
        cut.asked(asked)?;
        let to = Numbers {
            classes: numbers(&cut.classes, ClassId),
            fields: numbers(&cut.fields, FieldId),
            methods: numbers(&cut.methods, MethodId),
            objects: numbers(&cut.objects, ObjectId),
        };
        let compiled: BTreeSet<MethodId> = body.nodes.iter().map(|node| node.method).collect();
        let methods = cut.methods.iter().map(|id| {
            to.method(request.method(*id), compiled.contains(id) || *id == request.method)
        });
        let mut portable = PortableBody {
            key: Key::of(request),
            method: to.methods[&request.method],
            entry: request.entry,
            directives: request.directives,
            classes: cut.classes.iter().map(|id| to.class(request.class(*id))).collect(),
            fields: cut
                .fields
                .iter()
                .map(|id| to.field(request.field(*id), cut.valued.contains(id)))
                .collect(),
            methods: methods.collect::<Outcome<_>>()?,
            objects: cut.objects.iter().map(|id| to.object(request.object(*id))).collect(),
            constants: constants(request, asked)?,
            call_sites: call_sites(request, asked)?,
            selections: asked.selections.iter().map(|&row| to.selection(row)).collect(),
            body: body.clone(),
        };
        portable.constants.iter_mut().for_each(|row| to.constant(row));
        portable.call_sites.iter_mut().for_each(|row| to.call_site(row));
        to.body(&mut portable.body);
        if portable.is_consistent() { Ok(portable) } else { Err(NotPortable::Inconsistent) }
    }
}
