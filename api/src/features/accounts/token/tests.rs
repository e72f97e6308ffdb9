use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};

use super::*;
use crate::platform::time::parse_rfc3339;

fn now() -> Instant {
    parse_rfc3339("2026-01-01T00:00:00Z").unwrap()
}

fn pair(id: u128) -> (SigningPair, Vec<u8>) {
    let pkcs8 = SigningPair::generate().unwrap();
    (SigningPair::read(Uuid::from_u128(id), &pkcs8).unwrap(), pkcs8)
}

const SUBJECT: Subject =
    Subject { account: Uuid::from_u128(0xacc), session: Uuid::from_u128(0x5e5) };

/// As a server does: first the key is found, then the token verified by it.
fn accepted(pair: &SigningPair, token: &str, now: Instant) -> Option<Subject> {
    key_id(token).filter(|id| *id == pair.id)?;
    pair.verify(token, now)
}

fn header(pair: &SigningPair) -> Value {
    json!({ "typ": "at+jwt", "alg": "EdDSA", "kid": pair.id })
}

fn claims() -> Value {
    let iat = now().timestamp();
    json!({
        "iss": "congtin", "aud": "congtin", "sub": id::encode(Kind::Account, SUBJECT.account),
        "sid": SUBJECT.session, "jti": Uuid::nil(), "iat": iat, "exp": iat + 900,
    })
}

fn encoded(header: &str, claims: &str) -> String {
    format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims))
}

fn signed_text(pkcs8: &[u8], header: &str, claims: &str) -> String {
    let message = encoded(header, claims);
    let pair = Ed25519KeyPair::from_pkcs8(pkcs8).unwrap();
    let signature = URL_SAFE_NO_PAD.encode(pair.sign(message.as_bytes()));
    format!("{message}.{signature}")
}

fn signed(pkcs8: &[u8], header: &Value, claims: &Value) -> String {
    signed_text(pkcs8, &header.to_string(), &claims.to_string())
}

fn with(mut object: Value, name: &str, value: Value) -> Value {
    object[name] = value;
    object
}

fn without(mut object: Value, name: &str) -> Value {
    object.as_object_mut().unwrap().remove(name).unwrap();
    object
}

#[test]
fn a_token_says_whose_it_is_until_it_ends() {
    let (pair, pkcs8) = pair(1);
    let (token, ends) = pair.sign(SUBJECT, now()).unwrap();
    assert_eq!(ends, now() + LIFE);
    assert_eq!(accepted(&pair, &token, now()), Some(SUBJECT));
    assert_eq!(accepted(&pair, &token, ends + LEEWAY - TimeDelta::seconds(1)), Some(SUBJECT));
    assert_eq!(accepted(&pair, &token, ends + LEEWAY), None);
    assert_eq!(accepted(&pair, &token, now() - LEEWAY), Some(SUBJECT));
    assert_eq!(accepted(&pair, &token, now() - LEEWAY - TimeDelta::seconds(1)), None);
    // The builder of the tables below makes good tokens, where nothing is wrong with them.
    let token = signed(&pkcs8, &header(&pair), &claims());
    assert_eq!(accepted(&pair, &token, now()), Some(SUBJECT));
    assert!(!format!("{pair:?}").contains("encoding"));
}

#[test]
fn forged_tokens_are_refused() {
    let (pair, pkcs8) = pair(1);
    let (_, foreign) = self::pair(1);
    let (head, body) = (header(&pair), claims());
    let good = signed(&pkcs8, &head, &body);
    let (message, signature) = good.rsplit_once('.').unwrap();
    let hs256 = |key: &[u8]| {
        let message =
            encoded(&with(head.clone(), "alg", json!("HS256")).to_string(), &body.to_string());
        let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
        mac.update(message.as_bytes());
        let mac = URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes());
        format!("{message}.{mac}")
    };
    let unsigned =
        |alg: &str| encoded(&with(head.clone(), "alg", json!(alg)).to_string(), &body.to_string());
    let mut forged = vec![
        String::new(),
        ".".to_owned(),
        "..".to_owned(),
        message.to_owned(),
        format!("{message}."),
        format!("{good}."),
        format!("{good}.{signature}"),
        format!("{good}="),
        format!(" {good}"),
        format!("{message}.{}", &signature[..signature.len() - 2]),
        format!("{message}.{}", URL_SAFE_NO_PAD.encode([0; 64])),
        signed(&foreign, &head, &body),
        hs256(&pair.public),
        hs256(pair.public().as_bytes()),
        hs256(b""),
        format!(
            "{}.{signature}",
            encoded(&head.to_string(), &with(body.clone(), "exp", json!(4e9 as i64)).to_string())
        ),
        "a".repeat(10_000),
        format!("{}.{}.{}", "a".repeat(3_000), "b", "c"),
    ];
    for alg in ["none", "None", "NONE", "nOnE", ""] {
        forged.push(format!("{}.", unsigned(alg)));
        forged.push(format!("{}.{signature}", unsigned(alg)));
    }
    for alg in ["HS256", "HS512", "RS256", "PS256", "ES256", "Ed25519", "eddsa"] {
        forged.push(signed(&pkcs8, &with(head.clone(), "alg", json!(alg)), &body));
    }
    for token in forged {
        assert_eq!(accepted(&pair, &token, now()), None, "{token}");
    }
}

#[test]
fn headers_that_are_not_ours_are_refused_though_well_signed() {
    let (pair, pkcs8) = pair(1);
    let head = header(&pair);
    let jwk = json!({ "kty": "OKP", "crv": "Ed25519", "x": pair.public() });
    for wrong in [
        without(head.clone(), "kid"),
        without(head.clone(), "typ"),
        without(head.clone(), "alg"),
        with(head.clone(), "kid", json!(Uuid::from_u128(2))),
        with(head.clone(), "kid", json!("../../dev/null")),
        with(head.clone(), "kid", json!("' OR 1 = 1 --")),
        with(head.clone(), "kid", json!(1)),
        with(head.clone(), "typ", json!("JWT")),
        with(head.clone(), "typ", json!("refresh+jwt")),
        with(head.clone(), "jku", json!("https://example.com/keys")),
        with(head.clone(), "x5u", json!("https://example.com/keys")),
        with(head.clone(), "jwk", jwk),
        with(head.clone(), "crit", json!(["exp"])),
        with(head.clone(), "cty", json!("JWT")),
        with(head.clone(), "b64", json!(false)),
        with(head.clone(), "zip", json!("DEF")),
    ] {
        let token = signed(&pkcs8, &wrong, &claims());
        assert_eq!(accepted(&pair, &token, now()), None, "{wrong}");
    }
}

#[test]
fn claims_that_are_missing_wrong_or_of_another_type_are_refused_though_well_signed() {
    let (pair, pkcs8) = pair(1);
    let (head, body, iat) = (header(&pair), claims(), now().timestamp());
    let mut wrong: Vec<Value> = ["iss", "aud", "sub", "sid", "jti", "iat", "exp"]
        .into_iter()
        .flat_map(|name| {
            let of = |value| with(claims(), name, value);
            [
                without(claims(), name),
                of(Value::Null),
                of(json!(true)),
                of(json!([])),
                of(json!({})),
            ]
        })
        .collect();
    wrong.extend([
        with(body.clone(), "iss", json!("another")),
        with(body.clone(), "aud", json!("another")),
        with(body.clone(), "aud", json!(["congtin", "another"])),
        with(body.clone(), "sub", json!("art_00000000000000000000000000000acc")),
        with(body.clone(), "sub", json!("acc_1")),
        with(body.clone(), "sid", json!("1")),
        with(body.clone(), "exp", json!((iat + 900).to_string())),
        with(body.clone(), "exp", json!(900.5 + iat as f64)),
        with(body.clone(), "exp", json!(i64::MAX)),
        with(body.clone(), "exp", json!(1e300)),
        with(body.clone(), "exp", json!(iat + 3_600)),
        with(body.clone(), "exp", json!(-1)),
        with(body.clone(), "iat", json!(iat.to_string())),
        with(body.clone(), "iat", json!(i64::MIN)),
        with(with(body.clone(), "iat", json!(iat - 1_000)), "exp", json!(iat - 100)),
        with(with(body.clone(), "iat", json!(iat + 600)), "exp", json!(iat + 1_500)),
        json!([]),
        json!("congtin"),
    ]);
    for claims in wrong {
        let token = signed(&pkcs8, &head, &claims);
        assert_eq!(accepted(&pair, &token, now()), None, "{claims}");
    }
    let twice = body.to_string().replacen('{', r#"{"sub":"acc_1","#, 1);
    for text in [twice.as_str(), "", "{", "null"] {
        let token = signed_text(&pkcs8, &head.to_string(), text);
        assert_eq!(accepted(&pair, &token, now()), None, "{text}");
    }
}

#[test]
fn secrets_are_random_and_their_digests_are_sha_256() {
    assert_ne!(random().unwrap(), random().unwrap());
    assert_eq!(digest("").len(), 32);
    assert_eq!(crate::platform::hex::encode(&digest("abc"))[..8], *"ba7816bf");
}
