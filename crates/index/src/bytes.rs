//! Columns as bytes: numbers in little-endian order, side by side.

/// Numbers as bytes.
pub fn write<T: Copy, const N: usize>(
    into: &mut Vec<u8>,
    values: impl IntoIterator<Item = T>,
    bytes: impl Fn(T) -> [u8; N],
) {
    into.extend(values.into_iter().flat_map(bytes));
}

/// The numbers of [`write()`], with some room for more; `None` if bytes are left over.
pub fn read<T, const N: usize>(from: &[u8], number: impl Fn([u8; N]) -> T) -> Option<Vec<T>> {
    let (chunks, rest) = from.as_chunks::<N>();
    if !rest.is_empty() {
        return None;
    }
    let mut values = Vec::with_capacity(chunks.len() + chunks.len() / 50);
    values.extend(chunks.iter().map(|chunk| number(*chunk)));
    Some(values)
}

/// The bytes that are left to read. Reading beyond the end gives `None`.
pub struct Rest<'b>(pub &'b [u8]);

impl<'b> Rest<'b> {
    /// The next bytes.
    pub fn bytes(&mut self, length: usize) -> Option<&'b [u8]> {
        let (found, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(found)
    }

    /// The next number of four bytes.
    pub fn u32(&mut self) -> Option<u32> {
        let (found, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u32::from_le_bytes(*found))
    }

    /// The next number of eight bytes.
    pub fn i64(&mut self) -> Option<i64> {
        let (found, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(i64::from_le_bytes(*found))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_back_and_half_a_number_is_refused() {
        let mut bytes = Vec::new();
        write(&mut bytes, [1_u32, u32::MAX, 7], u32::to_le_bytes);
        assert_eq!(read(&bytes, u32::from_le_bytes), Some(vec![1, u32::MAX, 7]));
        assert_eq!(read(&bytes[1..], u32::from_le_bytes), None);
        let mut rest = Rest(&bytes);
        assert_eq!((rest.u32(), rest.bytes(4).map(<[u8]>::len), rest.i64()), (Some(1), Some(4), None));
    }
}
