//! What is promised, and whether it was kept. How long something takes is judged by one at once: eight at once, the
//! client and the engine share the cores, so that what keeps a core busy for ten milliseconds takes forty by eight.

use std::time::Duration;

use super::load::Figures;

/// A budget.
pub struct Promise {
    text: &'static str,
    /// Whether it was kept: at which size, by how many at once, with what, and at which share of the raw rate.
    kept: fn(u64, usize, &Figures, f64) -> bool,
}

/// The size of the budgets for many.
const MANY: u64 = 1_000_000;
/// The size of the budgets for few.
const FEW: u64 = 10_000;

/// A page of a list.
pub const LIST: Promise = Promise {
    text: "p95 ≤ 20 ms at 1 M; ≥ 3,000/s by 8 at 10,000",
    kept: |size, at_once, figures, _| within(size, at_once, figures, 20) && often(size, at_once, figures),
};
/// A search by a fragment.
pub const SEARCH: Promise = Promise {
    text: "p95 ≤ 30 ms at 1 M; ≥ 3,000/s by 8 at 10,000",
    kept: |size, at_once, figures, _| within(size, at_once, figures, 30) && often(size, at_once, figures),
};
/// The page of a party.
pub const PAGE: Promise = Promise {
    text: "p95 ≤ 15 ms at 1 M",
    kept: |size, at_once, figures, _| within(size, at_once, figures, 15),
};
/// The funnel.
pub const FUNNEL: Promise = Promise {
    text: "≤ 300 ms at 1 M",
    kept: |size, at_once, figures, _| within(size, at_once, figures, 300),
};
/// A piece of evidence.
pub const APPEND: Promise = Promise {
    text: "p95 ≤ 10 ms and ≥ 0.5 × raw by 8, at 1 M",
    kept: |size, at_once, figures, share| {
        within(size, at_once, figures, 10) && (size < MANY || at_once < 8 || share >= 0.5)
    },
};
/// A new person.
pub const CREATE: Promise = Promise {
    text: "≥ 0.5 × raw by 8 at 10,000",
    kept: |size, at_once, _, share| size != FEW || at_once < 8 || share >= 0.5,
};

fn within(size: u64, at_once: usize, figures: &Figures, milliseconds: u64) -> bool {
    size < MANY || at_once > 1 || figures.p95 <= Duration::from_millis(milliseconds)
}

fn often(size: u64, at_once: usize, figures: &Figures) -> bool {
    size != FEW || at_once < 8 || figures.rate >= 3_000.0
}

impl Promise {
    /// The budget, and a word if it was missed.
    pub fn text(&self, size: u64, at_once: usize, figures: &Figures, share: f64) -> String {
        at_most(self.text, (self.kept)(size, at_once, figures, share))
    }
}

/// A budget, and a word if it was missed.
pub fn at_most(text: &str, kept: bool) -> String {
    if kept { text.to_owned() } else { format!("{text}: **missed**") }
}
