//! Detecting the encoding of a file, and reading its text as UTF-8 piece by piece.

use std::fmt::Write as _;
use std::io::{self, Read, Seek, SeekFrom};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};
use sha2::{Digest, Sha256};

use super::origin::Input;

const CHUNK: usize = 64 * 1024;
/// How much is read to detect a legacy encoding.
const DETECTED: usize = 4 * 1024 * 1024;
/// A file with this many well-formed characters for each broken one is damaged UTF-8, not another encoding.
const WELL_FORMED_PER_BROKEN: u64 = 20;

/// The result of one pass over the whole file.
pub struct Survey {
    /// The encoding.
    pub encoding: &'static Encoding,
    /// The length of the byte order mark.
    pub mark: u64,
    /// SHA-256 of all bytes, in hexadecimal.
    pub digest: String,
    /// How many bytes there are.
    pub total: u64,
}

/// Reads the whole file once, in constant memory.
pub fn survey(file: &mut Input, head: &[u8], asked: Option<&'static Encoding>) -> io::Result<Survey> {
    let marked = Encoding::for_bom(head);
    let mark = marked.map_or(0, |(_, length)| length as u64);
    let mut pass = Pass::default();
    file.seek(SeekFrom::Start(0))?;
    let mut chunk = vec![0; CHUNK];
    loop {
        let count = file.read(&mut chunk)?;
        if count == 0 {
            break;
        }
        pass.take(&chunk[..count]);
    }
    let broken = pass.broken > 0 && pass.well_formed < pass.broken * WELL_FORMED_PER_BROKEN;
    let encoding = match (asked, marked, wide(head)) {
        (Some(asked), ..) => asked,
        (None, Some((marked, _)), _) => marked,
        (None, None, Some(wide)) => wide,
        (None, None, None) if !broken => UTF_8,
        (None, None, None) => legacy(file, pass.first_broken)?,
    };
    let digest = pass.hash.finalize().iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    });
    Ok(Survey { encoding, mark, digest, total: pass.total })
}

#[derive(Default)]
struct Pass {
    hash: Sha256,
    total: u64,
    /// The beginning of a character whose rest is in the next chunk.
    carried: Vec<u8>,
    well_formed: u64,
    broken: u64,
    first_broken: u64,
}

impl Pass {
    fn take(&mut self, chunk: &[u8]) {
        self.hash.update(chunk);
        let start = self.total - self.carried.len() as u64;
        self.total += chunk.len() as u64;
        if self.carried.is_empty() && chunk.is_ascii() {
            return;
        }
        let joined = [std::mem::take(&mut self.carried).as_slice(), chunk].concat();
        let mut rest = joined.as_slice();
        while let Err(error) = std::str::from_utf8(rest) {
            self.count(&rest[..error.valid_up_to()]);
            let Some(length) = error.error_len() else {
                self.carried = rest[error.valid_up_to()..].to_vec();
                return;
            };
            if self.broken == 0 {
                self.first_broken = start + (joined.len() - rest.len() + error.valid_up_to()) as u64;
            }
            self.broken += 1;
            rest = &rest[error.valid_up_to() + length..];
        }
        self.count(rest);
    }

    fn count(&mut self, valid: &[u8]) {
        self.well_formed += valid.iter().filter(|byte| **byte >= 0xC0).count() as u64;
    }
}

/// UTF-16 without a mark shows by its zero bytes: all in one place of each pair.
fn wide(head: &[u8]) -> Option<&'static Encoding> {
    let zeros = |place: usize| head.iter().skip(place).step_by(2).filter(|byte| **byte == 0).count();
    let (high, low) = (zeros(0), zeros(1));
    let pairs = head.len() / 2;
    match pairs > 1 {
        true if low * 10 > pairs * 4 && high * 20 <= low => Some(UTF_16LE),
        true if high * 10 > pairs * 4 && low * 20 <= high => Some(UTF_16BE),
        _ => None,
    }
}

fn legacy(file: &mut Input, from: u64) -> io::Result<&'static Encoding> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    file.seek(SeekFrom::Start(from.saturating_sub(CHUNK as u64)))?;
    let mut sample = Vec::new();
    file.take(DETECTED as u64).read_to_end(&mut sample)?;
    detector.feed(&sample, true);
    Ok(detector.guess(None, Utf8Detection::Deny))
}

/// The text of a file in UTF-8, from any place in it.
pub struct Text {
    file: Input,
    decoder: Option<Decoder>,
    raw: Vec<u8>,
    /// Decoded text after the place to begin at.
    pending: Vec<u8>,
    taken: u64,
    ended: bool,
}

impl Text {
    /// Begins `offset` bytes of decoded text after the mark.
    pub fn open(mut file: Input, encoding: &'static Encoding, mark: u64, offset: u64) -> io::Result<Self> {
        let plain = encoding == UTF_8;
        let start = if plain { mark + offset } else { mark };
        file.seek(SeekFrom::Start(start))?;
        let decoder = (!plain).then(|| encoding.new_decoder_without_bom_handling());
        let mut text =
            Self { file, decoder, raw: vec![0; CHUNK], pending: Vec::new(), taken: start, ended: false };
        if !plain {
            text.skip(offset)?;
        }
        Ok(text)
    }

    fn skip(&mut self, offset: u64) -> io::Result<()> {
        let mut left = offset as usize;
        while left > 0 && !self.ended {
            let mut piece = Vec::new();
            self.fill(&mut piece)?;
            if piece.len() > left {
                self.pending = piece.split_off(left);
            }
            left -= piece.len();
        }
        Ok(())
    }

    /// Adds the next piece to `buffer`; nothing is added only at the end.
    pub fn fill(&mut self, buffer: &mut Vec<u8>) -> io::Result<()> {
        let before = buffer.len();
        buffer.append(&mut self.pending);
        while buffer.len() == before && !self.ended {
            let count = self.file.read(&mut self.raw)?;
            self.taken += count as u64;
            self.ended = count == 0;
            match &mut self.decoder {
                None => buffer.extend_from_slice(&self.raw[..count]),
                Some(decoder) => decode(decoder, &self.raw[..count], self.ended, buffer),
            }
        }
        Ok(())
    }

    /// Whether the last byte has been given.
    pub fn has_ended(&self) -> bool {
        self.ended && self.pending.is_empty()
    }

    /// How many bytes of the file have been read.
    pub fn taken(&self) -> u64 {
        self.taken
    }
}

fn decode(decoder: &mut Decoder, raw: &[u8], last: bool, buffer: &mut Vec<u8>) {
    let room = decoder.max_utf8_buffer_length(raw.len()).unwrap_or(raw.len() * 4 + 16);
    let start = buffer.len();
    buffer.resize(start + room, 0);
    let (_, _, written, _) = decoder.decode_to_utf8(raw, &mut buffer[start..], last);
    buffer.truncate(start + written);
}
