//! GIF: the pictures, their timing, and how often they are repeated.

use super::{Cleaned, Limits, Refusal, bytes::Bytes, foreign};

/// Extensions by which browsers repeat a GIF.
const LOOPS: [&[u8]; 2] = [b"NETSCAPE2.0", b"ANIMEXTS1.0"];

/// Leaves comments, texts, XMP and other extensions away, and whatever follows the end.
pub fn clean(file: &[u8], limits: Limits) -> Result<Cleaned, Refusal> {
    let mut rest = Bytes(file);
    let mut kept = rest.take(6)?.to_vec();
    let screen = rest.take(7)?;
    let mut header = Bytes(screen);
    let size = limits.check(header.u16_le()?.into(), header.u16_le()?.into())?;
    kept.extend_from_slice(screen);
    kept.extend_from_slice(rest.take(table_length(screen[4]))?);
    let mut pictures = 0_usize;
    loop {
        match rest.u8()? {
            0x3b => break,
            0x2c => {
                pictures += 1;
                picture(&mut rest, &mut kept, limits)?;
            }
            0x21 => extension(&mut rest, &mut kept)?,
            _ => return Err(Refusal::Broken("a block is out of place")),
        }
    }
    foreign::check_markup(rest.0)?;
    kept.push(0x3b);
    match pictures {
        0 => Err(Refusal::Broken("it has no picture")),
        _ => Ok(Cleaned { bytes: kept, size, orientation: None }),
    }
}

fn picture(rest: &mut Bytes<'_>, kept: &mut Vec<u8>, limits: Limits) -> Result<(), Refusal> {
    let descriptor = rest.take(9)?;
    let mut sizes = Bytes(&descriptor[4..]);
    limits.check(sizes.u16_le()?.into(), sizes.u16_le()?.into())?;
    kept.push(0x2c);
    kept.extend_from_slice(descriptor);
    kept.extend_from_slice(rest.take(table_length(descriptor[8]))?);
    // How wide the codes begin.
    kept.push(rest.u8()?);
    kept.extend_from_slice(blocks(rest)?);
    Ok(())
}

fn extension(rest: &mut Bytes<'_>, kept: &mut Vec<u8>) -> Result<(), Refusal> {
    let label = rest.u8()?;
    let data = blocks(rest)?;
    let is_loop = label == 0xff && LOOPS.iter().any(|name| data[1..].starts_with(name));
    if label == 0xf9 || is_loop {
        kept.extend_from_slice(&[0x21, label]);
        kept.extend_from_slice(data);
        return Ok(());
    }
    foreign::check_markup(&joined(data))
}

/// Blocks up to the empty one, their lengths included.
fn blocks<'a>(rest: &mut Bytes<'a>) -> Result<&'a [u8], Refusal> {
    let start = rest.0;
    while let length @ 1.. = rest.u8()? {
        rest.take(length.into())?;
    }
    Ok(&start[..start.len() - rest.0.len()])
}

/// What stands in blocks, without their lengths.
fn joined(mut blocks: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    while let Some((&length, rest)) = blocks.split_first() {
        let (data, rest) = rest.split_at(rest.len().min(length.into()));
        bytes.extend_from_slice(data);
        blocks = rest;
    }
    bytes
}

/// How long a table of colours is, by the flags that announce it.
fn table_length(flags: u8) -> usize {
    match flags & 0x80 {
        0 => 0,
        _ => 3 << ((flags & 7) + 1),
    }
}
