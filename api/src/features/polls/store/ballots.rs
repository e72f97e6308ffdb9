//! Reads and writes of ballots, of the keys of voters, and of the chains that ballots make.

use std::collections::HashMap;

use entity::{
    ballot,
    poll::{self, Status},
    poll_chain, poll_code, poll_tally, voter,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, ExprTrait as _, FromQueryResult, JoinType,
    PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect, QueryTrait as _,
    prelude::Uuid,
    sea_query::{CaseStatement, Expr},
};

use crate::platform::{
    batch,
    error::Result,
    paging::{self, Key, Page, Position, Range, SortColumns},
    scope::Scope,
    time::Instant,
};

/// A published poll, which nobody changes, and in which nobody else counts, until the end of the
/// transaction. Whoever waits for it gets it in turn: a shared lock would let others by.
pub async fn published(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<poll::Model>> {
    let select = poll::Entity::find_by_id(id)
        .filter(poll::COLUMN.deleted_at.is_null())
        .filter(poll::COLUMN.status.eq(Status::Published));
    Ok(select.lock_exclusive().one(db).await?)
}

/// Begins the chain of a poll that is locked and has none.
pub async fn begin_chain(db: &impl ConnectionTrait, chain: poll_chain::Model) -> Result<()> {
    let chain = poll_chain::ActiveModel::from(chain);
    poll_chain::Entity::insert(chain).exec_without_returning(db).await?;
    Ok(())
}

/// What a former portal had counted for these options.
pub async fn imported(db: &impl ConnectionTrait, options: &[Uuid]) -> Result<HashMap<Uuid, i64>> {
    let tallies = poll_tally::Entity::find()
        .filter(poll_tally::COLUMN.option_id.is_in(options.iter().copied()));
    let tallies = tallies.all(db).await?.into_iter();
    Ok(tallies.map(|tally| (tally.option_id, tally.imported)).collect())
}

/// A chain as it stands. Only who has locked its poll lengthens or seals it.
pub async fn chain(db: &impl ConnectionTrait, poll: Uuid) -> Result<Option<poll_chain::Model>> {
    Ok(poll_chain::Entity::find_by_id(poll).one(db).await?)
}

/// Saves how far a chain goes.
pub async fn lengthen_chain(
    db: &impl ConnectionTrait,
    poll: Uuid,
    ballots: i64,
    head: &[u8],
) -> Result<()> {
    poll_chain::Entity::update_many()
        .col_expr(poll_chain::Column::Ballots, Expr::value(ballots))
        .col_expr(poll_chain::Column::Head, Expr::value(head.to_vec()))
        .filter(poll_chain::COLUMN.poll_id.eq(poll))
        .exec(db)
        .await?;
    Ok(())
}

/// Erases the keys of the voters of a poll, its codes, and what both were made with.
pub async fn seal(db: &impl ConnectionTrait, poll: Uuid, now: Instant) -> Result<()> {
    voter::Entity::delete_many().filter(voter::COLUMN.poll_id.eq(poll)).exec(db).await?;
    poll_code::Entity::delete_many().filter(poll_code::COLUMN.poll_id.eq(poll)).exec(db).await?;
    let sealed = poll_chain::ActiveModel {
        poll_id: Set(poll),
        secret: Set(None),
        sealed_at: Set(Some(now)),
        ..Default::default()
    };
    poll_chain::Entity::update(sealed).exec(db).await?;
    Ok(())
}

/// Polls that are over and not sealed yet.
pub async fn unsealed(db: &impl ConnectionTrait, now: Instant) -> Result<Vec<Uuid>> {
    let sealed = poll_chain::Entity::find()
        .select_only()
        .column(poll_chain::Column::PollId)
        .filter(poll_chain::COLUMN.sealed_at.is_not_null())
        .into_query();
    let polls = poll::Entity::find()
        .select_only()
        .column(poll::Column::Id)
        .filter(poll::COLUMN.deleted_at.is_null())
        .filter(poll::COLUMN.closes_at.lte(now))
        .filter(poll::Column::Id.not_in_subquery(sealed))
        .order_by_asc(poll::Column::Id);
    Ok(polls.into_tuple().all(db).await?)
}

/// A ballot, and the key of whoever cast it.
#[derive(Debug, FromQueryResult)]
pub struct KeyedBallot {
    pub voter_key: Vec<u8>,
    pub receipt: Uuid,
    pub choices: Vec<u8>,
    pub hash: Vec<u8>,
}

/// The ballots of those of the voters who have voted.
pub async fn ballots_of(
    db: &impl ConnectionTrait,
    poll: Uuid,
    voters: &[Vec<u8>],
) -> Result<Vec<KeyedBallot>> {
    let ballot = Expr::col((ballot::Entity, ballot::Column::PollId))
        .eq(Expr::col((voter::Entity, voter::Column::PollId)))
        .and(
            Expr::col((ballot::Entity, ballot::Column::Position))
                .eq(Expr::col((voter::Entity, voter::Column::Position))),
        );
    let mut select = voter::Entity::find()
        .select_only()
        .column(voter::Column::VoterKey)
        .filter(voter::COLUMN.poll_id.eq(poll))
        .filter(voter::Column::VoterKey.is_in(voters.to_vec()));
    QuerySelect::query(&mut select)
        .join(JoinType::InnerJoin, ballot::Entity, ballot)
        .column((ballot::Entity, ballot::Column::Receipt))
        .column((ballot::Entity, ballot::Column::Choices))
        .column((ballot::Entity, ballot::Column::Hash));
    Ok(select.into_model().all(db).await?)
}

/// Those of the keys that are codes of the poll.
pub async fn codes_among(
    db: &impl ConnectionTrait,
    poll: Uuid,
    keys: &[Vec<u8>],
) -> Result<Vec<Vec<u8>>> {
    let codes = poll_code::Entity::find()
        .select_only()
        .column(poll_code::Column::VoterKey)
        .filter(poll_code::COLUMN.poll_id.eq(poll))
        .filter(poll_code::Column::VoterKey.is_in(keys.to_vec()));
    Ok(codes.into_tuple().all(db).await?)
}

/// How many codes a poll has.
pub async fn count_codes(db: &impl ConnectionTrait, poll: Uuid) -> Result<u64> {
    Ok(poll_code::Entity::find().filter(poll_code::COLUMN.poll_id.eq(poll)).count(db).await?)
}

/// Puts ballots into the box, with the keys of their voters: of two of one voter the database
/// refuses the second.
pub async fn insert(
    db: &impl ConnectionTrait,
    voters: Vec<voter::Model>,
    ballots: Vec<ballot::Model>,
) -> Result<()> {
    batch::insert_all::<voter::Entity>(db, voters).await?;
    batch::insert_all::<ballot::Entity>(db, ballots).await
}

/// Adds codes to a poll.
pub async fn insert_codes(db: &impl ConnectionTrait, codes: Vec<poll_code::Model>) -> Result<()> {
    batch::insert_all::<poll_code::Entity>(db, codes).await
}

/// Adds votes to options, in one statement.
pub async fn add_votes(db: &impl ConnectionTrait, votes: &[(Uuid, i64)]) -> Result<()> {
    let mut more = CaseStatement::new();
    for (option, votes) in votes {
        more = more.case(poll_tally::COLUMN.option_id.eq(*option), *votes);
    }
    let options: Vec<Uuid> = votes.iter().map(|(option, _)| *option).collect();
    poll_tally::Entity::update_many()
        .col_expr(
            poll_tally::Column::Votes,
            Expr::col(poll_tally::Column::Votes).add(more.finally(0)),
        )
        .filter(poll_tally::COLUMN.option_id.is_in(options))
        .exec(db)
        .await?;
    Ok(())
}

/// One page of the ballots of a poll, in the order in which they were counted.
pub async fn page(scope: &Scope, poll: Uuid, range: &Range) -> Result<Page<ballot::Model>> {
    let columns = SortColumns { key: ballot::Column::Position, id: ballot::Column::PollId };
    let of_poll = ballot::Entity::find().filter(ballot::COLUMN.poll_id.eq(poll));
    let mut select = of_poll.into_query();
    paging::limit_to_range(&mut select, columns, range, false);
    let rows = scope.reader().query_all(&select).await?;
    let rows = rows.iter().map(|row| {
        let key = Key::Count(row.try_get("", "position")?);
        Ok((Position(key, row.try_get("", "poll_id")?), batch::read(row)))
    });
    Ok(Page::new(rows.collect::<Result<_>>()?, range, false))
}

/// Ballots behind a position, at most so many, for whoever reads all of them.
pub async fn behind(
    db: &impl ConnectionTrait,
    poll: Uuid,
    position: i64,
    limit: u64,
) -> Result<Vec<ballot::Model>> {
    let ballots = ballot::Entity::find()
        .filter(ballot::COLUMN.poll_id.eq(poll))
        .filter(ballot::COLUMN.position.gt(position))
        .order_by_asc(ballot::Column::Position)
        .limit(limit);
    Ok(ballots.all(db).await?)
}
