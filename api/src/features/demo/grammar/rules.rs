//! The word lists as a grammar: a rule is a list of alternatives, an alternative a row of pieces.
//!
//! A file has rules, each a `[name]` line followed by one alternative a line. `3× ` in front of an
//! alternative makes it three times as likely. `{name}` stands for a rule or for something that
//! depends on the article (see [`Slot`]); `{^name}` begins with a capital. `#` begins a comment.

use std::collections::HashMap;

use super::{dice::Dice, slot::Slot};

/// A mistake in the word lists, with the text that it stands in.
#[derive(Debug, thiserror::Error)]
pub(super) enum WordFault {
    /// A name that neither a rule nor a slot has.
    #[error("there is no rule of this name: {0}")]
    UnknownName(String),
    /// A line that cannot be read, a rule without alternatives, or a second one of its name.
    #[error("this line of the word lists cannot be read: {0}")]
    Malformed(String),
}

/// Where a rule stands among all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RuleId(usize);

/// A part of an alternative.
#[derive(Debug)]
pub(super) enum Piece {
    /// Text as it stands in the file.
    Text(&'static str),
    /// Another rule.
    Rule(RuleId),
    /// What only the article knows.
    Slot(Slot),
    /// The next piece begins with a capital.
    Capital,
}

#[derive(Debug)]
struct Rule {
    alternatives: Vec<Vec<Piece>>,
    /// Indices into `alternatives`, each as often as its weight says.
    odds: Vec<usize>,
}

/// Every rule of every file.
#[derive(Debug)]
pub(super) struct Rules {
    ids: HashMap<&'static str, RuleId>,
    rules: Vec<Rule>,
}

impl Rules {
    /// Reads the files; a rule may use one that stands later or in another file.
    pub(super) fn read(files: &[&'static str]) -> Result<Self, WordFault> {
        let sources = sources(files)?;
        let ids = sources.iter().enumerate().map(|(index, (name, _))| (*name, RuleId(index)));
        let mut rules = Self { ids: ids.collect(), rules: Vec::new() };
        for (name, lines) in &sources {
            let rule = rules.rule(lines)?;
            let named_twice = rules.ids.get(name) != Some(&RuleId(rules.rules.len()));
            if rule.odds.is_empty() || named_twice {
                return Err(WordFault::Malformed((*name).to_owned()));
            }
            rules.rules.push(rule);
        }
        Ok(rules)
    }

    /// The rule of that name.
    pub(super) fn id(&self, name: &str) -> Result<RuleId, WordFault> {
        self.ids.get(name).copied().ok_or_else(|| WordFault::UnknownName(name.to_owned()))
    }

    /// One alternative of the rule.
    pub(super) fn choose(&self, rule: RuleId, dice: &mut Dice) -> &[Piece] {
        let rule = &self.rules[rule.0];
        &rule.alternatives[dice.pick(&rule.odds)]
    }

    /// The alternatives of a rule that has only plain words, each as often as its weight says.
    pub(super) fn words(&self, rule: RuleId) -> impl Iterator<Item = &'static str> {
        let rule = &self.rules[rule.0];
        rule.odds.iter().filter_map(|index| match rule.alternatives[*index][..] {
            [Piece::Text(text)] => Some(text),
            _ => None,
        })
    }

    fn rule(&self, lines: &[&'static str]) -> Result<Rule, WordFault> {
        let mut rule = Rule { alternatives: Vec::new(), odds: Vec::new() };
        for line in lines {
            let (weight, text) = weighted(line);
            rule.odds.extend(std::iter::repeat_n(rule.alternatives.len(), weight));
            rule.alternatives.push(self.pieces(text)?);
        }
        Ok(rule)
    }

    fn pieces(&self, line: &'static str) -> Result<Vec<Piece>, WordFault> {
        let mut pieces = Vec::new();
        let mut rest = line;
        while let Some((before, after)) = rest.split_once('{') {
            let malformed = || WordFault::Malformed(line.to_owned());
            let (name, after) = after.split_once('}').ok_or_else(malformed)?;
            if !before.is_empty() {
                pieces.push(Piece::Text(before));
            }
            let small = name.strip_prefix('^');
            pieces.extend(small.map(|_| Piece::Capital));
            pieces.push(self.piece(small.unwrap_or(name))?);
            rest = after;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest));
        }
        Ok(pieces)
    }

    fn piece(&self, name: &'static str) -> Result<Piece, WordFault> {
        Slot::named(name)
            .map_or_else(|| self.id(name).map(Piece::Rule), |slot| Ok(Piece::Slot(slot)))
    }
}

/// The rules' names with the lines under them, in the order of the files.
fn sources(files: &[&'static str]) -> Result<Vec<(&'static str, Vec<&'static str>)>, WordFault> {
    let mut sources: Vec<(&'static str, Vec<&'static str>)> = Vec::new();
    for line in files.iter().copied().flat_map(str::lines) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            sources.push((name, Vec::new()));
        } else if let Some((_, lines)) = sources.last_mut() {
            lines.push(line);
        } else {
            return Err(WordFault::Malformed(line.to_owned()));
        }
    }
    Ok(sources)
}

fn weighted(line: &'static str) -> (usize, &'static str) {
    let weighted = line.split_once("× ");
    let weighted = weighted.and_then(|(weight, text)| Some((weight.parse().ok()?, text)));
    weighted.unwrap_or((1, line))
}

#[cfg(test)]
mod tests {
    use super::{Piece, RuleId, Rules};
    use crate::features::demo::grammar::scene::Stock;

    #[test]
    fn mistakes_are_named() {
        let fault = |file| Rules::read(&[file]).unwrap_err().to_string();

        assert_eq!(fault("[a]\n{b}"), "there is no rule of this name: b");
        assert_eq!(fault("[a]\n{#7-x}"), "there is no rule of this name: #7-x");
        for (file, line) in
            [("[a]\n{place", "{place"), ("a", "a"), ("[a]", "a"), ("[a]\nb\n[a]\nc", "a")]
        {
            assert_eq!(fault(file), format!("this line of the word lists cannot be read: {line}"));
        }
    }

    #[test]
    fn a_weight_repeats_an_alternative() {
        let rules = Rules::read(&["# words\n\n[a]\n3× b\nc"]).unwrap();

        let words: Vec<_> = rules.words(rules.id("a").unwrap()).collect();

        assert_eq!(words, ["b", "b", "b", "c"]);
    }

    #[test]
    fn no_rule_leads_back_to_itself() {
        let rules = Stock::read().unwrap().rules;
        for rule in 0..rules.rules.len() {
            assert!(depth(&rules, RuleId(rule)) < 8);
        }
    }

    /// How many rules deep the rule goes; a circle has no end, and the stack ends the test.
    fn depth(rules: &Rules, rule: RuleId) -> usize {
        let pieces = rules.rules[rule.0].alternatives.iter().flatten();
        let deeper = pieces.filter_map(|piece| match piece {
            Piece::Rule(rule) => Some(depth(rules, *rule) + 1),
            _ => None,
        });
        deeper.max().unwrap_or(0)
    }
}
