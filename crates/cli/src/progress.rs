//! Progress on a terminal, and Ctrl-C: the first stops at the next safe place, the second at once.

use std::io::IsTerminal;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use casebook_app::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::output::print_message;

static STOP: AtomicBool = AtomicBool::new(false);

/// A bar on stderr where that is a terminal, else nothing.
pub struct Bar(ProgressBar);

impl Bar {
    /// Begins work of that name, counted in that unit; from now on Ctrl-C stops it gently.
    pub fn start(name: &'static str, unit: &'static str) -> Self {
        // It fails only if it was set before, which is fine.
        let _ = ctrlc::set_handler(interrupted);
        let terminal = std::io::stderr().is_terminal();
        let target = if terminal { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(None, target).with_message(name);
        bar.set_style(style(&format!("{{msg}} {{human_pos}} {unit} {{elapsed}}")));
        bar.enable_steady_tick(Duration::from_millis(200));
        Self(bar)
    }

    /// Shows nothing; Ctrl-C ends the process as ever.
    pub fn silent() -> Self {
        Self(ProgressBar::hidden())
    }

    /// Shows how far of a known whole, in bytes.
    pub fn bytes(name: &'static str) -> Self {
        let bar = Self::start(name, "bytes");
        bar.0.set_style(style("{msg} {wide_bar} {bytes}/{total_bytes} {eta}"));
        bar
    }
}

impl Progress for Bar {
    fn at(&self, done: u64, total: u64) {
        if total > 0 && self.0.length() != Some(total) {
            self.0.set_length(total);
        }
        self.0.set_position(done);
    }

    fn stopped(&self) -> bool {
        STOP.load(Ordering::Relaxed)
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

#[expect(clippy::exit, clippy::disallowed_methods, reason = "a second interrupt is to end the process")]
fn interrupted() {
    if STOP.swap(true, Ordering::Relaxed) {
        std::process::exit(130);
    }
    print_message("stopping at the next safe place; press Ctrl-C again to stop immediately");
}
