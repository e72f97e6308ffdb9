//! AVIF: looked at, box by box, but never drawn: there is no decoder without a library of C.
//!
//! Offsets inside of the file point at its data, so nothing can be cut out: what carries Exif or
//! XMP is refused.

use super::{Cleaned, Limits, Refusal, bytes::Bytes};

/// Sides of the boxes that hold others.
type Size = (u32, u32);

/// What is said of a file that is put together in another way.
const SHAPE: Refusal = Refusal::Unsupported("only AVIF of one still picture");

/// Refuses what has more in it than one picture and what describes it.
pub fn check(file: &[u8], limits: Limits) -> Result<Cleaned, Refusal> {
    let mut rest = Bytes(file);
    let mut size = None;
    while !rest.is_empty() {
        let (name, data) = next(&mut rest)?;
        match &name {
            b"ftyp" => check_brands(data)?,
            b"meta" if size.is_none() => size = Some(meta(data, limits)?),
            b"mdat" => {}
            b"free" | b"skip" if data.iter().all(|byte| *byte == 0) => {}
            _ => return Err(SHAPE),
        }
    }
    let size = size.ok_or(Refusal::Broken("it has no picture"))?;
    Ok(Cleaned { bytes: file.to_vec(), size, orientation: None })
}

/// The next box. One of the whole rest or of more than 4 GB is none that is taken.
fn next<'a>(rest: &mut Bytes<'a>) -> Result<([u8; 4], &'a [u8]), Refusal> {
    let length = rest.u32_be()? as usize;
    let name = rest.array()?;
    let data = length.checked_sub(8).ok_or(Refusal::Broken("a box is too short"))?;
    Ok((name, rest.take(data)?))
}

/// A film has a brand of its own, beside that of its still picture.
fn check_brands(data: &[u8]) -> Result<(), Refusal> {
    let mut rest = Bytes(data);
    let major = rest.take(4)?;
    rest.take(4)?;
    let (brands, _) = rest.0.as_chunks::<4>();
    let is_still = major == b"avif" || brands.contains(b"avif");
    match is_still && major != b"avis" && !brands.contains(b"avis") {
        true => Ok(()),
        false => Err(SHAPE),
    }
}

fn meta(data: &[u8], limits: Limits) -> Result<Size, Refusal> {
    let mut rest = Bytes(data);
    // Version and flags.
    rest.take(4)?;
    let (mut primary, mut properties) = (None, None);
    while !rest.is_empty() {
        let (name, data) = next(&mut rest)?;
        match &name {
            b"pitm" => primary = Some(item_id(data)?),
            b"iinf" => check_items(data)?,
            b"iprp" => properties = Some(data),
            _ => {}
        }
    }
    let (primary, properties) = primary.zip(properties).ok_or(SHAPE)?;
    properties_of(primary, properties, limits)
}

/// The number of an item, in the width that the version of its box gives it.
fn item_id(data: &[u8]) -> Result<u32, Refusal> {
    let mut rest = Bytes(data);
    let version = rest.take(4)?[0];
    id(&mut rest, version > 0)
}

fn id(rest: &mut Bytes<'_>, wide: bool) -> Result<u32, Refusal> {
    match wide {
        true => rest.u32_be(),
        false => rest.u16_be().map(u32::from),
    }
}

/// Exif is an item, and so is XMP, as a file of some media type.
fn check_items(data: &[u8]) -> Result<(), Refusal> {
    let mut rest = Bytes(data);
    let version = rest.take(4)?[0];
    id(&mut rest, version > 0)?;
    while !rest.is_empty() {
        let (name, data) = next(&mut rest)?;
        let mut entry = Bytes(data);
        let version = entry.take(4)?[0];
        if &name != b"infe" || version < 2 {
            return Err(SHAPE);
        }
        id(&mut entry, version > 2)?;
        entry.take(2)?;
        match entry.take(4)? {
            b"Exif" | b"mime" | b"uri " => return Err(Refusal::Metadata),
            b"av01" | b"grid" | b"iovl" | b"tmap" => {}
            _ => return Err(SHAPE),
        }
    }
    Ok(())
}

/// The size of an item as it is shown. All sizes are held to the limit: those of tiles as well.
fn properties_of(item: u32, data: &[u8], limits: Limits) -> Result<Size, Refusal> {
    let mut rest = Bytes(data);
    let (mut known, mut used) = (Vec::new(), Vec::new());
    while !rest.is_empty() {
        let (name, data) = next(&mut rest)?;
        match &name {
            b"ipco" => known = list(data, limits)?,
            b"ipma" => used = associations(item, data)?,
            _ => {}
        }
    }
    let of_item = used.iter().filter_map(|place| known.get(place.checked_sub(1)?));
    let of_item: Vec<_> = of_item.copied().collect();
    let size = of_item.iter().find_map(|property| match property {
        Property::Size(width, height) => Some((*width, *height)),
        _ => None,
    });
    let (width, height) = size.ok_or(Refusal::Broken("its picture has no size"))?;
    match of_item.contains(&Property::QuarterTurn) {
        true => Ok((height, width)),
        false => Ok((width, height)),
    }
}

/// What is said of items, as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Property {
    Size(u32, u32),
    /// To the left or to the right: then width and height change places.
    QuarterTurn,
    Other,
}

fn list(data: &[u8], limits: Limits) -> Result<Vec<Property>, Refusal> {
    let mut rest = Bytes(data);
    let mut known = Vec::new();
    while !rest.is_empty() {
        let (name, data) = next(&mut rest)?;
        let mut property = Bytes(data);
        known.push(match &name {
            b"ispe" => {
                property.take(4)?;
                let (width, height) = limits.check(property.u32_be()?, property.u32_be()?)?;
                Property::Size(width, height)
            }
            b"irot" if property.u8()? & 1 == 1 => Property::QuarterTurn,
            _ => Property::Other,
        });
    }
    Ok(known)
}

/// The places, from 1, of the properties that an item has.
fn associations(item: u32, data: &[u8]) -> Result<Vec<usize>, Refusal> {
    let mut rest = Bytes(data);
    let head: [u8; 4] = rest.array()?;
    let (wide_ids, wide_places) = (head[0] > 0, head[3] & 1 == 1);
    let mut places = Vec::new();
    for _ in 0..rest.u32_be()? {
        let owner = id(&mut rest, wide_ids)?;
        for _ in 0..rest.u8()? {
            // The highest bit says that a viewer must understand the property.
            let place = match wide_places {
                true => usize::from(rest.u16_be()? & 0x7fff),
                false => usize::from(rest.u8()? & 0x7f),
            };
            if owner == item {
                places.push(place);
            }
        }
    }
    Ok(places)
}
