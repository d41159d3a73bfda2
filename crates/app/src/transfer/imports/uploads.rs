//! Files that were handed over, kept for a day or as long as an import needs them.
//!
//! An upload is a file named by its id and, written after it, a note of what it is; so what broke off is none.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use casebook_domain::access::Subject;
use casebook_domain::ids::{UploadId, made_at};
use casebook_domain::text::hexadecimal;
use casebook_domain::time::{DAY, Micros, Timestamp};
use casebook_store::files;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::journal;
use super::list::{digests_in_use, digests_needed};
use super::private;
use crate::desk::Session;
use crate::error::{Error, Result};

/// How long an upload is kept that no import needs.
pub const KEPT: Micros = DAY;

const ARRIVING: &str = ".part";
const NOTE: &str = ".json";

/// A file that was handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// Its id.
    pub id: UploadId,
    /// The name that people know it by.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// SHA-256 of its bytes, in hexadecimal.
    pub digest: String,
    /// Until when it is kept, unless an import needs it longer.
    pub expires_at: Timestamp,
}

#[derive(Serialize, Deserialize)]
struct Noted {
    name: String,
    size: u64,
    digest: String,
    at: Timestamp,
}

/// The folder of uploads.
#[derive(Clone, Debug)]
pub struct Uploads {
    /// Nothing where none are taken in.
    folder: Option<PathBuf>,
}

/// A file that is arriving. Dropped before its end it leaves nothing behind.
pub struct Arriving {
    uploads: Uploads,
    id: UploadId,
    name: String,
    file: File,
    path: PathBuf,
    hash: Sha256,
    size: u64,
}

impl Uploads {
    /// The uploads of a folder, which is made when the first one arrives.
    pub fn in_folder(folder: impl Into<PathBuf>) -> Self {
        Self { folder: Some(folder.into()) }
    }

    /// No folder: an upload is refused, and the refusal says what to do.
    pub fn nowhere() -> Self {
        Self { folder: None }
    }

    /// An error if the folder may be somebody else's, who could read or exchange what is handed over.
    pub fn check(&self) -> Result<()> {
        let Some(folder) = &self.folder else { return Ok(()) };
        match private::distrusted(folder).map_err(|error| Error::file(folder, error))? {
            Some(why) => {
                Err(Error::Refused(format!("the folder for uploads, `{}`, {why}", folder.display())))
            }
            None => Ok(()),
        }
    }

    /// Begins to take a file in.
    pub fn begin(&self, session: &Session, name: &str) -> Result<Arriving> {
        session.may(Subject::Workspace)?;
        let Some(folder) = &self.folder else {
            let detail = "this server has no folder for uploads; start it with `--uploads FOLDER`";
            return Err(Error::Refused(detail.to_owned()));
        };
        private::make_folder(folder).map_err(|error| Error::file(folder, error))?;
        self.check()?;
        session.believed_now()?;
        let id = session.new_upload();
        let path = folder.join(format!("{id}{ARRIVING}"));
        let file = private::new_file(&path).map_err(|error| Error::file(&path, error))?;
        let name = name.to_owned();
        Ok(Arriving { uploads: self.clone(), id, name, file, path, hash: Sha256::new(), size: 0 })
    }

    /// An upload that is still kept.
    pub fn find(&self, session: &Session, id: UploadId) -> Result<Upload> {
        let noted = self.noted(id)?.filter(|_| session.sees_workspace()).ok_or_else(|| gone(id))?;
        let is_old = noted.expires_at <= session.now() && session.may_forget();
        if is_old && !digests_in_use(session)?.contains(&noted.digest) {
            return Err(gone(id));
        }
        Ok(noted)
    }

    /// Where its bytes are.
    pub fn path(&self, id: UploadId) -> PathBuf {
        self.place(&id.to_string())
    }

    /// The uploads there are by their digests, of several alike the latest.
    pub fn by_digest(&self) -> Result<BTreeMap<String, UploadId>> {
        let mut all = BTreeMap::new();
        for id in self.ids()? {
            all.extend(self.noted(id)?.map(|one| (one.digest, id)));
        }
        Ok(all)
    }

    /// Removes an upload; refused while an import needs it.
    pub fn remove(&self, session: &Session, id: UploadId) -> Result<()> {
        session.may(Subject::Workspace)?;
        let upload = self.find(session, id)?;
        if self.forget_unless_needed(session, id, upload.digest)? {
            return Ok(());
        }
        let detail = format!("an unfinished import needs {id}; finish or undo it first");
        Err(Error::Refused(detail))
    }

    /// Removes an upload unless an import needs it; returns whether it did. No import can begin with it meanwhile.
    fn forget_unless_needed(&self, session: &Session, id: UploadId, digest: String) -> Result<bool> {
        let uploads = self.clone();
        session.without_request().write(move |work| {
            journal::lock_file(work, &digest)?;
            if digests_needed(work.connection)?.contains(&digest) {
                return Ok(false);
            }
            // Another may have removed it since it was found.
            uploads.noted(id)?.ok_or_else(|| gone(id))?;
            uploads.forget(id).map(|()| true)
        })
    }

    /// Removes what has been kept long enough, and what broke off long ago; returns how many files went. None while the
    /// clock cannot be trusted with that.
    pub fn tidy(&self, session: &Session) -> Result<usize> {
        if !session.may_forget() {
            return Ok(0);
        }
        let old = |id: &UploadId| made_at(id.0).plus(KEPT) <= session.now();
        let all: BTreeSet<UploadId> = self.ids()?.into_iter().filter(old).collect();
        let mut gone = 0;
        for id in all {
            let forgotten = match self.noted(id)? {
                Some(one) if one.expires_at > session.now() => false,
                Some(one) => match self.forget_unless_needed(session, id, one.digest) {
                    Err(Error::NotFound { .. }) => false,
                    other => other?,
                },
                None => self.forget(id).map(|()| true)?,
            };
            gone += usize::from(forgotten);
        }
        Ok(gone)
    }

    /// The ids of everything in the folder, whole or not.
    fn ids(&self) -> Result<Vec<UploadId>> {
        let Some(folder) = &self.folder else { return Ok(Vec::new()) };
        let entries = match fs::read_dir(folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            other => other.map_err(|error| Error::file(folder, error))?,
        };
        let mut ids = BTreeSet::new();
        for entry in entries {
            let name = entry.map_err(|error| Error::file(folder, error))?.file_name();
            let name = name.to_string_lossy();
            let stem = name.strip_suffix(ARRIVING).or_else(|| name.strip_suffix(NOTE)).unwrap_or(&name);
            ids.extend(UploadId::parse(stem));
        }
        Ok(ids.into_iter().collect())
    }

    fn note_of(&self, id: UploadId) -> PathBuf {
        self.place(&format!("{id}{NOTE}"))
    }

    /// A place in the folder. Without a folder nothing is found, so nobody looks there.
    fn place(&self, name: &str) -> PathBuf {
        self.folder.as_deref().unwrap_or(Path::new("")).join(name)
    }

    fn noted(&self, id: UploadId) -> Result<Option<Upload>> {
        let path = self.note_of(id);
        if self.folder.is_none() {
            return Ok(None);
        }
        let text = match fs::read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            other => other.map_err(|error| Error::file(&path, error))?,
        };
        let Ok(Noted { name, size, digest, at }) = serde_json::from_slice(&text) else { return Ok(None) };
        Ok(Some(Upload { id, name, size, digest, expires_at: at.plus(KEPT) }))
    }

    /// The note goes first, so that no upload is without its bytes.
    fn forget(&self, id: UploadId) -> Result<()> {
        let part = self.place(&format!("{id}{ARRIVING}"));
        [self.note_of(id), self.path(id), part].iter().try_for_each(|path| remove(path))
    }
}

impl Arriving {
    /// Keeps the file under its id. It is on disk when this returns.
    pub fn finish(mut self, session: &Session) -> Result<Upload> {
        let at = session.now();
        let digest = hexadecimal(&self.hash.finalize_reset());
        let noted = Noted { name: self.name.clone(), size: self.size, digest, at };
        self.keep(&noted).map_err(|error| Error::file(&self.path, error))?;
        let Noted { name, size, digest, at } = noted;
        Ok(Upload { id: self.id, name, size, digest, expires_at: at.plus(KEPT) })
    }

    /// How many bytes have arrived.
    pub fn size(&self) -> u64 {
        self.size
    }

    fn keep(&mut self, noted: &Noted) -> io::Result<()> {
        self.file.sync_all()?;
        files::rename(&self.path, &self.uploads.path(self.id))?;
        let note = self.uploads.note_of(self.id);
        let mut file = private::new_file(&note)?;
        let written = serde_json::to_vec(noted).map_err(io::Error::from);
        written.and_then(|text| file.write_all(&text)).and_then(|()| file.sync_all())
    }
}

impl Write for Arriving {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hash.update(bytes.get(..written).unwrap_or_default());
        self.size += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Arriving {
    fn drop(&mut self) {
        // A file that came to its end has another name by now; what cannot be removed is tidied up later.
        drop(remove(&self.path));
    }
}

fn gone(id: UploadId) -> Error {
    let hint = "; it was removed or has expired: upload the file again".to_owned();
    Error::NotFound { what: "upload", given: id.to_string(), hint }
}

fn remove(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Error::file(path, error)),
        _ => Ok(()),
    }
}
