//! Taking back what was set for the whole workspace.

use casebook_store::change_entry::ChangeEntry;

use super::records::CHANGED_SINCE;
use super::step::Step;
use crate::desk::Work;
use crate::error::Result;
use crate::{company, exchange_rates};

impl Step<'_> {
    /// Sets what is printed of the company back, unless somebody has changed it since.
    pub(super) fn take_company_back(&mut self, work: &mut Work<'_, '_>, entry: &ChangeEntry) -> Result<()> {
        if !company::set_back(work, &entry.detail)? {
            self.report.keep(&"company", None, CHANGED_SINCE);
        }
        Ok(())
    }

    /// Sets the exchange rates back, unless somebody has changed them since.
    pub(super) fn take_rates_back(&mut self, work: &mut Work<'_, '_>, entry: &ChangeEntry) -> Result<()> {
        if !exchange_rates::set_back(work, &entry.detail)? {
            self.report.keep(&"exchange_rates", None, CHANGED_SINCE);
        }
        Ok(())
    }
}
