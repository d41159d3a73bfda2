//! `/settings/exchange-rates`: what amounts of other currencies are worth.

use axum::Json;
use axum::extract::State;
use casebook_app::domain::money::exchange::{
    ExchangeRate, ExchangeRates, MOST_RATES, Rate, WrittenRate, WrittenRates,
};
use casebook_app::domain::records::Number;
use casebook_app::domain::zone;
use casebook_app::exchange_rates;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::http::error::{Answer, Places};
use crate::http::request::body;
use crate::http::request::body::bounded::list;
use crate::http::request::query::{NoParameters, Query};
use crate::state::Shared;

/// Exchange rates with the days from which they hold.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ExchangeRates)]
pub(crate) struct RatesBody {
    /// The workspace's own currency, in which sums are given; empty before it is set.
    #[schema(pattern = "^([A-Za-z]{3})?$")]
    base: String,
    /// The rates, in the order of currency and day when they are answered.
    #[serde(deserialize_with = "list::<MOST_RATES, _, _>")]
    #[schema(max_items = 5000)]
    rates: Vec<RateBody>,
}

/// What one unit of the workspace's own currency is worth in another one, from a day on.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ExchangeRate)]
pub(crate) struct RateBody {
    /// The other currency.
    #[schema(pattern = "^[A-Za-z]{3}$")]
    currency: String,
    /// The first day on which the rate holds; it does until that of the next.
    #[schema(format = Date)]
    from: String,
    /// Units of the other currency for one of the own: at most seven digits before the point and eight after it.
    #[schema(value_type = f64, minimum = 0.000_000_01, maximum = 9_999_999)]
    rate: serde_json::Number,
}

/// Where the rates name what is refused: `rates.0.from` is the day of the first.
struct InRates;

impl Places for InRates {
    fn place_of(&self, what: &str, _: &str) -> Option<String> {
        Some(format!("/{}", what.replace('.', "/")))
    }
}

impl RateBody {
    pub(crate) fn of(one: ExchangeRate) -> Self {
        Self {
            currency: one.currency.code().to_owned(),
            from: zone::written(one.from),
            rate: serde_json::from_value(one.rate.to_json()).unwrap_or_else(|_| 0.into()),
        }
    }

    fn written(self) -> WrittenRate {
        let given = self.rate.to_string();
        // What is no such decimal is refused as it was sent.
        let plain = Number::parse(&given).and_then(Rate::of_number).map(|rate| rate.to_string());
        WrittenRate { currency: self.currency, from: self.from, rate: plain.unwrap_or(given) }
    }
}

impl From<ExchangeRates> for RatesBody {
    fn from(rates: ExchangeRates) -> Self {
        let base = rates.base().map(|base| base.code().to_owned()).unwrap_or_default();
        Self { base, rates: rates.iter().map(RateBody::of).collect() }
    }
}

impl From<RatesBody> for WrittenRates {
    fn from(body: RatesBody) -> Self {
        Self { base: body.base, rates: body.rates.into_iter().map(RateBody::written).collect() }
    }
}

/// Get the exchange rates
#[utoipa::path(get, path = "/api/v1/settings/exchange-rates", operation_id = "get_exchange_rates", tag = "settings",
    responses((status = 200, description = "The rates; none before they are set", body = RatesBody)))]
pub(crate) async fn get(State(shared): State<Shared>, _: Query<NoParameters>) -> Answer<Json<RatesBody>> {
    Ok(Json(shared.run(|session, _| exchange_rates::get(session)).await?.into()))
}

/// Set the workspace's own currency and all exchange rates. Nothing that is stored changes: amounts keep their currency
#[utoipa::path(put, path = "/api/v1/settings/exchange-rates", operation_id = "set_exchange_rates", tag = "settings",
    request_body = RatesBody,
    responses((status = 200, description = "The rates", body = RatesBody)))]
pub(crate) async fn set(
    State(shared): State<Shared>,
    _: Query<NoParameters>,
    body::Json(wanted): body::Json<RatesBody>,
) -> Answer<Json<RatesBody>> {
    let wanted = wanted.into();
    let set = shared.run_naming(&InRates, move |session, _| exchange_rates::set(session, &wanted));
    Ok(Json(set.await?.into()))
}
