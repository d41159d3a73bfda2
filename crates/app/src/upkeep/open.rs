//! Opening a casebook in its present form.

use std::sync::Arc;

use casebook_domain::access::Principal;
use casebook_domain::evidence::Via;
use casebook_store::Clock;

use super::upgrade;
use crate::desk::Casebook;
use crate::error::Result;

/// Who does what nobody asked for.
const PROGRAM: &str = "casebook";

/// Opens a database, creating and migrating it as needed, and derives anew what an earlier program derived otherwise.
pub fn open(url: &str, clock: Arc<dyn Clock>) -> Result<Casebook> {
    let casebook = Casebook::open(url, clock)?;
    upgrade::to_present_form(&casebook.session(Principal::owner(PROGRAM), Via::System))?;
    Ok(casebook)
}
