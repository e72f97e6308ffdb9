//! The library's own checks of documents and values, in words that say what to mend and repeat
//! nothing of what was sent.

use super::wording;
use crate::platform::error::{BadInput, Code};

/// What was found before the operation ran.
pub fn of_document(message: &str) -> BadInput {
    let code = Code::GraphqlValidationFailed;
    let argument = message.strip_prefix("Invalid value for argument \"");
    match argument.and_then(|rest| rest.split_once("\", ")) {
        Some((argument, reason)) => of_argument(code, argument, reason),
        None => BadInput::new(code, wording::neutral(message)),
    }
}

/// What was found while it ran: a value that passed as one of its type and is none. Arguments whose
/// fields check them never come here.
pub fn of_value() -> BadInput {
    let message = "A value cannot be read as the type of its argument";
    BadInput::new(Code::BadUserInput, message)
}

/// `argument` is a path of the schema's own names; the reason may name what was sent.
fn of_argument(code: Code, argument: &str, reason: &str) -> BadInput {
    let quoted: Vec<&str> = reason.split('"').skip(1).step_by(2).collect();
    if reason.to_lowercase().starts_with("oneof") {
        let message = format!("`{argument}` must have exactly one field, and not null in it");
        return BadInput::new(code, message).at(argument);
    }
    match (reason.split('"').next(), quoted.as_slice()) {
        (Some("field "), [field, ..]) => {
            let argument = format!("{argument}.{field}");
            BadInput::new(code, format!("`{argument}` must be given")).at(&argument)
        }
        (Some("unknown field "), [_, of]) => {
            let message = format!("`{argument}` has a field that `{of}` does not have");
            BadInput::new(code, message).at(argument)
        }
        (_, [expected, ..]) => {
            BadInput::new(code, format!("`{argument}` must be of type `{expected}`")).at(argument)
        }
        (_, []) => BadInput::new(code, format!("`{argument}` has a wrong value")).at(argument),
    }
}

#[cfg(test)]
mod tests {
    use super::{of_argument, of_document};
    use crate::platform::error::Code;

    #[test]
    fn a_wrong_value_is_told_by_its_argument_and_never_repeated() {
        for (reason, argument, message) in [
            ("expected type \"Int\"", "by", "`by` must be of type `Int`"),
            (
                "enumeration type \"ArticleOrderField\" does not contain the value \"SECRET\"",
                "by",
                "`by` must be of type `ArticleOrderField`",
            ),
            (
                "field \"id\" of type \"ID!\" is required but not provided",
                "by.id",
                "`by.id` must be given",
            ),
            (
                "unknown field \"SECRET\" of type \"ArticleBy\"",
                "by",
                "`by` has a field that `ArticleBy` does not have",
            ),
            (
                "Oneof input objects requires have exactly one field",
                "by",
                "`by` must have exactly one field, and not null in it",
            ),
        ] {
            let fault = of_document(&format!("Invalid value for argument \"by\", {reason}"));
            assert_eq!(
                (fault.message.as_str(), &fault.details["argument"]),
                (message, &argument.into())
            );
        }
        let unheard = of_argument(Code::GraphqlValidationFailed, "by", "no reason");
        assert_eq!(unheard.message, "`by` has a wrong value");
    }

    #[test]
    fn other_messages_are_cut() {
        assert_eq!(of_document(&"đ".repeat(1_000)).message, "đ".repeat(200));
    }
}
