//! `casebook setting exchange-rates`.

use std::path::PathBuf;

use casebook_app::domain::money::exchange::{ExchangeRate, ExchangeRates, WrittenRates};
use casebook_app::domain::zone;
use casebook_app::{Error, exchange_rates};
use clap::Args;
use serde_json::json;

use crate::globals::Globals;
use crate::output::{Answer, Failure};

/// Arguments of `setting exchange-rates`.
#[derive(Args)]
pub struct ExchangeRatesArguments {
    /// A table (CSV) with the columns `currency`, `from` and `rate`: how many units of the currency one of the base is worth
    /// from a day on
    #[arg(value_name = "FILE", requires = "base")]
    file: Option<PathBuf>,
    /// The workspace's own currency, in which sums are given. Without a file, the rates that are set stay
    #[arg(long, value_name = "CODE")]
    base: Option<String>,
}

/// Shows or sets the rates.
pub fn run(globals: &Globals, arguments: &ExchangeRatesArguments) -> Result<Answer, Failure> {
    let session = globals.open()?;
    let present = exchange_rates::get(&session)?;
    let rates = match (&arguments.base, &arguments.file) {
        (None, _) => present,
        (Some(base), None) => {
            let written = WrittenRates { base: base.clone(), ..present.written() };
            exchange_rates::set(&session, &written)?
        }
        (Some(base), Some(file)) => {
            let text = std::fs::read_to_string(file);
            let text = text.map_err(|error| Error::file(file, error))?;
            let rates = exchange_rates::of_table(&text)?;
            exchange_rates::set(&session, &WrittenRates { base: base.clone(), rates })?
        }
    };
    Ok(Answer::new(body(&rates), text(&rates)))
}

fn body(rates: &ExchangeRates) -> serde_json::Value {
    let base = rates.base().map(|base| base.code().to_owned()).unwrap_or_default();
    json!({ "base": base, "rates": rates.iter().map(rate_json).collect::<Vec<_>>() })
}

/// A rate as the API sends it.
pub fn rate_json(one: ExchangeRate) -> serde_json::Value {
    json!({ "currency": one.currency.code(), "from": zone::written(one.from), "rate": one.rate.to_json() })
}

fn text(rates: &ExchangeRates) -> String {
    let Some(base) = rates.base() else { return "No exchange rates are set yet.".to_owned() };
    let line = |one: ExchangeRate| {
        format!("from {}: 1 {} = {} {}", zone::written(one.from), base.code(), one.rate, one.currency.code())
    };
    let lines = rates.iter().map(line);
    [format!("sums in {}", base.code())].into_iter().chain(lines).collect::<Vec<_>>().join("\n")
}
