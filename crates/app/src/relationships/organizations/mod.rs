//! The tree of organizations: companies and what belongs to them.

mod set_parent;
mod tree;

pub use set_parent::set_parent;
pub(crate) use set_parent::{ParentTaken, TREE, fits_tree, take_parent};
pub use tree::{OrganizationTree, TreeNode, below, tree};
