//! The poll of the side menu.

use super::super::{Warning, WarningCode, label::POLL_BUTTON, line::Line};
use crate::{
    features::polls::service::{MAX_OPTIONS, MAX_TEXT},
    platform::text::check_plain,
};

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
    let checked = check_plain(&question.text, MAX_TEXT).inspect_err(|reason| {
        let message = format!("the question of the poll cannot be kept: {reason}");
        warnings.push(Warning::new(WarningCode::PollUnusable, question.number, message));
    });
    let text = checked.ok()?;
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
    Some(Poll { question: text, options: kept(options, question, warnings) })
}

/// The options, if all of them can be kept: nobody is asked to choose among the others.
fn kept(options: Vec<String>, question: &Line, warnings: &mut Vec<Warning>) -> Vec<String> {
    let faults = options.iter().filter_map(|option| check_plain(option, MAX_TEXT).err());
    let fault = match faults.map(|fault| fault.to_string()).next() {
        None if options.len() <= MAX_OPTIONS => return options,
        None => format!("{} are too many: at most {MAX_OPTIONS} are allowed", options.len()),
        Some(fault) => fault,
    };
    let message = format!("the options of the poll cannot be kept: {fault}");
    warnings.push(Warning::new(WarningCode::PollOptionsUnusable, question.number, message));
    Vec::new()
}

fn option(text: &str) -> Option<String> {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || MARKS.contains(&c));
    (!text.is_empty()).then(|| text.to_owned())
}
