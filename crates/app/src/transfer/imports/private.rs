//! A folder, and files in it, that nobody else of this machine can look into, whatever the umask.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::Path;

/// Why a folder cannot be trusted to be ours alone; nothing if it can, or is not there yet.
#[cfg(unix)]
pub(super) fn distrusted(folder: &Path) -> io::Result<Option<&'static str>> {
    use std::os::unix::fs::MetadataExt;
    let found = match fs::symlink_metadata(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        other => other?,
    };
    Ok(if found.is_symlink() {
        Some("is a symbolic link, which may lead anywhere; use the folder itself")
    } else if !found.is_dir() {
        Some("is not a folder")
    } else if found.uid() != rustix::process::geteuid().as_raw() {
        Some("belongs to another user; use a folder of your own, or one that does not exist yet")
    } else if found.mode() & 0o022 != 0 {
        Some("is writable by others; run `chmod go-w`, or use another folder")
    } else {
        None
    })
}

/// Elsewhere a folder has the rights of the one that it is in.
#[cfg(not(unix))]
pub(super) fn distrusted(_: &Path) -> io::Result<Option<&'static str>> {
    Ok(None)
}

/// Makes a folder with those that it is in, unless it is there.
pub(super) fn make_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    #[cfg(unix)]
    fs::set_permissions(folder, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
    Ok(())
}

/// Makes a file that is not there yet.
pub(super) fn new_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    #[cfg(unix)]
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    Ok(file)
}
