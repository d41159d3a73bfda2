//! `casebook party parent` and `casebook party tree`.

use casebook_app::Session;
use casebook_app::domain::ids::PartyId;
use casebook_app::organizations::{self, OrganizationTree, TreeNode};
use casebook_app::parties;
use clap::Args;
use serde_json::{Value, json};

use crate::output::{Answer, Failure, plain};

/// Arguments of `party parent`.
#[derive(Args)]
pub struct SetParent {
    /// The organization: an id, external:ID or external:SYSTEM/ID
    organization: String,
    /// The organization that it belongs to
    #[arg(required_unless_present = "none", conflicts_with = "none")]
    parent: Option<String>,
    /// It belongs to no other organization
    #[arg(long)]
    none: bool,
}

/// Arguments of `party tree`.
#[derive(Args)]
pub struct Tree {
    /// The organization: an id, external:ID or external:SYSTEM/ID
    organization: String,
}

/// Sets the parent of an organization.
pub fn set_parent(session: &Session, arguments: &SetParent) -> Result<Answer, Failure> {
    let id = parties::resolve(session, &arguments.organization)?;
    let parent = arguments.parent.as_deref().map(|parent| parties::resolve(session, parent)).transpose()?;
    organizations::set_parent(session, id, parent)?;
    shown(session, id)
}

/// Shows what is above an organization and what directly below it.
pub fn tree(session: &Session, arguments: &Tree) -> Result<Answer, Failure> {
    shown(session, parties::resolve(session, &arguments.organization)?)
}

fn shown(session: &Session, id: PartyId) -> Result<Answer, Failure> {
    let tree = organizations::tree(session, id)?;
    let own = parties::show(session, id)?.fields.remove("name").unwrap_or_default();
    let text = text(&tree, id, &own);
    Ok(Answer::new(as_json(&tree), text))
}

fn text(tree: &OrganizationTree, id: PartyId, own: &str) -> String {
    let line = |depth: usize, id: PartyId, name: &str| format!("{}{id}  {}", "  ".repeat(depth), plain(name));
    let above = tree.ancestors.iter().enumerate().map(|(depth, node)| line(depth, node.id, &node.name));
    let depth = tree.ancestors.len();
    let below = tree.children.iter().map(|node| line(depth + 1, node.id, &node.name));
    let left = tree.children_count - tree.children.len();
    let more = (left > 0).then(|| format!("{}and {left} more", "  ".repeat(depth + 1)));
    let lines: Vec<String> = above.chain([line(depth, id, own)]).chain(below).chain(more).collect();
    lines.join("\n")
}

fn as_json(tree: &OrganizationTree) -> Value {
    let nodes = |nodes: &[TreeNode]| -> Vec<Value> {
        let node = |one: &TreeNode| json!({ "id": one.id.to_string(), "name": one.name, "children_count": one.children_count });
        nodes.iter().map(node).collect()
    };
    json!({
        "ancestors": nodes(&tree.ancestors),
        "children": nodes(&tree.children),
        "children_count": tree.children_count,
    })
}
