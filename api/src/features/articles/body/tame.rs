//! Rewrites any HTML into a well-nested subset of bounded depth.
//!
//! Safety is the gate's work; this pass makes sure that the gate, and whoever walks the tree behind
//! it, do an amount of work that grows with the length of the source and no faster:
//! - blocks deeper than `MAX_DEPTH` turn into plain paragraphs;
//! - marks and links are written around each run of text, never around a block, so that a parser
//!   has no unclosed formatting to carry from block to block;
//! - no text runs on for long without a tag, and no attribute is long, since the serialiser looks
//!   through the whole rest of either for each character that it escapes;
//! - nothing stands directly in a table, from where a parser would have to move it out.

mod markup;
mod run;

use super::{
    block::Mark,
    tags::{Role, role},
    tokens::{Tag, Token, Tokens},
};
use std::collections::HashMap;

/// Deeper than any page meant for readers.
const MAX_DEPTH: usize = 64;

/// Rewrites HTML of unknown origin. The result still is not safe.
pub(super) fn tame(html: &str) -> String {
    let mut tokens = Tokens::new(html);
    let mut writer = Writer::default();
    while let Some(token) = tokens.next() {
        match token {
            Token::Text(text) => writer.text(text),
            Token::Close(name) => writer.close(&role(&name)),
            Token::Open(tag) => match role(&tag.name) {
                Role::HiddenRaw => tokens.skip_raw(&tag.name),
                Role::Hidden if tag.self_closing => {}
                Role::Hidden => tokens.skip_element(&tag.name),
                role => writer.open(&role, &tag),
            },
        }
    }
    writer.finish()
}

#[derive(Default)]
struct Writer<'a> {
    html: String,
    /// Blocks and table cells, outermost first.
    open: Vec<&'static str>,
    /// How many blocks of a name were too deep to be written and are still to be closed.
    too_deep: HashMap<&'static str, usize>,
    /// How often each of `Mark::ALL` is open.
    marks: [usize; Mark::ALL.len()],
    link: Option<&'a str>,
    /// End tags of the marks and the link that are written around the text here.
    run: Option<String>,
    /// Bytes of text since the last break that was made in it.
    unbroken: usize,
}

impl<'a> Writer<'a> {
    fn open(&mut self, role: &Role, tag: &Tag<'a>) {
        match *role {
            Role::Mark(mark) => self.set_mark(mark, usize::saturating_add),
            Role::Link => {
                // A fragment leads to a place on a page that is gone.
                let href = tag.attribute("href").filter(|href| !href.trim().starts_with('#'));
                self.set_link(href);
            }
            Role::Block(name) => self.open_block(name, tag),
            Role::Loose(name) => {
                self.enter_cell();
                self.write_tag(name, tag);
            }
            Role::Cell(name) => {
                if self.close_cell() {
                    self.open.push(name);
                    self.write_tag(name, tag);
                }
            }
            Role::Row => {
                if self.close_cell() {
                    self.html.push_str("<tr>");
                }
            }
            Role::Image if markup::is_spacer(tag) => {}
            Role::Image => {
                self.enter_cell();
                self.write_tag("img", tag);
            }
            Role::LineBreak => self.line_break(),
            Role::RowGroup => {
                self.close_cell();
            }
            Role::Hidden | Role::HiddenRaw | Role::Clutter => {}
        }
    }

    fn close(&mut self, role: &Role) {
        match *role {
            Role::Mark(mark) => self.set_mark(mark, usize::saturating_sub),
            Role::Link => self.set_link(None),
            Role::Block(name) => self.close_block(name),
            Role::Loose(name) if !self.in_bare_table() => {
                self.end_run();
                self.write_end(name);
            }
            // Browsers read `</br>` as `<br>`, and authors rely on it.
            Role::LineBreak => self.line_break(),
            Role::Cell(_) | Role::Row | Role::RowGroup => {
                self.close_cell();
            }
            Role::Loose(_) | Role::Image | Role::Hidden | Role::HiddenRaw | Role::Clutter => {}
        }
    }

    fn finish(mut self) -> String {
        self.end_run();
        self.close_from(0);
        self.html
    }

    fn line_break(&mut self) {
        self.end_run();
        if !self.in_bare_table() {
            self.html.push_str("<br>");
        }
    }

    fn open_block(&mut self, name: &'static str, tag: &Tag<'_>) {
        self.end_run();
        self.enter_cell();
        if self.open.len() >= MAX_DEPTH {
            *self.too_deep.entry(name).or_default() += 1;
            self.html.push_str("<p>");
            return;
        }
        if let Some(&last) = self.open.last()
            && is_heading(last)
            && is_heading(name)
        {
            self.close_from(self.open.len() - 1);
        }
        self.open.push(name);
        self.write_tag(name, tag);
        if name == "table" {
            self.forget_inline();
        }
    }

    fn close_block(&mut self, name: &'static str) {
        self.end_run();
        if let Some(count @ 1..) = self.too_deep.get_mut(name) {
            *count -= 1;
            if !self.in_bare_table() {
                self.html.push_str("<p>");
            }
            return;
        }
        let fits = |open: &str| open == name || (is_heading(open) && is_heading(name));
        // Only the end of the table itself reaches out of a cell.
        let barred = |open: &str| name != "table" && (open == "table" || is_cell(open));
        let found = self.open.iter().rposition(|open| fits(open) || barred(open));
        if let Some(index) = found.filter(|&index| fits(self.open[index])) {
            self.close_from(index);
            if name == "table" {
                self.forget_inline();
            }
        }
    }

    /// Whether there is a table to begin a row or a cell in.
    fn close_cell(&mut self) -> bool {
        self.end_run();
        let Some(table) = self.open.iter().rposition(|open| *open == "table") else {
            return false;
        };
        self.close_from(table + 1);
        self.forget_inline();
        true
    }

    fn close_from(&mut self, index: usize) {
        while self.open.len() > index
            && let Some(name) = self.open.pop()
        {
            self.write_end(name);
        }
    }

    fn in_bare_table(&self) -> bool {
        self.open.last() == Some(&"table")
    }

    /// Makes room for content where a table has none: between its cells.
    fn enter_cell(&mut self) {
        if self.in_bare_table() {
            self.end_run();
            self.html.push_str("<tr><td>");
            self.open.push("td");
        }
    }

    fn write_tag(&mut self, name: &str, tag: &Tag<'_>) {
        self.end_run();
        markup::write_start(&mut self.html, name, tag);
    }

    fn write_end(&mut self, name: &str) {
        markup::write(&mut self.html, format_args!("</{name}>"));
    }
}

fn is_heading(name: &str) -> bool {
    matches!(name, "h2" | "h3" | "h4")
}

fn is_cell(name: &str) -> bool {
    matches!(name, "td" | "th" | "caption")
}
