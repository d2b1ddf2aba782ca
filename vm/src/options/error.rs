//! What can be wrong with a command line, in the words of `java`.

/// Standard output or standard error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the variants say it")]
pub enum Stream {
    Output,
    Error,
}

/// A command line that cannot be executed. The text carries its own line ends.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum OptionError {
    /// An option of the launcher lacks its argument.
    #[error("Error: {option} requires {what}\n")]
    MissingArgument {
        /// As the user wrote it.
        option: String,
        /// What should follow.
        what: &'static str,
    },
    /// `--source` with an option that selects another way to start.
    #[error("Error: Option {option} is not allowed with --source\n")]
    NotWithSource {
        /// As the user wrote it.
        option: String,
    },
    /// The file after `-jar` cannot be opened.
    #[error("Error: Unable to access jarfile {path}\n")]
    JarUnreadable {
        /// As the user wrote it.
        path: String,
    },
    /// The file after `-jar` is not a zip file with a manifest.
    #[error("Error: Invalid or corrupt jarfile {path}\n")]
    JarCorrupt {
        /// As the user wrote it.
        path: String,
    },
    /// An argument file cannot be opened.
    #[error("Error: could not open `{path}'\n")]
    ArgFileUnreadable {
        /// The name without `@`.
        path: String,
    },
    /// `JDK_JAVA_OPTIONS` ends inside quotes.
    #[error("Error: Unmatched quote in environment variable {variable}\n")]
    UnmatchedQuote {
        /// The variable.
        variable: &'static str,
    },
    /// `JDK_JAVA_OPTIONS` names a main class.
    #[error("Error: Cannot specify main class in environment variable {variable}\n")]
    MainClassInVariable {
        /// The variable.
        variable: &'static str,
    },
    /// `JDK_JAVA_OPTIONS` has an option that ends the command line.
    #[error("Error: Option {option} is not allowed in environment variable {variable}\n")]
    NotInVariable {
        /// The option.
        option: String,
        /// The variable.
        variable: &'static str,
    },
    /// `JDK_JAVA_OPTIONS` names an argument file with an option that ends the command line.
    #[error("Error: Option {option} in {file} is not allowed in environment variable {variable}\n")]
    NotInVariableFile {
        /// The option.
        option: String,
        /// The argument file with its `@`.
        file: String,
        /// The variable.
        variable: &'static str,
    },
    /// The VM refuses its options, on standard error.
    #[error("{0}")]
    Rejected(String),
    /// The VM refuses its options, on standard output, where HotSpot puts some refusals.
    #[error("{0}")]
    RejectedOnOutput(String),
    /// The options are well formed but the VM cannot start with them.
    #[error("Error occurred during initialization of VM\n{0}\n")]
    Initialization(String),
}

impl OptionError {
    /// The launcher's report that the VM was not created; follows a refusal by the VM.
    pub const NOT_CREATED: &'static str = "Error: Could not create the Java Virtual Machine.\n\
         Error: A fatal exception has occurred. Program will exit.\n";

    /// A refusal of the VM that is a line of its own.
    pub(super) fn rejected(line: impl Into<String>) -> OptionError {
        let mut text = line.into();
        text.push('\n');
        OptionError::Rejected(text)
    }

    /// Where the text goes.
    pub fn stream(&self) -> Stream {
        match self {
            OptionError::RejectedOnOutput(_) | OptionError::Initialization(_) => Stream::Output,
            _ => Stream::Error,
        }
    }

    /// What the launcher prints on standard error after the text.
    pub fn epilogue(&self) -> &'static str {
        match self {
            OptionError::Rejected(_) | OptionError::RejectedOnOutput(_) => Self::NOT_CREATED,
            _ => "",
        }
    }

    /// The exit code of the process.
    pub fn exit_code(&self) -> i32 {
        1
    }
}
