//! Quotes as they are printed, for people and as JSON.

use casebook_app::domain::money::{Currency, Money};
use casebook_app::domain::quotes::{Discount, Line, LineAmounts, Sum, Tax};
use casebook_app::quotes::Quote;
use serde_json::{Value, json};

use crate::output::{Column, Table};

/// A quote as the interface sends it.
pub fn as_json(quote: &Quote) -> Value {
    let Quote { row, state, deal_name, content, amounts, totals, answer } = quote;
    let currency = content.currency;
    let sum = |sum: &Option<Sum>| sum.as_ref().map(|sum| sum_json(sum, currency));
    json!({
        "id": row.id.to_string(),
        "deal": row.deal.to_string(),
        "deal_name": deal_name,
        "number": row.number.map(|number| number.to_string()),
        "version": row.edition,
        "state": state.word(),
        "title": content.title,
        "currency": currency.code(),
        "language": content.language.code(),
        "recipient": {
            "party": content.recipient.party.map(|id| id.to_string()),
            "name": content.recipient.name,
            "address": content.recipient.address,
        },
        "valid_until": content.valid_until,
        "introduction": content.introduction,
        "terms": content.terms,
        "lines": content.lines.iter().zip(amounts).map(|(line, of)| line_json(line, of, currency)).collect::<Vec<_>>(),
        "totals": {
            "once": sum(&totals.once),
            "monthly": sum(&totals.monthly),
            "yearly": sum(&totals.yearly),
            "agreed": sum(&totals.agreed),
        },
        "sent_at": row.sent_at.map(|at| at.to_string()),
        "answer": answer,
        "created_by": row.created_by,
        "created_at": row.created_at.to_string(),
        "updated_at": row.updated_at.to_string(),
    })
}

fn money_json(minor: i64, currency: Currency) -> Value {
    json!({ "minor": minor, "currency": currency.code() })
}

fn line_json(line: &Line, of: &LineAmounts, currency: Currency) -> Value {
    let money = |minor| money_json(minor, currency);
    let discount = line.discount.map(|discount| match discount {
        Discount::Percent(percent) => json!({ "percent": percent.to_json() }),
        Discount::Amount(minor) => json!({ "amount": money(minor) }),
    });
    json!({
        "product": line.product.map(|id| id.to_string()),
        "description": line.description,
        "quantity": line.quantity.to_json(),
        "unit": line.unit,
        "unit_price": money(line.unit_price),
        "discount": discount,
        "tax_rate": line.tax_rate.to_json(),
        "recurring": line.recurring.word(),
        "term": line.term,
        "full": money(of.full),
        "taken_off": money(of.discount),
        "net": money(of.net),
        "tax": money(of.tax),
        "gross": money(of.gross),
    })
}

fn sum_json(sum: &Sum, currency: Currency) -> Value {
    let money = |minor| money_json(minor, currency);
    let tax = |tax: &Tax| json!({ "rate": tax.rate.to_json(), "net": money(tax.net), "tax": money(tax.tax) });
    json!({
        "net": money(sum.net),
        "taxes": sum.taxes.iter().map(tax).collect::<Vec<_>>(),
        "tax": money(sum.tax),
        "gross": money(sum.gross),
    })
}

/// A quote with its lines and totals.
pub fn text_of(quote: &Quote) -> String {
    let Quote { row, content, amounts, totals, .. } = quote;
    let major = |minor| Money { minor, currency: content.currency }.major();
    let mut table = Table::new(&[
        Column::Left("description"),
        Column::Right("quantity"),
        Column::Right("price"),
        Column::Right("discount"),
        Column::Right("tax %"),
        Column::Right("net"),
        Column::Left("charged"),
    ]);
    for (line, of) in content.lines.iter().zip(amounts) {
        let charged = match line.term {
            Some(term) => format!("{} × {term}", line.recurring.word()),
            None => line.recurring.word().to_owned(),
        };
        table.row([
            &line.description,
            &format!("{} {}", line.quantity, line.unit),
            &major(line.unit_price),
            &major(of.discount),
            &line.tax_rate.to_string(),
            &major(of.net),
            &charged,
        ]);
    }
    let sums = [
        ("Once", &totals.once),
        ("Monthly", &totals.monthly),
        ("Yearly", &totals.yearly),
        ("Agreed", &totals.agreed),
    ];
    let sums = sums.into_iter().filter_map(|(name, sum)| sum.as_ref().map(|sum| (name, sum)));
    let sums = sums.map(|(name, sum)| {
        let code = content.currency.code();
        format!("{name}: {} net + {} tax = {} {code}", major(sum.net), major(sum.tax), major(sum.gross))
    });
    let head = format!(
        "{} · {} version {} · {}\n{} · to {}",
        row.id,
        numbered(quote),
        row.edition,
        quote.state.word(),
        content.title,
        content.recipient.name
    );
    let parts = [head, table.text("No lines yet.").trim_end().to_owned()];
    parts.into_iter().chain(sums).collect::<Vec<_>>().join("\n")
}

/// A row for each quote.
pub fn table_of(quotes: &[Quote]) -> String {
    let mut table = Table::new(&[
        Column::Left("quote"),
        Column::Left("number"),
        Column::Right("version"),
        Column::Left("state"),
        Column::Left("title"),
        Column::Right("total"),
    ]);
    for quote in quotes {
        let sum = quote.totals.agreed.as_ref().or(quote.totals.once.as_ref());
        let currency = quote.content.currency;
        let total =
            sum.map(|sum| format!("{} {}", Money { minor: sum.gross, currency }.major(), currency.code()));
        table.row([
            &quote.row.id.to_string(),
            &numbered(quote),
            &quote.row.edition.to_string(),
            quote.state.word(),
            &quote.content.title,
            &total.unwrap_or_default(),
        ]);
    }
    table.text("There are no quotes yet.")
}

fn numbered(quote: &Quote) -> String {
    quote.row.number.map_or_else(|| "no number".to_owned(), |number| number.to_string())
}
