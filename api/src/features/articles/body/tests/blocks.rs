//! Blocks that come from outside are taken only in the form that reading gives.

use serde_json::{Value, json};

use super::{Body, body};
use crate::features::articles::{BodyFigure, body::check::BlockFault};

fn checked(blocks: Value, figures: usize) -> Result<Body, BlockFault> {
    let figure = BodyFigure { caption: Some("Ảnh".to_owned()), ..BodyFigure::default() };
    let blocks = serde_json::from_value(blocks).expect("the shape of blocks");
    Body::from_blocks(blocks, vec![figure; figures])
}

fn refused(blocks: Value, figures: usize) -> usize {
    checked(blocks, figures).expect_err("no body").block
}

#[test]
fn blocks_that_reading_would_not_give_are_refused() {
    let good = json!({ "type": "paragraph", "spans": [{ "text": "Một" }] });
    let spans = |spans: Value| json!([good, { "type": "paragraph", "spans": spans }]);
    for bad in [
        spans(json!([])),
        spans(json!([{ "text": "" }])),
        spans(json!([{ "text": "hai  dấu cách" }])),
        spans(json!([{ "text": " đầu" }])),
        spans(json!([{ "text": "hai\n\nđoạn" }])),
        spans(json!([{ "text": "hai" }, { "text": " nhịp" }])),
        spans(json!([{ "text": "\u{0}" }])),
        spans(json!([{ "text": "Qu\u{ea}\u{301}" }])),
        spans(json!([{ "text": "x", "marks": ["italic", "bold"] }])),
        spans(json!([{ "text": "x", "href": "javascript:alert(1)" }])),
        spans(json!([{ "text": "x", "href": "HTTPS://b.example.vn" }])),
        json!([good, { "type": "heading", "level": 1, "spans": [{ "text": "Một" }] }]),
        json!([good, { "type": "list", "ordered": true, "items": [] }]),
        json!([good, { "type": "list", "ordered": true, "items": [
            { "level": 1, "spans": [{ "text": "x" }] }] }]),
        json!([good, { "type": "quote", "paragraphs": [] }]),
        json!([good, { "type": "table", "caption": null, "rows": [{ "cells": [] }] }]),
        json!([good, { "type": "table", "caption": null, "rows": [{ "cells": [
            { "header": false, "column_span": 0, "row_span": 1, "spans": [] }] }] }]),
        json!([good, { "type": "figure", "position": 1 }]),
    ] {
        assert_eq!(refused(bad.clone(), 0), 1, "{bad}");
    }
}

#[test]
fn figures_and_their_blocks_belong_together() {
    let figure = json!([{ "type": "figure", "position": 0 }]);
    assert!(checked(figure.clone(), 1).is_ok());
    assert_eq!(refused(figure.clone(), 0), 1);
    assert_eq!(refused(figure, 2), 1);
}

#[test]
fn addresses_of_images_are_those_that_the_gate_lets_through() {
    let lawful = body("<figure><img src=https://c.example.vn/1.jpg><figcaption>x</figcaption>");
    let mut figures = lawful.figures.clone();
    assert_eq!(Body::from_blocks(lawful.blocks.clone(), figures.clone()), Ok(lawful.clone()));
    figures[0].source_url = Some("data:image/png;base64,AAAA".to_owned());
    assert!(Body::from_blocks(lawful.blocks, figures).is_err());
}
