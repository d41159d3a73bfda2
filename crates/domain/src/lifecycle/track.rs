//! One value through time (a stage, a standing): where it changes, by what, and judgements that override it.

use super::history::Cause;
use super::places::Place;
use crate::time::Timestamp;

/// A span of time with one value.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Span<V> {
    pub value: V,
    pub entered: Place,
    pub entered_by: Cause,
    pub left: Option<(Timestamp, Cause)>,
}

/// A value that was set by hand, and when that ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Judged<V> {
    pub value: V,
    pub until: Timestamp,
}

/// What was shown from some instant on; no value while no rule holds.
#[derive(Clone, Debug, PartialEq)]
struct Shown<V> {
    value: Option<V>,
    at: Place,
    by: Cause,
}

/// The spans of one value so far. Within a place only the net change counts, so no span is empty in the order; between
/// two places of one instant a span has no length in time.
#[derive(Clone, Debug)]
pub(super) struct Track<V> {
    closed: Vec<Span<V>>,
    /// As it was before the present place.
    before: Option<Shown<V>>,
    /// As it is; not yet in `closed`.
    present: Option<Shown<V>>,
    own: Option<V>,
    own_before_evidence: Option<V>,
    judged: Option<Judged<V>>,
    judged_before_evidence: Option<Judged<V>>,
    judged_in_place: bool,
}

impl<V> Default for Track<V> {
    fn default() -> Self {
        Self {
            closed: Vec::new(),
            before: None,
            present: None,
            own: None,
            own_before_evidence: None,
            judged: None,
            judged_before_evidence: None,
            judged_in_place: false,
        }
    }
}

impl<V> Track<V> {
    /// How many spans have ended.
    pub fn len(&self) -> usize {
        self.closed.len()
    }
}

impl<V: Clone + PartialEq> Track<V> {
    /// Shows `value` from `at` on. A value that changes back within one place leaves no trace.
    pub fn settle(&mut self, value: Option<V>, at: Place, by: Cause) {
        if self.present.as_ref().map(|shown| &shown.value) == Some(&value) {
            return;
        }
        if self.present.as_ref().is_some_and(|shown| shown.at != at) {
            self.close();
        }
        if self.before.as_ref().is_some_and(|shown| shown.value == value) {
            self.present = self.before.take();
            return;
        }
        self.present = Some(Shown { value, at, by });
    }

    /// A new place begins: what was shown until now is what was before it.
    fn close(&mut self) {
        self.end_before();
        self.before = self.present.take();
    }

    /// Ends the span before the present one where that began.
    fn end_before(&mut self) {
        let (Some(ended), Some(next)) = (self.before.take(), &self.present) else { return };
        if let (Some(value), Some(at)) = (ended.value, next.at.at) {
            let left = Some((at, next.by));
            self.closed.push(Span { value, entered: ended.at, entered_by: ended.by, left });
        }
    }

    /// All spans, the last one open if nothing known ends it.
    pub fn finish<P>(mut self, period: fn(Span<V>) -> P) -> Vec<P> {
        self.end_before();
        if let Some(Shown { value: Some(value), at, by }) = self.present.take() {
            self.closed.push(Span { value, entered: at, entered_by: by, left: None });
        }
        self.closed.into_iter().map(period).collect()
    }
}

impl<V: Copy + PartialEq> Track<V> {
    /// Marks where the evidence of a place begins: what it changes as a whole overtakes a judgement.
    pub fn begin_evidence(&mut self) {
        self.own_before_evidence = self.own;
        self.judged_before_evidence = self.judged;
        self.judged_in_place = false;
    }

    /// Moves to `now`: a judgement that ends by then is over.
    pub fn advance_to(&mut self, now: Timestamp) {
        self.judged = self.judged.filter(|judged| judged.until > now);
    }

    /// Sets the value by hand; the latest judgement wins for good.
    pub fn judge(&mut self, judged: Judged<V>) {
        self.judged = Some(judged);
        self.judged_in_place = true;
    }

    /// When the standing judgement ends, if that is after `now`.
    pub fn judged_until(&self, now: Option<Timestamp>) -> Option<Timestamp> {
        self.judged.map(|judged| judged.until).filter(|until| now.is_none_or(|now| *until > now))
    }

    /// Settles on the judged value while a judgement stands, else on the rules' own.
    pub fn settle_judged(&mut self, own: Option<V>, known: bool, place: Place, cause: Cause) {
        let now = place.at;
        self.own = own;
        if cause != Cause::Time && !self.judged_in_place {
            let unchanged = own == self.own_before_evidence;
            self.judged = self.judged_before_evidence.filter(|_| unchanged);
        }
        let stands = |judged: &Judged<V>| known && now.is_none_or(|now| judged.until > now);
        let judged = self.judged.filter(stands).map(|judged| judged.value);
        self.settle(judged.or(own), place, cause);
    }
}
