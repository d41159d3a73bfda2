//! The text of a rule while it is compiled: places in it, and errors at them.

use cel::IdedExpr;
use cel::common::ast::{Expr, SourceInfo};

use crate::rules::RuleError;

/// The text of a rule, and where its expressions are.
pub(super) struct RuleText<'t> {
    pub text: &'t str,
    pub source: SourceInfo,
}

impl RuleText<'_> {
    pub(super) fn place(&self, expr: &IdedExpr) -> usize {
        self.source.offset_for(expr.id).map_or(0, |(start, _)| start as usize)
    }

    /// Where an expression begins; the parser places an operator, dot or call at its own sign.
    pub(super) fn start(&self, expr: &IdedExpr) -> usize {
        match &expr.expr {
            Expr::Select(select) => self.start(&select.operand),
            Expr::Call(call) => match call.args.first() {
                Some(first) if call.func_name != "within" => self.start(first).min(self.place(expr)),
                _ => self.text[..self.place(expr)].rfind("within").unwrap_or(0),
            },
            _ => self.place(expr),
        }
    }

    pub(super) fn error(&self, offset: usize, message: impl Into<String>) -> RuleError {
        RuleError::at(self.text, offset, message)
    }
}
