//! Binding values for PostgreSQL, by the type that the statement expects.

use std::error::Error as StdError;

use bytes::BytesMut;
use tokio_postgres::types::{IsNull, ToSql, Type, WrongType, to_sql_checked};

use super::value::Value;

impl ToSql for Value<'_> {
    fn to_sql(&self, wanted: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn StdError + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(number) if *wanted == Type::INT8 => number.to_sql(wanted, out),
            Self::Int(number) if *wanted == Type::INT4 => i32::try_from(*number)?.to_sql(wanted, out),
            Self::Text(text) if <&str as ToSql>::accepts(wanted) => text.as_ref().to_sql(wanted, out),
            Self::Bytes(bytes) if *wanted == Type::BYTEA => bytes.as_ref().to_sql(wanted, out),
            Self::Texts(list) if *wanted == Type::TEXT_ARRAY => list.to_sql(wanted, out),
            Self::Ints(list) if *wanted == Type::INT8_ARRAY => list.as_ref().to_sql(wanted, out),
            _ => Err(Box::new(WrongType::new::<i64>(wanted.clone()))),
        }
    }

    // The column decides; a value that does not fit is refused above.
    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}
