//! The compiler behind the server: `cortado_jit`, with requests and bodies as they travel.

use crate::body::Ask;
use crate::compiler::{Answer, Compiler};
use cortado_protocol::portable::{Key, PortableBody};
use cortado_protocol::request::CompileRequest;
use cortado_protocol::skeleton;

/// The compiler.
pub struct Jit;

fn request_of(ask: &Ask) -> Result<CompileRequest, String> {
    let request = skeleton::join(&ask.skeleton, &ask.blobs).map_err(|error| error.to_string())?;
    // A body under another method's key would fit nobody who asks for it.
    if Key::of(&request).0 == ask.key {
        Ok(request)
    } else {
        Err("the key is not the request's".to_owned())
    }
}

impl Compiler for Jit {
    fn compile(&self, ask: &Ask) -> Answer {
        let request = match request_of(ask) {
            Ok(request) => request,
            Err(text) => return Answer::Failed(text),
        };
        let (body, asked) = match cortado_jit::compile_noting(&request) {
            Ok(made) => made,
            Err(bailout) => return Answer::Declined(bailout.to_string()),
        };
        match PortableBody::new(&request, &body, &asked) {
            Ok(body) => Answer::Body(body.to_bytes()),
            Err(reason) => Answer::Declined(reason.to_string()),
        }
    }

    fn choose(&self, ask: &Ask, bodies: &[Vec<u8>]) -> Option<usize> {
        let request = request_of(ask).ok()?;
        bodies.iter().position(|bytes| {
            PortableBody::from_bytes(bytes).is_ok_and(|body| body.fits(&request).is_ok())
        })
    }
}

#[cfg(test)]
#[path = "jit_tests.rs"]
mod tests;
