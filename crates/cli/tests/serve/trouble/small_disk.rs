//! A disk of a test's own that outlives the servers which use it.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use crate::disk::is_root;

/// What mounts the disk where nobody else sees it, and holds it until its input ends.
const KEEPER: &str = r#"mount -t tmpfs -o "size=$2,mode=700" tmpfs "$1"; echo mounted; exec cat"#;

/// A disk of so many bytes. It is reached through the process that holds it.
pub struct SmallDisk {
    keeper: Child,
    path: PathBuf,
    // Where it is mounted.
    _folder: TempDir,
}

impl SmallDisk {
    pub fn of(bytes: u64) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let apart: &[&str] = if is_root() { &["--mount"] } else { &["--user", "--map-root-user", "--mount"] };
        let mut keeper = Command::new("unshare")
            .args(apart)
            .args(["bash", "-ec", KEEPER, "keeper"])
            .arg(folder.path())
            .arg(bytes.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(keeper.stdout.take().unwrap()).read_line(&mut line).unwrap();
        assert_eq!(line.trim(), "mounted");
        let path = PathBuf::from(format!("/proc/{}/root{}", keeper.id(), folder.path().display()));
        Self { keeper, path, _folder: folder }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Leaves no room, or gives it back.
    pub fn fill(&self, is_full: bool) {
        let ballast = self.path.join("ballast");
        if !is_full {
            return std::fs::remove_file(ballast).unwrap();
        }
        // As long as anything fits; the last block is what does not.
        let block = vec![0; 64 * 1024];
        let mut file = std::fs::File::create(ballast).unwrap();
        while std::io::Write::write_all(&mut file, &block).is_ok() {}
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        let _ = self.keeper.wait();
    }
}
