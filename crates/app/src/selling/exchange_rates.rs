//! The exchange rates by which amounts of other currencies are added up.

use casebook_domain::access::Subject;
use casebook_domain::change::Action;
use casebook_domain::money::exchange::{ExchangeRates, WrittenRate, WrittenRates};
use casebook_store::{Connection, setting};

use crate::desk::{About, Session, Work};
use crate::error::{Error, Result};

/// The setting.
const SETTING: &str = "exchange_rates";

/// The exchange rates as they are set; none before they are.
pub fn get(session: &Session) -> Result<ExchangeRates> {
    if !session.sees_workspace() {
        return Ok(ExchangeRates::default());
    }
    session.read(|connection, _| stored(connection))
}

/// The exchange rates in a transaction.
pub(crate) fn stored(connection: &mut Connection<'_>) -> Result<ExchangeRates> {
    let Some(text) = setting::get(connection, SETTING)? else { return Ok(ExchangeRates::default()) };
    let written: WrittenRates = serde_json::from_str(&text).unwrap_or_default();
    // Only what was read is stored.
    Ok(ExchangeRates::read(&written).unwrap_or_default())
}

/// Sets the currency in which sums are given, and all rates.
pub fn set(session: &Session, rates: &WrittenRates) -> Result<ExchangeRates> {
    session.may(Subject::Workspace)?;
    let rates =
        ExchangeRates::read(rates).map_err(|problem| Error::argument(problem.place, problem.detail))?;
    session.write(move |work| {
        let before = stored(work.connection)?;
        if before != rates {
            store(work, &before, &rates)?;
        }
        Ok(rates.clone())
    })
}

/// The rates of a table (CSV) with the columns `currency`, `from` and `rate`.
pub fn of_table(text: &str) -> Result<Vec<WrittenRate>> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let rows: std::result::Result<Vec<WrittenRate>, csv::Error> = reader.deserialize().collect();
    rows.map_err(|error| Error::argument("rates", error.to_string()))
}

/// Sets the rates back to what they were before an entry of the journal. Returns whether they still were what the entry
/// set.
pub(crate) fn set_back(work: &mut Work<'_, '_>, detail: &str) -> Result<bool> {
    let [before, after]: [WrittenRates; 2] = serde_json::from_str(detail).unwrap_or_default();
    let present = stored(work.connection)?;
    if present.written() != after {
        return Ok(false);
    }
    let before = ExchangeRates::read(&before).map_err(|problem| Error::Refused(problem.to_string()))?;
    if present != before {
        store(work, &present, &before)?;
    }
    Ok(true)
}

fn store(work: &mut Work<'_, '_>, before: &ExchangeRates, after: &ExchangeRates) -> Result<()> {
    let (before, after) = (before.written(), after.written());
    let text = serde_json::to_string(&after).unwrap_or_default();
    setting::set(work.connection, SETTING, &text)?;
    work.announce(Action::ExchangeRatesSet, SETTING, Vec::new());
    let detail = serde_json::to_string(&[before, after]).unwrap_or_default();
    let about = About { row_key: Some(SETTING.to_owned()), detail, ..About::default() };
    work.enter(Action::ExchangeRatesSet, about);
    Ok(())
}
