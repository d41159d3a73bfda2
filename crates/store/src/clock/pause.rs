//! The one place where the store lets time pass.

use std::time::Duration;

/// Lets time pass while another process or another connection is at it: neither engine tells when it is done.
#[expect(clippy::disallowed_methods, reason = "what is waited for gives no sign")]
pub(crate) fn pause(length: Duration) {
    std::thread::sleep(length);
}
