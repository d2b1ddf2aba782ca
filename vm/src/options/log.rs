//! `-Xlog` and its abbreviations: from text to outputs.

use super::Stream;
use crate::trace::{DEFAULT_THRESHOLDS, Decorator, Level, OutputSpec, TOPICS, Target, Thresholds};

/// The tags that HotSpot 17 knows, and `jitserver`. A selection of tags that no topic has selects nothing.
const TAGS: &str = "add age alloc annotation arguments attach barrier biasedlocking blocks bot \
    breakpoint bytecode cds census class classhisto cleanup codecache compaction compilation \
    condy constantpool constraints container coops cpu cset data datacreation dcmd decoder \
    defaultmethods director dump dynamic ergo event exceptions exit fingerprint free freelist gc \
    handshake hashtables heap humongous ihop iklass indy init inlining install interpreter \
    itables jfr jit jitserver jni jvmci jvmti lambda library liveness load loader logging malloc map mark \
    marking membername memops metadata metaspace methodcomparator methodhandles mirror mmu module \
    monitorinflation monitormismatch nestmates nmethod nmt normalize numa objecttagging obsolete \
    oldobject oom oopmap oops oopstorage os owner pagesize parser patch path perf periodic phases \
    plab placeholders preorder preview promotion protectiondomain ptrqueue purge record redefine \
    ref refine region reloc remset resolve safepoint sampling scavenge sealed setting smr \
    stackbarrier stackmap stacktrace stackwalk start startup startuptime state stats streaming \
    stringdedup stringtable subclass survivor suspend sweep symboltable system table task thread \
    throttle time timer tlab tracking trimnative unload unshareable update valuebasedclasses \
    verification verify vmmutex vmoperation vmthread vtables vtablestubs workgang";

/// How alike an unknown tag must be to a known one to be taken for it.
const TAG_SIMILARITY_MIN: f64 = 0.5;

/// Old files that a rotation keeps, and the size at which it happens, unless options say so.
const FILE_COUNT: u32 = 5;
const FILE_BYTES_MAX: u64 = 20 << 20;

/// The outputs configured so far.
#[derive(Debug)]
pub(super) struct LogOptions {
    pub outputs: Vec<OutputSpec>,
    /// Lines to print on standard output that are not themselves log messages.
    pub remarks: Vec<String>,
}

impl Default for LogOptions {
    /// Warnings go to standard output.
    fn default() -> Self {
        LogOptions {
            outputs: vec![OutputSpec {
                target: Target::Stdout,
                thresholds: DEFAULT_THRESHOLDS,
                decorators: Decorator::DEFAULT.to_vec(),
                file_count: 0,
                file_bytes_max: 0,
            }],
            remarks: Vec::new(),
        }
    }
}

/// One `tag+tag*=level` of a selection.
struct Selection<'a> {
    tags: Vec<&'a str>,
    /// Messages with more tags than these are selected too.
    wildcard: bool,
    level: Level,
}

impl LogOptions {
    /// Applies what follows `-Xlog:`: selections, output, decorators and output options, each
    /// optional. The error says what is wrong.
    pub(super) fn apply(&mut self, text: &str) -> Result<(), Vec<String>> {
        let [what, output, decorators, options] = split_at_colons(text);
        let selections =
            selections(if what.is_empty() { "all" } else { what }).map_err(|line| vec![line])?;
        let decorators = decorators_of(decorators).map_err(|line| vec![line])?;
        let index = self.output(output, options)?;
        let spec = &mut self.outputs[index];
        spec.decorators = decorators;
        for selection in &selections {
            selection.apply(&mut spec.thresholds);
        }
        Ok(())
    }

    /// Selects messages with exactly these tags, from level info, for standard output.
    pub(super) fn verbose(&mut self, tags: &[&str]) {
        let index = self.existing(&Target::Stdout);
        let selection = Selection { tags: tags.to_vec(), wildcard: false, level: Level::Info };
        selection.apply(&mut self.outputs[index].thresholds);
    }

    /// Turns every output off, that of warnings included.
    pub(super) fn disable(&mut self) {
        self.outputs.clear();
    }

    fn existing(&mut self, target: &Target) -> usize {
        if let Some(index) = self.outputs.iter().position(|spec| spec.target == *target) {
            return index;
        }
        self.outputs.push(OutputSpec {
            target: target.clone(),
            thresholds: [Level::Off; TOPICS.len()],
            decorators: Decorator::DEFAULT.to_vec(),
            file_count: FILE_COUNT,
            file_bytes_max: FILE_BYTES_MAX,
        });
        self.outputs.len() - 1
    }

    fn output(&mut self, text: &str, options: &str) -> Result<usize, Vec<String>> {
        let target = match text {
            "" | "stdout" | "#0" => Target::Stdout,
            "stderr" | "#1" => Target::Stderr,
            _ => match text.split_once('=') {
                None => Target::File(unquote(text).to_owned()),
                Some(("file", name)) => Target::File(unquote(name).to_owned()),
                Some(_) => return Err(vec![format!("Unsupported log output type: {text}")]),
            },
        };
        let known = self.outputs.iter().any(|spec| spec.target == target);
        let index = self.existing(&target);
        let Target::File(name) = target else {
            if !options.is_empty() {
                self.remarks.push("Output options for existing outputs are ignored.".to_owned());
            }
            return Ok(index);
        };
        if !known {
            file_options(&mut self.outputs[index], options)
                .map_err(|line| vec![line, failed_with_options(&name, options)])?;
        }
        Ok(index)
    }
}

impl Selection<'_> {
    fn apply(&self, thresholds: &mut Thresholds) {
        for (row, threshold) in TOPICS.iter().zip(thresholds) {
            let all = self.tags == ["all"];
            let has_all = self.tags.iter().all(|tag| row.tags.contains(tag));
            let fits = has_all && (self.wildcard || row.tags.len() == self.tags.len());
            if all || fits {
                *threshold = self.level;
            }
        }
    }
}

/// Splits into at most four parts; a colon inside double quotes does not count.
fn split_at_colons(text: &str) -> [&str; 4] {
    let mut parts = [""; 4];
    let (mut part, mut start, mut quoted) = (0, 0, false);
    for (index, byte) in text.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b':' if !quoted && part < 3 => {
                parts[part] = &text[start..index];
                part += 1;
                start = index + 1;
            }
            _ => {}
        }
    }
    parts[part] = &text[start..];
    parts
}

fn unquote(text: &str) -> &str {
    text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text)
}

fn selections(text: &str) -> Result<Vec<Selection<'_>>, String> {
    text.split(',').map(selection).collect()
}

fn selection(text: &str) -> Result<Selection<'_>, String> {
    let (tags, level) = match text.split_once('=') {
        None => (text, Level::Info),
        Some((tags, name)) => match Level::from_name(name) {
            Some(level) => (tags, level),
            None => return Err(format!("Invalid level '{name}' in log selection.")),
        },
    };
    let (tags, wildcard) = match tags.strip_suffix('*') {
        Some(tags) => (tags, true),
        None => (tags, false),
    };
    let tags: Vec<&str> = tags.split('+').collect();
    if tags != ["all"] {
        for (index, tag) in tags.iter().enumerate() {
            check_tag(tag)?;
            if tags[..index].contains(tag) {
                return Err(format!("Log selection contains duplicates of tag {tag}."));
            }
        }
    }
    Ok(Selection { tags, wildcard, level })
}

fn check_tag(tag: &str) -> Result<(), String> {
    if TAGS.split(' ').any(|known| known == tag) {
        return Ok(());
    }
    let mut message = format!("Invalid tag '{tag}' in log selection.");
    let similarity = |known: &str| super::hotspot::similarity(tag, known);
    let mut best = ("", 0.0);
    for known in TAGS.split(' ') {
        if similarity(known) > best.1 {
            best = (known, similarity(known));
        }
    }
    if best.1 >= TAG_SIMILARITY_MIN {
        message += &format!(" Did you mean '{}'?", best.0);
    }
    Err(message)
}

fn decorators_of(text: &str) -> Result<Vec<Decorator>, String> {
    match text {
        "" => Ok(Decorator::DEFAULT.to_vec()),
        "none" => Ok(Vec::new()),
        _ => {
            let mut decorators = text
                .split(',')
                .map(|name| {
                    Decorator::from_name(name).ok_or(format!("Invalid decorator '{name}'."))
                })
                .collect::<Result<Vec<_>, _>>()?;
            decorators.sort_unstable();
            decorators.dedup();
            Ok(decorators)
        }
    }
}

fn file_options(spec: &mut OutputSpec, options: &str) -> Result<(), String> {
    for option in options.split(',').filter(|option| !option.is_empty()) {
        let (name, value) = option.split_once('=').unwrap_or((option, ""));
        let number = super::memory::parse_bytes(value);
        match (name, number) {
            ("filecount", Some(count)) if count <= 1000 => spec.file_count = count as u32,
            ("filesize", Some(bytes)) => spec.file_bytes_max = bytes,
            ("filecount" | "filesize", _) => {
                return Err(format!("Invalid option: {name} must be a number."));
            }
            _ => return Err(format!("Invalid option '{name}' for log file output.")),
        }
    }
    Ok(())
}

/// The message that follows the reason why a log file is of no use; `word` is the `-Xlog` option.
pub(super) fn output_failed(name: &str, word: &str) -> String {
    let [_, _, _, options] = split_at_colons(word.strip_prefix("-Xlog:").unwrap_or_default());
    failed_with_options(name, options)
}

fn failed_with_options(name: &str, options: &str) -> String {
    let options = if options.is_empty() { "(null)" } else { options };
    format!("Initialization of output 'file={name}' using options '{options}' failed.")
}

/// A message of the log before there is a log, with its line end.
pub(super) fn early_message(level: Level, tag: &str, text: &str) -> super::Notice {
    let seconds = crate::launcher::uptime().as_secs_f64();
    let text = format!("[{seconds:.3}s][{}][{tag}] {text}\n", level.name());
    super::Notice { stream: Stream::Output, text }
}

/// The usage of `-Xlog`, with the topics of this VM.
pub(super) fn help() -> String {
    let mut text = String::from(
        "Usage: -Xlog[:[selections][:[output][:[decorators][:output-options]]]]\n\
         \x20 selections      tag[+tag...][*][=level], separated by commas; 'all' is everything;\n\
         \x20                 without * only messages with exactly these tags are selected\n\
         \x20 levels          off, trace, debug, info (default), warning, error\n\
         \x20 output          stdout (default), stderr, file=<name> (%p: process, %t: time)\n\
         \x20 decorators      none, or of time, utctime, uptime, timemillis, uptimemillis,\n\
         \x20                 timenanos, uptimenanos, hostname, pid, tid, level, tags\n\
         \x20 output-options  filecount=<files>, filesize=<bytes>: rotation of a file\n\
         \x20 -Xlog:disable   no messages at all, not even warnings\n\n\
         Messages of this VM:\n",
    );
    for row in TOPICS {
        text += &format!("  {:<16}{}\n", row.tags.join("+"), row.help);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::Topic;

    fn level(options: &LogOptions, output: usize, topic: Topic) -> Level {
        options.outputs[output].thresholds[topic as usize]
    }

    #[test]
    fn selections_are_exact_unless_they_end_in_a_star() {
        let mut options = LogOptions::default();
        options.apply("gc=debug").unwrap();
        assert_eq!(level(&options, 0, Topic::Gc), Level::Debug);
        assert_eq!(level(&options, 0, Topic::GcHeap), Level::Warning);
        options.apply("gc*,class+load=off:stderr:none").unwrap();
        assert_eq!(level(&options, 1, Topic::GcHeap), Level::Info);
        assert_eq!(level(&options, 1, Topic::ClassLoad), Level::Off);
        assert_eq!(options.outputs[1].decorators, []);
        options.apply("").unwrap();
        assert_eq!(level(&options, 0, Topic::ClassLoad), Level::Info);
        options.verbose(&["class", "init"]);
        assert_eq!(level(&options, 0, Topic::ClassInit), Level::Info);
        options.disable();
        assert!(options.outputs.is_empty());
    }

    #[test]
    fn files_have_options() {
        let mut options = LogOptions::default();
        options.apply("all=trace:file=\"a:b\":tags,uptime:filecount=2,filesize=1k").unwrap();
        let spec = &options.outputs[1];
        assert_eq!(spec.target, Target::File("a:b".into()));
        assert_eq!((spec.file_count, spec.file_bytes_max), (2, 1024));
        assert_eq!(spec.decorators, [Decorator::Uptime, Decorator::Tags]);
    }

    #[test]
    fn mistakes_are_named() {
        let error = |text: &str| LogOptions::default().apply(text).unwrap_err().join("|");
        assert_eq!(error("clas"), "Invalid tag 'clas' in log selection. Did you mean 'class'?");
        assert_eq!(error("lod"), "Invalid tag 'lod' in log selection.");
        assert_eq!(error("gc+gc"), "Log selection contains duplicates of tag gc.");
        assert_eq!(error("gc=foo"), "Invalid level 'foo' in log selection.");
        assert_eq!(error("gc::xx"), "Invalid decorator 'xx'.");
        assert_eq!(error("gc:a=b"), "Unsupported log output type: a=b");
        assert_eq!(
            error("gc:x.log::bar=3"),
            "Invalid option 'bar' for log file output.|Initialization of output 'file=x.log' \
             using options 'bar=3' failed."
        );
    }
}
