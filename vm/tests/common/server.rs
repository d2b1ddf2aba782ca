//! A compile server for tests: the program `cortado-server` of the same build.

use std::fs;
use std::io;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long a server may take to listen, on a machine with much to do.
const START: Duration = Duration::from_secs(60);

/// A running server; ends with this value.
pub struct Server {
    child: Child,
    /// Its socket.
    pub socket: PathBuf,
    options: Vec<String>,
    _directory: tempfile::TempDir,
}

fn program() -> PathBuf {
    let path = Path::new(env!("CARGO_BIN_EXE_cortado")).with_file_name("cortado-server");
    assert!(path.exists(), "{} is missing: build cortado-server first", path.display());
    path
}

fn start(socket: &Path, options: &[String]) -> io::Result<Child> {
    Command::new(program())
        .arg("--listen")
        .arg(format!("unix:{}", socket.display()))
        .args(["--log", "error"])
        .args(options)
        .stdin(Stdio::null())
        .spawn()
}

impl Server {
    /// Starts a server with these options, and waits until it listens.
    pub fn start(options: &[&str]) -> Server {
        let directory = tempfile::tempdir().expect("a directory");
        let socket = directory.path().join("socket");
        let options: Vec<String> = options.iter().map(|&option| option.to_owned()).collect();
        let child = start(&socket, &options).expect("the server starts");
        let server = Server { child, socket, options, _directory: directory };
        server.wait();
        server
    }

    fn wait(&self) {
        let begun = Instant::now();
        while UnixStream::connect(&self.socket).is_err() {
            assert!(begun.elapsed() < START, "the server does not listen");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Kills it, with SIGKILL.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Starts it again, after [`Server::kill`].
    pub fn restart(&mut self) {
        // A killed server leaves its socket.
        let _ = fs::remove_file(&self.socket);
        self.child = start(&self.socket, &self.options).expect("the server starts");
        self.wait();
    }

    /// The options of a VM that uses it.
    pub fn flags(&self) -> [String; 2] {
        let address = format!("-XX:JITServerAddress=unix:{}", self.socket.display());
        ["-XX:+UseJITServer".to_owned(), address]
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}
