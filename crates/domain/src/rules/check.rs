//! From the parser's tree to ours: every name and type is checked here, once.

use cel::IdedExpr;
use cel::common::ast::{CallExpr, Expr, LiteralValue, SelectExpr, SourceInfo, operators};
use cel::parser::Parser;

use crate::facts::{Criterion, Fact, Finding, Group};
use crate::kind::Kinds;
use crate::rules::mistakes::{Side, syntax_error};
use crate::rules::names::{self, FINDINGS, Named, named};
use crate::rules::rule_text::RuleText;
use crate::rules::{Comparison, Leaf, MOST_DEPTH, Node, Operand, RuleError, Test, phrases};
use crate::time::{DAY, Micros};

/// Compiles a text that has passed the guard.
pub(super) fn compiled(text: &str, kinds: &Kinds, criteria: &[Criterion]) -> Result<Node, RuleError> {
    let (expr, source) = parsed(text)?;
    Check { text: RuleText { text, source }, kinds, criteria }.condition(&expr, true)
}

/// Parses a text that has passed the guard.
pub(super) fn parsed(text: &str) -> Result<(IdedExpr, SourceInfo), RuleError> {
    let parser = Parser::new().max_recursion_depth(MOST_DEPTH as u16 + 2);
    parser.parse_with_source_info(text).map_err(|errors| syntax_error(text, &errors))
}

/// The checking of one rule.
struct Check<'c> {
    text: RuleText<'c>,
    kinds: &'c Kinds,
    criteria: &'c [Criterion],
}

impl Check<'_> {
    fn condition(&self, expr: &IdedExpr, wanted: bool) -> Result<Node, RuleError> {
        match &expr.expr {
            Expr::Call(call) => self.call(expr, call, wanted),
            Expr::Literal(LiteralValue::Boolean(answer)) => Ok(leaf(Test::Always(*answer.inner()), wanted)),
            Expr::Ident(_) | Expr::Select(_) => match self.name(expr)? {
                Named::Truth(fact) => Ok(leaf(Test::Truth(fact), wanted)),
                Named::AnyEvidence => Ok(leaf(any_evidence(), wanted)),
                other => Err(self.text.no_condition(expr, &other)),
            },
            _ => Err(self
                .text
                .error(self.text.start(expr), "this is not a condition")
                .expecting("a condition, such as `interest.count > 0`")),
        }
    }

    fn call(&self, expr: &IdedExpr, call: &CallExpr, wanted: bool) -> Result<Node, RuleError> {
        match (call.func_name.as_str(), call.args.as_slice()) {
            (operators::LOGICAL_AND, [left, right]) => {
                Ok(joined(wanted, self.condition(left, wanted)?, self.condition(right, wanted)?))
            }
            (operators::LOGICAL_OR, [left, right]) => {
                Ok(joined(!wanted, self.condition(left, wanted)?, self.condition(right, wanted)?))
            }
            (operators::LOGICAL_NOT, [inner]) => self.condition(inner, !wanted),
            ("within", arguments) if call.target.is_none() => {
                self.within(expr, arguments).map(|test| leaf(test, wanted))
            }
            (name, [left, right]) => match comparison(name) {
                Some(comparison) => {
                    self.compared(expr, left, comparison, right).map(|test| leaf(test, wanted))
                }
                None => Err(self.text.error(self.text.place(expr), "rules do not support this operator")),
            },
            _ => Err(self.text.error(self.text.place(expr), "rules do not support this")),
        }
    }

    fn compared(
        &self,
        expr: &IdedExpr,
        left: &IdedExpr,
        comparison: Comparison,
        right: &IdedExpr,
    ) -> Result<Test, RuleError> {
        let sides = (self.side(left)?, self.side(right)?);
        match sides {
            (Side::Number(left), Side::Integer(right)) => {
                Ok(Test::Number(left, comparison, Operand::Integer(right)))
            }
            (Side::Integer(left), Side::Number(right)) => {
                Ok(Test::Number(right, comparison.mirrored(), Operand::Integer(left)))
            }
            (Side::Number(left), Side::Number(right)) => {
                Ok(Test::Number(left, comparison, Operand::Fact(right)))
            }
            (Side::Moment(left), Side::Moment(right)) => Ok(Test::Order(left, comparison, right)),
            (Side::Criterion(criterion), Side::Text(text)) => {
                Ok(Test::Criterion(criterion, comparison, self.finding(right, text)?))
            }
            (Side::Text(text), Side::Criterion(criterion)) => {
                Ok(Test::Criterion(criterion, comparison.mirrored(), self.finding(left, text)?))
            }
            (left_side, right_side) => {
                Err(self.text.mismatch(expr, (left, &left_side), (right, &right_side)))
            }
        }
    }

    fn side<'e>(&self, expr: &'e IdedExpr) -> Result<Side<'e>, RuleError> {
        match &expr.expr {
            Expr::Literal(LiteralValue::Int(number)) => Ok(Side::Integer(*number.inner())),
            Expr::Literal(LiteralValue::String(text)) => Ok(Side::Text(text.inner())),
            Expr::Literal(LiteralValue::Boolean(_)) => Ok(Side::YesOrNo),
            Expr::Call(call) => match (call.func_name.as_str(), call.args.as_slice()) {
                (operators::NEGATE, [inner]) => match self.side(inner)? {
                    Side::Integer(number) => Ok(Side::Integer(number.wrapping_neg())),
                    _ => Err(self.text.error(self.text.place(expr), "rules do not support arithmetic")),
                },
                _ => self.condition(expr, true).map(|_| Side::YesOrNo),
            },
            Expr::Ident(_) | Expr::Select(_) => Ok(match self.name(expr)? {
                Named::Truth(_) | Named::AnyEvidence => Side::YesOrNo,
                Named::Number(fact) => Side::Number(fact),
                Named::Moment(fact) => Side::Moment(fact),
                Named::Criterion(criterion) => Side::Criterion(criterion),
                Named::Group(_) => Side::Group,
                Named::Root(name) => Side::Root(name),
            }),
            _ => Err(self.text.error(self.text.start(expr), "rules do not support this")),
        }
    }

    fn finding(&self, expr: &IdedExpr, text: &str) -> Result<Finding, RuleError> {
        names::value_of(&FINDINGS, text).ok_or_else(|| {
            self.text
                .error(self.text.place(expr), format!("'{text}' is not a value of a criterion"))
                .expecting("'met', 'partly', 'not_met' or 'unknown'")
        })
    }

    fn within(&self, expr: &IdedExpr, arguments: &[IdedExpr]) -> Result<Test, RuleError> {
        let [fact, length] = arguments else {
            return Err(self
                .text
                .error(self.text.start(expr), "`within` takes a fact and a duration")
                .expecting("such as `within(interest, \"30d\")`"));
        };
        let fact = match &fact.expr {
            // `within(sales_accepted, …)` means its last piece, though the bare name alone is a yes or no.
            Expr::Ident(name) if self.kinds.code(name).is_some() => self.last(name),
            Expr::Ident(_) | Expr::Select(_) => match self.name(fact)? {
                Named::Moment(fact) => Some(fact),
                Named::Group(group) => Some(Fact::Last(group)),
                Named::AnyEvidence => Some(Fact::Last(Group::Any)),
                Named::Root("purchases") => Some(Fact::PurchasesLast),
                _ => None,
            },
            _ => None,
        }
        .ok_or_else(|| {
            self.text
                .error(self.text.start(fact), "`within` needs a moment")
                .expecting("such as `interest`, `interest.first` or `purchases.last`")
        })?;
        match &length.expr {
            Expr::Literal(LiteralValue::String(text)) => duration(text.inner()),
            _ => None,
        }
        .map(|length| Test::Within(fact, length))
        .ok_or_else(|| {
            self.text
                .error(self.text.start(length), "this is not a duration")
                .expecting("a number of hours, days or weeks in quotes, such as \"36h\", \"30d\" or \"2w\"")
        })
    }

    fn last(&self, name: &str) -> Option<Fact> {
        self.kinds.code(name).map(|code| Fact::Last(Group::Kind(code)))
    }

    fn name(&self, expr: &IdedExpr) -> Result<Named, RuleError> {
        let (first, second) = match &expr.expr {
            Expr::Ident(name) => (name, None),
            Expr::Select(SelectExpr { operand, field, test: false }) => match &operand.expr {
                Expr::Ident(name) => (name, Some(field.as_str())),
                _ => return Err(self.text.error(self.text.start(expr), "a name has at most two parts")),
            },
            _ => return Err(self.text.error(self.text.start(expr), "this is not a name")),
        };
        named(first, second, self.kinds, self.criteria).map_err(|unknown| {
            let (offset, part) = match second {
                Some(second) if unknown.second => (self.after_dot(expr), second),
                _ => (self.text.start(expr), first.as_str()),
            };
            let message = if unknown.second {
                format!("`{first}` has no `{part}`")
            } else {
                format!("there is no fact `{part}`")
            };
            self.text.error(offset, message).expecting(unknown.expected)
        })
    }

    fn after_dot(&self, expr: &IdedExpr) -> usize {
        let after = self.text.place(expr) + 1;
        let rest = self.text.text.get(after..).unwrap_or_default();
        after + (rest.len() - rest.trim_start().len())
    }
}

fn any_evidence() -> Test {
    Test::Number(Fact::Count(Group::Any), Comparison::Greater, Operand::Integer(0))
}

fn leaf(test: Test, wanted: bool) -> Node {
    Node::Leaf(Leaf::new(test, wanted))
}

/// Joins two branches, flat: the parser builds `a && b && c` as a tree of pairs.
fn joined(all: bool, left: Node, right: Node) -> Node {
    let mut branches = Vec::new();
    for node in [left, right] {
        match node {
            Node::All(inner) if all => branches.extend(inner),
            Node::Any(inner) if !all => branches.extend(inner),
            other => branches.push(other),
        }
    }
    if all { Node::All(branches) } else { Node::Any(branches) }
}

fn comparison(operator: &str) -> Option<Comparison> {
    match operator {
        operators::EQUALS => Some(Comparison::Equal),
        operators::NOT_EQUALS => Some(Comparison::NotEqual),
        operators::LESS => Some(Comparison::Less),
        operators::LESS_EQUALS => Some(Comparison::AtMost),
        operators::GREATER => Some(Comparison::Greater),
        operators::GREATER_EQUALS => Some(Comparison::AtLeast),
        _ => None,
    }
}

/// Reads `36h`, `30d` or `2w`; at least one unit and at most 100 years.
fn duration(text: &str) -> Option<Micros> {
    let unit = match text.chars().last()? {
        'h' => DAY / 24,
        'd' => DAY,
        'w' => 7 * DAY,
        _ => return None,
    };
    let digits = text.get(..text.len() - 1)?;
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let length = plain.then(|| digits.parse::<i64>().ok()).flatten()?.checked_mul(unit)?;
    (length > 0 && length <= phrases::MOST_DAYS * DAY).then_some(length)
}
