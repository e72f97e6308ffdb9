//! Access tokens: JSON Web Tokens (RFC 7519, 9068), held to RFC 8725; and the random bytes of other
//! tokens.

mod provider;
#[cfg(test)]
mod tests;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use ring::signature::{Ed25519KeyPair, KeyPair as _};
use sea_orm::prelude::Uuid;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::platform::{
    error::{Error, Result},
    id::{self, Kind},
    time::Instant,
};

/// How long an access token is good.
pub const LIFE: TimeDelta = TimeDelta::minutes(15);
/// How far the clocks of two servers may be apart.
pub const LEEWAY: TimeDelta = TimeDelta::seconds(30);
/// The `alg` of all tokens.
pub const ALGORITHM: &str = "EdDSA";

/// The `typ` of access tokens, which nothing else has.
const TYPE: &str = "at+jwt";
/// Who issues tokens, and for whom. Keys belong to one database: those of another portal do not
/// verify here.
const ISSUER: &str = "congtin";
/// Longest token that is looked at.
const MAX_BYTES: usize = 2_048;

/// Whose a token is, and to which session it belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The account.
    pub account: Uuid,
    /// Its session.
    pub session: Uuid,
}

/// What an access token says. All of it is required.
#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: String,
    sid: Uuid,
    jti: Uuid,
    iat: i64,
    exp: i64,
}

/// A key that signs, as far as tokens need it.
pub struct SigningPair {
    /// The `kid` of its tokens.
    pub id: Uuid,
    public: Vec<u8>,
    encoding: EncodingKey,
    decoding: DecodingKey,
}

/// The private half is nobody's business.
impl std::fmt::Debug for SigningPair {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SigningPair").field("id", &self.id).finish_non_exhaustive()
    }
}

impl SigningPair {
    /// Reads a pair from the PKCS #8 that it is kept in.
    pub fn read(id: Uuid, pkcs8: &[u8]) -> Result<Self> {
        provider::install();
        let pair = Ed25519KeyPair::from_pkcs8(pkcs8);
        let pair = pair.map_err(|_| Error::Broken("a stored signing key cannot be read"))?;
        let public = pair.public_key().as_ref().to_vec();
        Ok(Self {
            id,
            encoding: EncodingKey::from_ed_der(pkcs8),
            decoding: DecodingKey::from_ed_der(&public),
            public,
        })
    }

    /// A new private key in PKCS #8.
    pub fn generate() -> Result<Vec<u8>> {
        let made = Ed25519KeyPair::generate_pkcs8(&ring::rand::SystemRandom::new());
        let made = made.map_err(|_| Error::Broken("the system gives no random bytes"))?;
        Ok(made.as_ref().to_vec())
    }

    /// The public half, as a JSON Web Key has it in `x`.
    pub fn public(&self) -> String {
        URL_SAFE_NO_PAD.encode(&self.public)
    }

    /// An access token for a session, and when it ends.
    pub fn sign(&self, subject: Subject, now: Instant) -> Result<(String, Instant)> {
        let iat = now.timestamp();
        let exp = iat + LIFE.num_seconds();
        let claims = Claims {
            iss: ISSUER.to_owned(),
            aud: ISSUER.to_owned(),
            sub: id::encode(Kind::Account, subject.account),
            sid: subject.session,
            jti: id::new(now),
            iat,
            exp,
        };
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some(TYPE.to_owned());
        header.kid = Some(self.id.to_string());
        let token = jsonwebtoken::encode(&header, &claims, &self.encoding);
        let token = token.map_err(|_| Error::Broken("an access token could not be signed"))?;
        Ok((token, DateTime::from_timestamp(exp, 0).unwrap_or(now)))
    }

    /// Whose token this is, if this key has signed it and it is good now.
    pub fn verify(&self, token: &str, now: Instant) -> Option<Subject> {
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[ISSUER]);
        // Looked at below: the library asks the machine for the time.
        validation.validate_exp = false;
        validation.required_spec_claims.clear();
        let claims = jsonwebtoken::decode::<Claims>(token, &self.decoding, &validation);
        let claims = claims.ok()?.claims;
        let (now, leeway) = (now.timestamp(), LEEWAY.num_seconds());
        // Whatever clocks say, none of ours lives longer.
        let of_ours = claims.exp.checked_sub(claims.iat)? == LIFE.num_seconds();
        let good = of_ours && claims.iat <= now + leeway && now - leeway < claims.exp;
        let account = id::decode_as(Kind::Account, &claims.sub).ok()?;
        good.then_some(Subject { account, session: claims.sid })
    }
}

/// The key that a token says it is signed by. Whatever else its header says must be as in ours: the
/// algorithm is not for the token to choose, and a key that it brings along is nobody's.
pub fn key_id(token: &str) -> Option<Uuid> {
    if token.len() > MAX_BYTES || token.bytes().filter(|byte| *byte == b'.').count() != 2 {
        return None;
    }
    let header = jsonwebtoken::decode_header(token).ok()?;
    let kid = header.kid.as_deref()?.parse().ok()?;
    let ours = Header {
        typ: Some(TYPE.to_owned()),
        kid: header.kid.clone(),
        ..Header::new(Algorithm::EdDSA)
    };
    (header == ours).then_some(kid)
}

/// A secret that nobody guesses: 256 random bits.
pub fn random() -> Result<[u8; 32]> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|_| Error::Broken("the system gives no random bytes"))?;
    Ok(bytes)
}

/// What is kept of a secret. It has 256 random bits, so that a plain hash is enough.
pub fn digest(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}
