//! Why bytes are no class, by the Java error that the VM throws for it.

/// Why bytes are no class. Each variant is one Java error, its text the detail message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClassFileError {
    /// `java.lang.ClassFormatError`
    #[error("{0}")]
    Format(String),
    /// `java.lang.UnsupportedClassVersionError`
    #[error("{0}")]
    UnsupportedVersion(String),
    /// `java.lang.NoClassDefFoundError`
    #[error("{0}")]
    NoClassDef(String),
    /// `java.lang.IncompatibleClassChangeError`
    #[error("{0}")]
    IncompatibleClassChange(String),
}

impl ClassFileError {
    /// The internal name of the Java class of the error.
    pub fn java_class(&self) -> &'static str {
        match self {
            ClassFileError::Format(_) => "java/lang/ClassFormatError",
            ClassFileError::UnsupportedVersion(_) => "java/lang/UnsupportedClassVersionError",
            ClassFileError::NoClassDef(_) => "java/lang/NoClassDefFoundError",
            ClassFileError::IncompatibleClassChange(_) => "java/lang/IncompatibleClassChangeError",
        }
    }
}

/// The bytes end too early.
#[derive(Clone, Copy, Debug)]
pub(super) struct Truncated;

impl From<Truncated> for ClassFileError {
    fn from(_: Truncated) -> Self {
        ClassFileError::Format("Truncated class file".to_owned())
    }
}
