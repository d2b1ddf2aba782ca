//! The part of the help text that `java` does not have: the options that only this VM has.

use crate::options::{FLAG_ROWS, FlagOrigin};

/// The options of this VM, to be printed after the class library's help text.
pub fn own_options() -> String {
    let mut text = String::from(
        "\nCortado options:\n\
         \x20   --java-home <directory>\n\
         \x20                 the JDK whose class library to use; without it, JAVA_HOME and the\n\
         \x20                 usual places are searched\n",
    );
    for row in FLAG_ROWS.iter().filter(|row| row.origin == FlagOrigin::Cortado) {
        let name = row.name;
        let usage = match row.kind {
            "bool" => format!("-XX:+{name}"),
            "ccstr" => format!("-XX:{name}=<value>"),
            _ => format!("-XX:{name}=<n>"),
        };
        text += &format!("    {usage}\n                  {}\n", row.help);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_help_names_every_option_once() {
        assert_eq!(
            own_options(),
            "
Cortado options:
    --java-home <directory>
                  the JDK whose class library to use; without it, JAVA_HOME and the
                  usual places are searched
    -XX:GCEveryNthAllocation=<n>
                  collect garbage at every Nth allocation (0: never)
    -XX:+CompileAtFirstCall
                  compile every method before it first runs
    -XX:+UseJITServer
                  compile on a compile server, and here when it cannot be used
    -XX:JITServerAddress=<value>
                  its host, or unix: and the path of its socket
    -XX:JITServerPort=<n>
                  its port
    -XX:JITServerTimeout=<n>
                  milliseconds that a connection or an answer may take
    -XX:JITServerSSLRootCerts=<value>
                  use TLS; who may sign the server's certificate
    -XX:JITServerSSLKey=<value>
                  key of the certificate that is shown to the server
    -XX:JITServerSSLCert=<value>
                  certificate that is shown to the server
    -XX:+JITServerAllowPlainTCP
                  do without TLS over a network, where others may change code
    -XX:+JITServerLogConnections
                  report connections to the server on standard error
    -XX:+RequireJITServer
                  exit when the server cannot be used
    -XX:+AnnounceCodeToDebugger
                  tell gdb of compiled code
    -XX:SaveCompileRequests=<value>
                  directory for a file per compile request
    -XX:AOTCache=<value>
                  directory that keeps compiled code for later runs
    -XX:+DeoptimizeAtPolls
                  leave compiled code at every safepoint poll
    -XX:+VerifyHeap
                  check the heap before and after every collection
    -XX:+PrintCounters
                  print the VM's counters at exit
    -XX:RunReport=<value>
                  file for counters and times of the start-up, at exit (JSON)
"
        );
    }
}
