//! What a body may hold beyond its form: the same on every database, and for whoever sends it.

use super::{Body, BodyFigure};
use crate::platform::address;

/// Most figures of one article.
pub const MAX_FIGURES: usize = 1_000;
/// Longest description of an image, in characters.
pub const MAX_ALT: usize = 1_000;

/// Why the figures of a body cannot be stored. Nothing of them is cut or left out in silence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FigureFault {
    /// More of them than an article holds.
    #[error("{count} figures are too many: at most {MAX_FIGURES} are allowed")]
    TooMany {
        /// How many.
        count: usize,
    },
    /// A description is too long.
    #[error(
        "the description of figure {figure} has {chars} characters: at most {MAX_ALT} are allowed"
    )]
    AltTooLong {
        /// Which figure, from 1.
        figure: usize,
        /// The length of its description.
        chars: usize,
    },
    /// The address of an image is too long.
    #[error(
        "the address of figure {figure} has {bytes} bytes: at most {} are allowed",
        address::MAX_LENGTH
    )]
    AddressTooLong {
        /// Which figure, from 1.
        figure: usize,
        /// The length of its address.
        bytes: usize,
    },
}

impl FigureFault {
    /// The name of this fault in reports; it never changes.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooMany { .. } => "FIGURES_TOO_MANY",
            Self::AltTooLong { .. } => "FIGURE_ALT_TOO_LONG",
            Self::AddressTooLong { .. } => "FIGURE_ADDRESS_TOO_LONG",
        }
    }
}

impl Body {
    /// Whether the figures are so many and so long that they can be stored.
    ///
    /// # Errors
    /// The first fault of a figure that there is.
    pub fn check_figures(&self) -> Result<(), FigureFault> {
        if self.figures.len() > MAX_FIGURES {
            return Err(FigureFault::TooMany { count: self.figures.len() });
        }
        self.figures.iter().zip(1..).try_for_each(|(figure, number)| check(figure, number))
    }
}

fn check(one: &BodyFigure, figure: usize) -> Result<(), FigureFault> {
    let chars = one.alt.as_ref().map_or(0, |alt| alt.chars().count());
    if chars > MAX_ALT {
        return Err(FigureFault::AltTooLong { figure, chars });
    }
    let bytes = one.source_url.as_ref().map_or(0, String::len);
    if bytes > address::MAX_LENGTH {
        return Err(FigureFault::AddressTooLong { figure, bytes });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(html: &str) -> Result<(), FigureFault> {
        Body::from_html(html, None).check_figures()
    }

    #[test]
    fn as_many_figures_as_an_article_holds_and_no_more() {
        let image = "<img src=https://a.vn/1.jpg>";
        assert_eq!(figures(&image.repeat(MAX_FIGURES)), Ok(()));
        let fault = FigureFault::TooMany { count: MAX_FIGURES + 1 };
        assert_eq!(figures(&image.repeat(MAX_FIGURES + 1)), Err(fault.clone()));
        assert_eq!(fault.to_string(), "1001 figures are too many: at most 1000 are allowed");
    }

    #[test]
    fn descriptions_and_addresses_that_are_too_long_are_told_with_their_figure() {
        let image =
            |address: &str, alt: &str| format!("<img src='https://a.vn/{address}' alt='{alt}'>");
        let second = |image: String| figures(&format!("<img src=https://a.vn/1.jpg>{image}"));
        for length in [MAX_ALT + 1, 20_000] {
            let fault = FigureFault::AltTooLong { figure: 2, chars: length };
            assert_eq!(second(image("", &"đ".repeat(length))), Err(fault));
        }
        assert_eq!(second(image("", &"đ".repeat(MAX_ALT))), Ok(()));
        let head = "https://a.vn/".len();
        assert_eq!(second(image(&"x".repeat(address::MAX_LENGTH - head), "")), Ok(()));
        let fault = FigureFault::AddressTooLong { figure: 2, bytes: address::MAX_LENGTH + 1 };
        assert_eq!(second(image(&"x".repeat(address::MAX_LENGTH - head + 1), "")), Err(fault));
    }
}
