//! The program `congtin`.

use std::process::ExitCode;

fn main() -> ExitCode {
    api::cli::main()
}
