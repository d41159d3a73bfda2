//! A file of people as another CRM would export it, made of the sample data.

use std::io::{BufWriter, Write};
use std::path::Path;

use casebook_domain::party::PartyKind;
use casebook_domain::time::Timestamp;
use casebook_sample::{Account, Sample};

use super::Outcome;

/// What the columns of the file mean.
pub const MAPPING: &str = r#"
name = "bench-people"
system = "crm"

[party]
kind = "person"
external_id = "Id"

[fields]
name = "Name"
email = "Mail"
phone = "Phone"
company = "Company"
source = "Source"

[[evidence]]
kind = "form_submitted"
at = "Created"
"#;

const END: Timestamp = Timestamp(1_790_000_000_000_000);

/// Writes a file of `rows` people.
pub fn write(path: &Path, rows: u64) -> Outcome<()> {
    let mut file = BufWriter::new(std::fs::File::create(path)?);
    writeln!(file, "Id,Name,Mail,Phone,Company,Source,Created")?;
    // A good half of the parties are people.
    let people = Sample::new(rows * 2, 1, END).flat_map(|account| lines(&account));
    let mut left = rows;
    for line in people.take(usize::try_from(rows)?) {
        file.write_all(line.as_bytes())?;
        left -= 1;
    }
    file.flush()?;
    if left == 0 { Ok(()) } else { Err(format!("{left} people are missing").into()) }
}

fn lines(account: &Account) -> Vec<String> {
    let known = account.evidence.iter().find_map(|one| one.occurred_at).unwrap_or(END).to_string();
    let people = account.parties.iter().filter(|party| party.kind == PartyKind::Person);
    let line = |party: &casebook_sample::SampleParty| {
        let field = |name: &str| party.fields.get(name).map_or("", String::as_str);
        let cells = ["name", "email", "phone", "company", "source"].map(field).join(",");
        format!("{},{cells},{known}\n", party.external_id)
    };
    people.map(line).collect()
}
