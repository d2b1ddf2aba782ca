//! The request as the compiler sees it: everything that is asked is noted (design D10).
//!
//! Invariant: no fact of a class, field, method, object or constant reaches the compiler but through
//! [`Oracle`], so that what was not asked has no influence on the code. Profiles and what only
//! decides how good the code is are not noted.

use cortado_protocol::portable::{Asked, Selection};
use cortado_protocol::request::{
    CallSite, ClassFacts, ClassId, CompileRequest, Constant, Directives, Entry, FieldFacts,
    FieldId, Kind, MethodBody, MethodFacts, MethodId, ObjectFacts, ObjectId, Value,
};
use std::cell::RefCell;

/// A request, and what was asked of it.
pub struct Oracle<'r> {
    request: &'r CompileRequest,
    asked: RefCell<Asked>,
    /// Switches.
    pub directives: &'r Directives,
    /// Where the code is entered.
    pub entry: Entry,
    /// The method.
    pub method: MethodId,
}

impl<'r> Oracle<'r> {
    /// Nothing has been asked.
    pub fn new(request: &'r CompileRequest) -> Oracle<'r> {
        Oracle {
            request,
            asked: RefCell::default(),
            directives: &request.directives,
            entry: request.entry,
            method: request.method,
        }
    }

    /// What was asked.
    pub fn asked(self) -> Asked {
        self.asked.into_inner()
    }

    /// The class's row.
    pub fn class(&self, id: ClassId) -> &'r ClassFacts {
        self.asked.borrow_mut().classes.insert(id);
        self.request.class(id)
    }

    /// The field's row.
    pub fn field(&self, id: FieldId) -> &'r FieldFacts {
        self.asked.borrow_mut().fields.insert(id);
        self.request.field(id)
    }

    /// The method's row.
    pub fn method(&self, id: MethodId) -> &'r MethodFacts {
        self.asked.borrow_mut().methods.insert(id);
        self.request.method(id)
    }

    /// The object's row.
    pub fn object(&self, id: ObjectId) -> &'r ObjectFacts {
        self.asked.borrow_mut().objects.insert(id);
        self.request.object(id)
    }

    /// The class of arrays with these elements, if the request has it.
    pub fn array_of(&self, element: ClassId) -> Option<ClassId> {
        self.find_class(|class| class.element_class == Some(element))
    }

    /// The class of arrays of this primitive kind, if the request has it.
    pub fn array_of_kind(&self, kind: Kind) -> Option<ClassId> {
        self.find_class(|class| class.element == Some(kind) && class.element_class.is_none())
    }

    fn find_class(&self, is: impl Fn(&ClassFacts) -> bool) -> Option<ClassId> {
        let id = ClassId(self.request.classes.iter().position(is)? as u32);
        self.asked.borrow_mut().classes.insert(id);
        Some(id)
    }

    /// What a constant of the method is resolved to.
    pub fn constant(&self, method: MethodId, body: &MethodBody, index: u16) -> Option<Constant> {
        let constant = body.constant(index)?;
        let mut asked = self.asked.borrow_mut();
        asked.constants.insert((method, index));
        if let Constant::Value(Value::Mirror(id)) | Constant::Class(id) = constant {
            asked.classes.insert(id);
        }
        Some(constant)
    }

    /// The linked call at the bytecode index of the method.
    pub fn call_site(&self, method: MethodId, body: &MethodBody, bci: u16) -> Option<CallSite> {
        let site = body.call_site(bci)?;
        self.asked.borrow_mut().call_sites.insert((method, bci));
        Some(site)
    }

    /// Relies on what a receiver of the class selects.
    pub fn selects(&self, callee: MethodId, class: ClassId, selected: MethodId) {
        self.asked.borrow_mut().selections.insert(Selection { callee, class, selected });
    }

    /// The method's row for a decision that only changes how good the code is.
    pub fn glance(&self, id: MethodId) -> &'r MethodFacts {
        self.request.method(id)
    }
}
