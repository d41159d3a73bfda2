//! Quotes as they are sent.

use casebook_app::domain::money::{Currency, Money};
use casebook_app::domain::quotes::{
    Answer, Company, Content, Discount, Language, Line, LineAmounts, QuoteState, Recurrence, Sum, Tax, Totals,
};
use casebook_app::quotes::Quote;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use super::decimal::{DecimalNumber, PercentNumber, QuantityNumber};
use crate::api::evidence::Amount;
use crate::api::wire::{DealIdText, PartyIdText, QuoteIdText, RecordIdText, at};

macro_rules! word {
    ($(#[$doc:meta])* $name:ident of $of:ty as $schema:literal { $($word:literal),* } by $read:path, $write:path) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub(crate) struct $name(pub(crate) $of);

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str($write(self.0))
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                let words = [$($word),*];
                $read(&text).map(Self).ok_or_else(|| {
                    D::Error::custom(format_args!("`{text}` is not one of {}", words.join(", ")))
                })
            }
        }

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                ObjectBuilder::new().schema_type(Type::String).enum_values(Some([$($word),*])).into()
            }
        }

        impl ToSchema for $name {
            fn name() -> std::borrow::Cow<'static, str> {
                $schema.into()
            }
        }
    };
}

word!(/// How often a line is charged.
    RecurrenceWord of Recurrence as "QuoteRecurrence" { "once", "monthly", "yearly" }
    by Recurrence::from_word, Recurrence::word);
word!(/// The language of a quote.
    LanguageWord of Language as "QuoteLanguage" { "en", "de", "ar" } by Language::from_code, Language::code);
word!(/// The state of a quote.
    StateWord of QuoteState as "QuoteState" { "draft", "sent", "accepted", "declined", "expired", "withdrawn" }
    by QuoteState::from_word, QuoteState::word);

/// What is taken off a line before tax.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum QuoteDiscount {
    /// A share of the line, at most 100.
    #[schema(value_type = PercentNumber)]
    Percent(PercentNumber),
    /// An amount, at most that of the line.
    Amount(Amount),
}

/// Whom a quote is made to.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct QuoteRecipient {
    /// The person or organization; null if it is none of the casebook's.
    #[schema(required)]
    pub(crate) party: Option<PartyIdText>,
    /// The name, as printed.
    pub(crate) name: String,
    /// The postal address, as printed.
    pub(crate) address: String,
}

/// A line of a quote, with what it comes to each time it is charged.
#[derive(Serialize, ToSchema)]
pub(crate) struct QuoteLine {
    /// The product; null if it is none of the catalogue.
    #[schema(required)]
    pub(crate) product: Option<RecordIdText>,
    /// What is offered.
    description: String,
    /// How much of it.
    #[schema(value_type = QuantityNumber)]
    quantity: QuantityNumber,
    /// What one of it is.
    unit: String,
    /// The price of one.
    unit_price: Amount,
    /// What is taken off; null if nothing is.
    #[schema(required)]
    discount: Option<QuoteDiscount>,
    /// The tax, in percent.
    #[schema(value_type = PercentNumber)]
    tax_rate: PercentNumber,
    /// How often it is charged.
    recurring: RecurrenceWord,
    /// For how many months or years it is agreed; null if it is charged once, or without an end.
    #[schema(required)]
    term: Option<u32>,
    /// Quantity times price.
    full: Amount,
    /// What is taken off, as an amount.
    taken_off: Amount,
    /// The rest, before tax.
    net: Amount,
    /// The tax on that.
    tax: Amount,
    /// Both.
    gross: Amount,
}

/// The tax of one rate.
#[derive(Serialize, ToSchema)]
pub(crate) struct QuoteTax {
    /// The rate, in percent.
    #[schema(value_type = PercentNumber)]
    rate: PercentNumber,
    /// What it is on.
    net: Amount,
    /// The tax.
    tax: Amount,
}

/// The sum of printed lines.
#[derive(Serialize, ToSchema)]
pub(crate) struct QuoteSum {
    /// Before tax.
    net: Amount,
    /// The tax of each rate, the lowest first.
    taxes: Vec<QuoteTax>,
    /// All tax.
    tax: Amount,
    /// With tax.
    gross: Amount,
}

/// What a quote comes to.
#[derive(Serialize, ToSchema)]
pub(crate) struct QuoteTotals {
    /// What is charged once; null if nothing is.
    #[schema(required)]
    once: Option<QuoteSum>,
    /// What is charged every month.
    #[schema(required)]
    monthly: Option<QuoteSum>,
    /// What is charged every year.
    #[schema(required)]
    yearly: Option<QuoteSum>,
    /// All that is agreed over the terms of its lines; null if a recurring line has no term.
    #[schema(required)]
    agreed: Option<QuoteSum>,
}

/// What the recipient of a quote answered.
#[derive(Serialize, ToSchema)]
pub(crate) struct QuoteAnswer {
    /// When.
    #[schema(format = DateTime)]
    at: String,
    /// Who says so; empty if nobody is named.
    name: String,
    /// Why it was declined, or a note.
    reason: String,
    /// The network address from which it was answered by link; null if it was recorded by hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    address: Option<String>,
}

/// A version of a quote.
#[derive(Serialize, ToSchema)]
pub(crate) struct QuoteBody {
    /// Its id.
    id: QuoteIdText,
    /// The deal that it belongs to.
    deal: DealIdText,
    /// The name of the deal.
    deal_name: String,
    /// Its number; null until a version of it is sent.
    #[schema(required)]
    number: Option<String>,
    /// Its version, from 1.
    version: i64,
    /// Its state.
    state: StateWord,
    #[serde(flatten)]
    says: QuoteContent,
    /// When it was sent; null of a draft.
    #[schema(required, format = DateTime)]
    sent_at: Option<String>,
    /// What the recipient answered; null so far.
    #[schema(required)]
    answer: Option<QuoteAnswer>,
    /// Who wrote it.
    created_by: String,
    /// When it was added.
    #[schema(format = DateTime)]
    created_at: String,
    /// When it was last changed.
    #[schema(format = DateTime)]
    updated_at: String,
}

/// What a quote says, and what it comes to.
#[derive(Serialize, ToSchema)]
pub(crate) struct QuoteContent {
    /// What it is about.
    title: String,
    /// The currency of all its amounts.
    #[schema(pattern = "^[A-Z]{3}$")]
    currency: String,
    /// The language of the document.
    language: LanguageWord,
    /// To whom it is made.
    recipient: QuoteRecipient,
    /// The last day on which it can be accepted; null if it has no end.
    #[schema(required, format = Date)]
    valid_until: Option<String>,
    /// What stands before the lines.
    introduction: String,
    /// What stands behind them.
    terms: String,
    /// The lines.
    lines: Vec<QuoteLine>,
    /// What it comes to.
    totals: QuoteTotals,
}

/// The sender of quotes, as printed.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CompanyBody {
    /// Its name. Quotes are sent once it is set.
    #[schema(max_length = 1000)]
    name: String,
    /// Its postal address, with line breaks.
    #[serde(default)]
    #[schema(required = false, max_length = 1000)]
    address: String,
    /// Its number with the tax authority.
    #[serde(default)]
    #[schema(required = false, max_length = 1000)]
    tax_id: String,
    /// Its bank account, with line breaks.
    #[serde(default)]
    #[schema(required = false, max_length = 1000)]
    bank: String,
    /// How to reach it.
    #[serde(default)]
    #[schema(required = false, max_length = 1000)]
    contact: String,
    /// The colour of headings, such as `#0b6e6e`; empty for dark grey.
    #[serde(default)]
    #[schema(required = false, pattern = "^(#[0-9A-Fa-f]{6})?$")]
    accent: String,
}

impl From<CompanyBody> for Company {
    fn from(CompanyBody { name, address, tax_id, bank, contact, accent }: CompanyBody) -> Self {
        Self { name, address, tax_id, bank, contact, accent }
    }
}

impl From<Company> for CompanyBody {
    fn from(Company { name, address, tax_id, bank, contact, accent }: Company) -> Self {
        Self { name, address, tax_id, bank, contact, accent }
    }
}

impl QuoteLine {
    fn of(line: Line, amounts: &LineAmounts, currency: Currency) -> Self {
        let amount = |minor| Amount::of(Money { minor, currency });
        let discount = line.discount.map(|discount| match discount {
            Discount::Percent(percent) => QuoteDiscount::Percent(DecimalNumber(percent)),
            Discount::Amount(minor) => QuoteDiscount::Amount(amount(minor)),
        });
        Self {
            product: line.product.map(RecordIdText),
            description: line.description,
            quantity: DecimalNumber(line.quantity),
            unit: line.unit,
            unit_price: amount(line.unit_price),
            discount,
            tax_rate: DecimalNumber(line.tax_rate),
            recurring: RecurrenceWord(line.recurring),
            term: line.term,
            full: amount(amounts.full),
            taken_off: amount(amounts.discount),
            net: amount(amounts.net),
            tax: amount(amounts.tax),
            gross: amount(amounts.gross),
        }
    }
}

impl QuoteSum {
    fn of(sum: Sum, currency: Currency) -> Self {
        let amount = |minor| Amount::of(Money { minor, currency });
        let tax =
            |tax: Tax| QuoteTax { rate: DecimalNumber(tax.rate), net: amount(tax.net), tax: amount(tax.tax) };
        Self {
            taxes: sum.taxes.into_iter().map(tax).collect(),
            net: amount(sum.net),
            tax: amount(sum.tax),
            gross: amount(sum.gross),
        }
    }
}

impl QuoteTotals {
    fn of(totals: Totals, currency: Currency) -> Self {
        let sum = |sum: Option<Sum>| sum.map(|sum| QuoteSum::of(sum, currency));
        Self {
            once: sum(totals.once),
            monthly: sum(totals.monthly),
            yearly: sum(totals.yearly),
            agreed: sum(totals.agreed),
        }
    }
}

impl QuoteAnswer {
    /// What was answered, as whoever sees the quote's deal sees it.
    fn of(answer: Answer) -> Self {
        let Answer { at, name, address, reason } = answer;
        Self { at, name, reason, address: Some(address).filter(|address| !address.is_empty()) }
    }

    /// The same for the holder of a link.
    pub(super) fn without_address(answer: Answer) -> Self {
        Self { address: None, ..Self::of(answer) }
    }
}

impl QuoteContent {
    /// What a quote says, with what it comes to.
    pub(super) fn of(content: Content, amounts: &[LineAmounts], totals: Totals) -> Self {
        let currency = content.currency;
        let lines = content.lines.into_iter().zip(amounts);
        let recipient = content.recipient;
        Self {
            title: content.title,
            currency: currency.code().to_owned(),
            language: LanguageWord(content.language),
            recipient: QuoteRecipient {
                party: recipient.party.map(PartyIdText),
                name: recipient.name,
                address: recipient.address,
            },
            valid_until: content.valid_until,
            introduction: content.introduction,
            terms: content.terms,
            lines: lines.map(|(line, amounts)| QuoteLine::of(line, amounts, currency)).collect(),
            totals: QuoteTotals::of(totals, currency),
        }
    }

    /// The same for the holder of a link: without ids of the casebook.
    #[must_use]
    pub(super) fn without_ids(mut self) -> Self {
        self.recipient.party = None;
        self.lines.iter_mut().for_each(|line| line.product = None);
        self
    }
}

impl From<Quote> for QuoteBody {
    fn from(quote: Quote) -> Self {
        let Quote { row, state, deal_name, content, amounts, totals, answer } = quote;
        Self {
            id: QuoteIdText(row.id),
            deal: DealIdText(row.deal),
            deal_name,
            number: row.number.map(|number| number.to_string()),
            version: row.edition,
            state: StateWord(state),
            says: QuoteContent::of(content, &amounts, totals),
            sent_at: row.sent_at.map(at),
            answer: answer.map(QuoteAnswer::of),
            created_by: row.created_by,
            created_at: at(row.created_at),
            updated_at: at(row.updated_at),
        }
    }
}
