//! What a file is, by its bytes alone, and the form of it that is stored.
//!
//! Pure: no database, no store, no clock. A picture is taken apart into the segments of its format
//! and put together from those that draw it, so that no position, no comment and no second format
//! is left; nothing is decoded before its header has told how large it would be.

mod avif;
mod bytes;
mod foreign;
mod gif;
mod jpeg;
mod pdf;
mod pixels;
mod png;
mod refusal;
mod riff;
mod webp;

use std::{fs::File, io::Read as _};

use image::metadata::Orientation;

pub use self::{
    pixels::{Picture, memory},
    refusal::Refusal,
};
use crate::platform::error::Error;

/// The types of files that are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// JPEG, baseline or progressive.
    Jpeg,
    /// PNG, animated or not.
    Png,
    /// WebP, animated or not.
    Webp,
    /// GIF, animated or not.
    Gif,
    /// AVIF, a still picture.
    Avif,
    /// PDF.
    Pdf,
}

impl Kind {
    const ALL: [Self; 6] = [Self::Jpeg, Self::Png, Self::Webp, Self::Gif, Self::Avif, Self::Pdf];

    /// Its media type.
    pub const fn mime_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Gif => "image/gif",
            Self::Avif => "image/avif",
            Self::Pdf => "application/pdf",
        }
    }

    /// What names of such files end in.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Webp => "webp",
            Self::Gif => "gif",
            Self::Avif => "avif",
            Self::Pdf => "pdf",
        }
    }

    /// The kind of a media type.
    pub fn of_mime_type(mime_type: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.mime_type() == mime_type)
    }

    /// By the first bytes, whatever the file is called.
    fn sniff(head: &[u8]) -> Option<Self> {
        let at =
            |place: usize, magic: &[u8]| head.get(place..).is_some_and(|h| h.starts_with(magic));
        if at(0, b"\xff\xd8\xff") {
            Some(Self::Jpeg)
        } else if at(0, png::SIGNATURE) {
            Some(Self::Png)
        } else if at(0, b"RIFF") && at(8, b"WEBP") {
            Some(Self::Webp)
        } else if at(0, b"GIF87a") || at(0, b"GIF89a") {
            Some(Self::Gif)
        } else if at(4, b"ftyp") && (at(8, b"avif") || at(8, b"mif1")) {
            Some(Self::Avif)
        } else if at(0, b"%PDF-") {
            Some(Self::Pdf)
        } else {
            None
        }
    }
}

/// What pictures may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Most pixels that a picture may have.
    pub pixels: u64,
}

/// A file that may be stored.
#[derive(Debug)]
pub struct Inspected {
    /// What it is.
    pub kind: Kind,
    /// What is stored in its stead; none: the file itself.
    pub bytes: Option<Vec<u8>>,
    /// Width and height as it is shown; none for what is no picture.
    pub size: Option<(u32, u32)>,
    /// A blurred preview, where the picture can be drawn here.
    pub thumbhash: Option<Vec<u8>>,
}

/// What is left of a file of some format.
#[derive(Debug)]
struct Cleaned {
    bytes: Vec<u8>,
    size: (u32, u32),
    /// How a viewer would turn it before it is shown.
    orientation: Option<Orientation>,
}

/// What can stand in the way: the file, or we.
pub type Outcome<T> = Result<Result<T, Refusal>, Error>;

/// How much memory looking at a file takes at most, in bytes: the file, what is left of it, and the
/// largest picture that could be in it.
pub const fn memory_for(length: u64, limits: Limits) -> u64 {
    length.saturating_mul(2).saturating_add(memory(limits.pixels))
}

/// Looks at a file from its beginning.
pub fn inspect(file: &mut File, limits: Limits) -> Outcome<Inspected> {
    match sniff(file)? {
        None => Ok(Err(Refusal::Type)),
        Some(Kind::Pdf) => {
            let whole = pdf::check(file)?;
            Ok(whole.map(|()| Inspected {
                kind: Kind::Pdf,
                bytes: None,
                size: None,
                thumbhash: None,
            }))
        }
        Some(kind) => {
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes)?;
            Ok(picture(kind, &bytes, limits))
        }
    }
}

fn sniff(file: &mut File) -> Result<Option<Kind>, Error> {
    use std::io::Seek as _;

    let mut head = Vec::new();
    file.rewind()?;
    file.by_ref().take(16).read_to_end(&mut head)?;
    file.rewind()?;
    Ok(Kind::sniff(&head))
}

/// The form of a picture that is stored.
fn picture(kind: Kind, file: &[u8], limits: Limits) -> Result<Inspected, Refusal> {
    foreign::check_ends(file)?;
    let cleaned = match kind {
        Kind::Jpeg => jpeg::clean(file, limits)?,
        Kind::Png => png::clean(file, limits)?,
        Kind::Webp => webp::clean(file, limits)?,
        Kind::Gif => gif::clean(file, limits)?,
        Kind::Avif => avif::check(file, limits)?,
        Kind::Pdf => return Err(Refusal::Type),
    };
    // What is left may only now end as another format would.
    foreign::check_ends(&cleaned.bytes)?;
    if kind == Kind::Avif {
        let (bytes, size) = (Some(cleaned.bytes), Some(cleaned.size));
        return Ok(Inspected { kind, bytes, size, thumbhash: None });
    }
    let mut picture = Picture::decode(kind, &cleaned.bytes)?;
    let mut bytes = cleaned.bytes;
    let turned = cleaned.orientation.filter(|turn| *turn != Orientation::NoTransforms);
    if let Some(turn) = turned {
        picture.pixels.apply_orientation(turn);
        bytes = picture.encode(kind)?;
    }
    let size = Some((picture.pixels.width(), picture.pixels.height()));
    Ok(Inspected { kind, bytes: Some(bytes), size, thumbhash: Some(picture.thumbhash()) })
}

impl Limits {
    /// Refuses a size that a header tells.
    fn check(self, width: u32, height: u32) -> Result<(u32, u32), Refusal> {
        let pixels = u64::from(width) * u64::from(height);
        match pixels {
            0 => Err(Refusal::Broken("it has no pixels")),
            // Larger sides are refused by viewers, and by the formats that copies are made in.
            _ if width > u16::MAX.into() || height > u16::MAX.into() || pixels > self.pixels => {
                Err(Refusal::Pixels { limit: self.pixels, value: pixels })
            }
            _ => Ok((width, height)),
        }
    }
}

#[cfg(test)]
mod tests;
