//! The poll of the side menu.

use super::super::{Warning, WarningCode, label::POLL_BUTTON, line::Line};

/// What lists and text browsers put before an answer.
const MARKS: &[char] = &['(', ')', '[', ']', '○', '◯', '●', '◉', '☐', '•', '-', '–', '*', '+'];

/// A question to the readers.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Poll {
    /// The question, as printed.
    pub question: String,
    /// The answers, in reading order; empty if they were not saved.
    pub options: Vec<String>,
}

/// Reads the poll below its heading: first the question, then the answers up to the buttons. Where
/// radio buttons were saved, only what stands beside them is an answer.
pub(super) fn read(heading: &Line, lines: &[&Line], warnings: &mut Vec<Warning>) -> Option<Poll> {
    let spoken = lines.iter().filter(|line| !line.is_blank());
    let mut texts = spoken.take_while(|line| !POLL_BUTTON.is_whole(&line.text));
    let Some(question) = texts.next() else {
        let message = "the poll has no question";
        warnings.push(Warning::new(WarningCode::PollQuestionMissing, heading.number, message));
        return None;
    };
    let answers: Vec<_> = texts.collect();
    let marked = answers.iter().any(|line| line.choice);
    let options: Vec<_> = answers
        .iter()
        .filter(|line| line.choice || !marked)
        .filter_map(|line| option(&line.text))
        .collect();
    if options.is_empty() {
        let message = "the poll was saved without its options";
        warnings.push(Warning::new(WarningCode::PollOptionsMissing, question.number, message));
    }
    Some(Poll { question: question.text.clone(), options })
}

fn option(text: &str) -> Option<String> {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || MARKS.contains(&c));
    (!text.is_empty()).then(|| text.to_owned())
}
