use image::{Rgb, RgbImage};
use proptest::{prop_assert, proptest};

use super::*;

fn file(mime_type: &str, size: Option<(i32, i32)>, focal: Option<(i16, i16)>) -> media::Model {
    let now = "2026-01-01T00:00:00Z".parse().unwrap();
    media::Model {
        id: sea_orm::prelude::Uuid::nil(),
        sha256: vec![1; 32],
        mime_type: mime_type.to_owned(),
        size: 1_000,
        width: size.map(|(width, _)| width),
        height: size.map(|(_, height)| height),
        alt: None,
        thumbhash: None,
        file_name: "anh.jpg".to_owned(),
        storage_key: "originals/ab/abcd".to_owned(),
        created_at: now,
        updated_at: now,
        version: 1,
        deleted_at: None,
        focal_x: focal.map(|(x, _)| x),
        focal_y: focal.map(|(_, y)| y),
        created_by: None,
    }
}

fn copy(query: &str, size: (i32, i32), focal: Option<(i16, i16)>) -> Option<Copy> {
    Wanted::read(query).unwrap().of(&file("image/jpeg", Some(size), focal)).unwrap()
}

#[test]
fn a_copy_is_as_large_as_its_box_allows_and_never_larger_than_the_picture() {
    let size = |query: &str| copy(query, (3_000, 2_000), None).map(|copy| copy.size);
    assert_eq!(size("w=320"), Some((320, 213)));
    assert_eq!(size("h=320"), Some((480, 320)));
    assert_eq!(size("w=320&h=160"), Some((240, 160)));
    assert_eq!(size("w=320&h=320&fit=cover"), Some((320, 320)));
    assert_eq!(size("format=webp"), Some((3_000, 2_000)));
    let small = |query: &str| copy(query, (300, 200), None).map(|copy| copy.size);
    assert_eq!(small("w=320"), None, "that is the picture itself");
    assert_eq!(small("w=320&format=jpeg"), None);
    assert_eq!(small("w=320&format=png"), Some((300, 200)));
    assert_eq!(small("w=320&h=320&fit=cover"), Some((200, 200)));
    assert_eq!(small(""), None);
}

#[test]
fn a_cut_goes_around_the_focal_point_as_far_as_the_borders_allow() {
    let left = |focal| copy("w=160&h=160&fit=cover", (400, 200), focal).unwrap().crop.left;
    assert_eq!(left(None), 100.0);
    assert_eq!(left(Some((0, 500))), 0.0);
    assert_eq!(left(Some((300, 500))), 20.0);
    assert_eq!(left(Some((1_000, 500))), 200.0);
}

#[test]
fn what_is_not_in_the_set_is_refused() {
    for (query, argument) in [
        ("w=321", "w"),
        ("w=0", "w"),
        ("w=-160", "w"),
        ("w=", "w"),
        ("h=99999999999", "h"),
        ("fit=fill", "fit"),
        ("w=160&fit=cover", "fit"),
        ("format=svg", "format"),
        ("format=avif", "format"),
    ] {
        let fault = Wanted::read(query).unwrap_err();
        assert_eq!(fault.details["argument"], argument, "{query}");
    }
    assert!(Wanted::read("w=160&w=320").is_err());
    assert!(Wanted::read("utm_source=x").is_err());
    let allowed = &Wanted::read("w=321").unwrap_err().details["allowed"];
    assert_eq!(allowed, &serde_json::json!(SIDES));
}

#[test]
fn what_cannot_be_drawn_has_no_copies() {
    for mime_type in ["application/pdf", "image/avif", "text/html"] {
        let file = file(mime_type, Some((10, 10)), None);
        assert!(Wanted::read("w=160").unwrap().of(&file).is_err(), "{mime_type}");
        assert_eq!(Wanted::read("").unwrap().of(&file), Ok(None), "{mime_type}");
    }
}

#[test]
fn the_same_copy_has_one_key_however_it_is_asked_for() {
    let key = |query: &str| copy(query, (3_200, 1_600), None).unwrap().key();
    assert_eq!(key("w=320"), key("h=160"));
    assert_eq!(key("w=320"), key("h=160&w=320&fit=cover&format=jpeg"));
    assert_ne!(key("w=320"), key("w=320&format=webp"));
    assert_ne!(key("w=320&h=320&fit=cover"), key("w=320&h=320"));
    assert_eq!(key("w=320"), "copies/ab/abcd/1-320x160.jpg");
}

#[test]
fn a_cut_shows_the_part_that_it_should() {
    // Red on the left, blue on the right.
    let side = |x: u32| if x < 200 { Rgb([255, 0, 0]) } else { Rgb([0, 0, 255]) };
    let pixels = DynamicImage::from(RgbImage::from_fn(400, 200, |x, _| side(x)));
    for (focal, expected) in [((0, 500), [255, 0, 0]), ((1_000, 500), [0, 0, 255])] {
        let copy = copy("w=160&h=160&fit=cover", (400, 200), Some(focal)).unwrap();
        let cut = copy.resize(&pixels).unwrap().to_rgb8();
        assert_eq!(cut.dimensions(), (160, 160));
        // Beside the border of the cut its neighbours shine through.
        let inner = cut.enumerate_pixels().filter(|(x, ..)| (8..152).contains(x));
        assert!(inner.map(|(.., pixel)| pixel.0).all(|pixel| pixel == expected), "{focal:?}");
    }
}

proptest! {
    #[test]
    fn every_copy_lies_within_its_picture(
        width in 1..20_000, height in 1..20_000, w in 0..9_usize, h in 0..9_usize,
        x in 0..=1_000_i16, y in 0..=1_000_i16, cover: bool,
    ) {
        let fit = if cover { "cover" } else { "contain" };
        let query = format!("w={}&h={}&fit={fit}", SIDES[w], SIDES[h]);
        if let Some(copy) = copy(&query, (width, height), Some((x, y))) {
            let Crop { left, top, width: part_width, height: part_height } = copy.crop;
            prop_assert!(left >= 0.0 && left + part_width <= f64::from(width));
            prop_assert!(top >= 0.0 && top + part_height <= f64::from(height));
            prop_assert!((1..=SIDES[w]).contains(&copy.size.0), "{:?}", copy);
            prop_assert!((1..=SIDES[h]).contains(&copy.size.1), "{:?}", copy);
        }
    }
}
