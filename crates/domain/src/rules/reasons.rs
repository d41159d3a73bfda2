//! Why a rule holds, and what is missing where it does not.

use crate::rules::{Leaf, Lookup, Node, Test};
use crate::time::Timestamp;

pub(super) fn support<'n, L: Lookup>(node: &'n Node, facts: &L, now: Option<Timestamp>) -> Vec<&'n Leaf> {
    let mut found = Vec::new();
    if node.holds(facts, now) {
        collect_support(node, facts, now, &mut found);
    }
    found
}

fn collect_support<'n, L: Lookup>(
    node: &'n Node,
    facts: &L,
    now: Option<Timestamp>,
    found: &mut Vec<&'n Leaf>,
) {
    match node {
        Node::All(branches) | Node::Any(branches) => {
            for branch in branches.iter().filter(|branch| branch.holds(facts, now)) {
                collect_support(branch, facts, now, found);
            }
        }
        Node::Leaf(leaf) => push_once(leaf, found),
    }
}

/// A leaf that nothing can satisfy costs more than any number of leaves that something can.
const NEVER: usize = 1_000_000;

pub(super) fn missing<'n, L: Lookup>(node: &'n Node, facts: &L, now: Option<Timestamp>) -> Vec<&'n Leaf> {
    missing_and_cost(node, facts, now).0
}

/// Leaves shared by several branches are counted once within a conjunction; a choice between alternatives
/// looks at its own branches only, since the exact minimum over shared leaves has no fast answer.
fn missing_and_cost<'n, L: Lookup>(
    node: &'n Node,
    facts: &L,
    now: Option<Timestamp>,
) -> (Vec<&'n Leaf>, usize) {
    match node {
        Node::All(branches) => {
            let mut found = Vec::new();
            for branch in branches {
                for leaf in missing_and_cost(branch, facts, now).0 {
                    push_once(leaf, &mut found);
                }
            }
            let cost = found.iter().map(|leaf| cost(leaf)).sum();
            (found, cost)
        }
        Node::Any(branches) => branches
            .iter()
            .map(|branch| missing_and_cost(branch, facts, now))
            .min_by_key(|(_, cost)| *cost)
            .unwrap_or_default(),
        Node::Leaf(leaf) if leaf.holds(facts, now) => (Vec::new(), 0),
        Node::Leaf(leaf) => (vec![leaf], cost(leaf)),
    }
}

fn cost(leaf: &Leaf) -> usize {
    if matches!(leaf.test, Test::Always(_)) { NEVER } else { 1 }
}

fn push_once<'n>(leaf: &'n Leaf, found: &mut Vec<&'n Leaf>) {
    if !found.contains(&leaf) {
        found.push(leaf);
    }
}
