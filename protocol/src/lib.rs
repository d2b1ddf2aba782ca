//! The contract between the VM, the compiler and the compile server.
