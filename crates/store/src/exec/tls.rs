//! TLS to a PostgreSQL server: which certificates are trusted.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::verify_server_name;
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::address::server::{Protection, SslMode};
use crate::error::{Error, Result};

/// The TLS connector for this protection.
pub(super) fn connector(protection: &Protection) -> Result<MakeRustlsConnect> {
    let provider = Arc::new(ring::default_provider());
    let verifier = Verifier::new(protection, Arc::clone(&provider))?;
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| unusable(&error))?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier));
    let config = match &protection.own {
        Some((certificate, key)) => builder
            .with_client_auth_cert(certificates(certificate)?, private_key(key)?)
            .map_err(|error| unusable(&error))?,
        None => builder.with_no_client_auth(),
    };
    Ok(MakeRustlsConnect::new(config))
}

/// Checks as much as the mode requires.
#[derive(Debug)]
struct Verifier {
    mode: SslMode,
    provider: Arc<CryptoProvider>,
    /// Checks the chain and the name; `None` if nothing is checked.
    authorities: Option<Arc<WebPkiServerVerifier>>,
    /// Certificates that are trusted themselves: a server's own may be named as its authority.
    named: Vec<CertificateDer<'static>>,
}

impl Verifier {
    fn new(protection: &Protection, provider: Arc<CryptoProvider>) -> Result<Self> {
        let mode = protection.mode;
        if !matches!(mode, SslMode::VerifyCa | SslMode::VerifyFull) {
            return Ok(Self { mode, provider, authorities: None, named: Vec::new() });
        }
        let named = protection.root.as_deref().map(certificates).transpose()?.unwrap_or_default();
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(named.iter().cloned());
        if protection.root.is_none() {
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        }
        if roots.is_empty() {
            let text = "there is no certificate authority to check the server's certificate; give one with \
                        sslrootcert=FILE";
            return Err(Error::Refused(text.to_owned()));
        }
        let authorities = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider));
        let authorities = Some(authorities.build().map_err(|error| unusable(&error))?);
        Ok(Self { mode, provider, authorities, named })
    }
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        stapled: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        use CertificateError::{NotValidForName, NotValidForNameContext};
        let Some(authorities) = &self.authorities else { return Ok(ServerCertVerified::assertion()) };
        let checked = if self.named.contains(certificate) {
            let parsed = ParsedCertificate::try_from(certificate)?;
            verify_server_name(&parsed, name).map(|()| ServerCertVerified::assertion())
        } else {
            authorities.verify_server_cert(certificate, intermediates, name, stapled, now)
        };
        match checked {
            // The name is looked at when all else is well.
            Err(rustls::Error::InvalidCertificate(NotValidForName | NotValidForNameContext { .. }))
                if self.mode == SslMode::VerifyCa =>
            {
                Ok(ServerCertVerified::assertion())
            }
            checked => checked,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let known = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signature, known)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let known = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signature, known)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

fn unusable(error: &dyn std::error::Error) -> Error {
    Error::Refused(format!("TLS cannot be set up: {error}"))
}

fn certificates(file: &Path) -> Result<Vec<CertificateDer<'static>>> {
    let read = CertificateDer::pem_file_iter(file).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    match read {
        Ok(all) if !all.is_empty() => Ok(all),
        Ok(_) => Err(Error::Address(format!("`{}` has no certificate in PEM form", file.display()))),
        Err(error) => {
            Err(Error::Address(format!("the certificates in `{}` cannot be read: {error}", file.display())))
        }
    }
}

fn private_key(file: &Path) -> Result<PrivateKeyDer<'static>> {
    if !is_private(file) {
        let text = format!("the key `{}` can be read by others; run `chmod 600` on it", file.display());
        return Err(Error::Address(text));
    }
    PrivateKeyDer::from_pem_file(file).map_err(|error| {
        Error::Address(format!(
            "the key `{}` cannot be read: {error}; it must not have a password",
            file.display()
        ))
    })
}

/// Whether only its owner can read it; a key of the system may be readable by a group.
#[cfg(unix)]
fn is_private(file: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(file).map_or(true, |found| {
        let others = if found.uid() == 0 { 0o027 } else { 0o077 };
        found.mode() & others == 0
    })
}

#[cfg(not(unix))]
fn is_private(file: &Path) -> bool {
    fs::metadata(file).is_ok()
}
