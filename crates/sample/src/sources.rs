//! The sources of the sample data, and how far people from each tend to go.

use casebook_domain::kind::{KindCode, built_in as k};

/// A source with its odds. Shares are in thousandths of those who came as far as the step before.
pub(super) struct Source {
    /// The value of the field `source`; empty if unknown.
    pub word: &'static str,
    /// How many of a hundred accounts come from it.
    pub weight: u64,
    /// How an account first becomes known.
    pub openings: &'static [KindCode],
    /// Show interest.
    pub interested: u64,
    /// Are qualified.
    pub qualified: u64,
    /// Buy.
    pub won: u64,
    /// Become advocates once they are customers.
    pub devoted: u64,
}

/// Every source. Referrals convert best and cold calls worst, as in most companies.
pub(super) const SOURCES: [Source; 11] = [
    source("organic_search", 21, &[k::FORM_SUBMITTED, k::CONTENT_DOWNLOADED], [950, 270, 430, 150]),
    source("paid_search", 16, &[k::FORM_SUBMITTED, k::PRICING_VIEWED], [900, 180, 330, 90]),
    source("social", 14, &[k::NEWSLETTER_SUBSCRIBED, k::MAIL_CLICKED], [850, 90, 270, 170]),
    source("referral", 8, &[k::INTRODUCED], [800, 520, 600, 330]),
    source("event", 11, &[k::MET_AT_EVENT, k::BOOTH_VISITED, k::CARD_RECEIVED], [560, 230, 400, 140]),
    source("partner", 5, &[k::INTRODUCED], [650, 430, 520, 200]),
    source("cold_call", 12, &[k::DETAILS_LEARNED], [230, 110, 240, 60]),
    source("email", 5, &[k::DETAILS_LEARNED, k::MAIL_CLICKED], [450, 140, 300, 90]),
    source("webinar", 4, &[k::WEBINAR_REGISTERED], [980, 260, 410, 190]),
    source("direct", 3, &[k::INQUIRY_RECEIVED], [850, 380, 500, 210]),
    source("", 1, &[k::DETAILS_LEARNED], [500, 200, 400, 100]),
];

const fn source(
    word: &'static str,
    weight: u64,
    openings: &'static [KindCode],
    [interested, qualified, won, devoted]: [u64; 4],
) -> Source {
    Source { word, weight, openings, interested, qualified, won, devoted }
}
