//! The program `congtin`.

use std::process::ExitCode;

/// Answers are many small allocations of short life; the system's allocator takes a fifth more CPU
/// for them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    api::cli::main()
}
