//! Files made here, byte by byte where it matters.

mod make;
mod metadata;
mod refusals;

use std::io::Write as _;

use super::*;

/// What the issue allows.
const LIMITS: Limits = Limits { pixels: 40_000_000 };

/// A file as it would be looked at.
fn look(bytes: &[u8]) -> Result<Inspected, Refusal> {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    inspect(&mut file, LIMITS).unwrap()
}

#[test]
fn each_format_is_known_by_its_content_and_measured() {
    for (kind, bytes) in make::all(30, 20) {
        let inspected = look(&bytes).unwrap_or_else(|refusal| panic!("{kind:?}: {refusal}"));
        assert_eq!(inspected.kind, kind);
        let size = (kind != Kind::Pdf).then_some((30, 20));
        assert_eq!(inspected.size, size, "{kind:?}");
        assert_eq!(inspected.thumbhash.is_some(), kind.is_drawn(), "{kind:?}");
    }
}

#[test]
fn a_clean_file_stays_as_it_is_and_so_does_a_cleaned_one() {
    for (kind, bytes) in make::all(30, 20) {
        let Some(stored) = look(&bytes).unwrap().bytes else { continue };
        let again = look(&stored).unwrap().bytes.unwrap();
        assert_eq!(again, stored, "{kind:?}");
    }
    // Nothing of a picture without metadata is changed at all.
    let png = make::png(30, 20);
    assert_eq!(look(&png).unwrap().bytes.unwrap(), png);
    let webp = make::webp(30, 20);
    assert_eq!(look(&webp).unwrap().bytes.unwrap(), webp);
}

#[test]
fn what_is_stored_draws_the_same_picture() {
    for (kind, bytes) in make::all(30, 20).into_iter().filter(|(kind, _)| kind.is_drawn()) {
        let stored = look(&bytes).unwrap().bytes.unwrap();
        let before = image::load_from_memory(&bytes).unwrap().to_rgba8();
        let after = image::load_from_memory(&stored).unwrap().to_rgba8();
        assert_eq!(before, after, "{kind:?}");
    }
}

#[test]
fn a_moving_picture_keeps_all_its_pictures_and_goes_on_repeating() {
    use image::AnimationDecoder as _;

    let gif = make::moving_gif(3);
    let stored = look(&gif).unwrap().bytes.unwrap();
    let decoder = image::codecs::gif::GifDecoder::new(std::io::Cursor::new(&stored)).unwrap();
    assert_eq!(decoder.into_frames().count(), 3);
    assert!(stored.windows(11).any(|bytes| bytes == b"NETSCAPE2.0"));
}

#[test]
fn a_colour_profile_stays_and_goes_into_copies() {
    let profile = make::profile();
    for kind in [Kind::Jpeg, Kind::Png, Kind::Webp] {
        let stored = look(&make::with_profile(kind, &profile)).unwrap().bytes.unwrap();
        let picture = Picture::decode(kind, &stored).unwrap();
        for copy in [Kind::Jpeg, Kind::Png, Kind::Webp] {
            let bytes = picture.copy(copy).unwrap();
            assert_eq!(make::profile_of(copy, &bytes).as_deref(), Some(&profile[..]), "{copy:?}");
        }
    }
}
