//! `-XX:CompileCommand`: what is asked for single methods, in HotSpot's syntax.

use crate::boot;
use crate::class::MethodRef;
use std::sync::OnceLock;

/// What may be asked for a method.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Command {
    /// Do not compile it.
    Exclude,
    /// Compile only methods of such patterns.
    CompileOnly,
    /// Inline it whatever its size, where it has been called.
    Inline,
    /// Do not inline it.
    DontInline,
    /// Print a line and the code when it is compiled.
    Print,
    /// Print a line and what the compilation used when it is compiled.
    Log,
}

/// A pattern of classes and methods; `*` at either end of a part stands for anything.
#[derive(Debug, PartialEq, Eq)]
struct Pattern {
    class: String,
    method: String,
    descriptor: Option<String>,
}

/// Commands that cannot be read.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("CompileCommand: An error occurred during parsing\nError: {problem}\nLine: '{line}'")]
pub struct Unreadable {
    problem: &'static str,
    line: String,
}

static COMMANDS: OnceLock<Vec<(Command, Pattern)>> = OnceLock::new();

fn commands() -> &'static [(Command, Pattern)] {
    COMMANDS.get_or_init(|| {
        let lines = boot::compile_commands();
        let mut commands = Vec::new();
        for line in lines {
            match parse(line) {
                Ok(Some(command)) => commands.push(command),
                Ok(None) => {}
                // As HotSpot does: said, and left out.
                Err(error) => println!("{error}"),
            }
        }
        commands
    })
}

fn parse(line: &str) -> Result<Option<(Command, Pattern)>, Unreadable> {
    let unreadable = |problem| Unreadable { problem, line: line.to_owned() };
    let (word, rest) = line.split_once([',', ' ']).unwrap_or((line, ""));
    let command = match word.to_ascii_lowercase().as_str() {
        "exclude" => Command::Exclude,
        "compileonly" => Command::CompileOnly,
        "print" => Command::Print,
        "log" => Command::Log,
        "inline" => Command::Inline,
        "dontinline" => Command::DontInline,
        "quiet" | "option" => return Ok(None),
        _ => return Err(unreadable("Unrecognized option")),
    };
    let pattern = rest.trim().replace("::", ".").replace('/', ".");
    let (name, descriptor) = match pattern.find('(') {
        Some(at) => (pattern[..at].trim_end(), Some(pattern[at..].replace('.', "/"))),
        None => (pattern.as_str(), None),
    };
    // `java.util.HashMap.get`, `java.util.HashMap get` and `java.util.HashMap,get` are the same.
    let split = name.rsplit_once([' ', ',', '.']);
    let (class, method) = split.ok_or_else(|| unreadable("Method pattern missing from command"))?;
    if method.is_empty() {
        return Err(unreadable("Method pattern missing from command"));
    }
    let class = class.trim_end_matches([',', ' ']).to_owned();
    Ok(Some((command, Pattern { class, method: method.to_owned(), descriptor })))
}

fn matches_part(pattern: &str, text: &str) -> bool {
    match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
        (Some(_), Some(_)) => text.contains(pattern.trim_matches('*')),
        (Some(end), None) => text.ends_with(end),
        (None, Some(start)) => text.starts_with(start),
        (None, None) => text == pattern,
    }
}

impl Pattern {
    fn matches(&self, method: MethodRef) -> bool {
        matches_part(&self.class, &method.class().external_name())
            && matches_part(&self.method, &method.name.to_string())
            && self.descriptor.as_ref().is_none_or(|desc| *desc == method.desc.to_string())
    }
}

/// Whether `command` was given for `method`.
pub fn applies(command: Command, method: MethodRef) -> bool {
    commands().iter().any(|(given, pattern)| *given == command && pattern.matches(method))
}

/// Whether the commands allow the method to be compiled, as far as `compileonly` goes.
pub fn allows(method: MethodRef) -> bool {
    let only = |(given, _): &&(Command, Pattern)| *given == Command::CompileOnly;
    let mut rows = commands().iter().filter(only).peekable();
    rows.peek().is_none() || rows.any(|(_, pattern)| pattern.matches(method))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_read_in_all_spellings() {
        let spellings = [
            "exclude,java.util.HashMap::get",
            "exclude java/util/HashMap.get",
            "exclude,java.util.HashMap,get",
        ];
        for spelling in spellings {
            let (command, pattern) = parse(spelling).expect("readable").expect("a command");
            assert_eq!(command, Command::Exclude);
            assert_eq!(
                (pattern.class.as_str(), pattern.method.as_str()),
                ("java.util.HashMap", "get")
            );
        }
        let (_, with) = parse("print,A.b(I)Ljava/lang/Object;").expect("readable").expect("one");
        assert_eq!(with.descriptor.as_deref(), Some("(I)Ljava/lang/Object;"));
        assert!(parse("frobnicate,A::b").is_err());
        assert!(parse("exclude,A").is_err());
    }

    #[test]
    fn stars_stand_for_anything_at_the_ends() {
        assert!(matches_part("*", "x"));
        assert!(matches_part("java.*", "java.util"));
        assert!(matches_part("*Map", "HashMap"));
        assert!(matches_part("*sh*", "HashMap"));
        assert!(!matches_part("Map", "HashMap"));
    }
}
