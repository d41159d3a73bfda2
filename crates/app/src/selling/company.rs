//! What is printed of the workspace's company on its quotes.

use casebook_domain::access::Subject;
use casebook_domain::change::Action;
use casebook_domain::quotes::Company;
use casebook_store::{Connection, setting};

use crate::desk::{About, Session, Work};
use crate::error::{Error, Result};

/// The setting.
const COMPANY: &str = "company";

/// The company as it is set; empty texts before it is.
pub fn get(session: &Session) -> Result<Company> {
    if !session.sees_workspace() {
        return Ok(Company::default());
    }
    session.read(|connection, _| stored(connection))
}

/// Sets the company. Quotes that were sent keep what they say.
pub fn set(session: &Session, company: Company) -> Result<Company> {
    session.may(Subject::Workspace)?;
    company.check().map_err(|problem| Error::argument(problem.place, problem.detail))?;
    session.write(move |work| {
        let before = stored(work.connection)?;
        if before != company {
            store(work, &before, &company)?;
        }
        Ok(company.clone())
    })
}

/// The company in a transaction.
pub(crate) fn stored(connection: &mut Connection<'_>) -> Result<Company> {
    let text = setting::get(connection, COMPANY)?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

/// Sets the company back to what it was before an entry of the journal. Returns whether it still was what the entry set.
pub(crate) fn set_back(work: &mut Work<'_, '_>, detail: &str) -> Result<bool> {
    let [before, after]: [Company; 2] = serde_json::from_str(detail).unwrap_or_default();
    let present = stored(work.connection)?;
    if present != after {
        return Ok(false);
    }
    if present != before {
        store(work, &present, &before)?;
    }
    Ok(true)
}

fn store(work: &mut Work<'_, '_>, before: &Company, after: &Company) -> Result<()> {
    let text = |value: &Company| serde_json::to_string(value).unwrap_or_default();
    setting::set(work.connection, COMPANY, &text(after))?;
    work.announce(Action::CompanySet, COMPANY, Vec::new());
    let detail = serde_json::to_string(&[before, after]).unwrap_or_default();
    work.enter(Action::CompanySet, About { row_key: Some(COMPANY.to_owned()), detail, ..About::default() });
    Ok(())
}
