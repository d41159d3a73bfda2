//! A light client: blocking HTTP/1.1 over one connection that is kept. It shares the cores with the server that
//! it asks, so it does no more than a request needs.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use casebook_testkit::bench::Outcome;

/// Longer than any answer that would still be reported.
const PATIENCE: Duration = Duration::from_mins(1);
const HEAD_END: &[u8] = b"\r\n\r\n";

/// One connection to a server on this machine.
pub struct Client {
    stream: TcpStream,
    host: String,
    request: Vec<u8>,
    /// What was read of the answer, and nothing behind it: a request is sent only after the last answer's end.
    read: Vec<u8>,
    body: Vec<u8>,
}

/// Where an answer's body ends.
enum Length {
    Known(usize),
    Chunked,
}

impl Client {
    /// Connects.
    pub fn connect(address: SocketAddr) -> Outcome<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let (request, read, body) = (Vec::new(), Vec::new(), Vec::new());
        Ok(Self { stream, host: address.to_string(), request, read, body })
    }

    /// The body of what lives at a path.
    pub fn get(&mut self, path: &str) -> Outcome<&[u8]> {
        self.request.clear();
        write!(self.request, "GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", self.host)?;
        self.exchange(path, 200)
    }

    /// The body of the answer, which must have this status.
    pub fn post(&mut self, path: &str, json: &str, wanted: u16) -> Outcome<&[u8]> {
        let (status, body) = self.sent(path, json)?;
        expect(path, status, wanted, body)
    }

    /// Posts a body; returns the status of the answer and its body.
    pub fn sent(&mut self, path: &str, json: &str) -> Outcome<(u16, &[u8])> {
        self.write_post(path, json)?;
        Ok((self.answer()?, &self.body))
    }

    fn write_post(&mut self, path: &str, json: &str) -> Outcome<()> {
        self.request.clear();
        write!(
            self.request,
            "POST {path} HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{json}",
            self.host,
            json.len()
        )?;
        Ok(())
    }

    fn exchange(&mut self, path: &str, wanted: u16) -> Outcome<&[u8]> {
        let status = self.answer()?;
        expect(path, status, wanted, &self.body)
    }

    /// Sends the request, and reads the answer: its status, and its body.
    fn answer(&mut self) -> Outcome<u16> {
        self.stream.write_all(&self.request)?;
        self.read.clear();
        let head = loop {
            if let Some(end) = find(&self.read, 0, HEAD_END) {
                break end + HEAD_END.len();
            }
            self.more()?;
        };
        let (status, length) = parse_head(&self.read[..head])?;
        match length {
            Length::Known(length) => self.whole(head, length)?,
            Length::Chunked => self.chunks(head)?,
        }
        Ok(status)
    }

    fn more(&mut self) -> Outcome<()> {
        let mut part = [0; 16 * 1024];
        match self.stream.read(&mut part)? {
            0 => Err("the server closed the connection".into()),
            count => {
                self.read.extend_from_slice(&part[..count]);
                Ok(())
            }
        }
    }

    fn whole(&mut self, head: usize, length: usize) -> Outcome<()> {
        while self.read.len() < head + length {
            self.more()?;
        }
        self.body.clear();
        self.body.extend_from_slice(&self.read[head..head + length]);
        Ok(())
    }

    fn chunks(&mut self, mut at: usize) -> Outcome<()> {
        self.body.clear();
        loop {
            let end = loop {
                match find(&self.read, at, b"\r\n") {
                    Some(end) => break end,
                    None => self.more()?,
                }
            };
            let size = usize::from_str_radix(std::str::from_utf8(&self.read[at..end])?.trim(), 16)?;
            at = end + 2;
            while self.read.len() < at + size + 2 {
                self.more()?;
            }
            if size == 0 {
                return Ok(());
            }
            self.body.extend_from_slice(&self.read[at..at + size]);
            at += size + 2;
        }
    }
}

fn find(text: &[u8], from: usize, wanted: &[u8]) -> Option<usize> {
    text[from..].windows(wanted.len()).position(|window| window == wanted).map(|place| from + place)
}

fn parse_head(head: &[u8]) -> Outcome<(u16, Length)> {
    let head = std::str::from_utf8(head)?;
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or("no status")?;
    for line in head.lines() {
        let Some((name, value)) = line.split_once(':') else { continue };
        if name.eq_ignore_ascii_case("content-length") {
            return Ok((status, Length::Known(value.trim().parse()?)));
        }
        if name.eq_ignore_ascii_case("transfer-encoding") {
            return Ok((status, Length::Chunked));
        }
    }
    Ok((status, Length::Known(0)))
}

fn expect<'b>(path: &str, status: u16, wanted: u16, body: &'b [u8]) -> Outcome<&'b [u8]> {
    if status == wanted {
        return Ok(body);
    }
    Err(format!("{path} answered {status}: {}", String::from_utf8_lossy(body)).into())
}
