//! Copies of pictures in other sizes: which there are, and how they are cut.

use entity::media;
use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use image::DynamicImage;

use super::{inspect::Kind, library::copies_of};
use crate::platform::error::{BadInput, Code, Error, Result};

/// The widths and heights that copies are made in, in pixels. Any others would let strangers fill
/// the store and keep every core busy.
pub const SIDES: [u32; 9] = [160, 320, 480, 640, 800, 960, 1_200, 1_600, 2_000];

/// Changes whenever the same copy would get other bytes.
const EDITION: u32 = 1;

/// How a picture gets into a box.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fit {
    /// All of it, as large as the box allows.
    #[default]
    Contain,
    /// As much of it as fills the box, around its focal point.
    Cover,
}

/// What was asked for, before it is known of which picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    width: Option<u32>,
    height: Option<u32>,
    fit: Fit,
    format: Option<Kind>,
}

/// A copy of a picture, smaller or in another format.
#[derive(Clone, Debug, PartialEq)]
pub struct Copy {
    /// Key of the original.
    pub original: String,
    /// What that is.
    pub kind: Kind,
    /// What the copy is.
    pub format: Kind,
    source: (u32, u32),
    crop: Crop,
    size: (u32, u32),
}

/// The part of the original that is seen, in its pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Crop {
    left: f64,
    top: f64,
    width: f64,
    height: f64,
}

impl Wanted {
    /// Reads the part of an address behind its `?`. What nobody knows is refused: caches would keep
    /// the same picture under any number of addresses.
    pub fn read(query: &str) -> Result<Self, BadInput> {
        let mut wanted = Self::default();
        let mut seen = Vec::new();
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            match &*name {
                "w" => wanted.width = Some(side(&value, "w")?),
                "h" => wanted.height = Some(side(&value, "h")?),
                "fit" => wanted.fit = fit(&value)?,
                "format" => wanted.format = Some(format(&value)?),
                _ => return Err(fault("only `w`, `h`, `fit` and `format` are taken")),
            }
            if seen.contains(&name) {
                return Err(fault("each parameter is given once"));
            }
            seen.push(name);
        }
        match wanted.fit == Fit::Cover && (wanted.width.is_none() || wanted.height.is_none()) {
            true => Err(fault("`fit=cover` needs `w` and `h`").at("fit")),
            false => Ok(wanted),
        }
    }

    /// Whether the same address may show another part of the picture one day.
    pub fn follows_focal_point(self) -> bool {
        self.fit == Fit::Cover
    }

    /// The copy of this file that was asked for; none: the file itself is that.
    pub fn of(self, file: &media::Model) -> Result<Option<Copy>, BadInput> {
        if self == Self::default() {
            return Ok(None);
        }
        let kind = Kind::of_mime_type(&file.mime_type).filter(|kind| kind.is_drawn());
        let size = file.width.zip(file.height);
        let Some((kind, (width, height))) = kind.zip(size) else {
            return Err(fault("there are no copies of a file of this type"));
        };
        let source = (width.unsigned_abs(), height.unsigned_abs());
        let format = self.format.unwrap_or_else(|| kind.format_of_copies());
        let (crop, size) = match self.fit {
            Fit::Contain => (Crop::all(source), contained(source, self.width, self.height)),
            Fit::Cover => {
                let of_box = (self.width.unwrap_or(source.0), self.height.unwrap_or(source.1));
                covered(source, of_box, focal_point(file))
            }
        };
        let same = size == source && self.format.is_none_or(|format| format == kind);
        let original = file.storage_key.clone();
        Ok((!same).then_some(Copy { original, kind, format, source, crop, size }))
    }
}

impl Copy {
    /// Where it is kept. The same copy of the same original has the same key.
    pub fn key(&self) -> String {
        let Self { crop, size: (width, height), format, .. } = self;
        let part = match *crop == Crop::all(self.source) {
            true => String::new(),
            false => format!("-{:.0}-{:.0}", crop.left, crop.top),
        };
        let extension = format.extension();
        format!("{}/{EDITION}-{width}x{height}{part}.{extension}", copies_of(&self.original))
    }

    /// A strong entity tag: it names the bytes.
    pub fn tag(&self, digest: &str) -> String {
        let name = self.key();
        let name = name.rsplit('/').next().unwrap_or_default();
        format!("\"{digest}-{name}\"")
    }

    /// Pixels of the original.
    pub fn pixels(&self) -> u64 {
        u64::from(self.source.0) * u64::from(self.source.1)
    }

    /// The pixels of the copy.
    pub fn resize(&self, pixels: &DynamicImage) -> Result<DynamicImage> {
        let broken = Error::Broken("a picture cannot be resized");
        let mut target = DynamicImage::new(self.size.0, self.size.1, pixels.color());
        let Crop { left, top, width, height } = self.crop;
        let options = ResizeOptions::new()
            .resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3))
            .crop(left, top, width, height);
        match Resizer::new().resize(pixels, &mut target, &options) {
            Ok(()) => Ok(target),
            Err(_) => Err(broken),
        }
    }
}

impl Crop {
    fn all((width, height): (u32, u32)) -> Self {
        Self { left: 0.0, top: 0.0, width: width.into(), height: height.into() }
    }
}

impl Kind {
    /// Whether it can be drawn here, and so be copied.
    pub const fn is_drawn(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png | Self::Webp | Self::Gif)
    }

    /// What copies are where nobody says it. Those of a GIF are its first picture.
    const fn format_of_copies(self) -> Self {
        match self {
            Self::Gif => Self::Webp,
            kind => kind,
        }
    }
}

/// The whole picture within a box, never larger than it is.
fn contained(source: (u32, u32), width: Option<u32>, height: Option<u32>) -> (u32, u32) {
    let ratio =
        |side: Option<u32>, of: u32| side.map_or(1.0, |side| f64::from(side) / f64::from(of));
    let scale = ratio(width, source.0).min(ratio(height, source.1)).min(1.0);
    let scaled = |side: u32| ((f64::from(side) * scale).round() as u32).max(1);
    (scaled(source.0), scaled(source.1))
}

/// The largest part of the form of a box, as near to the focal point as the borders allow, and the
/// size that it is shown in: that of the box, or less where the picture is smaller.
fn covered(source: (u32, u32), of_box: (u32, u32), focal: (f64, f64)) -> (Crop, (u32, u32)) {
    let (width, height) = (f64::from(source.0), f64::from(source.1));
    let scale = (f64::from(of_box.0) / width).max(f64::from(of_box.1) / height);
    let part = |side: u32, most: f64| (f64::from(side) / scale).round().clamp(1.0, most);
    let (part_width, part_height) = (part(of_box.0, width), part(of_box.1, height));
    let begin = |focal: f64, part: f64, side: f64| {
        (focal * side - part / 2.0).round().clamp(0.0, side - part)
    };
    let crop = Crop {
        left: begin(focal.0, part_width, width),
        top: begin(focal.1, part_height, height),
        width: part_width,
        height: part_height,
    };
    let shown = |side: u32, part: f64| side.min(part as u32).max(1);
    match scale > 1.0 {
        true => (crop, (shown(of_box.0, part_width), shown(of_box.1, part_height))),
        false => (crop, of_box),
    }
}

fn focal_point(file: &media::Model) -> (f64, f64) {
    let part = |thousandths: Option<i16>| f64::from(thousandths.unwrap_or(500)) / 1_000.0;
    (part(file.focal_x), part(file.focal_y))
}

fn side(value: &str, name: &str) -> Result<u32, BadInput> {
    let side = value.parse().ok().filter(|side| SIDES.contains(side));
    side.ok_or_else(|| {
        let sides = SIDES.map(|side| side.to_string()).join(", ");
        fault(&format!("`{name}` must be one of {sides}")).at(name).with("allowed", SIDES.to_vec())
    })
}

fn fit(value: &str) -> Result<Fit, BadInput> {
    match value {
        "contain" => Ok(Fit::Contain),
        "cover" => Ok(Fit::Cover),
        _ => Err(fault("`fit` must be one of contain, cover").at("fit")),
    }
}

fn format(value: &str) -> Result<Kind, BadInput> {
    match value {
        "webp" => Ok(Kind::Webp),
        "jpeg" => Ok(Kind::Jpeg),
        "png" => Ok(Kind::Png),
        _ => Err(fault("`format` must be one of webp, jpeg, png").at("format")),
    }
}

fn fault(message: &str) -> BadInput {
    BadInput::new(Code::BadUserInput, message)
}

#[cfg(test)]
mod tests;
