//! A check of a rule's characters before the parser sees them.
//!
//! The parser knows all of CEL and recurses over what it reads. Here everything outside the subset is
//! refused at its exact place, and depth is bounded, so that no text can exhaust the parser's stack.

use crate::rules::{MOST_BYTES, MOST_DEPTH, RuleError};

const OPERATORS: &str = "`&&`, `||`, `!`, a comparison (`==`, `!=`, `<`, `<=`, `>`, `>=`) or parentheses";

/// Operators of other languages, and what they are here.
const WORD_OPERATORS: [(&str, &str); 3] = [("and", "&&"), ("or", "||"), ("not", "!")];

/// Returns the text with comments blanked out, byte for byte as long as before and pure ASCII.
pub(super) fn checked(text: &str) -> Result<String, RuleError> {
    if text.len() > MOST_BYTES {
        return Err(RuleError::at(text, 0, format!("the rule has {} bytes", text.len()))
            .expecting(format!("at most {MOST_BYTES}")));
    }
    let mut scan = Scan::new(text);
    while let Some(byte) = scan.peek(0) {
        scan.token(byte)?;
    }
    scan.finish()
}

/// The token before, as far as it decides what may follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Before {
    Nothing,
    Name { dotted: bool },
    Dot,
    Literal,
    Closing,
}

struct Level {
    opened_at: usize,
    compared: bool,
}

struct Scan<'t> {
    text: &'t str,
    plain: String,
    place: usize,
    before: Before,
    levels: Vec<Level>,
    nots: usize,
    empty: bool,
}

impl<'t> Scan<'t> {
    fn new(text: &'t str) -> Self {
        let outermost = Level { opened_at: 0, compared: false };
        Self {
            text,
            plain: String::with_capacity(text.len()),
            place: 0,
            before: Before::Nothing,
            levels: vec![outermost],
            nots: 0,
            empty: true,
        }
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.place + ahead).copied()
    }

    fn error(&self, offset: usize, message: impl Into<String>) -> RuleError {
        RuleError::at(self.text, offset, message)
    }

    /// Copies `length` bytes, all of them ASCII.
    fn take(&mut self, length: usize, before: Before) {
        self.plain.push_str(self.text.get(self.place..self.place + length).unwrap_or_default());
        self.place += length;
        self.before = before;
        self.empty = false;
    }

    fn run(&self, mut within: impl FnMut(u8) -> bool) -> usize {
        self.text.as_bytes()[self.place..].iter().take_while(|byte| within(**byte)).count()
    }

    fn token(&mut self, byte: u8) -> Result<(), RuleError> {
        if byte != b'!' && !byte.is_ascii_whitespace() {
            self.nots = 0;
        }
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' => {
                self.plain.push(char::from(byte));
                self.place += 1;
                Ok(())
            }
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => self.word(),
            b'0'..=b'9' => self.number(),
            b'\'' | b'"' => self.string(byte),
            b'.' => self.dot(),
            b'(' => self.open(),
            b')' => self.close(),
            b',' => {
                self.take(1, Before::Nothing);
                Ok(())
            }
            b'-' => self.minus(),
            b'/' if self.peek(1) == Some(b'/') => {
                let length = self.run(|byte| byte != b'\n');
                self.plain.extend(std::iter::repeat_n(' ', length));
                self.place += length;
                Ok(())
            }
            _ => self.operator(byte),
        }
    }

    fn word(&mut self) -> Result<(), RuleError> {
        let length = self.run(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        let word = &self.text[self.place..self.place + length];
        let dotted = self.before == Before::Dot;
        if word == "in" {
            return Err(self.error(self.place, "rules do not support `in`").expecting(OPERATORS));
        }
        if matches!(self.peek(length), Some(b'"' | b'\'')) {
            return Err(self.error(self.place, "a quoted text cannot have a prefix"));
        }
        if let Some((_, operator)) =
            WORD_OPERATORS.iter().find(|(spelled, _)| word.eq_ignore_ascii_case(spelled))
        {
            return Err(self
                .error(self.place, format!("`{word}` is not an operator"))
                .expecting(format!("`{operator}`")));
        }
        let called = self.text[self.place + length..].trim_start().starts_with('(');
        if called && (dotted || word != "within") {
            return Err(self
                .error(self.place, format!("there is no function `{word}`"))
                .expecting("`within(interest, \"30d\")` is the only one"));
        }
        self.take(length, Before::Name { dotted });
        Ok(())
    }

    fn number(&mut self) -> Result<(), RuleError> {
        let length = self.run(|byte| byte.is_ascii_digit());
        if matches!(self.peek(length), Some(b'.' | b'_' | b'a'..=b'z' | b'A'..=b'Z')) {
            return Err(self
                .error(self.place, "this is not a whole number")
                .expecting("digits alone, such as `3`"));
        }
        if length > 18 {
            return Err(self.error(self.place, "the number is too large").expecting("at most 18 digits"));
        }
        self.take(length, Before::Literal);
        Ok(())
    }

    fn string(&mut self, quote: u8) -> Result<(), RuleError> {
        if self.before == Before::Literal {
            return Err(self.error(self.place, "two quoted texts in a row"));
        }
        let inside = self.text.as_bytes()[self.place + 1..].iter().position(|byte| *byte == quote);
        let Some(inside) = inside else {
            return Err(self.error(self.place, "the quote is not closed"));
        };
        let text = &self.text[self.place + 1..self.place + 1 + inside];
        if let Some(wrong) = text.find(|c: char| !(' '..='~').contains(&c) || c == '\\') {
            return Err(self.error(self.place + 1 + wrong, "this character is not allowed in quotes"));
        }
        self.take(inside + 2, Before::Literal);
        Ok(())
    }

    fn dot(&mut self) -> Result<(), RuleError> {
        match self.before {
            Before::Name { dotted: false } => {
                self.take(1, Before::Dot);
                Ok(())
            }
            Before::Name { dotted: true } => Err(self
                .error(self.place, "a name has at most two parts")
                .expecting("such as `interest.count`, `criteria.budget` or `deals.open`")),
            _ => Err(self.error(self.place, "a dot is only allowed between the two parts of a name")),
        }
    }

    fn open(&mut self) -> Result<(), RuleError> {
        if self.levels.len() > MOST_DEPTH {
            return Err(self.error(self.place, format!("parentheses nest deeper than {MOST_DEPTH}")));
        }
        self.levels.push(Level { opened_at: self.place, compared: false });
        self.take(1, Before::Nothing);
        Ok(())
    }

    fn close(&mut self) -> Result<(), RuleError> {
        if self.levels.len() < 2 {
            return Err(self.error(self.place, "unmatched `)`"));
        }
        self.levels.pop();
        self.take(1, Before::Closing);
        Ok(())
    }

    fn minus(&mut self) -> Result<(), RuleError> {
        let sign = self.before == Before::Nothing && matches!(self.peek(1), Some(b'0'..=b'9'));
        if !sign {
            return Err(self.error(self.place, "rules do not support arithmetic").expecting(OPERATORS));
        }
        self.take(1, Before::Nothing);
        Ok(())
    }

    fn operator(&mut self, byte: u8) -> Result<(), RuleError> {
        match (byte, self.peek(1)) {
            (b'&', Some(b'&')) | (b'|', Some(b'|')) => {
                if let Some(level) = self.levels.last_mut() {
                    level.compared = false;
                }
                self.take(2, Before::Nothing);
                Ok(())
            }
            (b'=' | b'!' | b'<' | b'>', Some(b'=')) => self.comparison(2),
            (b'<' | b'>', _) => self.comparison(1),
            (b'!', _) => {
                self.nots += 1;
                if self.nots > MOST_DEPTH {
                    return Err(self.error(self.place, format!("more than {MOST_DEPTH} `!` in a row")));
                }
                self.take(1, Before::Nothing);
                Ok(())
            }
            (b'&', _) => Err(self.error(self.place, "a single `&` is not an operator").expecting("`&&`")),
            (b'|', _) => Err(self.error(self.place, "a single `|` is not an operator").expecting("`||`")),
            (b'=', _) => Err(self.error(self.place, "a single `=` is not an operator").expecting("`==`")),
            (b'+' | b'*' | b'/' | b'%', _) => {
                Err(self.error(self.place, "rules do not support arithmetic").expecting(OPERATORS))
            }
            _ => Err(self.foreign()),
        }
    }

    fn comparison(&mut self, length: usize) -> Result<(), RuleError> {
        if self.levels.last().is_some_and(|level| level.compared) {
            return Err(self
                .error(self.place, "comparisons cannot be chained")
                .expecting("two comparisons joined with `&&`"));
        }
        if let Some(level) = self.levels.last_mut() {
            level.compared = true;
        }
        self.take(length, Before::Nothing);
        Ok(())
    }

    fn foreign(&self) -> RuleError {
        let found = self.text[self.place..].chars().next().unwrap_or_default();
        let error = self.error(self.place, format!("rules do not support `{}`", found.escape_debug()));
        match found {
            '‘' | '’' | '“' | '”' | '„' | '«' | '»' => {
                error.expecting("straight quotes, `'` or `\"`")
            }
            _ => error.expecting(OPERATORS),
        }
    }

    fn finish(self) -> Result<String, RuleError> {
        if self.empty {
            return Err(self.error(0, "the rule is empty").expecting("such as `interest.count > 0`"));
        }
        match self.levels.last() {
            Some(level) if self.levels.len() > 1 => {
                Err(self.error(level.opened_at, "this `(` is not closed").expecting("`)`"))
            }
            _ => Ok(self.plain),
        }
    }
}
