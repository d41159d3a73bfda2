//! A clock that can be set while a server runs, for that server alone.

use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// What the server is started with, and the file that says how far its clock is off.
pub struct SteppedClock {
    folder: TempDir,
    library: String,
}

impl SteppedClock {
    pub fn new() -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/faketime");
        let found = Command::new(script).output().unwrap();
        assert!(found.status.success(), "{}", String::from_utf8_lossy(&found.stderr));
        let library = String::from_utf8(found.stdout).unwrap().trim().to_owned();
        let clock = Self { folder: tempfile::tempdir().unwrap(), library };
        clock.step(0);
        clock
    }

    /// The words that come before a server's own.
    pub fn wrapper(&self) -> Vec<String> {
        let file = self.file().display().to_string();
        // The file is read at each look at the clock; waits go by the true time.
        ["env".to_owned()]
            .into_iter()
            .chain([
                format!("LD_PRELOAD={}", self.library),
                format!("FAKETIME_TIMESTAMP_FILE={file}"),
                "FAKETIME_NO_CACHE=1".to_owned(),
                "FAKETIME_DONT_FAKE_MONOTONIC=1".to_owned(),
            ])
            .collect()
    }

    /// Sets the clock so many seconds ahead of the true time, or behind it.
    pub fn step(&self, seconds: i64) {
        let unfinished = self.folder.path().join("next");
        std::fs::write(&unfinished, format!("{seconds:+}\n")).unwrap();
        std::fs::rename(unfinished, self.file()).unwrap();
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("offset")
    }
}
