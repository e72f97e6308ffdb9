//! PNG: the chunks that draw the picture.

use image::metadata::Orientation;

use super::{Cleaned, Limits, Refusal, bytes::Bytes, foreign};

/// How every PNG begins.
pub const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// The chunks that are kept: the picture, its colours, its density, its movement. Texts, times, Exif
/// and what nobody here knows are not.
const KEPT: &[&[u8; 4]] = &[
    b"IHDR", b"PLTE", b"IDAT", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP",
    b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT",
];

/// Leaves all chunks away that do not draw, and whatever follows the end.
pub fn clean(file: &[u8], limits: Limits) -> Result<Cleaned, Refusal> {
    let mut rest = Bytes(file);
    let mut kept = rest.take(SIGNATURE.len())?.to_vec();
    let (mut size, mut orientation) = (None, None);
    loop {
        let chunk = rest.0;
        let length = rest.u32_be()? as usize;
        let name: [u8; 4] = rest.array()?;
        let data = rest.take(length)?;
        // Its checksum, which the decoder looks at.
        rest.take(4)?;
        let whole = &chunk[..chunk.len() - rest.0.len()];
        match (&name, size) {
            (b"IHDR", None) => {
                let mut header = Bytes(data);
                size = Some(limits.check(header.u32_be()?, header.u32_be()?)?);
                kept.extend_from_slice(whole);
            }
            (b"IHDR", Some(_)) | (_, None) => {
                return Err(Refusal::Broken("the header is out of place"));
            }
            (b"IEND", Some(size)) => {
                foreign::check_markup(rest.0)?;
                // One without data, whatever this one had in it.
                kept.extend_from_slice(b"\0\0\0\0IEND\xae\x42\x60\x82");
                return Ok(Cleaned { bytes: kept, size, orientation });
            }
            (name, _) if KEPT.contains(&name) => kept.extend_from_slice(whole),
            (name, _) => {
                // Bit 5 of the first letter says that a viewer may pass over the chunk.
                if name[0] & 0x20 == 0 {
                    return Err(Refusal::Unsupported("a PNG with a critical chunk of its own"));
                }
                if name == b"eXIf" {
                    orientation = Orientation::from_exif_chunk(data);
                }
                foreign::check_markup(data)?;
            }
        }
    }
}
