//! Where the bytes of a table come from: a file, or memory.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::sync::Arc;

/// What a table is read from, any number of times.
#[derive(Clone, Debug)]
pub enum Origin {
    /// A file on disk.
    File(PathBuf),
    /// Bytes in memory.
    Bytes(Arc<[u8]>),
}

/// An origin opened at its beginning.
pub enum Input {
    /// A file on disk.
    File(File),
    /// Bytes in memory.
    Bytes(Cursor<Arc<[u8]>>),
}

impl Origin {
    /// Opens it again.
    pub fn open(&self) -> io::Result<Input> {
        match self {
            Self::File(path) => File::open(path).map(Input::File),
            Self::Bytes(bytes) => Ok(Input::Bytes(Cursor::new(Arc::clone(bytes)))),
        }
    }
}

impl Read for Input {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::File(file) => file.read(buffer),
            Self::Bytes(bytes) => bytes.read(buffer),
        }
    }
}

impl Seek for Input {
    fn seek(&mut self, position: SeekFrom) -> io::Result<u64> {
        match self {
            Self::File(file) => file.seek(position),
            Self::Bytes(bytes) => bytes.seek(position),
        }
    }
}
