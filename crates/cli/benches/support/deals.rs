//! More deals than a sample company has.

#![expect(clippy::print_stderr, reason = "a bench says what it waits for")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use casebook_testkit::bench::{Outcome, grouped, timed};

use crate::support::raw::{Address, Raw};
use crate::support::sample::{casebook, prepared};

/// What the columns of [`table_of_deals`] mean.
const DEALS: &str = "name = \"deals\"\nsystem = \"bench\"\n[party]\nkind = \"organization\"\nkey = [\"name\"]\n\
    [fields]\nname = \"Account\"\n[deal]\nid = \"Deal\"\namount = \"Amount\"\ndefault_currency = \"EUR\"\n\
    [[evidence]]\nkind = \"deal_opened\"\nat = \"Opened\"\n[[evidence]]\nkind = \"deal_won\"\nat = \"Won\"\nwhen = \"Won\"\n\
    [[evidence]]\nkind = \"deal_lost\"\nat = \"Lost\"\nwhen = \"Lost\"\n";

/// A sample with three deals for ten parties: those of the sample company, and as many more of made-up accounts. Casebook
/// imports them, so that each has its evidence.
pub fn with_deals(folder: &Path, parties: u64) -> Outcome<PathBuf> {
    let path = folder.join(format!("sample-{parties}-deals.db"));
    if path.exists() {
        return Ok(path);
    }
    let sample = prepared(folder, parties)?;
    let making = folder.join("making-deals.db");
    std::fs::copy(sample, &making)?;
    let deals = "SELECT 1 FROM record WHERE type = 'deal'";
    let present = Raw::open(&Address::Sqlite(making.clone()))?.rows(deals, &[])?.len();
    let more = (parties * 3 / 10).saturating_sub(present as u64);
    let (table, mapping) = (folder.join("deals.csv"), folder.join("deals.toml"));
    std::fs::write(&table, table_of_deals(more))?;
    std::fs::write(&mapping, DEALS)?;
    let (table, mapping) = (table.display().to_string(), mapping.display().to_string());
    let url = Address::Sqlite(making.clone()).url();
    let words = ["import", &table, "--mapping", &mapping, "--database", &url];
    let ((), time) = timed(|| casebook(&words))?;
    eprintln!("{} more deals imported in {:.1} s", grouped(more), time.as_secs_f64());
    std::fs::rename(&making, &path)?;
    Ok(path)
}

/// Ten deals for an account; a third is won, a third lost.
fn table_of_deals(count: u64) -> String {
    let mut table = "Deal,Account,Amount,Opened,Won,Lost\n".to_owned();
    for deal in 0..count {
        let day = |at: u64| format!("202{}-{:02}-{:02}", at / 360 % 6, at / 30 % 12 + 1, at % 28 + 1);
        let (opened, ended) = (day(deal * 37 % 1_800), day(deal * 37 % 1_800 + 60));
        let (won, lost) = match deal % 3 {
            0 => (ended.as_str(), ""),
            1 => ("", ended.as_str()),
            _ => ("", ""),
        };
        let amount = 500 + deal * 7_919 % 40_000;
        // Writing to a text does not fail.
        let _ = writeln!(table, "B{deal},Account {},{amount},{opened},{won},{lost}", deal / 10);
    }
    table
}
