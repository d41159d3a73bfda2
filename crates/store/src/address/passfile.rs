//! Password files (`.pgpass`) as libpq reads them: one `host:port:database:user:password` per line, `*` for any.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use tokio_postgres::Config;
use tokio_postgres::config::Host;

use crate::error::{Error, Result};

/// The password for the first host of `config` that has one in `file`. A missing file has none; one that others can
/// read is refused when it is needed.
pub(crate) fn password(file: &Path, config: &Config) -> Result<Option<String>> {
    let unusable = |why: &str| Error::Address(format!("the file of passwords `{}` {why}", file.display()));
    let text = match fs::read_to_string(file) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        other => other.map_err(|error| unusable(&format!("cannot be read: {error}")))?,
    };
    let found = wanted(config).find_map(|wanted| text.lines().find_map(|line| matching(line, &wanted)));
    if found.is_some() && !is_private(file) {
        return Err(unusable("can be read by others; make it yours alone (chmod 0600)"));
    }
    Ok(found)
}

/// Host, port, database and user of each host.
fn wanted(config: &Config) -> impl Iterator<Item = [String; 4]> {
    let user = config.get_user().unwrap_or_default();
    let database = config.get_dbname().unwrap_or(user);
    let ports = config.get_ports();
    config.get_hosts().iter().enumerate().map(move |(place, host)| {
        let host = match host {
            Host::Tcp(host) => host.clone(),
            #[cfg(unix)]
            Host::Unix(_) => "localhost".to_owned(),
        };
        let port = ports.get(place).or(ports.first()).copied().unwrap_or(5432);
        [host, port.to_string(), database.to_owned(), user.to_owned()]
    })
}

fn matching(line: &str, wanted: &[String; 4]) -> Option<String> {
    if line.starts_with('#') {
        return None;
    }
    let fields = fields(line);
    let (password, pattern) = fields.split_last()?;
    let fits = pattern.len() == wanted.len()
        && pattern.iter().zip(wanted).all(|(pattern, wanted)| pattern == "*" || pattern == wanted);
    fits.then(|| password.clone())
}

/// The fields of a line; `\:` and `\\` stand for the character itself.
fn fields(line: &str) -> Vec<String> {
    let (mut fields, mut field, mut signs) = (Vec::new(), String::new(), line.chars());
    while let Some(sign) = signs.next() {
        match sign {
            ':' if fields.len() < 4 => fields.push(std::mem::take(&mut field)),
            '\\' => field.extend(signs.next()),
            sign => field.push(sign),
        }
    }
    fields.push(field);
    fields
}

#[cfg(unix)]
fn is_private(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(file).is_ok_and(|found| found.permissions().mode().trailing_zeros() >= 6)
}

#[cfg(not(unix))]
fn is_private(_: &Path) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use std::str::FromStr;

    use super::*;

    fn file(text: &str, mode: u32) -> tempfile::TempPath {
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), text).unwrap();
        #[cfg(unix)]
        fs::set_permissions(file.path(), std::os::unix::fs::PermissionsExt::from_mode(mode)).unwrap();
        file.into_temp_path()
    }

    fn config(address: &str) -> Config {
        Config::from_str(address).unwrap()
    }

    #[test]
    fn the_first_line_that_fits_has_the_password() {
        let text =
            "# db:*:*:ada:no\nother:*:*:*:no\ndb:5433:*:ada:o\\:n\\\\e\ndb:*:crm:*:two:2\n*:*:*:bob:three\n";
        let file = file(text, 0o600);
        let found = |address: &str| password(&file, &config(address)).unwrap();
        assert_eq!(found("postgres://ada@db:5433/crm").as_deref(), Some("o:n\\e"));
        assert_eq!(found("postgres://ada@db/crm").as_deref(), Some("two:2"));
        assert_eq!(found("postgres://bob@elsewhere/x").as_deref(), Some("three"));
        assert_eq!(found("postgres://ada@elsewhere/x"), None);
        assert_eq!(password(Path::new("/nowhere/at/all"), &config("postgres://ada@db/x")).unwrap(), None);
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_others_can_read_is_refused_without_revealing_its_content() {
        let file = file("*:*:*:ada:hush\n", 0o644);
        let error = password(&file, &config("postgres://ada@db/crm")).unwrap_err().to_string();
        assert!(error.contains("chmod 0600") && !error.contains("hush"), "{error}");
        assert_eq!(password(&file, &config("postgres://bob@db/crm")).unwrap(), None);
    }
}
