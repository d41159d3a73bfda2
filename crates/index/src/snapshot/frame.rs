//! A file of frames: each with its length and a checksum before it, so that a torn file is noticed.

use std::io::{self, Read, Write};

/// The magic bytes of the file.
const BEGINNING: &[u8; 16] = b"casebook index\n\0";
/// Bytes before each frame: its length and its checksum (CRC-32).
const HEAD: usize = 12;

/// Begins a file.
pub fn begin(file: &mut impl Write) -> io::Result<()> {
    file.write_all(BEGINNING)
}

/// Writes a frame.
pub fn write(file: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    file.write_all(&(bytes.len() as u64).to_le_bytes())?;
    file.write_all(&crc32fast::hash(bytes).to_le_bytes())?;
    file.write_all(bytes)
}

/// A file of frames being read.
pub struct Frames<R> {
    file: R,
    /// The number of bytes that have not been read.
    left: u64,
}

/// A frame that was read but not yet checked.
pub struct Frame {
    bytes: Vec<u8>,
    checksum: u32,
}

impl Frame {
    /// Its content, unless it is damaged. Reads all its bytes.
    pub fn checked(self) -> Option<Vec<u8>> {
        (crc32fast::hash(&self.bytes) == self.checksum).then_some(self.bytes)
    }
}

impl<R: Read> Frames<R> {
    /// The frames of a file of so many bytes; `None` if it is not such a file.
    pub fn of(mut file: R, length: u64) -> io::Result<Option<Self>> {
        let Some(left) = length.checked_sub(BEGINNING.len() as u64) else { return Ok(None) };
        let mut beginning = [0; BEGINNING.len()];
        file.read_exact(&mut beginning)?;
        Ok((beginning == *BEGINNING).then_some(Self { file, left }))
    }

    /// The next frame; `None` if the file ends in it or before it.
    pub fn next(&mut self) -> io::Result<Option<Frame>> {
        let Some(left) = self.left.checked_sub(HEAD as u64) else { return Ok(None) };
        let (mut length, mut checksum) = ([0; 8], [0; 4]);
        self.file.read_exact(&mut length)?;
        self.file.read_exact(&mut checksum)?;
        let length = u64::from_le_bytes(length);
        let Some(left) = left.checked_sub(length) else { return Ok(None) };
        self.left = left;
        let mut bytes = Vec::with_capacity(length as usize);
        self.file.by_ref().take(length).read_to_end(&mut bytes)?;
        let whole = bytes.len() as u64 == length;
        Ok(whole.then(|| Frame { bytes, checksum: u32::from_le_bytes(checksum) }))
    }

    /// Whether everything has been read.
    pub fn is_at_end(&self) -> bool {
        self.left == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frames(file: &[u8]) -> Option<Vec<Vec<u8>>> {
        let mut frames = Frames::of(file, file.len() as u64).ok()??;
        let mut all = Vec::new();
        while !frames.is_at_end() {
            all.push(frames.next().ok()??.checked()?);
        }
        Some(all)
    }

    #[test]
    fn frames_read_back_and_no_other_file_does() {
        let mut file = Vec::new();
        begin(&mut file).unwrap();
        write(&mut file, b"one").unwrap();
        write(&mut file, b"").unwrap();
        write(&mut file, b"three").unwrap();
        assert_eq!(frames(&file), Some(vec![b"one".to_vec(), Vec::new(), b"three".to_vec()]));
        let whole = [16, 16 + 12 + 3, 16 + 12 + 3 + 12];
        for length in (0..file.len()).filter(|length| !whole.contains(length)) {
            assert_eq!(frames(&file[..length]), None, "cut off after {length} bytes");
        }
        for place in 0..file.len() {
            let mut other = file.clone();
            other[place] ^= 0x10;
            assert_ne!(frames(&other), frames(&file), "byte {place}");
        }
    }
}
