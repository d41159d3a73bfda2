//! `/organizations/{id}/tree` and its parent.

use axum::Json;
use axum::extract::State;
use casebook_app::domain::ids::PartyId;
use casebook_app::organizations::{self, OrganizationTree, TreeNode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::wire::PartyIdText;
use crate::http::error::{Answer, Places};
use crate::http::request::body;
use crate::http::request::path::{Named, Organization};
use crate::http::request::query::{NoParameters, Query};
use crate::state::Shared;

/// The place of an organization among those that belong to one another. Hidden ones are left out.
#[derive(Serialize, ToSchema)]
pub(crate) struct Tree {
    /// The organizations above it, the topmost first; the last one is its parent.
    ancestors: Vec<Node>,
    /// The organizations directly below it, by name; at most 1,000.
    children: Vec<Node>,
    /// How many organizations are directly below it.
    children_count: usize,
}

/// An organization in the tree.
#[derive(Serialize, ToSchema)]
#[schema(as = TreeNode)]
pub(crate) struct Node {
    /// Its id.
    id: PartyIdText,
    /// Its name.
    name: String,
    /// How many organizations are directly below it.
    children_count: usize,
}

/// The organization that another one belongs to.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ParentDraft {
    /// The parent; null if it belongs to none.
    // A default of null would let an empty body clear it.
    #[serde(deserialize_with = "Option::deserialize")]
    #[schema(required)]
    parent: Option<PartyIdText>,
}

impl Tree {
    fn of(tree: OrganizationTree) -> Self {
        let nodes = |nodes: Vec<TreeNode>| nodes.into_iter().map(Node::of).collect();
        Self {
            ancestors: nodes(tree.ancestors),
            children: nodes(tree.children),
            children_count: tree.children_count,
        }
    }
}

impl Node {
    fn of(node: TreeNode) -> Self {
        Self { id: PartyIdText(node.id), name: node.name, children_count: node.children_count }
    }
}

/// A parent that is named in a body; the organization itself is named in the address.
struct GivenParent(Option<PartyId>);

impl Places for GivenParent {
    fn place_of(&self, what: &str, given: &str) -> Option<String> {
        let is_parent = what == "parent" || self.0.is_some_and(|parent| parent.to_string() == given);
        is_parent.then(|| "/parent".to_owned())
    }
}

/// Get the organizations above and below one
#[utoipa::path(get, path = "/api/v1/organizations/{id}/tree", operation_id = "get_organization_tree",
    tag = "organizations",
    params(("id" = PartyIdText, Path, description = "The organization")),
    responses((status = 200, description = "Its place in the tree", body = Tree)))]
pub(crate) async fn get(
    State(shared): State<Shared>,
    Named(Organization(id)): Named<Organization>,
    _: Query<NoParameters>,
) -> Answer<Json<Tree>> {
    let tree = shared.run(move |session, _| organizations::tree(session, id)).await?;
    Ok(Json(Tree::of(tree)))
}

/// Set the parent of an organization, or clear it
///
/// Refused if the parent belongs to the organization, at any depth. Undoing the change set restores the earlier parent.
#[utoipa::path(put, path = "/api/v1/organizations/{id}/parent", operation_id = "set_organization_parent",
    tag = "organizations",
    params(("id" = PartyIdText, Path, description = "The organization")), request_body = ParentDraft,
    responses((status = 200, description = "Its new place in the tree", body = Tree)))]
pub(crate) async fn set_parent(
    State(shared): State<Shared>,
    Named(Organization(id)): Named<Organization>,
    _: Query<NoParameters>,
    body::Json(draft): body::Json<ParentDraft>,
) -> Answer<Json<Tree>> {
    let parent = draft.parent.map(|parent| parent.0);
    let tree = shared
        .run_naming(&GivenParent(parent), move |session, _| {
            organizations::set_parent(session, id, parent)?;
            organizations::tree(session, id)
        })
        .await?;
    Ok(Json(Tree::of(tree)))
}
