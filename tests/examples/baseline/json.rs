//! Rows as JSON, straight from the driver: the least that any API does with them.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    QueryResult,
    sqlx::{Column as _, ColumnIndex, Decode, Row, Type, TypeInfo as _, ValueRef as _},
};
use uuid::Uuid;

/// Appends a list of objects.
pub fn write(body: &mut Vec<u8>, rows: &[QueryResult]) {
    body.push(b'[');
    for (place, row) in rows.iter().enumerate() {
        if place > 0 {
            body.push(b',');
        }
        match (row.try_as_sqlite_row(), row.try_as_pg_row()) {
            (Some(row), _) => object(body, row),
            (_, Some(row)) => object(body, row),
            (None, None) => {}
        }
    }
    body.push(b']');
}

fn object<R>(body: &mut Vec<u8>, row: &R)
where
    R: Row,
    usize: ColumnIndex<R>,
    for<'r> &'r str: Decode<'r, R::Database> + Type<R::Database>,
    for<'r> &'r [u8]: Decode<'r, R::Database> + Type<R::Database>,
    for<'r> bool: Decode<'r, R::Database> + Type<R::Database>,
    for<'r> i16: Decode<'r, R::Database> + Type<R::Database>,
    for<'r> i32: Decode<'r, R::Database> + Type<R::Database>,
    for<'r> i64: Decode<'r, R::Database> + Type<R::Database>,
    for<'r> Uuid: Decode<'r, R::Database> + Type<R::Database>,
    for<'r> DateTime<Utc>: Decode<'r, R::Database> + Type<R::Database>,
    for<'r> NaiveDate: Decode<'r, R::Database> + Type<R::Database>,
{
    body.push(b'{');
    for column in row.columns() {
        let place = column.ordinal();
        if place > 0 {
            body.push(b',');
        }
        put(body, column.name());
        body.push(b':');
        let value = row.try_get_raw(place).unwrap();
        if value.is_null() {
            body.extend(b"null");
            continue;
        }
        match value.type_info().name() {
            "TEXT" | "VARCHAR" | "NAME" | "NULL" => put(body, row.get::<&str, _>(place)),
            "INTEGER" | "INT8" => put(body, row.get::<i64, _>(place)),
            "INT4" => put(body, row.get::<i32, _>(place)),
            "INT2" => put(body, row.get::<i16, _>(place)),
            "BOOL" => put(body, row.get::<bool, _>(place)),
            "UUID" => put(body, row.get::<Uuid, _>(place).simple().to_string()),
            "TIMESTAMPTZ" => put(body, row.get::<DateTime<Utc>, _>(place)),
            "DATE" => put(body, row.get::<NaiveDate, _>(place)),
            // Ids in SQLite, and sort keys, of which a client gets something opaque.
            "BLOB" | "BYTEA" => put(body, digits(row.get::<&[u8], _>(place))),
            other => panic!("a column of type {other}"),
        }
    }
    body.push(b'}');
}

fn put(body: &mut Vec<u8>, value: impl serde::Serialize) {
    serde_json::to_writer(body, &value).unwrap();
}

fn digits(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |half: u8| char::from(DIGITS[usize::from(half)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
