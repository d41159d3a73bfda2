//! Files that Casebook makes: for nobody but their owner, and still there after a loss of power.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::path::Path;

/// Makes a file for writing, or empties the one that is there. A new one is readable by its owner alone, whatever the
/// umask; one that was there keeps its mode.
pub fn create(path: &Path) -> io::Result<File> {
    private().write(true).create(true).truncate(true).open(path)
}

/// Makes a file for writing that is readable by its owner alone; one that is there already is an error.
pub fn create_new(path: &Path) -> io::Result<File> {
    private().write(true).create_new(true).open(path)
}

/// Opens a file for writing as it is, or makes an empty one that is readable by its owner alone.
pub(crate) fn open_or_create(path: &Path) -> io::Result<File> {
    private().write(true).create(true).truncate(false).open(path)
}

/// Opens a file that is there, for writing.
pub(crate) fn open(path: &Path) -> io::Result<File> {
    private().write(true).open(path)
}

/// Makes a folder, with those above it, that only its owner can enter. Folders that are there keep their modes.
pub fn create_folder(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Gives a file another name, in the place of a file that has it, and answers once the new name is on the disk.
pub fn rename(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)?;
    sync_folder_of(to)
}

#[cfg(unix)]
fn sync_folder_of(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

// Elsewhere a folder cannot be opened as a file; its system writes names down by itself.
#[cfg(not(unix))]
fn sync_folder_of(_: &Path) -> io::Result<()> {
    Ok(())
}

fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
