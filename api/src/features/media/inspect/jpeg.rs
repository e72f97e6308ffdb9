//! JPEG: the segments that draw the picture, and its colour profile.

use image::metadata::Orientation;

use super::{Cleaned, Limits, Refusal, bytes::Bytes, foreign};

/// More scans only make a decoder work: those of cameras and editors have about ten.
const MAX_SCANS: usize = 64;
const PROFILE: &[u8] = b"ICC_PROFILE\0";
const EXIF: &[u8] = b"Exif\0\0";

/// What is known so far.
#[derive(Default)]
struct Parts {
    kept: Vec<u8>,
    size: Option<(u32, u32)>,
    orientation: Option<Orientation>,
    scans: usize,
}

/// Leaves APP1 (Exif, XMP), APP13 (IPTC), comments, thumbnails and whatever follows the end away. The
/// picture itself is copied bit by bit.
pub fn clean(file: &[u8], limits: Limits) -> Result<Cleaned, Refusal> {
    let mut rest = Bytes(file);
    let mut parts = Parts { kept: rest.take(2)?.to_vec(), ..Parts::default() };
    loop {
        match marker(&mut rest)? {
            0xd9 => break,
            0x01 | 0xd0..=0xd8 => return Err(Refusal::Broken("a marker is out of place")),
            marker => {
                let length = usize::from(rest.u16_be()?);
                let length =
                    length.checked_sub(2).ok_or(Refusal::Broken("a segment is too short"))?;
                segment(&mut parts, marker, rest.take(length)?, limits)?;
                if marker == 0xda {
                    let scan = scan_length(rest.0);
                    parts.kept.extend_from_slice(rest.take(scan)?);
                }
            }
        }
    }
    // Cameras put moving pictures and second pictures here.
    foreign::check_markup(rest.0)?;
    parts.kept.extend_from_slice(b"\xff\xd9");
    match parts.size {
        Some(size) if parts.scans > 0 => {
            Ok(Cleaned { bytes: parts.kept, size, orientation: parts.orientation })
        }
        _ => Err(Refusal::Broken("it has no picture")),
    }
}

/// The next marker; any number of 0xff may stand before it.
fn marker(rest: &mut Bytes<'_>) -> Result<u8, Refusal> {
    if rest.u8()? != 0xff {
        return Err(Refusal::Broken("a marker is missing"));
    }
    loop {
        match rest.u8()? {
            0xff => {}
            marker => return Ok(marker),
        }
    }
}

fn segment(parts: &mut Parts, marker: u8, data: &[u8], limits: Limits) -> Result<(), Refusal> {
    match marker {
        0xc0..=0xc2 => {
            parts.size = match parts.size {
                None => Some(frame(data, limits)?),
                Some(_) => return Err(Refusal::Broken("it has two pictures in one")),
            };
            keep(parts, marker, data)
        }
        0xda => {
            parts.scans += 1;
            match parts.scans <= MAX_SCANS && parts.size.is_some() {
                true => keep(parts, marker, data),
                false => Err(Refusal::Broken("a scan is out of place, or one too many")),
            }
        }
        // Tables of quantisation and of Huffman codes, restart intervals.
        0xc4 | 0xdb | 0xdd => keep(parts, marker, data),
        // The header of JFIF without its thumbnail, which may show what was cut away later.
        0xe0 if data.starts_with(b"JFIF\0") && data.len() >= 14 => {
            keep(parts, marker, &[&data[..12], &[0, 0]].concat())
        }
        0xe2 if data.starts_with(PROFILE) => keep(parts, marker, data),
        // How colours are to be read.
        0xee if data.starts_with(b"Adobe") && data.len() >= 12 => keep(parts, marker, &data[..12]),
        0xe0..=0xef | 0xfe => {
            if marker == 0xe1 && data.starts_with(EXIF) && parts.orientation.is_none() {
                parts.orientation = Orientation::from_exif_chunk(&data[EXIF.len()..]);
            }
            foreign::check_markup(data)
        }
        _ => Err(Refusal::Unsupported("only baseline and progressive JPEG with Huffman codes")),
    }
}

fn keep(parts: &mut Parts, marker: u8, data: &[u8]) -> Result<(), Refusal> {
    let length = u16::try_from(data.len() + 2);
    let length = length.map_err(|_| Refusal::Broken("a segment is too long"))?;
    parts.kept.extend_from_slice(&[0xff, marker]);
    parts.kept.extend_from_slice(&length.to_be_bytes());
    parts.kept.extend_from_slice(data);
    Ok(())
}

fn frame(data: &[u8], limits: Limits) -> Result<(u32, u32), Refusal> {
    let mut rest = Bytes(data);
    if rest.u8()? != 8 {
        return Err(Refusal::Unsupported("only JPEG of eight bits a colour"));
    }
    let (height, width) = (rest.u16_be()?, rest.u16_be()?);
    match rest.u8()? {
        1 | 3 | 4 => limits.check(width.into(), height.into()),
        _ => Err(Refusal::Unsupported("only JPEG of one, three or four colours")),
    }
}

/// How long the codes of a scan are: up to the next marker that is no restart. A scan without an end
/// is as long as the file, so that the marker behind it is missing.
fn scan_length(bytes: &[u8]) -> usize {
    let is_end = |pair: &[u8]| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xd0..=0xd7 | 0xff);
    bytes.windows(2).position(is_end).unwrap_or(bytes.len())
}
