//! Chunks as RIFF has them: a name, a length, data, and a byte to make it even.

use super::{Refusal, bytes::Bytes};

/// The next chunk.
pub fn next<'a>(rest: &mut Bytes<'a>) -> Result<([u8; 4], &'a [u8]), Refusal> {
    let name = rest.array()?;
    let length = rest.u32_le()? as usize;
    let data = rest.take(length)?;
    // Some writers leave the filling byte of the last chunk away.
    if length % 2 == 1 && !rest.is_empty() {
        rest.take(1)?;
    }
    Ok((name, data))
}

/// Appends a chunk.
pub fn put(bytes: &mut Vec<u8>, name: &[u8; 4], data: &[u8]) {
    bytes.extend_from_slice(name);
    bytes.extend_from_slice(&(data.len() as u32).to_le_bytes());
    bytes.extend_from_slice(data);
    if data.len() % 2 == 1 {
        bytes.push(0);
    }
}

/// A whole WebP of these chunks.
pub fn webp(chunks: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(chunks.len() + 12);
    bytes.extend_from_slice(b"RIFF");
    bytes.extend_from_slice(&(chunks.len() as u32 + 4).to_le_bytes());
    bytes.extend_from_slice(b"WEBP");
    bytes.extend_from_slice(chunks);
    bytes
}
