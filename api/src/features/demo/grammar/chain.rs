//! Which sentence follows which: a chain per section, whose next step the last one decides.

use super::{
    dice::Dice,
    rules::{RuleId, Rules, WordFault},
};

/// A kind of article with its own way of telling things.
#[derive(Debug)]
pub(super) struct Section {
    /// Its headlines.
    pub(super) title: RuleId,
    /// Whether it looks back on days before the portal.
    pub(super) past: bool,
    /// The first of them opens the article.
    clauses: Vec<Clause>,
}

#[derive(Debug)]
struct Clause {
    sentence: RuleId,
    /// Indices into the section's clauses, each as often as it is likely.
    next: Vec<usize>,
}

impl Section {
    /// The sentence at this step, and the step after it.
    pub(super) fn step(&self, step: usize, dice: &mut Dice) -> (RuleId, usize) {
        let clause = &self.clauses[step];
        (clause.sentence, dice.pick(&clause.next))
    }
}

/// All sections.
#[derive(Debug)]
pub(super) struct Sections {
    sections: Vec<Section>,
    /// Indices into `sections`, each as often as it is likely.
    odds: Vec<usize>,
}

impl Sections {
    /// Reads the sections and their chains from the rules.
    pub(super) fn read(rules: &Rules) -> Result<Self, WordFault> {
        let mut names: Vec<&str> = Vec::new();
        let mut all = Self { sections: Vec::new(), odds: Vec::new() };
        for name in rules.words(rules.id("section")?) {
            let known = names.iter().position(|known| *known == name);
            if known.is_none() {
                names.push(name);
                all.sections.push(section(rules, name)?);
            }
            all.odds.push(known.unwrap_or(names.len() - 1));
        }
        Ok(all)
    }

    /// One of them.
    pub(super) fn draw(&self, dice: &mut Dice) -> &Section {
        &self.sections[dice.pick(&self.odds)]
    }
}

fn section(rules: &Rules, section: &'static str) -> Result<Section, WordFault> {
    let mut names = vec!["lead"];
    let mut clauses = Vec::new();
    while let Some(name) = names.get(clauses.len()).copied() {
        let next = rules.words(rules.id(&format!("{section} > {name}"))?);
        let mut follow = Vec::new();
        for word in next {
            let known = names.iter().position(|name| *name == word);
            follow.push(known.unwrap_or_else(|| {
                names.push(word);
                names.len() - 1
            }));
        }
        let sentence = if name == "lead" { &format!("lead-{section}") } else { name };
        clauses.push(Clause { sentence: rules.id(sentence)?, next: follow });
    }
    let title = rules.id(&format!("title-{section}"))?;
    Ok(Section { title, past: section == "history", clauses })
}
