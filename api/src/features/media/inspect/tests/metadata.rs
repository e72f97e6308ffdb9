//! What is taken out, and how pictures are turned.

use super::{super::Kind, *};

/// A picture of each kind that carries `data` where Exif belongs.
fn with_exif(kind: Kind, exif: &[u8]) -> Vec<u8> {
    match kind {
        Kind::Jpeg => {
            let segment = [b"Exif\0\0", exif].concat();
            make::jpeg_with(&make::jpeg(30, 20), 0xe1, &segment)
        }
        Kind::Png => make::png_with(&make::png(30, 20), b"eXIf", exif),
        _ => make::webp_with(&make::webp(30, 20), (30, 20), b"EXIF", exif),
    }
}

const KINDS: [Kind; 3] = [Kind::Jpeg, Kind::Png, Kind::Webp];

fn holds(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|window| window == text)
}

#[test]
fn the_position_is_gone_and_the_picture_is_as_it_was() {
    for kind in KINDS {
        let original = with_exif(kind, &make::exif(1));
        assert!(holds(&original, b"GPS 16.0544N"));
        let stored = look(&original).unwrap().bytes.unwrap();
        assert!(!holds(&stored, b"GPS"), "{kind:?}");
        assert!(!holds(&stored, b"Exif") && !holds(&stored, b"EXIF"), "{kind:?}");
        let pixels = |bytes| image::load_from_memory(bytes).unwrap().to_rgb8();
        assert_eq!(pixels(&original), pixels(&stored), "{kind:?}");
    }
}

#[test]
fn a_picture_is_turned_as_its_camera_was_held() {
    for kind in KINDS {
        // Six is a quarter turn to the right: what was at the bottom left is at the top left.
        let inspected = look(&with_exif(kind, &make::exif(6))).unwrap();
        assert_eq!(inspected.size, Some((20, 30)), "{kind:?}");
        let stored = inspected.bytes.unwrap();
        assert!(!holds(&stored, b"GPS"), "{kind:?}");
        let turned = image::load_from_memory(&stored).unwrap().to_rgb8();
        assert_eq!(turned.dimensions(), (20, 30), "{kind:?}");
        let (was, is) = (make::pixels(30, 20), turned);
        let corners = [
            (was.get_pixel(0, 19), is.get_pixel(0, 0)),
            (was.get_pixel(0, 0), is.get_pixel(19, 0)),
        ];
        for (was, is) in corners {
            let apart = was.0.iter().zip(is.0).map(|(was, is)| was.abs_diff(is)).max().unwrap();
            assert!(apart < 24, "{kind:?}: {was:?} {is:?}");
        }
        assert_eq!(look(&stored).unwrap().size, Some((20, 30)), "{kind:?}: turned once");
    }
}

#[test]
fn comments_texts_and_what_follows_the_end_are_gone() {
    let secret = b"a secret note";
    let jpeg = make::jpeg(30, 20);
    let cases = [
        make::jpeg_with(&jpeg, 0xfe, secret),
        make::jpeg_with(&jpeg, 0xed, secret),
        make::jpeg_with(&jpeg, 0xe1, b"http://ns.adobe.com/xap/1.0/\0a secret note"),
        make::jpeg_with(&jpeg, 0xe2, b"MPF\0a secret note"),
        make::png_with(&make::png(30, 20), b"tEXt", b"Comment\0a secret note"),
        make::png_with(&make::png(30, 20), b"prVt", secret),
        make::webp_with(&make::webp(30, 20), (30, 20), b"XMP ", secret),
        make::webp_with(&make::webp(30, 20), (30, 20), b"ABCD", secret),
        make::gif_with(&make::gif(30, 20), 0xfe, secret),
        make::gif_with(&make::gif(30, 20), 0xff, b"XMP DataXMPa secret note"),
        [&jpeg[..], secret].concat(),
        [&make::png(30, 20)[..], secret].concat(),
        [&make::webp(30, 20)[..], secret].concat(),
        [&make::gif(30, 20)[..], secret].concat(),
    ];
    for (number, case) in cases.iter().enumerate() {
        assert!(holds(case, secret), "{number}");
        let stored = look(case).unwrap_or_else(|refusal| panic!("{number}: {refusal}"));
        assert!(!holds(&stored.bytes.unwrap(), secret), "{number}");
    }
}

#[test]
fn the_thumbnail_of_a_jpeg_is_gone() {
    let jpeg = make::jpeg(30, 20);
    let start = jpeg.windows(5).position(|bytes| bytes == b"JFIF\0").unwrap();
    let mut with_thumbnail = jpeg[..start + 12].to_vec();
    with_thumbnail.extend_from_slice(&[1, 1, 9, 8, 7]);
    with_thumbnail.extend_from_slice(&jpeg[start + 14..]);
    with_thumbnail[start - 1] += 3;
    let stored = look(&with_thumbnail).unwrap().bytes.unwrap();
    assert_eq!(stored, look(&jpeg).unwrap().bytes.unwrap());
}
