//! Error messages for rules whose names or types do not fit.

use cel::IdedExpr;
use cel::common::ast::{Expr, SelectExpr};
use cel::parser::ParseErrors;

use crate::facts::{Criterion, Fact};
use crate::rules::RuleError;
use crate::rules::names::Named;
use crate::rules::rule_text::RuleText;

/// A syntax error in our own words: the parser's message lists the tokens of all of CEL.
pub(super) fn syntax_error(text: &str, errors: &ParseErrors) -> RuleError {
    let (line, column) = errors.errors.iter().map(|error| error.pos).find(|pos| pos.0 > 0).unwrap_or((1, 1));
    let lines = text.split_inclusive('\n').take(usize::try_from(line - 1).unwrap_or(0));
    let start: usize = lines.map(str::len).sum();
    let offset = (start + usize::try_from(column - 1).unwrap_or(0)).min(text.len());
    let rest = text.get(offset..).unwrap_or_default();
    let word = rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
    match rest.get(..word.max(1)) {
        Some(token) if !rest.trim().is_empty() => {
            RuleError::at(text, offset, format!("unexpected `{token}`"))
                .expecting("conditions joined with `&&` or `||`")
        }
        _ => RuleError::at(text, text.trim_end().len(), "the rule is incomplete")
            .expecting("a fact, a number or a comparison"),
    }
}

/// One side of a comparison.
pub(super) enum Side<'e> {
    Integer(i64),
    Text(&'e str),
    Number(Fact),
    Moment(Fact),
    Criterion(Criterion),
    Group,
    Root(&'static str),
    YesOrNo,
}

impl Side<'_> {
    fn described(&self) -> String {
        match self {
            Self::Integer(_) => "a number".into(),
            Self::Text(_) => "text".into(),
            Self::Number(_) => "a count".into(),
            Self::Moment(_) => "a moment".into(),
            Self::Criterion(_) => "a criterion".into(),
            Self::Group => "a group of evidence".into(),
            Self::Root(name) => format!("`{name}` without its second part"),
            Self::YesOrNo => "a yes or no".into(),
        }
    }
}

/// A name as the rule writes it; empty for anything else.
fn spelled(expr: &IdedExpr) -> String {
    match &expr.expr {
        Expr::Ident(name) => name.clone(),
        Expr::Select(SelectExpr { operand, field, .. }) => format!("{}.{field}", spelled(operand)),
        _ => String::new(),
    }
}

impl RuleText<'_> {
    /// A name stands where a condition is expected.
    pub(super) fn no_condition(&self, expr: &IdedExpr, found: &Named) -> RuleError {
        let start = self.start(expr);
        let name = spelled(expr);
        let (what, expected) = match found {
            Named::Group(_) => ("a group of evidence", format!("`{name}.count > 0`")),
            Named::Number(_) => ("a count", format!("`{name} > 0`")),
            Named::Moment(_) => {
                ("a moment", format!("`within({name}, \"30d\")` or a comparison with another"))
            }
            Named::Criterion(_) => ("a criterion", format!("`{name} == 'met'`")),
            Named::Root("criteria") => ("not a name on its own", "`criteria.budget == 'met'`".into()),
            Named::Root("deals") => ("not a name on its own", "`deals.open > 0`".into()),
            Named::Root(_) => ("not a name on its own", "`purchases.count > 0`".into()),
            Named::Truth(_) | Named::AnyEvidence => ("a yes or no", String::new()),
        };
        self.error(start, format!("`{name}` is {what}, not a yes or no")).expecting(expected)
    }

    /// The two sides of a comparison do not go together.
    pub(super) fn mismatch(
        &self,
        expr: &IdedExpr,
        (left, left_side): (&IdedExpr, &Side<'_>),
        (right, right_side): (&IdedExpr, &Side<'_>),
    ) -> RuleError {
        let fix = |expr: &IdedExpr, side: &Side<'_>| {
            let name = spelled(expr);
            match side {
                Side::YesOrNo if name.is_empty() => {
                    Some("`&&`, `||` or `!` around it, in parentheses".into())
                }
                Side::YesOrNo => Some(format!("`{name}` or `!{name}` alone, without a comparison")),
                Side::Group => Some(format!("`{name}.count`, `{name}.first` or `{name}.last`")),
                Side::Root("criteria") => Some("such as `criteria.budget`".into()),
                Side::Root("deals") => Some("such as `deals.open`".into()),
                Side::Root(_) => Some("such as `purchases.count`".into()),
                _ => None,
            }
        };
        for (side_expr, side) in [(left, left_side), (right, right_side)] {
            if let Some(expected) = fix(side_expr, side) {
                let message = format!("{} cannot be compared", side.described());
                return self.error(self.start(side_expr), message).expecting(expected);
            }
        }
        let message = format!("{} is compared with {}", left_side.described(), right_side.described());
        let expected = match (left_side, right_side) {
            (Side::Number(_), _) | (_, Side::Number(_)) => "a whole number or another count",
            (Side::Moment(_), _) | (_, Side::Moment(_)) => "another moment, or `within(…, \"30d\")`",
            (Side::Criterion(_), _) | (_, Side::Criterion(_)) => "'met', 'partly', 'not_met' or 'unknown'",
            _ => "a fact on one side",
        };
        self.error(self.place(expr), message).expecting(expected)
    }
}
