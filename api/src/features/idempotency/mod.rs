//! A mutation that is sent again under the same `Idempotency-Key` is answered as the first time and
//! not done again.

pub mod service;
mod store;
