//! TLS and mutual TLS, with certificates made here; what is wrong with them is told at the start.

use crate::client::{Client, PATIENCE, tcp};
use anyhow::{Context, Result, ensure};
use cortado_protocol::message::{ToClient, ToServer};
use cortado_server::body::Ask;
use cortado_server::compiler::{Answer, Compiler};
use cortado_server::metrics::Metric;
use cortado_server::options::Config;
use cortado_server::server::Server;
use rcgen::{CertificateParams, CertifiedIssuer, KeyPair};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use std::fs;
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;

struct Nothing;

impl Compiler for Nothing {
    fn compile(&self, ask: &Ask) -> Answer {
        Answer::Body(vec![7; usize::from(ask.key[0]) * 10_000])
    }

    fn choose(&self, _: &Ask, _: &[Vec<u8>]) -> Option<usize> {
        None
    }
}

type Authority = CertifiedIssuer<'static, KeyPair>;

fn authority() -> Result<Authority> {
    let mut params = CertificateParams::new(Vec::new())?;
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    Ok(CertifiedIssuer::self_signed(params, KeyPair::generate()?)?)
}

/// Writes a certificate and its key.
fn issue(by: &Authority, name: &str, cert: &Path, key: &Path) -> Result<()> {
    let pair = KeyPair::generate()?;
    let made = CertificateParams::new(vec![name.to_owned()])?.signed_by(&pair, by)?;
    fs::write(cert, made.pem())?;
    Ok(fs::write(key, pair.serialize_pem())?)
}

fn client_config(root: &Authority, own: Option<(&Path, &Path)>) -> Result<Arc<ClientConfig>> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(root.pem().as_bytes())?)?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots);
    let config = match own {
        None => builder.with_no_client_auth(),
        Some((cert, key)) => {
            let cert = CertificateDer::from_pem_file(cert)?;
            builder.with_client_auth_cert(vec![cert], PrivateKeyDer::from_pem_file(key)?)?
        }
    };
    Ok(Arc::new(config))
}

type TlsClient = Client<StreamOwned<ClientConnection, TcpStream>>;

fn greet(address: &str, name: &'static str, config: &Arc<ClientConfig>) -> Result<TlsClient> {
    let connection = ClientConnection::new(config.clone(), ServerName::try_from(name)?)?;
    Client::greet(StreamOwned::new(connection, tcp(address)?))
}

fn start(words: &[String]) -> Result<(Server, String)> {
    let first = ["cortado-server", "--listen=127.0.0.1:0"].map(str::to_owned);
    let config = Config::from_words(first.iter().chain(words).cloned())?;
    let server = Server::start(&config, Arc::new(Nothing))?;
    let address = server.addresses()[0].to_string();
    Ok((server, address))
}

#[test]
fn tls_checks_the_name_and_carries_large_bodies() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let (cert, key) = (dir.path().join("cert"), dir.path().join("key"));
    let root = authority()?;
    issue(&root, "localhost", &cert, &key)?;
    let words = [format!("--tls-cert={}", cert.display()), format!("--tls-key={}", key.display())];
    let (server, address) = start(&words)?;
    let config = client_config(&root, None)?;
    let mut client = greet(&address, "localhost", &config)?;
    for k in [1, 100, 250] {
        let answer = client.compile(u32::from(k), [k; 16], None, &[0; 200_000], &[])?;
        let right =
            matches!(&answer, ToClient::Body { body } if body.0.len() == usize::from(k) * 10_000);
        ensure!(right, "{answer:?}");
    }
    // Another name, another authority, and no TLS at all.
    ensure!(greet(&address, "example.org", &config).is_err());
    ensure!(greet(&address, "localhost", &client_config(&authority()?, None)?).is_err());
    ensure!(Client::greet(tcp(&address)?).is_err());
    client.say(900, &ToServer::Ping {})?;
    ensure!(client.hear()? == (900, ToClient::Pong {}));
    ensure!(server.metrics().get(Metric::EndedTls) >= 3);

    // The certificate is renewed by another authority; who is connected stays connected.
    let renewed = authority()?;
    issue(&renewed, "localhost", &cert, &key)?;
    server.reload();
    let config = client_config(&renewed, None)?;
    let start = std::time::Instant::now();
    while greet(&address, "localhost", &config).is_err() {
        ensure!(start.elapsed() < PATIENCE, "the new certificate is not used");
    }
    client.say(901, &ToServer::Ping {})?;
    ensure!(client.hear()? == (901, ToClient::Pong {}));

    // A certificate that cannot be read changes nothing.
    fs::write(&cert, "nothing")?;
    server.reload();
    greet(&address, "localhost", &config).context("the last good certificate stays")?;
    server.stop();
    Ok(())
}

#[test]
fn mutual_tls_needs_a_certificate_of_the_right_authority() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let path = |name: &str| dir.path().join(name);
    let (root, clients) = (authority()?, authority()?);
    issue(&root, "localhost", &path("cert"), &path("key"))?;
    issue(&clients, "client", &path("client-cert"), &path("client-key"))?;
    issue(&root, "client", &path("wrong-cert"), &path("wrong-key"))?;
    fs::write(path("ca"), clients.pem())?;
    let word = |option: &str, name: &str| format!("--{option}={}", path(name).display());
    let words = [word("tls-cert", "cert"), word("tls-key", "key"), word("tls-client-ca", "ca")];
    let (server, address) = start(&words)?;
    let right = client_config(&root, Some((&path("client-cert"), &path("client-key"))))?;
    greet(&address, "localhost", &right).context("the right certificate")?;
    let wrong = client_config(&root, Some((&path("wrong-cert"), &path("wrong-key"))))?;
    ensure!(greet(&address, "localhost", &wrong).is_err());
    ensure!(greet(&address, "localhost", &client_config(&root, None)?).is_err());
    server.stop();
    Ok(())
}

#[test]
fn files_that_are_no_certificates_are_named() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let (cert, key) = (dir.path().join("cert"), dir.path().join("key"));
    issue(&authority()?, "localhost", &cert, &key)?;
    let words = |cert: &Path, key: &Path| {
        [format!("--tls-cert={}", cert.display()), format!("--tls-key={}", key.display())]
    };
    for (words, named) in [
        (words(&dir.path().join("missing"), &key), "missing"),
        (words(&key, &key), "key: there is no certificate in it"),
        (words(&cert, &cert), "cert: "),
    ] {
        let Err(error) = start(&words) else { anyhow::bail!("{named}") };
        ensure!(error.to_string().contains(named), "{error}");
    }
    Ok(())
}
