//! Files that are refused, with what to mend.

use super::fixture;
use crate::features::imports::page::{PageFault, parse};

fn fault(bytes: &[u8]) -> PageFault {
    parse(bytes, None).map(|page| page.title).unwrap_err()
}

fn said(name: &str) -> (&'static str, Option<usize>, String) {
    let fault = fault(&fixture(name));
    (fault.code(), fault.line(), fault.to_string())
}

#[test]
fn files_that_are_no_text_are_named() {
    assert_eq!(
        said("empty.txt"),
        ("FILE_EMPTY", None, "the file is empty; save the page again".to_owned())
    );
    let binary = "the file is not text (a PNG image); save the page as plain text or as HTML";
    assert_eq!(said("binary.txt"), ("FILE_BINARY", None, binary.to_owned()));
    let encoding =
        "line 5: the text is not UTF-8 (it declares windows-1258); save the file as UTF-8";
    assert_eq!(said("windows-1258.html"), ("FILE_ENCODING", Some(5), encoding.to_owned()));
}

#[test]
fn blank_and_binary_content_is_refused_in_every_encoding() {
    let blanks: [&[u8]; 4] = [b" \n\r\n\t", b"\xEF\xBB\xBF", b"\xFF\xFE", "\u{a0}\n".as_bytes()];
    for blank in blanks {
        assert_eq!(fault(blank).code(), "FILE_EMPTY", "{blank:?}");
    }
    let binaries: [&[u8]; 3] = [b"%PDF-1.4 text", b"Tin\0", b"\xFF\xFET\0\0\0"];
    for binary in binaries {
        assert_eq!(fault(binary).code(), "FILE_BINARY", "{binary:?}");
    }
    assert_eq!(fault(b"\xFF\xFET\0i").code(), "FILE_ENCODING");
    assert_eq!(fault(b"\xFE\xFF\xD8\x00").code(), "FILE_ENCODING");
}

#[test]
fn a_page_without_date_is_refused() {
    let message =
        "no date follows the label “Ngày đăng:”; add a line “Ngày đăng: 9:25 | 09/10/2020”";
    assert_eq!(said("no-date.txt"), ("DATE_MISSING", None, message.to_owned()));
    let bare = fault("Tin\nNgày đăng:\nLượt xem: 5\nMột đoạn.".as_bytes());
    assert_eq!((bare.code(), bare.line()), ("DATE_MISSING", Some(2)));
}

#[test]
fn a_day_that_does_not_exist_is_refused() {
    let fault = fault(&fixture("impossible-date.txt"));
    assert_eq!((fault.code(), fault.line()), ("DATE_INVALID", Some(5)));
    assert!(matches!(&fault, PageFault::DateInvalid { text, .. } if text == "8:00 | 31/02/2019"));
    let message = "line 5: the date cannot be used, no such day or time: \"8:00 | 31/02/2019\"; \
                   write it as “9:25 | 09/10/2020”";
    assert_eq!(fault.to_string(), message);
}

#[test]
fn a_page_without_title_or_body_is_refused() {
    let title = "line 5: no title stands above the date; put it on a line of its own";
    assert_eq!(said("no-title.txt"), ("TITLE_MISSING", Some(5), title.to_owned()));
    let body = "line 3: no text follows the date; the article has no body";
    assert_eq!(said("no-body.txt"), ("BODY_MISSING", Some(3), body.to_owned()));
}

#[test]
fn a_greeting_is_no_title() {
    for head in ["Chào mừng bạn đến với trang tin !", "Trang tin mẫu\nChi tiết tin"] {
        let text = format!("{head}\nNgày đăng: 1/2/2019\nMột đoạn.\n[Trở về]");
        assert_eq!(fault(text.as_bytes()).code(), "TITLE_MISSING", "{head}");
    }
    let text = "Chào mừng Đại hội\nNgày đăng: 1/2/2019\nMột đoạn.\n[Trở về]";
    assert_eq!(parse(text.as_bytes(), None).unwrap().title, "Chào mừng Đại hội");
}

#[test]
fn a_paragraph_above_the_date_is_no_title() {
    let text = format!("Kính chào\n{}\nNgày đăng: 1/2/2019\nMột đoạn.", "chữ ".repeat(76));
    let fault = fault(text.as_bytes());
    assert_eq!((fault.code(), fault.line()), ("TITLE_INVALID", Some(2)));
    let message = "line 2: the line above the date is no title: 303 characters are too many: at \
                   most 300 are allowed";
    assert_eq!(fault.to_string(), message);
}
