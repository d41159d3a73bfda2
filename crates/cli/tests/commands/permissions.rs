//! What Casebook writes is its owner's alone, whatever the umask.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

/// Runs a command that shall end with a code, under a umask that takes no right away.
fn run(folder: &Path, words: &[&str], code: i32) {
    let output = Command::new("sh")
        .args(["-c", "umask 000; exec \"$@\"", "sh", env!("CARGO_BIN_EXE_casebook")])
        .args(words)
        .args(["--database", "sqlite:new/data/casebook.db"])
        .current_dir(folder)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(code), "{words:?}: {output:?}");
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn database_locks_backups_exports_and_refused_rows_are_for_their_owner_alone() {
    let folder = tempfile::tempdir().unwrap();
    let inside = |name: &str| folder.path().join(name);
    let good = "Lead ID,Full Name,Email,Status,Created\n\
                1,Ada,ada@example.org,Qualified,2026-03-03\n2,Bob,bob@example.org,New,2026-03-04\n";
    fs::write(inside("good.csv"), good).unwrap();
    fs::write(inside("leads.csv"), format!("{good}3,Eva,eva@example.org,Qualified,2026-13-45\n")).unwrap();
    run(folder.path(), &["import", "good.csv", "--dry-run", "--save-mapping", "leads.toml"], 0);
    run(folder.path(), &["import", "leads.csv", "--mapping", "leads.toml"], 3);
    run(folder.path(), &["backup", "all.backup"], 0);
    run(folder.path(), &["export", "parties", "--output", "parties.csv"], 0);
    for name in ["new", "new/data"] {
        assert_eq!(mode(&inside(name)), 0o700, "{name}");
    }
    let mut files = vec![
        inside("all.backup"),
        inside("parties.csv"),
        inside("leads.csv.rejected.csv"),
        inside("leads.toml"),
    ];
    let beside = fs::read_dir(inside("new/data")).unwrap().map(|entry| entry.unwrap().path());
    files.extend(beside.filter(|path| path.is_file()));
    assert!(files.contains(&inside("new/data/casebook.db")), "{files:?}");
    for file in files {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
    run(folder.path(), &["doctor"], 0);
    fs::set_permissions(inside("new/data/casebook.db"), fs::Permissions::from_mode(0o644)).unwrap();
    run(folder.path(), &["doctor"], 1);
}

#[test]
fn a_backup_in_a_folder_that_nobody_may_write_to_is_restored() {
    let folder = tempfile::tempdir().unwrap();
    let safe = folder.path().join("read-only");
    run(folder.path(), &["demo", "--parties", "20"], 0);
    fs::create_dir(&safe).unwrap();
    run(folder.path(), &["backup", "read-only/all.backup"], 0);
    fs::set_permissions(safe.join("all.backup"), fs::Permissions::from_mode(0o400)).unwrap();
    fs::set_permissions(&safe, fs::Permissions::from_mode(0o500)).unwrap();
    run(folder.path(), &["restore", "read-only/all.backup", "--replace"], 0);
    assert_eq!(fs::read_dir(&safe).unwrap().count(), 1, "nothing is created beside it");
    fs::set_permissions(&safe, fs::Permissions::from_mode(0o700)).unwrap();
}
