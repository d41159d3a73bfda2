//! Quotes as they are asked for.

use casebook_app::domain::money::{Currency, Money};
use casebook_app::domain::quotes::{MOST_LINES, Recipient};
use casebook_app::quotes::{DiscountDraft, LineDraft, QuoteChange, QuoteDraft};
use serde::Deserialize;
use utoipa::ToSchema;

use super::decimal::{PercentNumber, QuantityNumber};
use super::wire::{LanguageWord, QuoteDiscount, RecurrenceWord};
use crate::api::evidence::Amount;
use crate::api::wire::{DealIdText, PartyIdText, RecordIdText};
use crate::http::error::{Answer, Mistake, Places, Refusal};
use crate::http::request::body::Object;
use crate::http::request::body::bounded;
use crate::http::request::patch::Patch;

/// A line of a quote.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct QuoteLineDraft {
    /// The product, if it is one of the catalogue.
    #[serde(default)]
    #[schema(required = false)]
    product: Option<RecordIdText>,
    /// What is offered; the name of the product by default.
    #[serde(default)]
    #[schema(required = false, max_length = 2000)]
    description: Option<String>,
    /// How much of it; 1 by default.
    #[serde(default)]
    #[schema(required = false, value_type = Option<QuantityNumber>)]
    quantity: Option<QuantityNumber>,
    /// What one of it is; that of the product by default.
    #[serde(default)]
    #[schema(required = false, max_length = 40)]
    unit: Option<String>,
    /// The price of one; that of the price list, else of the product, by default.
    #[serde(default)]
    #[schema(required = false)]
    unit_price: Option<Amount>,
    /// What is taken off.
    #[serde(default)]
    #[schema(required = false, value_type = Option<QuoteDiscount>)]
    discount: Option<QuoteDiscount>,
    /// The tax, in percent; 0 by default.
    #[serde(default)]
    #[schema(required = false, value_type = Option<PercentNumber>)]
    tax_rate: Option<PercentNumber>,
    /// How often it is charged; `once` by default.
    #[serde(default)]
    #[schema(required = false)]
    recurring: Option<RecurrenceWord>,
    /// For how many months or years it is agreed.
    #[serde(default)]
    #[schema(required = false, minimum = 1, maximum = 1200)]
    term: Option<u32>,
}

/// Whom a quote is made to.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct QuoteRecipientDraft {
    /// The person or organization, if it is one of the casebook's.
    #[serde(default)]
    #[schema(required = false)]
    party: Option<PartyIdText>,
    /// The name, as printed.
    #[schema(max_length = 200)]
    name: String,
    /// The postal address, as printed.
    #[serde(default)]
    #[schema(required = false, max_length = 1000)]
    address: String,
}

/// A quote to add.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct QuoteDraftBody {
    /// The deal that it belongs to.
    deal: DealIdText,
    /// The currency of all its amounts.
    #[schema(pattern = "^[A-Z]{3}$")]
    currency: String,
    /// The price list from which prices are taken that no line gives.
    #[serde(default)]
    #[schema(required = false)]
    price_list: Option<RecordIdText>,
    /// What it is about; the name of the deal by default.
    #[serde(default)]
    #[schema(required = false, max_length = 200)]
    title: Option<String>,
    /// The language of the document; `en` by default.
    #[serde(default)]
    #[schema(required = false)]
    language: Option<LanguageWord>,
    /// To whom it is made; the account of the deal by default.
    #[serde(default)]
    #[schema(required = false, value_type = Option<QuoteRecipientDraft>)]
    recipient: Option<Object<QuoteRecipientDraft>>,
    /// The last day on which it can be accepted.
    #[serde(default)]
    #[schema(required = false, format = Date)]
    valid_until: Option<String>,
    /// What stands before the lines.
    #[serde(default)]
    #[schema(required = false, max_length = 10000)]
    introduction: Option<String>,
    /// What stands behind them.
    #[serde(default)]
    #[schema(required = false, max_length = 10000)]
    terms: Option<String>,
    /// The lines.
    #[serde(default, deserialize_with = "bounded::list::<MOST_LINES, _, _>")]
    #[schema(required = false, value_type = Vec<QuoteLineDraft>)]
    lines: Vec<Object<QuoteLineDraft>>,
}

/// What is to change of a draft. Absent fields stay.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct QuotePatch {
    /// The price list from which prices are taken that no line gives.
    #[serde(default)]
    #[schema(required = false)]
    price_list: Option<RecordIdText>,
    /// What it is about.
    #[serde(default)]
    #[schema(required = false, max_length = 200)]
    title: Option<String>,
    /// The language of the document.
    #[serde(default)]
    #[schema(required = false)]
    language: Option<LanguageWord>,
    /// To whom it is made.
    #[serde(default)]
    #[schema(required = false, value_type = Option<QuoteRecipientDraft>)]
    recipient: Option<Object<QuoteRecipientDraft>>,
    /// The last day on which it can be accepted; null for no end.
    #[serde(default)]
    #[schema(required = false, value_type = Option<String>, format = Date)]
    valid_until: Patch<String>,
    /// What stands before the lines.
    #[serde(default)]
    #[schema(required = false, max_length = 10000)]
    introduction: Option<String>,
    /// What stands behind them.
    #[serde(default)]
    #[schema(required = false, max_length = 10000)]
    terms: Option<String>,
    /// All lines, in place of those that are there.
    #[serde(default, deserialize_with = "bounded::list_or_null::<MOST_LINES, _, _>")]
    #[schema(required = false, value_type = Option<Vec<QuoteLineDraft>>)]
    lines: Option<Vec<Object<QuoteLineDraft>>>,
}

impl QuoteDraftBody {
    /// The draft of the use case.
    pub(super) fn read(self) -> Answer<QuoteDraft> {
        let currency = Currency::parse(&self.currency).filter(|currency| currency.code() == self.currency);
        let currency = currency.ok_or_else(|| {
            Refusal::invalid(vec![Mistake::new("/currency", "use a code of ISO 4217 such as EUR")])
        })?;
        let says = QuoteChange {
            title: self.title,
            language: self.language.map(|word| word.0),
            recipient: self.recipient.map(|Object(recipient)| recipient.into()),
            valid_until: self.valid_until.map(Some),
            introduction: self.introduction,
            terms: self.terms,
            lines: Some(lines(self.lines)?),
        };
        Ok(QuoteDraft { deal: self.deal.0, currency, price_list: self.price_list.map(|id| id.0), says })
    }
}

impl QuotePatch {
    /// The price list, and the change of the use case.
    pub(super) fn read(self) -> Answer<(Option<casebook_app::domain::ids::RecordId>, QuoteChange)> {
        let change = QuoteChange {
            title: self.title,
            language: self.language.map(|word| word.0),
            recipient: self.recipient.map(|Object(recipient)| recipient.into()),
            valid_until: self.valid_until.named("").map(|(_, day)| day),
            introduction: self.introduction,
            terms: self.terms,
            lines: self.lines.map(lines).transpose()?,
        };
        Ok((self.price_list.map(|id| id.0), change))
    }
}

impl From<QuoteRecipientDraft> for Recipient {
    fn from(QuoteRecipientDraft { party, name, address }: QuoteRecipientDraft) -> Self {
        Self { party: party.map(|id| id.0), name, address }
    }
}

fn lines(drafts: Vec<Object<QuoteLineDraft>>) -> Answer<Vec<LineDraft>> {
    let line = |(place, Object(draft)): (usize, Object<QuoteLineDraft>)| {
        draft.read().map_err(|refused| refused.within(&format!("/lines/{place}")))
    };
    drafts.into_iter().enumerate().map(line).collect()
}

impl QuoteLineDraft {
    fn read(self) -> Answer<LineDraft> {
        let money = |amount: &Amount, place: &str| -> Answer<Money> {
            amount.money().ok_or_else(|| {
                let detail = "use whole minor units and a code of ISO 4217 such as EUR";
                Refusal::invalid(vec![Mistake::new(place, detail)])
            })
        };
        let discount = match &self.discount {
            None => None,
            Some(QuoteDiscount::Percent(percent)) => Some(DiscountDraft::Percent(percent.0)),
            Some(QuoteDiscount::Amount(amount)) => {
                Some(DiscountDraft::Amount(money(amount, "/discount/amount")?))
            }
        };
        Ok(LineDraft {
            product: self.product.map(|id| id.0),
            description: self.description,
            quantity: self.quantity.map(|number| number.0),
            unit: self.unit,
            unit_price: self.unit_price.as_ref().map(|amount| money(amount, "/unit_price")).transpose()?,
            discount,
            tax_rate: self.tax_rate.map(|number| number.0),
            recurring: self.recurring.map(|word| word.0),
            term: self.term,
        })
    }
}

/// Where a body names what the use case finds wrong.
pub(super) struct InQuote;

impl Places for InQuote {
    fn place_of(&self, what: &str, _: &str) -> Option<String> {
        // A quote that is not there is named by the address.
        (what != "quote").then(|| format!("/{}", what.replace('.', "/")))
    }
}
