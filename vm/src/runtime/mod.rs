//! What compiled code, the interpreter and natives share: values, strings, allocation, throwing,
//! calling Java.

pub mod alloc;
pub mod boxing;
pub mod intern;
pub mod method_handles;
pub mod string;
pub mod throw;
pub mod value;
