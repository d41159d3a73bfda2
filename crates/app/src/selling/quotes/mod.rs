//! Quotes: writing, sending and answering them.
//!
//! A version is a draft until it is sent. Sending gives the quote its number, keeps what was handed out for good, and appends
//! evidence; an answer appends evidence too, and an acceptance wins the deal. Each is one transaction and one change set.

mod add;
mod answer;
mod draft;
mod edit;
mod evidence;
mod journal;
mod link;
mod list;
mod pdf;
mod prices;
mod public;
mod revise;
mod send;
mod show;
mod stored;
mod take_back;
mod token;
mod withdraw;

pub use add::{add, preview};
pub use answer::{accept, decline};
pub use draft::{DiscountDraft, LineDraft, QuoteChange, QuoteDraft};
pub use edit::edit_if;
pub use link::renew_link;
pub use list::{ListRequest, list};
pub use pdf::{QuotePdf, pdf, pdf_by_link};
pub use public::{PublicQuote, accept_by_link, decline_by_link, document_by_link, show as show_by_link};
pub use revise::revise;
pub use send::send;
pub use show::{Quote, document, show};
pub(crate) use take_back::take_back;
pub use token::Token;
pub use withdraw::withdraw;
