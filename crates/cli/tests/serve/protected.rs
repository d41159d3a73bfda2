//! Connections to a PostgreSQL that wants TLS and a password: who is believed, and who gets to see the password.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};

use crate::cluster::Cluster;
use crate::node::Node;

const PASSWORD: &str = "hu/sh";
const WRITTEN: &str = "hu%2Fsh";
/// Refuses whoever is not encrypted.
const ACCESS: &str = "hostnossl all all all reject\nhostssl all all all scram-sha-256\nlocal all all trust\n";

/// A folder with an authority, another one, and a file of passwords.
struct Protected {
    folder: tempfile::TempDir,
    port: String,
}

impl Protected {
    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn address(&self, host: &str, options: &str) -> String {
        format!("postgres://casebook@{host}:{}/postgres?{options}", self.port)
    }

    /// Runs a command on an address; returns whether it succeeded and its output.
    fn tries(&self, address: &str, environment: &[(&str, &str)]) -> (bool, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_casebook"));
        command
            .args(["party", "list", "--json"])
            .stdin(Stdio::null())
            .env("PGPASSFILE", self.path("passwords"));
        command.env("HOME", self.folder.path()).env("CASEBOOK_DATABASE", address);
        let output = command.envs(environment.iter().copied()).output().unwrap();
        let printed =
            format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(!printed.contains(PASSWORD) && !printed.contains(WRITTEN), "{printed}");
        (output.status.success(), printed)
    }

    fn works(&self, host: &str, options: &str) {
        let (worked, printed) = self.tries(&self.address(host, options), &[]);
        assert!(worked, "{host} {options}: {printed}");
    }

    fn fails(&self, host: &str, options: &str, why: &str) {
        let (worked, printed) = self.tries(&self.address(host, options), &[]);
        assert!(!worked && printed.contains(why), "{host} {options}: {printed}");
    }

    fn root(&self, mode: &str, authority: &str) -> String {
        format!("sslmode={mode}&sslrootcert={}", self.path(authority).display())
    }
}

fn authority(name: &str) -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// Gives a cluster a certificate for `localhost`, and a password that it asks for.
fn protect(cluster: &mut Cluster, protected: &Protected) {
    let (ours, other) = (authority("ours"), authority("another"));
    fs::write(protected.path("authority.pem"), ours.pem()).unwrap();
    fs::write(protected.path("other.pem"), other.pem()).unwrap();
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    let certificate = params.signed_by(&key, &ours).unwrap();
    let data = cluster.data().to_owned();
    belongs_to(&data, "server.crt", &certificate.pem());
    belongs_to(&data, "server.key", &key.serialize_pem());
    set_password(cluster.address());
    fs::write(data.join("pg_hba.conf"), ACCESS).unwrap();
    let settings = data.join("postgresql.conf");
    let present = fs::read_to_string(&settings).unwrap();
    fs::write(&settings, format!("{present}\nssl = on\n")).unwrap();
    cluster.stop("fast");
    cluster.start_again();
}

fn belongs_to(data: &Path, name: &str, text: &str) {
    let (file, owner) = (data.join(name), fs::metadata(data).unwrap());
    fs::write(&file, text).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    chown(&file, Some(owner.uid()), Some(owner.gid())).unwrap();
}

fn set_password(address: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let (client, connection) = tokio_postgres::connect(address, tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(async move { drop(connection.await) });
        client.batch_execute(&format!("ALTER ROLE casebook PASSWORD '{PASSWORD}'")).await.unwrap();
    });
}

#[test]
fn a_server_is_believed_as_far_as_sslmode_says_and_nobody_sees_the_password() {
    let mut cluster = Cluster::start();
    let place = cluster.address().split_once('@').unwrap().1;
    let port = place.split_once(':').unwrap().1.split_once('/').unwrap().0.to_owned();
    let protected = Protected { folder: tempfile::tempdir().unwrap(), port };
    // Without TLS: what is preferred is done without, what is required is not.
    protected.works("localhost", "");
    protected.works("localhost", "sslmode=allow");
    protected.fails("localhost", "sslmode=require", "does not support TLS");
    fs::write(
        protected.path("passwords"),
        format!("localhost:*:*:*:{PASSWORD}\n127.0.0.1:*:*:*:{PASSWORD}\n"),
    )
    .unwrap();
    fs::set_permissions(protected.path("passwords"), fs::Permissions::from_mode(0o600)).unwrap();
    protect(&mut cluster, &protected);

    protected.works("localhost", &protected.root("verify-full", "authority.pem"));
    protected.fails("127.0.0.1", &protected.root("verify-full", "authority.pem"), "not valid for name");
    protected.works("127.0.0.1", &protected.root("verify-ca", "authority.pem"));
    protected.fails("localhost", &protected.root("verify-full", "other.pem"), "UnknownIssuer");
    protected.fails("localhost", &protected.root("verify-ca", "other.pem"), "UnknownIssuer");
    protected.fails("localhost", &protected.root("require", "other.pem"), "UnknownIssuer");
    for mode in ["require", "prefer", "allow"] {
        protected.works("127.0.0.1", &format!("sslmode={mode}"));
    }
    protected.fails("localhost", "sslmode=disable", "pg_hba.conf rejects");
    // By default a host that is not local is checked.
    let elsewhere = "hostaddr=127.0.0.1&sslmode=";
    protected.works("localhost", elsewhere);

    let authority = protected.path("authority.pem").display().to_string();
    let environment = [("PGSSLMODE", "verify-full"), ("PGSSLROOTCERT", authority.as_str())];
    let (worked, printed) = protected.tries(&protected.address("localhost", ""), &environment);
    assert!(worked, "{printed}");
    let (worked, printed) = protected.tries(&protected.address("127.0.0.1", ""), &environment);
    assert!(!worked, "{printed}");
    let (worked, printed) =
        protected.tries(&protected.address("localhost", ""), &[("PGPASSFILE", ""), ("PGPASSWORD", PASSWORD)]);
    assert!(worked, "{printed}");

    assert_hidden(&protected);
}

/// A password in the address is seen by nobody, wherever the address comes from.
fn assert_hidden(protected: &Protected) {
    let whole = protected
        .address("localhost", "sslmode=require")
        .replace("casebook@", &format!("casebook:{WRITTEN}@"));
    let file = protected.path("address");
    fs::write(&file, format!("# Where it is\n{whole}\n")).unwrap();
    let by_file =
        [("PGPASSFILE", ""), ("CASEBOOK_DATABASE", ""), ("CASEBOOK_DATABASE_FILE", file.to_str().unwrap())];
    let (worked, printed) = protected.tries("", &by_file);
    assert!(worked, "{printed}");

    let node = Node::start(&whole);
    let shown = fs::read_to_string(format!("/proc/{}/cmdline", node.process())).unwrap();
    assert!(shown.contains("serve") && !shown.contains("hu"), "{shown}");
    let health = ureq::get(format!("http://{}/api/v1/health", node.at())).call();
    assert_eq!(health.unwrap().status(), 200);
    assert!(node.stop().success());
    assert!(!node.log().contains(WRITTEN) && !node.log().contains(PASSWORD), "{}", node.log());

    for (words, wrong) in
        [("doctor", "casebook:hush%2Fx@"), ("migrate", "casebook:hush?x@"), ("migrat", "casebook:hush@")]
    {
        let address = whole.replace(&format!("casebook:{WRITTEN}@"), wrong);
        let mut command = Command::new(env!("CARGO_BIN_EXE_casebook"));
        let output = command.args([words, "--database", &address]).stdin(Stdio::null()).output().unwrap();
        let printed = format!("{output:?}");
        assert!(!output.status.success() && !printed.contains("hush"), "{words}: {printed}");
    }
    let output = Command::new(env!("CARGO_BIN_EXE_casebook")).arg(&whole).output().unwrap();
    assert!(!format!("{output:?}").contains(WRITTEN), "{output:?}");
}
