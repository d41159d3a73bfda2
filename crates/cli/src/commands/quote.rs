//! `casebook quote`: what is offered in deals, and what its recipients answer.

use std::io::Write;
use std::path::PathBuf;

use casebook_app::domain::ids::{DealId, QuoteId, RecordId};
use casebook_app::domain::money::Currency;
use casebook_app::domain::quotes::{Language, Recipient};
use casebook_app::quotes::{self, ListRequest, Quote, QuoteChange, QuoteDraft, Token};
use casebook_app::{Error, Session, files};
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::quote_line;
use super::quote_text::{as_json, table_of, text_of};
use crate::globals::Globals;
use crate::output::{Answer, Failure};

/// What to do with quotes.
#[derive(Subcommand)]
pub enum Command {
    /// List quotes, the latest first
    List(ListArguments),
    /// Show one quote with its lines and totals
    Show(OneArguments),
    /// Save a quote as a PDF
    Pdf(PdfArguments),
    /// Add a quote to a deal, as a draft
    Add(Box<AddArguments>),
    /// Send a quote: it gets its number, and never changes after that
    Send(OneArguments),
    /// Withdraw a quote
    Withdraw(OneArguments),
    /// Record that a quote was accepted, which wins its deal
    Accept(AcceptArguments),
    /// Record that a quote was declined
    Decline(DeclineArguments),
    /// Write the next version of a quote that was sent
    Revise(OneArguments),
    /// Give a quote that was sent a new link for its recipient
    Link(OneArguments),
}

/// Which quotes.
#[derive(Args)]
pub struct ListArguments {
    /// Only those of this deal
    #[arg(long, value_name = "DEAL")]
    deal: Option<String>,
    /// How many at most
    #[arg(long, value_name = "NUMBER", default_value_t = 50)]
    limit: usize,
    /// Only those behind this one in the list
    #[arg(long, value_name = "QUOTE")]
    after: Option<String>,
}

/// Which quote.
#[derive(Args)]
pub struct OneArguments {
    /// Its id: quo_…
    #[arg(value_name = "QUOTE")]
    id: String,
}

/// Which quote, and where to save it.
#[derive(Args)]
pub struct PdfArguments {
    #[command(flatten)]
    one: OneArguments,
    /// The file; its number, such as Q-2026-0001.pdf, by default
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// A new quote.
#[derive(Args)]
pub struct AddArguments {
    /// The deal that it belongs to: deal_…
    #[arg(value_name = "DEAL")]
    deal: String,
    /// The currency of all its amounts
    #[arg(long, value_name = "CODE", default_value = "EUR")]
    currency: String,
    /// The price list from which prices are taken that no line gives
    #[arg(long, value_name = "RECORD")]
    price_list: Option<String>,
    /// A line: description=Loom;quantity=2;price=600;unit=piece;tax=19;discount=10%;recurring=monthly;term=12;product=rec_…
    #[arg(long = "line", value_name = "LINE")]
    lines: Vec<String>,
    /// What it is about; the name of the deal by default
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// The language of the document
    #[arg(long, value_name = "CODE", default_value = "en", value_parser = ["en", "de", "ar"])]
    language: String,
    /// To whom it is made; the account of the deal by default
    #[arg(long, value_name = "NAME")]
    recipient: Option<String>,
    /// The last day on which it can be accepted, for example 2026-03-31
    #[arg(long, value_name = "DAY")]
    valid_until: Option<String>,
    /// What stands before the lines
    #[arg(long, value_name = "TEXT")]
    introduction: Option<String>,
    /// What stands behind them
    #[arg(long, value_name = "TEXT")]
    terms: Option<String>,
    /// Say what it would come to, and store nothing
    #[arg(long)]
    dry_run: bool,
}

/// An acceptance.
#[derive(Args)]
pub struct AcceptArguments {
    #[command(flatten)]
    one: OneArguments,
    /// Who has accepted it
    #[arg(long, value_name = "NAME", default_value = "")]
    name: String,
    /// A note, such as the number of the order
    #[arg(long, value_name = "TEXT", default_value = "")]
    note: String,
}

/// A refusal.
#[derive(Args)]
pub struct DeclineArguments {
    #[command(flatten)]
    one: OneArguments,
    /// Who has declined it
    #[arg(long, value_name = "NAME", default_value = "")]
    name: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: String,
}

/// Carries the command out.
pub fn run(globals: &Globals, command: Command) -> Result<Answer, Failure> {
    let session = globals.open()?;
    match command {
        Command::List(arguments) => list(&session, &arguments),
        Command::Show(one) => Ok(answer_of(&quotes::show(&session, id_of(&one.id)?)?)),
        Command::Pdf(arguments) => pdf(&session, arguments),
        Command::Add(arguments) => add(&session, *arguments),
        Command::Send(one) => {
            let token = new_token()?;
            let quote = quotes::send(&session, id_of(&one.id)?, &token, |_| true)?;
            Ok(with_link(&quote, &token))
        }
        Command::Link(one) => {
            let token = new_token()?;
            let quote = quotes::renew_link(&session, id_of(&one.id)?, &token)?;
            Ok(with_link(&quote, &token))
        }
        Command::Withdraw(one) => Ok(answer_of(&quotes::withdraw(&session, id_of(&one.id)?)?)),
        Command::Accept(AcceptArguments { one, name, note }) => {
            Ok(answer_of(&quotes::accept(&session, id_of(&one.id)?, &name, &note)?))
        }
        Command::Decline(DeclineArguments { one, name, reason }) => {
            Ok(answer_of(&quotes::decline(&session, id_of(&one.id)?, &name, &reason)?))
        }
        Command::Revise(one) => Ok(answer_of(&quotes::revise(&session, id_of(&one.id)?)?)),
    }
}

fn id_of(text: &str) -> Result<QuoteId, Failure> {
    Ok(QuoteId::parse(text.trim()).ok_or_else(|| Error::not_found("quote", text))?)
}

fn deal_of(text: &str) -> Result<DealId, Failure> {
    Ok(DealId::parse(text.trim()).ok_or_else(|| Error::not_found("deal", text))?)
}

fn list(session: &Session, arguments: &ListArguments) -> Result<Answer, Failure> {
    let request = ListRequest {
        deal: arguments.deal.as_deref().map(deal_of).transpose()?,
        after: arguments.after.as_deref().map(id_of).transpose()?,
        limit: arguments.limit,
    };
    let (quotes, next) = quotes::list(session, request)?;
    let items: Vec<Value> = quotes.iter().map(as_json).collect();
    let json = json!({ "items": items, "next": next.map(|id| id.to_string()) });
    Ok(Answer::new(json, table_of(&quotes)))
}

fn add(session: &Session, arguments: AddArguments) -> Result<Answer, Failure> {
    let currency = Currency::parse(&arguments.currency)
        .ok_or_else(|| Failure::usage("--currency: use a code of ISO 4217 such as EUR"))?;
    let price_list = arguments
        .price_list
        .as_deref()
        .map(|text| RecordId::parse(text).ok_or_else(|| Error::not_found("price list", text)));
    let lines = arguments.lines.iter().map(|text| quote_line::read(text, currency));
    let says = QuoteChange {
        title: arguments.title,
        language: Language::from_code(&arguments.language),
        recipient: arguments.recipient.map(|name| Recipient { name, ..Recipient::default() }),
        valid_until: arguments.valid_until.map(Some),
        introduction: arguments.introduction,
        terms: arguments.terms,
        lines: Some(lines.collect::<Result<_, _>>()?),
    };
    let deal = deal_of(&arguments.deal)?;
    let draft = QuoteDraft { deal, currency, price_list: price_list.transpose()?, says };
    if !arguments.dry_run {
        return Ok(answer_of(&quotes::add(session, draft)?));
    }
    let quote = quotes::preview(session, draft)?;
    let mut json = as_json(&quote);
    json["id"] = Value::Null;
    Ok(Answer::new(json, format!("{}\nNothing was stored.", text_of(&quote))))
}

fn pdf(session: &Session, PdfArguments { one, output }: PdfArguments) -> Result<Answer, Failure> {
    let quotes::QuotePdf { file_name, bytes } = quotes::pdf(session, id_of(&one.id)?)?;
    let path = output.unwrap_or_else(|| PathBuf::from(file_name));
    let written = files::create(&path).and_then(|mut file| {
        file.write_all(&bytes)?;
        file.sync_all()
    });
    written.map_err(|error| Error::file(&path, error))?;
    let json = json!({ "file": path.display().to_string(), "bytes": bytes.len() });
    Ok(Answer::new(json, format!("{} written.", path.display())))
}

fn answer_of(quote: &Quote) -> Answer {
    Answer::new(as_json(quote), text_of(quote))
}

/// The quote, and the link of its recipient, which is shown only now.
fn with_link(quote: &Quote, token: &Token) -> Answer {
    let path = format!("/quotes/{}", token.text());
    let json = json!({ "quote": as_json(quote), "link": { "token": token.text(), "path": path } });
    Answer::new(json, format!("{}\nLink for the recipient, shown only now: {path}", text_of(quote)))
}

fn new_token() -> Result<Token, Failure> {
    let mut bytes = [0; Token::BYTES];
    getrandom::fill(&mut bytes)
        .map_err(|error| Error::Refused(format!("the system gives no random numbers: {error}")))?;
    Ok(Token::of_random(bytes))
}
