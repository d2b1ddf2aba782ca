//! Where classes and resources come from: the class library's image, directories and jars.
//!
//! Free of the VM: names are byte strings, contents are bytes, errors are typed. Absence is
//! `Ok(None)`; damage is an error and never a panic.

pub mod directory;
pub mod jar;
pub mod java_home;
pub mod jimage;
pub mod manifest;
pub mod search_path;

pub use directory::Directory;
pub use jar::Jar;
pub use java_home::JavaHome;
pub use jimage::JImage;
pub use manifest::Manifest;
pub use search_path::SearchPath;
