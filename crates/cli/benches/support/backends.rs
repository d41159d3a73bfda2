//! What PostgreSQL's own processes take of the processors.

use std::fs;

use casebook_testkit::bench::{Outcome, processor_of};

use super::raw::{Address, Raw, Value};

/// Seconds that the processes of the server behind an address have taken; 0 where the engine is no process of
/// its own. Those that have ended are not counted.
pub fn processor(address: &Address) -> Outcome<f64> {
    let Address::Postgres(_) = address else { return Ok(0.0) };
    let rows = Raw::open(address)?.rows("SELECT pg_backend_pid()::bigint", &[])?;
    let Some([Value::Int(own)]) = rows.first().map(Vec::as_slice) else { return Ok(0.0) };
    let Some(server) = parent(&own.to_string()) else { return Ok(0.0) };
    let mut seconds = 0.0;
    for entry in fs::read_dir("/proc")? {
        let name = entry?.file_name();
        let Some(process) = name.to_str().filter(|name| name.bytes().all(|byte| byte.is_ascii_digit()))
        else {
            continue;
        };
        if parent(process).as_deref() == Some(&server) {
            seconds += processor_of(process);
        }
    }
    Ok(seconds)
}

fn parent(process: &str) -> Option<String> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    status.lines().find_map(|line| line.strip_prefix("PPid:")).map(|parent| parent.trim().to_owned())
}
