//! The only place where the store sleeps.

use std::time::Duration;

/// Sleeps while another process or connection is busy: neither engine signals when it is done.
#[expect(clippy::disallowed_methods, reason = "what is waited for gives no sign")]
pub(crate) fn pause(length: Duration) {
    std::thread::sleep(length);
}
