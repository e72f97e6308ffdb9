//! The file of a poll's ballots: a line of JSON for what is asked, one for each ballot, and one for
//! the tally. `docs/polls.md` describes it for others.

use std::io::{BufRead, Read as _};

use sea_orm::prelude::Uuid;
use serde::{Deserialize, Serialize};

use super::verify::{Fault, PublicBallot, Recount, Totals};
use crate::platform::id::{self, Kind};

/// Longest line that is read: what is asked, with all options.
const MAX_LINE: u64 = 1024 * 1024;

/// What a poll asks.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opening {
    /// `pol_…`
    pub poll: String,
    /// What the first link is made of.
    pub definition: String,
    /// The first link.
    pub first: String,
}

/// One ballot.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BallotLine {
    position: i64,
    receipt: String,
    options: Vec<String>,
    hash: String,
}

/// What was counted.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct End {
    /// How many ballots there are.
    pub ballots: i64,
    /// The last link.
    pub last: String,
    /// How often each option was chosen.
    pub tally: Vec<OptionTally>,
}

/// How often an option was chosen.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OptionTally {
    /// `opt_…`
    pub option: String,
    /// What it says.
    pub text: String,
    /// By ballots.
    pub counted: i64,
    /// By what a former portal had counted.
    pub imported: i64,
}

/// A line of the file.
pub fn line(record: &impl Serialize) -> String {
    // Numbers and texts alone: nothing of this can fail.
    let mut line = serde_json::to_string(record).unwrap_or_default();
    line.push('\n');
    line
}

impl BallotLine {
    /// A ballot as a line has it.
    pub fn of(ballot: &PublicBallot) -> Self {
        let options = ballot.choices.iter().map(|choice| id::encode(Kind::PollOption, *choice));
        Self {
            position: ballot.position,
            receipt: ballot.receipt.simple().to_string(),
            options: options.collect(),
            hash: ballot.link.to_string(),
        }
    }

    fn read(self) -> Option<PublicBallot> {
        let options = self.options.iter().map(|option| id::decode_as(Kind::PollOption, option));
        Some(PublicBallot {
            position: self.position,
            receipt: Uuid::try_parse(&self.receipt).ok()?,
            choices: options.collect::<Result<_, _>>().ok()?,
            link: self.hash.parse().ok()?,
        })
    }
}

/// Why a file does not show what it says.
#[derive(Debug, thiserror::Error)]
pub enum FileFault {
    /// It cannot be read.
    #[error("line {0} cannot be read")]
    Unreadable(u64, #[source] std::io::Error),
    /// A line is none of this form, or stands at the wrong place.
    #[error("line {0} is none that this file may have there")]
    Form(u64),
    /// The file does not end with a tally.
    #[error("the file is cut off: its last line is no tally")]
    CutOff,
    /// What is in it does not agree.
    #[error("line {0}")]
    Disagrees(u64, #[source] Fault),
}

/// What a file says as a whole.
#[derive(Debug)]
pub struct FileTotals {
    /// `pol_…`
    pub poll: String,
    /// What was recounted.
    pub totals: Totals,
}

/// Recounts a poll from a file.
pub fn recount(mut file: impl BufRead) -> Result<FileTotals, FileFault> {
    let mut number = 1;
    let opening: Opening = match next(&mut file, number)? {
        Some(line) => parse(&line, number)?,
        None => return Err(FileFault::CutOff),
    };
    let at = |number| move |fault| FileFault::Disagrees(number, fault);
    let mut recount = Recount::begin(&opening.definition).map_err(at(number))?;
    if recount.first().to_string() != opening.first {
        return Err(FileFault::Disagrees(number, Fault::First));
    }
    if id::encode(Kind::Poll, recount.poll()) != opening.poll {
        return Err(FileFault::Disagrees(number, Fault::Asked("the poll".to_owned())));
    }
    loop {
        number += 1;
        let Some(line) = next(&mut file, number)? else { return Err(FileFault::CutOff) };
        if let Ok(ballot) = serde_json::from_str::<BallotLine>(&line) {
            let ballot = ballot.read().ok_or(FileFault::Form(number))?;
            recount.take(&ballot).map_err(at(number))?;
            continue;
        }
        let end: End = parse(&line, number)?;
        if next(&mut file, number + 1)?.is_some() {
            return Err(FileFault::Form(number + 1));
        }
        let said = totals(&end).ok_or(FileFault::Form(number))?;
        check_texts(&recount, &end).map_err(at(number))?;
        let totals = recount.end(&said).map_err(at(number))?;
        return Ok(FileTotals { poll: opening.poll, totals });
    }
}

fn totals(end: &End) -> Option<Totals> {
    let counted = end
        .tally
        .iter()
        .map(|tally| Some((id::decode_as(Kind::PollOption, &tally.option).ok()?, tally.counted)));
    let (ballots, last) = (end.ballots, end.last.parse().ok()?);
    Some(Totals { ballots, last, counted: counted.collect::<Option<_>>()? })
}

/// Whether options are called in the tally what they are called where they were asked.
fn check_texts(recount: &Recount, end: &End) -> Result<(), Fault> {
    for OptionTally { option, text, .. } in &end.tally {
        let asked = id::decode_as(Kind::PollOption, option).ok();
        let asked = asked.and_then(|option| recount.option(option));
        if asked != Some(text.as_str()) {
            return Err(Fault::Asked(format!("the text of option {option}")));
        }
    }
    Ok(())
}

fn parse<'a, T: Deserialize<'a>>(line: &'a str, number: u64) -> Result<T, FileFault> {
    serde_json::from_str(line).map_err(|_| FileFault::Form(number))
}

/// The next line; none at the end. A longer one than any of this form is cut, and none.
fn next(file: &mut impl BufRead, number: u64) -> Result<Option<String>, FileFault> {
    let mut line = String::new();
    let read = file.by_ref().take(MAX_LINE).read_line(&mut line);
    let read = read.map_err(|error| FileFault::Unreadable(number, error))?;
    Ok((read > 0).then_some(line))
}
