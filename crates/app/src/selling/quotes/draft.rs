//! What is asked of a quote, before it is completed from the deal and the catalogue.

use casebook_domain::ids::{DealId, RecordId};
use casebook_domain::money::{Currency, Money};
use casebook_domain::quotes::{Content, Discount, Language, Line, Percent, Quantity, Recipient, Recurrence};

use crate::error::{Error, Result};

/// A new quote. What is not given is taken from the deal, its account, and the catalogue.
#[derive(Clone, Debug)]
pub struct QuoteDraft {
    /// The deal that it belongs to.
    pub deal: DealId,
    /// The currency of all its amounts.
    pub currency: Currency,
    /// The price list from which prices are taken that no line gives.
    pub price_list: Option<RecordId>,
    /// What else it says.
    pub says: QuoteChange,
}

/// What a quote is to say: what is not given stays.
#[derive(Clone, Debug, Default)]
pub struct QuoteChange {
    /// What it is about.
    pub title: Option<String>,
    /// The language of the document.
    pub language: Option<Language>,
    /// To whom it is made.
    pub recipient: Option<Recipient>,
    /// The last day on which it can be accepted; `Some(None)` for no end.
    pub valid_until: Option<Option<String>>,
    /// What stands before the lines.
    pub introduction: Option<String>,
    /// What stands behind them.
    pub terms: Option<String>,
    /// All its lines.
    pub lines: Option<Vec<LineDraft>>,
}

/// A line as it is asked for.
#[derive(Clone, Debug, Default)]
pub struct LineDraft {
    /// The product.
    pub product: Option<RecordId>,
    /// What is offered; the name of the product if absent.
    pub description: Option<String>,
    /// How much of it; one if absent.
    pub quantity: Option<Quantity>,
    /// What one of it is; that of the product if absent.
    pub unit: Option<String>,
    /// The price of one; that of the price list, or of the product, if absent.
    pub unit_price: Option<Money>,
    /// What is taken off.
    pub discount: Option<DiscountDraft>,
    /// The tax; none if absent.
    pub tax_rate: Option<Percent>,
    /// How often it is charged; once if absent.
    pub recurring: Option<Recurrence>,
    /// For how many months or years it is agreed.
    pub term: Option<u32>,
}

/// A discount as it is asked for.
#[derive(Clone, Copy, Debug)]
pub enum DiscountDraft {
    /// A share of the line.
    Percent(Percent),
    /// An amount.
    Amount(Money),
}

impl QuoteChange {
    /// Gives content what is asked for; lines have been completed.
    pub(super) fn apply(&self, content: &mut Content) -> Result<()> {
        if let Some(title) = &self.title {
            title.trim().clone_into(&mut content.title);
        }
        if let Some(language) = self.language {
            content.language = language;
        }
        if let Some(recipient) = &self.recipient {
            content.recipient = recipient.clone();
        }
        if let Some(valid_until) = &self.valid_until {
            content.valid_until.clone_from(valid_until);
        }
        if let Some(introduction) = &self.introduction {
            introduction.trim().clone_into(&mut content.introduction);
        }
        if let Some(terms) = &self.terms {
            terms.trim().clone_into(&mut content.terms);
        }
        if let Some(lines) = &self.lines {
            let line = |(place, line): (usize, &LineDraft)| line.complete(place, content.currency);
            content.lines = lines.iter().enumerate().map(line).collect::<Result<_>>()?;
        }
        Ok(())
    }
}

impl LineDraft {
    /// The line, once everything stands in the draft that the catalogue knows.
    fn complete(&self, place: usize, currency: Currency) -> Result<Line> {
        let at = |field: &str| format!("lines.{place}.{field}");
        let unit_price = self.unit_price.ok_or_else(|| {
            let detail = "give a price; neither the price list nor the product has one in this currency";
            Error::argument(at("unit_price"), detail)
        })?;
        let discount = match self.discount {
            None => None,
            Some(DiscountDraft::Percent(percent)) => Some(Discount::Percent(percent)),
            Some(DiscountDraft::Amount(money)) => {
                Some(Discount::Amount(minor_of(money, currency, &at("discount"))?))
            }
        };
        Ok(Line {
            product: self.product,
            description: self.description.as_deref().unwrap_or_default().trim().to_owned(),
            quantity: self.quantity.or(Quantity::whole(1)).unwrap_or_default(),
            unit: self.unit.as_deref().unwrap_or_default().trim().to_owned(),
            unit_price: minor_of(unit_price, currency, &at("unit_price"))?,
            discount,
            tax_rate: self.tax_rate.unwrap_or_default(),
            recurring: self.recurring.unwrap_or_default(),
            term: self.term,
        })
    }
}

/// The minor units of an amount, which has to be in the quote's currency.
fn minor_of(money: Money, currency: Currency, place: &str) -> Result<i64> {
    if money.currency == currency {
        return Ok(money.minor);
    }
    let detail = format!("is in {}, and the quote in {}", money.currency.code(), currency.code());
    Err(Error::argument(place, detail))
}
