//! Options: one table for the command line and the configuration file, with their defaults.

use crate::net::socket::{Address, BadAddress};
use crate::tls::TlsFiles;
use clap::Parser;
use cortado_protocol::limits::DEFAULT_PORT;
use serde::{Deserialize, Deserializer, de};
use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::thread;

/// Port of the metrics when only an option of OpenJ9 asks for them, as there.
const METRICS_PORT: u16 = 38500;

/// A size in bytes: a number, or one with `k`, `m` or `g`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Size(pub u64);

impl FromStr for Size {
    type Err = String;

    fn from_str(text: &str) -> Result<Size, String> {
        let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let shift = match text[digits.len()..].to_ascii_lowercase().as_str() {
            "" => 0,
            "k" => 10,
            "m" => 20,
            "g" => 30,
            _ => return Err(format!("{text}: expected a number, or one with k, m or g")),
        };
        let number: u64 = digits.parse().map_err(|_| format!("{text}: expected a size"))?;
        let size = number.checked_mul(1 << shift);
        size.map(Size).ok_or_else(|| format!("{text}: too large"))
    }
}

impl<'de> Deserialize<'de> for Size {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Size, D::Error> {
        struct Either;
        impl de::Visitor<'_> for Either {
            type Value = Size;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a size: a number, or a text like \"256m\"")
            }
            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Size, E> {
                u64::try_from(number).map(Size).map_err(E::custom)
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Size, E> {
                text.parse().map_err(E::custom)
            }
        }
        deserializer.deserialize_any(Either)
    }
}

/// What is logged.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names are those of the levels of tracing")]
pub enum Level {
    Error,
    Warn,
    Info,
    Debug,
    Trace,
}

macro_rules! options {
    (
        values { $($(#[doc = $value_doc:literal])* $value:ident: $value_type:ty = $default:expr;)* }
        switches { $($(#[doc = $switch_doc:literal])* $switch:ident;)* }
        optional { $($(#[doc = $optional_doc:literal])* $optional:ident: $optional_type:ty;)* }
    ) => {
        /// The compile server of Cortado: compiles for many VMs and remembers every body.
        #[derive(Clone, Debug, Default, Parser, Deserialize)]
        #[command(name = "cortado-server", version, args_override_self = true)]
        #[serde(deny_unknown_fields, rename_all = "kebab-case")]
        pub struct Options {
            /// Read options from this file (TOML, the same names); those given here go first.
            #[arg(long, value_name = "FILE")]
            #[serde(skip)]
            pub config: Option<PathBuf>,
            $($(#[doc = $value_doc])* #[arg(long)] pub $value: Option<$value_type>,)*
            $($(#[doc = $switch_doc])*
            #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "true")]
            pub $switch: Option<bool>,)*
            $($(#[doc = $optional_doc])* #[arg(long)] pub $optional: Option<$optional_type>,)*
        }

        /// All options with their values.
        #[derive(Clone, Debug)]
        pub struct Config {
            $($(#[doc = $value_doc])* pub $value: $value_type,)*
            $($(#[doc = $switch_doc])* pub $switch: bool,)*
            $($(#[doc = $optional_doc])* pub $optional: Option<$optional_type>,)*
        }

        impl Options {
            /// These options, and those of `file` that are not among them.
            fn or(self, file: Options) -> Options {
                Options {
                    config: self.config,
                    $($value: self.$value.or(file.$value),)*
                    $($switch: self.$switch.or(file.$switch),)*
                    $($optional: self.$optional.or(file.$optional),)*
                }
            }

            fn with_defaults(self) -> Config {
                Config {
                    $($value: self.$value.unwrap_or_else(|| $default),)*
                    $($switch: self.$switch.unwrap_or(false),)*
                    $($optional: self.$optional,)*
                }
            }
        }
    };
}

options! {
    values {
        /// Port for addresses without one [default: 38400]
        port: u16 = DEFAULT_PORT;
        /// Compile threads [default: the processors]
        threads: usize = thread::available_parallelism().map_or(1, usize::from);
        /// Memory for bodies [default: 256m]
        cache_memory: Size = Size(256 << 20);
        /// Memory for bytecode [default: 128m]
        bytecode_memory: Size = Size(128 << 20);
        /// Memory for requests under way [default: 256m]
        request_memory: Size = Size(256 << 20);
        /// Size of the cache on disk [default: 1g]
        cache_disk: Size = Size(1 << 30);
        /// Compilations that may wait for a thread; more are answered "busy" [default: 4096]
        queue: usize = 4096;
        /// The same, of one client [default: 256]
        client_queue: usize = 256;
        /// Requests that one client may have under way [default: 256]
        client_requests: usize = cortado_protocol::limits::IN_FLIGHT_MAX as usize;
        /// Connections [default: 4096]
        clients: usize = 4096;
        /// Milliseconds that a compilation may wait, then it is answered "busy" [default: 10000]
        queue_time: u64 = 10_000;
        /// Milliseconds that a compilation may take [default: 10000]
        compile_time: u64 = 10_000;
        /// Milliseconds that a client has to greet [default: 10000]
        hello_time: u64 = 10_000;
        /// Milliseconds that a client may leave unread what was sent [default: 30000]
        stall_time: u64 = 30_000;
        /// Milliseconds that running compilations have to end when the server stops [default: 5000]
        stop_time: u64 = 5_000;
        /// What is logged, to standard error [default: info]
        log: Level = Level::Info;
    }
    switches {
        /// Allow TCP without TLS on addresses that other machines reach
        plain_tcp;
        /// Let clients of other machines forget all bodies (cortadoctl server purge)
        remote_purge;
        /// Log every connection
        log_connections;
        /// Compile again on every hit and compare
        self_check;
        /// Stop when standard input ends, so that it never outlives the program that started it
        stop_at_stdin_end;
    }
    optional {
        /// Where to listen: HOST, HOST:PORT or unix:PATH; may be repeated [default: 127.0.0.1]
        listen: Vec<String>;
        /// Keep bodies in this directory, too
        cache_dir: PathBuf;
        /// Certificate chain of the server (PEM): with it, TCP is TLS
        tls_cert: PathBuf;
        /// Private key of the server (PEM)
        tls_key: PathBuf;
        /// Clients need a certificate that one of these has signed (PEM)
        tls_client_ca: PathBuf;
        /// Serve /metrics, /healthz and /readyz at this HOST:PORT
        metrics: SocketAddr;
    }
}

/// Options of OpenJ9's server, and ours of the same meaning.
const OPENJ9: &[(&str, &str)] = &[
    ("-XX:JITServerPort=", "--port="),
    ("-XX:JITServerSSLCert=", "--tls-cert="),
    ("-XX:JITServerSSLKey=", "--tls-key="),
    ("-XX:JITServerSSLRootCerts=", "--tls-client-ca="),
    ("-XX:JITServerMetricsPort=", "--metrics=127.0.0.1:"),
    ("-XX:SharedCacheDir=", "--cache-dir="),
    ("-XX:+JITServerLogConnections", "--log-connections"),
    ("-XX:-JITServerLogConnections", "--log-connections=false"),
];

/// Why options make no configuration.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The command line is wrong, or asks for help.
    #[error(transparent)]
    Words(#[from] clap::Error),
    /// The file cannot be read.
    #[error("{path}: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is wrong.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: toml::de::Error,
    },
    /// A value makes no sense.
    #[error("{0}")]
    Value(String),
    /// An address makes no sense.
    #[error(transparent)]
    Address(#[from] BadAddress),
}

impl Config {
    /// The configuration from a command line, the program's name first.
    ///
    /// # Errors
    /// When there is something wrong with it, or with the file it names.
    pub fn from_words(words: impl IntoIterator<Item = String>) -> Result<Config, ConfigError> {
        let given = Options::try_parse_from(words.into_iter().map(|word| translated(&word)))?;
        let options = match given.config.clone() {
            None => given,
            Some(path) => given.or(file_options(&path)?),
        };
        options.with_defaults().checked()
    }

    fn checked(self) -> Result<Config, ConfigError> {
        let positive = [
            ("threads", self.threads),
            ("queue", self.queue),
            ("client-queue", self.client_queue),
            ("client-requests", self.client_requests),
            ("clients", self.clients),
        ];
        if let Some((name, _)) = positive.iter().find(|(_, value)| *value == 0) {
            return Err(ConfigError::Value(format!("{name} must be at least 1")));
        }
        if self.threads > 1024 {
            return Err(ConfigError::Value("threads must be at most 1024".to_owned()));
        }
        if self.tls_cert.is_some() != self.tls_key.is_some() {
            let text = "tls-cert and tls-key belong together".to_owned();
            return Err(ConfigError::Value(text));
        }
        if self.tls_client_ca.is_some() && self.tls_cert.is_none() {
            return Err(ConfigError::Value("tls-client-ca needs tls-cert".to_owned()));
        }
        self.addresses()?;
        Ok(self)
    }

    /// Where to listen.
    ///
    /// # Errors
    /// When a text is no address.
    pub fn addresses(&self) -> Result<Vec<Address>, BadAddress> {
        let default = ["127.0.0.1".to_owned()];
        let texts = self.listen.as_deref().filter(|texts| !texts.is_empty()).unwrap_or(&default);
        texts.iter().map(|text| Address::with_port(text, self.port)).collect()
    }

    /// The files of TLS, if there is to be TLS.
    pub fn tls(&self) -> Option<TlsFiles> {
        let (cert, key) = (self.tls_cert.clone()?, self.tls_key.clone()?);
        Some(TlsFiles { cert, key, client_ca: self.tls_client_ca.clone() })
    }
}

fn translated(word: &str) -> String {
    if word == "-XX:+JITServerMetrics" {
        return format!("--metrics=127.0.0.1:{METRICS_PORT}");
    }
    let row = OPENJ9.iter().find_map(|(theirs, ours)| {
        let rest = word.strip_prefix(theirs)?;
        (theirs.ends_with('=') || rest.is_empty()).then(|| format!("{ours}{rest}"))
    });
    row.unwrap_or_else(|| word.to_owned())
}

fn file_options(path: &Path) -> Result<Options, ConfigError> {
    let text = std::fs::read_to_string(path)
        .map_err(|source| ConfigError::Read { path: path.to_owned(), source })?;
    toml::from_str(&text).map_err(|source| ConfigError::File { path: path.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(words: &[&str]) -> Result<Config, ConfigError> {
        let words = ["cortado-server"].iter().chain(words);
        Config::from_words(words.map(|word| (*word).to_owned()))
    }

    #[test]
    fn defaults_listen_on_loopback() {
        let config = config(&[]).expect("defaults");
        let address = Address::Tcp("127.0.0.1".to_owned(), 38400);
        assert_eq!(config.addresses(), Ok(vec![address]));
        assert!(!config.plain_tcp && config.tls().is_none());
    }

    #[test]
    fn the_command_line_goes_before_the_file() {
        let dir = tempfile::tempdir().expect("a directory");
        let path = dir.path().join("server.toml");
        let text = "threads = 3\nport = 5\ncache-memory = \"1g\"\nlisten = [\"a\", \"b:7\"]\n\
                    log-connections = true\nlog = \"debug\"\n";
        std::fs::write(&path, text).expect("written");
        let file = format!("--config={}", path.display());
        let config = config(&[&file, "--threads=2", "--log-connections=false"]).expect("valid");
        assert_eq!((config.threads, config.port, config.cache_memory), (2, 5, Size(1 << 30)));
        assert_eq!((config.log_connections, config.log), (false, Level::Debug));
        let addresses = config.addresses().expect("valid");
        let shown: Vec<String> = addresses.iter().map(Address::to_string).collect();
        assert_eq!(shown, ["a:5", "b:7"]);
    }

    #[test]
    fn unknown_options_are_refused_in_both_places() {
        assert!(matches!(config(&["--no-such"]), Err(ConfigError::Words(_))));
        let dir = tempfile::tempdir().expect("a directory");
        let path = dir.path().join("server.toml");
        std::fs::write(&path, "no-such = 1\n").expect("written");
        let error = config(&[&format!("--config={}", path.display())]).expect_err("unknown");
        assert!(error.to_string().contains("no-such"), "{error}");
    }

    #[test]
    fn values_that_make_no_sense_are_named() {
        for (words, text) in [
            (&["--threads=0"][..], "threads must be at least 1"),
            (&["--tls-cert=a"], "tls-cert and tls-key belong together"),
            (&["--tls-client-ca=a"], "tls-client-ca needs tls-cert"),
            (&["--listen=a:b"], "a:b: expected HOST:PORT"),
            (&["--cache-memory=5x"], "expected a number, or one with k, m or g"),
        ] {
            let error = config(words).expect_err(text).to_string();
            assert!(error.contains(text), "{error}");
        }
    }

    #[test]
    fn words_of_openj9_are_understood() {
        let config = config(&[
            "-XX:JITServerPort=7",
            "-XX:JITServerSSLCert=c",
            "-XX:JITServerSSLKey=k",
            "-XX:+JITServerMetrics",
            "-XX:+JITServerLogConnections",
        ]);
        let config = config.expect("valid");
        assert_eq!((config.port, config.log_connections), (7, true));
        assert_eq!(config.metrics, Some(([127, 0, 0, 1], METRICS_PORT).into()));
        assert_eq!(config.tls().map(|files| files.cert), Some("c".into()));
    }
}
