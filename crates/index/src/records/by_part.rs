//! What is found for each value of one key.

use std::collections::HashMap;

use super::key::Part;

/// How many values are compared one by one before one is looked up by its hash. A board rarely has more.
const COMPARED: usize = 16;

/// Something for each value, in the order in which they were met.
pub struct ByPart<T> {
    parts: Vec<Part>,
    found: Vec<T>,
    places: HashMap<Part, usize>,
}

impl<T> Default for ByPart<T> {
    fn default() -> Self {
        Self { parts: Vec::new(), found: Vec::new(), places: HashMap::new() }
    }
}

impl<T: Default> ByPart<T> {
    /// What there is for a value; the default if it is new.
    pub fn of(&mut self, part: Part) -> &mut T {
        let known = match self.parts.iter().take(COMPARED).position(|known| *known == part) {
            None if self.parts.len() > COMPARED => self.places.get(&part).copied(),
            near => near,
        };
        let place = known.unwrap_or_else(|| self.enter(part));
        &mut self.found[place]
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.parts.len()
    }

    /// Each value with what there is for it.
    pub fn into_all(self) -> impl Iterator<Item = (Part, T)> {
        self.parts.into_iter().zip(self.found)
    }

    fn enter(&mut self, part: Part) -> usize {
        let place = self.parts.len();
        self.parts.push(part);
        self.found.push(T::default());
        self.places.insert(part, place);
        place
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_value_has_one_place_however_many_there_are() {
        let mut counts: ByPart<u32> = ByPart::default();
        let parts = || (0..40).map(|value| Some((0, value))).chain([None]);
        for round in 1..=3 {
            for part in parts() {
                let count = counts.of(part);
                *count += 1;
                assert_eq!(*count, round, "{part:?}");
            }
        }
        assert_eq!(counts.len(), 41);
        assert_eq!(counts.into_all().collect::<Vec<_>>(), parts().map(|part| (part, 3)).collect::<Vec<_>>());
    }
}
