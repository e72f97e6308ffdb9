//! WebP: the chunks that draw the picture, and its colour profile.

use image::metadata::Orientation;

use super::{Cleaned, Limits, Refusal, bytes::Bytes, foreign, riff};

/// Bits of `VP8X` that announce Exif and XMP.
const METADATA: u8 = 0x08 | 0x04;

struct Parts {
    kept: Vec<u8>,
    size: Option<(u32, u32)>,
    orientation: Option<Orientation>,
    limits: Limits,
}

/// Leaves Exif, XMP, chunks that nobody here knows, and whatever follows the end away.
pub fn clean(file: &[u8], limits: Limits) -> Result<Cleaned, Refusal> {
    let mut rest = Bytes(file);
    rest.take(4)?;
    let length = rest.u32_le()? as usize;
    let mut body = Bytes(rest.take(length)?);
    foreign::check_markup(rest.0)?;
    body.take(4)?;
    let mut parts = Parts { kept: Vec::new(), size: None, orientation: None, limits };
    while !body.is_empty() {
        let (name, data) = riff::next(&mut body)?;
        chunk(&mut parts, &name, data)?;
    }
    let size = parts.size.ok_or(Refusal::Broken("it has no picture"))?;
    Ok(Cleaned { bytes: riff::webp(&parts.kept), size, orientation: parts.orientation })
}

fn chunk(parts: &mut Parts, name: &[u8; 4], data: &[u8]) -> Result<(), Refusal> {
    match name {
        b"VP8X" if parts.size.is_none() => {
            let mut header: [u8; 10] = Bytes(data).array()?;
            header[0] &= !METADATA;
            let side =
                |at: usize| u32::from_le_bytes([header[at], header[at + 1], header[at + 2], 0]);
            parts.size = Some(parts.limits.check(side(4) + 1, side(7) + 1)?);
            riff::put(&mut parts.kept, name, &header);
        }
        b"VP8 " | b"VP8L" => {
            let (width, height) = bitstream_size(name, data)?;
            // A canvas was announced, or this is all there is.
            let size = parts.limits.check(width, height)?;
            parts.size.get_or_insert(size);
            riff::put(&mut parts.kept, name, data);
        }
        b"ALPH" | b"ANIM" | b"ICCP" => riff::put(&mut parts.kept, name, data),
        b"ANMF" => {
            let frame = frame(data, parts.limits)?;
            riff::put(&mut parts.kept, name, &frame);
        }
        b"EXIF" => {
            // Some writers put the header of JPEG's segment before it.
            let exif = data.strip_prefix(b"Exif\0\0").unwrap_or(data);
            parts.orientation = Orientation::from_exif_chunk(exif);
            foreign::check_markup(data)?;
        }
        b"VP8X" => return Err(Refusal::Broken("the header is out of place")),
        _ => foreign::check_markup(data)?,
    }
    Ok(())
}

/// One picture of several, with its own chunks.
fn frame(data: &[u8], limits: Limits) -> Result<Vec<u8>, Refusal> {
    let mut rest = Bytes(data);
    let header = rest.take(16)?;
    let mut kept = header.to_vec();
    while !rest.is_empty() {
        let (name, data) = riff::next(&mut rest)?;
        match &name {
            b"VP8 " | b"VP8L" => {
                let (width, height) = bitstream_size(&name, data)?;
                limits.check(width, height)?;
                riff::put(&mut kept, &name, data);
            }
            b"ALPH" => riff::put(&mut kept, &name, data),
            _ => foreign::check_markup(data)?,
        }
    }
    Ok(kept)
}

/// The size that the codes themselves tell; their decoder believes nothing else.
fn bitstream_size(name: &[u8; 4], data: &[u8]) -> Result<(u32, u32), Refusal> {
    let mut rest = Bytes(data);
    if name == b"VP8L" {
        if rest.u8()? != 0x2f {
            return Err(Refusal::Broken("the lossless picture has no signature"));
        }
        let bits = rest.u32_le()?;
        return Ok(((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1));
    }
    let tag: [u8; 3] = rest.array()?;
    // Only the first picture of a film stands by itself.
    if tag[0] & 1 != 0 || rest.take(3)? != b"\x9d\x01\x2a" {
        return Err(Refusal::Broken("the picture has no signature"));
    }
    let side = |value: u16| u32::from(value & 0x3fff);
    Ok((side(rest.u16_le()?), side(rest.u16_le()?)))
}
