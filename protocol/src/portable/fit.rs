//! Whether a portable body answers a request: for a server, which has no classes of its own.

use super::{Misfit, PortableBody, What, content_of_body};
use crate::CONTRACT;
use crate::body::Assumption;
use crate::request::{
    ClassFacts, ClassId, ClassSource, CompileRequest, Constant, CpuFeatures, Directives,
    FieldFacts, FieldId, MethodFacts, MethodId, ObjectId, ObjectName, Value,
};

impl CpuFeatures {
    /// Whether code for these extensions runs where `other` are.
    pub fn are_within(self, other: CpuFeatures) -> bool {
        let rows = |cpu: CpuFeatures| {
            [cpu.popcnt, cpu.lzcnt, cpu.bmi1, cpu.bmi2, cpu.sse41, cpu.fma, cpu.avx2]
        };
        rows(self).into_iter().zip(rows(other)).all(|(needed, there)| there || !needed)
    }
}

impl Directives {
    /// Whether code made under these may run where `other` are asked for. Inlining and speculation
    /// change nothing that a program computes.
    pub fn allow(self, other: Directives) -> bool {
        self.inline_allocation <= other.inline_allocation && self.cpu.are_within(other.cpu)
    }
}

type Checked<T = ()> = Result<T, Misfit>;

/// The request's rows by the body's numbers.
struct Match<'a> {
    body: &'a PortableBody,
    request: &'a CompileRequest,
    classes: Vec<ClassId>,
    fields: Vec<FieldId>,
    methods: Vec<MethodId>,
}

fn same<T: PartialEq>(a: T, b: T, what: What) -> Checked {
    if a == b { Ok(()) } else { Err(Misfit::Never(what)) }
}

/// The only row that satisfies `is`: with two, nobody knows which is meant.
fn only<T>(rows: &[T], is: impl Fn(&T) -> bool, what: What) -> Checked<u32> {
    let mut found = rows.iter().enumerate().filter(|(_, row)| is(row));
    match (found.next(), found.next()) {
        (Some((at, _)), None) => Ok(at as u32),
        (Some(_), Some(_)) => Err(Misfit::Never(what)),
        (None, _) => Err(Misfit::NotYet(what)),
    }
}

/// Compares what code may depend on, apart from other rows.
fn compare_class(ours: &ClassFacts, theirs: &ClassFacts) -> Checked {
    same(ours.shape, theirs.shape, What::Shape)?;
    same(ours.access, theirs.access, What::ClassFlags)?;
    same(ours.depth, theirs.depth, What::Super)?;
    same(ours.instance_bytes, theirs.instance_bytes, What::InstanceBytes)?;
    same(ours.finalizer, theirs.finalizer, What::Finalizer)?;
    same(ours.element, theirs.element, What::Element)
}

fn compare_method(ours: &MethodFacts, theirs: &MethodFacts) -> Checked {
    let flags = |row: &MethodFacts| {
        (row.access, row.force_inline, row.dont_inline, row.intrinsic, row.empty)
    };
    same(flags(ours), flags(theirs), What::MethodFlags)?;
    same(ours.vtable_index, theirs.vtable_index, What::VtableIndex)
}

fn compare_field(ours: &FieldFacts, theirs: &FieldFacts) -> Checked {
    same(ours.access, theirs.access, What::FieldFlags)?;
    same((ours.offset, ours.kind), (theirs.offset, theirs.kind), What::FieldPlace)
}

impl Match<'_> {
    fn class(&self, id: ClassId) -> ClassId {
        self.classes[id.0 as usize]
    }

    fn classes(&mut self) -> Checked {
        for row in &self.body.classes {
            let source = match row.source {
                ClassSource::Via(id) => ClassSource::Via(self.class(id)),
                other => other,
            };
            let element = row.element_class.map(|id| self.class(id));
            let named = |other: &ClassFacts| {
                other.name == row.name && other.source == source && other.element_class == element
            };
            let id = ClassId(only(&self.request.classes, named, What::Class)?);
            let found = self.request.class(id);
            compare_class(row, found)?;
            same(row.super_class.map(|id| self.class(id)), found.super_class, What::Super)?;
            self.classes.push(id);
        }
        Ok(())
    }

    fn methods(&mut self) -> Checked {
        for row in &self.body.methods {
            let (facts, class) = (&row.facts, self.class(row.facts.class));
            let named = |other: &MethodFacts| {
                other.class == class && other.name == facts.name && other.desc == facts.desc
            };
            let id = MethodId(only(&self.request.methods, named, What::Declared)?);
            let found = self.request.method(id);
            compare_method(facts, found)?;
            if let Some(content) = row.content {
                let body = found.body.as_ref().ok_or(Misfit::NotYet(What::Bytecode))?;
                same(content, content_of_body(body), What::Bytecode)?;
            }
            self.methods.push(id);
        }
        Ok(())
    }

    fn fields(&mut self) -> Checked {
        for row in &self.body.fields {
            let class = self.class(row.class);
            let named = |other: &FieldFacts| {
                other.class == class && other.name == row.name && other.desc == row.desc
            };
            let id = FieldId(only(&self.request.fields, named, What::Field)?);
            compare_field(row, self.request.field(id))?;
            self.fields.push(id);
        }
        for (row, &id) in self.body.fields.iter().zip(&self.fields) {
            if let Some(value) = row.value {
                let found = self.request.field(id).value;
                let found = found.ok_or(Misfit::NotYet(What::StaticValue))?;
                self.value(value, found, What::StaticValue)?;
            }
        }
        Ok(())
    }

    fn value(&self, ours: Value, theirs: Value, what: What) -> Checked {
        match (ours, theirs) {
            (Value::Object(ours), Value::Object(theirs)) => self.object(ours, theirs, what),
            (Value::Mirror(ours), theirs) => same(Value::Mirror(self.class(ours)), theirs, what),
            _ => same(ours, theirs, what),
        }
    }

    fn object(&self, ours: ObjectId, theirs: ObjectId, what: What) -> Checked {
        let ours = &self.body.objects[ours.0 as usize];
        let theirs = self.request.objects.get(theirs.0 as usize).ok_or(Misfit::Never(what))?;
        same(self.class(ours.class), theirs.class, What::ObjectClass)?;
        let name = match &ours.name {
            ObjectName::String(units) => ObjectName::String(units.clone()),
            ObjectName::Static(id) => ObjectName::Static(self.fields[id.0 as usize]),
            ObjectName::Constant(id, at) => ObjectName::Constant(self.methods[id.0 as usize], *at),
            ObjectName::Appendix(id, at) => ObjectName::Appendix(self.methods[id.0 as usize], *at),
        };
        same(&name, &theirs.name, what)
    }

    fn constants(&self) -> Checked {
        for row in &self.body.constants {
            let found = self.request.method(self.methods[row.method.0 as usize]);
            let found = found.body.as_ref().and_then(|body| body.constant(row.index));
            let found = found.ok_or(Misfit::NotYet(What::Constant))?;
            let ours = match row.constant {
                Constant::Value(ours) => {
                    let Constant::Value(theirs) = found else {
                        return Err(Misfit::Never(What::Constant));
                    };
                    self.value(ours, theirs, What::Constant)?;
                    continue;
                }
                Constant::Class(id) => Constant::Class(self.class(id)),
                Constant::Field(id) => Constant::Field(self.fields[id.0 as usize]),
                Constant::Method(id) => Constant::Method(self.methods[id.0 as usize]),
            };
            same(ours, found, What::Constant)?;
        }
        Ok(())
    }

    fn call_sites(&self) -> Checked {
        for row in &self.body.call_sites {
            let found = self.request.method(self.methods[row.method.0 as usize]);
            let found = found.body.as_ref().and_then(|body| body.call_site(row.bci));
            let found = found.ok_or(Misfit::NotYet(What::CallSite))?;
            let adapter = self.methods[row.call.adapter.0 as usize];
            same(adapter, found.adapter, What::CallSite)?;
            match (row.call.appendix, found.appendix) {
                (Some(ours), Some(theirs)) => self.object(ours, theirs, What::CallSite)?,
                (ours, theirs) => same(ours, theirs, What::CallSite)?,
            }
        }
        Ok(())
    }

    fn assumptions(&self) -> Checked {
        self.body.body.assumptions.iter().try_for_each(|&row| match row {
            Assumption::Initialized(id) => {
                let ready = self.request.class(self.class(id)).initialized;
                if ready { Ok(()) } else { Err(Misfit::NotYet(What::Initialized)) }
            }
            Assumption::Leaf(id) => same(self.request.class(self.class(id)).leaf, true, What::Leaf),
            Assumption::NotOverridden(id) => {
                let method = self.request.method(self.methods[id.0 as usize]);
                same(method.overridden, false, What::NotOverridden)
            }
            // Compared with the fields.
            Assumption::StaticValue(_) => Ok(()),
        })
    }
}

impl PortableBody {
    /// Whether the body may be sent in answer to the request. Selected methods and objects are not
    /// all in a request: the VM that asks looks at every fact once more.
    ///
    /// # Errors
    /// The first difference.
    pub fn fits(&self, request: &CompileRequest) -> Result<(), Misfit> {
        same(request.contract, CONTRACT, What::Contract)?;
        same(self.entry, request.entry, What::Method)?;
        same(self.directives.allow(request.directives), true, What::Directives)?;
        let mut rows = Match {
            body: self,
            request,
            classes: Vec::with_capacity(self.classes.len()),
            fields: Vec::with_capacity(self.fields.len()),
            methods: Vec::with_capacity(self.methods.len()),
        };
        rows.classes()?;
        rows.methods()?;
        same(rows.methods[self.method.0 as usize], request.method, What::Method)?;
        rows.fields()?;
        rows.constants()?;
        rows.call_sites()?;
        rows.assumptions()
    }
}
