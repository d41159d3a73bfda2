//! A line of a quote as it is typed: `description=Loom;quantity=2;price=600`.

use casebook_app::domain::ids::RecordId;
use casebook_app::domain::money::{Currency, amount};
use casebook_app::domain::quotes::{Percent, Quantity, Recurrence};
use casebook_app::quotes::{DiscountDraft, LineDraft};

use crate::output::Failure;

/// Reads a line; amounts are in the quote's currency unless they name another.
pub fn read(text: &str, currency: Currency) -> Result<LineDraft, Failure> {
    let mut line = LineDraft::default();
    for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        let (name, value) = part.split_once('=').unwrap_or(("description", part));
        let (name, value) = (name.trim(), value.trim());
        set(&mut line, name, value, currency).ok_or_else(|| refused(name, value))?;
    }
    Ok(line)
}

/// Gives a line what a part of the text says; none if that cannot be read.
fn set(line: &mut LineDraft, name: &str, value: &str, currency: Currency) -> Option<()> {
    match name {
        "product" => line.product = Some(RecordId::parse(value)?),
        "description" => line.description = Some(value.to_owned()),
        "quantity" => line.quantity = Some(Quantity::parse(value)?),
        "unit" => line.unit = Some(value.to_owned()),
        "price" => line.unit_price = Some(amount::read_alone(value, Some(currency))?),
        "discount" => {
            line.discount = Some(match value.strip_suffix('%') {
                Some(percent) => DiscountDraft::Percent(Percent::parse(percent)?),
                None => DiscountDraft::Amount(amount::read_alone(value, Some(currency))?),
            });
        }
        "tax" => line.tax_rate = Some(Percent::parse(value.trim_end_matches('%'))?),
        "recurring" => line.recurring = Some(Recurrence::from_word(value)?),
        "term" => line.term = Some(value.parse().ok()?),
        _ => return None,
    }
    Some(())
}

fn refused(name: &str, value: &str) -> Failure {
    Failure::usage(format!(
        "--line: `{name}={value}` cannot be read; use parts such as description=Loom;quantity=2;price=600;unit=piece;\
         tax=19;discount=10%;recurring=monthly;term=12;product=rec_…"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_part_by_part() {
        let euro = Currency::parse("EUR").unwrap();
        let line =
            read("Loom; quantity=2.5;price=600;tax=19%;discount=12.50 EUR;recurring=monthly;term=12", euro);
        let line = line.ok().unwrap();
        assert_eq!(line.description.as_deref(), Some("Loom"));
        assert_eq!(line.quantity.map(|quantity| quantity.to_string()).as_deref(), Some("2.5"));
        assert_eq!(line.unit_price.map(|money| money.minor), Some(60_000));
        assert!(matches!(line.discount, Some(DiscountDraft::Amount(money)) if money.minor == 1_250));
        assert_eq!((line.recurring, line.term), (Some(Recurrence::Monthly), Some(12)));
        for wrong in ["colour=red", "quantity=many", "price=", "discount=x%", "term=-1"] {
            assert!(read(wrong, euro).is_err(), "{wrong}");
        }
    }
}
