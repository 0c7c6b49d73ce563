//! Desks: enrolled with a one-time code, known by a token of their own, of which only the digest is kept.

use crate::log::{LogProblem, last_number};
use crate::schema::{open, wall_clock};
use crate::token::{digest, new};
use crate::wire::Enrolled;
use rusqlite::{Connection, OptionalExtension as _, params};
use std::path::Path;
use std::time::Duration;

/// How long a code is good.
const CODE_GOOD_FOR: Duration = Duration::from_secs(24 * 60 * 60);

/// One enrolled desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Desk {
    /// Its number.
    pub id: i64,
    /// Whose it is.
    pub agent: String,
    /// When it enrolled, in milliseconds since 1970.
    pub enrolled_at: i64,
    /// When it was heard of last.
    pub seen_at: i64,
    /// It has taken in everything up to this number.
    pub acknowledged: u64,
}

/// Desks as an administrator sees them; another process may serve them meanwhile.
#[derive(Debug)]
pub struct Desks(Connection);

impl Desks {
    /// Opens them in the folder of the log.
    ///
    /// # Errors
    /// [`LogProblem`].
    pub fn open(folder: &Path) -> Result<Self, LogProblem> {
        open(folder).map(Self)
    }

    /// A code with which one desk of this agent can enrol, within a day and once.
    ///
    /// # Errors
    /// [`LogProblem`].
    pub fn code_for(&self, agent: &str) -> Result<String, LogProblem> {
        let code = new().map_err(LogProblem::NoRandom)?;
        let good_for = i64::try_from(CODE_GOOD_FOR.as_millis()).unwrap_or(i64::MAX);
        let agent = agent.trim().to_lowercase();
        self.0.execute(
            "INSERT INTO codes (code, agent, expires_at) VALUES (?1, ?2, ?3)",
            params![digest(&code), agent, wall_clock().saturating_add(good_for)],
        )?;
        Ok(code)
    }

    /// All desks, by agent.
    ///
    /// # Errors
    /// [`LogProblem`].
    pub fn list(&self) -> Result<Vec<Desk>, LogProblem> {
        let mut all = self.0.prepare(
            "SELECT id, agent, enrolled_at, seen_at, acknowledged FROM desks ORDER BY agent, id",
        )?;
        let rows = all.query_map([], desk)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Takes the tokens and open codes of an agent back; gives how many there were.
    ///
    /// # Errors
    /// [`LogProblem`].
    pub fn revoke(&self, agent: &str) -> Result<usize, LogProblem> {
        let agent = agent.trim().to_lowercase();
        let codes = self.0.execute("DELETE FROM codes WHERE agent = ?1", [&agent])?;
        Ok(codes + self.0.execute("DELETE FROM desks WHERE agent = ?1", [&agent])?)
    }
}

fn desk(row: &rusqlite::Row<'_>) -> rusqlite::Result<Desk> {
    let acknowledged: i64 = row.get(4)?;
    Ok(Desk {
        id: row.get(0)?,
        agent: row.get(1)?,
        enrolled_at: row.get(2)?,
        seen_at: row.get(3)?,
        acknowledged: u64::try_from(acknowledged).unwrap_or_default(),
    })
}

/// Enrols a desk: the code is used up, and what happens from now on is for it. None if the code is not good.
pub(crate) fn enrol(
    connection: &mut Connection,
    code: &str,
) -> Result<Option<Enrolled>, LogProblem> {
    let token = new().map_err(LogProblem::NoRandom)?;
    let transaction =
        connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let agent: Option<String> = transaction
        .query_row(
            "DELETE FROM codes WHERE code = ?1 AND expires_at >= ?2 RETURNING agent",
            params![digest(code), wall_clock()],
            |row| row.get(0),
        )
        .optional()?;
    let Some(agent) = agent else { return Ok(None) };
    let last = i64::try_from(last_number(&transaction)?).unwrap_or(i64::MAX);
    transaction.execute(
        "INSERT INTO desks (agent, token, enrolled_at, seen_at, acknowledged) VALUES (?1, ?2, ?3, ?3, ?4)",
        params![agent, digest(&token), wall_clock(), last],
    )?;
    transaction.commit()?;
    Ok(Some(Enrolled { token, agent }))
}

/// The desk that has this token.
pub(crate) fn by_token(
    connection: &mut Connection,
    token: &str,
) -> Result<Option<Desk>, LogProblem> {
    let mut one = connection.prepare_cached(
        "SELECT id, agent, enrolled_at, seen_at, acknowledged FROM desks WHERE token = ?1",
    )?;
    Ok(one.query_row([digest(token)], desk).optional()?)
}

#[cfg(test)]
mod tests {
    use super::{Desks, by_token, enrol};
    use crate::schema::open;

    #[test]
    fn a_code_is_good_once_and_a_token_until_it_is_taken_back() {
        let folder = tempfile::tempdir().unwrap();
        let desks = Desks::open(folder.path()).unwrap();
        let mut served = open(folder.path()).unwrap();
        let code = desks.code_for(" Ada@Example.com ").unwrap();
        assert!(enrol(&mut served, "another").unwrap().is_none());
        let enrolled = enrol(&mut served, &format!("{code} \n")).unwrap().unwrap();
        assert_eq!(enrolled.agent, "ada@example.com");
        assert!(enrol(&mut served, &code).unwrap().is_none(), "used up");
        assert_eq!(
            by_token(&mut served, &enrolled.token).unwrap(),
            Some(desks.list().unwrap().remove(0))
        );
        assert_eq!(by_token(&mut served, &code).unwrap(), None, "a code is no token");
        let left = desks.code_for("ada@example.com").unwrap();
        assert_eq!(desks.revoke("ADA@example.com").unwrap(), 2);
        assert_eq!(by_token(&mut served, &enrolled.token).unwrap(), None);
        assert!(enrol(&mut served, &left).unwrap().is_none(), "open codes go too");
    }

    #[test]
    fn a_code_does_not_outlive_its_day() {
        let folder = tempfile::tempdir().unwrap();
        let desks = Desks::open(folder.path()).unwrap();
        let code = desks.code_for("ada@example.com").unwrap();
        desks.0.execute("UPDATE codes SET expires_at = 1", []).unwrap();
        assert!(enrol(&mut open(folder.path()).unwrap(), &code).unwrap().is_none());
    }
}
