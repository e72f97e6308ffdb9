//! What the caller of a mutation has to mend.

use super::{
    outcome::VersionConflict,
    text::{self, TextFault},
};

/// Something that the caller has to mend.
#[derive(Clone, Debug)]
pub struct Problem {
    /// For programs.
    pub code: ProblemCode,
    /// The way to the argument, from `input` on; empty if no single one is at fault.
    pub field: Vec<String>,
    /// For people. Never repeats what was sent.
    pub message: String,
    /// The limit that was not kept.
    pub limit: Option<i64>,
    /// Seconds after which to try again.
    pub retry_after: Option<i64>,
    /// What happened since the version that the caller named. Boxed, as it is rare and large.
    pub conflict: Option<Box<VersionConflict>>,
}

impl Problem {
    /// A problem of no single argument.
    pub fn new(code: ProblemCode, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { code, field: Vec::new(), message, limit: None, retry_after: None, conflict: None }
    }

    /// The same problem, of this argument: `input.title`.
    pub fn at(mut self, field: &str) -> Self {
        self.field = field.split('.').map(str::to_owned).collect();
        self
    }

    /// The same problem, which is over after so many seconds.
    pub fn retry_after(mut self, seconds: i64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// The same problem, with the limit that was not kept.
    pub fn limit(mut self, limit: usize) -> Self {
        self.limit = i64::try_from(limit).ok();
        self
    }
}

/// Gathers whatever is wrong with an input, so that all of it is told at once.
#[derive(Debug, Default)]
pub struct Checks(Vec<Problem>);

impl Checks {
    /// Notes a problem.
    pub fn add(&mut self, problem: Problem) {
        self.0.push(problem);
    }

    /// A text of one line, at most so many characters; none if it is null or blank.
    pub fn line(&mut self, field: &str, given: Option<&str>, max: usize) -> Option<String> {
        self.text(field, given, text::check_plain, max)
    }

    /// The same for a text that may have several lines.
    pub fn lines(&mut self, field: &str, given: Option<&str>, max: usize) -> Option<String> {
        self.text(field, given, text::check_lines, max)
    }

    /// A text of one line that must say something.
    pub fn required_line(&mut self, field: &str, given: &str, max: usize) -> Option<String> {
        if given.trim().is_empty() {
            self.add(Problem::new(ProblemCode::Required, "It may not be left empty").at(field));
            return None;
        }
        self.line(field, Some(given), max)
    }

    /// Refuses if anything was wrong.
    pub fn finish(self) -> Result<(), Vec<Problem>> {
        if self.0.is_empty() { Ok(()) } else { Err(self.0) }
    }

    fn text(
        &mut self,
        field: &str,
        given: Option<&str>,
        check: fn(&str, usize) -> Result<String, TextFault>,
        max: usize,
    ) -> Option<String> {
        match check(given?, max) {
            Ok(text) => (!text.trim().is_empty()).then_some(text),
            Err(fault) => {
                let problem = match fault {
                    TextFault::TooLong { .. } => {
                        Problem::new(ProblemCode::TooLong, fault.to_string()).limit(max)
                    }
                    TextFault::Character(_) => {
                        Problem::new(ProblemCode::Invalid, fault.to_string())
                    }
                };
                self.add(problem.at(field));
                None
            }
        }
    }
}

/// Declares the codes: each with its name for clients and what it means.
macro_rules! problem_codes {
    ($($(#[doc = $meaning:literal])+ $code:ident = $name:literal,)+) => {
        /// Whatever mutations may find wrong; each declares which of these it does.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum ProblemCode {
            $($(#[doc = $meaning])+ $code,)+
        }

        impl ProblemCode {
            /// The code as clients see it.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$code => $name,)+ }
            }

            /// What it means, for the schema.
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$code => concat!($($meaning),+).trim_ascii_start(),)+ }
            }
        }
    };
}

problem_codes! {
    /// There is nothing of this id that the viewer may see here, or may change.
    NotFound = "NOT_FOUND",
    /// The id is not one of this API, or is of another type than the place takes.
    IdInvalid = "ID_INVALID",
    /// What the input refers to is not there.
    ReferenceNotFound = "REFERENCE_NOT_FOUND",
    /// The viewer may not do this, or not in this unit.
    Forbidden = "FORBIDDEN",
    /// Somebody else has changed it since: see `conflict`.
    VersionConflict = "VERSION_CONFLICT",
    /// It may not be left empty.
    Required = "REQUIRED",
    /// It is longer than `limit`.
    TooLong = "TOO_LONG",
    /// There are more of them than `limit`.
    TooMany = "TOO_MANY",
    /// It has characters or a form that are not taken.
    Invalid = "INVALID",
    /// The same is given twice.
    Duplicate = "DUPLICATE",
    /// Another one has it already.
    Taken = "TAKEN",
    /// In the state that it is in, this cannot be done.
    IllegalTransition = "ILLEGAL_TRANSITION",
    /// It ends before it begins, or lies where it must not.
    TimeInvalid = "TIME_INVALID",
    /// A figure shows a picture without saying what is on it: give `alt`, or mark it `decorative`.
    AltMissing = "ALT_MISSING",
    /// Something else depends on it; the message names what.
    InUse = "IN_USE",
    /// It can no longer be changed.
    Frozen = "FROZEN",
    /// The file is no JPEG, PNG, WebP, GIF, AVIF or PDF, whatever it is called.
    FileTypeUnknown = "FILE_TYPE_UNKNOWN",
    /// The file does not keep to its format.
    FileDamaged = "FILE_DAMAGED",
    /// The file is of a rare kind of its format.
    FileVariantUnsupported = "FILE_VARIANT_UNSUPPORTED",
    /// The file could be read as a page, a document or an archive as well.
    FilePolyglot = "FILE_POLYGLOT",
    /// The AVIF carries Exif or XMP, which cannot be cut out of it.
    FileMetadata = "FILE_METADATA",
    /// The file has more bytes than `limit`.
    FileTooLarge = "FILE_TOO_LARGE",
    /// The picture has more pixels than `limit`.
    TooManyPixels = "TOO_MANY_PIXELS",
    /// It is shorter than `limit`.
    TooShort = "TOO_SHORT",
    /// The password is one that many use, or little more than the login or name of its account.
    PasswordGuessable = "PASSWORD_GUESSABLE",
    /// Login and password do not belong together, or the account is disabled: which it is, is not
    /// told.
    CredentialsInvalid = "CREDENTIALS_INVALID",
    /// The session is over: sign in again.
    SessionInvalid = "SESSION_INVALID",
    /// There were too many attempts: try again after `retryAfter` seconds.
    RateLimited = "RATE_LIMITED",
    /// The token is none of this server, or its time is over: ask for a new one.
    TokenInvalid = "TOKEN_INVALID",
    /// This voter has voted in this poll before, and otherwise: the first vote counts.
    AlreadyVoted = "ALREADY_VOTED",
    /// There is no poll of this id that takes votes, or not yet.
    PollNotOpen = "POLL_NOT_OPEN",
    /// The poll takes no more votes.
    PollClosed = "POLL_CLOSED",
    /// One of the ids is that of no option of this poll.
    UnknownOption = "UNKNOWN_OPTION",
    /// Fewer options are chosen than `limit`.
    TooFewChoices = "TOO_FEW_CHOICES",
    /// More options are chosen than `limit`.
    TooManyChoices = "TOO_MANY_CHOICES",
    /// The poll is for accounts, and for readers for whom an API key vouches.
    SignInRequired = "SIGN_IN_REQUIRED",
    /// The code is none of this poll.
    CodeInvalid = "CODE_INVALID",
}
