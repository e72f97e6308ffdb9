//! Pictures as pixels: decoded within bounds, and encoded again.

use std::io::Cursor;

use image::{
    ColorType, DynamicImage, ExtendedColorType, GenericImageView as _, ImageDecoder,
    ImageEncoder as _, ImageFormat, ImageReader, Limits as DecoderLimits,
    codecs::{jpeg::JpegEncoder, png::PngEncoder},
};

use super::{Kind, Refusal, bytes::Bytes, riff};

/// Most bytes that a decoder may ask for at once. 40 megapixels of four colours have 160 MB.
const MAX_ALLOCATION: u64 = 384 << 20;
/// What is lost below cannot be seen in a photograph on a page.
const JPEG_QUALITY: u8 = 85;
/// What is kept of an original that had to be turned.
const TURNED_QUALITY: u8 = 95;
const WEBP_QUALITY: f32 = 80.0;
/// The largest that a thumbhash is made from.
const THUMB: u32 = 100;

/// A decoded picture with its colour profile.
#[derive(Debug)]
pub struct Picture {
    pub pixels: DynamicImage,
    profile: Option<Vec<u8>>,
}

/// What it takes to have so many pixels in memory, in bytes, at worst: the coefficients of a
/// progressive JPEG beside its pixels.
pub const fn memory(pixels: u64) -> u64 {
    pixels * 9
}

impl Picture {
    /// Decodes a picture, of a moving one the first. Its header was checked before.
    pub fn decode(kind: Kind, bytes: &[u8]) -> Result<Self, Refusal> {
        let format = match kind {
            Kind::Jpeg => ImageFormat::Jpeg,
            Kind::Png => ImageFormat::Png,
            Kind::Webp => ImageFormat::WebP,
            Kind::Gif => ImageFormat::Gif,
            Kind::Avif | Kind::Pdf => return Err(Refusal::Unsupported("it cannot be drawn here")),
        };
        let broken = |_| Refusal::Broken("its picture cannot be decoded");
        let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
        let mut limits = DecoderLimits::no_limits();
        limits.max_alloc = Some(MAX_ALLOCATION);
        reader.limits(limits);
        let mut decoder = reader.into_decoder().map_err(broken)?;
        let profile = decoder.icc_profile().map_err(broken)?;
        let pixels = DynamicImage::from_decoder(decoder).map_err(broken)?;
        let profile = profile.filter(|profile| fits(profile, pixels.color()));
        Ok(Self { pixels: plain(pixels), profile })
    }

    /// The same picture in other pixels.
    pub fn with(&self, pixels: DynamicImage) -> Self {
        Self { pixels, profile: self.profile.clone() }
    }

    /// A blurred preview of some 25 bytes.
    pub fn thumbhash(&self) -> Vec<u8> {
        let small = self.pixels.thumbnail(THUMB, THUMB).to_rgba8();
        let (width, height) = small.dimensions();
        thumbhash::rgba_to_thumb_hash(width as usize, height as usize, small.as_raw())
    }

    /// A turned original in its own format again.
    pub fn encode(&self, kind: Kind) -> Result<Vec<u8>, Refusal> {
        match kind {
            Kind::Jpeg => self.jpeg(TURNED_QUALITY),
            Kind::Png => self.png(),
            Kind::Webp => Ok(self.webp(f32::from(TURNED_QUALITY))),
            // These have no orientation that could have been applied.
            Kind::Gif | Kind::Avif | Kind::Pdf => Err(Refusal::Unsupported("it cannot be turned")),
        }
    }

    /// A copy for a page.
    pub fn copy(&self, kind: Kind) -> Result<Vec<u8>, Refusal> {
        match kind {
            Kind::Jpeg => self.jpeg(JPEG_QUALITY),
            Kind::Png => self.png(),
            Kind::Webp => Ok(self.webp(WEBP_QUALITY)),
            Kind::Gif | Kind::Avif | Kind::Pdf => {
                Err(Refusal::Unsupported("no copies of this type"))
            }
        }
    }

    fn jpeg(&self, quality: u8) -> Result<Vec<u8>, Refusal> {
        let mut bytes = Vec::new();
        let mut encoder = JpegEncoder::new_with_quality(&mut bytes, quality);
        // What the profile cannot say is no reason to have no picture.
        let _ = encoder.set_icc_profile(self.profile.clone().unwrap_or_default());
        let opaque = on_white(&self.pixels);
        let (width, height) = opaque.dimensions();
        let encoded = encoder.write_image(
            opaque.as_bytes(),
            width,
            height,
            ExtendedColorType::from(opaque.color()),
        );
        encoded.map(|()| bytes).map_err(|_| Refusal::Broken("it cannot be encoded"))
    }

    fn png(&self) -> Result<Vec<u8>, Refusal> {
        let mut bytes = Vec::new();
        let mut encoder = PngEncoder::new(&mut bytes);
        if let Some(profile) = &self.profile {
            let _ = encoder.set_icc_profile(profile.clone());
        }
        let (width, height) = self.pixels.dimensions();
        let color = ExtendedColorType::from(self.pixels.color());
        let encoded = encoder.write_image(self.pixels.as_bytes(), width, height, color);
        encoded.map(|()| bytes).map_err(|_| Refusal::Broken("it cannot be encoded"))
    }

    fn webp(&self, quality: f32) -> Vec<u8> {
        let (width, height) = self.pixels.dimensions();
        let has_alpha = self.pixels.color().has_alpha();
        let encoded = match has_alpha {
            true => {
                let pixels = self.pixels.to_rgba8();
                webp::Encoder::from_rgba(&pixels, width, height).encode(quality).to_vec()
            }
            false => {
                let pixels = self.pixels.to_rgb8();
                webp::Encoder::from_rgb(&pixels, width, height).encode(quality).to_vec()
            }
        };
        match &self.profile {
            None => encoded,
            Some(profile) => with_profile(&encoded, profile, (width, height), has_alpha),
        }
    }
}

/// Eight bits a colour: more are of no use on a page, and double the memory.
fn plain(pixels: DynamicImage) -> DynamicImage {
    match pixels.color() {
        ColorType::L8 | ColorType::La8 | ColorType::Rgb8 | ColorType::Rgba8 => pixels,
        ColorType::L16 => DynamicImage::ImageLuma8(pixels.into_luma8()),
        ColorType::La16 => DynamicImage::ImageLumaA8(pixels.into_luma_alpha8()),
        color if color.has_alpha() => DynamicImage::ImageRgba8(pixels.into_rgba8()),
        _ => DynamicImage::ImageRgb8(pixels.into_rgb8()),
    }
}

/// JPEG knows nothing transparent; pages are white.
fn on_white(pixels: &DynamicImage) -> DynamicImage {
    if !pixels.color().has_alpha() {
        return pixels.clone();
    }
    let mut pixels = pixels.to_rgba8();
    for pixel in pixels.pixels_mut() {
        let [.., alpha] = pixel.0;
        let over = |part: u8| {
            let mixed = u32::from(part) * u32::from(alpha) + 255 * (255 - u32::from(alpha));
            u8::try_from(mixed / 255).unwrap_or(u8::MAX)
        };
        pixel.0 = [over(pixel.0[0]), over(pixel.0[1]), over(pixel.0[2]), 255];
    }
    DynamicImage::ImageRgb8(DynamicImage::ImageRgba8(pixels).into_rgb8())
}

/// Whether a profile is about the colours that the decoder gives: those of print become RGB.
fn fits(profile: &[u8], color: ColorType) -> bool {
    let space: Option<&[u8]> = profile.get(16..20);
    match color.has_color() {
        true => space == Some(b"RGB "),
        false => space == Some(b"GRAY"),
    }
}

/// A WebP with a colour profile, which the encoder does not write.
pub fn with_profile(webp: &[u8], profile: &[u8], size: (u32, u32), has_alpha: bool) -> Vec<u8> {
    let mut rest = Bytes(webp.get(12..).unwrap_or_default());
    let side = |side: u32| (side.saturating_sub(1)).to_le_bytes();
    let flags = 0x20 | if has_alpha { 0x10 } else { 0 };
    let (width, height) = (side(size.0), side(size.1));
    let header = [&[flags, 0, 0, 0], &width[..3], &height[..3]].concat();
    let mut chunks = Vec::with_capacity(webp.len() + profile.len() + 64);
    riff::put(&mut chunks, b"VP8X", &header);
    riff::put(&mut chunks, b"ICCP", profile);
    while !rest.is_empty() {
        // The encoder's own chunks are whole.
        let Ok((name, data)) = riff::next(&mut rest) else { break };
        if &name != b"VP8X" {
            riff::put(&mut chunks, &name, data);
        }
    }
    riff::webp(&chunks)
}
