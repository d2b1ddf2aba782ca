//! Requests of a method that returns a constant, through the compiler of the server.

use super::*;
use cortado_protocol::CONTRACT;
use cortado_protocol::message::{Id128, content_id};
use cortado_protocol::request::*;

fn request(class: &str, code: &[u8]) -> CompileRequest {
    let class = ClassFacts {
        name: class.to_owned(),
        source: ClassSource::Requesting,
        shape: 1,
        access: 0x21,
        super_class: None,
        depth: 1,
        instance_bytes: 16,
        initialized: true,
        finalizer: false,
        leaf: false,
        element: None,
        element_class: None,
    };
    let body = MethodBody {
        max_locals: 0,
        max_stack: 1,
        code: code.to_vec(),
        handlers: vec![],
        constants: vec![],
        call_sites: vec![],
        profile: vec![],
        invocations: 1,
    };
    let method = MethodFacts {
        class: ClassId(0),
        name: "m".to_owned(),
        desc: "()I".to_owned(),
        access: 9,
        vtable_index: None,
        overridden: false,
        force_inline: false,
        dont_inline: false,
        intrinsic: false,
        empty: false,
        body: Some(body),
    };
    let directives = Directives {
        inline_allocation: true,
        inlining: true,
        speculation: true,
        generation: 1,
        cpu: CpuFeatures::default(),
    };
    CompileRequest {
        contract: CONTRACT,
        method: MethodId(0),
        entry: Entry::Method,
        directives,
        classes: vec![class],
        fields: vec![],
        methods: vec![method],
        objects: vec![],
    }
}

fn ask_with(request: &CompileRequest, key: Id128) -> Ask {
    let parts = skeleton::split(request).expect("in the limits");
    let blobs = parts.blobs.into_iter().map(|(_, blob)| blob.0.into()).collect();
    let fingerprint = content_id(&parts.skeleton.0);
    Ask { key, fingerprint, skeleton: parts.skeleton.0, blobs }
}

fn ask(request: &CompileRequest) -> Ask {
    ask_with(request, Key::of(request).0)
}

const RETURN_ONE: &[u8] = &[0x04, 0xac];
const RETURN_TWO: &[u8] = &[0x05, 0xac];

fn compiled(ask: &Ask) -> Vec<u8> {
    match Jit.compile(ask) {
        Answer::Body(bytes) => bytes,
        answer => panic!("{answer:?}"),
    }
}

#[test]
fn a_body_fits_the_request_it_was_made_for_and_no_other_bytecode() {
    let one = ask(&request("A", RETURN_ONE));
    let two = ask(&request("A", RETURN_TWO));
    assert_eq!(one.key, two.key);
    let (body_of_one, body_of_two) = (compiled(&one), compiled(&two));
    assert_eq!(body_of_one, compiled(&one));
    let bodies = [body_of_one, body_of_two];
    assert_eq!((Jit.choose(&one, &bodies), Jit.choose(&two, &bodies)), (Some(0), Some(1)));
    assert_eq!(Jit.choose(&one, &bodies[1..]), None);
    let body = PortableBody::from_bytes(&bodies[0]).expect("a body");
    assert_eq!(body.key.0, one.key);
}

#[test]
fn damaged_bodies_are_not_chosen() {
    let one = ask(&request("A", RETURN_ONE));
    let mut body = compiled(&one);
    let last = body.len() - 1;
    body[last] ^= 1;
    assert_eq!(Jit.choose(&one, &[body, vec![], vec![1, 2, 3]]), None);
}

#[test]
fn a_key_that_is_not_the_requests_is_refused() {
    let (one, other) = (request("A", RETURN_ONE), request("B", RETURN_ONE));
    let ask = ask_with(&one, Key::of(&other).0);
    assert_eq!(Jit.compile(&ask), Answer::Failed("the key is not the request's".to_owned()));
}

#[test]
fn what_the_compiler_declines_is_declined() {
    // jsr to the next instruction, and back.
    let subroutine = request("A", &[0xa8, 0, 3, 0x3a, 0, 0xa9, 0]);
    assert!(matches!(Jit.compile(&ask(&subroutine)), Answer::Declined(_)));
}
