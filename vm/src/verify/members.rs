//! Fields and calls: descriptors, receivers, constructors, protected members (JVMS 4.10.1.8 and
//! 4.10.1.9).

use super::context::class_type;
use super::method::{Checker, V};
use super::report::Origin;
use super::types::{Signature, VType};
use crate::class::cp::tag;
use crate::meta::Sym;
use cortado_protocol::bytecode::decode::decode_at;
use cortado_protocol::bytecode::{Bci, Instruction};

/// Static and private interface methods exist from this version on.
const INTERFACE_METHODS_MAJOR: u16 = 52;
/// invokedynamic exists from this version on.
const INVOKEDYNAMIC_MAJOR: u16 = 51;

/// A method or field as an instruction names it.
#[derive(Clone, Copy)]
struct Member {
    index: u16,
    /// The class that it is looked for in.
    holder: VType,
    name: Sym,
    desc: Sym,
    signature: Signature,
}

impl Checker<'_, '_> {
    fn member(&mut self, index: u16) -> Member {
        let (_, name, desc) = self.cx.class.cp.member(index);
        let holder = self.cx.member_class(index);
        Member { index, holder, name, desc, signature: self.cx.names.signature(desc) }
    }

    fn field(&mut self, index: u16, array_too: bool) -> V<Member> {
        self.constant(index, &[tag::FIELDREF])?;
        let field = self.member(index);
        if array_too || matches!(field.holder, VType::Object(_)) {
            return Ok(field);
        }
        let message = format!(
            "Expecting reference to class in class {} at constant pool index {index}",
            self.cx.class.external_name()
        );
        Err(self.bad_constant(&message, (field.holder, Origin::Pool(index)), None))
    }

    /// Pushes what a signature returns.
    pub fn push_result(&mut self, signature: Signature) -> V<()> {
        for index in signature.args..signature.args + signature.result {
            let slot = self.cx.names.slot(signature, index);
            self.push(slot)?;
        }
        Ok(())
    }

    /// Pops what a field holds.
    fn pop_value(&mut self, signature: Signature) -> V<()> {
        for index in (signature.args..signature.args + signature.result).rev() {
            let slot = self.cx.names.slot(signature, index);
            self.pop(slot)?;
        }
        Ok(())
    }

    fn pop_args(&mut self, signature: Signature) -> V<()> {
        for index in (0..signature.args).rev() {
            let slot = self.cx.names.slot(signature, index);
            self.pop(slot)?;
        }
        Ok(())
    }

    pub fn get_static(&mut self, index: u16) -> V<()> {
        let field = self.field(index, true)?;
        self.push_result(field.signature)
    }

    pub fn put_static(&mut self, index: u16) -> V<()> {
        let field = self.field(index, true)?;
        self.pop_value(field.signature)
    }

    pub fn get_field(&mut self, index: u16) -> V<()> {
        let field = self.field(index, false)?;
        let object = self.pop(field.holder)?;
        self.protected(field, object, "getfield")?;
        self.push_result(field.signature)
    }

    pub fn put_field(&mut self, index: u16) -> V<()> {
        let field = self.field(index, false)?;
        self.pop_value(field.signature)?;
        let mut object = self.pop(VType::Top)?;
        // A constructor may set the fields of its own class before it calls another.
        if object == VType::UninitThis
            && field.holder == self.cx.this_type
            && self.cx.class.declared_field(field.name, field.desc).is_some()
        {
            object = self.cx.this_type;
        }
        if !self.cx.assignable(object, field.holder)? {
            let expected = Some((field.holder, Origin::Pool(index)));
            return Err(self.bad_top("Bad type on operand stack in putfield", expected));
        }
        self.protected(field, object, "putfield")
    }

    /// A protected member of a superclass in another package is used on this class's objects only
    /// (JVMS 4.10.1.8). `object` was popped last.
    fn protected(&mut self, member: Member, object: VType, instruction: &str) -> V<()> {
        let VType::Object(holder) = member.holder else { return Ok(()) };
        if object == self.cx.this_type || !self.cx.is_super_name(holder) {
            return Ok(());
        }
        let target = self.cx.load(holder)?;
        let is_method = instruction == "invokevirtual";
        if !self.cx.is_protected_elsewhere(target, (member.name, member.desc), is_method) {
            return Ok(());
        }
        // Arrays have a public clone method.
        let clone = is_method
            && holder == self.cx.names.object
            && matches!(object, VType::Array(_))
            && member.name == self.cx.names.clone;
        let this = self.cx.this_type;
        if clone || self.cx.reference_assignable(object, this, true)? {
            return Ok(());
        }
        let message = format!("Bad access to protected data in {instruction}");
        Err(self.bad_top(&message, Some((this, Origin::Implicit))))
    }

    /// Only invokespecial calls methods whose name begins with `<`, and only constructors.
    fn not_internal(&self, method: Member) -> V<()> {
        if method.name.bytes().first() == Some(&b'<') {
            return Err(self.bad_code("Illegal call to internal method"));
        }
        Ok(())
    }

    pub fn invoke_virtual(&mut self, index: u16) -> V<()> {
        self.constant(index, &[tag::METHODREF])?;
        let method = self.member(index);
        self.not_internal(method)?;
        self.pop_args(method.signature)?;
        let object = self.pop(method.holder)?;
        self.protected(method, object, "invokevirtual")?;
        self.push_result(method.signature)
    }

    fn direct_tags(&self) -> &'static [u8] {
        if self.cx.class.major < INTERFACE_METHODS_MAJOR {
            &[tag::METHODREF]
        } else {
            &[tag::METHODREF, tag::INTERFACE_METHODREF]
        }
    }

    pub fn invoke_static(&mut self, index: u16) -> V<()> {
        self.constant(index, self.direct_tags())?;
        let method = self.member(index);
        self.not_internal(method)?;
        self.pop_args(method.signature)?;
        self.push_result(method.signature)
    }

    pub fn invoke_interface(&mut self, index: u16, count: u8, zero: u8) -> V<()> {
        self.constant(index, &[tag::INTERFACE_METHODREF])?;
        let method = self.member(index);
        if u16::from(count) != method.signature.args + 1 {
            return Err(self.bad_code("Inconsistent args count operand in invokeinterface"));
        }
        if zero != 0 {
            return Err(self.bad_code("Fourth operand byte of invokeinterface must be zero"));
        }
        self.not_internal(method)?;
        self.pop_args(method.signature)?;
        self.pop(method.holder)?;
        self.push_result(method.signature)
    }

    pub fn invoke_dynamic(&mut self, index: u16, zero: u16) -> V<()> {
        self.constant(index, &[tag::INVOKE_DYNAMIC])?;
        let major = self.cx.class.major;
        if major < INVOKEDYNAMIC_MAJOR {
            return Err(self.format_error(&format!(
                "invokedynamic instructions not supported by this class file version ({major}), \
                 class {}",
                self.cx.class.external_name()
            )));
        }
        let (_, name, desc) = self.cx.class.cp.dynamic(index);
        let signature = self.cx.names.signature(desc);
        if zero != 0 {
            let message = "Third and fourth operand bytes of invokedynamic must be zero";
            return Err(self.bad_code(message));
        }
        if name.bytes().first() == Some(&b'<') {
            return Err(self.bad_code("Illegal call to internal method"));
        }
        self.pop_args(signature)?;
        self.push_result(signature)
    }

    pub fn invoke_special(&mut self, index: u16) -> V<()> {
        self.constant(index, self.direct_tags())?;
        let method = self.member(index);
        if method.name == self.cx.names.init {
            self.pop_args(method.signature)?;
            return self.invoke_init(method);
        }
        self.not_internal(method)?;
        self.special_holder(method)?;
        self.pop_args(method.signature)?;
        self.pop(self.cx.this_type)?;
        self.push_result(method.signature)
    }

    /// invokespecial names the current class, a superclass or a direct superinterface.
    fn special_holder(&mut self, method: Member) -> V<()> {
        let class = self.cx.class;
        let this = self.cx.this_type;
        let is = |name: Sym| method.holder == VType::Object(name);
        if method.holder == this
            || class.interfaces.iter().any(|interface| is(interface.name))
            || class.super_class.is_some_and(|class| is(class.name))
        {
            return Ok(());
        }
        if !self.cx.assignable(this, method.holder)? {
            return Err(self.bad_code(
                "Bad invokespecial instruction: current class isn't assignable to reference class.",
            ));
        }
        if class.cp.tag(method.index) == tag::INTERFACE_METHODREF {
            return Err(self.bad_code(
                "Bad invokespecial instruction: interface method reference is in an indirect \
                 superinterface.",
            ));
        }
        Ok(())
    }

    fn invoke_init(&mut self, method: Member) -> V<()> {
        let object = self.pop(VType::AnyReference)?;
        match object {
            VType::UninitThis => self.init_this(method)?,
            VType::Uninit(at) => self.init_new(method, object, at)?,
            _ => return Err(self.bad_top("Bad operand type when invoking <init>", None)),
        }
        // The parser has checked that constructors return nothing.
        self.push_result(method.signature)
    }

    /// A call of another constructor of this class or of the superclass.
    fn init_this(&mut self, method: Member) -> V<()> {
        let class = self.cx.class;
        let this = self.cx.this_type;
        let is_super = |holder| class.super_class.is_some_and(|c| holder == VType::Object(c.name));
        if method.holder != this && !is_super(method.holder) {
            let found = (method.holder, Origin::Implicit);
            let expected = Some((this, Origin::Implicit));
            return Err(self.bad_constant("Bad <init> method call", found, expected));
        }
        if self.is_covered() {
            // No handler passes the check after this instruction as well: none may see an object
            // whose construction has failed.
            self.check_handlers(true)?;
        }
        self.frame.initialize(VType::UninitThis, this);
        self.initialized_this = true;
        Ok(())
    }

    /// A call of the constructor of an object that the `new` at `at` made.
    fn init_new(&mut self, method: Member, object: VType, at: u16) -> V<()> {
        // Reading the StackMapTable and executing `new` leave no other index.
        let Ok(decoded) = decode_at(self.code, Bci(at.into())) else {
            return Err(self.bad_code("Expecting new instruction"));
        };
        let Instruction::New { class: index } = decoded.instruction else {
            return Err(self.bad_code("Expecting new instruction"));
        };
        self.constant(index.0, &[tag::CLASS])?;
        let made = class_type(&self.cx.class.cp, index.0);
        if made != method.holder {
            let found = (made, Origin::Pool(index.0));
            let expected = Some((method.holder, Origin::Pool(method.index)));
            return Err(self.bad_constant("Call to wrong <init> method", found, expected));
        }
        if let VType::Object(name) = made
            && self.cx.is_super_name(name)
        {
            let target = self.cx.load(name)?;
            let this = self.cx.this_type;
            let member = (method.name, method.desc);
            if self.cx.is_protected_elsewhere(target, member, true)
                && !self.cx.reference_assignable(made, this, true)?
            {
                let found = (made, Origin::Pool(index.0));
                let expected = Some((this, Origin::Implicit));
                let message = "Bad access to protected <init> method";
                return Err(self.bad_constant(message, found, expected));
            }
        }
        if self.is_covered() {
            self.check_handlers(false)?;
        }
        self.frame.initialize(object, made);
        Ok(())
    }
}
