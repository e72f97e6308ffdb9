//! Small files of every kind.

use std::io::Cursor;

use image::{
    DynamicImage, ExtendedColorType, Frame, ImageDecoder as _, ImageEncoder as _, ImageFormat,
    ImageReader, Rgb, RgbImage,
    codecs::{gif, jpeg::JpegEncoder, png::PngEncoder, webp::WebPEncoder},
};

use super::super::{Kind, riff};

/// A file of each kind that is taken.
pub fn all(width: u32, height: u32) -> Vec<(Kind, Vec<u8>)> {
    vec![
        (Kind::Jpeg, jpeg(width, height)),
        (Kind::Png, png(width, height)),
        (Kind::Webp, webp(width, height)),
        (Kind::Gif, gif(width, height)),
        (Kind::Avif, avif(width, height, &[])),
        (Kind::Pdf, pdf()),
    ]
}

/// A gradient: its corners differ, so that a turn is seen.
pub fn pixels(width: u32, height: u32) -> RgbImage {
    let part = |at: u32, of: u32| u8::try_from(at * 255 / of.max(1)).unwrap();
    RgbImage::from_fn(width, height, |x, y| Rgb([part(x, width), part(y, height), 128]))
}

fn encoded(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::from(pixels(width, height)).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

pub fn jpeg(width: u32, height: u32) -> Vec<u8> {
    encoded(width, height, ImageFormat::Jpeg)
}

pub fn png(width: u32, height: u32) -> Vec<u8> {
    encoded(width, height, ImageFormat::Png)
}

pub fn webp(width: u32, height: u32) -> Vec<u8> {
    encoded(width, height, ImageFormat::WebP)
}

pub fn gif(width: u32, height: u32) -> Vec<u8> {
    encoded(width, height, ImageFormat::Gif)
}

pub fn moving_gif(frames: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = gif::GifEncoder::new(&mut bytes);
    encoder.set_repeat(gif::Repeat::Infinite).unwrap();
    for frame in 0..frames {
        let pixels = DynamicImage::from(pixels(8 + frame % 2, 8)).to_rgba8();
        encoder.encode_frame(Frame::new(pixels)).unwrap();
    }
    drop(encoder);
    bytes
}

pub fn pdf() -> Vec<u8> {
    b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
        .to_vec()
}

/// The boxes of an AVIF; nobody here draws what is in it. `items` are added to its one picture.
pub fn avif(width: u32, height: u32, items: &[&[u8; 4]]) -> Vec<u8> {
    let item = |(id, kind): (u8, &[u8; 4])| {
        boxed(b"infe", &[&[2, 0, 0, 0, 0, id, 0, 0], &kind[..], &[0]].concat())
    };
    let items = [&[b"av01"], items].concat();
    let entries: Vec<u8> = (1..).zip(items.iter().copied()).flat_map(item).collect();
    let count = u8::try_from(items.len()).unwrap();
    let sizes = [&[0; 4], &width.to_be_bytes()[..], &height.to_be_bytes()].concat();
    let properties = boxed(b"ipco", &boxed(b"ispe", &sizes));
    // One item has one property, the first.
    let used = boxed(b"ipma", &[0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 1, 0x81]);
    let meta = [
        vec![0; 4],
        boxed(b"pitm", &[0, 0, 0, 0, 0, 1]),
        boxed(b"iinf", &[&[0, 0, 0, 0, 0, count], &entries[..]].concat()),
        boxed(b"iprp", &[properties, used].concat()),
    ]
    .concat();
    [
        boxed(b"ftyp", b"avif\0\0\0\0avifmif1"),
        boxed(b"meta", &meta),
        boxed(b"mdat", &[0x12, 0, 0x0a, 0x0a]),
    ]
    .concat()
}

pub fn boxed(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let length = u32::try_from(data.len() + 8).unwrap();
    [&length.to_be_bytes()[..], name, data].concat()
}

/// A JPEG with more segments behind its beginning.
pub fn jpeg_with(jpeg: &[u8], marker: u8, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xff, marker], &length, data, &jpeg[2..]].concat()
}

/// A PNG with one more chunk behind its header.
pub fn png_with(png: &[u8], name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let header = 8 + 25;
    let length = u32::try_from(data.len()).unwrap().to_be_bytes();
    let sum = crc(&[&name[..], data].concat()).to_be_bytes();
    [&png[..header], &length, name, data, &sum, &png[header..]].concat()
}

/// A WebP with a header that announces it, and one more chunk at its end.
pub fn webp_with(webp: &[u8], size: (u32, u32), name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let side = |side: u32| (side - 1).to_le_bytes()[..3].to_vec();
    let flag = match name {
        b"EXIF" => 0x08,
        b"XMP " => 0x04,
        _ => 0,
    };
    let header = [vec![flag, 0, 0, 0], side(size.0), side(size.1)].concat();
    let mut chunks = Vec::new();
    riff::put(&mut chunks, b"VP8X", &header);
    chunks.extend_from_slice(&webp[12..]);
    riff::put(&mut chunks, name, data);
    riff::webp(&chunks)
}

/// A GIF with one more extension ahead of its picture.
pub fn gif_with(gif: &[u8], label: u8, data: &[u8]) -> Vec<u8> {
    let table = if gif[10] & 0x80 == 0 { 0 } else { 3 << ((gif[10] & 7) + 1) };
    let place = 13 + table;
    let length = u8::try_from(data.len()).unwrap();
    [&gif[..place], &[0x21, label, length], data, &[0], &gif[place..]].concat()
}

/// Exif with an orientation and a position in Đà Nẵng's words.
pub fn exif(orientation: u8) -> Vec<u8> {
    let mut exif = b"II*\0\x08\0\0\0\x02\0".to_vec();
    exif.extend_from_slice(&[0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]);
    // A position, as far as anybody looks for it: the tag of the block and a text.
    exif.extend_from_slice(&[0x25, 0x88, 4, 0, 1, 0, 0, 0, 38, 0, 0, 0]);
    exif.extend_from_slice(&[0; 4]);
    exif.extend_from_slice(b"GPS 16.0544N 108.2022E");
    exif
}

/// The beginning of a profile of RGB colours.
pub fn profile() -> Vec<u8> {
    let mut profile = vec![0; 128];
    profile[..4].copy_from_slice(&128_u32.to_be_bytes());
    profile[12..16].copy_from_slice(b"mntr");
    profile[16..20].copy_from_slice(b"RGB ");
    profile[20..24].copy_from_slice(b"XYZ ");
    profile[36..40].copy_from_slice(b"acsp");
    profile
}

pub fn with_profile(kind: Kind, profile: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let (pixels, profile, color) = (pixels(30, 20), profile.to_vec(), ExtendedColorType::Rgb8);
    macro_rules! write {
        ($encoder:expr) => {{
            let mut encoder = $encoder;
            encoder.set_icc_profile(profile).unwrap();
            encoder.write_image(&pixels, 30, 20, color).unwrap();
        }};
    }
    match kind {
        Kind::Jpeg => write!(JpegEncoder::new(&mut bytes)),
        Kind::Png => write!(PngEncoder::new(&mut bytes)),
        _ => write!(WebPEncoder::new_lossless(&mut bytes)),
    }
    bytes
}

pub fn profile_of(kind: Kind, bytes: &[u8]) -> Option<Vec<u8>> {
    let format = ImageFormat::from_mime_type(kind.mime_type()).unwrap();
    let reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.into_decoder().unwrap().icc_profile().unwrap()
}

/// What PNG sums its chunks up with.
fn crc(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 }
        })
    };
    !bytes.iter().fold(!0, step)
}
