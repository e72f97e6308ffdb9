//! The body of an article as HTML: sentences in paragraphs, and what stands between them.
//!
//! The HTML is what the sanitiser would write for it. Words need no escaping, which a test
//! watches.

use super::{
    chain::Section,
    measures,
    rules::{RuleId, Rules, WordFault},
    scene::Scene,
};

/// The rules that a body is made with.
#[derive(Debug)]
pub(super) struct Shapes {
    caption: RuleId,
    credit: RuleId,
    heading: RuleId,
    list_lead: RuleId,
    list_item: RuleId,
    table_lead: RuleId,
    column: RuleId,
}

impl Shapes {
    /// Finds the rules.
    pub(super) fn read(rules: &Rules) -> Result<Self, WordFault> {
        Ok(Self {
            caption: rules.id("caption")?,
            credit: rules.id("credit")?,
            heading: rules.id("heading")?,
            list_lead: rules.id("list-lead")?,
            list_item: rules.id("list-item")?,
            table_lead: rules.id("table-lead")?,
            column: rules.id("column")?,
        })
    }
}

/// What interrupts the paragraphs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Insert {
    Heading,
    Figure,
    List,
    Table,
}

/// Writes a body of about as many syllables as its dice want.
pub(super) fn write(scene: &mut Scene<'_>, section: &Section, shapes: &Shapes) -> String {
    let target = measures::length(&mut scene.dice);
    let inserts = plan(scene, target);
    // A syllable takes six bytes at most, its space and its share of the tags included.
    let html = String::with_capacity(target as usize * 6 + 1_024);
    let mut writer = Writer { scene, section, shapes, html, syllables: 0, target, step: 0 };
    let mut pending = inserts.into_iter().peekable();
    while writer.syllables < target {
        while let Some((_, insert)) = pending.next_if(|(at, _)| *at <= writer.syllables) {
            writer.insert(insert);
        }
        writer.paragraph();
    }
    // A heading needs something under it.
    for (_, insert) in pending.filter(|(_, insert)| *insert != Insert::Heading) {
        writer.insert(insert);
    }
    writer.html
}

/// After how many syllables which insert comes, in this order.
fn plan(scene: &mut Scene<'_>, target: u32) -> Vec<(u32, Insert)> {
    let dice = &mut scene.dice;
    let mut inserts = Vec::new();
    let figures = measures::figures(dice);
    inserts.extend((1..=figures).map(|nth| (target * nth / (figures + 1), Insert::Figure)));
    if target > 600 && dice.chance(35) {
        let headings = target / 350;
        inserts.extend((1..=headings).map(|nth| (target * nth / (headings + 1), Insert::Heading)));
    }
    for (insert, percent) in [(Insert::List, 30), (Insert::Table, 8)] {
        if dice.chance(percent) {
            inserts.push((target / 10 * dice.between(3, 8), insert));
        }
    }
    inserts.sort_by_key(|(at, _)| *at);
    inserts
}

struct Writer<'w, 'a> {
    scene: &'w mut Scene<'a>,
    section: &'w Section,
    shapes: &'w Shapes,
    html: String,
    syllables: u32,
    target: u32,
    /// Where the chain of sentences stands.
    step: usize,
}

impl Writer<'_, '_> {
    fn paragraph(&mut self) {
        let sentences = self.scene.dice.between(2, 5);
        self.block("p", |writer| {
            for nth in 0..sentences {
                let (sentence, next) = writer.section.step(writer.step, &mut writer.scene.dice);
                writer.step = next;
                writer.sentence(sentence, if nth == 0 { "" } else { " " });
                if writer.syllables >= writer.target {
                    break;
                }
            }
        });
    }

    fn sentence(&mut self, sentence: RuleId, before: &str) {
        self.html.push_str(before);
        self.text(sentence);
        self.html.push('.');
    }

    fn insert(&mut self, insert: Insert) {
        match insert {
            Insert::Heading => {
                let heading = self.shapes.heading;
                self.block("h2", |writer| writer.text(heading));
            }
            Insert::Figure => self.figure(),
            Insert::List => self.list(),
            Insert::Table => self.table(),
        }
    }

    fn figure(&mut self) {
        // Captions are not part of a body's text, so they do not count.
        let syllables = self.syllables;
        self.block("figure", |writer| {
            writer.html.push_str("<figcaption>");
            writer.text(writer.shapes.caption);
            if writer.scene.dice.chance(40) {
                writer.html.push_str(". Ảnh: ");
                writer.text(writer.shapes.credit);
            }
            writer.html.push_str("</figcaption>");
        });
        self.syllables = syllables;
    }

    fn list(&mut self) {
        let lead = self.shapes.list_lead;
        self.block("p", |writer| writer.text(lead));
        let items = self.scene.dice.between(3, 6);
        let tag = if self.scene.dice.chance(35) { "ol" } else { "ul" };
        self.block(tag, |writer| {
            for _ in 0..items {
                writer.element("li", |writer| writer.text(writer.shapes.list_item));
            }
        });
    }

    /// Communes down, two to four columns of numbers across.
    fn table(&mut self) {
        let lead = self.shapes.table_lead;
        self.block("p", |writer| writer.text(lead));
        let (columns, rows) = (self.scene.dice.between(1, 3), self.scene.dice.between(3, 6));
        self.block("table", |writer| {
            writer.element("tbody", |writer| {
                writer.element("tr", |writer| writer.table_head(columns));
                for _ in 0..rows {
                    writer.element("tr", |writer| writer.table_row(columns));
                }
            });
        });
    }

    fn table_head(&mut self, columns: u32) {
        self.html.push_str("<th>Đơn vị</th>");
        for _ in 0..columns {
            self.element("th", |writer| writer.text(writer.shapes.column));
        }
    }

    fn table_row(&mut self, columns: u32) {
        let commune = self.scene.dice.pick(&self.scene.setting.place.communes);
        self.html.extend(["<td>", commune, "</td>"]);
        for _ in 0..columns {
            let number = self.scene.dice.between(1, 99);
            self.html.extend(["<td>", &number.to_string(), "</td>"]);
        }
        self.syllables += columns + 2;
    }

    /// Appends what the rule makes, with a capital, and counts its syllables.
    fn text(&mut self, rule: RuleId) {
        let start = self.html.len();
        self.scene.write_capital(rule, &mut self.html);
        let spaces = self.html.as_bytes()[start..].iter().filter(|byte| **byte == b' ').count();
        self.syllables += u32::try_from(spaces).unwrap_or(0) + 1;
    }

    /// An element on a line of its own.
    fn block(&mut self, tag: &str, content: impl FnOnce(&mut Self)) {
        if !self.html.is_empty() {
            self.html.push('\n');
        }
        self.element(tag, content);
    }

    fn element(&mut self, tag: &str, content: impl FnOnce(&mut Self)) {
        self.html.extend(["<", tag, ">"]);
        content(self);
        self.html.extend(["</", tag, ">"]);
    }
}
