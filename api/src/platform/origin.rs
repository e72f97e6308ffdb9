//! Where a request comes from, as far as services have to know.

use std::{fmt, net::IpAddr};

use sea_orm::prelude::Uuid;

/// Where a request comes from. An address is looked at and never stored or logged.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Origin {
    /// The network of its client; none: this machine itself, or a command.
    pub network: Option<IpAddr>,
    /// The session that its access token belongs to, if it brought one.
    pub session: Option<Uuid>,
    /// Whether nobody has before them what is asked for: a robot asks, or a browser that fetches
    /// ahead. Looked at where something is told, not where it is read.
    pub automated: bool,
}

impl fmt::Debug for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Origin(…)")
    }
}
