//! A compile request in two parts: what is its own, and bytecode, which many requests share.
//!
//! Bytecode is named by its content and sent to a server at most once; the rest is the skeleton.

use crate::CONTRACT;
use crate::limits::{BLOB_MAX, BLOBS_MAX, SKELETON_MAX};
use crate::message::{Bytes, Id128, content_id};
use crate::request::{CompileRequest, HandlerRow, MethodBody};

/// Why parts make no request.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SkeletonError {
    /// postcard finds an error.
    #[error("the request is malformed")]
    Malformed,
    /// The number of blobs is not the number of methods with bytecode.
    #[error("the request has {methods} methods with bytecode, and {blobs} blobs")]
    Count {
        /// Methods.
        methods: usize,
        /// Blobs.
        blobs: usize,
    },
    /// Over a limit.
    #[error("the request is over the limit of its size")]
    TooLarge,
    /// Made by another build.
    #[error("the request's contract is {0:016x}, ours is {CONTRACT:016x}")]
    Contract(u64),
}

/// A request taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// All but bytecode.
    pub skeleton: Bytes,
    /// Bytecode by name, in the order of the methods that have some.
    pub blobs: Vec<(Id128, Bytes)>,
}

/// Takes a request apart.
///
/// # Errors
/// When it is over a limit.
pub fn split(request: &CompileRequest) -> Result<Parts, SkeletonError> {
    let mut request = request.clone();
    let mut blobs = Vec::new();
    for body in request.methods.iter_mut().filter_map(|method| method.body.as_mut()) {
        let code = (std::mem::take(&mut body.code), std::mem::take(&mut body.handlers));
        let blob = postcard::to_stdvec(&code).map_err(|_| SkeletonError::Malformed)?;
        blobs.push((content_id(&blob), Bytes(blob)));
    }
    let skeleton = postcard::to_stdvec(&request).map_err(|_| SkeletonError::Malformed)?;
    let fits = skeleton.len() <= SKELETON_MAX
        && blobs.len() <= BLOBS_MAX
        && blobs.iter().all(|(_, blob)| blob.0.len() <= BLOB_MAX);
    if !fits {
        return Err(SkeletonError::TooLarge);
    }
    Ok(Parts { skeleton: Bytes(skeleton), blobs })
}

/// Puts a request together.
///
/// # Errors
/// When the parts are malformed or do not belong together.
pub fn join<B: AsRef<[u8]>>(skeleton: &[u8], blobs: &[B]) -> Result<CompileRequest, SkeletonError> {
    // The contract is the first field: what another build has written is not read any further.
    let (contract, _) =
        postcard::take_from_bytes::<u64>(skeleton).map_err(|_| SkeletonError::Malformed)?;
    if contract != CONTRACT {
        return Err(SkeletonError::Contract(contract));
    }
    let mut request: CompileRequest = whole(skeleton)?;
    let mut bodies: Vec<&mut MethodBody> =
        request.methods.iter_mut().filter_map(|method| method.body.as_mut()).collect();
    if bodies.len() != blobs.len() {
        return Err(SkeletonError::Count { methods: bodies.len(), blobs: blobs.len() });
    }
    for (body, blob) in bodies.iter_mut().zip(blobs) {
        let (code, handlers): (Vec<u8>, Vec<HandlerRow>) = whole(blob.as_ref())?;
        (body.code, body.handlers) = (code, handlers);
    }
    Ok(request)
}

fn whole<'a, T: serde::Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, SkeletonError> {
    match postcard::take_from_bytes(bytes) {
        Ok((value, [])) => Ok(value),
        _ => Err(SkeletonError::Malformed),
    }
}
