//! The attributes of a class (JVMS 4.7).

use super::adapter::{self, Attribute};
use super::annotation::AnnotatedKind;
use super::class_lists::non_zero;
use super::constant_pool::{Constant, ConstantPool};
use super::error::ClassFileError;
use super::member_attributes::{Carrier, Common};
use super::model::{ClassAttributes, EnclosingMethod, RecordComponent};
use super::reader::Cursor;
use super::{Checks, access};

/// The attributes, and what one of them adds to the access flags.
pub(super) struct Parsed {
    pub attributes: ClassAttributes,
    pub synthetic: u16,
}

/// Reads the attributes of a class whose constants use bootstrap methods up to `bootstrap_max`.
pub(super) fn read(
    checks: &Checks<'_>,
    pool: &ConstantPool,
    cursor: &mut Cursor<'_>,
    access: u16,
    bootstrap_max: Option<u16>,
) -> Result<Parsed, ClassFileError> {
    let mut common = Common::new(Carrier::Class);
    let mut found = Found::default();
    for _ in 0..cursor.u16()? {
        let attribute = adapter::attribute(cursor)?;
        let what = "Attribute name has bad constant pool index";
        let name = checks.attribute_name(pool, attribute, what)?;
        if !common.take(checks, pool, name, attribute)? {
            found.take(checks, pool, name, attribute, access, bootstrap_max)?;
        }
    }
    let mut attributes = found.attributes;
    // HotSpot looks into these lists only after all other attributes.
    if let Some(attribute) = found.inner_classes {
        attributes.inner_classes = Some(checks.inner_classes(pool, attribute)?);
    }
    if let Some(attribute) = found.nest_members {
        let list = checks.class_list(pool, attribute, "NestMembers", "Nest member")?;
        attributes.nest_members = Some(list);
    }
    if let Some(attribute) = found.record {
        attributes.record = Some(record(checks, pool, attribute)?);
    }
    if let Some(attribute) = found.permitted_subclasses {
        let (name, entry) = ("PermittedSubclasses", "Permitted subclass");
        let list = checks.class_list(pool, attribute, name, entry)?;
        attributes.permitted_subclasses = Some(list);
    }
    if bootstrap_max.is_some() && !found.has_bootstrap_methods {
        return Err(checks.plain("Missing BootstrapMethods attribute in"));
    }
    attributes.signature = common.signature;
    attributes.annotations = common.annotations;
    attributes.vm_annotations = common.vm_annotations(checks, pool, AnnotatedKind::Class);
    attributes.deprecated = common.deprecated;
    let synthetic = if common.synthetic { access::SYNTHETIC } else { 0 };
    Ok(Parsed { attributes, synthetic })
}

#[derive(Default)]
struct Found {
    attributes: ClassAttributes,
    inner_classes: Option<Attribute>,
    nest_members: Option<Attribute>,
    record: Option<Attribute>,
    permitted_subclasses: Option<Attribute>,
    has_bootstrap_methods: bool,
}

impl Found {
    fn take(
        &mut self,
        checks: &Checks<'_>,
        pool: &ConstantPool,
        name: &[u8],
        attribute: Attribute,
        access: u16,
        bootstrap_max: Option<u16>,
    ) -> Result<(), ClassFileError> {
        let major = checks.major;
        let attributes = &mut self.attributes;
        let once = Carrier::Class;
        match name {
            b"SourceFile" => {
                if attributes.source_file.is_some() {
                    return Err(checks.multiple("SourceFile", once));
                }
                attributes.source_file = Some(checks.source_file(pool, attribute)?);
            }
            b"SourceDebugExtension" => {
                let slot = &mut attributes.source_debug_extension;
                checks.once(slot, attribute.info, "SourceDebugExtension", once)?;
            }
            b"InnerClasses" => {
                checks.once(&mut self.inner_classes, attribute, "InnerClasses", once)?;
            }
            b"EnclosingMethod" if major >= 49 => {
                if attributes.enclosing_method.is_some() {
                    return Err(checks.multiple("EnclosingMethod", once));
                }
                attributes.enclosing_method = Some(checks.enclosing_method(pool, attribute)?);
            }
            b"BootstrapMethods" if major >= 51 => {
                if self.has_bootstrap_methods {
                    return Err(checks.multiple("BootstrapMethods", once));
                }
                self.has_bootstrap_methods = true;
                attributes.bootstrap_methods =
                    checks.bootstrap_methods(pool, attribute, bootstrap_max)?;
            }
            b"NestMembers" if major >= 55 => {
                checks.once(&mut self.nest_members, attribute, "NestMembers", once)?;
                if attributes.nest_host.is_some() {
                    return Err(checks.plain("Conflicting NestHost and NestMembers attributes in"));
                }
            }
            b"NestHost" if major >= 55 => self.nest_host(checks, pool, attribute)?,
            b"Record" if major >= 60 => {
                checks.once(&mut self.record, attribute, "Record", once)?;
            }
            b"PermittedSubclasses" if major >= 61 => {
                let slot = &mut self.permitted_subclasses;
                checks.once(slot, attribute, "PermittedSubclasses", once)?;
                if access & access::FINAL != 0 {
                    return Err(checks.plain("PermittedSubclasses attribute in final"));
                }
            }
            b"Module" if major >= 53 => {
                checks.once(&mut attributes.module, attribute.info, "Module", once)?;
            }
            _ => {}
        }
        Ok(())
    }

    fn nest_host(
        &mut self,
        checks: &Checks<'_>,
        pool: &ConstantPool,
        attribute: Attribute,
    ) -> Result<(), ClassFileError> {
        if self.attributes.nest_host.is_some() {
            return Err(checks.multiple("NestHost", Carrier::Class));
        }
        if self.nest_members.is_some() {
            return Err(checks.plain("Conflicting NestMembers and NestHost attributes in"));
        }
        if attribute.info.len != 2 {
            return Err(checks.plain("Wrong NestHost attribute length in"));
        }
        let index = Cursor::of(&pool.bytes, attribute.info).index()?;
        if pool.find_class_name(index).is_none() {
            return Err(checks.error(format_args!(
                "Nest-host class_info_index {} has bad constant type in class file {}",
                index.0, checks.name
            )));
        }
        self.attributes.nest_host = Some(index);
        Ok(())
    }
}

/// `Record`
fn record(
    checks: &Checks<'_>,
    pool: &ConstantPool,
    attribute: Attribute,
) -> Result<Vec<RecordComponent>, ClassFileError> {
    let mut cursor = Cursor::from(&pool.bytes, attribute.info.start());
    let mut components = Vec::new();
    for _ in 0..cursor.u16()? {
        let (name, descriptor) = (cursor.index()?, cursor.index()?);
        let attribute_count = cursor.u16()?;
        let text = |index, what: &str| {
            pool.find_utf8(index).ok_or_else(|| {
                checks.error(format_args!(
                    "Invalid constant pool index {} for {what} in Record attribute in class file {}",
                    index.0, checks.name
                ))
            })
        };
        let name_text = text(name, "name")?;
        checks.field_name(name_text)?;
        checks.field_descriptor(name_text, text(descriptor, "descriptor")?)?;
        let mut common = Common::new(Carrier::Component);
        for _ in 0..attribute_count {
            let attribute = adapter::attribute(&mut cursor)?;
            let what = "Invalid Record attribute name index";
            let name = checks.attribute_name(pool, attribute, what)?;
            common.take(checks, pool, name, attribute)?;
        }
        components.push(RecordComponent {
            name,
            descriptor,
            signature: common.signature,
            annotations: common.annotations,
        });
    }
    if cursor.at() != attribute.info.end() {
        return Err(checks.plain("Record attribute has wrong length in"));
    }
    Ok(components)
}

impl Checks<'_> {
    fn source_file(
        &self,
        pool: &ConstantPool,
        attribute: Attribute,
    ) -> Result<cortado_protocol::bytecode::CpIndex, ClassFileError> {
        if attribute.info.len != 2 {
            return Err(self.plain("Wrong SourceFile attribute length in"));
        }
        let index = Cursor::of(&pool.bytes, attribute.info).index()?;
        match pool.find_utf8(index) {
            Some(_) => Ok(index),
            None => Err(self.bad("Invalid SourceFile attribute at constant pool index", index.0)),
        }
    }

    fn enclosing_method(
        &self,
        pool: &ConstantPool,
        attribute: Attribute,
    ) -> Result<EnclosingMethod, ClassFileError> {
        if attribute.info.len != 4 {
            return Err(self.bad("Wrong EnclosingMethod attribute length", attribute.info.len));
        }
        let mut cursor = Cursor::of(&pool.bytes, attribute.info);
        let (class, method) = (cursor.index()?, cursor.index()?);
        if class.0 == 0 {
            return Err(self.plain("Invalid class index in EnclosingMethod attribute in"));
        }
        if pool.find_class_name(class).is_none() {
            return Err(
                self.plain("Invalid or out-of-bounds class index in EnclosingMethod attribute in")
            );
        }
        let is_method = matches!(pool.get(method), Some(Constant::NameAndType { .. }));
        if method.0 != 0 && !is_method {
            return Err(
                self.plain("Invalid or out-of-bounds method index in EnclosingMethod attribute in")
            );
        }
        Ok(EnclosingMethod { class, method: non_zero(method) })
    }
}
