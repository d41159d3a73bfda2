//! Fuzzes the table reader with mutated files: `fuzz_tables SECONDS SEED [FOLDER]`.
//!
//! Whatever the bytes, it must neither panic nor hang, and its memory must stay bounded: the run fails if one
//! input takes more than five seconds or the process grows beyond 300 MB. The seeds are a few built-in files and,
//! if a folder is given, every file in it.

use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use casebook_tables::fuzz;

const OWN: [&str; 6] = [
    "Name,Email,Phone\nAda,ada@example.org,+44 20 7946 0000\n\"B, \"\"C\"\"\",b@example.org,\n",
    "Nom;Courriel;Statut;Date\nZoé;zoe@example.org;Qualifié;20.03.2024\n;;;\n",
    "a\tb\tc\n1\t2\t3\n",
    "Notes:\n\"long, quoted\"\n\nFirst Name,Last Name,URL,Connected On\nA,B,https://example.org/a,12 Mar 2024\n",
    "Record Id,Lead Status,Created Time,Amount,Currency\nz_1,Junk Lead,2025-08-28 10:00:00,\"1.234,50\",EUR\n",
    "id,when\n1,01/02/2024\n2,13/02/2024 9:12 PM\n3,1710000000\n",
];
const LIMIT: u64 = 300 * 1024;

/// `SplitMix64`: small, and the same on every machine.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }
}

#[expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a fuzzer runs for a given time and tells"
)]
fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |place: usize, default: u64| {
        arguments.get(place).and_then(|text| text.parse().ok()).unwrap_or(default)
    };
    let (length, mut chance) = (Duration::from_secs(number(0, 10)), Chance(number(1, 1)));
    let seeds = seeds(arguments.get(2).map(Path::new));
    let (start, mut inputs, mut slowest) = (Instant::now(), 0_u64, Duration::ZERO);
    while start.elapsed() < length {
        let bytes = mutated(&seeds, &mut chance);
        let begun = Instant::now();
        fuzz(&bytes);
        slowest = slowest.max(begun.elapsed());
        inputs += 1;
        if slowest > Duration::from_secs(5) || peak_kilobytes() > LIMIT {
            let path = std::env::temp_dir().join(format!("casebook-fuzz-{inputs}.bin"));
            let _ = fs::write(&path, &bytes);
            println!("input {inputs}: {slowest:?}, {} kB; see {}", peak_kilobytes(), path.display());
            return ExitCode::FAILURE;
        }
    }
    println!("{inputs} inputs in {:?}, slowest {slowest:?}, peak {} kB", start.elapsed(), peak_kilobytes());
    ExitCode::SUCCESS
}

fn seeds(folder: Option<&Path>) -> Vec<Vec<u8>> {
    let mut seeds: Vec<Vec<u8>> = OWN.iter().map(|text| text.as_bytes().to_vec()).collect();
    let mut folders: Vec<_> = folder.map(Path::to_owned).into_iter().collect();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(mut bytes) = fs::read(&path) {
                bytes.truncate(64 * 1024);
                seeds.push(bytes);
            }
        }
    }
    seeds
}

/// A seed with a few bytes changed, cut, repeated or mixed with another seed.
fn mutated(seeds: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    const SPECIAL: &[u8] = b",;\t|\"'\n\r\0\xff\xfe\xef\xbb\xbf=+-@/.:0123456789";
    let mut bytes = seeds[chance.below(seeds.len())].clone();
    for _ in 0..=chance.below(12) {
        let (at, length) = (chance.below(bytes.len() + 1), chance.below(40));
        let end = (at + length).min(bytes.len());
        match chance.below(6) {
            0 => bytes.insert(at, SPECIAL[chance.below(SPECIAL.len())]),
            1 => bytes.insert(at, chance.next() as u8),
            2 => drop(bytes.drain(at..end)),
            3 => {
                let piece = bytes[at..end].repeat(1 + chance.below(50));
                bytes.splice(at..at, piece);
            }
            4 => {
                let other = &seeds[chance.below(seeds.len())];
                let from = chance.below(other.len() + 1);
                let piece = other[from..(from + length).min(other.len())].to_vec();
                bytes.splice(at..at, piece);
            }
            _ => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = chance.next() as u8;
                }
            }
        }
    }
    bytes
}

fn peak_kilobytes() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}
