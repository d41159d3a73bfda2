//! What the catalogue knows of the products on lines: names, units and prices.

use casebook_domain::ids::RecordId;
use casebook_domain::money::{Currency, Money};
use casebook_domain::records::{
    FieldCondition, FieldKind, FieldTest, FieldValue, RecordFilter, Scalar, Values,
};
use casebook_domain::zone;
use casebook_index::RecordRequest;

use super::draft::LineDraft;
use crate::desk::Session;
use crate::error::{Error, Result};
use crate::records::{self, Record};

/// The record types of the catalogue.
const PRODUCT: &str = "product";
const PRICE_LIST: &str = "price_list";
const PRICE: &str = "price";

/// Gives lines what they leave out and the catalogue knows.
pub(super) fn fill(
    session: &Session,
    lines: &mut [LineDraft],
    currency: Currency,
    price_list: Option<RecordId>,
) -> Result<()> {
    if let Some(list) = price_list {
        ensure_in_force(session, list, currency)?;
    }
    for (place, line) in lines.iter_mut().enumerate() {
        let Some(id) = line.product else { continue };
        let product = found(session, PRODUCT, id, &format!("lines.{place}.product"))?;
        line.description.get_or_insert_with(|| product.row.name.clone());
        if let (None, Some(unit)) = (&line.unit, text(&product.values, "unit")) {
            line.unit = Some(unit);
        }
        if line.unit_price.is_none() {
            line.unit_price = price_of(session, &product, currency, price_list)?;
        }
    }
    Ok(())
}

/// The price of the list, else that of the product, in a currency.
fn price_of(
    session: &Session,
    product: &Record,
    currency: Currency,
    price_list: Option<RecordId>,
) -> Result<Option<Money>> {
    let in_currency = |values: &Values| money(values, "price").filter(|price| price.currency == currency);
    if let Some(list) = price_list {
        let named = |name: &str, id: RecordId| {
            RecordFilter::Field(FieldCondition {
                name: name.to_owned(),
                kind: FieldKind::Record,
                test: FieldTest::OneOf(vec![Scalar::Text(id.to_string())]),
            })
        };
        let filter = RecordFilter::All(vec![named("product", product.row.id), named("price_list", list)]);
        let request = RecordRequest { filter, sort: Vec::new(), cursor: None, limit: 10 };
        let (prices, _) = records::find(session, PRICE, &request)?;
        if let Some(price) = prices.iter().find_map(|price| in_currency(&price.values)) {
            return Ok(Some(price));
        }
    }
    Ok(in_currency(&product.values))
}

/// Refuses a price list of another currency, and one that does not hold today.
fn ensure_in_force(session: &Session, list: RecordId, currency: Currency) -> Result<()> {
    let list = found(session, PRICE_LIST, list, "price_list")?;
    let refuse = |detail: String| Err(Error::argument("price_list", detail));
    if let Some(code) = text(&list.values, "currency").filter(|code| code != currency.code()) {
        return refuse(format!("has prices in {code}, and the quote is in {}", currency.code()));
    }
    let today = zone::written(session.zone()?.day_of(session.now()));
    let day = |name: &str| match list.values.get(name) {
        Some(FieldValue::One(Scalar::Date(day))) => Some(day.to_string()),
        _ => None,
    };
    if day("valid_from").is_some_and(|from| today < from)
        || day("valid_until").is_some_and(|until| today > until)
    {
        return refuse(format!("`{}` does not hold today ({today})", list.row.name));
    }
    Ok(())
}

fn found(session: &Session, type_name: &str, id: RecordId, place: &str) -> Result<Record> {
    records::show(session, type_name, id).map_err(|error| match error {
        Error::NotFound { .. } => {
            Error::argument(place, format!("there is no {} `{id}`", type_name.replace('_', " ")))
        }
        other => other,
    })
}

fn text(values: &Values, name: &str) -> Option<String> {
    match values.get(name) {
        Some(FieldValue::One(Scalar::Text(text) | Scalar::Choice(text))) => Some(text.clone()),
        _ => None,
    }
}

fn money(values: &Values, name: &str) -> Option<Money> {
    match values.get(name) {
        Some(FieldValue::One(Scalar::Money(money))) => Some(*money),
        _ => None,
    }
}
