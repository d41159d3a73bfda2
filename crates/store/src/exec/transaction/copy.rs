//! Rows in the binary form that COPY takes, a few hundred at a time: the driver's own writer hands over every few
//! thousand bytes, and waking the sending thread took as long as encoding them.

use bytes::{BufMut, Bytes, BytesMut};
use tokio_postgres::types::{IsNull, ToSql, Type};

use crate::error::{Error, Result};
use crate::exec::value::Value;

/// The head of the format: its signature, no flags, no extension.
const HEAD: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";
/// In place of a number of columns: there are no more rows.
const END: i16 = -1;
/// In place of a length: NULL.
const NOTHING: i32 = -1;
/// Rows of one part.
const ROWS: usize = 256;

/// All rows, given as one flat list with a value for each of these columns, in consecutive parts.
pub(super) fn parts<'v>(
    values: &'v [Value<'v>],
    columns: &'v [Type],
) -> impl Iterator<Item = Result<Bytes>> + 'v {
    let head = std::iter::once(Ok(Bytes::from_static(HEAD)));
    let end = std::iter::once_with(|| Ok(Bytes::copy_from_slice(&END.to_be_bytes())));
    let rows = values.chunks(columns.len().max(1) * ROWS).map(move |rows| part(rows, columns));
    head.chain(rows).chain(end)
}

fn part(values: &[Value<'_>], columns: &[Type]) -> Result<Bytes> {
    let mut out = BytesMut::with_capacity(values.len() * 24);
    let width = i16::try_from(columns.len()).map_err(|_| Error::Other("a table is too wide".to_owned()))?;
    for row in values.chunks(columns.len().max(1)) {
        out.put_i16(width);
        for (value, column) in row.iter().zip(columns) {
            put(&mut out, value, column)?;
        }
    }
    Ok(out.freeze())
}

/// A value after its length.
fn put(out: &mut BytesMut, value: &Value<'_>, column: &Type) -> Result<()> {
    let place = out.len();
    out.put_i32(NOTHING);
    let written = value.to_sql(column, out).map_err(|error| Error::Other(error.to_string()))?;
    if matches!(written, IsNull::No) {
        let length = i32::try_from(out.len() - place - size_of::<i32>())
            .map_err(|_| Error::Other("a value is too long".to_owned()))?;
        if let Some(room) = out.get_mut(place..place + size_of::<i32>()) {
            room.copy_from_slice(&length.to_be_bytes());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exec::value::NULL;

    #[test]
    fn rows_are_written_as_the_server_reads_them() {
        let values = [7.into(), "é".into(), 8.into(), NULL];
        let all: Vec<u8> = parts(&values, &[Type::INT4, Type::TEXT]).flat_map(|part| part.unwrap()).collect();
        let rows = [
            &[0, 2, 0, 0, 0, 4, 0, 0, 0, 7, 0, 0, 0, 2, 0xc3, 0xa9][..],
            &[0, 2, 0, 0, 0, 4, 0, 0, 0, 8, 0xff, 0xff, 0xff, 0xff],
            &[0xff, 0xff],
        ];
        assert_eq!(all, [HEAD, &rows.concat()].concat());
        assert!(parts(&["a".into()], &[Type::INT8]).any(|part| part.is_err()), "text is no number");
    }
}
