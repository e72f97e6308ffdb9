//! Small files of every kind, made here.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

/// A file of each kind that is taken: its media type, its ending, its bytes.
pub fn all() -> [(&'static str, &'static str, Vec<u8>); 6] {
    [
        ("image/jpeg", "jpg", picture(40, 30, ImageFormat::Jpeg)),
        ("image/png", "png", picture(40, 30, ImageFormat::Png)),
        ("image/webp", "webp", picture(40, 30, ImageFormat::WebP)),
        ("image/gif", "gif", picture(40, 30, ImageFormat::Gif)),
        ("image/avif", "avif", avif(40, 30)),
        ("application/pdf", "pdf", pdf()),
    ]
}

/// Red on the left, blue on the right.
pub fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let side = |x: u32| if x < width / 2 { Rgb([255, 0, 0]) } else { Rgb([0, 0, 255]) };
    let pixels = RgbImage::from_fn(width, height, |x, _| side(x));
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::from(pixels).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

pub fn jpeg(width: u32, height: u32) -> Vec<u8> {
    picture(width, height, ImageFormat::Jpeg)
}

pub fn pdf() -> Vec<u8> {
    b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer\n<<>>\n%%EOF\n".to_vec()
}

/// The boxes that say how large an AVIF is.
pub fn avif(width: u32, height: u32) -> Vec<u8> {
    let sizes = [&[0; 4], &width.to_be_bytes()[..], &height.to_be_bytes()].concat();
    let properties = boxed(b"ipco", &boxed(b"ispe", &sizes));
    let used = boxed(b"ipma", &[0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 1, 0x81]);
    let item = boxed(b"infe", b"\x02\0\0\0\0\x01\0\0av01\0");
    let meta = [
        vec![0; 4],
        boxed(b"pitm", &[0, 0, 0, 0, 0, 1]),
        boxed(b"iinf", &[&[0, 0, 0, 0, 0, 1], &item[..]].concat()),
        boxed(b"iprp", &[properties, used].concat()),
    ];
    let meta = boxed(b"meta", &meta.concat());
    [boxed(b"ftyp", b"avif\0\0\0\0avifmif1"), meta, boxed(b"mdat", &[0x12, 0])].concat()
}

fn boxed(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let length = u32::try_from(data.len() + 8).unwrap();
    [&length.to_be_bytes()[..], name, data].concat()
}

/// A JPEG with one more segment.
pub fn with_segment(jpeg: &[u8], marker: u8, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xff, marker], &length, data, &jpeg[2..]].concat()
}

/// The record that ends a ZIP archive.
pub fn archive() -> Vec<u8> {
    [&b"PK\x05\x06"[..], &[0; 18]].concat()
}

/// A PNG whose header announces more than it has.
pub fn announcing(width: u32, height: u32) -> Vec<u8> {
    let mut png = picture(1, 1, ImageFormat::Png);
    png[16..20].copy_from_slice(&width.to_be_bytes());
    png[20..24].copy_from_slice(&height.to_be_bytes());
    png
}

/// Width and height of a picture.
pub fn size(bytes: &[u8]) -> (u32, u32) {
    let picture = image::load_from_memory(bytes).unwrap();
    (picture.width(), picture.height())
}

/// The colour in the middle of a picture, as far as it is red or blue.
pub fn is_red(bytes: &[u8]) -> bool {
    let picture = image::load_from_memory(bytes).unwrap().to_rgb8();
    let [red, _, blue] = picture.get_pixel(picture.width() / 2, picture.height() / 2).0;
    red > blue
}
