//! Messages there and back, malformed ones, and those of other contracts.

use super::*;
use crate::frame::Decoder;
use crate::request::{Directives, Entry, MethodId};
use crate::skeleton;
use crate::{CONTRACT, limits};

fn through(message: &ToServer) -> Frame {
    let mut wire = Vec::new();
    message.write(9, &mut wire).expect("in the limits");
    let mut decoder = Decoder::default();
    decoder.open();
    decoder.push(&wire);
    decoder.next_frame().expect("a frame").expect("whole")
}

#[test]
fn kinds_are_used_once() {
    let mut kinds: Vec<u8> = ToServer::KINDS.iter().map(|(_, kind)| *kind).collect();
    kinds.extend(ToClient::KINDS.iter().map(|(_, kind)| *kind));
    let count = kinds.len();
    kinds.sort_unstable();
    kinds.dedup();
    assert_eq!(kinds.len(), count);
    assert!(ToServer::KINDS.iter().all(|(_, kind)| (1..64).contains(kind)));
}

#[test]
fn messages_come_back() {
    let compile = ToServer::Compile {
        key: [1; 16],
        program: Some([2; 16]),
        skeleton: Bytes(vec![3; 5000]),
        blobs: vec![[4; 16], [5; 16]],
    };
    for message in [compile, ToServer::Ping {}, ToServer::Used { program: [1; 16], keys: vec![] }] {
        let frame = through(&message);
        assert_eq!(frame.id, 9);
        assert_eq!(ToServer::read(&frame), Ok(message));
        assert_eq!(ToClient::read(&frame), Err(MessageError::Kind(frame.kind)));
    }
}

#[test]
fn trailing_and_missing_bytes_are_malformed() {
    let mut frame = through(&ToServer::Fetch { program: [1; 16] });
    frame.payload = Packed::new(vec![0; 17]).expect("small");
    assert_eq!(ToServer::read(&frame), Err(MessageError::Malformed("Fetch")));
    frame.payload = Packed::new(vec![0; 15]).expect("small");
    assert_eq!(ToServer::read(&frame), Err(MessageError::Malformed("Fetch")));
}

#[test]
fn lengths_that_lie_cost_nothing() {
    let mut frame = through(&ToServer::Blobs { blobs: vec![] });
    // A list of 2^32 - 1 blobs, and one blob of as many bytes.
    for lie in [vec![0xff, 0xff, 0xff, 0xff, 0x0f], vec![1, 0xff, 0xff, 0xff, 0xff, 0x0f]] {
        frame.payload = Packed::new(lie).expect("small");
        assert_eq!(ToServer::read(&frame), Err(MessageError::Malformed("Blobs")));
    }
}

#[test]
fn another_contract_may_only_greet() {
    let hello = ToServer::Hello { contract: 1, agent: "old".into() };
    let mut frame = through(&hello);
    frame.contract = 1;
    assert_eq!(ToServer::read(&frame), Ok(hello));
    let mut frame = through(&ToServer::Ping {});
    frame.contract = 1;
    assert_eq!(ToServer::read(&frame), Err(FrameError::Contract { theirs: 1 }.into()));
}

#[test]
fn texts_are_cut_between_characters() {
    assert_eq!(limited("short"), "short");
    let long = "ä".repeat(limits::TEXT_MAX);
    assert_eq!(limited(&long).len(), limits::TEXT_MAX);
    assert_eq!(limited(&format!("x{long}")).len(), limits::TEXT_MAX - 1);
}

#[test]
fn a_skeleton_without_its_blobs_is_refused() {
    let request = crate::request::CompileRequest {
        contract: CONTRACT,
        method: MethodId(0),
        entry: Entry::Method,
        directives: Directives {
            inline_allocation: true,
            inlining: true,
            speculation: true,
            generation: 1,
            cpu: Default::default(),
        },
        classes: vec![],
        fields: vec![],
        methods: vec![method(vec![1, 2, 3]), method(vec![4; 70])],
        objects: vec![],
    };
    let parts = skeleton::split(&request).expect("in the limits");
    assert_eq!(parts.blobs.len(), 2);
    let blobs: Vec<&[u8]> = parts.blobs.iter().map(|(_, blob)| &blob.0[..]).collect();
    assert_eq!(skeleton::join(&parts.skeleton.0, &blobs), Ok(request.clone()));
    let count = skeleton::SkeletonError::Count { methods: 2, blobs: 1 };
    assert_eq!(skeleton::join(&parts.skeleton.0, &blobs[..1]), Err(count));
    let other = crate::request::CompileRequest { contract: 5, ..request };
    let parts = skeleton::split(&other).expect("in the limits");
    let error = skeleton::join(&parts.skeleton.0, &blobs);
    assert_eq!(error, Err(skeleton::SkeletonError::Contract(5)));
}

fn method(code: Vec<u8>) -> crate::request::MethodFacts {
    crate::request::MethodFacts {
        class: crate::request::ClassId(0),
        name: "m".into(),
        desc: "()V".into(),
        access: 0,
        vtable_index: None,
        overridden: false,
        force_inline: false,
        dont_inline: false,
        intrinsic: false,
        empty: false,
        body: Some(crate::request::MethodBody {
            max_locals: 0,
            max_stack: 0,
            code,
            handlers: vec![],
            constants: vec![],
            call_sites: vec![],
            profile: vec![],
            invocations: 0,
        }),
    }
}
