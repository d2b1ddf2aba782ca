//! TLS towards the server: its certificate is checked against the given roots and the name that it
//! is called by; ours is shown if there is one.

use super::link::LinkError;
use rustls::ClientConfig;
use rustls::RootCertStore;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Files in PEM format.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TlsFiles {
    /// Certificates of those who may sign the server's.
    pub roots: PathBuf,
    /// Our key and certificate, for servers that want to know who we are.
    pub key: Option<PathBuf>,
    /// See `key`.
    pub cert: Option<PathBuf>,
}

fn bad(path: &Path, why: impl std::fmt::Display) -> LinkError {
    LinkError::Certificate(format!("{}: {why}", path.display()))
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, LinkError> {
    let found: Result<Vec<_>, _> =
        CertificateDer::pem_file_iter(path).and_then(|rows| rows.collect());
    match found {
        Ok(rows) if rows.is_empty() => Err(bad(path, "no certificate")),
        found => found.map_err(|error| bad(path, error)),
    }
}

impl TlsFiles {
    /// Reads the files; they are read again for each connection, since certificates change.
    pub fn load(&self) -> Result<Arc<ClientConfig>, LinkError> {
        let mut roots = RootCertStore::empty();
        for certificate in certificates(&self.roots)? {
            roots.add(certificate).map_err(|error| bad(&self.roots, error))?;
        }
        let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(LinkError::Tls)?
            .with_root_certificates(roots);
        let config = match (&self.key, &self.cert) {
            (None, None) => builder.with_no_client_auth(),
            (Some(key), Some(cert)) => {
                let chain = certificates(cert)?;
                let key_der = PrivateKeyDer::from_pem_file(key).map_err(|error| bad(key, error))?;
                builder.with_client_auth_cert(chain, key_der).map_err(|error| bad(cert, error))?
            }
            _ => {
                let text = "JITServerSSLKey and JITServerSSLCert go together";
                return Err(LinkError::Certificate(text.to_owned()));
            }
        };
        Ok(Arc::new(config))
    }
}
