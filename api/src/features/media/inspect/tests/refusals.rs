//! What is not taken, and why.

use proptest::{collection::vec, prelude::any, proptest};

use super::{super::Kind, *};

/// A ZIP archive of nothing, with a comment of so many bytes.
fn archive(comment: u16) -> Vec<u8> {
    let mut end = b"PK\x05\x06".to_vec();
    end.extend_from_slice(&[0; 16]);
    end.extend_from_slice(&comment.to_le_bytes());
    end
}

fn reason(bytes: &[u8]) -> Result<Kind, &'static str> {
    look(bytes).map(|inspected| inspected.kind).map_err(|refusal| refusal.code().as_str())
}

#[test]
fn what_is_no_file_of_these_types_is_refused_whatever_it_is_called() {
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>";
    for text in ["", "x", svg, "<!doctype html><script>", "\u{feff}<svg/>", "GIF88a", "BM", "II*\0"]
    {
        assert_eq!(reason(text.as_bytes()), Err("FILE_TYPE_UNKNOWN"), "{text}");
    }
    let pdf = [b"\n", &make::pdf()[..]].concat();
    assert_eq!(reason(&pdf), Err("FILE_TYPE_UNKNOWN"), "a PDF begins at its first byte");
}

#[test]
fn what_is_two_formats_at_once_is_refused() {
    let jpeg = make::jpeg(30, 20);
    let script = b"<sCrIpt>alert(1)</script>";
    let cases = [
        [&jpeg[..], &archive(0)].concat(),
        [&make::png(30, 20)[..], b"padding", &archive(0)].concat(),
        [&make::gif(30, 20)[..], &archive(0)].concat(),
        [&make::webp(30, 20)[..], &archive(0)].concat(),
        [&make::pdf()[..], &archive(0), b"%%EOF"].concat(),
        // An archive whose comment is the rest of the picture.
        make::png_with(&make::png(30, 20), b"iCCP", &archive(64)),
        make::jpeg_with(&jpeg, 0xfe, script),
        make::jpeg_with(&jpeg, 0xe2, &[b"ICC_PROFILE\0", &script[..]].concat()),
        make::png_with(&make::png(30, 20), b"tEXt", script),
        make::gif_with(&make::gif(30, 20), 0xfe, script),
        make::webp_with(&make::webp(30, 20), (30, 20), b"XMP ", script),
        make::jpeg_with(&jpeg, 0xfe, b"%PDF-1.4"),
        [&make::gif(30, 20)[..], b"<!DOCTYPE html>"].concat(),
        [b"%PDF-1.7\n<html>", &make::pdf()[9..]].concat(),
        [&make::avif(30, 20, &[])[..], &make::boxed(b"mdat", &archive(0))].concat(),
    ];
    for (number, case) in cases.iter().enumerate() {
        assert_eq!(reason(case), Err("FILE_POLYGLOT"), "{number}");
    }
}

#[test]
fn a_picture_that_would_be_too_large_is_refused_by_its_header_alone() {
    // Nothing of this size is ever made here: only the header says so.
    let mut png = make::png(1, 1);
    png[16..24].copy_from_slice(&[0, 0, 0x27, 0x10, 0, 0, 0x0f, 0xa1]);
    let mut gif = make::gif(1, 1);
    gif[6..10].copy_from_slice(&[0xff; 4]);
    let mut jpeg = make::jpeg(8, 8);
    let frame = jpeg.windows(2).position(|marker| marker == [0xff, 0xc0]).unwrap();
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0xff; 4]);
    let webp = make::webp_with(&make::webp(1, 1), (1 << 14, 1 << 14), b"XMP ", b"");
    let avif = make::avif(10_000, 4_001, &[]);
    for (name, bytes) in
        [("png", png), ("gif", gif), ("jpeg", jpeg), ("webp", webp), ("avif", avif)]
    {
        assert_eq!(reason(&bytes), Err("TOO_MANY_PIXELS"), "{name}");
    }
    assert_eq!(look(&make::avif(10_000, 4_000, &[])).unwrap().size, Some((10_000, 4_000)));
}

#[test]
fn a_small_file_that_unpacks_to_much_is_no_more_work_than_its_header_allows() {
    // Announced as one pixel, while its data goes on and on.
    let honest = make::png(4_000, 2_000);
    let mut lying = honest;
    lying[16..24].copy_from_slice(&[0, 0, 0, 1, 0, 0, 0, 1]);
    assert_eq!(reason(&lying), Err("FILE_DAMAGED"), "its checksum is that of another header");
}

#[test]
fn damage_is_found_wherever_it_is() {
    for (kind, bytes) in make::all(30, 20) {
        for length in (17..bytes.len()).step_by(bytes.len() / 23 + 1) {
            let refused = reason(&bytes[..length]);
            // The filling of the last chunk, and the white space behind a PDF, may be missing.
            let whole = bytes.len() - length <= 1;
            assert!(refused == Err("FILE_DAMAGED") || whole, "{kind:?} {length}: {refused:?}");
        }
    }
}

#[test]
fn avif_with_metadata_or_a_film_is_refused() {
    assert_eq!(reason(&make::avif(30, 20, &[b"Exif"])), Err("FILE_METADATA"));
    assert_eq!(reason(&make::avif(30, 20, &[b"mime"])), Err("FILE_METADATA"));
    let film = [&make::avif(30, 20, &[])[..], &make::boxed(b"moov", b"")].concat();
    assert_eq!(reason(&film), Err("FILE_VARIANT_UNSUPPORTED"));
    let hidden = [&make::avif(30, 20, &[])[..], &make::boxed(b"free", b"note")].concat();
    assert_eq!(reason(&hidden), Err("FILE_VARIANT_UNSUPPORTED"));
}

#[test]
fn rare_kinds_of_jpeg_are_refused() {
    let mut lossless = make::jpeg(8, 8);
    let frame = lossless.windows(2).position(|marker| marker == [0xff, 0xc0]).unwrap();
    lossless[frame + 1] = 0xc3;
    assert_eq!(reason(&lossless), Err("FILE_VARIANT_UNSUPPORTED"));
}

proptest! {
    #[test]
    fn no_bytes_break_the_reading(kind in 0_usize..6, place in any::<usize>(), noise in vec(any::<u8>(), 1..40)) {
        let (_, mut bytes) = make::all(12, 9).swap_remove(kind);
        let place = place % bytes.len();
        for (byte, noise) in bytes[place..].iter_mut().zip(&noise) {
            *byte = *noise;
        }
        // Whatever comes of it, it comes to an end; what is taken is taken again as it is stored.
        if let Ok(Inspected { bytes: Some(stored), .. }) = look(&bytes) {
            assert!(look(&stored).is_ok());
        }
    }
}
