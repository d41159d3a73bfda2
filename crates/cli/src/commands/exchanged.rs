//! Sums of deals in the workspace's own currency, as the shell shows them.

use casebook_app::ExchangedAmounts;
use casebook_app::domain::money::Money;
use serde_json::{Value, json};

use super::exchange_rates::rate_json;
use super::record_groups::minor;
use crate::output::number;

/// The sums as the API sends them.
pub fn exchanged_json(sums: &ExchangedAmounts) -> Value {
    json!({
        "currency": sums.currency.code(),
        "total": minor(sums.total()),
        "open": minor(sums.open),
        "weighted": minor(sums.weighted),
        "won": minor(sums.won),
        "lost": minor(sums.lost),
        "without_rate": sums.without_rate,
        "rates": sums.rates.iter().copied().map(rate_json).collect::<Vec<_>>(),
    })
}

/// The sums in a line.
pub fn exchanged_text(sums: &ExchangedAmounts) -> String {
    let named = [("won", sums.won), ("lost", sums.lost), ("open", sums.open), ("weighted", sums.weighted)];
    let named = named.map(|(word, sum)| format!("{} {word}", major(sums, sum)));
    let without = match sums.without_rate {
        0 => String::new(),
        1 => "; without 1 deal that has no rate".to_owned(),
        count => format!("; without {} deals that have no rate", number(count)),
    };
    format!("In {}: {}{without}.", sums.currency.code(), named.join(", "))
}

/// What all of them come to.
pub fn exchanged_total(sums: &ExchangedAmounts) -> String {
    major(sums, sums.total())
}

fn major(sums: &ExchangedAmounts, sum: i128) -> String {
    Money { minor: minor(sum), currency: sums.currency }.major()
}
