//! Why a file is not taken.

use crate::platform::problem::ProblemCode;

/// Why a file is not taken. Nothing of it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is none of the types that are taken.
    #[error("the file is no JPEG, PNG, WebP, GIF, AVIF or PDF")]
    Type,
    /// It does not keep to its format.
    #[error("the file is damaged: {0}")]
    Broken(&'static str),
    /// It is a part of its format that is not taken.
    #[error("the file is not of the kind that is taken: {0}")]
    Unsupported(&'static str),
    /// It is another format as well.
    #[error("the file could be read as another format as well: {0}")]
    Foreign(&'static str),
    /// It has too many pixels.
    #[error("the picture has too many pixels: {value} instead of at most {limit}")]
    Pixels {
        /// Most that it may have.
        limit: u64,
        /// What it has, by its header.
        value: u64,
    },
    /// It says where or by what it was taken, in a place that cannot be cut out here.
    #[error("the picture carries Exif or XMP: take that out first")]
    Metadata,
    /// It is longer than allowed.
    #[error("the file is longer than {limit} bytes")]
    Size {
        /// Most bytes that it may have.
        limit: u64,
    },
}

impl Refusal {
    /// For programs.
    pub const fn code(self) -> ProblemCode {
        match self {
            Self::Type => ProblemCode::FileTypeUnknown,
            Self::Broken(_) => ProblemCode::FileDamaged,
            Self::Unsupported(_) => ProblemCode::FileVariantUnsupported,
            Self::Foreign(_) => ProblemCode::FilePolyglot,
            Self::Pixels { .. } => ProblemCode::TooManyPixels,
            Self::Metadata => ProblemCode::FileMetadata,
            Self::Size { .. } => ProblemCode::FileTooLarge,
        }
    }

    /// The limit that was passed, if it was one.
    pub const fn limit(self) -> Option<u64> {
        match self {
            Self::Pixels { limit, .. } | Self::Size { limit } => Some(limit),
            _ => None,
        }
    }
}
